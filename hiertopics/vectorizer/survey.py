"""The matrix of a corpus, and an account of what was read, kept and left out."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from hiertopics.corpus.corpus import Corpus, check_corpus
from hiertopics.errors import CorpusError
from hiertopics.progress import Progress, counting, silent
from hiertopics.vectorizer.duplicates import find_duplicates
from hiertopics.vectorizer.stream import TokenStream
from hiertopics.vectorizer.vectorizer import TextVectorizer
from hiertopics.vectorizer.written import Target

if TYPE_CHECKING:
    from hiertopics.matrix.stored import StoredMatrix

_STAGE = "counting words"
_N_EXAMPLES = 5


class Survey(NamedTuple):
    """A corpus without what was dropped, its matrix, and a report, as JSON can hold it.

    The report has ``source``, ``n_documents``, ``n_terms``, ``n_nonzeros``, ``n_empty`` (documents
    that no term is left of), ``skipped`` (reason to number), ``skipped_such_as`` (reason to some
    paths), ``reading``, ``labels`` (labels per level, fine to broad), and, where the vectorizer is
    a TextVectorizer, ``words`` (the vectorizer's ``report_``), ``language`` and ``duplicates``.
    """

    corpus: Corpus
    X: sparse.csr_matrix | StoredMatrix
    report: dict

    def __repr__(self) -> str:
        return f"<Survey of {self.corpus.summary()}, {self.X.shape[1]:,} terms>"


def survey_corpus(
    corpus: Corpus,
    vectorizer: Any = None,
    *,
    dedupe: bool = False,
    near_duplicates: bool = False,
    out: str | PathLike | None = None,
    progress: Progress | None = None,
) -> Survey:
    """Matrix of a corpus, and an account of how it came about.

    Parameters
    ----------
    corpus : Corpus
    vectorizer : TextVectorizer or other transformer, optional
        Is fitted; ``TextVectorizer()`` by default.
    dedupe : bool, default=False
        Drop documents that repeat an earlier one, word for word or nearly so.
    near_duplicates : bool, default=False
        Look for documents that nearly repeat others even if none are dropped. Those that repeat
        others word for word are always counted.
    out : str or path, optional
        A folder that the matrix is written to, with the ids of its documents, by a TextVectorizer.
    progress : callable, optional
        ``progress(stage, done, total)``, documents: "counting words" and, with `out`, "writing".

    Returns
    -------
    Survey
    """
    check_corpus(corpus)
    report = progress or silent
    vectorizer = TextVectorizer() if vectorizer is None else vectorizer
    details: dict[str, Any] = {}
    if isinstance(vectorizer, TextVectorizer):
        Target(out).check()
        corpus, tokens, details = _read(corpus, vectorizer, dedupe, near_duplicates, report)
        ids = None if out is None else corpus.ids
        X = vectorizer.fit_transform(tokens, out=out, ids=ids, progress=report)
        details |= {"language": vectorizer.language_, "words": vectorizer.report_}
    elif dedupe:
        raise CorpusError("dedupe=True needs a TextVectorizer, which knows the words of the texts")
    elif out is not None:
        raise CorpusError("out needs a TextVectorizer; of another, write_matrix takes the matrix")
    else:
        X = vectorizer.fit_transform(counting(corpus.texts, _STAGE, report))
    return Survey(corpus, X, {**_described(corpus, X), **details})


def _read(
    corpus: Corpus, vectorizer: TextVectorizer, dedupe: bool, near_duplicates: bool, report
) -> tuple[Corpus, TokenStream, dict]:
    """The corpus and its tokens without what is dropped, and what is said of repetitions."""
    tokens = vectorizer.read_tokens(counting(corpus.texts, _STAGE, report))
    first, documents = tokens.first_equal, np.arange(len(corpus))
    repeats = first != documents
    found: dict[str, Any] = {"exact": int(repeats.sum())}
    if near_duplicates or dedupe:
        first, exact = find_duplicates(tokens, len(tokens.words), first)
        repeats = first != documents
        found |= {"exact": int(exact.sum()), "near": int(repeats.sum() - exact.sum())}
    repeated = np.flatnonzero(repeats)[:_N_EXAMPLES].tolist()
    found["dropped"] = bool(dedupe)
    found["such_as"] = [[corpus.ids[i], corpus.ids[first[i]]] for i in repeated]
    details = {"duplicates": found}
    if dedupe and repeated:
        corpus, tokens = corpus.take(~repeats), tokens.take(~repeats)
    return corpus, tokens, details


def _blocks(X: Any) -> Iterable[Any]:
    """A matrix as CSR, in parts if it is on disk."""
    return [X] if sparse.issparse(X) else X.blocks()


def _described(corpus: Corpus, X) -> dict:
    return {
        "source": corpus.source,
        "n_documents": len(corpus),
        "n_terms": X.shape[1],
        "n_nonzeros": int(X.nnz),
        "n_empty": sum(int(np.sum(np.diff(rows.indptr) == 0)) for rows in _blocks(X)),
        "skipped": {why: len(paths) for why, paths in corpus.skipped.items()},
        "skipped_such_as": {
            why: list(paths[:_N_EXAMPLES]) for why, paths in corpus.skipped.items()
        },
        "reading": dict(corpus.reading),
        "labels": [len({*column} - {None}) for column in corpus.labels.T],
        "metadata": list(corpus.metadata),
    }
