"""How good topics are: their agreement with labels."""
