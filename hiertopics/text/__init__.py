"""From a folder of files to a matrix: files, corpus, tokens, languages, counts, matrix.

That is also the order in which a text passes through them. Nothing here needs a download.
"""
