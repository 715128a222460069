"""Where results and messages go: stdout, stderr and files, none of which is an input."""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from hiertopics.atomic import file_identity, refuse_to_replace, write_text
from hiertopics.errors import HiertopicsError
from hiertopics.printable import encodable
from hiertopics.progress import Progress, silent

if TYPE_CHECKING:
    from hiertopics.corpus.corpus import Corpus
    from hiertopics.documents.groups import GroupShares
    from hiertopics.run import Run
    from hiertopics.tree.tree import TopicTree


def say(*messages: object) -> None:
    """Write messages to stderr, a line each, whatever they hold."""
    for message in messages:
        line = " ".join(str(message).split())
        print(f"hiertopics: {line}", file=sys.stderr, flush=True)


@contextmanager
def working(quiet: bool) -> Iterator[Progress]:
    """Yield a `Progress` that shows on stderr how far the work is; say after it what it warned of.

    A quiet one neither shows nor says anything.
    """
    from hiertopics.report.terminal.progress import show_progress

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if quiet:
            yield silent
            return
        with show_progress(sys.stderr) as progress:
            yield progress
    say(*dict.fromkeys(f"note: {warning.message}" for warning in caught))


def reading_notes(corpus: Corpus) -> Iterator[str]:
    """What a person should know of a corpus: doubts, what was guessed and what was passed over."""
    yield from (f"doubtful: {doubt}" for doubt in corpus.reading.get("doubts", ()))
    yield from corpus.reading.get("remarks", ())
    if "columns" in corpus.reading:
        columns = corpus.reading["columns"]
        labels = f", labels from {_quoted(columns['labels'])}" if columns["labels"] else ""
        yield f"text from {_quoted(columns['text'])}{labels}"
    elif os.path.isfile(corpus.source) and "split" in corpus.reading:
        parts = corpus.reading["split"]
        yield f"one file, its {parts} are the documents, named by the line they begin in"
    if corpus.skipped:
        yield corpus.summary()


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


def print_text(text: str, form: str = "text") -> None:
    """Print text that ends its own lines; what stdout cannot carry is spelt out, as JSON does it.

    Other formats than JSON have Python's escapes.
    """
    encoding = sys.stdout.encoding or "utf-8"
    if form in ("json", "jsonl") and encoding.lower().replace("-", "") != "utf8":
        text = re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)
    sys.stdout.write(encodable(text, encoding))


def page_of(stream: TextIO) -> dict:
    """Return the width and the encoding of a stream."""
    from hiertopics.report.terminal.tree import width_of

    return {"width": width_of(stream), "encoding": stream.encoding or "utf-8"}


def print_tree(tree: TopicTree, n_documents: int | None = None) -> None:
    """Print a tree on stdout, with as many documents a topic, or all that it holds."""
    from hiertopics.report.terminal import tree as terminal

    terminal.print_tree(tree, sys.stdout, n_documents=n_documents)


def print_shares(shares: GroupShares, tree: TopicTree) -> None:
    """Print the shares of the topics by group, after the tree."""
    from hiertopics.report.terminal.groups import describe_groups

    print("\n" + describe_groups(shares, tree, **page_of(sys.stdout)))


def print_corpus(report: Mapping, stream: TextIO) -> None:
    """Print the report on a corpus."""
    from hiertopics.report.terminal.corpus import describe_corpus

    print(describe_corpus(report, encoding=stream.encoding or "utf-8"), file=stream)


def write_report(run: Run, shares: GroupShares | None, path: str, option: str) -> None:
    """Write the page of a run, and shares by group or None, to a file or to stdout."""
    from hiertopics.report.html.write import render_report

    by = () if shares is None else (shares.to_dict(),)
    write_output(path, option, render_report(run, by))


def write_json(path: str | None, content: Mapping) -> None:
    """Write JSON to a file or to stdout; None is for neither."""
    if path is not None:
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        write_output(path, "--json", text, "json")


def write_output(path: str, option: str, text: str, form: str = "text") -> None:
    """Write a file, whole or not at all, or print the text where the path is -."""
    if path == "-":
        print_text(text, form)
        return
    try:
        write_text(path, text)
    except BrokenPipeError as error:
        raise OSError(f"{option} {path}: the reader left before the end") from error


def _check_writable(path: str | None, option: str) -> None:
    """Fail before the work rather than after it; no path and - are fine."""
    if path in (None, "-"):
        return
    if not path:
        raise HiertopicsError(f"{option} needs the name of a file, got an empty one")
    target = Path(os.path.realpath(path))
    if target.is_dir() or str(path).endswith(os.sep):
        raise HiertopicsError(f"{option} needs the name of a file, and {path} is a folder")
    if os.path.exists(path) and not os.path.isfile(path):
        return
    if not target.parent.is_dir():
        raise HiertopicsError(
            f"{option} {path}: there is no folder {target.parent}; make it or name another file"
        )
    if not os.access(target.parent, os.W_OK):
        raise HiertopicsError(
            f"{option} {path}: the folder {target.parent} cannot be written; name another file"
        )


def check_outputs(paths: Mapping[str, str | None], inputs: Sequence[str]) -> None:
    """Fail before the work where a file cannot be written, or takes the place of another.

    The files to write come by the options that name them; the inputs are the files that are read,
    as far as they are known yet.
    """
    if paths.get("--save") == "-":
        raise HiertopicsError("--save needs the name of a file; a run does not go to stdout")
    taken: dict[tuple, str] = {}
    for option, path in paths.items():
        _check_writable(path, option)
        if path is None or (os.path.exists(path) and not os.path.isfile(path)):
            continue
        other = taken.setdefault(_place_of(path), option)
        if other != option:
            raise HiertopicsError(f"{other} and {option} both go to {path}; name two files")
    check_not_read(paths, inputs)


def check_not_read(paths: Mapping[str, str | None], inputs: Sequence[str]) -> None:
    """Fail before a file that is read is overwritten; parameters as in `check_outputs`."""
    for option, path in paths.items():
        if path not in (None, "-"):
            refuse_to_replace(inputs, path, option)


def _place_of(path: str) -> tuple:
    """Tell files apart, whatever links and spellings lead there, and those not yet written too."""
    target = Path(os.path.realpath(path))
    folder = target.parent.stat()
    return file_identity(target) or (folder.st_dev, folder.st_ino, target.name)
