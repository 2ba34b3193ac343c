"""Rebuilds: documents made anew from the owners' snapshots, beside the ones in use."""
