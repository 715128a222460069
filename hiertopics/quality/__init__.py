"""How good topics are: by their words, texts, the topics above them, and labels."""
