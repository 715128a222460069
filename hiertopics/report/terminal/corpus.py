"""What was read, kept and left out of a corpus, as lines for a person to read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from hiertopics.reasons import count_reason
from hiertopics.report.terminal.paragraphs import subject_lines
from hiertopics.tree.formatting import counted

# Sentences, or reasons, that the report shows of each subject, so that it stays within a screen.
_MOST = 4
_ROOM = 70
"""Characters of a list of examples."""
# Reasons to pass over what nobody will miss.
_EXPECTED = {"hidden", "clutter", "link", "special file", "empty"}


def describe_corpus(report: Mapping, width: int = 80, encoding: str = "utf-8") -> str:
    """Lay out what was read, kept and left out of a corpus, without a line end after the last.

    It comes in the order of what matters, doubts first, and fills a screen at most. The report is
    the ``corpus_report`` of a Run, or the ``report`` of a Survey; lines have `width` columns, in
    text that the encoding can carry.
    """
    return "\n".join(subject_lines(corpus_statements(report), width, encoding))


def corpus_statements(report: Mapping, room: int = _ROOM) -> Iterator[tuple[str, list[str]]]:
    """Yield what was read, kept and left out: a subject and statements on it, one at a time.

    Lists of examples take so many characters. Statements hold text as it is; whoever shows them has
    to make them `visible`.
    """
    reading = report.get("reading", {})
    if reading.get("doubts"):
        yield "doubtful", _few(reading["doubts"])
    yield "documents", [f"{report['n_documents']:,} from {report['source']}", *_traits(reading)]
    if report["skipped"]:
        yield "passed over", _skipped(report, room)
    if report["n_empty"]:
        noun = counted(report["n_empty"], "document")
        yield "empty", [f"{noun} without any of the words that were kept"]
    if "columns" in reading:
        yield "columns", [_columns(reading["columns"])]
    if reading.get("remarks"):
        yield "choices", _few(reading["remarks"])
    if "duplicates" in report:
        yield "duplicates", _duplicates(report["duplicates"], room)
    if "encodings" in reading or "bad_bytes" in reading:
        yield "encodings", [_encodings(reading)]
    if report.get("labels"):
        yield "labels", _labels(report["labels"], reading, room)
    if report.get("metadata"):
        yield "metadata", [", ".join(report["metadata"])]
    if "words" in report:
        yield "language", [_languages(report["language"], report["words"])]
        yield "words", list(_words(report["words"], room))
    matrix = f"{counted(report['n_documents'], 'document')} x {counted(report['n_terms'], 'term')}"
    yield "matrix", [f"{matrix}, {report['n_nonzeros']:,} nonzeros"]


def _few(statements: Sequence[str]) -> list[str]:
    """The first of some statements, and how many more there are."""
    more = len(statements) - _MOST
    return [*statements[:_MOST], *([f"and {more:,} more"] if more > 0 else [])]


def _skipped(report: Mapping, room: int) -> list[str]:
    """What was passed over, by reason: with examples what may be missed, then the rest."""
    reasons = sorted(report["skipped"].items(), key=lambda item: (item[0] in _EXPECTED, -item[1]))
    shown = [
        f"{count_reason(number, reason)} "
        f"({_listed(report['skipped_such_as'][reason], number, room)})"
        for reason, number in reasons[:_MOST]
    ]
    rest = [
        f"{count_reason(number, reason)} ({report['skipped_such_as'][reason][0]})"
        for reason, number in reasons[_MOST:]
    ]
    return [*shown, *([", ".join(rest)] if rest else [])]


def _traits(reading: Mapping) -> list[str]:
    taken_for = reading.get("taken_for", {})
    statements = []
    if "split" in reading:
        split = reading["split"]
        what = f"runs of {split} words" if isinstance(split, int) else split
        statements.append(f"each text split into {what}")
    if "e-mail" in taken_for:
        number = counted(taken_for["e-mail"], "text")
        statements.append(
            f"{number} taken for e-mail: headers, quotations and signatures left out "
            "(--strip none keeps them)"
        )
    if "HTML" in taken_for:
        statements.append(f"{counted(taken_for['HTML'], 'text')} taken for HTML: markup left out")
    if "Project Gutenberg" in taken_for:
        number = counted(taken_for["Project Gutenberg"], "book")
        statements.append(f"{number} of Project Gutenberg: its header and licence left out")
    heads = reading.get("running_heads")
    if heads:
        number = counted(taken_for["PDF with running heads"], "PDF")
        statements.append(
            f"{number} with lines at the edges of pages that come again, such as "
            f"{next(iter(heads))!r}: left out (--strip none keeps them)"
        )
    return statements


def _columns(columns: Mapping) -> str:
    parts = [f"text from {_quoted(columns['text'])}"]
    parts.append(f"id from {columns['id']!r}" if columns["id"] else "numbered by row")
    if columns["labels"]:
        parts.append(f"labels from {_quoted(columns['labels'])}")
    return ", ".join(parts)


def _encodings(reading: Mapping) -> str:
    used = reading.get("encodings", {})
    text = ", ".join(f"{name} ({counted(number, 'file')})" for name, number in used.items())
    bad = reading.get("bad_bytes")
    if bad:
        text += f"{'; ' if text else ''}{counted(bad['bytes'], 'byte')} that made no sense in "
        text += counted(bad["texts"], "text")
    return text


def _labels(numbers: Sequence[int], reading: Mapping, room: int) -> list[str]:
    sources = {"folders": "folders", "columns": "columns", "file": "a file"}
    source = sources.get(reading.get("labels", ""), "memory")
    layers = {1: ("",), 2: (" fine", " broad")}.get(len(numbers))
    if layers is None:
        shown = f"{', '.join(f'{n:,}' for n in numbers)}, fine to broad,"
    else:
        shown = ", ".join(f"{n:,}{layer}" for n, layer in zip(numbers, layers, strict=True))
    statements = [f"{shown} from {source}"]
    found = reading.get("labels_file")
    if found:
        line = f"{counted(found['documents'], 'document')} named by column {found['id']!r}"
        if found["rows_without_document"]:
            rows = counted(found["rows_without_document"], "row")
            such_as = _listed(found["such_as"], len(found["such_as"]), room)
            line += f"; {rows} for no document ({such_as})"
        statements.append(line)
    return statements


def _languages(language: str | None, words: Mapping) -> str:
    """The language, and what was guessed of the documents if it was not given."""
    n_docs_of = words["languages"]
    if not n_docs_of:
        return language or "none"
    n_docs, known = sum(n_docs_of.values()), dict(n_docs_of)
    unknown = known.pop("unknown", 0)
    rare = [n for n in known.values() if n < 0.01 * n_docs]
    parts = [
        f"{name} in {counted(n, 'document')}" for name, n in known.items() if n >= 0.01 * n_docs
    ]
    if rare:
        parts.append(f"{counted(len(rare), 'other')} in {counted(sum(rare), 'document')}")
    if unknown:
        parts.append(f"unknown in {counted(unknown, 'document')}")
    several = words.get("several_languages")
    advice = f"; --only {next(iter(several))} reads those alone" if several else ""
    return f"{language}; guessed: {', '.join(parts)}{advice}"


def _words(words: Mapping, room: int) -> Iterator[str]:
    least, most = math.ceil(words["min_df"]), math.floor(words["max_df"])
    yield (
        f"{words['n_tokens']:,} in all, {words['n_words']:,} different; "
        f"{counted(words['n_terms'], 'term')} kept: in at least {least:,} and at most "
        f"{counted(most, 'document')}"
    )
    for reason, found in words["dropped"].items():
        such_as = _listed(found["such_as"], found["terms"], room)
        yield f"left out: {found['terms']:,} {reason} ({such_as})"
    found = words["boilerplate"]
    if found["lines"]:
        such_as = [f'"{line}" in {n_docs:,}' for line, n_docs in found["such_as"]]
        yield (
            f"left out: {counted(found['lines'], 'line')} that many documents share, in "
            f"{counted(found['documents'], 'document')} ({_listed(such_as, found['lines'], room)}; "
            "--keep boilerplate keeps them)"
        )
    if words["n_phrases"]:
        found = _listed(words["phrases"], words["n_phrases"], room)
        yield f"{counted(words['n_phrases'], 'phrase')} ({found})"


def _duplicates(found: Mapping, room: int) -> list[str]:
    n_repeated = found["exact"] + found.get("near", 0)
    if not n_repeated:
        return ["none" if "near" in found else "none word for word"]
    what = f"{found['exact']:,} exact"
    if "near" in found:
        what += f" and {found['near']:,} near"
    end = "dropped" if found["dropped"] else "kept (--dedupe drops them)"
    pairs = [f"{one} repeats {other}" for one, other in found["such_as"]]
    return [f"{what}, {end}: {_listed(pairs, n_repeated, room)}"]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names))


def _listed(examples: Sequence[str], number: int, room: int) -> str:
    """Examples of so many, as many as there is room for, the first in any case."""
    shown = list(examples[:1])
    for example in examples[1:]:
        if sum(map(len, shown)) + len(example) > room:
            break
        shown.append(example)
    return ", ".join(shown) + (", ..." if number > len(shown) else "")
