"""Arguments of the command line: what there is to say, and how each word of it is read."""

import argparse

from hiertopics.version import __version__

VERBS = ("fit", "corpus")

DESCRIPTIONS = {
    "fit": """\
Turn a folder of texts into a tree of topics, broad to fine.

SOURCE is a folder, in which every file with text is a document, a table (.csv,
.tsv, .jsonl, .json, .parquet) with a text in each row, a mailbox (.mbox), or a
single text, whose paragraphs are the documents. The tree goes to stdout: the
broad topics with the finer ones under them, each with its share of the texts,
its most telling words and the documents that show it best.
""",
    "corpus": """\
Say what a folder of texts, or a table, holds, without fitting a model.

What was read and what was passed over and why, encodings, labels, languages,
words kept and left out, duplicates, and lines that come again and again.
""",
}

EPILOGS = {
    "fit": """\
examples:
  hiertopics letters/                      numbers of topics suit the corpus
  hiertopics letters/ --topics 30 6        30 fine topics in 6 broad ones
  hiertopics letters/ --labels folders     names of sub-folders steer the topics
  hiertopics letters/ --labels some.csv    so do the labels in a table
  hiertopics papers.csv --text title,abstract --label field
  hiertopics letters/ --json tree.json     also write the tree as JSON
  hiertopics corpus letters/               what is in it; see corpus --help

A folder whose name is a verb (fit, corpus) is written ./fit.
""",
    "corpus": """\
examples:
  hiertopics corpus letters/
  hiertopics corpus papers.csv --text abstract --dedupe
  hiertopics corpus speeches/ --split paragraphs --json report.json
""",
}


def parser_of(verb):
    """Return the parser of a verb's arguments."""
    name = "hiertopics [fit]" if verb == "fit" else f"hiertopics {verb}"
    parser = argparse.ArgumentParser(
        prog="hiertopics" if verb == "fit" else name,
        usage=f"{name} SOURCE [options]",
        description=DESCRIPTIONS[verb],
        epilog=EPILOGS[verb],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("source", metavar="SOURCE", help="the folder of texts, or a table")
    if verb == "fit":
        _add_model(parser.add_argument_group("topics"))
    _add_reading(parser.add_argument_group("reading"))
    _add_words(parser.add_argument_group("words"))
    _add_output(parser.add_argument_group("output"), verb)
    return parser


def _add_model(group):
    group.add_argument(
        "--topics",
        type=topic_counts,
        metavar="N [N ...]",
        help="numbers of topics, fine to coarse: 20 6 (default: suits the size of the corpus)",
    )
    group.add_argument(
        "--seed",
        type=_seed,
        default=0,
        metavar="N",
        help="another number gives another start (default: 0)",
    )
    group.add_argument(
        "--words",
        type=_positive,
        default=8,
        metavar="N",
        help="words shown per topic (default: 8)",
    )


def _add_reading(group):
    group.add_argument(
        "--labels",
        default="none",
        metavar="none|folders|columns|FILE",
        help="train with labels: the names of sub-folders, the label columns of a table, or a "
        "table FILE with an id or path and labels in each row, for all documents or some; none: "
        "labels only describe the topics (default: none)",
    )
    group.add_argument(
        "--text",
        type=_listed,
        metavar="COLUMN[,COLUMN]",
        help="columns of a table with the text (default: a guess by their names)",
    )
    group.add_argument("--id", metavar="COLUMN", help="column with the name of each document")
    group.add_argument(
        "--label",
        type=_listed,
        metavar="COLUMN[,COLUMN]",
        help="columns with labels, fine to coarse",
    )
    group.add_argument("--per-line", action="store_true", help="every line is a document")
    group.add_argument(
        "--split",
        type=_split,
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
    group.add_argument(
        "--dedupe",
        action="store_true",
        help="drop documents that repeat an earlier one, word for word or nearly so",
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
        type=_kept,
        default=(),
        metavar="WHAT",
        help="keep what is otherwise dropped: numbers, urls, markup, latex, separated by commas",
    )
    group.add_argument(
        "--fold-accents", action="store_true", help="take letters with and without accents for one"
    )
    group.add_argument(
        "--min-df",
        type=_limit,
        default="auto",
        metavar="N",
        help="least documents with a word, or share of them (default: grows with the corpus)",
    )
    group.add_argument(
        "--max-df",
        type=_limit,
        default=0.5,
        metavar="N",
        help="most documents with a word, or share of them (default: 0.5)",
    )


def _add_output(group, verb):
    what = "the tree as JSON, children nested" if verb == "fit" else "the report as JSON"
    group.add_argument("--json", metavar="FILE", help=f"also write {what}; - is stdout")
    if verb == "fit":
        group.add_argument(
            "--explain",
            action="store_true",
            help="say on stderr what was read, kept and left out",
        )
    group.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help="processes that read the texts (default: all cores for large corpora)",
    )
    group.add_argument("--quiet", action="store_true", help="no progress and no notes")
    group.add_argument("--version", action="version", version=f"hiertopics {__version__}")


def join_topic_counts(argv):
    """Make ``--topics 20 6 FOLDER`` one value, so that the folder is not taken for a number."""
    joined, position = [], 0
    while position < len(argv):
        joined.append(argv[position])
        position += 1
        if joined[-1] == "--topics":
            first = position
            while position < len(argv) and argv[position].replace(",", "").isdecimal():
                position += 1
            if position > first:
                joined.append(",".join(argv[first:position]))
    return joined


def topic_counts(text):
    """Read numbers of topics, fine to coarse."""
    try:
        counts = tuple(int(part) for part in text.replace(",", " ").split())
    except ValueError:
        counts = ()
    if not counts or min(counts) < 1:
        raise argparse.ArgumentTypeError(
            f"expected numbers of topics from fine to coarse, such as 20 6, got {text!r}"
        )
    if list(counts) != sorted(counts, reverse=True):
        suggestion = " ".join(map(str, sorted(counts, reverse=True)))
        raise argparse.ArgumentTypeError(
            f"numbers go from fine to coarse; did you mean --topics {suggestion}?"
        )
    return counts


def _positive(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, got {text!r}")
    return int(text)


def _seed(text):
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(
            f"expected a whole number from 0 to {2**32 - 1}, got {text!r}"
        )
    return int(text)


def _jobs(text):
    return -1 if text == "-1" else _positive(text)


def _limit(text):
    if text == "auto":
        return text
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected a number of documents, such as 3, or a share, such as 0.5, got {text!r}"
        ) from None


def _split(text):
    if text != "paragraphs" and (not text.isdecimal() or int(text) < 1):
        raise argparse.ArgumentTypeError(f"expected paragraphs or a number of words, got {text!r}")
    return text


def _kept(text):
    kept = _listed(text)
    if not set(kept) <= {"numbers", "urls", "markup", "latex"}:
        raise argparse.ArgumentTypeError(
            f"expected some of numbers, urls, markup and latex, separated by commas, got {text!r}"
        )
    return kept


def _listed(text):
    return tuple(part.strip() for part in text.split(",") if part.strip())
