"""Taking in what lies in a library."""
