"""Decoding hostile files: media type, pixels once, fingerprints and renditions."""
