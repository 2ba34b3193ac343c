"""The commands of `alice`, one module each."""
