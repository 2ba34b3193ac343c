"""What stands before every route: trace, metrics, limits and tokens."""
