"""The verb ``corpus``: what a corpus holds, without fitting a model."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from hiertopics.cli import options, output
from hiertopics.cli.input import corpus_of, named_inputs, vectorizer_of

USAGE = "SOURCE"

DESCRIPTION = """\
Say what a folder of texts, or a table, holds, without fitting a model.

What was read and what was passed over and why, encodings, labels, languages,
words kept and left out, duplicates, and lines that come again and again.
"""

EXAMPLES = """\
  hiertopics corpus letters/                 what is in it, without topics
  hiertopics corpus papers.csv --text abstract --dedupe
  hiertopics corpus speeches/ --split paragraphs --json report.json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``corpus``."""
    options.add(parser, options.SOURCE)
    options.add_corpus(parser)
    json = {"--json": dict(metavar="FILE", help="also write the report as JSON; - is stdout")}
    options.add(parser.add_argument_group("output"), json, options.JOBS, options.QUIET)


def perform(arguments: Namespace) -> None:
    """Read, print the report, write the JSON."""
    outputs = {"--json": arguments.json}
    output.check_outputs(outputs, named_inputs(arguments))
    from hiertopics.vectorizer.survey import survey_corpus

    with output.working(arguments.quiet) as progress:
        corpus = corpus_of(arguments, progress)
        output.check_not_read(outputs, corpus.inputs)
        vectorizer = vectorizer_of(arguments, corpus)
        survey = survey_corpus(
            corpus, vectorizer, dedupe=arguments.dedupe, near_duplicates=True, progress=progress
        )
    if arguments.json != "-":
        output.print_corpus(survey.report, sys.stdout)
    output.write_json(arguments.json, survey.report)
