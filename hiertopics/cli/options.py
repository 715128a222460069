"""Arguments that several verbs share, in groups that a verb adds to its parser."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction

from hiertopics.cli.values import jobs, kept, language, limit, listed, split, strip


def add_run(parser) -> None:
    """Add a saved run."""
    parser.add_argument("run", metavar="RUN", help="a file that fit --save wrote")


def add_source(parser) -> None:
    """Add the texts to read."""
    parser.add_argument("source", metavar="SOURCE", help="the folder of texts, or a table")


def add_reading(group) -> None:
    """Add how texts are found and read."""
    group.add_argument(
        "--text",
        type=listed,
        metavar="COLUMN[,COLUMN]",
        help="columns of a table with the text (default: a guess by their names)",
    )
    group.add_argument("--id", metavar="COLUMN", help="column with the name of each document")
    group.add_argument("--per-line", action="store_true", help="every line is a document")
    group.add_argument(
        "--split",
        type=split,
        metavar="paragraphs|N",
        help="split texts into paragraphs or into passages of N words, each a document",
    )
    group.add_argument(
        "--strip",
        type=strip,
        default="auto",
        metavar="auto|email|none",
        help="leave out headers, quoted replies and signatures of e-mails: in texts that begin "
        "with headers (auto), in all, or in none (default: auto)",
    )
    group.add_argument(
        "--encoding", metavar="NAME", help="encoding of all files (default: found out for each)"
    )
    group.add_argument(
        "--follow-links", action="store_true", help="follow links that lead out of the folder"
    )


def add_corpus(parser: ArgumentParser) -> None:
    """Add how a corpus to learn from is read, and which of its words count."""
    group = parser.add_argument_group("reading")
    group.add_argument(
        "--labels",
        default="none",
        metavar="none|folders|columns|FILE",
        help="labels to train with: the names of sub-folders, the label columns of a table, or a "
        "table FILE with an id or path and labels in each row, for all documents or some; none: "
        "labels only describe the topics (default: none)",
    )
    group.add_argument(
        "--label",
        type=listed,
        metavar="COLUMN[,COLUMN]",
        help="columns with labels, fine to broad",
    )
    add_reading(group)
    group.add_argument(
        "--dedupe",
        action="store_true",
        help="drop documents that repeat an earlier one, word for word or nearly so",
    )
    _add_words(parser.add_argument_group("words"))


def _add_words(group) -> None:
    group.add_argument(
        "--language",
        type=language,
        default="auto",
        metavar="NAME",
        help="language of the texts, for stop words and stems; none for no stop words (default: "
        "guessed)",
    )
    group.add_argument(
        "--stem", action="store_true", help="take forms of a word (wave, waves) for one"
    )
    group.add_argument(
        "--stop-words", metavar="FILE", help="more words to leave out, separated by blanks or lines"
    )
    group.add_argument(
        "--keep-together", metavar="FILE", help="phrases to take for one word, one a line"
    )
    group.add_argument(
        "--phrases",
        action=BooleanOptionalAction,
        default=None,
        help="terms of two words that often meet, such as space shuttle (default: yes)",
    )
    group.add_argument(
        "--keep",
        type=kept,
        default=(),
        metavar="WHAT",
        help="keep what is otherwise dropped: numbers, urls, markup, latex, separated by commas",
    )
    group.add_argument(
        "--fold-accents", action="store_true", help="take letters with and without accents for one"
    )
    group.add_argument(
        "--min-df",
        type=limit,
        default="auto",
        metavar="N",
        help="least documents with a word, or share of them (default: grows with the corpus)",
    )
    group.add_argument(
        "--max-df",
        type=limit,
        default=0.5,
        metavar="N",
        help="most documents with a word, or share of them (default: 0.5)",
    )


def add_by(group) -> None:
    """Add groups of documents to compare the topics of."""
    group.add_argument(
        "--by",
        metavar="WHAT",
        help="share of every topic by period or group: a column of the documents, labels, year, "
        "month ...",
    )


def add_jobs(group) -> None:
    """Add the number of processes."""
    group.add_argument(
        "--jobs",
        type=jobs,
        metavar="N",
        help="processes that read the texts (default: all cores for large corpora)",
    )


def add_quiet(group) -> None:
    """Add silence."""
    group.add_argument("--quiet", action="store_true", help="no progress and no notes")
