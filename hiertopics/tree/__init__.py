"""The tree of topics as plain data: what the topics are, with no model inside."""
