"""What people have, read into a Corpus: cleaned texts with ids, labels and metadata."""
