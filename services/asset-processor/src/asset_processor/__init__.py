"""Bytes: libraries, ingest, identity and renditions."""
