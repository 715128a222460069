"""Which columns of a table are its text, its ids and its labels."""

import csv
import io
import random

import pandas as pd
import pytest

import hiertopics as ht
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.columns import choose_columns
from hiertopics.errors import CorpusError

_WORDS = (
    "garden rose tulip seed soil spade bed hedge lawn moss fern pond frog bench path gate wall "
    "planet comet moon orbit lens dust ring star crater dawn probe signal beam rocket"
).split()
_NAMES = "Ada Ben Cleo Dan Edda Finn Gita Hugo".split()


def words(rng, n):
    return " ".join(rng.choices(_WORDS, k=n))


def rows_of(n=80, seed=1, **columns):
    """Rows whose cells are made by functions of a random generator and the number of the row."""
    rng = random.Random(seed)
    return [{name: cell(rng, i) for name, cell in columns.items()} for i in range(n)]


def prose(n, blank_every=None):
    return lambda rng, i: "" if blank_every and i % blank_every == 0 else words(rng, n)


def one_of(*values):
    return lambda rng, i: rng.choice(values)


def chinese(n):
    return lambda rng, i: "".join(rng.choices("园花土种墙门路石雨云星月光尘环晨", k=n))


def number(rng, i):
    return i


def person(rng, i):
    return f"{rng.choice(_NAMES)} {rng.choice('ABCDEFG')}{'aeiou'[i % 5]}r{chr(97 + i % 26)}"


TABLES = [
    # The text is what reads like text, whatever it is called; names of persons never are.
    ({"Name": person, "Reply to all": prose(12)}, ("Reply to all",), None, ()),
    ({"Name": lambda rng, i: f"Al{i}".translate(str.maketrans("0123456789", "abcdefghij")),
      "A": one_of("good", "dull", "too long")}, ("A",), None, ()),
    ({"who": person, "said": one_of("all is good", "dull", "far too long")}, ("said",), None, ()),
    ({"abstract": one_of(*_WORDS), "remark": prose(14)}, ("remark",), None, ()),
    ({"text": lambda rng, i: f"{rng.random()}", "col2": prose(9)}, ("col2",), None, ()),
    ({"meta": lambda rng, i: f'{{"a": "{words(rng, 40)}"}}', "c": prose(8)}, ("c",), None, ()),
    ({"page": lambda rng, i: f"https://x.org/{i}/roses", "c": prose(5)}, ("c",), None, ()),
    ({"when": lambda rng, i: f"{i % 28 + 1} May 2021 at noon", "c": prose(6)}, ("c",), None, ()),
    ({"terms": lambda rng, i: ["the same"] * 9, "c": prose(6)}, ("c",), None, ()),
    # Between near ones the name decides.
    ({"a": prose(24), "body": prose(20)}, ("body",), None, ()),
    ({"post.id": number, "post.body": prose(20), "b": prose(22)}, ("post.body",), "post.id", ()),
    ({"reviewText": prose(20), "b": prose(22)}, ("reviewText",), None, ()),
    # Names in other languages.
    ({"auteur": person, "titre": prose(4), "texte": prose(20)}, ("titre", "texte"), None, ()),
    ({"a": prose(24), "Beschreibung": prose(20)}, ("Beschreibung",), None, ()),
    ({"a": prose(24), "treść": prose(20)}, ("treść",), None, ()),
    ({"a": prose(24), "descripción": prose(20)}, ("descripción",), None, ()),
    ({"作者": person, "内容": chinese(40), "分类": one_of("花", "星")}, ("内容",), None, ("分类",)),
    # Titles are short, distinct, and next to what is longer.
    ({"title": prose(4), "lyrics": prose(40)}, ("title", "lyrics"), None, ()),
    ({"title": one_of("Mr", "Ms"), "text": prose(20)}, ("text",), None, ()),
    ({"subject": one_of("Botany", "Astronomy"), "essay": prose(30)}, ("essay",), None, ()),
    (
        {"title": prose(7), "info": lambda rng, i: words(rng, 40) if i % 9 == 0 else ""},
        ("title", "info"), None, (),
    ),
    ({"job_title": prose(3), "job_text": prose(40)}, ("job_title", "job_text"), None, ()),
    # Labels come again, ids never do.
    ({"key": number, "text": prose(9), "class": one_of("a", "b")}, ("text",), "key", ("class",)),
    ({"id": lambda rng, i: i % 7, "text": prose(9), "label": prose(3)}, ("text",), None, ()),
    ({"user_id": lambda rng, i: i % 9, "post_id": number, "t": prose(9)}, ("t",), "post_id", ()),
    ({"respondent": lambda rng, i: f"R{i:03}", "t": prose(9)}, ("t",), "respondent", ()),
    ({"price": lambda rng, i: i * 0.5, "t": prose(9)}, ("t",), None, ()),
    ({"text": prose(9), "group": one_of(*"abcdefgh"), "label": one_of(*"xy")},
     ("text",), None, ("group", "label")),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "text", "id", "labels"), TABLES)
def test_columns_are_chosen_by_how_they_read(columns, text, id, labels):
    chosen = choose_columns(rows_of(**columns))
    assert (chosen.text, chosen.id, chosen.labels) == (text, id, labels)
    used = {*text, id, *labels}
    assert chosen.metadata == tuple(name for name in columns if name not in used)


def test_no_order_of_columns_changes_the_choice():
    columns = {"number": number, "who": person, "story": prose(15), "topic": one_of("a", "b")}
    for seed in range(6):
        order = random.Random(seed).sample(list(columns), len(columns))
        chosen = choose_columns(rows_of(**{name: columns[name] for name in order}))
        assert (chosen.text, chosen.labels) == (("story",), ("topic",))


def test_what_was_chosen_is_said_with_the_option_that_changes_it():
    made = rows_of(title=prose(4), selftext=prose(30), comment=prose(20))
    assert ht.read_corpus(made).reading["remarks"] == [
        "'title' goes in front of 'selftext'; --text selftext leaves it out",
        "'comment' reads like text, too; --text title,selftext,comment takes them all",
    ]
    notes = Notes()
    choose_columns(rows_of(text=prose(9), label=prose(3)), notes=notes)
    assert len(notes.remarks) == 1 and "79 different values in 80 rows" in notes.remarks[0]
    notes = Notes()
    choose_columns(rows_of(text=prose(9), id=lambda rng, i: i % 70), notes=notes)
    assert notes.remarks == [
        "'id' has 70 different values in 80 rows, so that rows are named by their number; --id id "
        "names them by it"
    ]
    notes = Notes()
    choose_columns(rows_of(text=prose(9), label=one_of("a", "b")), notes=notes)
    assert notes.remarks == []


@pytest.mark.parametrize("n_ids", [1, 7])
def test_a_column_that_names_groups_is_not_advised_as_an_id(n_ids):
    notes = Notes()
    made = rows_of(**{"text": prose(9), "party.facts.id": lambda rng, i: i % n_ids})
    assert choose_columns(made, notes=notes).id is None
    assert notes.remarks == []


@pytest.mark.parametrize("n_alone", [0, 1, 30])
def test_titles_without_a_text_are_counted_where_they_are_put_in_front(n_alone):
    made = rows_of(title=prose(4), review=lambda rng, i: words(rng, 20) if i >= n_alone else "N/A")
    first = ht.read_corpus(made).reading["remarks"][0]
    alone = {0: "", 1: ", and 1 of 80 rows has a title alone"}.get(
        n_alone, ", and 30 of 80 rows have a title alone"
    )
    assert first == f"'title' goes in front of 'review'{alone}; --text review leaves it out"


def test_the_name_of_a_card_is_the_title_of_what_describes_it():
    made = rows_of(name=lambda rng, i: f"water the {words(rng, 3)}", desc=prose(30))
    assert choose_columns(made).text == ("name", "desc")
    assert choose_columns(rows_of(name=person, desc=prose(30))).text == ("desc",)
    persons = rows_of(name=lambda rng, i: f"water the {words(rng, 3)}", review=prose(30))
    assert choose_columns(persons).text == ("review",)


def test_a_label_that_all_documents_have_is_none(tmp_path):
    rows = rows_of(text=prose(9), category=one_of("all"), section=one_of("a", "b"))
    corpus = ht.read_corpus(rows)
    assert corpus.label_names == ("section",) and corpus.metadata["category"] == ("all",) * 80
    assert corpus.reading["columns"]["labels"] == ["section"]
    assert ht.read_corpus(rows, label_columns="category").label_names == ("category",)
    alone = ht.read_corpus([{k: row[k] for k in ("text", "category")} for row in rows])
    assert alone.labels.shape == (80, 0) and "labels" not in alone.reading
    for i, row in enumerate(rows):
        path = tmp_path / "all" / row["section"] / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row["text"])
    assert {*map(tuple, ht.read_corpus(tmp_path).labels)} == {("a",), ("b",)}
    assert ht.read_corpus(tmp_path / "all" / "a").labels.shape[1] == 0
    (tmp_path / "other.txt").write_text("planets")  # it lacks a folder, which the others share
    assert ht.read_corpus(tmp_path).labels.shape[1] == 2


def test_of_several_labels_in_a_cell_the_first_is_taken():
    first = ("math.CO", "cs.CG", "hep-th", "stat.ML")

    def listed(join):
        return lambda rng, i: join([first[i % 4], *rng.sample(first, i % 3)])

    for join in (" ".join, "; ".join, "|".join, ",".join, list):
        corpus = ht.read_corpus(rows_of(text=prose(9), categories=listed(join)))
        assert [*corpus.labels[:, 0]] == [first[i % 4] for i in range(80)]
        assert "'categories' has several labels in " in corpus.reading["remarks"][0]
    rows = rows_of(text=prose(9), categories=listed(" ".join))
    corpus = ht.read_corpus(rows, label_columns="categories")
    assert {*corpus.labels[:, 0]} == {row["categories"] for row in rows}


@pytest.mark.parametrize(
    "classes",
    [
        ("Health, Education", "Trade, Industry", "Science"),
        ("local news", "world news", "sports"),
        ("on-line shop", "off-line shop"),
    ],
)
def test_a_class_of_several_words_is_one(classes):
    corpus = ht.read_corpus(rows_of(text=prose(9), category=one_of(*classes)))
    assert {*corpus.labels[:, 0]} == {*classes} and "remarks" not in corpus.reading


def test_what_names_and_labels_say_is_mended_as_texts_are():
    twice = "Łukasz Żółć".encode().decode("latin-1")
    rows = rows_of(text=prose(9), sender=lambda *_: twice, tags=lambda *_: [twice, "a"])
    rows = [{**row, "label": f"{twice} {i % 2}"} for i, row in enumerate(rows)]
    corpus = ht.read_corpus(rows)
    assert corpus.metadata["sender"][0] == "Łukasz Żółć"
    assert corpus.metadata["tags"][0] == ("Łukasz Żółć", "a")
    assert {*corpus.labels[:, 0]} == {"Łukasz Żółć 0", "Łukasz Żółć 1"}


def test_nothing_that_reads_like_text_is_an_error():
    made = rows_of(a=number, b=lambda rng, i: f"2021-05-{i % 28 + 1:02} 10:00", c=one_of("1", "2"))
    with pytest.raises(CorpusError, match="no column looks like text; the columns are 'a', 'b'"):
        choose_columns(made)
    codes = rows_of(id=number, text=lambda rng, i: f"{i} {i * 3}")
    assert choose_columns(codes).text == ("text",)


SURVEY = {
    "id": number,
    "best": prose(12, blank_every=3),
    "worst": prose(12, blank_every=4),
    "age": lambda rng, i: 20 + i % 50,
}


def as_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def saved(tmp_path, rows, name="x.csv"):
    path = tmp_path / name
    path.write_text(as_csv(rows), "utf-8")
    return path


def test_answers_of_a_survey_are_joined(tmp_path):
    path = saved(tmp_path, rows_of(60, **SURVEY))
    corpus = ht.read_corpus(path)
    assert len(corpus) == 60 and not corpus.skipped  # who answered nothing is there, too
    assert corpus.reading["columns"]["text"] == ["best", "worst"]
    assert [not text for text in corpus.texts] == [i % 12 == 0 for i in range(60)]
    (remark,) = corpus.reading["remarks"]
    assert "--text best " in remark and "--each " in remark
    assert list(ht.read_corpus(path, text_column=["best", "worst"]).texts) == list(corpus.texts)
    one = ht.read_corpus(path, text_column="best")
    assert len(one) == 40 and len(one.skipped["empty"]) == 20


def test_each_answer_is_a_document_that_keeps_its_question(tmp_path):
    made = rows_of(60, **SURVEY, label=one_of("a", "b"))
    path = saved(tmp_path, made)
    corpus = ht.read_corpus(path, each=True)
    expected = {
        f"{row['id']}:{question}": row for row in made for question in ("best", "worst")
        if row[question]
    }  # fmt: skip
    assert list(corpus.ids) == list(expected)
    for i, (name, row) in enumerate(expected.items()):
        question = name.partition(":")[2]
        assert corpus.metadata["question"][i] == question and corpus.texts[i] == row[question]
        assert corpus.labels[i].tolist() == [row["label"]]
        assert str(corpus.metadata["age"][i]) == str(row["age"])
    frame = ht.read_corpus(pd.DataFrame(made), each=True, text_column="worst")
    assert set(frame.metadata["question"]) == {"worst"} and len(frame) == 45
    (tmp_path / "labels.csv").write_text("id,label\n1,x\n2,y\n", "utf-8")
    labelled = ht.read_corpus(path, each=True, labels=tmp_path / "labels.csv")
    named = dict(zip(labelled.ids, labelled.labels[:, 0], strict=True))
    assert named["1:best"] == named["1:worst"] == "x" and named["5:best"] is None


def test_a_question_of_a_table_of_its_own_is_kept(tmp_path):
    made = rows_of(30, question=one_of("p", "q"), pro=prose(9, 4), con=prose(9, 5))
    corpus = ht.read_corpus(saved(tmp_path, made), each=True)
    assert set(corpus.metadata["question"]) == {"p", "q"}
    assert set(corpus.metadata["question (2)"]) == {"pro", "con"}


def test_questions_with_commas_are_named_on_the_command_line():
    questions = ("What, in your view, is good?", "And what is bad, or dull?")
    made = rows_of(**{name: prose(9) for name in questions})
    parts = [part.strip() for name in questions for part in name.split(",")]
    assert choose_columns(made, text=parts).text == questions
    notes = Notes()
    assert choose_columns(made, notes=notes).text == questions
    assert "--text 'What, in your view, is good?'" in notes.remarks[0]
    with pytest.raises(CorpusError, match="no column 'What'; the columns are"):
        choose_columns(made, text=["What", "in your view"])


@pytest.mark.parametrize("source", ["file", "frame"])
def test_a_table_that_begins_without_texts(tmp_path, source):
    made = rows_of(
        4000, id=number, text=lambda rng, i: words(rng, 9) if i >= 3000 else "", who=person
    )
    given = saved(tmp_path, made) if source == "file" else pd.DataFrame(made)
    corpus = ht.read_corpus(given)
    assert corpus.reading["columns"]["text"] == ["text"] and len(corpus) == 1000
    made = rows_of(4000, who=person, said=lambda rng, i: words(rng, 9) if i >= 2500 else "")
    given = saved(tmp_path, made) if source == "file" else pd.DataFrame(made)
    assert ht.read_corpus(given).reading["columns"]["text"] == ["said"]


def test_each_is_for_tables(tmp_path):
    (tmp_path / "a.txt").write_text("some text", "utf-8")
    with pytest.raises(CorpusError, match="columns are for tables"):
        ht.read_corpus(tmp_path, each=True)
    with pytest.raises(CorpusError, match="a list of texts"):
        ht.read_corpus(["a", "b"], each=True)


LANGUAGES = [
    ("Nr.", "Rubrik", "Kommentar"),
    ("numéro", "rubrique", "avis"),
    ("número", "categoría", "comentarios"),
    ("numero", "argomento", "opinione"),
    ("lp.", "kategoria", "treść"),
    ("sıra", "konu", "görüş"),
    ("№", "тема", "отзыв"),
    ("序号", "类别", "内容"),
    ("番号", "カテゴリ", "本文"),
    ("번호", "분류", "댓글"),
    ("الرقم", "فئة", "النص"),
    ("क्रमांक", "विषय", "टिप्पणी"),
    ("מספר", "קטגוריה", "תגובה"),
    ("ลำดับ", "หมวดหมู่", "ข้อความ"),
    ("αριθμός", "κατηγορία", "σχόλιο"),
]


@pytest.mark.parametrize(("id", "label", "text"), LANGUAGES)
def test_names_in_many_languages(id, label, text):
    cells = {id: number, label: one_of("sea", "land", "air"), text: prose(12), "x": prose(14)}
    columns = choose_columns(rows_of(**cells))
    assert (columns.id, columns.labels, columns.text) == (id, (label,), (text,))


def test_a_part_of_a_nested_name_says_what_is_before_it():
    cells = {
        "author.name.label": person,
        "category.name": one_of("sea", "land"),
        "title.rendered": prose(4),
        "content.rendered": prose(20),
        "rating.label": one_of("1", "2"),
    }
    columns = choose_columns(rows_of(**cells))
    assert columns.text == ("title.rendered", "content.rendered")
    assert columns.labels == ("category.name",)


def test_a_short_summary_is_a_title():
    notes = Notes()
    made = rows_of(Summary=prose(6), Description=prose(30))
    assert choose_columns(made, notes=notes).text == ("Summary", "Description")
    assert not notes.remarks
    assert "'Summary' goes in front of 'Description'" in ht.read_corpus(made).reading["remarks"][0]
    made = rows_of(summary=prose(25), body=prose(60))
    assert choose_columns(made).text == ("body",)


def test_a_title_that_stays_behind_is_said():
    notes = Notes()
    subjects = one_of("Help with roses", "Help with comets")
    choose_columns(rows_of(subject=subjects, description=prose(30)), notes=notes)
    assert notes.remarks == [
        "'subject' has 2 different values in 80 rows and is not put in front of 'description'; "
        "--text subject,description puts it there"
    ]


def test_a_column_that_has_the_text_of_another_is_not_named():
    made = rows_of(body=prose(20), other=prose(18))
    html = [{**row, "html_body": f"<p>{row['body']}</p>"} for row in made]
    notes = Notes()
    assert choose_columns(html, notes=notes).text == ("body",)
    assert notes.remarks == ["'other' reads like text, too; --text body,other takes both"]
    notes = Notes()
    longer = [{"body": row["body"], "thread": f"{row['body']} And then."} for row in made]
    assert choose_columns(longer, notes=notes).text == ("body",)
    assert notes.remarks == ["'thread' has what 'body' has and more; --text thread takes it"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"text_column": []}, "text_column must name at least one column, got an empty list"),
        ({"text_column": {"a"}}, "text_column must be the name of a column or a list of names"),
        ({"label_columns": [None]}, "label_columns must be the name of a column or a list"),
        ({"id_column": ["id"]}, "id_column must be the name of a column, got"),
        ({"metadata_columns": True}, "metadata_columns must be"),
        ({"missing": None}, "missing must be 'auto', 'none' or a list of values, got None"),
        ({"text_column": "Bodi"}, "no column 'Bodi', did you mean 'body'"),
        ({"id_column": "zzz"}, "no column 'zzz'; the columns are 'id', 'body'"),
    ],
)
def test_arguments_that_fit_nothing_say_what_is_expected(arguments, says):
    made = rows_of(id=number, body=prose(9))
    with pytest.raises(CorpusError, match=says):
        ht.read_corpus(made, **arguments)
