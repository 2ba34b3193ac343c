"""Assets and their facts."""
