"""The verb ``fit``: turn a corpus into a tree of topics."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from hiertopics.cli import options, output
from hiertopics.cli.input import corpus_of, named_inputs, vectorizer_of
from hiertopics.cli.notes import corpus_notes
from hiertopics.cli.values import count, positive, seed, topic_counts
from hiertopics.errors import HiertopicsError

if TYPE_CHECKING:
    from hiertopics.corpus.corpus import Corpus
    from hiertopics.run import Run

USAGE = "SOURCE"

DESCRIPTION = """\
Turn a folder of texts into a tree of topics, broad to fine.

SOURCE is a folder, in which every file with text is a document, a table (.csv,
.tsv, .json, .jsonl, .xlsx, .ods, .parquet) or a folder of tables, with a text
in each row, a mailbox (.mbox), or a single text, whose paragraphs are the
documents. The tree goes to stdout: the broad topics with the finer ones under
them, each with its share of the texts, its most telling words and the documents
that show it best.
"""

EXAMPLES = """\
  hiertopics letters/                        numbers of topics suit the corpus
  hiertopics letters/ --topics 30 6          30 fine topics in 6 broad ones
  hiertopics letters/ --topics auto          as many as the texts bear out
  hiertopics letters/ --only german          of several languages, one
  hiertopics letters/ --labels folders       sub-folder names steer the topics
  hiertopics letters/ --labels some.csv      so do the labels in a table
  hiertopics papers.csv --text title,abstract --label field
  hiertopics letters/ --json tree.json       also write the tree as JSON
  hiertopics letters/ --save letters.ht --html letters.html
"""

_TOPICS = {
    "--topics": dict(
        type=topic_counts, metavar="N [N ...]|auto",
        help="numbers of topics, fine to broad: 20 6; auto: those that halves of the texts agree "
        "on, which takes the time of several fits (default: suits the size of the corpus)"),
    "--neighbours": dict(
        type=count, default=20, metavar="N",
        help="join each text by up to N others near to it; 0 for each by itself (default: 20)"),
    "--fits": dict(
        type=positive, default=1, metavar="N",
        help="fit from N seeds and show the topics that they agree on (default: 1)"),
    "--stability": dict(
        action="store_true",
        help="mark topics that fits to halves of the texts do not find again, which takes the time "
        "of about ten fits"),
    "--seed": dict(
        type=seed, default=0, metavar="N",
        help="another number gives another start (default: 0)"),
    "--words": dict(
        type=positive, default=8, metavar="N", help="show N words per topic (default: 8)"),
}  # fmt: skip

_OUTPUT = {
    "--json": dict(
        metavar="FILE", help="also write the tree as JSON, children nested; - is stdout"),
    "--save": dict(
        metavar="RUN", help="keep all that was fitted in one file, for show, apply and report"),
    "--html": dict(metavar="FILE", help="also write a report, one page for a browser"),
    **options.BY,
    "--explain": dict(action="store_true", help="say on stderr what was read, kept and left out"),
    **options.JOBS,
    **options.QUIET,
}  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``fit``."""
    options.add(parser, options.SOURCE)
    options.add(parser.add_argument_group("topics"), _TOPICS)
    options.add_corpus(parser)
    options.add(parser.add_argument_group("output"), _OUTPUT)


def perform(arguments: Namespace) -> None:
    """Read, fit, save, print the tree, write the JSON and the report."""
    outputs = {f"--{name}": getattr(arguments, name) for name in ("json", "save", "html")}
    output.check_outputs(outputs, named_inputs(arguments))
    from hiertopics.documents.grouping import group_documents
    from hiertopics.run import fit_corpus
    from hiertopics.store.store import save
    from hiertopics.tree.solidity import solidity_note

    with output.working(arguments.quiet) as progress:
        corpus = corpus_of(arguments, progress)
        output.check_not_read(outputs, corpus.inputs)
        _check_labels(corpus, arguments.labels)
        if arguments.by is not None:
            group_documents(corpus, arguments.by)
        run = fit_corpus(
            corpus,
            arguments.topics,
            use_labels=arguments.labels != "none",
            vectorizer=vectorizer_of(arguments, corpus),
            dedupe=arguments.dedupe,
            near_duplicates=arguments.explain,
            neighbours=arguments.neighbours,
            n_words=arguments.words,
            n_fits=arguments.fits,
            stability=arguments.stability,
            keep_interrupted=True,
            random_state=arguments.seed,
            progress=progress,
        )
        shares = None if arguments.by is None else run.shares_by(arguments.by)
        if arguments.save is not None:
            save(run, arguments.save, progress)
        if arguments.html is not None:
            progress("writing the report", 0, None)
            output.write_report(run, shares, arguments.html, "--html")
    if arguments.explain:
        output.print_corpus(run.corpus_report, sys.stderr)
    if not arguments.quiet:
        output.say(*corpus_notes(corpus, run.corpus_report, arguments.language == "auto"))
        output.say(*run.provenance.get("topics_chosen", {}).get("sentences", ()))
        output.say(*filter(None, (solidity_note(run.tree), _interrupt_note(run))))
    if "-" not in (arguments.json, arguments.html):
        output.print_tree(run.tree)
        if shares is not None:
            output.print_shares(shares, run.tree)
    content = {**run.tree.to_dict(), "corpus": run.corpus_report, "provenance": run.provenance}
    if shares is not None:
        content["groups"] = shares.to_dict()
    output.write_json(arguments.json, content)


def _interrupt_note(run: Run) -> str | None:
    """That the topics are those of an interrupted fit."""
    was_interrupted = run.model.was_interrupted
    return "the fit was interrupted; these are the best topics so far" if was_interrupted else None


def _check_labels(corpus: Corpus, labels: str) -> None:
    """Raise where labels are to train and the corpus has none; a file of them always has some."""
    if labels == "none" or corpus.labels.shape[1]:
        return
    advice = {
        "folders": "sort the texts into sub-folders that are named after their classes",
        "columns": "name the columns that hold them with --label",
    }
    raise HiertopicsError(
        f"--labels {labels}: there are no labels to train with; {advice[labels]}, or give a "
        "table with --labels FILE"
    )
