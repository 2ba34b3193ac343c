"""Walks over the graph, each after one thing: the picture, the prompts, the model."""
