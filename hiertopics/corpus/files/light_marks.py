"""Marks of reStructuredText, of wikis with links in double brackets, and of templates of pages."""

from __future__ import annotations

import re

# Directives whose blocks are no prose; the blocks of others, such as notes, are.
_NO_PROSE = frozenset(
    "code code-block sourcecode highlight literalinclude toctree contents sectnum image figure "
    "math index raw include csv-table list-table graphviz plot ipython doctest testcode testoutput "
    "currentmodule module automodule autoclass autofunction automethod autosummary autoattribute "
    "autodata meta tabularcolumns only role default-role target-notes bibliography parsed-literal "
    "jupyter-execute prompt program-output mermaid uml inheritance-diagram".split()
)
_DIRECTIVE = re.compile(r"( {0,40})\.\. ([\w:-]{1,40})::(?: (.*))?$")
_TARGET = re.compile(r" {0,40}\.\. (?:_[^\n]{1,200}:|\|[^|\n]{1,80}\| \w|\[[^\]\n]{1,40}\] )")
_COMMENT = re.compile(r"( {0,40})\.\.(?: |$)")
_OPTION = re.compile(r"\s{1,40}:[\w-]{1,40}:(?: |$)")
_ROLE = re.compile(r":[a-z][\w:+-]{0,40}:`([^`\n]{1,300})`")
_ROLE_TARGET = re.compile(r"\s?<[^<>\n]{1,200}>$")
_LITERAL = re.compile(r"``([^`\n]{1,300})``|`([^`<\n]{1,300}?)\s?(?:<[^<>\n]{1,300}>)?`__?")
_HAS_DIRECTIVE = re.compile(r"^ {0,40}\.\. (?:[a-z][\w-]{1,40}::|_[^:\n]{1,100}:)", re.MULTILINE)

_EMBEDDED = re.compile(
    r"!?\[\[[^\[\]\n]{1,300}\.(?:png|jpe?g|gif|svg|pdf|mp[34])[^\[\]\n]{0,100}\]\]"
)
_LINK = re.compile(r"!?\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
_WIKI_HEAD = re.compile(r"^(={2,6})[^=\n]{1,200}\1[ \t]*$", re.MULTILINE)
_BRACES = re.compile(r"\{\{[^{}\n]{1,500}\}\}")
_MACRO = re.compile(r"~~[A-Z]{2,20}[^~\n]{0,40}~~")

_TEMPLATE = re.compile(r"\{%-?\s{0,9}(\w{1,20})[^%\n]{0,500}%\}|\{\{[^{}\n]{1,300}\}\}")
_TEMPLATE_CODE = ("highlight", "raw", "comment")


def has_directives(text: str) -> bool:
    """Whether a text has directives or targets of reStructuredText."""
    return ".. " in text and _HAS_DIRECTIVE.search(text) is not None


def without_directives(text: str) -> str:
    r"""A text without the marks of reStructuredText, and without its programs and lists of pages.

    Examples
    --------
    >>> without_directives(".. note::\n   See :ref:`tides <t>`.\n\n.. toctree::\n   :maxdepth: 2\n")
    'See tides.\n'
    """
    kept: list[str] = []
    left_out = -1  # the indent of what a block belongs to that is left out
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if left_out >= 0 and (not line.strip() or indent > left_out):
            continue
        left_out = -1
        if directive := _DIRECTIVE.match(line):
            if directive[2].rpartition(":")[2] in _NO_PROSE:
                left_out = indent
            elif directive[3]:
                kept.append(directive[3])
        elif _TARGET.match(line):
            continue
        elif _COMMENT.match(line):
            left_out = indent
        elif line.rstrip().endswith("::"):  # a program is below it
            kept.append(line.rstrip(": "))
            left_out = indent
        elif not (_OPTION.match(line) and (not kept or kept[-1] == "")):
            kept.append(line.lstrip(" "))
    return _LITERAL.sub(r"\1\2", _ROLE.sub(_spoken, "\n".join(kept)))


def _spoken(role: re.Match) -> str:
    return _ROLE_TARGET.sub("", role[1])


def has_wiki_links(text: str) -> bool:
    """Whether a text has headings of a wiki and links in double brackets."""
    return "[[" in text and _WIKI_HEAD.search(text) is not None


def without_wiki_links(text: str) -> str:
    """A text with the words of links in double brackets, without pictures and macros."""
    if "[[" in text:
        text = _LINK.sub(r"\1", _EMBEDDED.sub("", text))
    text = _BRACES.sub("", text) if "{{" in text else text
    return _MACRO.sub("", text) if "~~" in text else text


def without_templates(text: str) -> str:
    """A page of a site that is built by Jekyll, Hugo or Obsidian, without marks for these."""
    pieces: list[str] = []
    begun, name, place = 0, "", 0
    for mark in _TEMPLATE.finditer(text) if "{%" in text or "{{" in text else ():
        pieces.append(text[place : mark.start()])
        place = mark.end()
        if name and mark[1] == f"end{name}":
            del pieces[begun:]
            name = ""
        elif mark[1] in _TEMPLATE_CODE and not name:
            begun, name = len(pieces), mark[1]
    text = "".join([*pieces, text[place:]])
    return _LINK.sub(r"\1", _EMBEDDED.sub("", text)) if "[[" in text else text
