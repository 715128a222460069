"""docs/matrix-format.md names all that is written, and a folder made by that page can be opened."""

import json
import re
import zlib

import numpy as np
import pytest
from scipy import sparse

import hiertopics as ht
from hiertopics.core import shards
from hiertopics.core.data import DOC_WORK
from hiertopics.matrix import layout


@pytest.fixture(scope="module")
def page(request):
    return (request.config.rootpath / "docs" / "matrix-format.md").read_text(encoding="utf-8")


def test_every_name_and_number_is_on_the_page(tmp_path, page):
    named = set(re.findall(r"`([^`]+)`", page))
    ht.write_matrix(tmp_path, np.ones((3, 2)), feature_names=["a", "b"], ids="xyz")
    files = {path.name for path in tmp_path.rglob("*")}
    said = json.loads((tmp_path / "matrix.json").read_text())
    keys = {*said, *said["shards"][0], *said["documents"], "id"}
    assert files | keys | {layout.BEGUN, layout.DRAFT, layout.VECTORIZER, "source"} <= named
    assert set(said["shards"][0]["checksums"]) == {name[:-4] for name in files if "npy" in name}
    assert f'("{layout.FORMAT}")' in page
    assert f"(a whole number, {layout.VERSION})" in page
    assert f"{shards.SHARD_WORK:,}" in page
    assert f"and {DOC_WORK} more" in page


def test_a_folder_made_by_the_page_can_be_opened(tmp_path):
    X = np.array([[0, 2.5, 1], [3, 0, 0]])
    folder, described = tmp_path / "shard-000000", {}
    folder.mkdir()
    for start, form in (("", sparse.csr_array(X)), ("term_", sparse.csr_array(X.T))):
        for name in ("data", "indices", "indptr"):
            array = getattr(form, name)
            path = folder / f"{start}{name}.npy"
            np.save(path, array if name == "data" else array.astype(np.int32))
            described[start + name] = zlib.crc32(path.read_bytes())
    shard = {"dtype": "float64", "n_docs": 2, "n_terms": 3, "n_stored": 3, "square_norm": 16.25}
    shard["checksums"] = described
    (folder / "shard.json").write_text(json.dumps(shard))
    said = {"format": "hiertopics matrix", "version": 1, "dtype": "float64", "n_docs": 2}
    said |= {"n_terms": 3, "shards": [shard], "feature_names": None, "a later key": 1}
    (tmp_path / "matrix.json").write_text(json.dumps(said))
    np.testing.assert_array_equal(ht.open_matrix(tmp_path).tocsr().toarray(), X)
