"""From bytes to claims about generator and parameters: which tool made a file, and with what."""

EXTRACTOR = "alice-provenance/1"
"""The version of the whole reader, raised when a reader changes what it says of a file."""
