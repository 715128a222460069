"""Labels as people have them."""

import numpy as np
import pandas as pd
import pytest

from hiertopics.missing import known_labels
from hiertopics.models.label_encoding import encode_labels, labels_per_layer


@pytest.mark.parametrize(
    "column, known",
    [
        ([0, 1, -1], [True, True, False]),
        ([np.int64(-1), np.int64(2), np.int64(3)], [False, True, True]),
        ([-1.0, 2.0, np.nan], [True, True, False]),
        (["a", None, "b"], [True, False, True]),
        (["-1", "a", float("nan")], [True, True, False]),
        ([None, -1, 1], [False, False, True]),
        ([pd.NA, pd.NaT, 1], [False, False, True]),
        ([True, False, None], [True, True, False]),
        ([-1, -1, -1], [False, False, False]),
        ([None, None, None], [False, False, False]),
        ([np.True_, np.False_, -1], [True, True, False]),
    ],
)
def test_what_counts_as_unknown(column, known):
    assert known_labels(np.array(column, dtype=object)).tolist() == known


def test_classes_are_sorted_and_one_hot():
    classes, labels = encode_labels(np.array(["b", None, "a", "b"], dtype=object), float)
    assert classes.tolist() == ["a", "b"]
    assert labels.rows.tolist() == [0, 2, 3]
    assert labels.Y.tolist() == [[0, 1], [1, 0], [0, 1]]


def test_nothing_known_is_no_labels():
    assert encode_labels(np.array([None, None], dtype=object), float) == (None, None)


def test_one_column_labels_the_last_layer():
    columns = labels_per_layer(pd.Series(["a", "b"]), 2, 3)
    assert columns[:2] == [None, None] and columns[2].tolist() == ["a", "b"]
    columns = labels_per_layer(np.array([[1], [2]]), 2, 2)
    assert columns[0] is None and columns[1].tolist() == [1, 2]


def test_integers_with_gaps_stay_integers():
    y = pd.Series([pd.NA, -1, 2**53, 2**53 + 1], dtype="Int64")
    classes, labels = encode_labels(labels_per_layer(y, 4, 1)[0], float)
    assert classes.tolist() == [2**53, 2**53 + 1] and labels.rows.tolist() == [2, 3]


def test_columns_go_fine_to_broad():
    columns = labels_per_layer([["x", 1], ["y", 2]], 2, 2)
    assert [column.tolist() for column in columns] == [["x", "y"], [1, 2]]
