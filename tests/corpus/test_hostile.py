"""A folder made to break a reader is read to the end, and nothing outside of it is opened."""

import builtins
import gzip
import os
import sys
import tempfile
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.corpus import packed, records
from hiertopics.corpus.tables.labels import read_labels
from hiertopics.errors import CorpusError, HiertopicsError

WORDS = "boat sail harbour tide anchor crew".split()


def text(number):
    return " ".join(np.random.default_rng(number).choice(WORDS, 20))


@pytest.fixture
def hostile(tmp_path):
    """Every case that is known, and twenty good documents among them."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("secret boat")
    for number in range(20):
        (root / f"good{number}.txt").write_text(text(number))
    files = {
        "empty.txt": b"",
        "blank.txt": b" \n\t\r\n" * 5000,
        "binary.txt": bytes(range(256)) * 100,
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "latin.txt": "Schöne Grüße aus dem Hafen, größer als früher".encode("cp1252"),
        "cyrillic.txt": ("Лодка стоит в гавани и ждёт прилива. " * 5).encode("cp1251"),
        "bad.txt": b"boat \xff sail \xfe tide \xe2\x82 " + "größer, schöner".encode() * 30,
        "utf16.txt": "boat sail".encode("utf-16"),
        "broken.gz": b"\x1f\x8b\x08\x00 nothing",
        "cut.txt.gz": gzip.compress(os.urandom(100_000))[:5000],
        "bomb.txt.gz": gzip.compress(b"tide " * 20_000_000, 1),
        "broken.docx": b"PK\x03\x04 nothing",
        "broken.pdf": b"%PDF-1.7\n%%EOF",
        "tags.html": b"<div>" * 100_000 + b"harbour" + b"<!--" * 50_000,
        "deep.md": b"[" * 100_000 + b"anchor" + b"> " * 100_000,
        "quoted.txt": b"From: a\nTo: b\n\n" + b">" * 500_000 + b"\ncrew",
        "line.txt": b"boat" * 1_000_000,
        "dollars.txt": b"crew " + b"$\\" * 200_000,
        "entities.txt": b"tide " + b"&#" + b"9" * 100_000 + b";" + b"&amp" * 100_000,
        "apostrophes.txt": b"sail" + b"'" * 300_000 + b"@." * 100_000,
        "script.txt": b"<script>alert(1)</script> boat \x1b[31m tide",
        "table.csv": b"text\nboat",
        ".hidden.txt": b"hidden",
        "Thumbs.db": b"x",
        "~$lock.docx": b"x",
    }
    for name, data in files.items():
        (root / name).write_bytes(data)
    large = root / "large.txt"
    with open(large, "wb") as file:  # takes no room on the disk
        file.write(b"boat sail " * 2000)
        file.truncate(1_000_000_000)
    for name in (b"bad\xff\xfe.txt", b"new\nline.txt", b"\x1b[31m.txt", "\u202etxt.daor".encode()):
        with open(os.fsencode(root) + b"/" + name, "wb") as file:
            file.write(b"harbour tide")
    long = root / ("n" * 250 + ".txt")
    long.write_text("anchor crew")
    deep = root
    for _ in range(60):
        deep /= "deeper"
    deep.mkdir(parents=True)
    (deep / "bottom.txt").write_text("tide at the bottom")
    with zipfile.ZipFile(root / "zip.txt", "w") as archive:
        archive.writestr("in.txt", "zipped")
    os.mkfifo(root / "pipe.txt")
    os.symlink(root, root / "loop")
    os.symlink("itself", root / "itself")
    os.symlink(outside, root / "away")
    os.symlink(outside / "secret.txt", root / "leak.txt")
    os.symlink(root / "gone", root / "dangling.txt")
    return root


def test_a_hostile_folder_is_read_to_the_end(hostile, monkeypatch):
    opened, original = [], open

    def watch(path, *arguments, **options):
        opened.append(os.path.realpath(path) if isinstance(path, str | bytes | os.PathLike) else "")
        return original(path, *arguments, **options)

    monkeypatch.setattr(builtins, "open", watch)
    corpus = ht.read_corpus(hostile)
    texts = list(corpus.texts)
    monkeypatch.undo()
    home = os.path.realpath(hostile)
    packages = tuple(os.path.realpath(path) for path in sys.path if path)
    outside = [path for path in opened if path and not path.startswith((home, *packages))]
    assert outside == [] and any(path.startswith(home) for path in opened)

    counts = {reason: len(paths) for reason, paths in corpus.skipped.items()}
    assert counts == {
        "hidden": 1,
        "clutter": 2,
        "link": 5,
        "special file": 1,
        "table": 1,
        "empty": 2,
        "not text": 3,
        "too large": 2,
        "damaged": 4,
    }
    assert corpus.skipped["not text"] == ("binary.txt", "picture.png", "zip.txt")
    assert corpus.skipped["too large"] == ("bomb.txt.gz", "large.txt")
    assert len(corpus) == len(texts) == len(set(corpus.ids)) == 20 + 18
    found = dict(zip(corpus.ids, texts, strict=True))
    assert all(found[f"good{number}"] == text(number) for number in range(20))
    assert found["latin"].startswith("Schöne Grüße") and found["cyrillic"].startswith("Лодка")
    assert "harbour" in found["tags.html"] and "anchor" in found["deep.md"]
    assert found[f"{'deeper/' * 60}bottom"] == "tide at the bottom"
    assert "secret boat" not in texts
    assert all(name.isprintable() for name in corpus.ids)
    assert corpus.reading["bad_bytes"]["texts"] == 1
    assert corpus.reading["encodings"]["cp1251"] == 1


def test_a_hostile_folder_has_a_tree_and_a_summary(hostile, capsys):
    assert main(["corpus", str(hostile)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for line in ("38 from", "passed over", "5 links (", "2 too large (bomb.txt.gz"):
        assert line in out
    assert main([str(hostile), "--topics", "3"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("38 documents, 3 topics")
    assert "passed over 21 files (" in captured.err
    for stream in (out, captured.out, captured.err):
        assert "\x1b" not in stream and "Traceback" not in stream


def test_a_hostile_folder_in_passages(hostile, monkeypatch):
    monkeypatch.setattr(records, "LONGEST_DOCUMENT", 10**7)
    corpus = ht.read_corpus(hostile, split=50_000)
    assert len(list(corpus.texts)) == len(corpus) == len(set(corpus.ids)) > 38
    assert sum("tide" in words for words in corpus.texts) > 100  # the bomb, piece by piece


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("boat")
    (tmp_path / "b.txt").write_text("locked")

    def refuse(path, *arguments, **options):
        if str(path).endswith("b.txt"):
            raise PermissionError(13, "no")
        return open(path, *arguments, **options)

    monkeypatch.setattr(packed, "open", refuse, raising=False)
    assert ht.read_corpus(tmp_path).skipped == {"unreadable": ("b.txt",)}


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.tsv", "sheet.jsonl", "sheet.json"])
def test_an_archive_named_as_a_table(tmp_path, name):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("sheet.csv", "id,text,label\n1,Salt and water.,sea\n")
    for read in (ht.read_corpus, lambda path: read_labels(path, ["1"])):
        with pytest.raises(CorpusError, match=f"{name} is no table but an archive.* unpack it"):
            read(str(tmp_path / name))


def test_many_files_in_one_folder(tmp_path):
    for number in range(20_000):
        (tmp_path / f"{number}.txt").write_bytes(b"boat")
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 20_000 and corpus.ids[9:12] == ("9", "10", "11")


NAMES = st.binary(min_size=1, max_size=20).filter(lambda name: not {0, 47} & set(name))
ENDINGS = st.sampled_from(
    b".txt .md .html .gz .txt.gz .csv .jsonl .json .docx .pdf .tsv".split() + [b""]
)
CONTENTS = (
    st.binary(max_size=200)
    | st.text(max_size=100).map(str.encode)
    | st.text(max_size=50).map(lambda text: gzip.compress(text.encode()))
    | st.sampled_from([b"From: a\nSubject: b\n\n", b"---\na: b\n---\n", b"<html><nav>", b"{}\n[]"])
)
READING = st.fixed_dictionaries(
    {},
    optional={
        "split": st.sampled_from(["lines", "paragraphs", 1, 3]),
        "strip": st.sampled_from(["auto", "email", "none"]),
        "encoding": st.sampled_from(["utf-8", "latin-1", "utf-16", "cp1252"]),
    },
)


@pytest.mark.filterwarnings("ignore::hiertopics.errors.ReadingWarning")
@given(st.dictionaries(st.tuples(NAMES, ENDINGS), CONTENTS, max_size=8), READING)
@settings(max_examples=150, deadline=None)
def test_any_folder_is_read_or_told_why(contents, reading):
    with tempfile.TemporaryDirectory() as folder:
        n_files = 0
        for (name, ending), data in contents.items():
            path = os.path.join(os.fsencode(folder), name + ending)
            if name not in (b".", b"..") and not os.path.exists(path):
                with open(path, "wb") as file:
                    file.write(data)
                n_files += 1
        try:
            corpus = ht.read_corpus(folder, **reading)
        except CorpusError as error:
            str(error).encode()
            return
        texts = list(corpus.texts)
        assert len(texts) == len(corpus) == len(set(corpus.ids)) == len(corpus.labels)
        assert all(isinstance(text, str) and text.strip() for text in texts)
        assert all(name.isprintable() for name in corpus.ids)
        assert [corpus.texts[i] for i in range(len(texts))] == texts
        assert corpus.texts[np.arange(len(texts))[::-1]][0] == texts[-1]
        again = ht.read_corpus(folder, **reading)
        assert again.ids == corpus.ids and list(again.texts) == texts
        n_skipped = sum(map(len, corpus.skipped.values()))
        if "split" not in reading and "columns" not in corpus.reading:
            assert len(corpus) + n_skipped == n_files
        str(corpus).encode()


@pytest.mark.filterwarnings("ignore::hiertopics.errors.ReadingWarning")
@given(
    st.sampled_from(["x.csv", "x.tsv", "x.jsonl", "x.json", "x.jsonl.gz", "x.txt", "x.html"]),
    CONTENTS
    | st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9)))
    .map(repr)
    .map(lambda rows: rows.replace("'", '"').encode("utf-8", "replace")),
    READING,
)
@settings(max_examples=150, deadline=None)
@pytest.mark.filterwarnings("ignore::hiertopics.errors.ReadingWarning")
def test_any_file_is_read_or_told_why(name, content, reading):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(content)
        try:
            corpus = ht.read_corpus(path, **reading)
        except CorpusError as error:
            str(error).encode("utf-8", "backslashreplace")
            return
        assert len(list(corpus.texts)) == len(corpus) == len(set(corpus.ids))
        assert all(text.strip() for text in corpus.texts)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_texts_are_surveyed_or_told_why(texts):
    try:
        survey = ht.survey_corpus(ht.Corpus.from_texts(texts), dedupe=True)
    except HiertopicsError:
        return
    assert survey.X.shape[0] == len(survey.corpus) == survey.report["n_documents"]


def test_n_jobs_changes_nothing(tmp_path):
    rng = np.random.default_rng(0)
    words = [f"{a}{b}" for a in ("Boat", "tide", "größe", "x") for b in "abcdefgh"]
    texts = [" ".join(rng.choice(words, rng.integers(0, 40))) for _ in range(1201)]
    for number, each in enumerate(texts[:700]):
        (tmp_path / f"{number}.txt").write_text(each or " .", encoding="utf-8")
    for source in (texts, iter(texts), ht.read_corpus(tmp_path).texts):
        source = list(source) if not hasattr(source, "__getitem__") else source
        alone = ht.TextVectorizer(min_df=1)
        X = alone.fit_transform(source)
        together = ht.TextVectorizer(min_df=1, n_jobs=2)
        for given_as in (source, iter(source)):
            Y = together.fit_transform(given_as)
            assert together.vocabulary_ == alone.vocabulary_
            assert together.report_ == alone.report_
            for one, other in ((X.data, Y.data), (X.indices, Y.indices), (X.indptr, Y.indptr)):
                assert np.array_equal(one, other)
    with pytest.raises(HiertopicsError, match="document 600 must be a str, got int"):
        together.fit([*texts[:600], 5, *texts])
    with pytest.raises(HiertopicsError, match="empty collection"):
        together.fit([])
