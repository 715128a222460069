"""A text in, its words out: tokens, languages, stems, and the stream of all of a corpus."""
