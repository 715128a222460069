"""Sparse matrices whose index arrays point outside are refused by whatever takes them."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from support.estimators import each_of_five, fresh

from hiertopics import (
    NMF,
    HierarchicalNMF,
    HiertopicsError,
    plots,
    pyldavis_inputs,
    topic_tree,
)
from hiertopics.matrix_checks import check_structure

TERMS = [f"word{j}" for j in range(40)]
FAULTS = {
    "index far outside": ("indices", 0, 10**8, "from 0 to"),
    "index one too large": ("indices", -1, "width", "from 0 to"),
    "index below zero": ("indices", 5, -1, "from 0 to"),
    "falling indptr": ("indptr", 10, 10**7, "must not fall"),
    "negative indptr": ("indptr", 1, -(10**6), "must not fall"),
    "indptr not from zero": ("indptr", 0, 1, "indptr must go from 0"),
    "indptr from below zero": ("indptr", 0, -3, "indptr must go from 0"),
    "indptr beyond the arrays": ("indptr", -1, 10**7, "indptr must go from 0"),
    "indptr that ends below zero": ("indptr", -1, -1, "must not fall"),
}
every_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())


def broken(X, fault, form=sparse.csr_array, index=np.int32):
    """A copy of X in which one number of the index arrays is another."""
    name, place, number, _ = fault
    X = form(X, copy=True)
    if X.format == "csc":
        width = X.shape[0]
    else:
        width = X.shape[1] // getattr(X, "blocksize", (1, 1))[1]
    X.indices, X.indptr = X.indices.astype(index), X.indptr.astype(index)
    getattr(X, name)[place] = width if number == "width" else number
    return X


@every_fault
@pytest.mark.parametrize("index", [np.int32, np.int64])
@pytest.mark.parametrize(
    "form", [sparse.csr_array, sparse.csr_matrix, sparse.csc_array, sparse.bsr_array]
)
def test_every_fault_is_named_and_nothing_is_written(form, index, fault, counts):
    X = broken(counts[0], fault, form, index)
    arrays = (X.data, X.indices, X.indptr)
    before = [array.tobytes() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    with pytest.raises(HiertopicsError, match=f"index arrays of it, {X.format}.*{fault[3]}"):
        check_structure("it", X)
    assert all(one is two for one, two in zip((X.data, X.indices, X.indptr), arrays, strict=True))
    assert [array.tobytes() for array in arrays] == before


@pytest.mark.parametrize("axis, name", [(0, "rows"), (1, "columns")])
@pytest.mark.parametrize("number", [-1, 60, 10**8])
def test_coordinates_are_looked_at_too(axis, name, number, counts):
    X = sparse.coo_array(counts[0], copy=True)
    X.coords[axis][7] = number
    with pytest.raises(HiertopicsError, match=f"{name} must be from 0 to .*got {number}"):
        check_structure("X", X)
    with pytest.raises(HiertopicsError, match=f"{name} must be from 0 to .*got {number}"):
        fresh(NMF(2)).fit(X)


def test_arrays_of_unlike_lengths_or_types_are_refused(counts):
    X = sparse.csr_array(counts[0])
    X.data = X.data[:-1]
    with pytest.raises(HiertopicsError, match=f"at most {len(X.data)}, got 0 to {X.indptr[-1]}"):
        check_structure("X", X)
    X = sparse.csr_array(counts[0])
    X.indptr = X.indptr[:-1]
    with pytest.raises(HiertopicsError, match=r"indptr of the shape \(61,\), got \(60,\)"):
        check_structure("X", X)
    X = sparse.csr_array(counts[0])
    X.indices = X.indices.astype(float)
    with pytest.raises(HiertopicsError, match="whole numbers, got float64"):
        check_structure("X", X)
    X = sparse.csr_array((3, 4))
    X.indptr = np.array([0, 10**8, 10**8, 0], dtype=np.int32)
    with pytest.raises(HiertopicsError, match="must not fall"):
        check_structure("X", X)


def test_what_is_whole_passes(counts):
    X = counts[0]
    for form in ("csr", "csc", "bsr", "coo", "lil", "dok", "dia"):
        check_structure("X", X.asformat(form))
    check_structure("X", X[:, ::-1])
    check_structure("X", X.toarray())
    check_structure("X", None)
    for shape in [(0, 0), (0, 4), (4, 0), (3, 4)]:
        check_structure("X", sparse.csr_array(shape))
        check_structure("X", sparse.csc_array(shape))
    longer = sparse.csr_array(X)
    longer.data, longer.indices = np.append(X.data, 1.0), np.append(X.indices, 10**8)
    check_structure("X", longer)


def test_one_dimension_is_not_enough():
    with pytest.raises(HiertopicsError, match=r"X must have two dimensions, got the shape \(5,\)"):
        check_structure("X", sparse.coo_array(np.arange(5.0)))


@every_fault
@pytest.mark.parametrize("form", [sparse.csr_array, sparse.csc_array])
@each_of_five
def test_no_method_of_a_model_takes_a_broken_matrix(model, form, fault, counts):
    X, _, broad = counts
    wrong = broken(X, fault, form)
    with pytest.raises(HiertopicsError, match=f"index arrays of X.*{fault[3]}"):
        fresh(model).fit(wrong)
    fitted = _fitted(model, X, broad)
    methods = [fitted.transform, fitted.transform_layers, fitted.predict, fitted.score]
    for method in [*methods, fitted.predict_proba, fitted.assign_topics]:
        with pytest.raises(HiertopicsError, match="index arrays of X"):
            method(wrong)
    for name in ("mask", "unknown", "targets"):
        with pytest.raises(HiertopicsError, match=f"index arrays of {name}.*{fault[3]}"):
            fresh(model).fit(X, **{name: wrong})
    for name in ("mask", "unknown"):
        with pytest.raises(HiertopicsError, match=f"index arrays of {name}"):
            fitted.transform(X, **{name: wrong})


_FITTED = {}


def _fitted(model, X, y):
    key = type(model).__name__
    if key not in _FITTED:
        _FITTED[key] = fresh(model, max_epochs=1, tol=0).fit(X, y)
    return _FITTED[key]


@every_fault
def test_nothing_made_of_a_model_takes_a_broken_matrix(fault, counts):
    """Of any model: one that multiplies without looking is one as well."""
    import matplotlib

    matplotlib.use("Agg")
    X, wrong = counts[0], broken(counts[0], fault)
    ours = _fitted(HierarchicalNMF((4, 2)), X, counts[2])
    other = SimpleNamespace(A_=ours.A_, transform_layers=lambda X: [X @ ours.A_[0]])
    for model in (ours, other):
        with pytest.raises(HiertopicsError, match="index arrays of X"):
            topic_tree(model, TERMS, wrong)
        with pytest.raises(HiertopicsError, match="index arrays of X"):
            pyldavis_inputs(model, wrong, TERMS)
    with pytest.raises(HiertopicsError, match="index arrays of counts"):
        pyldavis_inputs(ours, X, TERMS, counts=wrong)
    with pytest.raises(HiertopicsError, match="index arrays of X"):
        plots.plot_factors(ours, wrong, S=np.ones((60, 2)))
