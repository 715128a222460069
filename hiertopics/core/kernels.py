"""All numba code of the project: loops over documents (or terms), each row written by one thread.

Every function here has a slow numpy twin in ``tests/reference.py``. Jitted code stays in this one
file because numba's disk cache does not notice an edit in another file and would run old code.
Rows are independent and every sum runs in a fixed order, so the bits do not depend on the number
of threads. Nothing is validated here; ``core/products.py`` and ``core/nnls.py`` do that.
"""

import numba
import numpy as np
from numba import prange


def _compiled(function=None, **options):
    """``numba.njit(cache=True)``, without the cache where there is no place to keep it."""
    if function is None:
        return lambda function: _compiled(function, **options)
    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:  # neither the package's folder nor the user's can be written
        return numba.njit(**options)(function)


ROWS_PER_CHUNK = 64  # amortises the work arrays that a chunk allocates
SMALLEST_KEPT = 1e-2  # share of a sum below which its known terms are summed anew
EXACT, COORDINATE, MULTIPLICATIVE = range(3)  # how a row is renewed


@_compiled(parallel=True)
def csr_dot_rows(data, indices, indptr, dense, out):
    """``out = X @ dense`` for X in CSR form; sums in the dtype of ``out``."""
    n_rows, k = out.shape
    for i in prange(n_rows):
        for t in range(k):
            out[i, t] = 0
        for p in range(indptr[i], indptr[i + 1]):
            value = data[p]
            j = indices[p]
            for t in range(k):
                out[i, t] += value * dense[j, t]


@_compiled
def _append_to_factor(G, passive, n, t, L):
    """Extend the Cholesky factor of G[passive, passive] by topic t; False if t depends on them.

    G has a unit diagonal, but for zeros at dead topics.
    """
    pivot = G[t, t]
    for r in range(n):
        total = G[t, passive[r]]
        for c in range(r):
            total -= L[n, c] * L[r, c]
        total /= L[r, r]
        L[n, r] = total
        pivot -= total * total
    # Below this the new column is, to rounding, a combination of the others.
    if pivot <= 1e-14 * (n + 1):
        return False
    L[n, n] = np.sqrt(pivot)
    passive[n] = t
    return True


@_compiled
def _solve_factor(L, n, x):
    """Overwrite x[:n] by the solution of L L' y = x."""
    for r in range(n):
        total = x[r]
        for c in range(r):
            total -= L[r, c] * x[c]
        x[r] = total / L[r, r]
    for r in range(n - 1, -1, -1):
        total = x[r]
        for c in range(r + 1, n):
            total -= L[c, r] * x[c]
        x[r] = total / L[r, r]


@_compiled
def _descend_to_feasible(G, b, s, passive, n, L, z):
    """Minimise over the passive topics without leaving s >= 0; returns how many stay passive.

    Lawson and Hanson's inner loop: walk from s towards the unconstrained solution z, drop the
    topics that reach zero, and solve again. Every step lowers the objective.
    """
    while n > 0:
        for r in range(n):
            z[r] = b[passive[r]]
        _solve_factor(L, n, z)
        step = 1.0
        blocking = -1
        for r in range(n):
            if z[r] <= 0.0:
                here = s[passive[r]]
                reach = here / (here - z[r]) if here > 0.0 else 0.0
                if reach < step or blocking < 0:
                    step = reach
                    blocking = r
        if blocking < 0:
            for r in range(n):
                s[passive[r]] = z[r]
            return n
        for r in range(n):
            t = passive[r]
            s[t] += step * (z[r] - s[t])
        s[passive[blocking]] = 0.0
        kept = 0
        dropped = False
        for r in range(n):
            t = passive[r]
            if s[t] <= 0.0:
                s[t] = 0.0
                dropped = True
            elif not dropped:
                kept += 1
            elif _append_to_factor(G, passive, kept, t, L):
                kept += 1
            else:
                s[t] = 0.0
        n = kept
    return n


@_compiled
def _sweep_coordinates(G, b, s, n_sweeps):
    """Exact coordinate descent: a sweep of HALS, and the way out where pivoting does not end."""
    k = b.shape[0]
    for _ in range(n_sweeps):
        for t in range(k):
            if G[t, t] > 0.0:
                total = b[t]
                for u in range(k):
                    if u != t:
                        total -= G[t, u] * s[u]
                s[t] = max(0.0, total / G[t, t])


@_compiled
def _solve_nnls(G, b, s, passive, L, z, blocked):
    """Minimise 1/2 s'Gs - b's over s >= 0 from the feasible s given, in place.

    Active set of Lawson and Hanson (1974), started from the support of s. G has a unit diagonal
    (zero for a dead topic). A topic that depends on the passive ones is never made passive: with
    them at their optimum its gradient is zero but for rounding.
    """
    k = b.shape[0]
    n = 0
    largest = 0.0
    for t in range(k):
        largest = max(largest, abs(b[t]))
        blocked[t] = False
        if s[t] > 0.0:
            if _append_to_factor(G, passive, n, t, L):
                n += 1
            else:
                s[t] = 0.0
    n = _descend_to_feasible(G, b, s, passive, n, L, z)
    for _ in range(5 * k + 20):
        total = 0.0
        for r in range(n):
            total += s[passive[r]]
        best = 8.0 * np.finfo(np.float64).eps * (n + 8) * (largest + total)
        entering = -1
        for t in range(k):
            if s[t] == 0.0 and not blocked[t]:
                slope = b[t]
                for r in range(n):
                    slope -= G[t, passive[r]] * s[passive[r]]
                if slope > best:
                    best = slope
                    entering = t
        if entering < 0:
            return
        blocked[entering] = True
        if not _append_to_factor(G, passive, n, entering, L):
            continue
        for r in range(n + 1):
            z[r] = b[passive[r]]
        _solve_factor(L, n + 1, z)
        if z[n] <= 0.0:
            continue
        n = _descend_to_feasible(G, b, s, passive, n + 1, L, z)
        if s[entering] > 0.0:
            for t in range(k):
                blocked[t] = False
    _sweep_coordinates(G, b, s, 50)


@_compiled
def _multiply(G, b, s, z):
    """One multiplicative update of Lee and Seung (2001) of s, all topics at once."""
    k = b.shape[0]
    for t in range(k):
        z[t] = 0.0
        for u in range(k):
            z[t] += G[t, u] * s[u]
    for t in range(k):
        # Rounding can take z below s, which it never is: G has a unit diagonal.
        s[t] *= max(b[t], 0.0) / max(z[t], s[t]) if s[t] > 0.0 else 0.0


@_compiled
def _scale_to_unit_diagonal(G, scaled, scale):
    """Write G with unit diagonal, so that one threshold serves topics of any length.

    ``scale`` takes the lengths. A topic of length 0 keeps its row of zeros.
    """
    k = G.shape[0]
    for t in range(k):
        scale[t] = np.sqrt(max(G[t, t], 0.0))
    for t in range(k):
        for u in range(k):
            if scale[t] > 0.0 and scale[u] > 0.0:
                scaled[t, u] = 1.0 if t == u else G[t, u] / scale[t] / scale[u]
            else:
                scaled[t, u] = 0.0


@_compiled
def _update_row(method, G, scale, b_row, s_row, b, s, passive, L, z, blocked):
    """Renew one row from its products; G and scale are those of _scale_to_unit_diagonal."""
    k = b.shape[0]
    # Dividing the row by its largest entry keeps tiny and huge documents in range.
    largest = 0.0
    for t in range(k):
        b[t] = b_row[t] / scale[t] if scale[t] > 0.0 else 0.0
        largest = max(largest, abs(b[t]))
    for t in range(k):
        if largest > 0.0:
            b[t] /= largest
            s[t] = s_row[t] * scale[t] / largest
        else:
            s[t] = 0.0
    if method == COORDINATE:
        _sweep_coordinates(G, b, s, 1)
    elif method == MULTIPLICATIVE:
        _multiply(G, b, s, z)
    else:
        _solve_nnls(G, b, s, passive, L, z, blocked)
    for t in range(k):
        s_row[t] = s[t] * largest / scale[t] if s[t] > 0.0 else 0.0


@_compiled
def _adjoint_row(G, scale, d_row, s_row, z_row, passive, L, z):
    """Solve G[T,T] z[T] = d[T] on the support T of one row."""
    k = s_row.shape[0]
    n = 0
    for t in range(k):
        z_row[t] = 0
        if s_row[t] > 0 and _append_to_factor(G, passive, n, t, L):
            n += 1
    for r in range(n):
        z[r] = d_row[passive[r]] / scale[passive[r]]
    _solve_factor(L, n, z)
    for r in range(n):
        z_row[passive[r]] = z[r] / scale[passive[r]]


@_compiled(parallel=True)
def update_rows(method, B, gram, S):
    """Renew each row of S towards the minimum of 1/2 s'Gs - b's, s >= 0, with b from B.

    EXACT solves it from the start in S, COORDINATE takes one sweep over the topics,
    MULTIPLICATIVE one multiplicative step.
    """
    n_rows, k = B.shape
    G = np.empty((k, k))
    scale = np.empty(k)
    _scale_to_unit_diagonal(gram, G, scale)
    n_chunks = (n_rows + ROWS_PER_CHUNK - 1) // ROWS_PER_CHUNK
    for chunk in prange(n_chunks):
        L = np.empty((k, k))
        z = np.empty(k)
        b = np.empty(k)
        s = np.empty(k)
        passive = np.empty(k, np.intp)
        blocked = np.empty(k, np.bool_)
        for i in range(chunk * ROWS_PER_CHUNK, min(n_rows, (chunk + 1) * ROWS_PER_CHUNK)):
            _update_row(method, G, scale, B[i], S[i], b, s, passive, L, z, blocked)


@_compiled(parallel=True)
def adjoint_rows(D, S, gram, Z):
    """Solve G[T,T] z[T] = d[T] on the support T of each row of S; z is zero off T."""
    n_rows, k = S.shape
    G = np.empty((k, k))
    scale = np.empty(k)
    _scale_to_unit_diagonal(gram, G, scale)
    n_chunks = (n_rows + ROWS_PER_CHUNK - 1) // ROWS_PER_CHUNK
    for chunk in prange(n_chunks):
        L = np.empty((k, k))
        z = np.empty(k)
        passive = np.empty(k, np.intp)
        for i in range(chunk * ROWS_PER_CHUNK, min(n_rows, (chunk + 1) * ROWS_PER_CHUNK)):
            _adjoint_row(G, scale, D[i], S[i], Z[i], passive, L, z)


@_compiled
def _add_outer(a, sign, G):
    """Add sign * a a' to the lower triangle of G."""
    for t in range(a.shape[0]):
        if a[t] != 0:
            weight = sign * np.float64(a[t])
            for u in range(t + 1):
                G[t, u] += weight * a[u]


@_compiled
def _known_gram(A, gram, listed, lists_known, G):
    """Write A'A over the terms that are known, of which ``listed`` are all or just the others."""
    n_terms, k = A.shape
    summed = lists_known
    if lists_known:
        G[:] = 0.0
        for j in listed:
            _add_outer(A[j], 1.0, G)
    else:
        G[:] = gram
        for j in listed:
            _add_outer(A[j], -1.0, G)
        for t in range(k):
            # Where little is left of a topic, the difference has lost its digits.
            if G[t, t] < SMALLEST_KEPT * gram[t, t]:
                summed = True
        if summed:
            G[:] = 0.0
            p = 0
            for j in range(n_terms):
                if p < listed.shape[0] and listed[p] == j:
                    p += 1
                else:
                    _add_outer(A[j], 1.0, G)
    for t in range(k):
        for u in range(t):
            G[u, t] = G[t, u]


@_compiled(parallel=True)
def masked_update_rows(method, B, A, gram, extra, rows, indices, indptr, lists_known, S):
    """Like update_rows, with the terms that each document knows; row r is document rows[r].

    Document i lists terms in ``indices[indptr[i]:indptr[i + 1]]``, sorted: those it knows where
    lists_known[i], those it does not know elsewhere. ``extra`` is added to each A'A.
    """
    n_rows, k = B.shape
    n_chunks = (n_rows + ROWS_PER_CHUNK - 1) // ROWS_PER_CHUNK
    for chunk in prange(n_chunks):
        own = np.empty((k, k))
        G = np.empty((k, k))
        scale = np.empty(k)
        L = np.empty((k, k))
        z = np.empty(k)
        b = np.empty(k)
        s = np.empty(k)
        passive = np.empty(k, np.intp)
        blocked = np.empty(k, np.bool_)
        for r in range(chunk * ROWS_PER_CHUNK, min(n_rows, (chunk + 1) * ROWS_PER_CHUNK)):
            i = rows[r]
            _known_gram(A, gram, indices[indptr[i] : indptr[i + 1]], lists_known[i], own)
            for t in range(k):
                for u in range(k):
                    own[t, u] += extra[t, u]
            _scale_to_unit_diagonal(own, G, scale)
            _update_row(method, G, scale, B[r], S[r], b, s, passive, L, z, blocked)


@_compiled(parallel=True)
def masked_adjoint_rows(D, S, A, gram, indices, indptr, lists_known, Z):
    """Like adjoint_rows, each row with the terms that it knows (see masked_update_rows)."""
    n_rows, k = S.shape
    n_chunks = (n_rows + ROWS_PER_CHUNK - 1) // ROWS_PER_CHUNK
    for chunk in prange(n_chunks):
        own = np.empty((k, k))
        G = np.empty((k, k))
        scale = np.empty(k)
        L = np.empty((k, k))
        z = np.empty(k)
        passive = np.empty(k, np.intp)
        for i in range(chunk * ROWS_PER_CHUNK, min(n_rows, (chunk + 1) * ROWS_PER_CHUNK)):
            _known_gram(A, gram, indices[indptr[i] : indptr[i + 1]], lists_known[i], own)
            _scale_to_unit_diagonal(own, G, scale)
            _adjoint_row(G, scale, D[i], S[i], Z[i], passive, L, z)


@_compiled
def _sum_known_anew(i, left, right, dense, indices, first, last, out):
    """Write row i of ``(W * (left @ right.T)) @ dense`` where indices[first:last] are unknown."""
    out[i] = 0
    for j in range(right.shape[0]):
        if first < last and indices[first] == j:
            first += 1
            continue
        entry = 0.0
        for t in range(left.shape[1]):
            entry += left[i, t] * right[j, t]
        for t in range(out.shape[1]):
            out[i, t] += entry * dense[j, t]


@_compiled(parallel=True)
def masked_product_rows(left, right, dense, indices, indptr, lists_known, out):
    """``out = (W * (left @ right.T)) @ dense``, W the known entries (see masked_update_rows).

    On entry ``out`` holds the product with W all ones; a row that lists what it knows is summed
    from its list instead.
    """
    n_rows, k = left.shape
    width = dense.shape[1]
    for i in prange(n_rows):
        sign = 1.0 if lists_known[i] else -1.0
        before = 0.0
        for t in range(width):
            before = max(before, abs(out[i, t]))
            if lists_known[i]:
                out[i, t] = 0
        for p in range(indptr[i], indptr[i + 1]):
            j = indices[p]
            entry = 0.0
            for t in range(k):
                entry += left[i, t] * right[j, t]
            entry *= sign
            for t in range(width):
                out[i, t] += entry * dense[j, t]
        if not lists_known[i]:
            after = 0.0
            for t in range(width):
                after = max(after, abs(out[i, t]))
            if after < SMALLEST_KEPT * before:
                # Where little is left of a row, the difference has lost its digits.
                _sum_known_anew(i, left, right, dense, indices, indptr[i], indptr[i + 1], out)


def use_threads(n_threads):
    """Set how many threads the kernels run on; returns how many it was before.

    Parameters
    ----------
    n_threads : int or None
        None leaves the number as it is; more than the machine offers means all that it offers.
    """
    before = numba.get_num_threads()
    if n_threads is not None:
        numba.set_num_threads(min(n_threads, numba.config.NUMBA_NUM_THREADS))
    return before
