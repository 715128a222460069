"""JSON of every shape gives the records that are in it."""

import gzip
import io
import json

import pandas as pd
import pytest
from support.costs_of_reading import measured

import hiertopics as ht
from hiertopics.corpus import packed
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables import objects
from hiertopics.errors import CorpusError, ReadingWarning

ROWS = [
    {
        "id": f"doc{n}",
        "text": f'Boats "sail" [{n}], {{all}} day\nto the harbour.',
        "label": "ab"[n % 2],
    }
    for n in range(40)
]
FRAME = pd.DataFrame(ROWS)
BY_ID = {row["id"]: {"text": row["text"], "label": row["label"]} for row in ROWS}
BY_COLUMN = {name: [row[name] for row in ROWS] for name in ROWS[0]}


def rows(content, by_line=False):
    """Rows of a file and what is noted."""
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = "x.json"
    notes = Notes()
    return list(objects.json_rows(file, None, notes, by_line)), notes


SHAPES = {
    "list": json.dumps(ROWS),
    "list, indented": json.dumps(ROWS, indent=2),
    "lines": "\n".join(map(json.dumps, ROWS)),
    "lines, with blank ones": "\n\n".join(map(json.dumps, ROWS)) + "\n\n",
    "objects of several lines": "\n".join(json.dumps(row, indent=1) for row in ROWS),
    "lists that follow one another": json.dumps(ROWS[:9]) + "\n" + json.dumps(ROWS[9:]),
    "under a key": json.dumps({"data": ROWS, "total": 40}),
    "deep under keys": json.dumps({"a": {"count": 40, "b": {"items": ROWS}}, "tags": ["x", "y"]}),
    "in an item of a short list": json.dumps([{"type": "header"}, {"type": "table", "data": ROWS}]),
    "columns of rows": FRAME.to_json(),
    "columns": json.dumps(BY_COLUMN),
    "columns and a note": json.dumps({**BY_COLUMN, "source": "a book", "names": ["one"]}),
    "split": FRAME.to_json(orient="split"),
    "split with an index": FRAME.set_index("id").to_json(orient="split"),
    "index": FRAME.to_json(orient="index"),
    "by id": json.dumps(BY_ID),
    "by id, under a key": json.dumps({"posts": BY_ID, "meta": {"n": 40}}),
    "table": FRAME.to_json(orient="table", index=False),
    "table with an index": FRAME.set_index("id").to_json(orient="table"),
    "lists with a header": json.dumps([list(ROWS[0]), *(list(row.values()) for row in ROWS)]),
    "with a mark of byte order": "\ufeff" + json.dumps(ROWS),
    "in UTF-16": json.dumps(ROWS).encode("utf-16"),
    "assigned": "window.data.part0 = " + json.dumps(ROWS) + ";\n",
    "with last commas": json.dumps(ROWS, indent=1).replace("\n }", ",\n }")[:-1] + ",]",
    "with last commas, under a key": '{"data": ' + json.dumps(ROWS).replace('"}', '",}') + ",}",
    "strings over lines": json.dumps(ROWS).replace("\\n", "\n"),
}


@pytest.mark.parametrize("by_line", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_records_are_found_in_every_shape(shape, by_line):
    found, notes = rows(SHAPES[shape], by_line)
    assert [{name: row[name] for name in ROWS[0]} for row in found] == ROWS
    assert not notes.doubts


def test_values_without_names():
    found, _ = rows(FRAME.to_json(orient="values"))
    assert [row["column 2"] for row in found] == BY_COLUMN["text"] and len(found) == 40
    pairs, _ = rows(json.dumps([[row["id"], row["text"]] for row in ROWS]))
    assert pairs == [{"id": row["id"], "text": row["text"]} for row in ROWS]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["one text", "two"], [{"text": "one text"}, {"text": "two"}]),
        ({"texts": ["one text", "two"], "n": 2}, [{"text": "one text"}, {"text": "two"}]),
        (
            {"k1": "one text", "k2": "two", "k3": None},
            [
                {"id": "k1", "text": "one text"},
                {"id": "k2", "text": "two"},
                {"id": "k3", "text": None},
            ],
        ),
        ({"0": "one text", "1": "two"}, [{"text": "one text"}, {"text": "two"}]),
        (
            {"sea": ["a boat"], "land": ["a tree", "a hill"]},
            [
                {"label": "sea", "text": "a boat"},
                {"label": "land", "text": "a tree"},
                {"label": "land", "text": "a hill"},
            ],
        ),
        ({"title": "A boat", "text": "sails"}, [{"title": "A boat", "text": "sails"}]),
        (
            {
                "data": ["a", "b", "c"],
                "target": [0, 1, 0],
                "target_names": ["x", "y"],
                "DESCR": "d",
            },
            [{"data": "a", "target": 0}, {"data": "b", "target": 1}, {"data": "c", "target": 0}],
        ),
        ({"text": "A", "tags": ["x", "y"], "links": ["u", "v"]}, None),
        ([3, None, "x"], [None, None, {"text": "x"}]),
        ([], []),
        ({}, []),
    ],
)
def test_small_shapes(value, expected):
    assert rows(json.dumps(value))[0] == ([value] if expected is None else expected)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {"kind": "post", "post": {"body": "A", "meta": {"n": 1}}},
            {"kind": "post", "post.body": "A", "post.meta.n": 1},
        ),
        ({"text": "a", "tags": ["x", "y"], "of": {}}, {"text": "a", "tags": ["x", "y"], "of": {}}),
        (
            {"name": "talk", "turns": [{"by": "A", "said": "Hi."}, {"by": "B", "said": "You."}]},
            {"name": "talk", "turns.by": ["A", "B"], "turns.said": ["Hi.", "You."]},
        ),
        ({"text": ["see ", {"type": "link", "text": "x.org"}, "."]}, {"text": "see x.org."}),
        (
            {
                "nodes": {
                    "a1b2c3d4-e5f6-0001": {"m": {"parts": ["Hi"]}},
                    "a1b2c3d4-e5f6-0002": {"m": {"parts": ["You"]}},
                }
            },
            {"nodes.m.parts": ["Hi", "You"]},
        ),
        (
            {"geometry": {"coordinates": [1, 2]}, "properties": {"note": "A hill"}},
            {"geometry.coordinates": [1, 2], "properties.note": "A hill"},
        ),
    ],
)
def test_objects_within_records_become_columns(record, expected):
    assert rows("\n".join([json.dumps(record)] * 3))[0] == [expected] * 3


def test_columns_of_nested_records_are_guessed_by_the_last_part_of_their_names(tmp_path):
    posts = [{"body": row["text"], "meta": {"label": row["label"]}} for row in ROWS]
    (tmp_path / "x.json").write_text(json.dumps([{"post": post} for post in posts]))
    corpus = ht.read_corpus(tmp_path / "x.json")
    assert list(corpus.texts) == BY_COLUMN["text"]


def test_the_longest_list_is_taken_and_others_are_named():
    found, notes = rows(json.dumps({"users": ROWS[:12], "posts": {"items": ROWS}}))
    assert len(found) == 40
    assert notes.remarks == [
        "x.json has 2 lists of records: read is posts.items (40), and not users (12)"
    ]


def test_conversations_are_documents_and_not_their_turns():
    talk = {"title": "A talk", "turns": [{"said": f"turn {n}"} for n in range(30)]}
    found, _ = rows(json.dumps({"chats": [talk] * 5}))
    assert [len(row["turns.said"]) for row in found] == [30] * 5


def cut(content):
    return content[: content.index("doc30") + 9]


@pytest.mark.parametrize(
    ("shape", "n_whole"),
    [("list", 30), ("under a key", 30), ("lines", 30), ("list, indented", 30), ("columns", 0)],
)
def test_a_file_that_is_cut_off_is_read_up_to_there_and_said(shape, n_whole):
    found, notes = rows(cut(SHAPES[shape]))
    whole = [row for row in found if row and "text" in row]
    assert whole == ROWS[:n_whole]
    assert notes.doubts or None in found
    if shape in ("list", "under a key"):
        assert notes.doubts == ["x.json breaks off behind item 30 of its list; read are those"]


@pytest.mark.parametrize("shape", ["list", "under a key", "deep under keys", "lines"])
def test_a_damaged_record_costs_no_other(shape):
    found, notes = rows(SHAPES[shape].replace('"doc7"', '"do"c7"'))
    assert [row for row in found if row] == ROWS[:7] + ROWS[8:] and found.count(None) == 1
    assert bool(notes.doubts) == ("keys" in shape or "key" in shape)


def test_many_damaged_records_in_a_large_list(monkeypatch):
    monkeypatch.setattr(objects, "_BLOCK", 1000)
    monkeypatch.setattr(objects, "_HEAD", 1000)
    many = [{"id": str(n), "text": "boat " * (n % 50)} for n in range(3000)]
    content = json.dumps(many)
    for n in range(5, 3000, 10):
        content = content.replace(f'"id": "{n}"', f'"id": "{n}')
    found, _ = rows(content)
    assert [row for row in found if row] == [row for n, row in enumerate(many) if n % 10 != 5]


@pytest.mark.parametrize("block", [1000, 2000, 5000])
def test_where_blocks_end_changes_nothing(monkeypatch, block):
    monkeypatch.setattr(objects, "_BLOCK", block)
    monkeypatch.setattr(objects, "_HEAD", block)
    records = [{"n": 10**n, "x": [True, None, 1.5e-7, "é\u2028" * n]} for n in range(300)]
    for content in (json.dumps(records), json.dumps(records, ensure_ascii=False, indent=1)):
        assert rows(content)[0] == records


def test_a_long_list_is_not_held(monkeypatch):
    """Only the object that is nested otherwise has a bound."""
    monkeypatch.setattr(objects, "_LARGEST_OBJECT", 10_000)
    monkeypatch.setattr(objects, "_HEAD", 1000)
    assert len(rows(json.dumps(ROWS * 20))[0]) == 800
    with pytest.raises(CorpusError, match="more than 10,000 characters .* as JSON lines"):
        rows(json.dumps({"data": ROWS * 20}))


@pytest.mark.parametrize("content", ["hello there", "{'id': 1}", '{"a"', "<html></html>", "[1, 2"])
def test_what_is_no_json_is_said(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(CorpusError, match=r"x\.json"):
        ht.read_corpus(path)


def test_doubts_become_warnings(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(cut(SHAPES["list"]))
    with pytest.warns(ReadingWarning, match="breaks off behind item 30"):
        corpus = ht.read_corpus(path)
    assert len(corpus) == 30 and corpus.skipped == {"damaged row": ("x.json:31",)}


def hostile(begin, repeated, end=b""):
    """A gzipped file of 1 GB, quickly made: of members of 10 MB."""
    member = gzip.compress(repeated * (10**7 // len(repeated)), 1)
    return gzip.compress(begin) + member * 100 + gzip.compress(end)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("line.jsonl.gz", (b'{"id": 1, "text": "boat"}\n{"text": "', b"boat ", b'"}\n')),
        ("object.json.gz", (b'{"text": "', b"boat ", b'"}')),
        ("item.json.gz", (b'[{"text": "', b"boat ", b'"}]')),
        ("lists.json.gz", (b"", b"[")),
        ("objects.json.gz", (b"", b'{"a":')),
        ("blanks.json.gz", (b"[", b"          ")),
        ("escapes.json.gz", (b'[{"a": "', b'\\"')),
    ],
)
def test_hostile_json_ends_soon_and_in_little_memory(tmp_path, name, parts):
    path = tmp_path / name
    path.write_bytes(hostile(*parts))
    costs = measured(path)
    assert costs.megabytes < 300 and costs.seconds < 5, costs


def test_zipped_lines_of_ascii_are_unzipped_once(tmp_path, monkeypatch):
    rows = [{"id": i, "text": f"sails and ropes {'of boats ' * 20}{i}"} for i in range(3000)]
    path = tmp_path / "x.jsonl.gz"
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data))
    n_read, read = [0], packed._Unpacking.readinto

    def counted(self, buffer):
        n_read[0] += (n := read(self, buffer))
        return n

    monkeypatch.setattr(packed._Unpacking, "readinto", counted)
    assert list(ht.read_corpus(path).texts) == [row["text"] for row in rows]
    assert n_read[0] < 1.2 * len(data)
