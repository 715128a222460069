"""Exports of survey programs: their headers, their questions, and which answers are texts."""

import csv
import io
import json
import random

import pandas as pd
import pytest

import hiertopics as ht
from hiertopics.corpus.tables.column_names import rank_for, use_of
from hiertopics.corpus.tables.header import table_head
from hiertopics.corpus.tables.surveys import are_choices, is_question, is_survey

WORDS = "bench tree road bus noise school rent park bridge street lamp market shop clinic".split()
CHOICES = ["Walking the dog", "Reading at home", "Playing chess", "Cooking for friends"]


def answer(rng):
    return f"I would {rng.choice(['like', 'hate'])} a {' and '.join(rng.sample(WORDS, 4))} here"


def ticked(rng, separator):
    return separator.join(sorted(rng.sample(CHOICES, rng.randint(1, 3))))


def number(rng):
    return str(rng.randint(1, 5))


def date(rng):
    return f"2024-03-{rng.randint(1, 28):02} 10:00:00"


def key(rng):
    return "R_" + "".join(rng.choices("abcdefgh12345678", k=12))


# The header rows, and what makes the cells of each column; answers are the texts.
SURVEYS = {
    "qualtrics": (
        [
            "StartDate,RecordedDate,ResponseId,DistributionChannel,UserLanguage,Q1,Q2,Q3,Q4".split(","),
            ["Start Date", "Recorded Date", "Response ID", "Distribution Channel", "User Language",
             "How old are you?", "What do you do? - Selected Choice", "What is good here?",
             "What would you\nlike to change in your city?"],
            [json.dumps({"ImportId": f"QID{i}"}) for i in range(9)],
        ],
        [date, date, key, "anonymous", "EN", number, ",", answer, answer],
        {"Q3": "What is good here?", "Q4": "What would you like to change in your city?"},
    ),
    "surveymonkey": (
        [
            ["Respondent ID", "Collector ID", "Start Date", "What do you do?", "", "",
             "What is good here?", "What is bad?"],
            ["", "", "", "Sports", "Chess", "Other (please specify)", "Open-Ended Response",
             "Open-Ended Response"],
        ],
        [key, "42", date, "Sports", "Chess", "", answer, answer],
        {"What is good here?": "What is good here?", "What is bad?": "What is bad?"},
    ),
    "google": (
        [["Timestamp", "Your name", "What do you do?", "What about your city?", "Any wish left"]],
        [date, "Ada Ruiz", ", ", answer, answer],
        {"What about your city?": "What about your city?", "Any wish left": "Any wish left"},
    ),
    "microsoft": (
        [["ID", "Start time", "Completion time", "Email", "What do you do", "Good things",
          "Bad ones"]],
        [key, date, date, "anonymous", ";", answer, answer],
        {"Good things": "Good things", "Bad ones": "Bad ones"},
    ),
    "limesurvey": (
        [["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Was ist gut?",
          "Sonstige Angaben zu den Orten"]],
        [key, date, "3", "de", answer, answer],
        {"Was ist gut?": "Was ist gut?",
         "Sonstige Angaben zu den Orten": "Sonstige Angaben zu den Orten"},
    ),
    "redcap": (
        [["record_id", "redcap_event_name", "age", "went_well", "went_badly", "visit_complete"]],
        [key, "baseline_arm_1", number, answer, answer, "2"],
        {"went_well": "went_well", "went_badly": "went_badly"},
    ),
    "kobo": (
        [["start", "end", "open/hopes", "open/fears", "do", "do/a", "_id", "_uuid",
          "_submission_time"]],
        [date, date, answer, answer, "a b", "1", key, key, date],
        {"open/hopes": "open/hopes", "open/fears": "open/fears"},
    ),
    "kobo with groups": (
        [["start", "end", "group_id/name", "group_id/topic", "user_group/What would help",
          "user_group/place/Please tell us of your place", "user_group/Ever more", "_id", "_uuid",
          "_submission_time"]],
        [date, date, "Ada Ruiz", "roads", answer, answer, answer, key, key, date],
        {"user_group/What would help": "user_group/What would help",
         "user_group/place/Please tell us of your place":
             "user_group/place/Please tell us of your place",
         "user_group/Ever more": "user_group/Ever more"},
    ),
}  # fmt: skip


def survey(name, n=40, seed=3):
    """Rows of headers, rows of data and the questions by their columns."""
    rng = random.Random(seed)
    headers, cells, asked = SURVEYS[name]

    def cell(made):
        if callable(made):
            return made(rng)
        return ticked(rng, made) if made in (",", ", ", ";") else made

    return headers, [[cell(made) for made in cells] for _ in range(n)], asked


def written(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("n", [8, 40])
@pytest.mark.parametrize("name", sorted(SURVEYS))
def test_answers_to_open_questions_are_the_texts(tmp_path, name, n):
    headers, rows, asked = survey(name, n)
    path = tmp_path / "x.csv"
    path.write_text(written([*headers, *rows]), "utf-8")
    corpus = ht.read_corpus(path)
    assert corpus.reading["columns"]["text"] == list(asked)
    places = [i for i, made in enumerate(SURVEYS[name][1]) if made is answer]
    assert list(corpus.texts) == ["\n\n".join(row[i] for i in places) for row in rows]
    (remark,) = corpus.reading["remarks"]
    assert "joined" in remark and "--each" in remark
    each = ht.read_corpus(path, each=True)
    assert len(each) == len(asked) * n and each.metadata["question"][: len(asked)] == tuple(
        asked.values()
    )
    assert "doubts" not in corpus.reading


@pytest.mark.parametrize("name", ["qualtrics", "surveymonkey"])
def test_a_frame_of_an_export_has_no_headers_for_answers(tmp_path, name):
    headers, rows, _ = survey(name)
    path = tmp_path / "x.csv"
    path.write_text(written([*headers, *rows]), "utf-8")
    from_file = ht.read_corpus(path, each=True)
    corpus = ht.read_corpus(pd.read_csv(path, dtype=object), each=True)
    assert list(corpus.texts) == list(from_file.texts) and corpus.ids == from_file.ids
    assert corpus.metadata["question"] == from_file.metadata["question"]
    assert "header" in corpus.reading["remarks"][0]


def test_parts_of_questions_are_named_by_both():
    headers, rows, _ = survey("surveymonkey")
    head = table_head([*headers, *rows], len(headers[0]))
    do = "What do you do? - "
    assert head.names[3:6] == [do + "Sports", do + "Chess", do + "Other (please specify)"]
    assert head.n_before == 2 and head.names[6] == "What is good here?"


def test_a_row_without_an_id_is_no_header():
    rows = [["id", "", "text"], ["", "x", "a few words"], *[["7", "y", "some more"]] * 9]
    assert table_head(rows, 3).n_before == 1


def test_a_question_mark_before_a_comma_is_no_separator(tmp_path):
    header = "id,How (in short)?,Why?,Any more to say (optional),Where"
    rows = "".join(f"{i},{i % 3},because of {WORDS[i]},no,{WORDS[-i]}\n" for i in range(6))
    path = tmp_path / "x.csv"
    path.write_text(f"{header}\n{rows}", "utf-8")
    corpus = ht.read_corpus(path, text_column="Why?")
    assert corpus.texts[1] == f"because of {WORDS[1]}" and len(corpus) == 6


def test_lists_of_ticked_boxes_are_no_answers():
    rng = random.Random(1)
    for separator in (", ", ";", "|"):
        assert are_choices([ticked(rng, separator) for _ in range(30)])
    assert not are_choices([answer(rng) for _ in range(30)])
    sentences = [f"{rng.choice(CHOICES)}, and {rng.choice(WORDS)}. So it is." for _ in range(30)]
    assert not are_choices(sentences)
    assert not are_choices([]) and not are_choices(CHOICES * 5)


def test_a_title_in_a_question_is_no_title():
    rng = random.Random(2)
    rows = [
        {"Timestamp": date(rng), "What is your job title?": f"{rng.choice(WORDS)} keeper {i}",
         "Why do you like your job?": answer(rng)}
        for i in range(30)
    ]  # fmt: skip
    corpus = ht.read_corpus(pd.DataFrame(rows))
    assert corpus.reading["columns"]["text"] == ["Why do you like your job?"]


def test_what_is_a_survey_and_a_question():
    assert is_survey(["id", "What?", "Why?"]) and is_survey(["Q1"], {"Q1": "What is it?"})
    assert is_survey(["record_id", "age", "baseline_complete"])
    assert use_of("group_hh/What would help") == use_of("note.What would help") == (None, False)
    assert rank_for("group_hh/category", "fine") == rank_for("category", "fine") is not None
    assert not is_survey(["timestamp", "user", "message"]) and not is_survey(["id", "Why?"])
    assert not is_survey(["Start time", "End time", "text"])
    assert is_question("给我们讲讲你在这里的生活经历吧朋友") and not is_question("评论")
