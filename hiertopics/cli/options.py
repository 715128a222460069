"""Tables of the arguments that several verbs share: name to settings of argparse."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Mapping
from typing import Any

from hiertopics.cli.values import jobs, kept, language, limit, listed, only, split, strip


def add(group, *tables: Mapping[str, Any]) -> None:
    """Add the arguments of tables to a parser or to one of its groups."""
    for table in tables:
        for name, settings in table.items():
            group.add_argument(name, **settings)


def add_corpus(parser: ArgumentParser) -> None:
    """Add how a corpus to learn from is read, and which of its words count."""
    add(parser.add_argument_group("reading"), _LABELS, READING, _DEDUPE)
    add(parser.add_argument_group("words"), _WORDS)


RUN = {"run": dict(metavar="RUN", help="a file that fit --save wrote")}

SOURCE = {"source": dict(metavar="SOURCE", help="the folder of texts, or a table")}

_LABELS = {
    "--labels": dict(
        default="none", metavar="none|folders|columns|FILE",
        help="labels to train with: the names of sub-folders, the label columns of a table, or a "
        "table FILE with an id or path and labels in each row, for all documents or some; none: "
        "labels only describe the topics (default: none)"),
    "--label": dict(
        type=listed, metavar="COLUMN[,COLUMN]", help="columns with labels, fine to broad"),
}  # fmt: skip

READING = {
    "--text": dict(
        type=listed, metavar="COLUMN[,COLUMN]",
        help="columns of a table with the text, joined (default: those that read like text)"),
    "--sheet": dict(
        type=listed, metavar="NAME[,NAME]",
        help="sheets of a workbook to read (default: the one that reads like a table of texts, and "
        "those with its columns)"),
    "--each": dict(
        action="store_true",
        help="every text column of a row, such as each answer of a survey, is a document"),
    "--id": dict(metavar="COLUMN", help="column with the name of each document"),
    "--missing": dict(
        type=listed, default=["auto"], metavar="auto|none|VALUE[,VALUE]",
        help="cells of a table with such a value are empty: those known to mean it, such as NA "
        "(auto), none, or these, as in auto,[removed] (default: auto)"),
    "--per-line": dict(action="store_true", help="every line is a document"),
    "--split": dict(
        type=split, metavar="paragraphs|N",
        help="split texts into paragraphs or into passages of N words, each a document"),
    "--strip": dict(
        type=strip, default="auto", metavar="auto|email|none",
        help="leave out headers, quoted replies and signatures of e-mails: in texts that begin "
        "with headers (auto), in all, or in none (default: auto)"),
    "--encoding": dict(metavar="NAME", help="encoding of all files (default: found out for each)"),
    "--follow-links": dict(action="store_true", help="follow links that lead out of the folder"),
}  # fmt: skip

_DEDUPE = {
    "--dedupe": dict(
        action="store_true",
        help="drop documents that repeat an earlier one, word for word or nearly so"),
}  # fmt: skip

_WORDS = {
    "--language": dict(
        type=language, default="auto", metavar="NAME",
        help="language of the texts, for stop words and stems; none for no stop words (default: "
        "guessed)"),
    "--only": dict(
        type=only, metavar="NAME",
        help="read the documents in this language alone, as guessed by their words"),
    "--stem": dict(action="store_true", help="take forms of a word (wave, waves) for one"),
    "--stop-words": dict(
        metavar="FILE", help="more words to leave out, separated by blanks or lines"),
    "--keep-together": dict(metavar="FILE", help="phrases to take for one word, one a line"),
    "--phrases": dict(
        action=BooleanOptionalAction,
        help="terms of two words that often meet, such as space shuttle (default: yes)"),
    "--keep": dict(
        type=kept, default=(), metavar="WHAT",
        help="keep what is otherwise dropped: numbers, urls, markup, latex, boilerplate (lines "
        "that come again in many documents), separated by commas"),
    "--fold-accents": dict(
        action="store_true", help="take letters with and without accents for one"),
    "--min-df": dict(
        type=limit, default="auto", metavar="N",
        help="least documents with a word, or share of them (default: grows with the corpus)"),
    "--max-df": dict(
        type=limit, default="auto", metavar="N",
        help="most documents with a word, or share of them (default: 0.5; all of few documents)"),
}  # fmt: skip

BY = {
    "--by": dict(
        metavar="WHAT",
        help="share of every topic by period or group: a column of the documents, labels, year, "
        "month ..., or several of these together, separated by commas"),
}  # fmt: skip

JOBS = {
    "--jobs": dict(
        type=jobs, metavar="N",
        help="processes that read the texts (default: all cores for large corpora)"),
}  # fmt: skip

QUIET = {"--quiet": dict(action="store_true", help="no progress and no notes")}
