"""Workflows: what runs can do, a module each."""
