"""A matrix on disk is the same from whatever it is written."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from support.random_matrices import random_matrix

import hiertopics as ht
from hiertopics.core import shards
from hiertopics.core.data import DOC_WORK

N_DOCS, N_TERMS = 2500, 12


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_WORK", 300 * DOC_WORK)


@pytest.fixture
def X():
    return random_matrix(N_DOCS, N_TERMS, np.float32)


@pytest.fixture
def saved(X, tmp_path):
    """The matrix in twelve files of .npz, 2 before 10, among other things; their paths."""
    folder, forms = tmp_path / "saved", ("csr", "csc", "coo")
    folder.mkdir()
    paths = [folder / f"part-{i}.npz" for i in range(12)]
    for i, (path, rows) in enumerate(
        zip(paths, np.array_split(np.arange(N_DOCS), 12), strict=True)
    ):
        sparse.save_npz(path, X[rows].asformat(forms[i % 3]), compressed=i % 2 == 0)
    (folder / "README.txt").write_text("parts of a matrix")
    (folder / "._part-1.npz").write_text("what a Mac leaves")
    return paths


def same(stored, X):
    assert stored.dtype == X.dtype
    assert (stored.tocsr() != X).nnz == 0


def test_files_of_scipy_by_their_paths_or_folder(X, saved, tmp_path):
    same(ht.write_matrix(tmp_path / "paths", saved), X)
    same(ht.write_matrix(tmp_path / "texts", [*map(str, saved)], ids=map(str, range(N_DOCS))), X)
    same(ht.write_matrix(tmp_path / "folder", saved[0].parent), X)
    first = ht.write_matrix(tmp_path / "one", str(saved[0]))
    same(first, X[: first.shape[0]])


def test_writing_from_files_goes_on_where_it_ended(X, saved, tmp_path):
    content = saved[9].read_bytes()
    saved[9].write_bytes(content[: len(content) // 2])
    folder = saved[0].parent
    with pytest.raises(ht.HiertopicsError, match=r"part-9\.npz cannot be read"):
        ht.write_matrix(tmp_path / "m", folder, source="saved")
    written = (tmp_path / "m" / "shard-000000" / "shard.json").stat().st_mtime_ns
    saved[9].write_bytes(content)
    same(ht.write_matrix(tmp_path / "m", folder, source="saved"), X)
    assert (tmp_path / "m" / "shard-000000" / "shard.json").stat().st_mtime_ns == written


def test_files_that_are_none(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.npz").write_text("no archive")
    np.savez(tmp_path / "b.npz", a=np.ones(3))
    for name, said in {
        "empty": "empty holds no .npz file",
        "no": "there is no .*no",
        "a.npz": r"a\.npz cannot be read; expected .*save_npz",
        "b.npz": r"b\.npz cannot be read; expected .*save_npz",
    }.items():
        with pytest.raises(ht.HiertopicsError, match=said):
            ht.write_matrix(tmp_path / "m", tmp_path / name)


class OnDisk:
    """Rows that can be asked for by slices alone, as of an HDF5 file; counts those in memory."""

    def __init__(self, X):
        self._X, self.shape, self.most = X, X.shape, 0

    def __getitem__(self, rows):
        self.most = max(self.most, rows.stop - rows.start)
        return self._X[rows]


@pytest.mark.parametrize("form", [sparse.csr_array, sparse.csc_matrix, np.array, OnDisk])
def test_annotated_data(X, tmp_path, form):
    terms, cells = [f"gene {i}" for i in range(N_TERMS)], [f"cell {i}" for i in range(N_DOCS)]
    values = form(X.toarray()) if form is np.array else form(X)
    data = SimpleNamespace(X=values, var_names=terms, obs_names=cells, shape=X.shape)
    stored = ht.write_matrix(tmp_path / "m", data)
    same(stored, X)
    assert stored.feature_names.tolist() == terms and stored.ids.tolist() == cells
    if form is OnDisk:
        assert values.most <= 1000
    del data.obs_names
    stored = ht.write_matrix(tmp_path / "n", data, feature_names=terms[::-1])
    assert stored.feature_names.tolist() == terms[::-1] and stored.ids is None
