"""The verb ``apply``: the topics of other documents by a saved run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from hiertopics.cli import options, output
from hiertopics.cli.input import corpus_of, load_run, named_inputs

USAGE = "RUN SOURCE"

DESCRIPTION = """\
Find the topics of other documents with a saved run; nothing is fitted.

One line a document, in their order: its topics at every layer, broad to fine,
and the labels predicted for it where the run was trained with labels. What a
document without any word of the run lacks stays empty.
"""

EXAMPLES = """\
  hiertopics apply letters.ht new/           topics of other documents
  hiertopics apply letters.ht new.csv --text body --format jsonl
  hiertopics apply letters.ht new/ --output topics.csv --quiet
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``apply``."""
    from hiertopics.documents.export import TABLE_FORMS

    options.add(parser, options.RUN, options.SOURCE)
    options.add(parser.add_argument_group("reading"), options.READING)
    forms = "; ".join(f"{name}: {form.about}" for name, form in TABLE_FORMS.items())
    result = {
        "--format": dict(choices=(*TABLE_FORMS,), default="csv", help=f"{forms} (default: csv)"),
        "--output": dict(default="-", metavar="FILE", help="write a file instead of stdout"),
    }
    options.add(parser.add_argument_group("output"), result, options.JOBS, options.QUIET)


def perform(arguments: Namespace) -> None:
    """Load a run, read other documents, print or write their topics."""
    outputs = {"--output": arguments.output}
    output.check_outputs(outputs, named_inputs(arguments))
    from hiertopics.documents.export import TABLE_FORMS

    run = load_run(arguments.run, "apply")
    with output.working(arguments.quiet) as progress:
        corpus = corpus_of(arguments, progress)
        output.check_not_read(outputs, (*run.inputs, *corpus.inputs))
        if arguments.jobs is not None:
            run.vectorizer.set_params(n_jobs=arguments.jobs)
        documents = run.apply(corpus, progress)
    if not arguments.quiet:
        output.say(*output.reading_notes(corpus))
        n_unknown = int((documents.topics[0] < 0).sum())
        if n_unknown:
            output.say(f"{n_unknown:,} of {len(corpus):,} documents have no topic of the run")
    lines = TABLE_FORMS[arguments.format].lines_of(documents, run.tree)
    output.write_output(arguments.output, "--output", "".join(lines), arguments.format)
