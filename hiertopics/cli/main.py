"""Find the verb that a command line names, perform it, and answer with an exit code."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from typing import NoReturn, Protocol, cast

import hiertopics.cli
from hiertopics.cli.output import say
from hiertopics.cli.values import join_topic_counts
from hiertopics.errors import HiertopicsError
from hiertopics.version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, by default those of the process.

    Returns 0 for success, 1 for an error whose message says what to do, 130 for an interrupt.
    Raises SystemExit with 2 where the arguments make no sense, with 0 after ``--help`` and
    ``--version``.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")
    verbs = find_verbs()
    name = words.pop(0) if words and words[0] in verbs else "fit"
    parser = parser_of(name, verbs)
    if name == "fit" and words and not os.path.exists(os.path.expanduser(words[0])):
        near = get_close_matches(words[0], verbs, 1, cutoff=0.75)
        if near and not words[0].startswith("-"):
            parser.error(f"{words[0]} is neither a command nor a file; did you mean {near[0]}?")
    arguments = parser.parse_args(join_topic_counts(words))
    try:
        verbs[name].perform(arguments)
        sys.stdout.flush()
        return 0
    except BrokenPipeError:
        # The reader (head, less) has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except HiertopicsError as error:
        say(f"error: {error}")
        return 1
    except OSError as error:
        named = error.filename is not None and error.strerror is not None
        say(f"error: {error.filename}: {error.strerror}" if named else f"error: {error}")
        return 1


class _Parser(ArgumentParser):
    """A parser whose errors say where to read on."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\nsee: {self.prog} --help\n")


class Verb(Protocol):
    """What the module of a verb has: USAGE, its positional arguments, and the names below.

    DESCRIPTION and EXAMPLES are the help before and after its options; the help of ``fit`` shows
    the first example of every other verb. The module imports nothing heavy before ``perform``, so
    that ``--help`` answers at once.
    """

    USAGE: str
    DESCRIPTION: str
    EXAMPLES: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add its arguments to a parser."""

    def perform(self, arguments: Namespace) -> None:
        """Do what the arguments ask for."""


_NAMES = (*Verb.__annotations__, "add_arguments", "perform")


def find_verbs() -> dict[str, Verb]:
    """Return the verbs by name: the modules of this folder that have any of the names of `Verb`.

    Raises a TypeError where one of them lacks another of these names.
    """
    names = [found.name for found in iter_modules(hiertopics.cli.__path__)]
    verbs: dict[str, Verb] = {}
    for name in names:
        module = import_module(f"hiertopics.cli.{name}")
        missing = [each for each in _NAMES if not hasattr(module, each)]
        if not missing:
            verbs[name] = cast(Verb, module)
        elif len(missing) < len(_NAMES):
            raise TypeError(
                f"{module.__name__} lacks {', '.join(missing)}; the module of a verb has "
                f"{', '.join(_NAMES)}"
            )
    return verbs


def parser_of(name: str, verbs: Mapping[str, Verb]) -> ArgumentParser:
    """Return the parser of the arguments of a verb, one of those found."""
    verb = verbs[name]
    command = "hiertopics [fit]" if name == "fit" else f"hiertopics {name}"
    parser = _Parser(
        prog="hiertopics" if name == "fit" else command,
        usage=f"{command} {verb.USAGE} [options]",
        description=verb.DESCRIPTION,
        epilog=f"examples:\n{verb.EXAMPLES}{_other_verbs(verbs) if name == 'fit' else ''}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verb.add_arguments(parser)
    parser.add_argument("--version", action="version", version=f"hiertopics {__version__}")
    return parser


def _other_verbs(verbs: Mapping[str, Verb]) -> str:
    examples = [verb.EXAMPLES.splitlines()[0] for name, verb in verbs.items() if name != "fit"]
    like_a_command = "To read a folder named like a command, write ./fit."
    return "\n".join(
        ["", "other commands, each with its own --help:", *examples, "", like_a_command, ""]
    )
