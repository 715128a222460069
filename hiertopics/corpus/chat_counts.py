"""Documents of chats that were saved as text, and what is said about how they were read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiertopics.corpus.split import passage_place, split_lines
from hiertopics.printable import printable

if TYPE_CHECKING:
    from hiertopics.corpus.files.chats import Chat, Message

# How long messages can be joined so that their topics show.
_JOINED = "--split 300 joins messages to documents of 300 words"


def chat_in(text: str, split: str | int | None, is_alone: bool) -> Chat | None:
    """The chat that a text is, as `chat_of` finds it, unless its lines are wanted as they are."""
    if split in ("lines", "paragraphs"):
        return None
    # Imported here: it costs start-up time, and tables need none of it.
    from hiertopics.corpus.files.chats import chat_of

    return chat_of(text, is_alone)


@dataclass
class ChatCounts:
    """What was found in the files that are chats."""

    files: list[str] = field(default_factory=list)
    senders: set[str] = field(default_factory=set)
    n_messages: int = 0
    n_without_words: int = 0
    n_notices: int = 0
    n_without_day: int = 0
    is_timed: bool = True

    def documents(
        self, chat: Chat, name: str, split: str | int | None
    ) -> Iterator[tuple[str, str, str | None, int, dict[str, str]]]:
        """Place, text, reason, number and fields of the `Record` of each document of a chat.

        A document is a message with its date and sender, or with `split` a run of so many words of
        several, with the date of the first. The name is that of the file.
        """
        self.files.append(printable(os.path.basename(name)))
        self.n_notices += chat.n_notices
        self.is_timed = chat.is_timed
        written = self._written(chat)
        if split is None:
            for each in written:
                fields = {"date": each.day} if each.day else {}
                fields["sender"] = each.sender
                yield str(each.line), each.text, None, 0, fields
        else:
            days: list[str] = []

            def texts() -> Iterator[str]:
                for each in written:
                    days.append(each.day)
                    yield each.text

            for number, (first, text) in enumerate(split_lines(texts(), split), 1):
                fields = {"date": days[first - 1]} if days[first - 1] else {}
                yield passage_place(split, first, number), text, None, number, fields
        if not self.n_messages:
            yield "", "", "empty", 0, {}

    def _written(self, chat: Chat) -> Iterator[Message]:
        """Messages with words in them."""
        for each in chat.messages:
            if not each.text:
                self.n_without_words += 1
                continue
            self.n_messages += 1
            self.n_without_day += not each.day
            self.senders.add(each.sender)
            yield each

    def remarks(self, split: str | int | None) -> list[str]:
        """How chats were read, and how they are read otherwise."""
        if not self.files:
            return []
        n = len(self.files)
        what = f"{self.files[0]} was read as a {'chat' if self.is_timed else 'transcript'}"
        if n > 1:
            what = f"{n:,} files were read as chats, the first is {self.files[0]}"
        each = "each a document" if split is None else f"joined to documents of {split} words"
        senders = "1 sender" if len(self.senders) == 1 else f"{len(self.senders):,} senders"
        said = f"{what}: {self.n_messages:,} messages of {senders}, {each}"
        left_out = [
            f"{number:,} {of}"
            for number, of in (
                (self.n_without_words, "without words (omitted media, deleted messages)"),
                (
                    self.n_notices,
                    f"line{'s' * (self.n_notices > 1)} that nobody wrote (who joined and the like)",
                ),
            )
            if number
        ]
        said += f"; left out are {' and '.join(left_out)}" if left_out else ""
        if self.is_timed and self.n_without_day == self.n_messages > 0:
            said += "; nothing in it says the day" if n == 1 else "; nothing in them says the day"
        joined = f"{_JOINED}, and " if split is None else ""
        return [f"{said}; {joined}--per-line reads the lines as they are"]
