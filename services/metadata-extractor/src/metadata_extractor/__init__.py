"""Meaning: who made it, with which prompt and parameters."""
