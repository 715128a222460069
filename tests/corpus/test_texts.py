"""Texts are read once, kept in a file that nobody sees, and found there in any order."""

import copy
import errno
import gc
import multiprocessing
import os
import pickle
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.corpus import texts as module
from hiertopics.corpus.texts import StoredTexts
from hiertopics.errors import CorpusError

SURROGATES = "lone \ud83d and \udcff"
SHARED = []
ANY_TEXT = st.text(st.characters(), max_size=30)


def some_texts(n=300):
    rng = np.random.default_rng(0)
    return [f"{i} größer " + "boat " * int(rng.integers(0, 400)) for i in range(n)]


@given(st.lists(ANY_TEXT, max_size=40), st.integers(1, 60), st.integers(0, 300), st.randoms())
def test_texts_are_a_sequence(texts, block, plain, random):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", block)
        patch.setattr(module, "_PLAIN", plain)
        stored = StoredTexts(iter(texts))
    n = len(texts)
    assert len(stored) == n and list(stored) == texts
    assert [stored[i] for i in range(-n, n)] == texts * 2
    assert list(stored[::-2]) == texts[::-2] and list(stored[1:3][1:]) == texts[1:3][1:]
    chosen = np.array([random.randrange(n) for _ in range(5)] if n else [], int)
    assert list(stored[chosen]) == [texts[i] for i in chosen]
    mask = chosen_mask = np.zeros(n, bool)
    chosen_mask[chosen] = True
    assert list(stored[mask]) == [text for text, is_in in zip(texts, mask, strict=True) if is_in]
    with pytest.raises(IndexError):
        stored[n]


def test_lone_surrogates_and_blank_texts_survive():
    texts = ["", SURROGATES, "\0", "a" * 100_000, ""]
    assert list(StoredTexts(texts)) == texts
    assert list(pickle.loads(pickle.dumps(StoredTexts(texts)))) == texts


def test_texts_beyond_the_first_are_compressed(monkeypatch):
    texts = ["boat " * 1000] * 100
    files = []
    for plain in (0, 100_000, 10**6):
        monkeypatch.setattr(module, "_PLAIN", plain)
        stored = StoredTexts(texts)
        assert list(stored) == texts
        files.append(os.fstat(stored._blocks._file.fileno()).st_size)
    assert files[0] < 50_000 and 100_000 < files[1] < 150_000 and files[2] == 500_000


def test_each_block_is_read_once(monkeypatch):
    texts = some_texts()
    stored = StoredTexts(texts)
    read, original = [], module._Blocks._read
    monkeypatch.setattr(
        module._Blocks, "_read", lambda self, number: read.append(number) or original(self, number)
    )
    assert list(stored) == texts and len(read) > 5 and read == list(range(len(read)))
    n_blocks = len(read)
    assert [stored[i] for i in range(300)] == texts and len(read) <= 2 * n_blocks


def test_several_threads_read_at_once():
    texts = some_texts()
    stored = StoredTexts(texts)
    orders = [np.random.default_rng(i).permutation(300) for i in range(8)]

    def read(order):
        return list(stored) == texts and all(stored[int(i)] == texts[i] for i in order)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, orders))


def test_texts_are_found_where_files_have_one_place_only(monkeypatch):
    stored = StoredTexts(some_texts())
    monkeypatch.delattr(os, "pread", raising=False)
    test_several_threads_read_at_once()
    assert list(stored[::-1]) == some_texts()[::-1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_reads_as_well():
    SHARED[:] = [StoredTexts(some_texts())]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_shared, range(300), chunksize=1) == some_texts()
    SHARED.clear()


def _shared(position):
    return SHARED[0][position]


def test_pickles_and_copies():
    stored = StoredTexts(some_texts())
    part = stored[np.array([5, 3])]
    again = pickle.loads(pickle.dumps(part))
    assert isinstance(again, StoredTexts) and list(again) == [stored[5], stored[3]]
    data = pickle.dumps(stored)
    expected = list(stored)
    assert list(copy.deepcopy(stored)) == list(copy.copy(stored)) == expected
    del stored, part
    assert list(pickle.loads(data)) == expected


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="looks at /proc")
def test_the_file_has_no_name_and_goes_with_the_last_view(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stored = StoredTexts(some_texts())
    view = stored[3:5]
    assert os.listdir(tmp_path) == []
    del stored
    gc.collect()
    assert list(view) == some_texts()[3:5]
    assert any(str(tmp_path) in path for path in map(os.readlink, _descriptors()))
    del view
    gc.collect()
    assert not any(str(tmp_path) in path for path in map(os.readlink, _descriptors()))


def _descriptors():
    folder = "/proc/self/fd"
    return [path for n in os.listdir(folder) if os.path.lexists(path := f"{folder}/{n}")]


@pytest.mark.parametrize("end", ["pass", "os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_nothing_is_left_behind(tmp_path, end):
    code = f"import os, hiertopics.corpus.texts as t; x = t.StoredTexts(['a'] * 9); x[3]; {end}"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", code]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert ended.stderr == "" and os.listdir(tmp_path) == []


def test_a_full_disk_is_told(monkeypatch):
    def refuse(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    original = tempfile.TemporaryFile

    def full(*arguments, **options):
        file = original(*arguments, **options)
        return type("Full", (), {"write": refuse, "close": lambda self: file.close()})()

    for broken in (refuse, full):
        monkeypatch.setattr(tempfile, "TemporaryFile", broken)
        with pytest.raises(CorpusError, match=r"No space left on device; make room, or .*TMPDIR"):
            StoredTexts(["a"])
