"""Doing: durable runs over what a search selects."""
