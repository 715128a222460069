"""The page on the format names all that a file may hold."""

import json
import re
import zipfile
from dataclasses import fields
from datetime import date, datetime

import numpy as np
import pytest
from scipy import sparse

import hiertopics as ht
from hiertopics.documents.table import DocumentTable
from hiertopics.store.objects import CLASSES
from hiertopics.store.store import FORMAT
from hiertopics.store.values import TYPES, ValueWriter

# Under these the names are those of attributes, and of what people gave.
FREE = {"settings", "fitted", "tree", "corpus_report", "provenance", "state", "layers"}

OF_EVERY_TYPE = [
    float("nan"),
    date(2020, 1, 2),
    datetime(2020, 1, 2, 3),
    (1, {2}, frozenset({3})),
    {4: 5},
    np.ones(2),
    np.array(["a", None], dtype=object),
    sparse.csr_array(np.eye(2)),
    np.random.RandomState(0),
    np.float32,
    np.dtype("float64"),
]


@pytest.fixture(scope="module")
def named(request):
    """All that the page names as code."""
    page = request.config.rootpath / "docs" / "file-format.md"
    return set(re.findall(r"`([^`]+)`", page.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The file of a run with labels, predicted labels and metadata."""
    texts = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and bread"] * 3
    corpus = ht.Corpus.from_texts(
        texts, labels=["a", "a", "b", None] * 3, metadata={"day": [date(2020, 1, 2)] * 12}
    )
    path = tmp_path_factory.mktemp("saved") / "run"
    ht.save(ht.fit_corpus(corpus, (3, 2), use_labels=True), path)
    with zipfile.ZipFile(path) as opened:
        yield opened


def keys_and_types(content, is_free=False):
    """The keys of JSON that the format gives their meaning, and the names of types."""
    if isinstance(content, list):
        for item in content:
            yield from keys_and_types(item, is_free)
    elif isinstance(content, dict):
        if "$" in content:
            yield content["$"]
        for key, value in content.items():
            if not is_free or "$" in content:
                yield key
            own = isinstance(value, dict) and "class" in value  # a tree has its tree
            yield from keys_and_types(value, is_free or (key in FREE and not own))


def test_every_key_and_member_of_a_run_is_named(archive, named):
    content = json.loads(archive.read("content.json"))
    used = set(keys_and_types(content))
    columns = {each.name for each in fields(DocumentTable)}
    assert {"format", "saved", "class", "settings", "documents", "inputs"} | columns <= used
    assert used <= named, f"not on the page: {used - named}"
    members = {re.sub("[0-9]+", "1", name) for name in archive.namelist()}
    assert members == {"content.json", "arrays/1.npy"} <= named
    assert content["version"] == FORMAT == 1
    first = archive.read("arrays/0.npy")
    assert first.startswith(b"\x93NUMPY\x01\x00"), "version 1.0"


def test_every_type_that_is_written_can_be_read_and_is_named(named):
    used = set(keys_and_types(ValueWriter().write(OF_EVERY_TYPE, "it"), is_free=True))
    assert set(TYPES) <= used <= named, f"not on the page: {used - named}"
    types = {each["$"] for each in map(written, OF_EVERY_TYPE)} | {"set", "frozenset"}
    assert types == set(TYPES), "all are written, and all can be read"


def written(value):
    return ValueWriter().write(value, "it")


def test_every_class_is_named(named):
    assert set(CLASSES) <= named
