"""Documents pass through the network in blocks, which changes nothing but rounding."""

import gc
import threading
import time
import weakref

import numpy as np
import pytest
from scipy import sparse
from test_gradients import LABELLED, LOSSES, N_DOCS, make_case
from test_masked import SHAPE, random_known

from hiertopics import NMF, NeuralNMF
from hiertopics.core import data as products
from hiertopics.core import threads
from hiertopics.core.data import DataMatrix
from hiertopics.core.masked import MaskedMatrix
from hiertopics.core.network import cost_and_gradient
from hiertopics.core.threads import over_each, over_rows, sum_over_rows, use_threads

FORMS = [sparse.csr_array, sparse.csr_matrix, np.array]


@pytest.fixture(autouse=True)
def one_thread():
    before = use_threads(1)
    yield
    use_threads(before)


@pytest.fixture
def small_blocks(monkeypatch):
    """At most four documents in a block: 14 are four blocks."""
    monkeypatch.setattr(products, "WORTH_SPLITTING", 2)
    monkeypatch.setattr(products, "BLOCK", 4)


def sizes_of(blocks):
    return [rows.stop - rows.start for rows, *_ in blocks]


def everything(case, norms=None, **how):
    """All that the seam between data and solver gives, as a flat list of numbers and arrays."""
    documents = case.documents(**how)
    value, by_A, by_B, (curvature, curvature_B) = cost_and_gradient(
        documents, case.A, case.B, case.D, case.cost(), norms
    )
    told = [*by_A, *by_B.values(), *curvature, *curvature_B.values(), *documents.S]
    return documents, [np.float64(value), *told]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("index", [np.int32, np.int64])
def test_blocks_look_at_the_rows_of_the_whole(form, index, small_blocks):
    X = form(make_case(1).X)
    if sparse.issparse(X):
        X.indices, X.indptr = X.indices.astype(index), X.indptr.astype(index)
    whole = DataMatrix(X)
    # Stored entries decide where two cuts are as even.
    sizes = [3, 4, 4, 3] if sparse.issparse(X) else [3, 4, 3, 4]
    assert sizes_of(whole.blocks) == sizes
    assert [rows.start for rows, _ in whole.blocks] == [0, *np.cumsum(sizes[:-1])]
    A = np.random.default_rng(0).random((X.shape[1], 3))
    for rows, block in whole.blocks:
        np.testing.assert_array_equal(block.dot(A), whole.dot(A)[rows])
        if sparse.issparse(X):
            assert np.shares_memory(block.X.data, whole.X.data)
            assert np.shares_memory(block.X.indices, whole.X.indices)
            assert block.X.indices.dtype == block.X.indptr.dtype == index
            assert block.X.has_canonical_format
        else:
            assert np.shares_memory(block.X, whole.X)
    assert sum(block.square_norm for _, block in whole.blocks) == pytest.approx(whole.square_norm)
    assert sum(block.n_stored for _, block in whole.blocks) == whole.n_stored


@pytest.mark.parametrize("form", FORMS[:2])
def test_blocks_are_about_as_much_work(form):
    """A thousand short documents, then a thousand long ones: the first block has more of them."""
    lengths = np.repeat([10, 1000], 1000)
    X = form(
        (
            np.ones(lengths.sum()),
            np.concatenate([np.arange(n) for n in lengths]),
            np.concatenate([[0], np.cumsum(lengths)]),
        )
    )
    blocks = DataMatrix(X).blocks
    first, second = (block.n_stored + products.DOC_WORK * block.shape[0] for _, block in blocks)
    assert abs(first - second) <= 1000 + products.DOC_WORK, "one document more would be too many"
    assert sizes_of(blocks)[0] > 1300


@pytest.mark.parametrize("longest", [0, 300, 599])
def test_no_block_is_empty_however_long_one_document_is(longest):
    lengths = np.ones(600, int)
    lengths[longest] = 10**6
    X = sparse.csr_array(
        (
            np.ones(lengths.sum()),
            np.zeros(lengths.sum(), int),
            np.concatenate([[0], np.cumsum(lengths)]),
        )
    )
    sizes = sizes_of(DataMatrix(X, distinct=True).blocks)
    assert min(sizes) > 0 and sum(sizes) == 600


@pytest.mark.parametrize(
    ("n_docs", "n_blocks"), [(1, 1), (511, 1), (512, 2), (2 * 16384, 2), (2 * 16384 + 1, 4)]
)
def test_the_number_of_blocks_is_a_power_of_two(n_docs, n_blocks):
    blocks = DataMatrix(sparse.csr_array((n_docs, 3))).blocks
    assert len(blocks) == n_blocks and sum(sizes_of(blocks)) == n_docs
    assert max(sizes_of(blocks)) - min(sizes_of(blocks)) <= 1


def test_a_matrix_with_unknown_entries_is_one_block(small_blocks):
    known = random_known(0.3) > 0
    M = MaskedMatrix(np.ones(SHAPE) * known, sparse.csr_array(known.astype(float)), known=True)
    [(rows, block)] = M.blocks
    assert block is M and rows == slice(0, SHAPE[0])


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("labelled", LABELLED)
@pytest.mark.parametrize("loss", LOSSES)
def test_blocks_change_nothing_but_rounding(loss, labelled, form, scaled, monkeypatch):
    case = make_case(3, loss, labelled)
    norms = [np.linspace(0.5, 2, A.shape[1]) for A in case.A] if scaled else None
    whole, expected = everything(case, norms, form=form)
    assert len(whole.X.blocks) == 1, "the case is what it is meant to be"
    monkeypatch.setattr(products, "WORTH_SPLITTING", 2)
    monkeypatch.setattr(products, "BLOCK", 4)
    parted, found = everything(case, norms, form=form)
    assert len(parted.X.blocks) == 4, "the case is what it is meant to be"
    for numbers, others in zip(found, expected, strict=True):
        np.testing.assert_allclose(numbers, others, atol=1e-11 * max(1, np.abs(others).max()))


def test_a_term_in_a_factor_alone_counts_once(monkeypatch):
    def length(network, partials):
        A = network.A[0]
        partials.A[0] += 2 * network.share * A
        return network.share * float(np.square(A).sum())

    case = make_case(2)
    for block in (N_DOCS, 4):
        monkeypatch.setattr(products, "WORTH_SPLITTING", 2)
        monkeypatch.setattr(products, "BLOCK", block)
        value, (by_A, _), *_ = cost_and_gradient(case.documents(), case.A, {}, case.D, length)
        assert value == pytest.approx(np.square(case.A[0]).sum())
        np.testing.assert_allclose(by_A, 2 * case.A[0])


def test_a_cost_is_told_which_documents_it_sees(small_blocks):
    case, seen = make_case(2), []

    def note(network, partials):
        seen.append((network.rows, len(network.S[0])))
        np.testing.assert_array_equal(network.documents.X.X.toarray(), case.X[network.rows])
        return 0.0

    cost_and_gradient(case.documents(), case.A, {}, case.D, note)
    assert seen == [(slice(0, 3), 3), (slice(3, 7), 4), (slice(7, 11), 4), (slice(11, 14), 3)]


def test_each_block_starts_where_it_left_off(small_blocks):
    case = make_case(3, labelled="all")
    documents, _ = everything(case)
    before = [S.copy() for S in documents.S]
    case.run(documents)
    for S, T in zip(documents.S, before, strict=True):
        np.testing.assert_allclose(S, T, atol=1e-12)
    documents.S[0][-1] = np.nan  # a start that is not one: the last block sees it, no other does
    with np.errstate(invalid="ignore"):
        case.run(documents)
    np.testing.assert_allclose(documents.S[0][:10], before[0][:10], atol=1e-12)


@pytest.mark.parametrize("labelled", LABELLED)
def test_the_bits_do_not_depend_on_the_threads(labelled, small_blocks, monkeypatch):
    case = make_case(3, labelled=labelled)
    _, one = everything(case)
    for n_threads in (2, 3, 16):
        monkeypatch.setattr(threads, "_n_threads", n_threads)
        _, several = everything(case)
        assert all(np.array_equal(a, b) for a, b in zip(one, several, strict=True))


@pytest.mark.parametrize("form", [sparse.csr_array, np.array])
@pytest.mark.parametrize("n_docs", [513, 1030])
def test_the_bits_of_a_fit_do_not_depend_on_the_threads(form, n_docs, monkeypatch):
    """With parts of one row, and with parts within blocks."""
    rng = np.random.default_rng(0)
    X = form(rng.random((n_docs, 257)) * (rng.random((n_docs, 257)) < 0.3))
    start = [rng.random((257, 5)), rng.random((5, 2))]

    def fit(n_threads):
        monkeypatch.setattr(threads, "threads_offered", lambda: n_threads)
        return NeuralNMF((5, 2), init=start, max_epochs=3, tol=0, n_threads=n_threads).fit(X)

    one = fit(1)
    for n_threads in (2, 3, 8):
        several = fit(n_threads)
        assert all(np.array_equal(a, b) for a, b in zip(one.A_, several.A_, strict=True))
        assert np.array_equal(one.history_, several.history_)


@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_each_thing_is_worked_on_once_and_told_in_its_place(n_threads, monkeypatch):
    monkeypatch.setattr(threads, "_n_threads", n_threads)
    things = list(range(N_DOCS))
    assert over_each(things, lambda thing: -thing) == [-thing for thing in things]
    assert over_each(["alone"], str.upper) == ["ALONE"]
    assert over_each([1, 2], lambda thing: over_each([3, 4], lambda inner: thing * inner)) == [
        [3, 4],
        [6, 8],
    ]


def test_parts_within_a_part_share_what_threads_are_left(monkeypatch):
    n_rows = 10 * threads.SMALLEST_PART
    told = {}

    def count(thing):
        parts = []
        over_rows(n_rows, lambda first, last: parts.append((first, last)))
        told[thing] = sorted(parts)
        return sum_over_rows(n_rows, lambda first, last: np.ones(1))

    for n_threads, several in ((1, False), (2, False), (3, False), (4, True)):
        monkeypatch.setattr(threads, "_n_threads", n_threads)
        assert over_each("ab", count) == [1, 1], "a sum within a part has one part"
        for parts in told.values():
            assert (len(parts) > 1) == several
            assert [first for first, _ in parts] == [0, *(last for _, last in parts[:-1])]
            assert parts[-1][1] == n_rows


def test_a_helper_that_never_began_is_not_waited_for(monkeypatch):
    """Every thread of the pool is taken, each by one who would wait for another."""
    monkeypatch.setattr(threads, "_n_threads", 8)
    done = []

    def work():
        rows = 10 * threads.SMALLEST_PART
        over_each(range(4), lambda _: over_rows(rows, lambda first, last: None))
        done.append(True)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(timeout=60)
    assert done


def test_what_goes_wrong_in_a_block_is_raised(small_blocks, monkeypatch):
    case = make_case(2)
    monkeypatch.setattr(threads, "_n_threads", 2)

    def fail(network, partials):
        raise ZeroDivisionError("of this cost")

    with pytest.raises(ZeroDivisionError, match="of this cost"):
        cost_and_gradient(case.documents(), case.A, case.B, case.D, fail)
    assert not threads._in_part()


def test_after_a_failure_nobody_is_at_work_any_more(monkeypatch):
    monkeypatch.setattr(threads, "_n_threads", 2)
    both, at_work = threading.Barrier(2, timeout=60), []

    def work(thing):
        if thing < 2:
            both.wait()
        if thing == 0:
            raise MemoryError("no room")
        at_work.append(thing)
        time.sleep(0.1)
        at_work.remove(thing)

    with pytest.raises(MemoryError, match="no room"):
        over_each(range(1000), work)
    assert not at_work


def test_a_cost_may_fit_models_itself(monkeypatch):
    """A thread that waited for the fit around it would wait forever."""
    monkeypatch.setattr(threads, "threads_offered", lambda: 2)
    X = np.random.default_rng(0).random((600, 12))
    teacher = NMF(3, max_epochs=2, tol=0, random_state=0).fit(X)
    both, seen = threading.Barrier(2, timeout=60), set()

    def distil(network, partials):
        if len(seen) < 2:
            both.wait()  # so that one thread does not take both blocks
        target = teacher.transform(network.documents.X.X)
        seen.add(threading.current_thread())
        partials.S[0] += 2 * (network.S[0] - target)
        return float(np.square(network.S[0] - target).sum())

    def fit():
        options = {"loss": distil, "init": [teacher.A_[0]], "max_epochs": 3, "n_threads": 2}
        done.append(NeuralNMF(3, **options).fit(X))

    done = []
    worker = threading.Thread(target=fit, daemon=True)
    worker.start()
    worker.join(timeout=120)
    assert done and len(seen) == 2


def test_how_numpy_treats_errors_holds_for_every_thread(monkeypatch):
    monkeypatch.setattr(threads, "_n_threads", 2)
    both = threading.Barrier(2, timeout=60)

    def divide(thing):
        both.wait()
        return np.ones(1) / 0

    with np.errstate(divide="ignore"):
        assert over_each("ab", divide) == [np.inf, np.inf]
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        over_each("ab", divide)


def test_a_matrix_is_gone_when_nobody_needs_it():
    matrix = DataMatrix(np.ones((3, 2)))
    assert len(matrix.blocks) == 1
    gone = weakref.ref(matrix)
    gc.disable()
    try:
        del matrix
        assert gone() is None
    finally:
        gc.enable()
