"""The alice command and the one-machine runtime."""
