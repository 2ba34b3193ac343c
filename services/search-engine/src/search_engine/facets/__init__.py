"""Facets: how many documents of a selection have each value."""
