"""Nothing that people pass is written to: read-only, shared by threads, in any order."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from support.estimators import each_of_five, fresh, sizes_of

from hiertopics import HierarchicalNMF, NeuralNMF, plots, pyldavis_inputs, topic_tree
from hiertopics.core.data import DataMatrix
from hiertopics.corpus.corpus import Corpus
from hiertopics.documents.table import document_table

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

PARTS = ("data", "indices", "indptr", "row", "col")
TERMS = [f"word{j}" for j in range(40)]


def out_of_order(X, dtype=np.float64, index=np.int32):
    """The same numbers by documents, in no order and some of them in two parts."""
    rng = np.random.default_rng(1)
    coo = sparse.coo_array(X)
    twice = np.flatnonzero(coo.data > 1)[::3]
    values = np.concatenate([coo.data, np.ones(len(twice))])
    values[twice] -= 1
    rows = np.concatenate([coo.row, coo.row[twice]])
    columns = np.concatenate([coo.col, coo.col[twice]])
    order = rng.permutation(len(rows))
    order = order[np.argsort(rows[order], kind="stable")]
    indptr = np.searchsorted(rows[order], np.arange(X.shape[0] + 1))
    made = sparse.csr_array((values[order].astype(dtype), columns[order], indptr), shape=X.shape)
    made.indices, made.indptr = made.indices.astype(index), made.indptr.astype(index)
    return made


def by_terms(X):
    """As ``out_of_order``, in CSC."""
    return out_of_order(sparse.csr_array(X.T)).T


def without_order(X):
    """No entry twice; ``X[:, order]``, which scipy leaves out of order."""
    return X[:, np.random.default_rng(2).permutation(X.shape[1])]


FORMS = {
    "CSR in order": sparse.csr_array,
    "CSR out of order": without_order,
    "CSR with entries twice": out_of_order,
    "CSR matrix": lambda X: sparse.csr_matrix(out_of_order(X)),
    "CSR of float32": lambda X: out_of_order(X, np.float32),
    "CSR of int64 indices": lambda X: out_of_order(X, index=np.int64),
    "CSC": by_terms,
    "COO": lambda X: sparse.coo_array(out_of_order(X)),
    "dense": lambda X: X.toarray(),
    "dense by terms": lambda X: np.asfortranarray(X.toarray()),
    "dense of float32": lambda X: X.toarray().astype(np.float32),
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())


def arrays_within(thing):
    """The arrays of a matrix, dense or sparse."""
    if sparse.issparse(thing):
        return [getattr(thing, name) for name in PARTS if hasattr(thing, name)]
    return [thing]


def lock(*given):
    """Make all arrays read-only; a function that tells whether they are the same bit for bit."""
    arrays = [array for thing in given for array in arrays_within(thing)]
    before = [array.tobytes() for array in arrays if array.dtype != object]
    for array in arrays:
        array.flags.writeable = False

    def unchanged():
        now = [array for thing in given for array in arrays_within(thing)]
        same = [array.tobytes() for array in now if array.dtype != object] == before
        return same and all(one is two for one, two in zip(arrays, now, strict=True))

    return unchanged


def answers(model, X, y, broad, **known):
    """Everything that a model says of the documents, after fitting."""
    model.fit(X, y, **known)
    known = {name: known[name] for name in ("mask", "unknown") if name in known}
    return [
        *model.A_,
        model.history_,
        model.reconstruction_err_,
        *model.transform_layers(X, **known),
        model.transform(X, **known),
        model.predict(X, **known),
        model.predict_proba(X, **known),
        model.decision_function(X, **known),
        model.assign_topics(X, **known),
        model.score(X, **known),
        model.score(X, broad, **known),
        model.inverse_transform(model.transform(X, **known)),
    ]


def assert_same(one, two):
    for mine, theirs in zip(one, two, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@every_form
@each_of_five
def test_read_only_x_is_left_as_it_is(model, form, counts):
    X, _, broad = counts
    X = form(X)
    expected = answers(fresh(model, max_epochs=4), X.copy(), broad, broad)
    unchanged = lock(X, broad)
    assert_same(answers(fresh(model, max_epochs=4), X, broad, broad), expected)
    fresh(model, max_epochs=4).fit_transform(X)
    assert unchanged()


@pytest.mark.parametrize("how", ["mask", "unknown"])
@pytest.mark.parametrize("form", ["CSR with entries twice", "CSC", "COO", "dense"])
@each_of_five
def test_read_only_masks_and_targets_are_left_as_they_are(model, form, how, counts):
    X, _, broad = counts
    rate = 0.1 if how == "unknown" else 0.8
    chosen = np.random.default_rng(3).random(X.shape) < rate
    X = FORMS[form](X)
    entries = FORMS[form](sparse.csr_array(chosen * 2.0))
    targets = FORMS[form](sparse.csr_array(np.eye(2)[broad] * 3.0))
    sizes = sizes_of(model)
    rng = np.random.default_rng(4)
    init = [rng.random(shape) for shape in zip((X.shape[1], *sizes[:-1]), sizes, strict=True)]
    unchanged = lock(X, entries, targets, *init)
    given = fresh(model, max_epochs=3, init=init)
    given.fit(X, **{how: entries, "targets": targets})
    known = {how: entries}
    given.transform(X, **known)
    given.predict(X, **known)
    given.score(X, **known)
    given.score(X, broad, **known)
    assert unchanged()


@each_of_five
def test_read_only_labels_of_any_type_are_left_as_they_are(model, counts):
    X, fine, broad = counts
    names = np.array(["low", "high"], dtype=object)[broad]
    names[::5] = None
    columns = np.column_stack([fine, broad][-len(sizes_of(model)) :]).astype(object)
    columns[::4] = None
    for y in (names, columns):
        before = y.copy()
        y.flags.writeable = False
        fitted = fresh(model, max_epochs=3).fit(X, y)
        fitted.score(X, y)
        assert (y == before).all()


@pytest.mark.parametrize("form", ["CSR out of order", "CSR with entries twice", "CSC"])
@each_of_five
def test_threads_that_share_x_get_what_each_gets_alone(model, form, counts):
    """X is long enough that a sort in one thread meets the products of another."""
    X, _, broad = counts
    X = FORMS[form](sparse.vstack([X] * 40, format="csr"))
    broad = np.tile(broad, 40)
    alone = answers(fresh(model, max_epochs=2), X.copy(), broad, broad)
    before = [array.tobytes() for array in arrays_within(X)]
    with ThreadPoolExecutor(4) as pool:
        found = [
            pool.submit(answers, fresh(model, max_epochs=2), X, broad, broad) for _ in range(4)
        ]
        for future in found:
            assert_same(future.result(), alone)
    assert [array.tobytes() for array in arrays_within(X)] == before


def test_the_forms_are_what_they_are_called(counts):
    for form in ("CSR out of order", "CSR with entries twice"):
        assert not FORMS[form](counts[0]).has_sorted_indices
    X, Y = FORMS["CSR with entries twice"](counts[0]), FORMS["CSR out of order"](counts[0])
    X.sort_indices()
    Y.sort_indices()
    assert not X.has_canonical_format and Y.has_canonical_format
    assert (X.toarray() == counts[0].toarray()).all()
    assert not FORMS["CSC"](counts[0]).has_sorted_indices


@every_form
def test_what_is_made_of_a_model_leaves_x_as_it_is(form, counts):
    X = form(counts[0])
    model = fresh(HierarchicalNMF((4, 2)), max_epochs=5).fit(X.copy(), counts[2])
    corpus = Corpus.from_texts(["a word"] * 60)
    vectorizer = SimpleNamespace(get_params=dict, set_params=dict)
    unchanged = lock(X)
    assert topic_tree(model, TERMS, X).layers
    whole = pyldavis_inputs(model, X, TERMS)
    np.testing.assert_allclose(whole["term_frequency"].sum(), counts[0].sum())
    pyldavis_inputs(model, X, TERMS, counts=X)
    assert document_table(corpus, vectorizer, model, model.transform_layers(X)).ids == corpus.ids
    assert unchanged()


@pytest.mark.parametrize("form", ["CSR out of order", "CSR with entries twice", "CSC", "dense"])
def test_weights_given_to_pyldavis_are_left_as_they_are(form, counts):
    """Of weights that are no counts every term counts once, however often it is stored."""
    X = FORMS[form](counts[0])
    X = X * 0.3
    model = fresh(NeuralNMF((4, 2)), max_epochs=3).fit(X.copy())
    unchanged = lock(X)
    found = pyldavis_inputs(model, X, TERMS)
    assert unchanged()
    assert found["term_frequency"].sum() == (counts[0] != 0).sum()


@pytest.mark.parametrize("form", ["CSR out of order", "CSC", "dense"])
def test_drawing_leaves_x_as_it_is(form, counts):
    import matplotlib

    matplotlib.use("Agg")
    X = FORMS[form](counts[0])
    model = fresh(HierarchicalNMF((4, 2)), max_epochs=3).fit(X.copy())
    unchanged = lock(X)
    plots.plot_factors(model, X)
    assert unchanged()


def test_what_scipy_noted_of_x_before_it_changed_is_not_believed(counts):
    """A note that no entry is stored twice outlives a change of the arrays."""
    X = out_of_order(counts[0])
    X.has_canonical_format = True
    A = np.random.default_rng(0).random((40, 3))
    data = DataMatrix(X)
    np.testing.assert_allclose(data.square_norm, np.sum(counts[0].toarray() ** 2))
    np.testing.assert_allclose(data.dot(A), counts[0] @ A)
    np.testing.assert_allclose(data.transposed_dot(counts[0] @ A), counts[0].T @ (counts[0] @ A))


def test_what_lies_behind_the_last_entry_does_not_count(counts):
    """scipy lets arrays be longer than their entries."""
    X = counts[0]
    longer = sparse.csr_array(X.shape)
    longer.data = np.concatenate([X.data, [1e6]])
    longer.indices, longer.indptr = np.concatenate([X.indices, [3]]), X.indptr
    assert DataMatrix(longer).square_norm == DataMatrix(X).square_norm
    expected = fresh(NeuralNMF((4, 2)), max_epochs=3).fit(X.copy())
    found = fresh(NeuralNMF((4, 2)), max_epochs=3).fit(longer)
    np.testing.assert_array_equal(found.history_, expected.history_)
    assert len(longer.data) == len(X.data) + 1
