"""What the exports of survey programs look like: their columns, their questions, their choices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from hiertopics.corpus.tables.column_names import plain_name

# Columns that a program writes, and how many of them say that it is this one.
_WRITTEN = [
    (frozenset(plain_name(name) for name in names.split(" / ")), least)
    for names, least in (
        ("StartDate / RecordedDate / ResponseId / DistributionChannel / UserLanguage", 3),
        ("Respondent ID / Collector ID", 2),
        ("lastpage / startlanguage / submitdate / seed / datestamp", 2),
        ("Last page / Start language / Date submitted / Date last action", 2),
        ("Letzte Seite / Start-Sprache / Startsprache / Datum Abgeschickt / Zufallsstartwert", 2),
        ("Dernière page / Langue de départ / Date de soumission", 2),
        ("Última página / Lenguaje inicial / Idioma inicial / Fecha de envío", 2),
        ("Start time / Completion time", 2),
        ("Startzeit / Fertigstellungszeit", 2),
        ("Heure de début / Heure de fin", 2),
        ("Hora de inicio / Hora de finalización", 2),
        ("Ora di inizio / Ora di completamento", 2),
        ("redcap_event_name / redcap_survey_identifier / redcap_repeat_instance", 1),
        ("_submission_time / _uuid / __version__ / _validation_status", 2),
        ("SubmissionDate / instanceID / formdef_version / KEY", 2),
        ("CASE / QUESTNNR / STARTED / LASTPAGE", 3),
        ("lfdn / external_lfdn / dispcode / lastpage", 2),
        ("Start Date (UTC) / Submit Date (UTC) / Network ID", 2),
    )
]
_TIMESTAMPS = frozenset(
    plain_name(name)
    for name in (
        "Timestamp / Zeitstempel / Horodateur / Marca temporal / Informazioni cronologiche / "
        "Carimbo de data/hora / Tijdstempel / Sygnatura czasowa / Zaman damgası / Tidsstämpel / "
        "Отметка времени / 时间戳记 / タイムスタンプ / 타임스탬프"
    ).split(" / ")
)
_COMPLETE = re.compile(r"[a-z]\w*_complete$")
_QUESTION_MARKS = ("?", "？", "؟")
_SENTENCE = 4  # words
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_PARTS = re.compile(r"[;,|\n、，；]")
_LONGEST_READ = 600  # characters of a cell
_MOST_CHOICES = 30
_OFTEN = 3  # times, that a choice is made on average
_SENTENCES = re.compile(r"[.!?。]")


def is_question(name: str) -> bool:
    """Whether the name of a column is a question, or a sentence that asks for something."""
    return is_marked(name) or len(name.split()) > _SENTENCE or len(_UNSPACED.findall(name)) > 12


def is_marked(name: str) -> bool:
    """Whether the name of a column ends with a question mark."""
    return name.rstrip().endswith(_QUESTION_MARKS)


def is_survey(names: Sequence[str], questions: Mapping[str, str] | None = None) -> bool:
    """Whether a table with columns of these names is the export of a survey.

    It has the columns that one of the programs writes, or questions below its names, or at least
    two questions for names, or a time stamp in front of one.
    """
    plain = set(map(plain_name, names))
    is_stamped = bool(names) and plain_name(names[0]) in _TIMESTAMPS
    has_forms = "record_id" in plain and any(map(_COMPLETE.match, plain))
    return (
        bool(questions)
        or has_forms
        or sum(map(is_marked, names)) > 1
        or (is_stamped and any(map(is_question, names)))
        or any(len(plain & own) >= least for own, least in _WRITTEN)
    )


def are_choices(texts: Collection[str]) -> bool:
    """Whether texts are lists of the same few choices, as of boxes that were ticked."""
    read = [text[:_LONGEST_READ].strip(" ;,|") for text in texts]
    if any(map(_SENTENCES.search, read)):
        return False
    parts = [_PARTS.split(text) for text in read]
    counts = Counter(part.strip() for own in parts for part in own)
    n_several = sum(len(own) > 1 for own in parts)
    return (
        4 * n_several >= len(parts) > 0
        and len(counts) <= _MOST_CHOICES
        and counts.total() >= _OFTEN * len(counts)
    )
