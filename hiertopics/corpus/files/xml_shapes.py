"""Find out whether a file of XML holds records, such as the items of a feed, or is one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from hiertopics.corpus.files.debates import BUNDESTAG
from hiertopics.corpus.files.news_collections import OF_DOCUMENTS, OF_REUTERS
from hiertopics.corpus.files.recipes import OF_RECIPES, RECIPES
from hiertopics.corpus.files.vocabularies import MARC, VOCABULARIES, Vocabulary, of_documents
from hiertopics.corpus.files.wiki_pages import WIKI
from hiertopics.corpus.files.xml import START, attributes, local, tokens

# Elements that texts are made of, and not tables.
BLOCKS = frozenset(
    """
    p para ab div div1 div2 div3 sec section chapter part act scene sp l lg line s seg u head
    body front back h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th thead tbody br hr img pre
    blockquote lb pb cb i b em strong span a sub sup font style italic bold hi emph xref ext-link
    sc w pc v verse stanza canto paragraph figure formula caption
    """.split()
)
_KNOWN = {**VOCABULARIES, "dbtplenarprotokoll": (BUNDESTAG,), "mediawiki": (WIKI,)}
_DOCUMENTS = frozenset(
    """
    html TEI TEI.2 article book chapter section nitf dita topic concept task reference PLAY play
    akomaNtoso bible osis svg fictionbook FictionBook ncx plist package document office document
    document-content speech letter novel poem text doc DOC us-patent-grant us-patent-application
    """.split()
)
_RECORDS = frozenset(
    """
    item items entry record rec row doc document article post review comment message text page note
    question answer tweet story speech case product publication paper abstract thread news job ad
    event result hit response interview letter email mail sentence tu book movie song ticket issue
    bug application patent grant project decision judgment motion petition transcript turn
    intervention utterance contribution complaint quote joke recipe poem summary feedback
    """.split()
)
_MOST_PATHS, _DEEPEST = 2000, 60
_LOOKED_AT = 5_000_000  # characters, by which the fields of records that are known are seen
_FEWEST, _FEWEST_NAMED = 3, 2
_DEEPEST_ROOT = 200
# Elements whose fields an attribute tells apart, as in MARC, Solr, dumps of databases and Java.
VALUES = frozenset("str arr date int long float double bool lst".split())
KEYS = {
    **{"datafield": "tag", "controlfield": "tag", "subfield": "code"},
    **dict.fromkeys(("field", "property", "column", "attribute", "param", *VALUES), "name"),
}
_LONGEST_KEY = 80


class Outline:
    """An element by its path: how often it comes, and how much is in it, in all its places."""

    __slots__ = ("name", "children", "count", "n_text", "n_values")

    def __init__(self, name: str):
        self.name = name
        self.children: dict[str, Outline] = {}
        self.count = self.n_text = self.n_values = 0

    @property
    def size(self) -> int:
        """Characters of all texts and attributes in it."""
        return self.n_text + self.n_values + sum(each.size for each in self.children.values())

    @property
    def is_block(self) -> bool:
        """Whether it is what texts are made of; what has columns with names is a row instead."""
        has_keys = any(key != each.name for key, each in self.children.items())
        return local(self.name) in BLOCKS and not has_keys

    @property
    def is_mixed(self) -> bool:
        """Whether it has text between its elements, or parts of a text, such as paragraphs."""
        has_blocks = any(each.is_block for each in self.children.values())
        return has_blocks or (self.n_text > 0 and bool(self.children))


class Shape(NamedTuple):
    """Where the records of a file are, by the names of the elements from the outermost to them.

    A path of None is for records of a vocabulary, wherever they are. There may be records of
    several names, as articles and books; their outlines are by the names.
    """

    path: tuple[str, ...] | None
    vocabulary: Vocabulary
    outlines: Mapping[str, Outline]


def key_attribute(token: str, written: str) -> tuple[str, str]:
    """The attribute that tells what field an element is, and its value: ("name", "title").

    Both are empty where its own name does.
    """
    attribute = KEYS.get(local(token), "")
    value = attributes(written).get(attribute, "").strip() if attribute else ""
    return (attribute, value) if 0 < len(value) <= _LONGEST_KEY else ("", "")


def has_known_root(head: str) -> bool:
    """Whether records are known wherever they are in a file, by its first element."""
    begun = START.search(head)
    return begun is not None and local(begun[1]) in _KNOWN


def repeated_root(pieces: Iterator[str]) -> str:
    """Name of the first element of a file if its start comes again, and may be outermost again."""
    first = next(pieces, "")
    if (begun := START.search(first)) is None:
        return ""
    starts = [f"<{begun[1]}{sign}" for sign in " >\t\n"]
    held, n_starts = "", 0
    for piece in chain([first], pieces):
        held += piece
        n_starts += sum(map(held.count, starts))
        if n_starts > 1:
            return begun[1]
        held = held[1 - len(starts[0]) :]
    return ""


def has_several(pieces: Iterable[str], name: str) -> bool:
    """Whether there are several elements of a name one after another, with nothing around them."""
    opened: list[str] = []
    n_roots = 0
    for token, _ in tokens(pieces):
        if token[:1] == "/":
            if token[1:] in opened:
                del opened[len(opened) - 1 - opened[::-1].index(token[1:]) :]
        elif token:
            n_roots += not opened
            opened.append(token)
            if n_roots > 1 or len(opened) > _DEEPEST_ROOT:
                return n_roots > 1 and token == name
    return False


def shape_of_several(pieces: Iterable[str], name: str) -> Shape:
    """Shape of several documents of XML one after another, whose outermost element has this name.

    Records are those within them, they themselves where they are rows, and else the documents.
    """
    begun = next(iter(pieces := iter(pieces)), "")
    known = {"REUTERS": OF_REUTERS, "DOC": OF_DOCUMENTS if "<TEXT" in begun else None}.get(name)
    if known:
        return Shape(None, known, {name: Outline(name)})
    shape = shape_of(chain([begun], pieces), is_several=True)
    if shape is not None and (shape.path != () or not _is_prose(shape.outlines[name])):
        return shape
    return Shape(None, of_documents(local(name)), {name: Outline(name)})


def _is_prose(record: Outline) -> bool:
    """Whether most of a record is in paragraphs and the like, at any depth."""

    def in_blocks(node: Outline) -> int:
        if node.is_block and (node.children or node.count > record.count):
            return node.size
        return sum(map(in_blocks, node.children.values()))

    return 2 * in_blocks(record) >= record.size


def shape_of(pieces: Iterable[str], is_several: bool = False) -> Shape | None:
    """Shape of a file of records; None for a file that is one text.

    Feeds, exports and databases that are known have their `VOCABULARIES`. Otherwise it is the
    element that comes again and again in one other, has most of the text, and either the shape of
    rows, each of its fields once, or a name of records, such as "review". In a file of several
    documents, they may be the records.
    """
    root = Outline("")
    stack = [root]
    known: tuple[Vocabulary, ...] = ()
    n_paths = n_characters = 0
    has_marc = False
    for token, written in tokens(pieces):
        n_characters += len(token) + len(written)
        if not token:
            stack[-1].n_text += 0 if written.isspace() else len(written)
            continue
        if token[0] == "/":
            close(stack, token[1:])
            continue
        key = key_attribute(token, written)[1] or token
        child = stack[-1].children.get(key)
        if child is None:
            if len(stack) == 1 and not root.children:
                known = _KNOWN.get(local(token), ())
                if not known and local(token) in _DOCUMENTS:
                    return None
            child = stack[-1].children[key] = Outline(token)
            has_marc = has_marc or (key == "245" and local(token) == "datafield")
            n_paths += 1
        child.count += 1
        child.n_values += len(written) if "=" in written else 0
        stack.append(child)
        is_odd = n_paths > _MOST_PATHS or len(stack) > _DEEPEST
        if is_odd and not known and not has_marc:
            return None
        if is_odd or ((known or has_marc) and n_characters > _LOOKED_AT):
            break
    if has_marc and (shape := _marc_shape(root, ())):
        return shape
    for vocabulary in known:
        records = _known_records(root, vocabulary.records)
        if any(_has_fields(record, vocabulary) for record in records.values()):
            return Shape(None, vocabulary, records)
    return _unknown_shape(root, is_several)


def _marc_shape(node: Outline, path: tuple[str, ...]) -> Shape | None:
    """Shape of records of MARC, whatever they are wrapped in; None for what holds none."""
    for each in node.children.values():
        if "245" in each.children:
            return Shape(path, MARC, {each.name: each})
        if shape := _marc_shape(each, (*path, each.name)):
            return shape
    return None


def close(stack: list, name: str) -> None:
    """Take an element, and those within that were never ended, off a stack; nothing, if it is not.

    Elements are known by their `name`.
    """
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def _known_records(node: Outline, names: frozenset[str]) -> dict[str, Outline]:
    found: dict[str, Outline] = {}
    for name, child in node.children.items():
        inner = {name: child} if local(name) in names else _known_records(child, names)
        found |= {each: one for each, one in inner.items() if each not in found}
    return found


def _has_fields(record: Outline, vocabulary: Vocabulary) -> bool:
    """Whether a record has a field of those that its vocabulary knows."""
    known = {field.partition(".")[0] for field in vocabulary.fields}
    names = {name for each in record.children for name in (each, local(each))}
    return not known or bool(known & names)


def _unknown_shape(root: Outline, is_several: bool) -> Shape | None:
    path: list[str] = []
    node, total = root, root.size
    while node.children:
        most = max(node.children.values(), key=lambda each: each.size)
        # A few names of authors beside the records are none.
        likely = [each for each in node.children.values() if each.children or each is most]
        records = {each.name: each for each in likely if _are_records(each)}
        if (path or is_several) and 2 * sum(child.size for child in records.values()) >= total:
            are_recipes = all(local(name).lower() in RECIPES for name in records)
            vocabulary = OF_RECIPES if are_recipes else Vocabulary()
            return Shape(tuple(path), vocabulary, records)
        is_holder = most.count == 1 or _holds_others(most)
        if 2 * most.size < total or most.is_block or not is_holder:
            return None
        path.append(most.name)
        node = most
    return None


def _are_records(node: Outline) -> bool:
    is_named = local(node.name).lower() in _RECORDS
    if node.count < (_FEWEST_NAMED if is_named else _FEWEST) or node.is_block:
        return False
    return not _holds_others(node) and (is_named or _is_row(node))


def _holds_others(node: Outline) -> bool:
    """Whether what comes again holds records, as the parts of a collection do."""
    inner = max(node.children.values(), key=lambda each: each.size, default=None)
    if inner is None or inner.is_block or local(node.name).lower() in _RECORDS:
        return False
    is_most = inner.count >= 1.5 * node.count and inner.size >= 0.8 * node.size
    return is_most and (local(inner.name).lower() in _RECORDS or _is_row(inner))


def _is_row(node: Outline) -> bool:
    """Whether an element has the shape of a row: each of its fields once, and no text between."""
    if not node.children:
        return node.n_values > 0 or node.n_text > 0
    if node.n_text > 0:
        return False
    single = node.n_values + sum(
        each.size
        for each in node.children.values()
        if each.count <= node.count and not each.is_block
    )
    return 2 * single >= node.size
