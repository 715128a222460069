"""Take the prose out of the source of a page of a wiki, as MediaWiki exports it."""

from __future__ import annotations

import re
from collections import Counter

from hiertopics.corpus.files.html import unescaped

_MARKS = re.compile(
    r"\{\{|\}\}|\{\||\|\}|\[\[|\]\]|<!--|-->"
    r"|<(/?)(ref|gallery|math|timeline|score|imagemap|syntaxhighlight|source)(?:[\s/][^<>]*)?>"
)
_OPENED_BY = {"}}": "{{", "|}": "{|", "]]": "[[", "-->": "<!--"}
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_URL = re.compile(r"\[(?:https?:)?//[^\s\[\]]{1,2000}(?:\s([^\[\]\n]{0,500}))?\]")
_LINE = re.compile(r"^(?:[*#:;]{1,20}\s{0,9}|={1,6}(?=[^=\n]))|={1,6}[ \t]{0,9}$", re.MULTILINE)
_QUOTES = re.compile("'{2,5}")
_SWITCH = re.compile(r"__[A-Z]{3,30}__")
_FILES = frozenset(
    "file image media datei bild fichier archivo imagen immagine bestand afbeelding plik grafika "
    "ficheiro arquivo imagem fil tiedosto soubor fájl файл изображение 文件 ファイル 画像".split()
)
_CATEGORIES = frozenset(
    "category kategorie catégorie categoría categoria categorie kategoria kategori luokka "
    "kategória категория категорія 分类 分類 カテゴリ".split()
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?:\S")


def wiki_text(source: str) -> tuple[str, list[str]]:
    """Text of a page without templates, tables, notes and marks, and the categories it is in.

    Of a link its words stay. What is never closed takes nothing with it.
    """
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    n_open: Counter[str] = Counter()
    categories: list[str] = []
    place = 0
    for match in _MARKS.finditer(source):
        pieces.append(source[place : match.start()])
        place = match.end()
        mark = match[0]
        name = match[2] or mark
        if match[2] and mark.endswith("/>"):
            continue
        opener = match[2] if match[1] else _OPENED_BY.get(mark)
        if not opener:
            opened.append((name, len(pieces)))
            n_open[name] += 1
        elif n_open[opener]:
            inner, start = "", 0
            while inner != opener:
                inner, start = opened.pop()
                n_open[inner] -= 1
            words = "".join(pieces[start:]) if opener == "[[" else ""
            del pieces[start:]
            pieces.append(_words_of_link(words, categories) if words else "")
    pieces.append(source[place:])
    text = _URL.sub(lambda found: found[1] or "", "".join(pieces))
    text = unescaped(_TAG.sub(" ", _SWITCH.sub("", _QUOTES.sub("", _LINE.sub("", text)))))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", text).strip(), list(dict.fromkeys(categories))


def _words_of_link(link: str, categories: list[str]) -> str:
    target, _, label = link.partition("|")
    space, _, name = target.partition(":")
    space = space.strip().lower()
    if name and space in _FILES:
        return ""
    if name and space in _CATEGORIES:
        categories.append(name.strip())
        return ""
    if not label and _LANGUAGE.match(target):  # the same page in another language
        return ""
    return label.rpartition("|")[2] or target.lstrip(":").partition("#")[0]
