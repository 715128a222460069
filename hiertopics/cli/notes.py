"""A corpus and its report in, the lines that a person should read of them out."""

import os


def run_notes(corpus, report, guessed):
    """What a person should know of a run, line by line: what was passed over, what was guessed."""
    yield from reading_notes(report["source"], report["reading"])
    reading = report["reading"]
    if "labels_file" in reading:
        found = reading["labels_file"]
        missed = found["rows_without_document"]
        yield f"the labels file names {found['documents']:,} of {len(corpus):,} documents"
        if missed:
            yield f"{missed:,} of its rows name no document, such as {', '.join(found['such_as'])}"
    if guessed:
        known = set(report["words"]["languages"]) - {"unknown"}
        guess = f"language: {report['language']}, guessed"
        yield guess if known else "language unknown, taken for English"
    if corpus.skipped:
        yield corpus.summary()
    if report["n_empty"]:
        empty = report["n_empty"]
        noun = "document has" if empty == 1 else "documents have"
        yield f"{empty:,} {noun} none of the words that were kept"
    n_repeated = report["duplicates"]["exact"] + report["duplicates"]["near"]
    if n_repeated:
        noun = "document repeats" if n_repeated == 1 else "documents repeat"
        dropped = ", dropped" if report["duplicates"]["dropped"] else "; --dedupe drops such"
        yield f"{n_repeated:,} {noun} an earlier one{dropped}"


def reading_notes(source, reading):
    """What was guessed of a source: its columns, or the parts of its one file."""
    if "columns" in reading:
        columns = reading["columns"]
        labels = f", labels from {_quoted(columns['labels'])}" if columns["labels"] else ""
        yield f"text from {_quoted(columns['text'])}{labels}"
    elif os.path.isfile(source) and "split" in reading:
        yield f"one file, its {reading['split']} are the documents, named by the line they begin in"


def _quoted(names):
    return ", ".join(map(repr, names))
