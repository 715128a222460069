"""Pieces are numbered as a dict numbers them, whatever the table of them has room for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.vectorizer import piece_numbers
from hiertopics.vectorizer.numbering import numbering
from hiertopics.vectorizer.piece_numbers import PieceNumbers

# Alike in their first 8, 16 and 24 bytes, or but for zeros at the end.
ALIKE = [f"{'x' * size}{end}" for size in (0, 7, 8, 15, 16, 23, 24, 40) for end in "ab\0é\ud800"]
PIECES = st.sampled_from(ALIKE) | st.text("ab", min_size=1, max_size=30)
TEXTS = st.lists(st.lists(PIECES, max_size=30), max_size=8)


@given(st.lists(TEXTS, max_size=4), st.integers(1, 6), st.integers(0, 3))
def test_numbers_are_those_of_a_dict(blocks, look, growth):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(piece_numbers, "_FIRST_LOOK", look)
        patch.setattr(piece_numbers, "_FEWEST_BITS", 3)
        patch.setattr(piece_numbers, "_MOST_BITS", 3 + growth)
        pieces, number_of = PieceNumbers(), numbering()
        for texts in blocks:
            expected = [number_of[piece] for text in texts for piece in text]
            data = [" ".join(text).encode("utf-8", "surrogatepass") for text in texts]
            numbers, ends = pieces.of(data)
            assert numbers.tolist() == expected and list(pieces.number_of) == list(number_of)
            assert ends.tolist() == [0, *np.cumsum([*map(len, texts)]).tolist()]
