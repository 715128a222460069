"""An English word in, its stem out: the Snowball stemmer for English (Porter 2), made for speed.

It gives the stems of nltk's ``EnglishStemmer``, which tries every ending of every step on every
word; here the last letters say which endings are worth a try. Stems of other languages are nltk's.

R1 and R2, the parts of a word that the rules speak of, are kept as the positions where they start.
The algorithm: https://snowballstem.org/algorithms/english/stemmer.html
"""

from __future__ import annotations

import re

_VOWELS = "aeiouy"
_VOWEL = re.compile("[aeiouy]")
_VOWEL_THEN_CONSONANT = re.compile("[aeiouy][^aeiouy]")
_CONSONANT_Y = re.compile("(^|[aeiouy])y")
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_BEFORE_LI = "cdeghkmnrt"

# No rule reaches a word that ends otherwise: half of the words of a large vocabulary.
_ENDINGS = tuple("' s ed ing y e l ti li ci gi ion ism er ator ant ent ic".split())

_IRREGULAR = dict(
    pair.split("=")
    for pair in (
        "skis=ski skies=sky sky=sky dying=die lying=lie tying=tie idly=idl gently=gentl "
        "ugly=ugli early=earli only=onli singly=singl news=news howe=howe atlas=atlas "
        "cosmos=cosmos bias=bias andes=andes inning=inning innings=inning outing=outing "
        "outings=outing canning=canning cannings=canning herring=herring herrings=herring "
        "earring=earring earrings=earring proceed=proceed proceeds=proceed proceeded=proceed "
        "proceeding=proceed exceed=exceed exceeds=exceed exceeded=exceed exceeding=exceed "
        "succeed=succeed succeeds=succeed succeeded=succeed succeeding=succeed"
    ).split()
)


def _rules(listed: str) -> dict[str, list[tuple[str, str, int | None]]]:
    """Rules ``ending=replacement`` by the last two letters of the ending, longest first.

    A number after the replacement says how many letters are left of R2 where R2 starts inside
    the ending; without one, R2 stays where it is.
    """
    rules: dict[str, list[tuple[str, str, int | None]]] = {}
    for rule in listed.split():
        ending, replacement = rule.split("=")
        left = int(replacement[-1]) if replacement[-1:].isdigit() else None
        rules.setdefault(ending[-2:], []).append((ending, replacement.rstrip("01"), left))
    return rules


_STEP_2 = _rules(
    "ization=ize0 ational=ate1 fulness=ful ousness=ous0 iveness=ive1 tional=tion biliti=ble0 "
    "lessli=less entli=ent ation=ate1 alism=al0 aliti=al0 ousli=ous0 iviti=ive1 fulli=ful "
    "enci=ence anci=ance abli=able izer=ize0 ator=ate1 alli=al0 bli=ble0 ogi=og li="
)
_STEP_3 = _rules("ational=ate0 tional=tion alize=al icate=ic0 iciti=ic0 ative= ical=ic0 ness= ful=")
_STEP_4 = _rules(
    "ement= ance= ence= able= ible= ment= ant= ent= ism= ate= iti= ous= ive= ize= ion= al= er= ic="
)


def stem_english(word: str) -> str:
    """Stem of a word, in lower case."""
    word = word.lower()
    if len(word) <= 2:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.isascii():
        word = word.replace("\u2019", "'").replace("\u2018", "'").replace("\u201b", "'")
    word = word.removeprefix("'")
    if not word.endswith(_ENDINGS):
        return word
    if "y" in word:
        word = _CONSONANT_Y.sub(r"\1Y", word)
    r1 = _after_consonant(word, 0)
    if word.startswith(("gener", "commun", "arsen")):
        r1 = 6 if word[0] == "c" else 5
    r2 = _after_consonant(word, r1)
    word = _without_plural(word)
    word, r1, r2 = _without_past(word, min(r1, len(word)), min(r2, len(word)))
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    word, r2 = _replaced(word, r1, r2, _STEP_2)
    word, r2 = _replaced(word, r1, r2, _STEP_3)
    word = _without_suffix(word, r2)
    return _without_final(word, r1, r2).replace("Y", "y")


def _after_consonant(word: str, start: int) -> int:
    found = _VOWEL_THEN_CONSONANT.search(word, start)
    return found.end() if found else len(word)


def _without_plural(word: str) -> str:
    """Steps 0 and 1a."""
    for ending in ("'s'", "'s", "'"):
        if word.endswith(ending):
            word = word[: -len(ending)]
            break
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and _VOWEL.search(word[:-2]):
        return word[:-1]
    return word


def _without_past(word: str, r1: int, r2: int) -> tuple[str, int, int]:
    """Step 1b."""
    for ending in ("eedly", "ingly", "edly", "eed", "ing", "ed"):
        if word.endswith(ending):
            break
    else:
        return word, r1, r2
    head = word[: -len(ending)]
    if ending.startswith("eed"):
        if len(head) < r1:
            return word, r1, r2
        return head + "ee", r1, r2 if r2 <= len(head) else len(head) + 2
    if not _VOWEL.search(head):
        return word, r1, r2
    r1, r2 = min(r1, len(head)), min(r2, len(head))
    if head.endswith(("at", "bl", "iz")):
        keeps = len(head) > 4 or len(head) - r1 >= 2
        return head + "e", r1, r2 if keeps else len(head) + 1
    if head.endswith(_DOUBLES):
        head = head[:-1]
    elif r1 == len(head) and _is_short(head):
        return head + "e", len(head) + 1, len(head) + 1
    return head, min(r1, len(head)), min(r2, len(head))


def _is_short(word: str) -> bool:
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return (
        len(word) > 2
        and word[-1] not in "aeiouywxY"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )


def _replaced(word: str, r1: int, r2: int, rules) -> tuple[str, int]:
    """Steps 2 and 3."""
    rule = next((rule for rule in rules.get(word[-2:], ()) if word.endswith(rule[0])), None)
    if rule is None:
        return word, r2
    ending, replacement, left = rule
    head = word[: -len(ending)]
    refused = (
        len(head) < r1
        or (ending == "ogi" and head[-1] != "l")
        or (ending == "li" and head[-1] not in _BEFORE_LI)
        or (ending == "ative" and len(head) < r2)
    )
    if refused:
        return word, r2
    word = head + replacement
    if left is not None and r2 > len(head):
        return word, len(word) - left
    return word, min(r2, len(word))


def _without_suffix(word: str, r2: int) -> str:
    """Step 4."""
    for ending, _, _ in _STEP_4.get(word[-2:], ()):
        if word.endswith(ending):
            head = word[: -len(ending)]
            refused = len(head) < r2 or (ending == "ion" and head[-1] not in "st")
            return word if refused else head
    return word


def _without_final(word: str, r1: int, r2: int) -> str:
    """Step 5."""
    if word.endswith("l"):
        return word[:-1] if len(word) > r2 and word[-2] == "l" else word
    if not word.endswith("e") or len(word) <= r1:
        return word
    # Otherwise the e belongs to a short syllable, as in hope.
    is_long = len(word) >= 4 and (
        word[-2] in "aeiouywxY" or word[-3] not in _VOWELS or word[-4] in _VOWELS
    )
    return word[:-1] if len(word) > r2 or is_long else word
