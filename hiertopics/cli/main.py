"""The command line: arguments, streams, exit codes. The only place that prints.

Nothing heavy is imported before there is work to do, so that ``--help`` answers at once.
"""

import json
import os
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

from hiertopics.cli.notes import reading_notes, run_notes
from hiertopics.cli.options import VERBS, parser_of
from hiertopics.cli.output import (
    check_not_read,
    check_outputs,
    is_utf8,
    write_text,
)
from hiertopics.cli.source import corpus_of, named_inputs, vectorizer_of
from hiertopics.cli.values import join_topic_counts
from hiertopics.printable import encodable


def main(argv=None):
    """Run the command.

    Parameters
    ----------
    argv : list of str, optional
        Arguments; those of the process by default.

    Returns
    -------
    int
        0 for success, 1 for an error that the message tells how to mend, 130 for an interrupt.
        A usage error exits with 2.
    """
    argv = list(sys.argv[1:] if argv is None else argv)
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")
    verb = argv.pop(0) if argv and argv[0] in VERBS else "fit"
    arguments = parser_of(verb).parse_args(join_topic_counts(argv))
    from hiertopics.errors import HiertopicsError

    try:
        _VERBS[verb](arguments)
        sys.stdout.flush()
        return 0
    except BrokenPipeError:
        # The reader (head, less) has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    except (HiertopicsError, OSError) as error:
        _say(f"error: {error}")
        return 1


def _fit(arguments):
    """Read, fit, save, print the tree, write the JSON and the report."""
    outputs = {f"--{name}": getattr(arguments, name) for name in ("json", "save", "html")}
    check_outputs(outputs, named_inputs(arguments))
    from hiertopics.documents.groups import check_by
    from hiertopics.run import fit_corpus

    with _noted(arguments) as (progress, notes):
        corpus = corpus_of(arguments, progress)
        check_not_read(outputs, corpus.inputs)
        if arguments.by is not None:
            check_by(corpus, arguments.by)
        run = fit_corpus(
            corpus,
            arguments.topics,
            use_labels=arguments.labels != "none",
            vectorizer=vectorizer_of(arguments, corpus),
            dedupe=arguments.dedupe,
            n_words=arguments.words,
            random_state=arguments.seed,
            progress=progress,
        )
        shares = None if arguments.by is None else run.shares_by(arguments.by)
        if arguments.save is not None:
            from hiertopics.store.store import save

            progress("saving", 0, None)
            save(run, arguments.save)
        if arguments.html is not None:
            progress("writing the report", 0, None)
            _write_report(run, shares, arguments.html, "--html")
    if arguments.explain:
        _explain(run.corpus_report, sys.stderr)
    if not arguments.quiet:
        _say_all(run_notes(corpus, run.corpus_report, arguments.language == "auto"))
        _say_warnings(notes)
    if "-" not in (arguments.json, arguments.html):
        _print_tree(run.tree)
        if shares is not None:
            _print_shares(shares, run.tree)
    content = {**run.tree.to_dict(), "corpus": run.corpus_report, "provenance": run.provenance}
    if shares is not None:
        content["groups"] = shares.to_dict()
    _write_json(arguments.json, content)


def _corpus(arguments):
    """Read, print the report, write the JSON."""
    outputs = {"--json": arguments.json}
    check_outputs(outputs, named_inputs(arguments))
    from hiertopics.vectorizer.survey import survey_corpus

    with _noted(arguments) as (progress, notes):
        corpus = corpus_of(arguments, progress)
        check_not_read(outputs, corpus.inputs)
        vectorizer = vectorizer_of(arguments, corpus)
        survey = survey_corpus(corpus, vectorizer, dedupe=arguments.dedupe, progress=progress)
    if not arguments.quiet:
        _say_warnings(notes)
    if arguments.json != "-":
        _explain(survey.report, sys.stdout)
    _write_json(arguments.json, survey.report)


def _show(arguments):
    """Load a run or a tree, print what is asked of it."""
    from hiertopics.cli import saved, showing

    showing.check_asked(arguments)
    run, tree = saved.load_run_or_tree(arguments.run)
    shares = None
    if arguments.by is not None:
        run = saved.load_run(arguments.run, "--by") if run is None else run
        shares = run.shares_by(arguments.by)
    if arguments.node is not None:
        # Looked up before --words changes which words the topics have.
        arguments.node = tree.resolve(arguments.node).key
    tree = showing.shown_tree(run, tree, arguments)
    if arguments.format != "text":
        part = showing.part_of(tree, arguments)
        _print_text(showing.as_format(part, shares, arguments.format, not is_utf8(sys.stdout)))
    elif arguments.node is not None:
        from hiertopics.report.terminal.topic import describe_topic

        print(describe_topic(tree, tree.resolve(arguments.node), **_page()))
    else:
        listed = arguments.documents is not None
        _print_tree(showing.part_of(tree, arguments), n_documents=0 if listed else None)
        if shares is not None:
            _print_shares(shares, tree)
        if listed:
            from hiertopics.report.terminal.topic import describe_documents

            topics = showing.listed_topics(tree, arguments.depth)
            print("\n" + describe_documents(topics, **_page()))


def _report(arguments):
    """Load a run, write its report, say where it is."""
    from hiertopics.cli.saved import load_run

    path = arguments.file or str(Path(arguments.run).with_suffix(".html"))
    check_outputs({"report": path}, named_inputs(arguments))
    run = load_run(arguments.run, "report")
    check_not_read({"report": path}, run.inputs)
    shares = None if arguments.by is None else run.shares_by(arguments.by)
    _write_report(run, shares, path, "report")
    if path != "-" and not arguments.quiet:
        _say(f"the report is in {path}")


def _apply(arguments):
    """Load a run, read other documents, print or write their topics."""
    outputs = {"--output": arguments.output}
    check_outputs(outputs, named_inputs(arguments))
    from hiertopics.cli.saved import load_run
    from hiertopics.documents.rows import csv_lines, json_lines

    run = load_run(arguments.run, "apply")
    with _noted(arguments) as (progress, notes):
        corpus = corpus_of(arguments, progress)
        check_not_read(outputs, (*run.inputs, *corpus.inputs))
        if arguments.jobs is not None:
            run.vectorizer.set_params(n_jobs=arguments.jobs)
        documents = run.apply(corpus, progress)
    if not arguments.quiet:
        _say_all(reading_notes(corpus.source, corpus.reading))
        if corpus.skipped:
            _say(corpus.summary())
        n_unknown = int((documents.shares[-1].sum(axis=1) == 0).sum())
        if n_unknown:
            _say(f"{n_unknown:,} of {len(corpus):,} documents have no topic of the run")
        _say_warnings(notes)
    to_stdout = arguments.output in (None, "-")
    if arguments.format == "csv":
        lines = csv_lines(documents, run.tree)
    else:
        lines = json_lines(documents, run.tree, to_stdout and not is_utf8(sys.stdout))
    if to_stdout:
        for line in lines:
            _print_text(line)
    else:
        write_text(arguments.output, "--output", "".join(lines))


_VERBS = {"fit": _fit, "show": _show, "apply": _apply, "report": _report, "corpus": _corpus}


@contextmanager
def _noted(arguments):
    """Show progress, and keep what is warned of until the end."""
    from hiertopics.report.terminal.progress import show_progress

    with warnings.catch_warnings(record=True) as notes, open(os.devnull, "w") as nowhere:
        warnings.simplefilter("always")
        with show_progress(nowhere if arguments.quiet else sys.stderr) as progress:
            yield progress, notes


def _explain(report, stream):
    from hiertopics.report.terminal.corpus import describe_corpus

    print(describe_corpus(report, encoding=stream.encoding or "utf-8"), file=stream)


def _say_warnings(notes):
    for note in dict.fromkeys(str(note.message) for note in notes):
        _say(f"note: {note}")


def _say(message):
    """One line on stderr, whatever the message holds."""
    line = " ".join(str(message).split())
    print(f"hiertopics: {line}", file=sys.stderr, flush=True)


def _say_all(lines):
    for line in lines:
        _say(line)


def _print_text(text):
    """Print text that ends its own lines."""
    sys.stdout.write(encodable(text, sys.stdout.encoding))


def _page():
    """Width and encoding of stdout."""
    from hiertopics.report.terminal.tree import width_of

    return {"width": width_of(sys.stdout), "encoding": sys.stdout.encoding or "utf-8"}


def _print_tree(tree, **shown):
    from hiertopics.report.terminal.tree import print_tree

    print_tree(tree, sys.stdout, **shown)


def _print_shares(shares, tree):
    from hiertopics.report.terminal.groups import describe_groups

    print("\n" + describe_groups(shares, tree, **_page()))


def _write_report(run, shares, path, option):
    from hiertopics.report.html.write import render_report

    text = render_report(run, () if shares is None else (shares.to_dict(),))
    if path == "-":
        _print_text(text)
    else:
        write_text(path, option, text)


def _write_json(path, content):
    """Write JSON to a file or to stdout; None is for neither."""
    if path == "-":
        json.dump(content, sys.stdout, ensure_ascii=not is_utf8(sys.stdout), indent=1)
        print()
    elif path is not None:
        write_text(path, "--json", json.dumps(content, ensure_ascii=False, indent=1) + "\n")
