"""Fixtures of alice-core for every test of the workspace."""

pytest_plugins = ["alice_core.testing.fixtures"]
