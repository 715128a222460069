"""Arguments of the command line: what there is to say, and how each word of it is read."""

import argparse

from hiertopics.cli.helps import DESCRIPTIONS, EPILOGS, USAGES
from hiertopics.cli.values import jobs, kept, limit, listed, positive, seed, split, topic_counts
from hiertopics.version import __version__

VERBS = ("fit", "show", "apply", "report", "corpus")

_BY = "share of every topic by period or group: a column of the documents, labels, year, month ..."


def parser_of(verb):
    """Return the parser of a verb's arguments."""
    name = "hiertopics [fit]" if verb == "fit" else f"hiertopics {verb}"
    parser = argparse.ArgumentParser(
        prog="hiertopics" if verb == "fit" else name,
        usage=f"{name} {USAGES[verb]} [options]",
        description=DESCRIPTIONS[verb],
        epilog=EPILOGS[verb],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if verb in ("show", "apply", "report"):
        parser.add_argument("run", metavar="RUN", help="a file that fit --save wrote")
    if verb in ("fit", "apply", "corpus"):
        parser.add_argument("source", metavar="SOURCE", help="the folder of texts, or a table")
    if verb == "fit":
        _add_model(parser.add_argument_group("topics"))
    if verb in ("fit", "apply", "corpus"):
        _add_reading(parser.add_argument_group("reading"), verb)
    if verb in ("fit", "corpus"):
        _add_words(parser.add_argument_group("words"))
    if verb == "show":
        _add_showing(parser.add_argument_group("what to show"))
    if verb == "report":
        parser.add_argument(
            "file",
            metavar="FILE.html",
            nargs="?",
            help="where to write it (default: RUN with the ending .html); - is stdout",
        )
        parser.add_argument("--by", metavar="WHAT", help=_BY)
    _add_output(parser.add_argument_group("output"), verb)
    return parser


def _add_model(group):
    group.add_argument(
        "--topics",
        type=topic_counts,
        metavar="N [N ...]",
        help="numbers of topics, fine to broad: 20 6 (default: suits the size of the corpus)",
    )
    group.add_argument(
        "--seed",
        type=seed,
        default=0,
        metavar="N",
        help="another number gives another start (default: 0)",
    )
    group.add_argument(
        "--words",
        type=positive,
        default=8,
        metavar="N",
        help="words shown per topic (default: 8)",
    )


def _add_reading(group, verb):
    if verb != "apply":
        _add_labels(group)
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
        choices=("auto", "email", "none"),
        default="auto",
        help="leave out headers, quoted replies and signatures of e-mails: in texts that begin "
        "with headers (auto), in all, or in none (default: auto)",
    )
    group.add_argument(
        "--encoding", metavar="NAME", help="encoding of all files (default: found out for each)"
    )
    group.add_argument(
        "--follow-links", action="store_true", help="follow links that lead out of the folder"
    )
    if verb != "apply":
        group.add_argument(
            "--dedupe",
            action="store_true",
            help="drop documents that repeat an earlier one, word for word or nearly so",
        )


def _add_labels(group):
    group.add_argument(
        "--labels",
        default="none",
        metavar="none|folders|columns|FILE",
        help="train with labels: the names of sub-folders, the label columns of a table, or a "
        "table FILE with an id or path and labels in each row, for all documents or some; none: "
        "labels only describe the topics (default: none)",
    )
    group.add_argument(
        "--label",
        type=listed,
        metavar="COLUMN[,COLUMN]",
        help="columns with labels, fine to broad",
    )


def _add_words(group):
    group.add_argument(
        "--language",
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
        action=argparse.BooleanOptionalAction,
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


def _add_showing(group):
    group.add_argument("--depth", type=positive, metavar="N", help="the N broadest layers alone")
    group.add_argument(
        "--node",
        metavar="TOPIC",
        help="one topic in full: a word that it alone has, its name or its place (1-3); "
        "in other formats, all under it",
    )
    group.add_argument(
        "--documents",
        type=positive,
        metavar="N",
        help="the N documents with the largest share of the topic, or of every finest one",
    )
    group.add_argument(
        "--words", type=positive, metavar="N", help="words shown per topic (default: as fitted)"
    )
    group.add_argument("--by", metavar="WHAT", help=_BY)


def _add_output(group, verb):
    if verb in ("fit", "corpus"):
        what = "the tree as JSON, children nested" if verb == "fit" else "the report as JSON"
        group.add_argument("--json", metavar="FILE", help=f"also write {what}; - is stdout")
    if verb == "fit":
        group.add_argument(
            "--save",
            metavar="RUN",
            help="keep all that was fitted in one file, for show, apply and report",
        )
        group.add_argument(
            "--html", metavar="FILE", help="also write a report, one page for a browser"
        )
        group.add_argument("--by", metavar="WHAT", help=_BY)
        group.add_argument(
            "--explain",
            action="store_true",
            help="say on stderr what was read, kept and left out",
        )
    if verb == "show":
        group.add_argument(
            "--format",
            choices=("text", "markdown", "json", "csv"),
            default="text",
            help="text to read (default), or a form that other programs read",
        )
    if verb == "apply":
        group.add_argument(
            "--format",
            choices=("csv", "jsonl"),
            default="csv",
            help="csv: the strongest topic of each layer (default); jsonl: all with a share of at "
            "least 0.01",
        )
        group.add_argument("--output", metavar="FILE", help="write a file instead of stdout")
    if verb in ("fit", "apply", "corpus"):
        group.add_argument(
            "--jobs",
            type=jobs,
            metavar="N",
            help="processes that read the texts (default: all cores for large corpora)",
        )
    if verb != "show":
        group.add_argument("--quiet", action="store_true", help="no progress and no notes")
    group.add_argument("--version", action="version", version=f"hiertopics {__version__}")
