"""The vocabulary of minutes of the German Bundestag, whose speeches are documents."""

from __future__ import annotations

from hiertopics.corpus.files.vocabularies import Row, Vocabulary, first
from hiertopics.dates.publication import day

_SPEAKER = "redner.name"


def _speech(row: Row) -> Row | str:
    """A speech without the line that says who speaks, and the speaker's name in one."""
    parts = [first(row.pop(part, None)) for part in ("title", "first name", "last name")]
    text = first(row.get("text")) or ""
    head, mark, rest = text.partition(":")
    if mark and parts[2] and str(parts[2]) in head and "\n" not in head:
        text = rest.strip()
    singles = {name: first(value) for name, value in row.items()}
    speaker = " ".join(str(part) for part in parts if part)
    found = {**singles, "text": text, "speaker": speaker, "date": day(singles.get("date"))}
    return {name: value for name, value in found.items() if value}


BUNDESTAG = Vocabulary(
    frozenset(("rede",)),
    {
        **{"id": "id", "dbtplenarprotokoll.sitzung-datum": "date", "kommentar": "remark", "p": "p"},
        **{f"{_SPEAKER}.titel": "title", f"{_SPEAKER}.vorname": "first name"},
        **{f"{_SPEAKER}.nachname": "last name", f"{_SPEAKER}.fraktion": "party"},
        f"{_SPEAKER}.rolle.rolle_lang": "role",
    },
    is_closed=True,
    left_out=frozenset(("kommentar", "a", "sup")),
    finish=_speech,
    is_text=True,
    around=frozenset(("redner",)),
)
