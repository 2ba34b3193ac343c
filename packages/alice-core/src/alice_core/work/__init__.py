"""Heavy work, taken from a table by lease and committed with its result."""
