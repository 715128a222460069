"""Trees, topics, corpora and progress as text for a terminal."""
