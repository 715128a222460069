"""From what people have to a matrix: source/ (documents), corpus, words/, counts, matrix.

That is also the order in which a text passes through them. Nothing here needs a download.
"""
