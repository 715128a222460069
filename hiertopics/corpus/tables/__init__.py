"""Read tables: their rows, and the columns that hold texts, ids and labels."""
