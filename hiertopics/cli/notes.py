"""What a person should know of a corpus that topics or a matrix are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hiertopics.cli.output import reading_notes

if TYPE_CHECKING:
    from hiertopics.corpus.corpus import Corpus


def corpus_notes(corpus: Corpus, report: Mapping, guessed: bool) -> Iterator[str]:
    """What a person should know of a corpus and its words by the report of `survey_corpus`.

    What was passed over, what was left out, and the language if it was `guessed`.
    """
    yield from reading_notes(corpus)
    reading = report["reading"]
    if "labels_file" in reading:
        found = reading["labels_file"]
        missed = found["rows_without_document"]
        yield f"the labels file names {found['documents']:,} of {len(corpus):,} documents"
        if missed:
            yield f"{missed:,} of its rows name no document, such as {', '.join(found['such_as'])}"
    if guessed and report["words"]["languages"]:
        yield _language_note(report["language"], report["words"])
    if report["n_empty"]:
        empty = report["n_empty"]
        noun = "document has" if empty == 1 else "documents have"
        yield f"{empty:,} {noun} none of the words that were kept"
    boilerplate = report["words"]["boilerplate"]
    if boilerplate["lines"]:
        (line, _), n_lines = boilerplate["such_as"][0], boilerplate["lines"]
        noun, are = ("line", "is") if n_lines == 1 else ("lines", "are")
        yield (
            f"{n_lines:,} {noun} that many documents share {are} left out, of "
            f'{boilerplate["documents"]:,} documents, such as "{line}"; --keep boilerplate keeps '
            "them"
        )
    n_repeated = report["duplicates"]["exact"] + report["duplicates"].get("near", 0)
    if n_repeated:
        noun = "document repeats" if n_repeated == 1 else "documents repeat"
        is_dropped = report["duplicates"]["dropped"]
        dropped = ", dropped" if is_dropped else "; --dedupe leaves repeats out"
        yield f"{n_repeated:,} {noun} an earlier one{dropped}"


def _language_note(language: str, words: Mapping) -> str:
    if not set(words["languages"]) - {"unknown"}:
        return "language unknown, taken for English"
    if several := words["several_languages"]:
        found = ", ".join(f"{n:,} in {name}" for name, n in several.items())
        return (
            f"documents are in several languages, by their words: {found}; "
            f"--only {next(iter(several))} reads those alone"
        )
    return f"language: {language}, guessed"
