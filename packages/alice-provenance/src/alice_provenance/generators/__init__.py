"""Readers of what each generator writes, a module a family."""
