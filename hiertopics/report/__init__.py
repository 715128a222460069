"""A tree of topics turned into something to read."""
