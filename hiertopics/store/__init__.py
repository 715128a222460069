"""A run, a model, a vectorizer or a tree in one file of arrays and JSON, without pickle."""
