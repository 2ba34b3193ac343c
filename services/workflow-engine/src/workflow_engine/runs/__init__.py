"""Runs: what is wanted, how far it has come and how it ended."""
