"""Choose which columns of a table hold texts, ids and labels, by how their cells read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hiertopics.corpus.notes import Notes, listed
from hiertopics.corpus.tables.column_names import named_for, plain_name, rank_for, use_of
from hiertopics.corpus.tables.column_parts import are_parts
from hiertopics.corpus.tables.column_reading import READ_ROWS, ColumnReading, read_columns
from hiertopics.corpus.tables.doubled import doubles
from hiertopics.corpus.tables.label_columns import label_columns
from hiertopics.corpus.tables.list_columns import of_lists
from hiertopics.corpus.tables.named_columns import Names, option_of, wanted_columns
from hiertopics.corpus.tables.surveys import is_marked, is_question, is_survey
from hiertopics.corpus.tables.totals import is_total
from hiertopics.corpus.tables.wide_objects import wide_objects
from hiertopics.errors import CorpusError
from hiertopics.missing import is_missing_cell

# How much likelier a column is to be the text by its name, and by a word in it the square root.
_LIKELIER = {"text": 4.0, "maybe text": 2.0, "title": 1.0, None: 1.0}
_NAMED_OTHERWISE = 0.2
_OF_NAMES = 0.05
_SECOND = 0.1  # of the weight of the text, for another column to be mentioned
_SECOND_OF_SURVEY = 0.01
_OF_SENTENCES = 5  # words of a cell
_BLANKS = 0.05  # share of rows without an answer, in a column of answers to an open question
_FEWEST_IDS = 0.5  # different ones, by rows, for ids that come again to be ids at all
_FEWEST_ROWS = 20  # for a first column of unknown name to be the id
_SUMMARY = 15  # words of a summary that is the title of a text
_LONGEST_SHOWN = 60  # characters of a question
# What has a name and such a text is no person: cards, tasks, products, events.
_OF_THE_NAMED = frozenset("desc description notes details text_content beschreibung".split())
_NUMBERS = frozenset(("number", "ticket_number", "case_number", "incident_number"))
_CODE = re.compile(r"(?!\d{4}(?:-\d|$))[^\W_]*\d[\w-]{0,39}$")


class Columns(NamedTuple):
    """Names of a table's columns by what they hold; `labels` are fine to broad.

    `answers` are those of the text that are answers to open questions, `title` is the one that was
    put in front of it, and `separators` are the signs between several labels in a cell, by column.
    """

    text: tuple[str, ...]
    id: str | None
    labels: tuple[str, ...]
    metadata: tuple[str, ...]
    answers: tuple[str, ...] = ()
    title: str | None = None
    separators: Mapping[str, str] = {}

    def all_names(self) -> set[str]:
        """Every column that something is read from."""
        ids = () if self.id is None else (self.id,)
        return {*self.text, *ids, *self.labels, *self.metadata}

    def described(self) -> dict:
        """As a report keeps it."""
        names = {use: list(getattr(self, use)) for use in ("text", "labels", "metadata")}
        return {"text": names["text"], "id": self.id, **names}


def choose_columns(
    rows: Sequence[Mapping],
    text: Names | None = None,
    id: str | None = None,
    labels: Names | None = None,
    metadata: Names | None = None,
    notes: Notes | None = None,
    each: bool = False,
) -> Columns:
    """Choose the columns that are named, and the rest by how they read, their names being a hint.

    The rows are some of the table, at least one. The text is the column with the most words a row,
    those of repeated cells once, that are different; a name such as "text" makes a column up to
    four times as likely, one such as "author" a fifth as likely, and names of persons hardly are
    it. A column named "title" that reads like titles, short and distinct, goes in front. Where
    several columns of sentences have blanks or are named by a question, or the table is the export
    of a survey (`is_survey`), they are answers, and joined; any other second column of sentences is
    named in a remark. A label column is one of such a name with fewer classes than rows, an id
    column one of such a name, or else the first, with distinct and short cells. With `each`, all
    columns of sentences are answers, each a document of its own. Of several labels in a cell the
    first is the label, unless the column is named. Names by the hundred within an object, most of
    them in few rows, are data and no columns.

    Several text columns are joined; labels are named fine to broad. None is for a guess, an empty
    collection for no labels or metadata; columns that nothing else is in are metadata. A
    CorpusError is raised if a named column is not there, or none looks like text.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    notes = Notes() if notes is None else notes
    texts, found, others = (wanted_columns(each, names) for each in (text, labels, metadata))
    ids = wanted_columns(id, names)
    data = {name for own in wide_objects(rows, names).values() for name in own}
    names = [name for name in names if name not in data]
    readings = {}
    if texts is None or found is None or ids is None:
        readings = read_columns(rows, names)
    answers: tuple[str, ...] = ()
    title = None
    if texts is None:
        texts, answers, title = _text_columns(rows, readings, notes, each)
    elif each:
        answers = texts
    elif len(texts) > 1:
        named = read_columns(rows, texts)
        are_answers = all(_is_answer(name, named[name]) for name in texts)
        answers = texts if are_answers or is_survey(names, notes.questions) else ()
    taken: set[str | None] = set(texts)
    if ids is None:
        ids = _id_column(rows, readings, taken, notes)
    taken.update(ids)
    separators: dict[str, str] = {}
    if found is None:
        free = {name: reading for name, reading in readings.items() if name not in taken}
        found, separators = label_columns(rows, free, notes)
    if text is None and len(texts) == 1:
        _note_titles(readings, texts[0], {*taken, *found}, notes)
    if others is None:
        others = tuple(name for name in names if name not in {*taken, *found})
    return Columns(texts, next(iter(ids), None), found, others, answers, title, separators)


def is_undecided(rows: Sequence[Mapping]) -> bool:
    """Whether later rows of a table may show its text: a column that could be it is empty so far.

    It could be if its name says so, or if no other column reads like sentences.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    filled = {name for row in rows for name, value in row.items() if not is_missing_cell(value)}
    empty = [name for name in names if name not in filled]
    if not empty or any(use_of(name)[0] in ("text", "maybe text") for name in empty):
        return bool(empty)
    return not any(reading.is_prose for reading in read_columns(rows, list(filled)).values())


def _likelihood(name: str, reading: ColumnReading) -> float:
    """How likely a column is to be the text."""
    use, is_whole = use_of(name)
    if _asks(name, reading):
        use = None  # its last word says nothing of what it holds
    factor = _LIKELIER.get(use, _NAMED_OTHERWISE)
    factor = factor if is_whole else factor**0.5
    # Names of persons, each another, are no text beside answers of one word that come again.
    is_short = use not in _LIKELIER and reading.words < 4
    is_names = reading.is_names and use not in ("text", "maybe text", "title")
    is_other = is_short or is_names or reading.is_choices
    return reading.weight * factor * (_OF_NAMES if is_other else 1.0)


def _asks(name: str, reading: ColumnReading) -> bool:
    """Whether a column has sentences below a question, such as 'What about your city?'."""
    return is_question(name) and not use_of(name)[1] and reading.words >= _OF_SENTENCES


def _text_columns(
    rows: Sequence[Mapping], readings: Mapping[str, ColumnReading], notes: Notes, each: bool
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """The columns of the text, those of them that are answers, and the title in front."""
    likely = {name: _likelihood(name, reading) for name, reading in readings.items()}
    main = _main_column(readings, likely)
    is_of_survey = is_survey(list(readings), notes.questions)
    least = _SECOND_OF_SURVEY if is_of_survey else _SECOND
    others = [
        name
        for name, reading in readings.items()
        if name != main
        and reading.is_prose
        and (use_of(name)[0] in ("text", "maybe text", None) or _asks(name, reading))
        and likely[name] >= least * likely[main]
    ]
    longer = [name for name in others if readings[name].words > readings[main].words]
    if rank_for(main, "title") is not None and longer:  # of texts that most rows lack
        others.append(main)
        main = max(longer, key=likely.__getitem__)
        others.remove(main)
    title = None if is_of_survey else _title_column(readings, main)
    others = _not_doubled(rows, main, [name for name in others if name != title], notes)
    answers = [name for name in readings if name in (main, *others)]
    if each:
        return tuple(answers), tuple(answers), None
    if others and are_parts(answers):
        notes.remark(
            f"{listed([repr(name) for name in answers])} are parts of a text by their names and "
            f"are joined; --text {option_of(answers[:1])} takes one of them, --each makes every "
            "part a document"
        )
        texts = [*([title] if title else []), *answers]
        return tuple(texts), tuple(answers) if title is None else (), title
    if others and (is_of_survey or all(_is_answer(name, readings[name]) for name in answers)):
        notes.remark(
            f"{_asked(answers, notes)} read like answers to open questions and are joined, a "
            f"document a row; --text {option_of(answers[:1])} takes one of them, --each makes "
            "every answer a document"
        )
        return tuple(answers), tuple(answers), None
    if others:
        texts = [*([title] if title else []), *answers]
        read = "reads" if len(others) == 1 else "read"
        takes = "takes both" if len(texts) == 2 else "takes them all"
        shown = listed([repr(name) for name in others])
        notes.remark(f"{shown} {read} like text, too; --text {option_of(texts)} {takes}")
    return ((main,) if title is None else (title, main)), (), title


def title_remark(title: str, texts: Sequence[str], n_alone: int, n_rows: int) -> str:
    """Say that a title goes in front of its texts, and how many rows have nothing else."""
    have = "has" if n_alone == 1 else "have"
    alone = f", and {n_alone:,} of {n_rows:,} rows {have} a title alone" if n_alone else ""
    shown = listed([repr(name) for name in texts])
    return f"{title!r} goes in front of {shown}{alone}; --text {option_of(texts)} leaves it out"


def _main_column(readings, likely: Mapping[str, float]) -> str:
    named = [name for name in readings if use_of(name)[0] in ("text", "maybe text", "title")]
    # Codes and timestamps are a text only where the column is named so.
    likely = {name: w for name, w in likely.items() if readings[name].words >= 0.5 or name in named}
    main = max(likely, key=likely.__getitem__, default=None)
    if main is not None and likely[main]:
        return main
    with_text = [name for name in named if readings[name].is_text]
    if with_text:
        return with_text[0]
    shown = ", ".join(map(repr, readings)) or "none"
    raise CorpusError(
        f"no column looks like text; the columns are {shown}; name the one that holds the texts"
    )


def _title_column(readings: Mapping[str, ColumnReading], main: str) -> str | None:
    """The column of titles of the texts in the main one, None if there is none."""
    others = [name for name in readings if name != main]
    named = (*named_for("title", others), *_mentioning("title", others))
    title = next((name for name in named if readings[name].is_titles), None)
    if title is None:  # as Jira and Trello call them
        above, _, last = main.rpartition(".")
        called = {"summary", "name"} if plain_name(last) in _OF_THE_NAMED else {"summary"}
        named = [
            name
            for name in others
            if plain_name(name.rpartition(".")[2]) in called
            and ("summary" in name.lower() or name.rpartition(".")[0] == above)
            and not readings[name].is_names
        ]
        title = next((name for name in named if readings[name].is_titles), None)
    longest = readings[main].words if use_of(title or "")[0] == "title" else _SUMMARY
    is_shorter = title is not None and readings[title].words < min(longest, readings[main].words)
    return title if is_shorter else None


def _note_titles(readings, main: str, taken: set, notes: Notes) -> None:
    """Say why a column of titles is not put in front of the text."""
    for name in named_for("title", readings)[:1]:
        reading = readings[name]
        is_shorter = 1 <= reading.words < readings[main].words
        if name not in taken and is_shorter and not reading.is_titles:
            notes.remark(
                f"{name!r} has {reading.counted} and is not put in front of {main!r}; --text "
                f"{option_of([name, main])} puts it there"
            )


def _not_doubled(rows, main: str, others: Sequence[str], notes: Notes) -> list[str]:
    """Those columns that have another text than the main one and those before them."""
    kept: list[str] = []
    for name in others:
        if any(doubles(rows, earlier, name) == earlier for earlier in (main, *kept)):
            continue
        if doubles(rows, name, main) == name:
            notes.remark(
                f"{name!r} has what {main!r} has and more; --text {option_of([name])} takes it"
            )
            continue
        kept = [earlier for earlier in kept if doubles(rows, name, earlier) != name]
        kept.append(name)
    return kept


def _is_answer(name: str, reading: ColumnReading) -> bool:
    """Whether a column of sentences holds what people answered to an open question."""
    return is_marked(name) or (use_of(name) != ("text", True) and reading.filled <= 1 - _BLANKS)


def _id_column(rows, readings: Mapping[str, ColumnReading], taken: set, notes) -> tuple[str, ...]:
    """The column with the names of the rows, if there is one."""
    free = {name: reading for name, reading in readings.items() if name not in taken}
    within = of_lists(rows[:READ_ROWS], [*named_for("id", free), *_mentioning("id", free)])
    free = {name: reading for name, reading in free.items() if name not in within}
    for name in (*named_for("id", free), *_mentioning("id", free)):
        if free[name].is_key:
            return (name,)
    repeated = [name for name in named_for("id", free) if free[name].n_filled]
    if repeated and _FEWEST_IDS <= free[repeated[0]].distinct < 1:
        notes.remark(
            f"{repeated[0]!r} has {free[repeated[0]].counted}, so that rows are "
            f"named by their number; --id {option_of(repeated[:1])} names them by it"
        )
    first = next(iter(readings), None)
    if first not in free or free[first].n_rows < _FEWEST_ROWS:
        return ()
    if use_of(first)[0] is not None and plain_name(first) not in _NUMBERS:
        return ()
    is_whole = free[first].filled == free[first].distinct == 1
    keys = (str(row.get(first)).strip() for row in rows[:READ_ROWS])
    is_codes = all(_CODE.match(key) or is_total(key) for key in keys)
    return (first,) if is_whole and is_codes else ()


def _mentioning(use: str, names) -> list[str]:
    """Columns with a name that ends or begins with a word for a use, such as ``patent_id``."""
    return [name for name in names if use_of(name) == (use, False)]


def _asked(names: Sequence[str], notes: Notes) -> str:
    """Columns of a survey, with what is asked below their names."""
    shown = []
    for name in names:
        question = notes.questions.get(name, "")
        cut = question if len(question) <= _LONGEST_SHOWN else f"{question[:_LONGEST_SHOWN]} ..."
        shown.append(f"{name!r} ({cut})" if question else repr(name))
    return listed(shown)
