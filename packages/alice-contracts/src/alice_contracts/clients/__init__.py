"""Typed asynchronous clients of the services."""
