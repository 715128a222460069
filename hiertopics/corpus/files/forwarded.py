"""Find in a mail what programs put into it: older mails below it, and files written as letters."""

from __future__ import annotations

import re

from hiertopics.corpus.files.long_texts import joined, keep, line_at, no_spans

_ORIGINAL = (
    "original message|original appointment|reply message|urspr(?:ü|ue)ngliche nachricht|"
    "original-nachricht|originalnachricht|message d['’]origine|message original|mensaje original|"
    "messaggio originale|mensagem original|oorspronkelijk bericht|ursprungligt meddelande|"
    "oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|"
    "oryginalna wiadomość|původní zpráva|eredeti üzenet|исходное сообщение|"
    "orijinal (?:ileti|mesaj)|özgün ileti|原始邮件|元のメッセージ"
)
_FORWARDED = (
    "forwarded message|begin forwarded message|weitergeleitete nachricht|"
    "anfang der weitergeleiteten nachricht|message transféré|"
    "début du message (?:transféré|réexpédié)|mensaje reenviado|messaggio inoltrato|"
    "inizio messaggio inoltrato|mensagem encaminhada|"
    "doorgestuurd bericht|vidarebefordrat meddelande|videresendt (?:meddelelse|melding)|"
    "przekazana wiadomość|wiadomość przekazana|přeposlaná zpráva|пересылаемое сообщение|"
    "пересланное сообщение|iletilen ileti|转发邮件|forwarded by .{1,100}"
)
_MARK = re.compile(
    rf"[-_*=]{{0,40}}[ \t]{{0,9}}(?:({_ORIGINAL})|({_FORWARDED}))[ \t]{{0,9}}[-_*=]{{0,40}}:?$",
    re.IGNORECASE,
)
# Names of the fields of a header, by what they hold, as programs of many languages write them.
_NAMES = {
    name: role
    for role, names in {
        "from": "from von de da van från fra od от kimden 发件人 差出人 expéditeur",
        "sent": "sent gesendet envoyé enviado inviato verzonden skickat sendt wysłano отправлено "
        "gönderme 发送时间 odesláno",
        "date": "date datum дата fecha data tarih 日時 dato",
        "to": "to an à para a aan till til do komu кому kime 收件人 宛先 cc kopie",
        "subject": "subject betreff objet asunto oggetto assunto onderwerp ämne emne temat тема "
        "předmět konu 主题 件名",
    }.items()
    for name in names.split()
}
_FIELD = re.compile(r"[ \t>*]{0,9}(\w{1,20})(?: \w{1,10})?\*?[ \t\xa0]{0,3}[:：]")
_MOST_FIELDS = 12
# Most mails have nothing of all this, as one search of the whole shows.
_SENDER = "|".join(name for name, role in _NAMES.items() if role == "from")
_HAS_OLDER = re.compile(
    rf"\n(?:[ \t>*]{{0,9}}(?:{_SENDER})\*?[ \t\xa0]{{0,3}}[:：]"
    rf"|[-_*= \t]{{0,50}}(?:{_ORIGINAL}|{_FORWARDED}))"
)
_LONGEST_MARK = 200
_UUENCODED = re.compile(r"begin [0-7]{3,4} \S")
# Not a small letter among them.
_UU_LINE = re.compile(r"M[ -`]{60}$")
_UU_LAST = re.compile(r"[ -`]{0,61}$")
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/]{60,76}$")
_HAS_ENCODED = re.compile("\n(?:begin [0-7]{3}|M[ -`]{60}\n|[A-Za-z0-9+/]{60,76}\n)")
_LAST = re.compile(r"[A-Za-z0-9+/]{1,76}={0,2}$|[ -`]{1,60}$")
_FEWEST_LINES = 3


def without_older_mail(text: str) -> str:
    """Text of a mail without the older mail that a program put below, and that one's header.

    What was forwarded, or has nothing above it, stays: it is what the mail is about. Its header
    goes, as does one that no program put there, since a writer may quote whom they want to discuss.
    """
    plain = text.lower()
    if not (_HAS_OLDER.search(plain) or _HAS_OLDER.match(f"\n{plain[:_LONGEST_MARK]}")):
        return text
    del plain
    kept = no_spans()
    start, has_text = 0, False
    while start <= len(text):
        line, after = line_at(text, start)
        mark = _mark(line)
        first = start if mark is None else _after_blank_lines(text, after)
        end, is_older = _end_of_header(text, first)
        if mark is not None:
            is_older = mark[2] is None
        if is_older and has_text and (mark or end > first):
            break
        if mark is None and end == first:
            keep(kept, start, after)
            has_text = has_text or not line.isspace() and line != ""
            end = after
        start = end
    return joined(text, kept)


def _after_blank_lines(text: str, start: int) -> int:
    """Where the first line begins from a position on that is not blank."""
    while start <= len(text) and not (line := line_at(text, start))[0].strip():
        start = line[1]
    return start


def _mark(line: str) -> re.Match | None:
    """The line by which programs say that an older mail follows."""
    bare = line.strip()
    is_likely = bare[:1] in ("-", "_", "*", "=") or bare[-1:] == ":"
    return _MARK.match(bare) if is_likely and len(bare) < _LONGEST_MARK else None


def _end_of_header(text: str, start: int) -> tuple[int, bool]:
    """Where a header ends that begins here, the start where none does; if a program wrote it."""
    line, end = line_at(text, start)
    if ":" not in line[:40] and "：" not in line[:40]:
        return start, False
    roles = [_role(line)]
    while roles[0] == "from" and len(roles) < _MOST_FIELDS and end <= len(text):
        line, after = line_at(text, end)
        if not line.strip():
            break
        roles.append(_role(line))
        end = after
    is_header = {"sent", "date"} & {*roles} and {"to", "subject"} & {*roles}
    return (end, "sent" in roles) if is_header else (start, False)


def _role(line: str) -> str:
    match = _FIELD.match(line)
    return _NAMES.get(match[1].lower(), "") if match else ""


def without_encoded(text: str) -> str:
    """Text of a mail without files that are written as letters, uuencoded or as base64."""
    if not (_HAS_ENCODED.search(text) or _HAS_ENCODED.match(f"\n{text[:_LONGEST_MARK]}")):
        return text
    kept = no_spans()
    start = first = n_encoded = n_letters = 0
    is_open = False
    while start <= len(text):
        line, after = line_at(text, start)
        here, start = start, after
        if is_open and (line == "end" or _UU_LAST.match(line)):
            is_open = line != "end"
            continue
        is_open = False
        if line.startswith("begin ") and _UUENCODED.match(line):
            is_open = _UU_LINE.match(line_at(text, after)[0]) is not None
        if len(line) >= 60 and (_UU_LINE.match(line) or _BASE64_LINE.match(line)):
            first = first if n_encoded else here
            n_encoded, n_letters = n_encoded + 1, len(line)
            continue
        is_block = n_encoded >= _FEWEST_LINES
        if n_encoded and not is_block:
            keep(kept, first, here)
        n_encoded = 0
        is_last = is_block and len(line) < n_letters and _LAST.match(line)
        if not is_open and not is_last:
            keep(kept, here, after)
    if 0 < n_encoded < _FEWEST_LINES:
        keep(kept, first, len(text) + 1)
    return joined(text, kept)
