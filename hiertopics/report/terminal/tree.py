"""The tree of topics on a terminal in colour, or in a pipe as the same lines in plain text."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TextIO

from hiertopics.printable import encodable, visible
from hiertopics.tree.outline import ASCII, Glyphs, Layout, outline, outline_text
from hiertopics.tree.tree import TopicTree

# One hue for each of the broadest topics in turn; plain ANSI names follow the user's own colour
# scheme.
_HUES = ("cyan", "green", "magenta", "yellow", "bright_blue", "red")
_STYLES = {
    "header": "bold",
    "note": "dim",
    "guide": "dim {hue}",
    "share": "{hue}",
    "broad": "bold {hue}",
    "fine": "",
    "detail": "dim",
}


def print_tree(
    tree: TopicTree,
    file: TextIO | None = None,
    *,
    width: int | None = None,
    color: bool | None = None,
    n_words: int | None = None,
    n_documents: int | None = None,
) -> None:
    """Print a tree of topics, in colour where the stream is a terminal.

    Words, document ids and labels are shown as they are: control characters, escape sequences and
    markup in them are spelt out, and so is what the encoding of the stream cannot carry. The file
    is by default standard output; the width, at least 30 columns, that of `width_of`; colour as the
    environment variables NO_COLOR and TERM say on a terminal; and all words and documents that the
    tree holds of a topic are shown.
    """
    file = sys.stdout if file is None else file
    width = width_of(file) if width is None else width
    encoding = getattr(file, "encoding", None) or "utf-8"
    layout = _layout(width, n_words, n_documents, encoding)
    if _wants_color(file) if color is None else color:
        _print_colored(tree, file, layout)
    else:
        file.write(outline_text(tree, layout) + "\n")


def _layout(width, n_words, n_documents, encoding):
    from rich.cells import cell_len

    drawn = "".join(Glyphs())
    glyphs = Glyphs() if encodable(drawn, encoding) == drawn else ASCII
    clean = partial(visible, encoding=encoding)
    return Layout(width, n_words, n_documents, glyphs, clean, cell_len)


def _print_colored(tree, file, layout):
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=file, width=layout.width, color_system="standard", no_color=False, highlight=False,
        force_terminal=True, force_jupyter=False,
    )  # fmt: skip
    for line in outline(tree, layout):
        text = Text(end="")
        for span in line:
            hue = _HUES[span.group % len(_HUES)]
            # Text is never parsed for markup, so brackets in a word stay brackets.
            text.append(span.text, _STYLES[span.role].format(hue=hue))
        console.print(text, soft_wrap=True)


def _wants_color(file):
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and _is_terminal(file)


def _is_terminal(file):
    try:
        return file.isatty()
    except (AttributeError, ValueError):
        return False


def width_of(file: TextIO) -> int:
    """Return the columns of a stream: of COLUMNS, of its terminal, or 80."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    if _is_terminal(file):
        try:
            return os.get_terminal_size(file.fileno()).columns or 80
        except (OSError, AttributeError, ValueError):
            pass
    return 80
