"""Walks through containers without decoding: metadata, size and duration, by headers only."""
