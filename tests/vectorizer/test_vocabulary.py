import pytest

from hiertopics.vectorizer.vocabulary import document_limits


@pytest.mark.parametrize(
    ("n_docs", "least"),
    [
        (1, 1), (9, 1), (10, 1), (99, 1),
        (100, 2), (101, 2), (999, 2),
        (1000, 3), (3000, 3), (9999, 3), (10_000, 3), (11_314, 3), (29_999, 3),
        (30_000, 4), (99_999, 4), (100_000, 4), (299_999, 4),
        (300_000, 5), (1_000_000, 5), (2_999_999, 5),
        (3_000_000, 6), (29_999_999, 6),
        (30_000_000, 7), (299_999_999, 7),
        (300_000_000, 8), (2_999_999_999, 8),
        (3 * 10**9, 9), (3 * 10**10 - 1, 9), (3 * 10**10, 10), (3 * 10**11 - 1, 10),
        (3 * 10**11, 11), (10**15, 11),
    ],
)  # fmt: skip
def test_least_number_of_documents_by_the_size_of_the_corpus(n_docs, least):
    assert document_limits(n_docs, "auto", 1.0) == (least, max(n_docs, least, 2))
    assert document_limits(n_docs, "auto", 7)[0] == least


@pytest.mark.parametrize(
    ("n_docs", "min_df", "max_df", "limits"),
    [
        (1000, 4, 0.25, (4, 250)),
        (1000, 0.25, 0.5, (250, 500)),
        (1000, 0.5, 0.25, (500, 500)),  # a share never drops what min_df keeps
        (1000, 8, 0.001, (8, 8)),
        (1000, 1, 0.001, (1, 2)),  # nor what is in two documents
        (3, 1, 0.5, (1, 2)),
        (5, 1, 0.5, (1, 2.5)),
        (1000, 4, 3, (4, 3)),  # but a number does
        (1000, 1, 1, (1, 1)),
        (1000, 0, 0, (0, 0)),
        (2, 0.0, 0.0, (0, 2)),
    ],
)
def test_limits_given_by_number_or_share(n_docs, min_df, max_df, limits):
    assert document_limits(n_docs, min_df, max_df) == limits
