"""The two JSON forms of a graph, read into the normalised one."""
