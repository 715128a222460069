"""The command line: arguments, streams, exit codes. The only place that prints.

Nothing heavy is imported before there is work to do, so that ``--help`` answers at once.
"""

import json
import os
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

from hiertopics.arguments import VERBS, join_topic_counts, parser_of
from hiertopics.writing import write_whole

# Characters beyond which splitting a corpus into words gains by more than one process.
_LARGE = 100_000_000
_LABEL_SOURCES = ("none", "folders", "columns")


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
        return {"fit": _fit, "corpus": _corpus}[verb](arguments)
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
    """Read, fit, print the tree, write the JSON."""
    _check_writable(arguments.json)
    from hiertopics.run import fit_corpus

    with _noted(arguments) as (progress, notes):
        corpus, vectorizer = _source(arguments, progress)
        trains = arguments.labels if arguments.labels in _LABEL_SOURCES else "file"
        run = fit_corpus(
            corpus,
            arguments.topics,
            labels=trains,
            vectorizer=vectorizer,
            dedupe=arguments.dedupe,
            n_words=arguments.words,
            random_state=arguments.seed,
            progress=progress,
        )
    if arguments.explain:
        _explain(run.corpus_report, sys.stderr)
    if not arguments.quiet:
        _say_notes(corpus, run.corpus_report, notes, arguments.language == "auto")
    if arguments.json != "-":
        from hiertopics.report.terminal import print_tree

        print_tree(run.tree, sys.stdout)
    _write_json(
        arguments.json,
        {**run.tree.to_dict(), "corpus": run.corpus_report, "provenance": run.provenance},
    )
    sys.stdout.flush()
    return 0


def _corpus(arguments):
    """Read, print the report, write the JSON."""
    _check_writable(arguments.json)
    from hiertopics.text.survey import survey_corpus

    with _noted(arguments) as (progress, notes):
        corpus, vectorizer = _source(arguments, progress)
        survey = survey_corpus(corpus, vectorizer, dedupe=arguments.dedupe, progress=progress)
    if not arguments.quiet:
        _say_warnings(notes)
    if arguments.json != "-":
        _explain(survey.report, sys.stdout)
    _write_json(arguments.json, survey.report)
    sys.stdout.flush()
    return 0


@contextmanager
def _noted(arguments):
    """Show progress, and keep what is warned of until the end."""
    from hiertopics.report.progress import show_progress

    with warnings.catch_warnings(record=True) as notes, open(os.devnull, "w") as nowhere:
        warnings.simplefilter("always")
        with show_progress(nowhere if arguments.quiet else sys.stderr) as progress:
            yield progress, notes


def _source(arguments, progress):
    """Return the corpus and the vectorizer that the arguments ask for."""
    from hiertopics.text.matrix import TextVectorizer
    from hiertopics.text.reading import read_corpus

    corpus = read_corpus(
        arguments.source,
        lambda done, total: progress("finding texts", done, total),
        text_column=arguments.text,
        id_column=arguments.id,
        label_columns=arguments.label,
        labels=None if arguments.labels in _LABEL_SOURCES else arguments.labels,
        per_line=arguments.per_line,
        split=arguments.split,
        strip=arguments.strip,
        encoding=arguments.encoding,
        follow_links=arguments.follow_links,
    )
    jobs = arguments.jobs
    if jobs is None and corpus.reading["n_characters"] > _LARGE:
        jobs = -1
    vectorizer = TextVectorizer(
        language=None if arguments.language == "none" else arguments.language,
        stem=arguments.stem,
        more_stop_words=_lines(arguments.stop_words, "--stop-words", str.split),
        keep_together=_lines(arguments.keep_together, "--keep-together", str.splitlines),
        min_df=arguments.min_df,
        max_df=arguments.max_df,
        keep=arguments.keep,
        fold_accents=arguments.fold_accents,
        n_jobs=jobs,
    )
    if arguments.phrases is not None:
        vectorizer.set_params(phrases=arguments.phrases)
    return corpus, vectorizer


def _lines(path, option, split):
    """Return the words or lines of a file, none where there is no file."""
    if path is None:
        return ()
    from hiertopics.errors import HiertopicsError
    from hiertopics.text.source.decode import decode

    try:
        return tuple(split(decode(Path(path).read_bytes()).text))
    except OSError as error:
        raise HiertopicsError(f"{option} {path}: {error.strerror or error}") from error


def _explain(report, stream):
    from hiertopics.report.corpus import describe_corpus

    print(describe_corpus(report, encoding=stream.encoding or "utf-8"), file=stream)


def _say_notes(corpus, report, notes, guessed):
    """What a person should know of the run: what was passed over, what did not go as planned."""
    reading = report["reading"]
    if "columns" in reading:
        columns = reading["columns"]
        labels = f", labels from {_quoted(columns['labels'])}" if columns["labels"] else ""
        _say(f"text from {_quoted(columns['text'])}{labels}")
    elif os.path.isfile(report["source"]) and "split" in reading:
        _say(f"one file, its {reading['split']} are the documents, named by the line they begin in")
    if "labels_file" in reading:
        found = reading["labels_file"]
        missed = found["rows_without_document"]
        _say(f"the labels file names {found['documents']:,} of {len(corpus):,} documents")
        if missed:
            _say(f"{missed:,} of its rows name no document, such as {', '.join(found['such_as'])}")
    if guessed:
        known = set(report["words"]["languages"]) - {"unknown"}
        guess = f"language: {report['language']}, guessed"
        _say(guess if known else "language unknown, taken for English")
    if corpus.skipped:
        _say(corpus.summary())
    if report["n_empty"]:
        empty = report["n_empty"]
        noun = "document has" if empty == 1 else "documents have"
        _say(f"{empty:,} {noun} none of the words that were kept")
    n_repeated = report["duplicates"]["exact"] + report["duplicates"]["near"]
    if n_repeated:
        noun = "document repeats" if n_repeated == 1 else "documents repeat"
        dropped = ", dropped" if report["duplicates"]["dropped"] else "; --dedupe drops such"
        _say(f"{n_repeated:,} {noun} an earlier one{dropped}")
    _say_warnings(notes)


def _quoted(names):
    return ", ".join(map(repr, names))


def _say_warnings(notes):
    for note in dict.fromkeys(str(note.message) for note in notes):
        _say(f"note: {note}")


def _say(message):
    """One line on stderr, whatever the message holds."""
    line = " ".join(str(message).split())
    print(f"hiertopics: {line}", file=sys.stderr, flush=True)


def _write_json(path, content):
    """Write JSON to a file, whole or not at all; None is for no file."""
    if path is None:
        return
    if path == "-":
        encoding = (sys.stdout.encoding or "utf-8").lower().replace("-", "")
        json.dump(content, sys.stdout, ensure_ascii=encoding != "utf8", indent=1)
        print()
        return
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    try:
        # Half a character, as JSON can spell it, is spelt out again.
        write_whole(path, text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError as error:
        raise OSError(f"--json {path}: the reader left before the end") from error


def _check_writable(path):
    """Fail before the work rather than after it."""
    if path in (None, "-"):
        return
    from hiertopics.errors import HiertopicsError

    target = Path(os.path.realpath(path))
    if target.is_dir() or path.endswith(os.sep):
        raise HiertopicsError(f"--json needs the name of a file, and {path} is a folder")
    if os.path.exists(path) and not os.path.isfile(path):
        return
    if not target.parent.is_dir():
        raise HiertopicsError(
            f"--json {path}: there is no folder {target.parent}; make it or name another file"
        )
    if not os.access(target.parent, os.W_OK):
        raise HiertopicsError(
            f"--json {path}: the folder {target.parent} cannot be written; name another file"
        )
