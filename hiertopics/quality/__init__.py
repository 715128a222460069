"""How good topics are: the coherence of their words, their agreement with labels."""
