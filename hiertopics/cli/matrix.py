"""The verb ``matrix``: the matrix of a corpus, written to disk as it is made."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from hiertopics.cli import options, output
from hiertopics.cli.input import corpus_of, vectorizer_of
from hiertopics.cli.notes import corpus_notes

if TYPE_CHECKING:
    from hiertopics.matrix.stored import StoredMatrix

USAGE = "SOURCE OUT"

DESCRIPTION = """\
Write the matrix of a corpus, documents by terms, to disk.

The matrix is never in memory, so that it may be larger. OUT is a folder, new or
empty, or one in which writing was interrupted; it gets the matrix, the ids of
the documents and, in vectorizer.ht, what makes the same terms of other texts.
Estimators take it in Python: ht.NeuralNMF((50, 10)).fit(ht.open_matrix("OUT")).
"""

EXAMPLES = """\
  hiertopics matrix letters/ matrix/         larger than the memory, on disk
  hiertopics matrix papers.csv papers/ --text abstract --dedupe
  hiertopics matrix letters/ words/ --no-phrases --min-df 2 --quiet
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``matrix``."""
    out = {"out": dict(metavar="OUT", help="the folder that the matrix is written to")}
    options.add(parser, options.SOURCE, out)
    options.add_corpus(parser)
    options.add(parser.add_argument_group("output"), options.JOBS, options.QUIET)


def perform(arguments: Namespace) -> None:
    """Read, write the matrix and the vectorizer, print how large the matrix is."""
    from hiertopics.matrix.layout import VECTORIZER
    from hiertopics.matrix.write import check_free
    from hiertopics.store.store import save
    from hiertopics.vectorizer.survey import survey_corpus

    check_free(arguments.out)
    with output.working(arguments.quiet) as progress:
        corpus = corpus_of(arguments, progress)
        vectorizer = vectorizer_of(arguments, corpus)
        survey = survey_corpus(
            corpus, vectorizer, dedupe=arguments.dedupe, out=arguments.out, progress=progress
        )
        save(vectorizer, Path(arguments.out, VECTORIZER), progress)
    if not arguments.quiet:
        output.say(*corpus_notes(corpus, survey.report, arguments.language == "auto"))
    print(f"{_described(survey.X)} in {arguments.out}")


def _described(stored: StoredMatrix) -> str:
    """Documents, terms, entries and bytes of a matrix on disk."""
    from hiertopics.tree.formatting import counted

    n_docs, n_terms = stored.shape
    sizes = [file.stat().st_size for file in stored.path.rglob("*") if file.is_file()]
    parts = [(n_docs, "document"), (n_terms, "term"), (sum(sizes), "byte")]
    documents, terms, size = (counted(number, noun) for number, noun in parts)
    entries = "1 entry" if stored.nnz == 1 else f"{stored.nnz:,} entries"
    return f"{documents}, {terms}, {entries}, {size}"
