"""From a Corpus to a matrix: tokens, languages, stop words, phrases, the weights of terms."""
