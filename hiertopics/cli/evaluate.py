"""The verb ``evaluate``: how good the topics of a saved run are, in figures."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from hiertopics.cli import options
from hiertopics.cli.input import corpus_of, load_run_or_tree, named_inputs, whole_run
from hiertopics.cli.output import (
    check_not_read,
    check_outputs,
    print_text,
    reading_notes,
    say,
    working,
    write_json,
)
from hiertopics.cli.values import positive

if TYPE_CHECKING:
    import numpy as np

    from hiertopics.run import Run

USAGE = "RUN [SOURCE]"

DESCRIPTION = """\
Judge the topics of a saved run by figures, with a line on how to read each.

Of a run alone they are those of the documents that it was fitted on. It keeps
no texts: for C_NPMI and C_v, whether the words of a topic occur near each
other, give the texts again as SOURCE, those of the run or others; also for
coherence with other labels or numbers of words. A tree written by fit --json
(.json) works too, without labels.
"""

EXAMPLES = """\
  hiertopics evaluate letters.ht letters/    how good its topics are
  hiertopics evaluate letters.ht             without reading them again
  hiertopics evaluate letters.ht --labels some.csv --json scores.json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``evaluate``."""
    source = {"source": {**options.SOURCE["source"], "nargs": "?"}}
    options.add(parser, options.RUN, source)
    judging = {
        "--labels": dict(
            metavar="FILE",
            help="labels to compare topics with: a table with an id or path of a document of the "
            "run and labels in each row (default: the labels of the run)"),
        "--words": dict(
            type=positive, metavar="N", help="look at N words per topic (default: as fitted)"),
    }  # fmt: skip
    options.add(parser.add_argument_group("judging"), judging)
    options.add(parser.add_argument_group("reading SOURCE"), options.READING)
    output = {"--json": dict(metavar="FILE", help="also write the figures as JSON; - is stdout")}
    options.add(parser.add_argument_group("output"), output, options.JOBS, options.QUIET)


def perform(arguments: Namespace) -> None:
    """Load a run, read texts and labels if they are given, print and write the figures."""
    outputs = {"--json": arguments.json}
    check_outputs(outputs, named_inputs(arguments))
    from hiertopics.documents.tree_details import with_words
    from hiertopics.quality.evaluation import evaluate

    run, tree = load_run_or_tree(arguments.run)
    check_not_read(outputs, tree.inputs)
    labels = None
    if arguments.labels is not None:
        labels = _labels(whole_run(run, arguments.run, "--labels"), arguments)
    if run is not None and arguments.words is not None:
        run = replace(run, tree=with_words(run, arguments.words))
    if run is not None and arguments.jobs is not None:
        run.vectorizer.set_params(n_jobs=arguments.jobs)
    corpus = None
    with working(arguments.quiet) as progress:
        if arguments.source is not None:
            # The labels are those of the documents of the run.
            corpus = corpus_of(Namespace(**{**vars(arguments), "labels": None}), progress)
            check_not_read(outputs, corpus.inputs)
        asked = (arguments.source, arguments.labels, arguments.words)
        found = run.evaluation if run is not None and asked == (None, None, None) else None
        found = found or evaluate(
            run or tree, corpus, labels=labels, n_words=arguments.words, progress=progress
        )
    if corpus is not None and not arguments.quiet:
        say(*reading_notes(corpus))
    if arguments.json != "-":
        print_text(f"{found}\n")
    write_json(arguments.json, found.to_dict())


def _labels(run: Run, arguments: Namespace) -> np.ndarray:
    """Return the labels of the documents of the run in a table, and say of how many it has some."""
    from hiertopics.corpus.split import are_parts
    from hiertopics.corpus.tables.labels import read_labels

    path = os.path.expanduser(arguments.labels)
    reading = run.corpus_report["reading"]
    labels, facts = read_labels(path, run.documents.ids, are_parts(reading))
    if not arguments.quiet:
        n_labelled = facts["labels_file"]["documents"]
        say(f"the labels file names {n_labelled:,} of {len(run.documents):,} documents")
    return labels
