"""From bytes to claims about generator and parameters: which tool made a file, and with what."""
