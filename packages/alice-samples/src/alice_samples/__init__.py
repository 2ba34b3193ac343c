"""Sample files as real generators write them: deterministic by seed, well-formed and hostile."""
