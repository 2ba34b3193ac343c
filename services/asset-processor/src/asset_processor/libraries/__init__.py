"""Libraries: roots that the server watches."""
