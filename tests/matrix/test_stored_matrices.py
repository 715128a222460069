"""A matrix on disk is the matrix that was written, and models give the same bits for both."""

import errno
import json
import mmap
import pickle
import shutil
from functools import partial

import numpy as np
import pytest
from scipy import sparse
from sklearn.model_selection import cross_val_score
from support import random_matrices

import hiertopics as ht
from hiertopics.core import shards
from hiertopics.core.data import DOC_WORK
from hiertopics.matrix import layout, scratch

N_DOCS, N_TERMS = 1200, 60
SHORT = {"random_state": 0, "max_epochs": 15, "tol": 0}
MODELS = {
    "NMF": ht.NMF(5, **SHORT),
    "HierarchicalNMF": ht.HierarchicalNMF((5, 2), **SHORT),
    "DeepNMF": ht.DeepNMF((5, 2), **SHORT),
    "NeuralNMF": ht.NeuralNMF((5, 2), **SHORT),
    "random start": ht.NeuralNMF((5, 2), init="random", **SHORT),
    "pgd": ht.NeuralNMF((5, 2), solver="pgd", **SHORT),
}


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    """Of some 250 documents each."""
    monkeypatch.setattr(shards, "SHARD_WORK", 250 * (DOC_WORK + 6))


random_matrix = partial(random_matrices.random_matrix, N_DOCS, N_TERMS)


def in_blocks(X, size):
    return (X[first : first + size] for first in range(0, X.shape[0], size))


def files(folder):
    """Every file below a folder with what it holds."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_matrix_comes_back(tmp_path, dtype):
    X = random_matrix(dtype)
    names = [f"term {i}" for i in range(N_TERMS)]
    written = ht.write_matrix(tmp_path / "m", X, feature_names=names)
    for M in (written, ht.open_matrix(tmp_path / "m")):
        assert (M.shape, M.dtype, M.nnz, M.ndim) == (X.shape, X.dtype, X.nnz, 2)
        assert M.feature_names.tolist() == names
        assert (M.tocsr() != X).nnz == 0
        assert len(list(M.blocks())) == 5
        assert "1,200 documents and 60 terms" in repr(M)


def test_ids_are_kept_and_checked(tmp_path):
    ids = [f'"{i}"\n\u2028é\udc80' for i in range(N_DOCS)]
    written = ht.write_matrix(tmp_path, in_blocks(random_matrix(), 100), ids=iter(ids))
    for M in (written, ht.open_matrix(tmp_path), pickle.loads(pickle.dumps(written))):
        assert M.ids.tolist() == ids
    lines = (tmp_path / layout.DOCUMENTS).read_text("utf-8").split("\n")
    (tmp_path / layout.DOCUMENTS).write_text("\n".join(lines[1:]), "utf-8")
    with pytest.raises(ht.StoreError, match=r"documents\.jsonl is not what was written"):
        ht.open_matrix(tmp_path)
    with pytest.raises(ht.StoreError, match=r"documents\.jsonl was expected to hold 1,200 ids"):
        _ = ht.open_matrix(tmp_path, check=False).ids
    (tmp_path / layout.DOCUMENTS).unlink()
    for check in (True, False):
        with pytest.raises(ht.StoreError, match=r"documents\.jsonl cannot be read"):
            _ = ht.open_matrix(tmp_path, check=check).ids


@pytest.mark.parametrize("n_ids", [0, N_DOCS - 1, N_DOCS + 1])
def test_there_is_an_id_for_each_document(tmp_path, n_ids):
    with pytest.raises(ht.HiertopicsError, match=f"each of 1,200 documents, got {n_ids:,}"):
        ht.write_matrix(tmp_path, random_matrix(), ids=map(str, range(n_ids)), source="x")
    with pytest.raises(ht.StoreError, match="is not finished"):
        ht.open_matrix(tmp_path)
    assert ht.write_matrix(tmp_path, random_matrix(), source="x").ids is None


@pytest.mark.parametrize("size", [1, 100, 251, 5000])
@pytest.mark.parametrize("form", [sparse.csr_array, sparse.csc_matrix, sparse.coo_array, np.array])
def test_blocks_of_any_size_and_form_make_the_same_files(tmp_path, size, form):
    X = random_matrix()
    ht.write_matrix(tmp_path / "whole", X)
    blocks = in_blocks(X, size)
    blocks = (block.toarray() if form is np.array else form(block) for block in blocks)
    ht.write_matrix(tmp_path / "blocks", blocks)
    assert files(tmp_path / "blocks") == files(tmp_path / "whole")


@pytest.mark.parametrize(
    "rows",
    [3, -1, slice(None), slice(900, 100, -7), slice(5, 5), [5, 1199, 0, 5], [], "mask",
     np.arange(600, dtype=np.uint8) % 7],
    ids=str,
)  # fmt: skip
def test_rows_are_those_of_the_matrix(tmp_path, rows):
    X = random_matrix()
    M = ht.write_matrix(tmp_path / "m", X)
    rows = np.arange(N_DOCS) % 5 == 2 if isinstance(rows, str) else rows
    expected = X[[rows] if isinstance(rows, int) else rows]
    found = M[rows]
    assert found.shape == expected.shape
    assert (found != expected).nnz == 0


@pytest.mark.parametrize("rows", ["a", 1.5, [[1]], [True], None])
def test_rows_that_are_none_are_named(tmp_path, rows):
    M = ht.write_matrix(tmp_path / "m", random_matrix())
    with pytest.raises(ht.HiertopicsError, match="expected the documents as a number"):
        M[rows]


def test_a_row_beyond_the_last_is_an_index_error(tmp_path):
    with pytest.raises(IndexError):
        ht.write_matrix(tmp_path / "m", random_matrix())[N_DOCS]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", MODELS)
def test_models_give_the_same_bits_on_disk_and_in_memory(tmp_path, name, dtype):
    X, model = random_matrix(dtype), MODELS[name]
    M = ht.write_matrix(tmp_path / "m", X)
    y = np.where(np.arange(N_DOCS) % 4, np.arange(N_DOCS) % 3, -1)
    found = []
    for data in (X, M):
        S = model.fit_transform_layers(data, y)
        found.append([model.history_, *model.A_, *S, model.predict(data), model.score(data, y)])
        found[-1] += [model.assign_topics(data), *model.transform_layers(data)]
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
    assert model.n_features_in_ == N_TERMS


def test_terms_that_do_not_occur_change_nothing(tmp_path):
    X = random_matrix()
    X.data[X.indices % 3 == 1] = 0
    X.eliminate_zeros()
    M = ht.write_matrix(tmp_path / "m", X)
    model = MODELS["NeuralNMF"]
    histories = [model.fit(data).history_ for data in (X, M)]
    np.testing.assert_array_equal(*histories)
    assert not model.A_[0][1::3].any()


def test_what_needs_the_matrix_in_memory_says_so(tmp_path):
    M = ht.write_matrix(tmp_path / "m", random_matrix())
    with pytest.raises(ht.HiertopicsError, match=r"neighbours=5 .* on disk; use neighbours=0"):
        ht.NeuralNMF((5, 2), neighbours=5).fit(M)
    with pytest.raises(ht.HiertopicsError, match=r"mask and unknown need X in memory"):
        ht.NeuralNMF((5, 2)).fit(M, mask=np.ones(M.shape))
    model = MODELS["NMF"].fit(M)
    with pytest.raises(ValueError, match="7 features"):
        model.transform(ht.write_matrix(tmp_path / "narrow", random_matrix()[:, :7]))


def test_a_tree_is_made_of_it(tmp_path):
    X = random_matrix()
    M = ht.write_matrix(tmp_path / "m", X, feature_names=[f"t{i}" for i in range(N_TERMS)])
    model = ht.NeuralNMF((5, 2), random_state=0).fit(M)
    trees = [str(ht.topic_tree(model, M.feature_names, data)) for data in (X, M)]
    assert trees[0] == trees[1]


# Damage


def written(tmp_path):
    return ht.write_matrix(tmp_path / "m", random_matrix()).path


@pytest.mark.parametrize("name", layout.ARRAYS)
def test_a_changed_bit_is_found(tmp_path, name):
    folder = written(tmp_path)
    path = layout.shard_folder(folder, 2) / f"{name}.npy"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(ht.StoreError, match=f"{name}.npy is not what was written"):
        ht.open_matrix(folder)


@pytest.mark.parametrize("name", layout.ARRAYS)
@pytest.mark.parametrize("check", [True, False])
def test_a_file_that_is_cut_or_gone_is_found(tmp_path, name, check):
    folder = written(tmp_path)
    path = layout.shard_folder(folder, 2) / f"{name}.npy"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(ht.StoreError, match=name):
        ht.open_matrix(folder, check=check).tocsr()
    path.unlink()
    with pytest.raises(ht.StoreError, match=name):
        ht.open_matrix(folder, check=check).tocsr()


@pytest.mark.parametrize("change", [
    {"dtype": "object"}, {"shards": []}, {"shards": [1]}, {"n_terms": -1}, {"n_terms": None},
    {"format": "x"}, {"shards": [{"n_docs": 1}]},
])  # fmt: skip
def test_a_description_that_is_damaged_is_found(tmp_path, change):
    folder = written(tmp_path)
    path = folder / layout.MATRIX
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(ht.StoreError, match=r"matrix\.json"):
        ht.open_matrix(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
def test_a_description_that_is_none_is_found(tmp_path, text):
    folder = written(tmp_path)
    (folder / layout.MATRIX).write_text(text)
    with pytest.raises(ht.StoreError, match=r"matrix\.json"):
        ht.open_matrix(folder)


def test_a_newer_format_is_named(tmp_path):
    folder = written(tmp_path)
    path = folder / layout.MATRIX
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 2}))
    with pytest.raises(ht.StoreError, match="version 2 of the format.* install a newer one"):
        ht.open_matrix(folder)


def test_a_folder_without_a_matrix_is_named(tmp_path):
    for path in (tmp_path, tmp_path / "no"):
        with pytest.raises(ht.StoreError, match="holds no matrix"):
            ht.open_matrix(path)


def test_it_is_found_from_another_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    M = ht.write_matrix("m", random_matrix())
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert (M.tocsr() != random_matrix()).nnz == 0


def test_a_pickle_holds_none_of_its_numbers(tmp_path):
    M = ht.write_matrix(tmp_path / "m", random_matrix())
    assert (M.tocsr() != random_matrix()).nnz == 0  # it is mapped
    pickled = pickle.dumps(M)
    assert len(pickled) < 10_000 < random_matrix().data.nbytes
    assert (pickle.loads(pickled).tocsr() != random_matrix()).nnz == 0


def test_it_is_validated_across_folds(tmp_path):
    X, y = random_matrix(), np.arange(N_DOCS) % 3
    M, model = ht.write_matrix(tmp_path / "m", X), ht.SSNMF(3, **SHORT)
    scores = [cross_val_score(model, each, y, cv=2, error_score="raise") for each in (X, M)]
    np.testing.assert_array_equal(*scores)


@pytest.mark.parametrize("terms", [4, slice(5), [1, 2]], ids=str)
def test_single_terms_are_no_documents(tmp_path, terms):
    M = ht.write_matrix(tmp_path / "m", random_matrix())
    assert (M[:7, :] != M[:7]).nnz == (M[:7, ...] != M[:7]).nnz == 0
    with pytest.raises(ht.HiertopicsError, match="documents with all of their terms"):
        M[3, terms]


# Writing


class Killed(Exception):
    pass


def interrupted(X, size, after):
    for number, block in enumerate(in_blocks(X, size)):
        if number == after:
            raise Killed
        yield block


@pytest.mark.parametrize("after", [0, 3, 6, 11])
@pytest.mark.parametrize("callable_source", [True, False])
def test_a_matrix_that_was_begun_is_finished_with_the_same_bytes(tmp_path, after, callable_source):
    X = random_matrix()
    ht.write_matrix(tmp_path / "whole", X, source="a")
    folder = tmp_path / "m"
    with pytest.raises(Killed):
        ht.write_matrix(folder, interrupted(X, 100, after), source="a")
    with pytest.raises(ht.StoreError, match="not finished" if after > 2 else "holds no"):
        ht.open_matrix(folder)
    (folder / layout.DRAFT).mkdir()  # what a killed process leaves
    (folder / layout.DRAFT / "data.npy").write_bytes(b"half")
    for name in (".hiertopics.a1b2", layout.DOCUMENTS):
        (folder / name).write_bytes(b"half")
    firsts = []

    def blocks(first):
        firsts.append(first)
        return in_blocks(X[first:], 70)

    shard = layout.shard_folder(folder, 0) / "data.npy"
    before = shard.stat().st_mtime_ns if shard.exists() else None
    ht.write_matrix(folder, blocks if callable_source else in_blocks(X, 70), source="a")
    assert before in (None, shard.stat().st_mtime_ns)  # what was there is not written again
    if callable_source:
        assert (firsts[0] > 200) == (after > 2)
    assert files(folder) == files(tmp_path / "whole")


def test_a_process_killed_at_its_first_file_is_no_obstacle(tmp_path):
    (tmp_path / ".hiertopics.a1b2").write_bytes(b"half")
    ht.write_matrix(tmp_path, random_matrix())
    assert not list(tmp_path.glob(".*"))


def test_a_matrix_of_another_source_is_begun_anew(tmp_path):
    folder = tmp_path / "m"
    for source in ("a", None):
        with pytest.raises(Killed):
            ht.write_matrix(folder, interrupted(random_matrix(seed=1), 100, 8), source=source)
        ht.write_matrix(folder, random_matrix(), source="b" if source else None)
        assert (ht.open_matrix(folder).tocsr() != random_matrix()).nnz == 0
        shutil.rmtree(folder)


def test_a_second_writer_to_the_folder_is_noticed(tmp_path):
    X = random_matrix()

    def blocks():
        yield X[:600]
        with pytest.raises(Killed):
            ht.write_matrix(tmp_path / "m", interrupted(random_matrix(seed=1), 100, 4))
        yield X[600:]

    with pytest.raises(ht.StoreError, match="another process"):
        ht.write_matrix(tmp_path / "m", blocks())
    assert not (tmp_path / "m" / layout.MATRIX).exists()


def test_nothing_that_is_there_is_replaced(tmp_path):
    folder = written(tmp_path)
    with pytest.raises(ht.HiertopicsError, match="holds a matrix already"):
        ht.write_matrix(folder, random_matrix())
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    with pytest.raises(ht.HiertopicsError, match=r"holds other things \(mine\.txt\)"):
        ht.write_matrix(tmp_path / "other", random_matrix())
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ht.HiertopicsError, match="is a file"):
        ht.write_matrix(tmp_path / "file", random_matrix())


@pytest.mark.parametrize("change, message", [
    (lambda X: X[:, :5], "expected the block from document 500 on to have 60 terms .* got 5"),
    (lambda X: -X, "negative, infinite or missing"),
    (lambda X: X * np.nan, "negative, infinite or missing"),
    (lambda X: np.ones(3), "matrix of documents by terms"),
    (lambda X: "text", "matrix of documents by terms"),
    (lambda X: X * 1j, "real numbers, got complex128"),
    (lambda X: X * 1e200, "largest value of X is .* divide X by its largest value"),
])  # fmt: skip
def test_a_block_that_does_not_fit_is_named_by_its_first_document(tmp_path, change, message):
    X = random_matrix()
    with pytest.raises(ht.HiertopicsError, match=message):
        ht.write_matrix(tmp_path / "m", [X[:500], change(X[500:])])


@pytest.mark.parametrize("X", [5, "text", None])
def test_what_is_no_matrix_is_named(tmp_path, X):
    with pytest.raises(ht.HiertopicsError, match="expected a sparse matrix"):
        ht.write_matrix(tmp_path / "m", X)


def test_other_arguments_that_do_not_fit_are_named(tmp_path):
    with pytest.raises(ht.HiertopicsError, match="a name for each of 60 terms, got 2"):
        ht.write_matrix(tmp_path / "a", random_matrix(), feature_names=["x", "y"])
    with pytest.raises(ht.HiertopicsError, match="float32 or float64, got int64"):
        ht.write_matrix(tmp_path / "b", random_matrix(), dtype=int)
    with pytest.raises(ht.HiertopicsError, match="at least one document"):
        ht.write_matrix(tmp_path / "c", [])
    with pytest.raises(ht.HiertopicsError, match="at least one term"):
        ht.write_matrix(tmp_path / "d", np.zeros((3, 0)))
    with pytest.raises(ht.HiertopicsError, match="matrix of documents by terms"):
        ht.write_matrix(tmp_path / "e", np.array(5.0))


def test_too_few_names_are_found_before_anything_is_written(tmp_path):
    with pytest.raises(ht.HiertopicsError, match="a name for each of 60 terms, got 2"):
        ht.write_matrix(tmp_path / "m", random_matrix(), feature_names=["x", "y"])
    assert not layout.shard_folder(tmp_path / "m", 0).exists()


def test_documents_written_are_reported(tmp_path):
    said = []
    ht.write_matrix(tmp_path / "a", random_matrix(), progress=lambda *each: said.append(each))
    assert said == [("writing", 0, N_DOCS), ("writing", N_DOCS, N_DOCS)]
    said.clear()
    blocks = in_blocks(random_matrix(), 500)
    ht.write_matrix(tmp_path / "b", blocks, progress=lambda *each: said.append(each))
    assert [done for _, done, _ in said] == [0, 500, 1000, 1200]


@pytest.mark.parametrize("stored_zero", [False, True])
def test_terms_that_do_not_occur_change_nothing_on_disk(tmp_path, stored_zero):
    X = random_matrix()
    hidden = X.indices % 3 == 1
    X.data[hidden] = 0
    if not stored_zero:
        X.eliminate_zeros()
    M = ht.write_matrix(tmp_path / "m", X)
    model, found = ht.NeuralNMF((5, 2), **SHORT), []
    for data in (X, M):
        found.append([*model.fit_transform_layers(data), *model.A_])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
    assert not model.A_[0][1::3].any()


def test_topics_of_documents_on_disk_are_on_disk_and_leave_no_file(tmp_path):
    M = ht.write_matrix(tmp_path / "m", random_matrix())
    before = files(tmp_path)
    S = ht.NeuralNMF((5, 2), **SHORT).fit_transform_layers(M)
    for of_layer in S:
        below = of_layer
        while isinstance(below, np.ndarray):
            below = below.base
        assert isinstance(below, memoryview | mmap.mmap)
        of_layer += 1  # they are the user's own
    assert files(tmp_path) == before


def test_rows_on_disk_need_no_folder_that_can_be_written_to(tmp_path):
    rows = scratch.scratch_rows(tmp_path / "none", (3, 2), np.float32)
    rows[:] = 7
    assert rows.dtype == np.float32 and rows.tolist() == [[7, 7]] * 3
    assert scratch.scratch_rows(tmp_path, (0, 2), np.float64).shape == (0, 2)


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    def full(file, size):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(scratch, "_take_room", full)
    with pytest.raises(ht.HiertopicsError, match=r"1,000,000 documents take 0\.4 GB on disk"):
        scratch.scratch_rows(tmp_path, (1_000_000, 50), np.dtype(np.float64))


def test_room_on_disk_is_taken_where_the_system_cannot_reserve_it(tmp_path, monkeypatch):
    monkeypatch.delattr(scratch.os, "posix_fallocate", raising=False)
    with open(tmp_path / "file", "w+b") as file:
        scratch._take_room(file, 2 * scratch._PIECE + 5)
    assert (tmp_path / "file").stat().st_size == 2 * scratch._PIECE + 5
