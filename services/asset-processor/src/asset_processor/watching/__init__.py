"""Noticing what changes in a library."""
