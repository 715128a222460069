"""Recognise a chat that was saved as text, and read its messages.

What is a chat is decided by all of its lines: they have to begin, in one form, with a time and a
sender, the senders have to come again, and what they say has to vary, as it does not in the log of
a program.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from hiertopics.corpus.files.chat_lines import (
    HAS_CLOCK,
    MARKER,
    OF_A_PLAY,
    PLAIN_SIGNS,
    SHAPES,
    TURN,
    Shape,
    day_said,
    words_of,
)
from hiertopics.corpus.split import each_line
from hiertopics.corpus.tables.column_names import HINTS, plain_name
from hiertopics.dates.date_forms import written_date
from hiertopics.dates.dates import read_dates

_WINDOW = 1500  # characters at the beginning, in the middle and at the end that show a chat
_FARTHEST = 90  # characters in front of a time in its line
_WINDOW_OF_SHAPES = 20_000
_LONGEST_TRANSCRIPT = 10_000_000
_FEWEST_TURNS, _FEWEST_WORDS = 10, 4  # of a transcript, and in the mean of a turn
_LONGEST_PERIOD = 20  # fields of a record in a list, which come again in one order
_COLUMNS = {name for use, names in HINTS.items() if use != "other" for name in names}
_FEWEST, _FEWEST_SURE = 5, 3  # messages
_MOST_ABOVE = 15  # lines above the first message
_MOST_BELOW = 8  # lines of a message, in the mean
_BLOCK = 50  # messages among which what is said is compared
_LEAST_VARIETY, _LEAST_OF_NAMES = 0.3, 0.7
_LEAST_OFF_GRID = 0.25
_BUDDHIST = 2400  # years from here on are counted as in Thailand
_MASKED = re.compile(r"[0-9a-f]{0,9}\d[0-9a-f]{0,9}")
_LEVELS = frozenset(
    "info warn warning error err debug notice trace fatal critical crit alert emerg panic verbose "
    "severe fine system kernel audit stdout stderr exception traceback".split()
)
_TOKEN = re.compile(r"[a-z0-9_.\[\]/@#$() -]{1,60}$")
_PROCESS = re.compile(r"[a-z]\[\d{1,9}\]$|[a-z_]\.[a-z_]|::|/")  # sshd[123], app.views
_SIGN_OF_NAME = re.compile(r"[^\W_]|[^\x00-\x7f]")
_YEAR = re.compile(r"\d{4}")
# What programs of IRC say of those who take part, in the form of what these do.
_MOVED = re.compile(
    r"(?:(?:has |have )?(?:joined|left|quit|parted|kicked|changed|set)|is now known as|sets? mode"
    r"|changes topic|was kicked|entered the room|\[?[^\s@]{1,40}@[^\s@]{1,90}\]?.? has joined)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_BLOCK_OF_DISCORD = re.compile(r"^\{(?:Attachments|Embed|Reactions|Stickers)\}\s?$", re.MULTILINE)


class Message(NamedTuple):
    """What one person wrote at a time, and the line that it begins in.

    The day is "2021-01-03", or as it is written where the chat leaves open which is the month; ""
    where nothing says it. The text is empty where a picture was left out.
    """

    line: int
    sender: str
    day: str
    text: str


class Chat(NamedTuple):
    """The messages of a chat, those without words among them, and how many other lines it has."""

    messages: Iterator[Message]
    n_notices: int
    is_timed: bool = True


def chat_of(text: str, is_alone: bool = False) -> Chat | None:
    """The messages of a text that is a chat beyond doubt; None for all other texts.

    In one that `is_alone`, and no document among others, these may be the turns of a transcript
    without times, too.
    """
    if not _may_be_chat(text):
        return _transcript(text) if is_alone else None
    sample = [line for part in _windows(text, _WINDOW_OF_SHAPES) for _, line in _lines(part)]
    found = [list(filter(None, (_match(shape, line) for line in sample))) for shape in SHAPES]
    counts = [sum(_said(match)[0] != "" for match in matches) for matches in found]
    shape = SHAPES[counts.index(max(counts))]
    seen = _Seen()
    for message in _messages(text, shape, seen):
        seen.add(message)
    if max(counts) == 0 or not seen.are_of_chat(shape):
        return _transcript(text) if is_alone else None
    days = seen.dates()
    if days is None:
        return None
    return Chat(
        (
            each._replace(day=days[each.day], text=words_of(each.text))
            for each in _messages(text, shape, _Seen())
        ),
        seen.n_notices,
    )


def _transcript(text: str) -> Chat | None:
    """The turns of a transcript without times; None for a play, a list and all else."""
    beginnings = [TURN.pattern.match(line) for _, line in _lines(text[:_WINDOW_OF_SHAPES]) if line]
    if 2 * sum(map(bool, beginnings)) < len(beginnings) or len(text) > _LONGEST_TRANSCRIPT:
        return None
    seen = _Seen()
    order: list[str] = []
    n_words = 0
    for turn in _messages(text, TURN, seen):
        seen.add(turn)
        order.append(turn.sender)
        n_words += turn.text.count(" ") + 1
    n_turns, names = len(order), set(order)
    are_names = not any(plain_name(name) in _COLUMNS for name in names)
    is_spoken = n_turns >= _FEWEST_TURNS and n_words >= _FEWEST_WORDS * n_turns
    is_regular = any(
        sum(a == b for a, b in zip(order, order[period:], strict=False)) > 0.9 * (n_turns - period)
        for period in range(3, min(_LONGEST_PERIOD, n_turns // 2) + 1)
        if len(names) == period
    )
    few_others = 2 * seen.n_below <= n_turns and 4 * len(names) <= n_turns
    if not (are_names and is_spoken and few_others) or is_regular or not seen.are_of_chat(TURN):
        return None
    if any(OF_A_PLAY.match(line) for _, line in _lines(text)):
        return None
    turns = (each._replace(text=words_of(each.text)) for each in _messages(text, TURN, _Seen()))
    return Chat(turns, seen.n_notices, is_timed=False)


def _may_be_chat(text: str) -> bool:
    """Whether there are times near the beginnings of many lines; it is asked of every text."""
    parts = _windows(text, _WINDOW)
    n_clocks = sum(map(_n_clocks, parts))
    n_lines = sum(part.count("\n") for part in parts)
    least = _FEWEST_SURE if len(parts) == 1 else 2
    return n_clocks >= least and n_clocks * (_MOST_BELOW + 1) > n_lines


def _n_clocks(text: str) -> int:
    """How many times there are near the beginnings of lines, or a few more."""
    # A pattern takes ten times as long; times with a point are in lines that are marked otherwise.
    if text.count(" - ") + text.count("] ") > 2 and "." in text:
        return len(HAS_CLOCK.findall(text))
    n_clocks, found = 0, text.find(":")
    while found > 0:
        is_clock = text[found - 1].isdecimal() and text[found + 1 : found + 3].isdecimal()
        n_clocks += is_clock and found - text.rfind("\n", 0, found) < _FARTHEST
        found = text.find(":", found + 1)
    return n_clocks


def _windows(text: str, size: int) -> list[str]:
    if len(text) <= 3 * size:
        return [text]
    middle = len(text) // 2
    return [text[:size], text[middle : middle + size], text[-size:]]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without marks of direction; a long text is not copied."""
    for number, line in enumerate(each_line(text), 1):
        yield number, line if line.isascii() else line.translate(PLAIN_SIGNS)


def _match(shape: Shape, line: str) -> re.Match | None:
    return shape.pattern.match(line.lstrip("\u200e "))


def _said(match: re.Match) -> tuple[str, str]:
    """Who says what in the line that begins a message; "" twice in one of the program."""
    sender, text = (match["sender"] or "").strip(), match["text"] or ""
    if sender == "*" or (not sender and _notice(match).startswith("* ")):  # nick waves
        action = text.strip() or _notice(match)[2:].strip()
        sender, _, text = action.partition(" ")
        return ("", "") if _MOVED.search(text) or sender.endswith(":") else (sender, text)
    sender = sender.replace("\u200e", "").removeprefix("~").strip()
    return (sender, text) if _SIGN_OF_NAME.search(sender) else ("", "")


def _notice(match: re.Match) -> str:
    return match.groupdict().get("notice") or ""


def _day_of(match: re.Match, marked: str) -> str:
    """The day of a message as it is written; that of the line before where it has none."""
    day = match.groupdict().get("day") or ""
    if not day or not day[:1].isalpha() or day[-4:].isdecimal():
        return day.strip() or marked
    found = _YEAR.search(marked)  # Jan 03, below a line that says the year
    if found is None:
        return ""
    begun, own = written_date(marked), written_date(f"{day} {found[0]}")
    is_next = begun and own and own.numbers[1:] < begun.numbers[1:]
    return f"{day} {int(found[0]) + bool(is_next)}"


class _Seen:
    """What decides whether lines are a chat, counted while they are read."""

    def __init__(self) -> None:
        self.n_above = self.n_below = self.n_notices = self.n_messages = 0
        self.n_stamped_notices = self.n_off_grid = self.n_clocks = self.n_empty = 0
        self.senders: Counter[str] = Counter()
        self.days: list[str] = []
        self._block: set[str] = set()
        self._n_varied = self._n_compared = 0

    def add(self, message: Message) -> None:
        """Count a message."""
        self.n_messages += 1
        self.senders[message.sender] += 1
        self.n_empty += not message.text
        if not self.days or self.days[-1] != message.day:
            self.days.append(message.day)
        if self.n_messages % _BLOCK == 0:
            self._n_varied += len(self._block)
            self._block = set()
        if text := words_of(message.text):
            self._n_compared += 1
            self._block.add(_MASKED.sub("0", text[:200].casefold()))

    def are_of_chat(self, shape: Shape) -> bool:
        """Whether what was counted is a chat."""
        n = self.n_messages
        if n < (_FEWEST_SURE if shape.is_sure else _FEWEST) or self.n_above > _MOST_ABOVE:
            return False
        if not shape.is_sure and (len(self.senders) < 2 or 2 * len(self.senders) > n):
            return False
        # The entries of a diary begin with what they are about, too: 08:15 - At the lake: text.
        if not (shape.is_irc or self.n_stamped_notices) and 4 * len(self.senders) > 3 * n:
            return False
        # Of WhatsApp with one sender there is at least what it says of encryption.
        if not shape.is_irc and len(self.senders) < 2 and not self.n_stamped_notices:
            return False
        most_below = n if shape.is_irc else _MOST_BELOW * n
        if self.n_below > most_below or (shape.is_head and 5 * self.n_empty > n):
            return False
        if not shape.is_irc and self.n_stamped_notices > 2 * n:
            return False
        # A programme of talks has its times at the full five minutes.
        has_days = any(self.days)
        if not has_days and shape.needs_seconds and self.n_clocks:
            return False
        if not has_days and self.n_off_grid < _LEAST_OFF_GRID * self.n_clocks:
            return False
        return self._are_people(shape)

    def _are_people(self, shape: Shape) -> bool:
        """Whether the senders are people and not the parts of a program."""
        words = {name: set(_WORD.findall(name.casefold())) for name in self.senders}
        n_levels = sum(
            n for name, n in self.senders.items() if words[name] & _LEVELS or _PROCESS.search(name)
        )
        if 50 * n_levels > self.n_messages:
            return False
        are_tokens = all(_TOKEN.match(name) for name in self.senders)
        least = _LEAST_OF_NAMES if are_tokens and not shape.is_irc else _LEAST_VARIETY
        return self._n_varied + len(self._block) >= least * self._n_compared

    def dates(self) -> dict[str, str] | None:
        """Days as they are written to days as 2021-01-03; None where they are no days.

        All stay as they are written where some leave open which is the month.
        """
        written = [day for day, _ in groupby(day for day in self.days if day)]
        read = read_dates(written, "date")
        if 20 * sum(written_date(day) is None for day in written) > len(written):
            return None
        days = {"": ""}
        are_sure = not (read.n_unsure or read.n_unread)
        for day, date in zip(written, read.dates, strict=True):
            days[day] = day
            if date is not None and are_sure:
                year, month, number = date
                year -= 543 * (year > _BUDDHIST)
                parts = [f"{year:04}", *(f"{part:02}" for part in (month, number) if part)]
                days[day] = "-".join(parts)
        return days


def _messages(text: str, shape: Shape, seen: _Seen) -> Iterator[Message]:
    """Messages with their days as they are written; other lines are counted."""
    marked = ""  # the day that a line between the messages said
    waiting: Message | None = None
    parts: list[str] = []
    for number, line in _lines(text):
        match = _match(shape, line)
        sender, said = _said(match) if match else ("", "")
        if match is None and waiting is None and not MARKER.match(line):
            seen.n_above += bool(line.strip())
            seen.n_notices += bool(line.strip())
        elif match is None and MARKER.match(line) and (shape.is_irc or day_said(line)):
            marked = day_said(line) or marked
            seen.n_notices += 1
        elif match is None and not shape.is_irc:
            seen.n_below += bool(line.strip())
            parts.append(line)
        elif match is None:
            seen.n_below += bool(line.strip())
            seen.n_notices += bool(line.strip())
        elif not sender:
            seen.n_stamped_notices += 1
            seen.n_notices += 1
        else:
            if waiting is not None:
                yield _whole(waiting, parts, shape)
            if match["minute"] and not match["seconds"]:
                seen.n_clocks += 1
                seen.n_off_grid += int(match["minute"]) % 5 > 0
            waiting = Message(number, sender, _day_of(match, marked), "")
            parts = [said]
    if waiting is not None:
        yield _whole(waiting, parts, shape)


def _whole(message: Message, parts: list[str], shape: Shape) -> Message:
    text = "\n".join(parts).strip()
    if shape.has_quotes and "\n" in text and text[0] == text[-1] == '"':
        inner = text[1:-1].replace('""', "\0")  # as a program writes one within
        text = text if '"' in inner else inner.replace("\0", '"')
    if text.startswith("{") or "\n{" in text:
        text = _BLOCK_OF_DISCORD.split(text, maxsplit=1)[0].rstrip()
    return message._replace(text=text)
