"""The verb ``report``: a saved run as a page for a browser."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hiertopics.cli import options, output
from hiertopics.cli.input import load_run, named_inputs

USAGE = "RUN [FILE.html]"

DESCRIPTION = """\
Write the report of a saved run: one HTML file that needs no network.
"""

EXAMPLES = """\
  hiertopics report letters.ht               a page for a browser, letters.html
  hiertopics report letters.ht page.html --by year
  hiertopics report letters.ht - > page.html
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``report``."""
    where = "where to write it (default: RUN with the ending .html); - is stdout"
    page = {"file": dict(metavar="FILE.html", nargs="?", help=where)}
    options.add(parser, options.RUN, page, options.BY, options.QUIET)


def perform(arguments: Namespace) -> None:
    """Load a run, write its report, say where it is."""
    path = arguments.file or str(Path(arguments.run).with_suffix(".html"))
    outputs = {"report": path}
    output.check_outputs(outputs, named_inputs(arguments))
    run = load_run(arguments.run, "report")
    output.check_not_read(outputs, run.inputs)
    shares = None if arguments.by is None else run.shares_by(arguments.by)
    output.write_report(run, shares, path, "report")
    if path != "-" and not arguments.quiet:
        output.say(f"the report is in {path}")
