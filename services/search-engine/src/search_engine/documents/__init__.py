"""Documents: what search knows of each asset, and how they are found."""
