"""The command line: arguments, streams, exit codes. The only place that prints.

Nothing heavy is imported before there is work to do, so that ``--help`` answers at once.
"""

import argparse
import json
import os
import sys
import tempfile
import warnings
from pathlib import Path

from hiertopics.version import __version__

VERBS = ("fit",)

DESCRIPTION = """\
Turn a folder of texts into a tree of topics, broad to fine.

Every text file in FOLDER and its sub-folders is a document. The tree goes to
stdout: broad topics, the finer ones under them, each with its share of the
texts, its most telling words and the documents that show it best.
"""

EPILOG = """\
examples:
  hiertopics letters/                    numbers of topics suit the corpus
  hiertopics letters/ --topics 30 6      30 fine topics in 6 broad ones
  hiertopics letters/ --labels folders   names of sub-folders steer the topics
  hiertopics letters/ --json tree.json   also write the tree as JSON

A folder whose name is a verb (fit) is written ./fit.
"""


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
    if argv and argv[0] in VERBS:
        argv = argv[1:]
    arguments = _parser().parse_args(_join_topic_counts(argv))
    from hiertopics.errors import HiertopicsError

    try:
        return _fit(arguments)
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


def _parser():
    parser = argparse.ArgumentParser(
        prog="hiertopics",
        usage="hiertopics [fit] FOLDER [options]",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("folder", metavar="FOLDER", help="the folder of texts")
    parser.add_argument(
        "--topics",
        type=_topic_counts,
        metavar="N [N ...]",
        help="numbers of topics, fine to coarse: 20 6 (default: suits the size of the corpus)",
    )
    parser.add_argument(
        "--labels",
        choices=("none", "folders"),
        default="none",
        help="folders: train with the sub-folders' names as labels; none: use the names only to "
        "describe the topics (default: none)",
    )
    parser.add_argument(
        "--language",
        default="english",
        metavar="NAME",
        help="language of the texts, for stop words and stems (default: english)",
    )
    parser.add_argument(
        "--stem", action="store_true", help="take forms of a word (wave, waves) for one"
    )
    parser.add_argument(
        "--words",
        type=_positive,
        default=8,
        metavar="N",
        help="words shown per topic (default: 8)",
    )
    parser.add_argument(
        "--seed",
        type=_seed,
        default=0,
        metavar="N",
        help="another number gives another start (default: 0)",
    )
    parser.add_argument(
        "--json", metavar="FILE", help="also write the tree as JSON, children nested; - is stdout"
    )
    parser.add_argument(
        "--quiet", action="store_true", help="no progress and no notes, only the tree and errors"
    )
    parser.add_argument("--version", action="version", version=f"hiertopics {__version__}")
    return parser


def _fit(arguments):
    """Read, fit, print the tree, write the JSON."""
    if arguments.json not in (None, "-"):
        _check_writable(arguments.json)
    from hiertopics.report.progress import show_progress
    from hiertopics.run import fit_corpus
    from hiertopics.text.corpus import read_corpus
    from hiertopics.text.matrix import TextVectorizer

    with warnings.catch_warnings(record=True) as notes, open(os.devnull, "w") as nowhere:
        warnings.simplefilter("always")
        with show_progress(nowhere if arguments.quiet else sys.stderr) as progress:
            corpus = read_corpus(
                arguments.folder, lambda done, total: progress("finding texts", done, total)
            )
            run = fit_corpus(
                corpus,
                arguments.topics,
                labels=arguments.labels,
                vectorizer=TextVectorizer(language=arguments.language, stem=arguments.stem),
                n_words=arguments.words,
                random_state=arguments.seed,
                progress=progress,
            )
    if not arguments.quiet:
        _say_notes(corpus, run, notes)
    if arguments.json != "-":
        from hiertopics.report.terminal import print_tree

        print_tree(run.tree, sys.stdout)
    if arguments.json is not None:
        _write_json(arguments.json, run)
    sys.stdout.flush()
    return 0


def _say_notes(corpus, run, notes):
    """What a person should know of the run: what was passed over, what did not go as planned."""
    if corpus.skipped:
        _say(corpus.summary())
    if run.corpus_report["n_empty"]:
        empty = run.corpus_report["n_empty"]
        noun = "document has" if empty == 1 else "documents have"
        _say(f"{empty:,} {noun} none of the words that were kept")
    for note in dict.fromkeys(str(note.message) for note in notes):
        _say(f"note: {note}")


def _say(message):
    """One line on stderr, whatever the message holds."""
    line = " ".join(str(message).split())
    print(f"hiertopics: {line}", file=sys.stderr, flush=True)


def _write_json(path, run):
    """The tree, its corpus and its provenance; a file is written whole or not at all."""
    content = {**run.tree.to_dict(), "corpus": run.corpus_report, "provenance": run.provenance}
    if path == "-":
        encoding = (sys.stdout.encoding or "utf-8").lower().replace("-", "")
        json.dump(content, sys.stdout, ensure_ascii=encoding != "utf8", indent=1)
        print()
        return
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe or a device
        try:
            Path(path).write_text(text, encoding="utf-8")
        except BrokenPipeError as error:
            raise OSError(f"--json {path}: the reader left before the end") from error
        return
    target = Path(os.path.realpath(path))
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".hiertopics.")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(draft, mode)
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _check_writable(path):
    """Fail before the work rather than after it."""
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


def _join_topic_counts(argv):
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


def _topic_counts(text):
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
