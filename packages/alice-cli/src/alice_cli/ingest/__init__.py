"""Getting a folder's content in: walk, hash, offer, upload what is missing, wait."""
