"""Find what the writers of e-mails and Usenet posts wrote themselves, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from functools import lru_cache

from hiertopics.corpus.files.forwarded import without_encoded, without_older_mail
from hiertopics.corpus.files.long_texts import (
    Spans,
    cut,
    joined,
    keep,
    last_lines,
    line_at,
    line_starts,
    no_spans,
)
from hiertopics.corpus.files.mailboxes import without_scrubbed
from hiertopics.corpus.files.mime import FIELD, LONGEST_VALUE, body_text
from hiertopics.corpus.split import each_line

_KNOWN = set(
    "from to cc bcc subject date sender reply-to message-id in-reply-to references received "
    "organization newsgroups lines distribution path xref keywords summary followup-to "
    "nntp-posting-host article-i.d. expires originator mime-version content-type "
    "content-transfer-encoding return-path delivered-to x-mailer x-newsreader user-agent "
    "von an betreff datum de para asunto fecha objet".split()
)
# What a header may begin with; hardly any other text does.
_FIRST_LINE = re.compile(rf"From |[ \t]|{FIELD.pattern}")
_SUBJECT_MARKS = re.compile(
    r"(?:(?:re|fwd?|aw|antw|wg|sv|vs|tr|rv|rif|res|enc)(?:\[[0-9]{1,3}\]|\^[0-9]{1,3})?[ \t]*:"
    r"[ \t]*|\[[^\[\]]{1,40}\][ \t]*)+(?=.)",
    re.IGNORECASE,
)

_QUOTED = re.compile(r"[ \t]{0,3}[|:#%*}]?>")
_HAS_PROMPT = re.compile("\n>")
_MAY_BE_MARKED = re.compile(r"\n[ \t]{0,3}(?:[]|:#%*}+>]|[A-Za-z]{1,12}>)")
# Other lines begin with these as well: only several of a kind, or one announced, are a quotation.
_ODD_MARK = re.compile(
    r"[ \t]{0,3}(\||:(?=[ \t]|$)|\}(?=[ \t]*\w)|[A-Za-z]{1,12}>(?=[ \t>]|$)|[]#+%](?=[ \t\w]))"
)
_VERBS = (
    *("write", "writes", "wrote", "said", "says", "schrieb", "schrieben", "schreibt", "écrit"),
    *("escribió", "escreveu", "scrisse", "ha scritto", "schreef", "skrev", "napisał"),
)
_VERB = re.compile(
    rf"\b(?:{'|'.join(_VERBS)})\b(?:.{{0,80}}[:>])?[ \t:;,.!]{{0,20}}$", re.IGNORECASE
)
_ARTICLE = re.compile(r"[ \t]*(?:In|From) (?:article|message|news:|<|\S{1,80}@)", re.IGNORECASE)
_HAS_ARTICLE = re.compile(rf"\n{_ARTICLE.pattern}", re.IGNORECASE)
# A day or an address is in the same line, and no sentence ends with it.
_ANNOUNCEMENT = re.compile(
    r"[ \t]*(?:In|From|On|At|Am|Le|El|Il|Op|Em|Den|Dnia|Quoting) .{0,120}[0-9<@](?!.*[.?!]\s*$)"
)
_LONGEST_SIGNATURE = 15
_LONGEST_ANNOUNCEMENT = 3
_MOST_LOOKED_AT = 6  # lines, for one that says who wrote what follows
# More than these before "wrote:" are a sentence of the writer's own.
_MOST_WORDS = 8
_SIGNATURE = re.compile(r"^(?:- )?--[^\S\n]*$", re.MULTILINE)  # the second in a signed text
_ARMOUR = re.compile(r"-----(BEGIN|END) ((?:PGP|PRIVACY)[A-Z -]*)-----\s*$")
_HAS_ARMOUR = re.compile("\n-----(?:BEGIN|END) ")


def looks_like_mail(text: str) -> bool:
    """Whether a text begins with a mail's header: two known fields or more, and a blank line."""
    is_one = "\n" in text and _FIRST_LINE.match(text) is not None
    return is_one and _header(text) is not None


def mail_date(text: str) -> str | None:
    """Day of a mail by its header, as "1993-04-16"; None without a date that can be read."""
    fields, _ = _header(text) or ({}, 0)
    try:
        return parsedate_to_datetime(fields.get("date", "")).date().isoformat()
    except Exception:  # the library's own errors at odd dates are of many kinds
        return None


def mail_text(text: str) -> str:
    r"""Leave of a mail what its writer wrote.

    Of several parts the plain one is read, else the HTML one, decoded. Of the header the subject
    stays, as the first line and without its marks ("Re:", "[list]"). Quotations, the lines that
    announce them, an older mail below the mail, a signature after ``--``, files written as letters
    and encrypted or signed blocks are left out; of what was forwarded, the header is. Of a text
    that is no mail only lines that begin with ``>`` go, with the line that says who wrote them.

    Examples
    --------
    >>> mail_text("From: a@x\nSubject: Re: Ice\n\nBob wrote:\n> It melts.\nNot here.\n-- \nAnn")
    'Ice\n\nNot here.'
    """
    header = _header(text)
    if header is None:
        return without_quotations(text, is_mail=False)
    fields, start = header
    _header.cache_clear()
    body = body_text(fields, text[start:])
    del text  # of a mail of many megabytes no more than needed is held
    parts = (without_scrubbed, without_encoded, without_older_mail, _without_armour, str.rstrip)
    for without_part in parts:
        body = without_part(body)
    body = _without_signature(body)
    body = without_quotations(body, is_mail=True)
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    body = body.strip("\n").rstrip()
    return f"{_subject(fields.get('subject', ''))}\n\n{body}".strip()


@lru_cache(maxsize=1)  # it is asked for whether it is a mail, for the day, and for the text
def _header(text: str) -> tuple[dict[str, str], int] | None:
    """Fields of a mail's header by their names in lower case, and where its body begins."""
    fields: dict[str, list[str]] = {}
    start, name = 0, ""
    while (end := text.find("\n", start)) >= 0:
        line = text[start:end].rstrip()
        match = FIELD.match(line)
        if line[:1] in (" ", "\t") and (name or start == 0):  # the first field may be cut off
            fields.setdefault(name, []).append(line.strip())
        elif match:
            name = match[1].lower()
            fields[name] = [match[2]]
        elif line or len(fields.keys() & _KNOWN) < 2:
            if start > 0 or not line.startswith("From "):  # a mailbox's line between mails
                return None
        else:
            values = {name: " ".join(parts) for name, parts in fields.items()}
            return {name: value[:LONGEST_VALUE] for name, value in values.items()}, end + 1
        start = end + 1
    return None


def _subject(value: str) -> str:
    """Words of a subject, decoded."""
    if "=?" in value:
        try:
            value = str(make_header(decode_header(value)))
        except (ValueError, LookupError, MessageError):  # an unknown encoding, or a damaged one
            pass
    value = " ".join(value.split())
    marks = _SUBJECT_MARKS.match(value)
    return value[marks.end() :] if marks else value


def _without_armour(text: str) -> str:
    """A text without armoured blocks; of a signed text only the marks around it go."""
    kept = no_spans()
    starts: dict[str, int] = {}
    done = 0
    for start in line_starts(text, _HAS_ARMOUR):
        line, after = line_at(text, start)
        mark = _ARMOUR.match(line)
        if mark is None:
            continue
        keep(kept, done, start)
        done = after
        if mark[1] == "END":
            cut(kept, starts.get(mark[2], start))
            starts.clear()
        elif "SIGNED" not in mark[2]:
            starts[mark[2]] = done = start
        else:  # names of algorithms come before a signed text
            while (line := line_at(text, done))[0].startswith("Hash: "):
                done = line[1]
    keep(kept, done, len(text) + 1)
    return joined(text, kept)


def _without_signature(text: str) -> str:
    """A text that ends with no blanks, without the signature at its end."""
    if text.count("\n", max(text.rfind("--"), 0)) > _LONGEST_SIGNATURE:
        return text
    start = len(text)
    for _ in range(_LONGEST_SIGNATURE + 1):
        start = max(text.rfind("\n", 0, start), 0)
    signature = _SIGNATURE.search(text, start)
    return text[: signature.start()] if signature else text


def without_quotations(text: str, is_mail: bool) -> str:
    """A text without quoted lines and those that say whose they are; a mail has more marks."""
    has_articles = is_mail and next(line_starts(text, _HAS_ARTICLE), None) is not None
    kept = no_spans()
    done = 0
    for mark, start, end in _marked_lines(text, is_mail):
        _keep_own(text, kept, done, start, has_articles)
        is_announced = _cut_announcement(text, kept)
        is_left_out = is_announced or _is_plain(mark, text, start, end, is_mail)
        done = end if is_left_out else start
    _keep_own(text, kept, done, len(text) + 1, has_articles)
    return joined(text, kept)


def _marked_lines(text: str, is_mail: bool) -> Iterator[tuple[str, int, int]]:
    """Runs of lines with the same mark of a quotation: it, and where they begin and end."""
    mark_of = _mail_mark if is_mail else _prompt
    mark, first, end = "", 0, 0
    for start in line_starts(text, _MAY_BE_MARKED if is_mail else _HAS_PROMPT):
        line, after = line_at(text, start)
        own = mark_of(line)
        if mark and (own != mark or start > end):
            yield mark, first, end
        if own != mark or start > end:
            mark, first = own, start
        end = after
    if mark:
        yield mark, first, end


def _keep_own(text: str, kept: Spans, start: int, end: int, has_articles: bool) -> None:
    """Keep lines without a mark, but for those that say whose article it is; some quote none."""
    n_near = _LONGEST_ANNOUNCEMENT
    while has_articles and start < end:
        if not n_near:  # such lines begin with an article
            article = _HAS_ARTICLE.search(text, start - 1, end)
            after = article.start() + 1 if article else end
            n_near = _LONGEST_ANNOUNCEMENT
            keep(kept, start, after)
        else:
            line, after = line_at(text, start)
            n_near = (_LONGEST_ANNOUNCEMENT if _ARTICLE.match(line) else n_near) - 1
            keep(kept, start, after)
            if announces(line) and _cut_announcement(text, kept, _ARTICLE):
                n_near = _LONGEST_ANNOUNCEMENT
        start = after
    keep(kept, start, end)


def _cut_announcement(text: str, kept: Spans, beginning: re.Pattern | None = None) -> bool:
    """Whether the last lines say who wrote what follows, and begin as given; they are cut off."""
    if not kept:
        return False
    line = text[max(kept[-2], text.rfind("\n", 0, kept[-1] - 1) + 1) : kept[-1]].rstrip()
    if line and not line.endswith((":", ">", ")")) and not announces(line):  # as most
        return False
    starts, lines = last_lines(text, kept, _MOST_LOOKED_AT)
    first = announcement(lines)
    if first is None or (beginning is not None and not beginning.match(lines[first])):
        return False
    cut(kept, starts[first])
    return True


def announces(line: str) -> bool:
    """Whether a line ends as those do that say who wrote what."""
    bare = line.rstrip(" \t;,.!")  # most are seen at once to be others
    is_likely = bare.endswith((":", ">")) or bare[-20:].lower().endswith(_VERBS)
    return is_likely and _VERB.search(line) is not None


def _mail_mark(line: str) -> str:
    """What a quoted line begins with, and nothing for another line."""
    if _QUOTED.match(line):
        return ">"
    odd = _ODD_MARK.match(line)
    return odd[1] if odd else ""


def _prompt(line: str) -> str:
    """Mark of a line that begins with >, or with the >>> of Python."""
    return ">>> " if line.startswith(">>> ") else line[:1] if line.startswith(">") else ""


def _is_plain(mark: str, text: str, start: int, end: int, is_mail: bool) -> bool:
    """Whether the lines with a mark between two positions are a quotation, unannounced as it is."""
    are_several = text.find("\n", start, end - 1) >= 0
    if mark == ">" or not is_mail:
        return mark == ">" and (is_mail or are_several)
    lines = each_line(text[start : end - 1])
    if mark in "]#+%":  # mostly comments of programs
        return any("@" in line and _VERB.search(line) is not None for line in lines)
    # A box or a table has its lines closed on the right.
    is_box = mark == "|" and any(line.rstrip().endswith("|") for line in lines)
    return are_several and not is_box


def announcement(lines: list[str]) -> int | None:
    """Where the line or lines begin that say, at the end of these, who wrote what follows."""
    last = len(lines) - 1
    while last > len(lines) - 4 and last >= 0 and not lines[last].strip():
        last -= 1
    if last < 0:
        return None
    line = lines[last]
    if not _VERB.search(line):
        return last if _ARTICLE.match(line) and line.rstrip().endswith((":", ">", ")")) else None
    for first in range(max(last - _LONGEST_ANNOUNCEMENT + 1, 0), last):
        if _ANNOUNCEMENT.match(lines[first]) and all(map(str.strip, lines[first:last])):
            return first
    is_plain = "@" in line or _ANNOUNCEMENT.match(line) or len(line.split()) <= _MOST_WORDS
    return last if is_plain else None
