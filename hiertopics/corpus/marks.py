r"""Take markup out of the texts of tables and plain files: HTML, BBCode, wiki marks, Markdown.

A web page or a Markdown file says by its name what it is; a cell does not, and "a < b" is prose. So
it is decided for all texts of a column or folder by those of them that have marks which prose has
not: tags that close, links with their targets, blocks of programs between their marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hiertopics.corpus.files.html import html_text, tidy, unescaped
from hiertopics.corpus.files.light_marks import (
    has_directives,
    has_wiki_links,
    without_directives,
    without_wiki_links,
)
from hiertopics.corpus.files.replies import has_replies, without_replies

_LEAST_SHARE = 0.05  # of the texts with a kind of marks, for it to be looked for in all
_FEWEST = 2
_READ, _LONGEST_READ = 300, 5_000  # texts, and characters of each
_CODE_LINES = 0.2  # of the lines of a program, that end with one of its signs

_ELEMENTS = (
    "a abbr article b blockquote body br center cite code dd del div dl dt em figcaption figure "
    "font h1 h2 h3 h4 h5 h6 header hr i iframe img ins li main mark nobr ol p pre q s script "
    "section small span strike strong style sub sup table tbody td th thead tr tt u ul "
    # what publishers have in abstracts
    "italic bold jats:p jats:title jats:sec jats:italic jats:sub jats:sup inf"
).replace(" ", "|")
# One that closes, one that never does, or a block of WordPress.
_HTML = re.compile(
    rf"</(?:{_ELEMENTS})\s{{0,9}}>|<(?:br|hr|p)\s{{0,9}}/?>|<img\s[^<>]{{0,2000}}>|<!--\s{{0,9}}/?wp:",
    re.IGNORECASE,
)
_ESCAPED_HTML = re.compile(rf"&lt;/(?:{_ELEMENTS})&gt;|&lt;br\s{{0,9}}/?&gt;", re.IGNORECASE)
_ENTITIES = "HTML (&amp;)"
_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|#[0-9]{1,7}|[lr][sd]quo|[nm]dash|hellip);")
_BLOCK = re.compile(r"<(?:p|br|div|li|td|h[1-6])[\s/>]", re.IGNORECASE)
_JATS = re.compile(
    r"<jats:title>\s{0,9}(?:Abstract|Summary)\s{0,9}</jats:title>"
    r"|</?jats:(?:p|title|sec)(?: [^<>]{0,200})?>"
)
_PROGRAM = re.compile(r"<pre(?:\s[^<>]{0,300})?>\s{0,9}<code(?:\s[^<>]{0,300})?>", re.IGNORECASE)
_PROGRAM_END = re.compile(r"</code>\s{0,9}</pre>", re.IGNORECASE)
_SPOKEN_OF = re.compile(r"`[^`\n]{1,200}`")

_BB_NAMES = (
    "b|i|u|s|url|img|quote|code|color|colour|size|list|center|left|right|font|spoiler|email|"
    "youtube|media|video|attachment|table|tr|td|th|highlight|indent|sub|sup|align|justify|tt|hr|"
    "user|mention|php|html|pre|strike"
)
_BB_END = re.compile(rf"\[/(?:{_BB_NAMES})(?::\w{{1,20}})?\]", re.IGNORECASE)
_BB_TAG = re.compile(
    rf"\[(/?)(?=[a-zA-Z*])({_BB_NAMES}|\*)(?:[=\s:][^\[\]]{{0,500}})?\]", re.IGNORECASE
)
_BB_LEFT_OUT = frozenset("quote code img youtube media video attachment php html pre".split())

_SHORTCODES = (
    r"caption|gallery|embed|video|audio|playlist|contact-form-7|vc_\w{1,40}|et_pb_\w{1,40}|"
    r"fusion_\w{1,40}|ninja_form|gravityform|su_\w{1,40}|tweet|youtube|vimeo|dropcap|button"
)
_SHORTCODE = re.compile(
    rf"\[/?(?:{_SHORTCODES})(?:\s[^\[\]]{{0,2000}})?/?\]"
    r"""|\[[a-z][\w-]{1,40}(?:\s{1,9}[\w-]{1,40}=(?:"[^"\[\]]{0,500}"|'[^'\[\]]{0,500}'|[\w%-]{1,40})){1,20}\s{0,9}/?\]"""
)
# Transcripts have [video] and [pause=3], too: what says that there are shortcodes at all.
_SURE_SHORTCODE = re.compile(
    rf"\[/(?:{_SHORTCODES})\]|\[(?:{_SHORTCODES})\s[^\[\]=]{{1,200}}=[^\[\]]{{0,2000}}\]"
    r"""|\[[a-z][\w-]{1,40}\s{1,9}[\w-]{1,40}=(?:"[^"\[\]]{0,500}"|'[^'\[\]]{0,500}')"""
)

_WIKI_BLOCK = re.compile(
    r"\{(code|noformat|quote|panel|color|info|note|warning|tip|expand|section|column|anchor|toc|"
    r"status|html|jira)(?::[^{}\n]{0,500})?\}"
)
_WIKI_PAIRS = frozenset(("code", "noformat", "quote", "panel"))
_WIKI_LEFT_OUT = frozenset(("code", "noformat", "quote", "html"))
_WIKI_HEAD = re.compile(r"^[ \t]{0,9}(?:h[1-6]|bq)\.[ \t]{1,9}", re.MULTILINE)
_WIKI_LINK = re.compile(
    r"\[([^\[\]|\n]{1,300})\|(?:https?:|mailto:|ftp:|file:|#|\^|~)[^\[\]\n]{0,2000}\]"
)
_WIKI_TARGET = re.compile(r"\[(?:~|\^|https?://|mailto:)[^\[\]\s|]{1,2000}\]")
_WIKI_IMAGE = re.compile(
    r"![^\s!|][^!|\n]{0,200}\.(?:png|jpe?g|gif|bmp|svg|mp4|pdf)(?:\|[^!\n]{0,200})?!", re.IGNORECASE
)
_WIKI_BRACES = re.compile(r"\{\{([^{}\n]{1,300})\}\}")
# What is looked for first, since it is found in no time.
_WIKI = (
    (_WIKI_HEAD, ("h1. ", "h2. ", "h3. ", "h4. ", "bq. ")),
    (_WIKI_LINK, ("|http", "|mailto:", "|#")),
    (_WIKI_IMAGE, (".png", ".jp", ".gif", "|thumbnail!")),
)
_MARKDOWN_SIGNS = ("](", "```", "~~~", "**")

_MARKDOWN = re.compile(
    r"\[[^\[\]\n]{1,300}\]\((?:https?://|www\.|/|#|mailto:)[^()\s]{0,2000}\)|^(?:```|~~~)|"
    r"!\[\]\(dayone-moment:|"
    r"(?<![\w*\[])\*\*[^\s*][^*\n]{0,300}\*\*(?![\w*])",
    re.MULTILINE,
)


# In the place of names and days that were taken out of clinical notes.
_GAP = re.compile(r"\[\*\*[^\[\]\n]{0,200}\*\*\]")

# At the end of abstracts, and, in older exports, in front of them.
_HOLDERS = (
    r"(?:[Rr]eserved|Licen[sc]e|Inc|Ltd|Limited|B\.V|GmbH|LLC|Authors?(?:\(s\))?|Press|Group|"
    r"Society|Association|University|Institute|IEEE|Elsevier|Springer|Wiley|Taylor & Francis|SAGE)"
)
# Without the sign, a year of a law or of a section reads like one of rights.
_RIGHTS = re.compile(
    r"\s{0,9}(?:©|\([cC]\) ?©|Copyright ?(?:©|\([cC]\)))\s{0,3}(?:19|20)\d\d\b"
    r"[^\n©]{0,250}\s{0,9}\Z"
    r"|(?<=[.!?\n])\s{0,9}(?:\([cC]\)|Copyright)\s{0,3}(?:19|20)\d\d\b"
    rf"[^\n©]{{0,120}}?\b{_HOLDERS}\b[^\n©]{{0,120}}\s{{0,9}}\Z"
    r"|\s{0,9}\(Psyc\w{4} Database Record[^\n()]{0,40}(?:\([cC]\)|©)[^\n()]{0,80}\)\s{0,9}\Z"
    rf"|(?:\A|(?<=\n\n))©\s?(?:19|20)\d\d,?\s[^\n]{{0,120}}?{_HOLDERS}\.\s"
)


class Marks(NamedTuple):
    """A kind of markup: what it is called, whether a text has some, and a text without it."""

    name: str
    are_in: Callable[[str], bool]
    without: Callable[[str], str]


def marks_in(texts: Sequence[str]) -> list[Marks]:
    """The kinds of marks that so many of some texts have that all of their column may have them.

    A column of programs, whose lines end as theirs do, has none.
    """
    n_texts = 0
    counts: Counter[str] = Counter()
    programs: Counter[str] = Counter()
    for text in texts[:: -(-len(texts) // _READ) or 1]:
        text = text[:_LONGEST_READ]
        n_texts += bool(text)
        for kind in KINDS:
            if kind.are_in(text):
                counts[kind.name] += 1
                programs[kind.name] += _is_program(kind.without(text))
    fewest = max(1, min(_FEWEST, n_texts), _LEAST_SHARE * n_texts)
    found = [
        kind
        for kind in KINDS
        if counts[kind.name] >= fewest and 2 * programs[kind.name] <= counts[kind.name]
    ]
    # Entities of a page are read with its tags.
    has_html = any(kind.name == "HTML" for kind in found)
    return [kind for kind in found if not (has_html and kind.name == _ENTITIES)]


def without_marks(text: str, kinds: Sequence[Marks]) -> tuple[str, list[str]]:
    """A text without marks of these kinds, and the names of those that it had."""
    found = []
    for kind in kinds:
        if (bare := kind.without(text)) != text:
            text = bare
            found.append(kind.name)
    return (tidy(text).strip() if found else text), found


def _is_program(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if not line.isspace()]
    n_ended = sum(line.endswith((";", "{")) or line[:1] == "}" for line in lines)
    return n_ended >= max(2, _CODE_LINES * len(lines))


def _has_html(text: str) -> bool:
    if "<" not in text and "&lt;" not in text:
        return False
    text = _SPOKEN_OF.sub("", text) if "`" in text else text
    return bool(_HTML.search(text) or _ESCAPED_HTML.search(text))


def _without_html(text: str) -> str:
    if "&lt;" in text and not _HTML.search(text) and _ESCAPED_HTML.search(text):
        text = unescaped(text)
    if "<" not in text:
        return unescaped(text) if "&" in text else text
    # Blank lines are ends of paragraphs to most programs, and ends of lines where no element is.
    if "<pre" in text and "<code" in text:  # a program
        bare = _PROGRAM_END.sub("</template>", _PROGRAM.sub("<template>", text))
        text = bare if html_text(bare) else text
    if "<jats:" in text:
        text = _JATS.sub("<p>", text)
    text = text if _BLOCK.search(text) else text.replace("\n", "<br>")
    return html_text(text.replace("\n\n", "\n<p>"))


def _has_entities(text: str) -> bool:
    return "&" in text and _ENTITY.search(text) is not None


def _without_entities(text: str) -> str:
    return unescaped(text) if "&" in text else text


def _has_bbcode(text: str) -> bool:
    return "[/" in text and _BB_END.search(text) is not None


def _without_bbcode(text: str) -> str:
    if "[" not in text:
        return text
    return _without_pairs(text, _BB_TAG, _BB_LEFT_OUT)


def _without_pairs(text: str, tag: re.Pattern, left_out: frozenset[str]) -> str:
    """Text without tags, and without what is between those that are left out, if they close.

    If nothing else is there, it stays.
    """
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    n_open: Counter[str] = Counter()
    place = 0
    for match in tag.finditer(text):
        pieces.append(text[place : match.start()])
        place = match.end()
        is_end, name = match[1] == "/", match[2].lower()
        if name == "*":
            pieces.append("\n")
        elif name in left_out and not is_end:
            opened.append((name, len(pieces)))
            n_open[name] += 1
        elif name in left_out and n_open[name]:
            inner, start = "", 0
            while inner != name:
                inner, start = opened.pop()
                n_open[inner] -= 1
            del pieces[start:]
            pieces.append("\n")
    pieces.append(text[place:])
    bare = "".join(pieces)
    bare = bare if bare.strip() else tag.sub(" ", text)
    return tidy(bare) if place else text


def _without_shortcodes(text: str) -> str:
    return _SHORTCODE.sub(" ", text) if "[" in text else text


def _has_wiki(text: str) -> bool:
    if "{" in text:
        # One in braces may be a gap to be filled in; blocks have two marks, or a parameter.
        marks = Counter(match[0].partition(":")[::2] for match in _WIKI_BLOCK.finditer(text))
        if any(rest or (n > 1 and name[1:-1] in _WIKI_PAIRS) for (name, rest), n in marks.items()):
            return True
    return any(
        pattern.search(text) for pattern, signs in _WIKI if any(sign in text for sign in signs)
    )


def _without_wiki(text: str) -> str:
    if "{" in text:
        text = _WIKI_BRACES.sub(r"\1", _without_blocks(text))
    text = _WIKI_HEAD.sub("", text)
    if "[" in text:
        text = _WIKI_TARGET.sub("", _WIKI_LINK.sub(r"\1", text))
    return _WIKI_IMAGE.sub("", text) if "!" in text else text


def _without_blocks(text: str) -> str:
    """Text without the marks of blocks, and without programs between two of a kind."""
    pieces: list[str] = []
    start: dict[str, int] = {}
    place = 0
    for match in _WIKI_BLOCK.finditer(text):
        pieces.append(text[place : match.start()])
        place = match.end()
        name = match[1]
        if name in start:
            del pieces[start.pop(name) :]
            pieces.append("\n")
            start = {each: begun for each, begun in start.items() if begun <= len(pieces)}
        elif name in _WIKI_LEFT_OUT:
            start[name] = len(pieces)
    pieces.append(text[place:])
    bare = "".join(pieces)
    bare = bare if bare.strip() else _WIKI_BLOCK.sub(" ", text)
    return tidy(bare) if place else text


def _has_markdown(text: str) -> bool:
    return any(sign in text for sign in _MARKDOWN_SIGNS) and _MARKDOWN.search(text) is not None


def _has_shortcodes(text: str) -> bool:
    return "[" in text and _SURE_SHORTCODE.search(text) is not None


def _names_rights(text: str) -> bool:
    return "©" in text or "opyright" in text or "(c)" in text or "(C)" in text


def _has_rights(text: str) -> bool:
    return _names_rights(text) and _RIGHTS.search(text) is not None


def _without_rights(text: str) -> str:
    bare = _RIGHTS.sub("", text) if _names_rights(text) else text
    return bare if bare.strip() else text


def _without_markdown(text: str) -> str:
    from hiertopics.corpus.files.markdown import markdown_text

    return markdown_text("\n" + text)[0]  # a line of dashes is none that keys follow


def _has_gaps(text: str) -> bool:
    return "[**" in text and _GAP.search(text) is not None


def _without_gaps(text: str) -> str:
    return _GAP.sub(" ", text) if "[**" in text else text


KINDS = (
    Marks("clinical notes ([** **])", _has_gaps, _without_gaps),
    Marks("reStructuredText", has_directives, without_directives),
    Marks("wikis ([[ ]])", has_wiki_links, without_wiki_links),
    Marks("mails (quoted replies)", has_replies, without_replies),
    Marks("Markdown", _has_markdown, _without_markdown),
    Marks("a wiki", _has_wiki, _without_wiki),
    Marks("HTML", _has_html, _without_html),
    Marks(_ENTITIES, _has_entities, _without_entities),
    Marks("BBCode", _has_bbcode, _without_bbcode),
    Marks("publishers (©)", _has_rights, _without_rights),
    Marks("WordPress", _has_shortcodes, _without_shortcodes),
)
"""Kinds of marks, in the order in which they are taken out."""
