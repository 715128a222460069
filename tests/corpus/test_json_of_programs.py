"""JSON as programs export it and interfaces answer: cells apart, texts in pieces, odd wrappings."""

import datetime
import json

import pytest
from support.folders import write

import hiertopics as ht


def text(i):
    return f"Comment number {i} speaks of gardens, boats, harbours and of {i * 7} cats."


N = 30
TEXTS = [text(i) for i in range(N)]
DAYS = [(datetime.date(2015, 1, 3) + datetime.timedelta(17 * i)).isoformat() for i in range(N)]
TITLES = [f"Cats of harbour {i}" for i in range(N)]
NAMES = ["id", "date", "category", "comment"]
CELLS = [[f"r{i}", DAYS[i], ["sea", "land"][i % 2], TEXTS[i]] for i in range(N)]
TURNED = [list(column) for column in zip(NAMES, *CELLS, strict=False)]


def read(tmp_path, value, name="x.json"):
    return ht.read_corpus(write(tmp_path, {name: json.dumps(value)}) / name)


def named(key):
    return [{key: name, "type": "text"} for name in NAMES]


TABLES = {
    "sheets": {"range": "A1:D9", "majorDimension": "ROWS", "values": [NAMES, *CELLS]},
    "sheets by column": {"majorDimension": "COLUMNS", "values": TURNED},
    "several ranges": {
        "valueRanges": [
            {"majorDimension": "ROWS", "values": [["total"], ["3"]]},
            {"majorDimension": "ROWS", "values": [NAMES, *CELLS]},
        ]
    },
    "socrata": {
        "meta": {"view": {"description": "All cats of the harbour", "columns": named("name")}},
        "data": CELLS,
    },
    "elasticsearch": {"columns": named("name"), "rows": CELLS},
    "metabase": {"data": {"rows": CELLS, "cols": named("display_name")}, "status": "completed"},
    "bigquery": {
        "kind": "bigquery#queryResponse",
        "schema": {"fields": named("name")},
        "rows": [{"f": [{"v": cell} for cell in row]} for row in CELLS],
    },
    "split": {"columns": NAMES, "index": list(range(N)), "data": CELLS},
}


@pytest.mark.parametrize("kind", TABLES)
def test_cells_apart_from_the_names_of_their_columns(tmp_path, kind):
    corpus = read(tmp_path, TABLES[kind])
    assert list(corpus.texts) == TEXTS
    assert corpus.ids == tuple(row[0] for row in CELLS)
    assert corpus.labels[:, 0].tolist() == [row[2] for row in CELLS]
    assert list(corpus.metadata["date"]) == DAYS


def test_a_feed_whose_values_have_labels(tmp_path):
    entries = [
        {
            "author": {"name": {"label": f"user {i}"}, "label": ""},
            "im:rating": {"label": str(i % 5)},
            "updated": {"label": DAYS[i]},
            "id": {"label": str(900 + i)},
            "title": {"label": TITLES[i]},
            "content": {"label": TEXTS[i], "attributes": {"type": "text"}},
        }
        for i in range(N)
    ]
    about = {"author": {"name": {"label": "Zebra"}}, "title": {"label": "Reviews of a zebra"}}
    corpus = read(tmp_path, {"feed": {**about, "entry": entries, "rights": {"label": "Zebra"}}})
    assert list(corpus.texts) == [f"{a}\n\n{b}" for a, b in zip(TITLES, TEXTS, strict=True)]
    assert corpus.ids[0] == "900"
    assert list(corpus.metadata["updated"]) == DAYS


def test_collections_of_records_by_id_in_one_object(tmp_path):
    posts = {f"-Mx{i:03}": {"title": TITLES[i], "body": TEXTS[i], "n": i} for i in range(N)}
    users = {f"u{i}": {"name": f"Ann {i}", "bio": "I write of zebras."} for i in range(3)}
    value = {"posts": posts, "users": users, "settings": {"theme": "dark"}}
    corpus = read(tmp_path, value)
    assert corpus.ids == tuple(posts)
    assert corpus.texts[3] == f"{TITLES[3]}\n\n{TEXTS[3]}"
    assert "posts (30)" in corpus.reading["remarks"][-1]


def pieces(i, start="start", word="text"):
    return [{start: n, "end": n + 1, word: part} for n, part in enumerate(TEXTS[i].split())]


RECORDINGS = {
    "whisper": lambda i: {"text": TEXTS[i], "segments": pieces(i), "language": "en"},
    "vosk": lambda i: {"result": pieces(i, word="word"), "text": TEXTS[i]},
    "assemblyai": lambda i: {"id": "x", "text": TEXTS[i], "words": pieces(i), "confidence": 0.9},
    "aws": lambda i: {
        "jobName": f"job {i}",
        "accountId": "zebra",
        "results": {"transcripts": [{"transcript": TEXTS[i]}], "items": pieces(i, "start_time")},
    },
    "google": lambda i: {
        "results": [
            {"alternatives": [{"transcript": part, "words": pieces(i)}, {"transcript": "zebra"}]}
            for part in TEXTS[i].partition(" speaks ")
        ]
    },
    "deepgram": lambda i: {
        "metadata": {"request_id": "zebra"},
        "results": {"channels": [{"alternatives": [{"transcript": TEXTS[i]}]}]},
    },
    "azure": lambda i: {
        "source": "zebra",
        "combinedRecognizedPhrases": [{"channel": 0, "display": TEXTS[i]}],
        "recognizedPhrases": pieces(i),
    },
}


@pytest.mark.parametrize("kind", RECORDINGS)
def test_a_recording_is_one_document(tmp_path, kind):
    files = {f"{i:02}.json": json.dumps(RECORDINGS[kind](i)) for i in range(N)}
    corpus = ht.read_corpus(write(tmp_path, files))
    assert [" ".join(each.split()) for each in corpus.texts] == TEXTS


@pytest.mark.parametrize("as_lines", [False, True])
@pytest.mark.parametrize("is_parsed", [False, True])
def test_a_paper_by_paragraphs_is_one_document(tmp_path, is_parsed, as_lines):
    papers = []
    for i in range(N):
        parts = {
            "abstract": [{"text": f"Abstract {i} of cats.", "cite_spans": []}],
            "body_text": [
                {"text": TEXTS[i], "section": "Cats", "cite_spans": [{"text": "(1)"}]},
                {"text": TEXTS[-i], "section": "Boats"},
            ],
            "bib_entries": {"B0": {"title": "A zebra of a reference"}},
        }
        about = {"paper_id": f"p{i}"}
        parts = {"pdf_parse": parts, "title": TITLES[i]} if is_parsed else parts
        about |= {} if is_parsed else {"metadata": {"title": TITLES[i], "authors": []}}
        papers.append({**about, **parts})
    if as_lines:
        source = write(tmp_path, {"x.jl": "\n".join(map(json.dumps, papers))}) / "x.jl"
    else:
        source = write(tmp_path, {f"{i:02}.json": json.dumps(p) for i, p in enumerate(papers)})
    corpus = ht.read_corpus(source)
    assert len(corpus.texts) == N
    assert corpus.ids[3] == "p3"
    parts = (TITLES[3], "Abstract 3 of cats.", TEXTS[3], TEXTS[-3])
    assert corpus.texts[3] == "\n\n".join(parts)


def test_days_in_parts_are_dates_and_that_of_publication_is_first(tmp_path):
    works = [
        {
            "indexed": {"date-parts": [[2024, 3, 12]], "date-time": "2024-03-12T09:41:00Z"},
            "created": {"date-parts": [[2021, 1, 1]]},
            "DOI": f"10.1/{i}",
            "title": [TITLES[i]],
            "abstract": TEXTS[i],
            "published": {"date-parts": [[int(part) for part in DAYS[i].split("-")]]},
        }
        for i in range(N)
    ]
    corpus = read(tmp_path, {"status": "ok", "message": {"items": works, "total-results": N}})
    assert list(corpus.metadata["published"]) == DAYS
    shares = ht.fit_corpus(corpus, (4, 2)).shares_by("year")
    assert list(shares.groups) == ["2015", "2016"]
    only_year = [
        {"id": i, "text": t, "issued": {"date-parts": [["2015"]]}} for i, t in enumerate(TEXTS)
    ]
    assert set(read(tmp_path, only_year).metadata["issued"]) == {"2015"}


def test_entries_of_a_feed_have_the_day_on_which_they_were_published(tmp_path):
    entries = "".join(
        f"<entry><id>x{i}</id><updated>2024-01-01</updated>{day}<title>{TITLES[i]}</title>"
        f"<summary>{TEXTS[i]}</summary></entry>"
        for i in range(N)
        for day in [f"<published>{DAYS[i]}</published>" if i else ""]
    )
    feed = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
    corpus = ht.read_corpus(write(tmp_path, {"x.xml": feed}) / "x.xml")
    assert list(corpus.metadata["date"]) == ["2024-01-01", *DAYS[1:]]


def test_what_programs_put_in_the_place_of_texts_is_none(tmp_path):
    messages = [
        {"sender_name": "Ann", "timestamp_ms": 1420243200000 + i, "content": each}
        for i, each in enumerate([*TEXTS, "Liked a message", "Ann sent an attachment."])
    ]
    assert list(read(tmp_path, {"messages": messages}).texts) == TEXTS
    articles = [
        {"title": TITLES[i], "content": f"{TEXTS[i]}… [+1234 chars]", "publishedAt": DAYS[i]}
        for i in range(N)
    ]
    corpus = read(tmp_path, {"status": "ok", "articles": articles})
    assert corpus.texts[2] == f"{TITLES[2]}\n\n{TEXTS[2]}"
    posts = [
        {
            "id": i,
            "title": TITLES[i],
            "selftext": TEXTS[i] if i % 5 else ["[removed]", "[deleted]"][i % 2],
        }
        for i in range(N)
    ]
    corpus = read(tmp_path, posts)
    assert corpus.texts[5] == TITLES[5]
    assert any("'[deleted]' in 3" in each for each in corpus.reading["remarks"])


def test_seconds_of_messages_are_their_dates_and_not_their_ids(tmp_path):
    rows = "".join(f'{1420243200 + 86400 * i},Ann,"{text(i)}"\n' for i in range(N))
    corpus = ht.read_corpus(write(tmp_path, {"x.csv": f"ts,user,msg\n{rows}"}) / "x.csv")
    assert corpus.ids[0] == "1"
    assert "ts" in corpus.metadata
