"""From a hostile file to its pixels, with one decode, in processes that may die alone."""
