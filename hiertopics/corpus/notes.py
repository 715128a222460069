"""What is noticed while a corpus is read, as sentences for its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hiertopics.printable import printable


@dataclass
class Notes:
    """Sentences on how a corpus was read, each once, in the order in which they came up.

    A doubt is of something that may have been read wrongly, and names the file and the row or line.
    A remark is of a choice that was made for the user, and names the option that changes it. Both
    are whole sentences without a full stop. The questions are those that a survey asks below the
    names of its columns.
    """

    doubts: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)

    def doubt(self, sentence: str) -> None:
        """Say of something that it may have been read wrongly."""
        _add(sentence, self.doubts)

    def remark(self, sentence: str) -> None:
        """Say of a choice how it was made, and how it is made otherwise."""
        _add(sentence, self.remarks)

    def extend(self, notes: Notes) -> None:
        """Say what was said elsewhere."""
        for doubt in notes.doubts:
            self.doubt(doubt)
        for remark in notes.remarks:
            self.remark(remark)
        self.questions.update(notes.questions)

    def facts(self) -> dict[str, list[str]]:
        """Both, as JSON can hold them."""
        return {"doubts": list(self.doubts), "remarks": list(self.remarks)}


def _add(sentence: str, sentences: list[str]) -> None:
    sentence = printable(sentence)  # it may quote names of files and cells
    if sentence not in sentences:
        sentences.append(sentence)


def listed(parts: Sequence[str]) -> str:
    """Parts of a sentence with commas and "and" between them."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def doubts_of_files(found: Sequence[tuple[str, str]]) -> list[str]:
    """The doubt about the first of the files, given by name and doubt, and how many are like it."""
    if not found:
        return []
    name, doubt = found[0]
    more = len(found) - 1
    others = f", and {more:,} more {'file is' if more == 1 else 'files are'} like it"
    return [f"{printable(name)}: {doubt}{others if more else ''}"]
