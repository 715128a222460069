import codecs
import os
import pickle
import subprocess
import sys
import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.folders import write

from hiertopics.corpus import folder, packed
from hiertopics.corpus.corpus import Corpus
from hiertopics.corpus.decode import decode
from hiertopics.corpus.read import read_corpus
from hiertopics.errors import CorpusError
from hiertopics.natural_order import natural_key


def test_a_folder_of_folders(tmp_path):
    write(
        tmp_path,
        {
            "sci/space/doc10.txt": "ten",
            "sci/space/doc2.txt": "two",
            "sci/med/a.md": "a",
            "Rec/b.txt": "b",
            "c.txt": "c",
        },
    )
    corpus = read_corpus(tmp_path)
    assert corpus.ids == ("c", "Rec/b", "sci/med/a.md", "sci/space/doc2", "sci/space/doc10")
    assert list(corpus.texts) == list(corpus.texts) == ["c", "b", "a", "two", "ten"]
    assert corpus.labels.tolist() == [
        [None, None],
        [None, "Rec"],
        ["med", "sci"],
        ["space", "sci"],
        ["space", "sci"],
    ]
    assert len(corpus) == len(corpus.texts) == 5
    assert corpus.skipped == {} and corpus.metadata == {} and corpus.source == str(tmp_path)
    assert corpus.summary() == "5 documents in 3 folders"


def test_texts_are_a_sequence(tmp_path):
    corpus = read_corpus(write(tmp_path, {f"{i}.txt": str(i) for i in range(12)}))
    texts = corpus.texts
    assert texts[-1] == "11" and texts[np.int64(2)] == "2"
    assert list(texts[3:6]) == ["3", "4", "5"] and len(texts[::5]) == 3
    with pytest.raises(IndexError):
        texts[12]
    assert list(pickle.loads(pickle.dumps(texts))) == list(texts)


def test_documents_right_in_the_folder_have_no_labels(tmp_path):
    corpus = read_corpus(write(tmp_path, {"a.txt": "a", "b.txt": "b"}))
    assert corpus.labels.shape == (2, 0) and corpus.labels.dtype == object
    assert corpus.labels_for(2).tolist() == [[None, None]] * 2
    assert corpus.summary() == "2 documents"


@pytest.mark.parametrize(
    ("n_layers", "row"),
    [
        (1, ["top"]),
        (2, ["mid", "top"]),
        (3, ["fine", "mid", "top"]),
        (4, [None, "fine", "mid", "top"]),
    ],
)
def test_labels_for_layers(n_layers, row):
    corpus = Corpus.from_texts(["a", "b"], labels=[["fine", "mid", "top"], [None, None, None]])
    fitted = corpus.labels_for(n_layers)
    assert fitted.tolist() == [row, [None] * n_layers] and fitted.dtype == object
    fitted[:] = "changed"
    assert corpus.labels[0, 0] == "fine"


def test_labels_for_no_layers():
    with pytest.raises(CorpusError, match="at least 1, got 0"):
        Corpus.from_texts(["a"]).labels_for(0)


ORDERED = ("1 01 2 10 A a b B2 b10 doc doc1 doc1a doc1b doc02 doc2 doc10 doc10a doc100 é ß").split()


def test_natural_order_is_total_and_reads_numbers():
    expected = ["doc1", "doc2", "doc10", "doc100"]
    for seed in range(20):
        shuffled = np.random.default_rng(seed).permutation(ORDERED).tolist()
        ordered = sorted(shuffled, key=natural_key)
        assert ordered == sorted(ORDERED, key=natural_key)
        assert [name for name in ordered if name in expected] == expected
        assert ordered.index("b") < ordered.index("B2") < ordered.index("b10")
    assert natural_key("1" * 5000) < natural_key("2" * 5000)


def test_what_is_passed_over(tmp_path):
    outside = tmp_path / "outside"
    root = tmp_path / "root"
    write(outside, {"secret.txt": "secret"})
    write(
        root,
        {
            "good.txt": "good",
            ".hidden": "x",
            ".git/config": "x",
            "__MACOSX/good.txt": "x",
            "Thumbs.db": "x",
            "~$letter.docx": "x",
            "empty.txt": "",
            "blank.txt": " \r\n\t\u3000\u00a0",
            "blank16.txt": codecs.BOM_UTF16_LE + " \n".encode("utf-16-le"),
            "long_blank.txt": "\u3000" * 5000,
            "a.pdf": b"%PDF-1.7 words words",
            "archive": b"PK\x03\x04 words",
            "nul.txt": b"words " * 100 + b"\0words",
            "controls.txt": bytes(range(1, 9)) * 20,
            "music.txt": codecs.BOM_UTF16_LE + bytes(64) + b"frames" * 8,
        },
    )
    os.mkfifo(root / "pipe.txt")
    os.symlink(root, root / "loop")
    os.symlink(outside, root / "away")
    os.symlink(outside / "secret.txt", root / "leak.txt")
    os.symlink(root / "nowhere", root / "broken.txt")
    os.symlink(root / "good.txt", root / "twin.txt")
    os.symlink("self.txt", root / "self.txt")
    corpus = read_corpus(root)
    assert corpus.ids == ("good", "twin")
    assert list(corpus.texts) == ["good", "good"]
    assert {reason: set(paths) for reason, paths in corpus.skipped.items()} == {
        "hidden": {".hidden", ".git/"},
        "clutter": {"__MACOSX/", "Thumbs.db", "~$letter.docx"},
        "empty": {"empty.txt", "blank.txt", "blank16.txt", "long_blank.txt"},
        "damaged": {"a.pdf"},
        "not text": {"archive", "nul.txt", "controls.txt", "music.txt"},
        "special file": {"pipe.txt"},
        "link": {"loop", "away", "leak.txt", "broken.txt", "self.txt"},
    }
    assert corpus.summary().startswith("2 documents; passed over 20 files and folders (2 hidden, ")


def test_summary_counts_what_was_passed_over(tmp_path):
    write(tmp_path, {"a/1.txt": "x", "b/2.txt": "x", ".x": "", ".y": "", "c.png": b"\x89PNG"})
    assert read_corpus(tmp_path).summary() == (
        "2 documents in 2 folders; passed over 3 files (2 hidden, 1 not text)"
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve “text”".encode(), "naïve “text”"),
        (codecs.BOM_UTF8 + "naïve".encode(), "naïve"),
        ("naïve".encode("utf-16"), "naïve"),
        (codecs.BOM_UTF16_BE + "naïve".encode("utf-16-be"), "naïve"),
        ("naïve".encode("utf-32"), "naïve"),
        ("naïve".encode("utf-16") + b"x", "naïve\ufffd"),
        ("naïve – “text”".encode("cp1252"), "naïve – “text”"),
        (b"\x81\x8d\xe9t\xe9", "\x81\x8d\u00e9t\u00e9"),
        (b"one\r\ntwo", "one\ntwo"),
        ("é".encode("latin-1"), "é"),
    ],
)
def test_encodings(tmp_path, data, text):
    assert list(read_corpus(write(tmp_path, {"doc.txt": data})).texts) == [text]


@pytest.mark.parametrize("start", ["ID3 tag library", "GIF8 is a format", "BZh", "PAR1", "PK"])
def test_a_text_about_a_format_is_a_document(tmp_path, start):
    assert list(read_corpus(write(tmp_path, {"doc.txt": start})).texts) == [start]


def test_text_after_a_long_blank_start_is_a_document(tmp_path):
    corpus = read_corpus(write(tmp_path, {"doc.txt": "\u3000" * 5000 + "word"}))
    assert corpus.ids == ("doc",)


def test_ids_stay_distinct(tmp_path):
    names = ["a", "a.txt", "a.txt.txt", "b.TXT", "c.txt", "d.md", ".txt"]
    corpus = read_corpus(write(tmp_path, {name: "x" for name in names}))
    assert corpus.ids == ("a", "a.txt", "a.txt.txt", "b", "c", "d.md")


def test_odd_names_become_printable(tmp_path):
    odd = os.fsencode(tmp_path) + b"/bad\xff"
    os.mkdir(odd)
    for name in (b"x\xfe.txt", b"x\\xfe.txt", b"new\nline", "\u202eгла-🎈.txt".encode()):
        with open(odd + b"/" + name, "wb") as file:
            file.write(b"text")
    write(tmp_path / "good", {"a.txt": "text"})
    corpus = read_corpus(tmp_path)
    assert len(set(corpus.ids)) == len(corpus) == len(list(corpus.texts)) == 5
    for name in (*corpus.ids, *corpus.labels.ravel(), str(corpus)):
        assert name.isprintable()
        name.encode()
    assert set(corpus.labels.ravel()) == {"bad\\xff", "good"}
    assert "bad\\xff/new\\nline" in corpus.ids


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(5, "input/output error")])
def test_unreadable_files_are_counted(tmp_path, monkeypatch, error):
    write(tmp_path, {"good.txt": "good", "locked.txt": "x", "shut/a.txt": "x"})
    scandir = os.scandir

    def refuse(path, *args, **kwargs):
        if "locked" in os.fspath(path) or "shut" in os.fspath(path):
            raise error
        return (scandir if not args else open)(path, *args, **kwargs)

    monkeypatch.setattr(packed, "open", refuse, raising=False)
    monkeypatch.setattr(folder.os, "scandir", refuse)
    corpus = read_corpus(tmp_path)
    assert corpus.ids == ("good",)
    assert corpus.skipped == {"unreadable": ("shut/", "locked.txt")}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", "there is no folder or file .*missing; check the path"),
        ("", "got an empty one"),
        ("nul\0", "there is no folder or file"),
        (None, "expected the path of a folder or a file, .* got a NoneType"),
        (3, "expected the path of a folder or a file, .* got an int"),
        ("pipe", "pipe is neither; give the folder"),
        ("none", "no text in .*none: passed over nothing, the folder is empty"),
        ("binary", r"passed over 2 files \(1 hidden, 1 not text\); put files with text in it"),
    ],
)
def test_folders_that_give_no_corpus(tmp_path, monkeypatch, path, message):
    write(tmp_path, {"file.txt": "x", "binary/.x": "x", "binary/y": b"\0"})
    (tmp_path / "none").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CorpusError, match=message):
        read_corpus(path)


def test_relative_paths_survive_a_change_of_folder(tmp_path, monkeypatch):
    write(tmp_path, {"in/a.txt": "a"})
    monkeypatch.chdir(tmp_path)
    corpus = read_corpus("in")
    monkeypatch.chdir("/")
    assert list(corpus.texts) == ["a"]


def test_progress_reaches_the_total(tmp_path):
    calls = []
    read_corpus(
        write(tmp_path, {f"{i}.txt": "x" for i in range(1100)}),
        progress=lambda *call: calls.append(call),
    )
    files = [("reading", done, 1100) for done in range(0, 1200, 100)]
    assert calls == [("reading", 0, None), *files]
    calls.clear()
    lines = "\n".join("x" * 2500)
    read_corpus(write(tmp_path, {"0.txt": lines}) / "0.txt", lambda *call: calls.append(call))
    assert calls == [("reading", done, None) for done in (0, 1000, 2000)]


NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20
).map(str.encode) | st.binary(min_size=1, max_size=12).filter(lambda b: not {0, 47} & set(b))


@given(st.dictionaries(NAMES, st.binary(max_size=60) | st.text(max_size=40).map(str.encode)))
@settings(max_examples=80)
def test_any_folder_gives_a_corpus_or_says_why(contents):
    with tempfile.TemporaryDirectory() as folder:
        root = os.fsencode(folder)
        for name, data in contents.items():
            if name not in (b".", b".."):
                with open(os.path.join(root, name), "wb") as file:
                    file.write(data)
        n_files = len(os.listdir(root))
        try:
            corpus = read_corpus(folder)
        except CorpusError as error:
            str(error).encode()
            assert not any(is_plainly_text(*item) for item in contents.items())
            return
        n_skipped = sum(map(len, corpus.skipped.values()))
        assert len(corpus) + n_skipped == n_files
        assert len(set(corpus.ids)) == len(corpus)
        assert all(id.isprintable() for id in corpus.ids)
        expected = [data.decode() for name, data in contents.items() if is_plainly_text(name, data)]
        found = list(corpus.texts)
        assert all(text.replace("\r\n", "\n").replace("\r", "\n") in found for text in expected)


def is_plainly_text(name, data):
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    plain = all(char.isprintable() or char in "\n\r\t" for char in text)
    clutter = name.lower() in (b"thumbs.db", b"desktop.ini", b"__macosx", b"__pycache__")
    kept = not (clutter or name.startswith((b".", b"~$")) or data.startswith(b"\xef\xbb\xbf"))
    marked = data.startswith((b"PK", b"GIF", b"BZh", b"ID3", b"OggS", b"fLaC", b"%", b"{"))
    return bool(plain and kept and not marked and text.strip())


def test_texts_in_memory():
    corpus = Corpus.from_texts(
        (text for text in ["a", "", "c"]),
        labels=["x", float("nan"), None],
        metadata={"year": [1, 2, 3]},
    )
    assert corpus.ids == ("1", "2", "3") and list(corpus.texts) == ["a", "", "c"]
    assert corpus.labels.tolist() == [["x"], [None], [None]]
    assert corpus.metadata == {"year": (1, 2, 3)}
    assert corpus.summary() == "3 documents with 1 label"
    assert Corpus.from_texts(["a"]).labels.shape == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"texts": []}, "expected texts, got none"),
        ({"texts": "abc"}, r"got a single one; give \[text\]"),
        ({"texts": ["a", None]}, "text 1 must be a str, got NoneType"),
        ({"texts": ["a"], "ids": ["x", "y"]}, "ids must have one value per text, 1, got 2"),
        ({"texts": ["a", "b"], "ids": ["x", "x"]}, "'x' comes more than once"),
        ({"texts": ["a", "b"], "labels": ["x"]}, r"one row per text, 2.*got shape \(1,\)"),
        ({"texts": ["a"], "labels": [[["x"]]]}, "labels must have"),
        ({"texts": ["a", "b"], "labels": [["x"], ["y", "z"]]}, "label must be a single value"),
        ({"texts": ["a"], "metadata": {"year": []}}, "year must have one value per text, 1, got 0"),
    ],
)
def test_texts_in_memory_are_checked(arguments, message):
    with pytest.raises(CorpusError, match=message):
        Corpus.from_texts(**arguments)


def test_reading_imports_nothing_heavy():
    code = (
        "import sys, hiertopics.corpus.read; "
        "assert not {'sklearn', 'scipy', 'nltk', 'pandas', 'numba'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_cut_at_the_end_does_not_spoil_the_rest():
    cut = ("“quoted” " + "plain english text " * 50 + "café").encode()[:-1]
    text = decode(cut).text
    assert text.startswith("“quoted” plain") and text.endswith("caf\ufffd")
    assert decode(cut).n_bad == 1 and decode("\ufffd".encode()).n_bad == 0
    western = "Gemäß größter Übung".encode("cp1252")
    assert decode(western).text == "Gemäß größter Übung"
