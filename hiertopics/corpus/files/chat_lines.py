"""The forms in which programs write the lines of a chat: when, who, and what."""

from __future__ import annotations

import re
from typing import NamedTuple

# Marks of direction that come with names and numbers, and blanks that do not break a line. U+200E
# stays: WhatsApp puts it in front of what it says itself.
PLAIN_SIGNS = {
    **dict.fromkeys(map(ord, "\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " "),
}

_DAY = (
    r"(?P<day>\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    r"|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?\d{4}"
    r"|[^\W\d_]{3,10}\.?\s{1,2}\d{1,2}(?:,?\s\d{4})?)"
)
_BEFORE_NOON = r"(?:(?:午前|午後|上午|下午|凌晨|早上|中午|晚上|오전|오후|[AaPp][Mm])\s?)?"
_HOUR = rf"{_BEFORE_NOON}\d{{1,2}}[:.h](?P<minute>\d\d)(?P<seconds>[:.]\d\d(?:[.,]\d{{1,6}})?)?"
_AM_PM = r"(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
# In other languages it has other letters; a bracket, a comma or a dash is behind them.
_ANY_AM_PM = r"(?:\s?[^\W\d_]\.?\s?[^\W\d_]?\.?(?=[\]),\s]))?"
_ZONE = r"(?:\s?(?:UTC|GMT|Z|[+-]\d\d:?\d\d))?"
_BETWEEN = r"(?:T|[^\d\n\[\]<>:]{1,12}?)"
_CLOCK = rf"{_HOUR}{_AM_PM}{_ZONE}"
_STAMP = rf"{_DAY}{_BETWEEN}{_HOUR}{_ANY_AM_PM}{_ZONE}"
_EITHER = rf"(?:{_DAY}{_BETWEEN})?{_CLOCK}"
# A lone quotation mark is within what a program says: Anna changed the name to "Tide: low".
_NAME = (
    r"(?P<sender>(?:[^\n:<>\[\]\"“”„«»\t]|\"[^\n:\"]{1,30}\"|“[^\n:”]{1,30}”|\[[^\n:\[\]]{1,30}\])"
    r"{1,60}?)"
)
_SAID = rf"(?:{_NAME}\s?:(?:\s|$)(?P<text>.*)|(?P<notice>.*))$"
_FROM = "From|Von|De|Da|Van|Från|Fra|Od|От|Kimden"
_TO = "to|an|à|para|a|naar|till|til|do|кому|An|À|Para"
_NUMBERED = r"(?:(?:Unknown )?Speaker|Sprecher(?:in)?|Intervenant|Hablante|SPEAKER)[ _]\d{1,3}"
_SHORT_NAME = rf"(?P<sender>{_NUMBERED}|[^\n\d:<>\[\]()|\"“”„«».!?,;\t/=]{{2,40}}?)"


class Shape(NamedTuple):
    """A form of the lines with which messages begin.

    The pattern has the groups "day", "minute", "seconds", "sender" and "text" of a message, and
    "notice" of a line of the program itself, as far as such lines have them. A shape is sure where
    nothing but chats looks like it; it is of IRC where each message is one line, and of heads where
    the message begins in the line below. One that needs seconds, or days, programmes have, too. In
    some, messages of several lines are in quotation marks.
    """

    pattern: re.Pattern
    is_sure: bool = False
    is_irc: bool = False
    is_head: bool = False
    needs_seconds: bool = False
    has_quotes: bool = False


SHAPES = [
    # WhatsApp on Android: 03/01/2021, 08:15 - Anna: text
    Shape(re.compile(rf"{_STAMP}\s[-–—]\s{_SAID}"), is_sure=True),
    # WhatsApp on iOS, Skype: [03.01.21, 08:15:00] Anna: text
    Shape(re.compile(rf"[\[(]{_STAMP}[\])]\s?{_SAID}")),
    # KakaoTalk: 2021년 1월 3일 오후 8:15, 홍길동 : text
    Shape(re.compile(rf"{_STAMP},\s{_SAID}")),
    # IRC: 08:15 <@nick> text
    Shape(
        re.compile(
            rf"(?:[\[(]?{_EITHER}[\])]?)\s{{0,4}}(?:<\s?[@+%&~!]?(?P<sender>[^<>\n]{{1,40}})>"
            r"\s?(?P<text>.*)|(?P<notice>[^<\s].*|<-.*))$"
        ),
        is_sure=True,
        is_irc=True,
    ),
    # LINE: 08:15, a tab, Anna, a tab, text
    Shape(
        re.compile(
            rf"{_BEFORE_NOON}\d{{1,2}}:(?P<minute>\d\d)(?P<seconds>){_AM_PM}\t"
            r"(?:(?P<sender>[^\t\n]{0,40})\t(?P<text>.*)|(?P<notice>.*))$"
        ),
        has_quotes=True,
    ),
    # weechat: 2021-01-03 08:15:00, a tab, nick, a tab, text
    Shape(re.compile(rf"{_EITHER}\t(?P<sender>[^\t\n]{{0,40}})\t(?P<text>.*)$"), is_irc=True),
    # KakaoTalk on a computer: [홍길동] [오후 8:15] text
    Shape(re.compile(rf"\[(?P<sender>[^\[\]\n]{{1,60}})\]\s\[{_HOUR}{_AM_PM}\]\s(?P<text>.*)$")),
    # Zoom: 08:15:22 From Anna to Everyone: text
    Shape(
        re.compile(
            rf"{_CLOCK}\s{{1,4}}(?:{_FROM})\s{{1,3}}(?P<sender>[^:\n\t]{{1,60}}?)"
            rf"(?:\s{{1,3}}(?:{_TO})\s{{1,3}}[^:\n]{{1,60}})?\s?:\s?(?P<text>.*)$"
        ),
        is_sure=True,
    ),
    # Pidgin: (08:15:00) Anna: text
    Shape(re.compile(rf"[\[(]{_CLOCK}[\])]\s?{_SAID}")),
    # Transcripts: 00:12:03 Anna: text
    Shape(re.compile(rf"{_EITHER}\s{{1,4}}{_NAME}:\s(?P<text>.*)$"), needs_seconds=True),
    # Anna (00:12:03): text
    Shape(re.compile(rf"{_SHORT_NAME}\s?[\[(]{_CLOCK}[\])]\s?:\s(?P<text>.*)$")),
    # Telegram, copied: Anna, [03.01.2021 08:15]
    Shape(re.compile(rf"{_NAME},\s\[{_STAMP}\]\s?:?(?P<text>)$"), is_sure=True, is_head=True),
    # Teams, copied, and Discord: [03/01/2021 08:15] Anna
    Shape(re.compile(rf"\[{_STAMP}\]\s{_NAME}(?P<text>)$"), is_head=True),
    Shape(re.compile(rf"\[{_CLOCK}\]\s{_NAME}(?P<text>)$"), is_head=True),
    # Transcripts of Zoom: [Anna] 08:15:22
    Shape(re.compile(rf"\[{_NAME}\]\s{_CLOCK}(?P<text>)$"), is_head=True, needs_seconds=True),
    # Slack and Discord, copied, and Otter: Anna  8:15 AM
    Shape(
        re.compile(rf"{_SHORT_NAME}(?:\s[—–-]\s|\s{{1,4}})\(?{_EITHER}\)?\s{{0,4}}(?P<text>)$"),
        is_head=True,
    ),
]

TURN = Shape(
    re.compile(
        r"(?P<minute>)(?P<seconds>)"
        r"(?P<sender>(?=[^\Wa-z\d_])[\w.'’-]{1,20}(?: [\w.'’()-]{1,20}){0,3})"
        r"\s?:\s(?P<text>.*\S.*)$"
    )
)
"""What one person says in a transcript without times: Ann: text."""

OF_A_PLAY = re.compile(
    r"\s*(?:(?:ACT|SCENE|Act|Scene|AKT|SZENE|Akt|Szene|ACTE|SCÈNE|Acte|Scène|ATTO|SCENA|Atto|Scena"
    r"|ACTO|ESCENA|Acto|Escena|AUFZUG|AUFTRITT|PROLOGUE|EPILOGUE|FADE IN|INT\.|EXT\.|CUT TO)\b"
    r"|[\[(_*]{0,2}(?:Enter|Exit|Exeunt|Aside|aside)\b)"
)
"""Lines of plays and screenplays, whose speeches look like those of transcripts."""

HAS_CLOCK = re.compile(r"^[^\n]{0,80}?\d{1,2}[:.h]\d\d", re.MULTILINE)
"""Lines that may be the first of a message; most texts have none."""

MARKER = re.compile(
    r"(?:-{3,}|\*{3,}|={3,}|Session (?:Start|Time|Close|Ident|End)|Conversation with "
    r"|\d{4}[/.-]\d\d?[/.-]\d\d?\s?[(（]?[^\W\d_]{1,9}[)）]?$"
    r"|[^\W\d_]{2,9}\.?,\s\d\d?[/.]\d\d?[/.]\d{4}$)"
)
"""Lines of programs between the messages, many of which say the day."""

_LONG_DAY = re.compile(
    r"\b([^\W\d_]{3,9}\.?\s{1,2}\d{1,2}|\d{1,2}\s[^\W\d_]{3,9}\.?),?\s"
    r"(?:\d\d:\d\d:\d\d\s(?:[A-Z]{2,5}\s)?)?(\d{4})\b"
)
_NUMBERS = re.compile(_DAY.replace("?P<day>", ""))


def day_said(line: str) -> str:
    """The day that a line between messages says, as it is written; "" without one."""
    line = line[:200]
    if found := _LONG_DAY.search(line):
        return f"{found[1]} {found[2]}"
    found = _NUMBERS.search(line)
    return found[0] if found else ""


# What is in the place of a picture or of a message that was taken back.
_IN_ANGLES = re.compile(r"\u200e?<[^<>\n]{3,80}>$")
_TRANSCRIBED = re.compile(r"\s{0,4}Transcribed by https?://otter\.ai\s{0,4}$")
_IN_BRACKETS = re.compile(r"\[\s?[^\W\d_][^\[\]\n]{1,30}\]$")
_ATTACHED = re.compile(r"\u200e?[^\n/:*?\"<>|]{1,120}\.[A-Za-z0-9]{2,5} \([^()\n]{3,40}\)(?:\n|$)")
_MARK_BEHIND = re.compile(
    r"\s?\u200e<[^<>\n]{3,120}>\s?$|\s<(?:[^\W\d_]{1,30} ){1,6}[^\W\d_]{1,30}>$"
)
_OMITTED = re.compile(
    r"(?:[^\W\d_]{2,20} ){1,2}(?:omitted|weggelassen|absente?|omise?|omitid[oa]|omess[oa]"
    r"|ocultad[oa]|ocult[oa]|weggelaten|pominięt[yoa]|utelämnad|udeladt|utelatt|atlandı|пропущено"
    r"|опущено)$"
)
_CALL = re.compile(
    r"☎\ufe0f?\s(?:Call (?:time|duration)|通話時間|通话时间|통화 ?시간) ?[\d:]{4,8}$"
)
_TAKEN_BACK = frozenset(
    """
    ☎ missed call | ☎ canceled call | ☎ 不在着信 | ☎ キャンセル | ☎ 通話をキャンセルしました
    null | this message was deleted | you deleted this message | missed voice call
    missed video call | waiting for this message. this may take a while
    diese nachricht wurde gelöscht | du hast diese nachricht gelöscht | verpasster sprachanruf
    verpasster videoanruf | ce message a été supprimé | vous avez supprimé ce message
    tu as supprimé ce message | appel vocal manqué | appel vidéo manqué | se eliminó este mensaje
    eliminaste este mensaje | este mensaje fue eliminado | llamada perdida | mensagem apagada
    esta mensagem foi apagada | você apagou esta mensagem | essa mensagem foi apagada
    questo messaggio è stato eliminato | hai eliminato questo messaggio
    dit bericht is verwijderd | je hebt dit bericht verwijderd | u hebt dit bericht verwijderd
    bu mesaj silindi | bu mesajı sildiniz | данное сообщение удалено | сообщение удалено
    вы удалили данное сообщение | ta wiadomość została usunięta | usunięto tę wiadomość
    wiadomość usunięta | det här meddelandet raderades | denne besked blev slettet
    tämä viesti poistettiin | pesan ini dihapus | anda menghapus pesan ini | تم حذف هذه الرسالة
    यह मैसेज मिटाया गया | यह संदेश हटा दिया गया | 此消息已被删除 | 此消息已删除 | 此訊息已刪除
    このメッセージは削除されました | メッセージは削除されました | 삭제된 메시지입니다
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
)
_TAKEN_BACK = frozenset(phrase.strip() for phrase in _TAKEN_BACK if phrase.strip())


def words_of(text: str) -> str:
    r"""What the sender of a message wrote: without a mark that it has an attachment or was edited.

    Empty for one that is nothing but an omitted picture, or was taken back.

    Examples
    --------
    >>> words_of("IMG-0001.jpg (file attached)\nThe tide is low"), words_of("<Media omitted>")
    ('The tide is low', '')
    """
    if text.rstrip().endswith("otter.ai"):
        text = _TRANSCRIBED.sub("", text)
    if attached := _ATTACHED.match(text):
        text = text[attached.end() :]
    if text.endswith(">"):
        text = "" if _IN_ANGLES.match(text) else _MARK_BEHIND.sub("", text)
    if text.startswith("\u200e"):  # it is the program that speaks
        return ""
    text = text.replace("\u200e", "").strip()
    if len(text) > 60:
        return text
    is_bracket = text.startswith("[") and _IN_BRACKETS.match(text)
    is_gone = text.rstrip(".").casefold() in _TAKEN_BACK or _OMITTED.match(text)
    is_gone = is_gone or (text.startswith("☎") and _CALL.match(text))
    return "" if is_bracket or is_gone else text
