"""What services answer over HTTP, and the clients that ask."""
