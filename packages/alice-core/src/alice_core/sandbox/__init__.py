"""Processes for hostile input: each is bounded, and may hang or die alone."""
