"""Content that comes in over the network."""
