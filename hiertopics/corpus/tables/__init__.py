"""Tables of every kind to rows, and the columns that hold texts, ids and labels."""
