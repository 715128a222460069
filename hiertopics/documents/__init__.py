"""The table of documents: the share of every topic in each, excerpts, groups and dates."""
