"""Services small enough to run a whole platform of them in a test."""
