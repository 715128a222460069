"""Files packed by gzip, bzip2 and xz are read as those that are not."""

import bz2
import gzip
import io
import lzma
import random
import sys

import numpy as np
import pytest
from corpus.test_office import paragraph, zipped
from corpus.test_read import ROWS, as_csv, as_jsonl, as_parquet, write
from hypothesis import given, settings
from hypothesis import strategies as st

import hiertopics as ht
from hiertopics.corpus.packed import UnpackingError, open_bytes, without_packing

PACKINGS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
MAIL = b"From a@b.org Fri May  1 10:00:00 2020\nFrom: a@b.org\nSubject: Tide\n\nThe body %d.\n"
FEED = b"<rss><channel>%b</channel></rss>"
ITEM = b"<item><title>Boat %d</title><description>It sails.</description></item>"
WORD = "<w:document xmlns:w='w'><w:body>%s</w:body></w:document>"
FILES = {
    "a.txt": "Ein Boot fährt.\n\nDer Hafen schläft.".encode("cp1252"),
    "page.html": b"<html><p>A page</p></html>",
    "a.md": b"# Notes\n\nof a boat",
    "a.mbox": b"\n".join(MAIL % number for number in range(3)),
    "feed.xml": FEED % b"".join(ITEM % number for number in range(4)),
    "a.docx": zipped(**{"word/document.xml": WORD % paragraph("boat")}),
    "a.csv": as_csv(ROWS),
    "a.jsonl": as_jsonl(ROWS),
    "a.parquet": as_parquet(ROWS),
    "a.bib": b"@a{b, title={A boat}, abstract={It sails to the harbour}}\n" * 3,
    "answers.txt": b"id\ttext\n" + b"".join(b"%d\tit sails\n" % number for number in range(20)),
}


def same(one, other):
    assert list(one.texts) == list(other.texts) and len(one)
    assert np.array_equal(one.labels, other.labels)
    files = other.metadata.get("file")
    names = {} if files is None else {"file": tuple(map(without_packing, files))}
    assert one.metadata == {**other.metadata, **names}
    assert one.skipped.keys() == other.skipped.keys()


@pytest.mark.parametrize("ending", [*PACKINGS, ".BZ2"])
@pytest.mark.parametrize("name", FILES)
def test_a_packed_file_is_read_as_the_file(tmp_path, name, ending):
    packed = PACKINGS[ending.lower()](FILES[name])
    write(tmp_path, {name: FILES[name], name + ending: packed})
    one, other = ht.read_corpus(tmp_path / name), ht.read_corpus(tmp_path / (name + ending))
    same(one, other)


@pytest.mark.parametrize("ending", PACKINGS)
def test_a_folder_of_packed_files(tmp_path, ending):
    write(tmp_path / "plain", FILES)
    write(tmp_path / "packed", {n + ending: PACKINGS[ending](data) for n, data in FILES.items()})
    one, other = ht.read_corpus(tmp_path / "plain"), ht.read_corpus(tmp_path / "packed")
    same(one, other)
    assert "a" in one.ids and "a" in other.ids


@pytest.mark.parametrize("ending", PACKINGS)
def test_tables_and_labels_in_a_folder(tmp_path, ending):
    files = {f"{n}.csv": as_csv(ROWS) for n in "ab"}
    write(tmp_path / "plain", files)
    write(tmp_path / "packed", {n + ending: PACKINGS[ending](data) for n, data in files.items()})
    same(ht.read_corpus(tmp_path / "plain"), ht.read_corpus(tmp_path / "packed"))
    write(tmp_path, {"in/a.txt": "boat", "in/b.txt": "tide"})
    labels = write(tmp_path, {f"l.csv{ending}": PACKINGS[ending](b"id,label\na.txt.bz2,x\nb,y\n")})
    corpus = ht.read_corpus(tmp_path / "in", labels=labels / f"l.csv{ending}")
    assert corpus.labels.tolist() == [["x"], ["y"]]


@pytest.mark.parametrize("ending", PACKINGS)
def test_several_streams_and_zeros_between_them(tmp_path, ending):
    pack = PACKINGS[ending]
    rows = [{"text": f"word {number}"} for number in range(300)]
    pieces = [pack(as_jsonl(rows[start : start + 50])) for start in range(0, 300, 50)]
    write(tmp_path, {f"x.jsonl{ending}": bytes(8).join(pieces) + bytes(4)})
    assert len(ht.read_corpus(tmp_path / f"x.jsonl{ending}")) == 300


@pytest.mark.parametrize("ending", PACKINGS)
def test_what_is_cut_off_or_damaged_is_read_as_far_as_it_goes(tmp_path, ending):
    numbers = random.Random(0)
    rows = as_jsonl([{"text": f"word {numbers.random()}"} for _ in range(90_000)])
    whole = PACKINGS[ending](rows)
    half = len(whole) // 2
    files = {
        "cut": whole[:half],
        "odd": whole[:half] + bytes(50) + whole[half + 50 :],
        "more": whole + b"boat",
    }
    for name, data in files.items():
        path = write(tmp_path, {f"{name}.jsonl{ending}": data}) / f"{name}.jsonl{ending}"
        corpus = ht.read_corpus(path)
        assert 9000 < len(corpus) <= 90_000, name
        assert corpus.skipped["damaged"] == (f"{name}.jsonl{ending}:the end",)


def test_the_first_bytes_say_how_it_is_packed(tmp_path):
    text = b"A boat sails."
    files = {
        "a.txt.gz": bz2.compress(text),
        "b.txt.bz2": text,
        "c.txt.xz": gzip.compress(text),
        "d.gz": b"",
        "e.txt": b"BZh is what it begins with.",
    }
    corpus = ht.read_corpus(write(tmp_path, files))
    assert corpus.ids == ("a", "b", "c", "e")
    assert set(corpus.texts[:3]) == {text.decode()}
    assert corpus.skipped == {"empty": ("d.gz",)}


@pytest.mark.parametrize("name", ["a.csv.zst", "a.txt.zst", "a.xml.zst"])
def test_what_is_packed_in_another_way_is_named_with_what_to_do(tmp_path, name):
    if sys.version_info >= (3, 14):
        from compression import zstd

        write(tmp_path, {name: zstd.compress(FILES.get(name[:-4], FILES["feed.xml"]))})
        assert len(ht.read_corpus(tmp_path / name))
        return
    write(tmp_path, {name: b"\x28\xb5\x2f\xfd\x04\x58\x61\0\0boat"})
    with pytest.raises(ht.CorpusError, match="unpack it"):
        ht.read_corpus(tmp_path / name)


@pytest.mark.parametrize("data", [bz2.compress(b"boat"), lzma.compress(b"boat")])
def test_what_is_packed_under_another_name_is_named_with_what_to_do(tmp_path, data):
    with pytest.raises(ht.CorpusError, match=r"let its name end in \.gz, \.bz2 or \.xz"):
        ht.read_corpus(write(tmp_path, {"dump.xml": data}) / "dump.xml")


def test_what_takes_gigabytes_to_unpack_is_refused(tmp_path):
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 2**29}]
    write(tmp_path, {"x.txt.xz": lzma.compress(b"boat", filters=filters)})
    with pytest.raises(ht.CorpusError, match="damaged"):
        ht.read_corpus(tmp_path / "x.txt.xz")


@given(
    pieces=st.lists(st.binary(max_size=3000) | st.just(bytes(200_000)), min_size=1, max_size=4),
    ending=st.sampled_from(sorted(PACKINGS)),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 250_000)), max_size=8),
)
@settings(max_examples=150)
def test_reading_and_going_back_are_those_of_the_file(tmp_path_factory, pieces, ending, steps):
    path = tmp_path_factory.mktemp("in") / f"x{ending}"
    path.write_bytes(b"".join(map(PACKINGS[ending], pieces)))
    plain = io.BytesIO(b"".join(pieces))
    with open_bytes(str(path)) as file:
        assert file.name == str(path)
        for is_seek, number in steps:
            if is_seek:
                assert file.seek(number) == plain.seek(min(number, len(plain.getvalue())))
            else:
                assert file.read(number) == plain.read(number)
            assert file.tell() == plain.tell()
        assert file.read() == plain.read()


@pytest.mark.parametrize("ending", PACKINGS)
def test_every_cut_is_noticed(tmp_path, ending):
    whole = PACKINGS[ending](b"a boat and a tide")
    for end in range(6, len(whole)):
        (tmp_path / f"x{ending}").write_bytes(whole[:end])
        with open_bytes(str(tmp_path / f"x{ending}")) as file, pytest.raises(UnpackingError):
            file.read()
