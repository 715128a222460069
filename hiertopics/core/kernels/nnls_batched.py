"""Nonnegative least squares of many rows with one gram matrix, vectorized over the rows.

Rows of about one support size are taken in batches: every array of a batch has the rows as its last
axis, and each vector operation does the same step of all of them.
"""

import numpy as np

from hiertopics.core.kernels.compiled import compiled, compiled_within
from hiertopics.core.kernels.vectors import load, positive, store

ROWS_TOGETHER = 512  # amortises the work arrays, and leaves rows enough to sort by support
BATCH = 16  # rows factorized at once, one in each entry of the vectors
GUESSING_SWEEPS = 3  # of coordinate descent, which find most of a support that is not known
LARGEST = 1e30  # of a right side; sums of far larger numbers may overflow


@compiled_within
def _list_support(inside, i, supports):
    """Write down the topics of row i that are inside; returns how many. Without a branch."""
    n = 0
    for t in range(inside.shape[1]):
        supports[i, n] = t
        n += inside[i, t]
    return n


@compiled_within
def _sort_by_size(sizes, ends, order):
    """Order rows by the size of their supports, so that rows of about one size meet."""
    ends[:] = 0
    for size in sizes:
        ends[size] += 1
    for size in range(1, ends.shape[0]):
        ends[size] += ends[size - 1]
    for i in range(sizes.shape[0] - 1, -1, -1):
        ends[sizes[i]] -= 1
        order[ends[sizes[i]]] = i


@compiled_within
def _gather_batch(G, rhs, rows, sizes, supports, chosen, L, x):
    """Copy G[T, T], lower triangle packed, and rhs[T] of each row of a batch; returns the size.

    G has a row and a column of zeros beyond the topics. A row of smaller support is filled up with
    pieces of the identity, which change no bit of its own; so are places without a row.
    """
    width, flat = G.shape[0], G.reshape(-1)
    beyond = width - 1
    n = 0
    for i in rows:
        n = max(n, sizes[i])
    for place in range(BATCH):
        size = 0
        if place < rows.shape[0]:
            i = rows[place]
            size = sizes[i]
            for r in range(size):
                chosen[r, place] = supports[i, r]
                x[r, place] = rhs[i, supports[i, r]]
        for r in range(size, n):
            chosen[r, place] = beyond
            x[r, place] = 0.0
    begins = np.empty(BATCH, np.uint32)
    for r in range(n):
        first = r * (r + 1) // 2
        of_row = chosen[r]
        for place in range(BATCH):
            begins[place] = of_row[place] * width
        for c in range(r):
            entry = L[first + c]
            of_column = chosen[c]
            for place in range(BATCH):
                entry[place] = flat[begins[place] + of_column[place]]
        L[first + r] = 1.0
    return n


@compiled_within
def _factor_batch(n, L, inverse, singular):
    """Cholesky of each row of a batch, in place; ``inverse`` takes the inverse of the diagonals.

    A row in which a topic depends on those before it is marked singular, and its values mean
    nothing.
    """
    singular[:] = False
    for r in range(n):
        first = r * (r + 1) // 2
        # Two entries at once, for each waits for its own sum; of an odd number the first is alone.
        if r % 2 == 0 and r > 0:
            store(L[first], 0, load(L[first], 0, BATCH) * load(inverse[0], 0, BATCH))
        for c in range(1 - r % 2, r, 2):
            other = c * (c + 1) // 2
            after = other + c + 1
            entry, second = load(L[first + c], 0, BATCH), load(L[first + c + 1], 0, BATCH)
            for m in range(c):
                here = load(L[first + m], 0, BATCH)
                entry -= here * load(L[other + m], 0, BATCH)
                second -= here * load(L[after + m], 0, BATCH)
            entry *= load(inverse[c], 0, BATCH)
            store(L[first + c], 0, entry)
            second -= entry * load(L[after + c], 0, BATCH)
            if c + 1 < r:
                second *= load(inverse[c + 1], 0, BATCH)
            store(L[first + c + 1], 0, second)
        pivot = L[first + r]
        scale = inverse[r]
        for place in range(BATCH):
            bad = pivot[place] <= 1e-14 * (r + 1)  # as in _append_to_factor
            singular[place] |= bad
            scale[place] = 1.0 / np.sqrt(1.0 if bad else pivot[place])


@compiled_within
def _solve_batch(n, L, inverse, x):
    """Overwrite x[:n] by the solution of L L' y = x, for each row of a batch."""
    for r in range(n):
        first = r * (r + 1) // 2
        entry = load(x[r], 0, BATCH)
        for c in range(r):
            entry -= load(L[first + c], 0, BATCH) * load(x[c], 0, BATCH)
        store(x[r], 0, entry * load(inverse[r], 0, BATCH))
    for r in range(n - 1, -1, -1):
        first = r * (r + 1) // 2
        entry = load(x[r], 0, BATCH) * load(inverse[r], 0, BATCH)
        store(x[r], 0, entry)
        for c in range(r):
            store(x[c], 0, load(x[c], 0, BATCH) - load(L[first + c], 0, BATCH) * entry)


@compiled_within
def _solve_supports(G, rhs, inside, n_rows, x, sizes, totals, singular):
    """Solve G[T, T] x[T] = rhs[T] for the first rows, T the topics inside; x is zero off T.

    Rows of about one size are solved together. Where topics of T depend on one another the row
    is marked singular, and its x means nothing. ``sizes`` takes the sizes of T, ``totals`` the sums
    of ``|x|``.
    """
    k = rhs.shape[1]
    L, diagonal, z = np.empty((k * (k + 1) // 2, BATCH)), np.empty((k, BATCH)), np.empty((k, BATCH))
    chosen, bad = np.empty((k, BATCH), np.uint32), np.empty(BATCH, np.bool_)
    supports, order = np.empty((n_rows, k), np.int32), np.empty(n_rows, np.intp)
    for i in range(n_rows):
        sizes[i] = _list_support(inside, i, supports)
    x[:n_rows] = 0.0
    _sort_by_size(sizes[:n_rows], np.empty(k + 1, np.intp), order)
    for first in range(0, n_rows, BATCH):
        rows = order[first : min(first + BATCH, n_rows)]
        n = _gather_batch(G, rhs, rows, sizes, supports, chosen, L, z)
        _factor_batch(n, L, diagonal, bad)
        _solve_batch(n, L, diagonal, z)
        for place in range(rows.shape[0]):
            i = rows[place]
            singular[i] = bad[place]
            total = 0.0
            for r in range(sizes[i]):
                x[i, supports[i, r]] = z[r, place]
                total += abs(z[r, place])
            totals[i] = total


@compiled_within
def _exchange(b, x, product, r, size, total, inside):
    """Let all topics of row r on the wrong side change sides; returns whether none was.

    x solves the row on the topics inside, and product is Gx. Wrong is a topic inside that is not
    positive, and one outside that would become so; with none wrong x is the solution.
    """
    share = 8.0 * np.finfo(np.float64).eps * (size + 8)
    solved = True
    for t in range(b.shape[1]):
        enters = b[r, t] - product[r, t] > share * (abs(b[r, t]) + total)
        now = (x[r, t] > 0.0) | (enters & (not inside[r, t]))
        solved &= now == inside[r, t]
        inside[r, t] = now
    return solved


@compiled_within
def _lay_out(rhs, start, inverse, b, inside):
    """Write rows in units in which the topics have length 1, and the supports of their starts.

    ``inverse`` has the shape of the rows; returns whether a number is too large to go on with. Each
    array is gone through as one row, which the vector units take at once.
    """
    too_large = False
    for e in range(b.shape[0]):
        b[e] = rhs[e] * inverse[e]
        too_large |= abs(rhs[e]) > LARGEST
    for e in range(b.shape[0]):
        inside[e] = (start[e] > 0) & (inverse[e] > 0.0)
    return too_large


@compiled_within
def _sweep_batch(G, b, s, n_sweeps):
    """_sweep_coordinates of kernels/nnls.py for a batch; ``b`` and ``s`` are (k, BATCH)."""
    k = b.shape[0]
    for _ in range(n_sweeps):
        for t in range(k):
            slope = load(b[t], 0, BATCH)
            for u in range(k):
                slope -= G[t, u] * load(s[u], 0, BATCH)
            store(s[t], 0, positive(load(s[t], 0, BATCH) + slope))


@compiled_within
def _guess_supports(G, b, n_rows, inside):
    """Where no topic of a row is inside, let those in that coordinate descent finds soon."""
    k = b.shape[1]
    empty = np.empty(n_rows, np.intp)
    n_empty = 0
    for i in range(n_rows):
        known = False
        for t in range(k):
            known |= inside[i, t]
        empty[n_empty] = i
        n_empty += not known
    rhs, x = np.zeros((k, BATCH)), np.empty((k, BATCH))
    for first in range(0, n_empty, BATCH):
        rows = empty[first : min(first + BATCH, n_empty)]
        for place in range(rows.shape[0]):
            for t in range(k):
                rhs[t, place] = b[rows[place], t]
        x[:] = 0.0
        _sweep_batch(G, rhs, x, GUESSING_SWEEPS)
        for place in range(rows.shape[0]):
            for t in range(k):
                inside[rows[place], t] = x[t, place] > 0.0


@compiled_within
def _move_row(b, inside, which, source, target):
    """Let the row at ``source`` take the place of the one at ``target``."""
    which[target] = which[source]
    for t in range(b.shape[1]):
        b[target, t] = b[source, t]
        inside[target, t] = inside[source, t]


@compiled
def solve_rows(rhs, start, G, inverse_lengths, n_exchanges, out, unsolved):
    """Solve each row on a support that block pivoting finds (Judice and Pires, 1994).

    The support of a row begins as that of its start. While topics are on the wrong side of it, all
    of them change sides, n_exchanges times at most; with none on the wrong side the row solves the
    NNLS of update_rows. With no exchange allowed it solves ``G[T,T] x[T] = rhs[T]`` on the support
    T of its start, which is adjoint_rows. A row that meets dependent topics, is not done in
    time or has numbers too large for that is marked unsolved and not written; update_rows and
    adjoint_rows take those. The gram matrix comes as scale_to_unit_diagonal writes it.
    """
    n_rows, k = rhs.shape
    if n_rows == 0:
        return
    n_together = min(n_rows, ROWS_TOGETHER)
    bordered, inverse = np.zeros((k + 1, k + 1)), np.empty((n_together, k))
    b, inside = np.empty((n_together, k)), np.empty((n_together, k), np.bool_)
    x, product = np.empty((n_together, k)), np.empty((n_together, k))
    sizes, which = np.empty(n_together, np.intp), np.empty(n_together, np.intp)
    totals, singular = np.empty(n_together), np.empty(n_together, np.bool_)
    for t in range(k):  # whole rows at once would compile for seconds
        for r in range(n_together):
            inverse[r, t] = inverse_lengths[t]
        for u in range(k):
            bordered[t, u] = G[t, u]
    flat_rhs, flat_start, flat_inverse = rhs.reshape(-1), start.reshape(-1), inverse.reshape(-1)
    flat_b, flat_inside = b.reshape(-1), inside.reshape(-1)
    for first in range(0, n_rows, ROWS_TOGETHER):
        n = min(n_rows - first, ROWS_TOGETHER)
        entries = slice(first * k, (first + n) * k)
        too_large = _lay_out(
            flat_rhs[entries], flat_start[entries], flat_inverse, flat_b[: n * k], flat_inside
        )
        for r in range(n):
            which[r] = first + r
            unsolved[first + r] = False
        if n_exchanges > 0:
            if too_large:
                n_left = np.intp(0)  # see _add_combination in kernels/products.py
                for r in range(n):
                    for t in range(k):
                        unsolved[first + r] |= abs(rhs[first + r, t]) > LARGEST
                    if not unsolved[first + r]:
                        _move_row(b, inside, which, r, n_left)
                        n_left += 1
                n = n_left
            _guess_supports(G, b, n, inside)
        for turn in range(n_exchanges + 1):
            _solve_supports(bordered, b, inside, n, x, sizes, totals, singular)
            if n_exchanges > 0:
                np.dot(x[:n], G, product[:n])
            n_left = np.intp(0)
            for r in range(n):
                i = which[r]
                if singular[r]:
                    unsolved[i] = True
                elif n_exchanges == 0 or _exchange(b, x, product, r, sizes[r], totals[r], inside):
                    for t in range(k):
                        out[i, t] = x[r, t] * inverse_lengths[t]
                elif turn == n_exchanges:
                    unsolved[i] = True
                else:
                    _move_row(b, inside, which, r, n_left)
                    n_left += 1
            n = n_left
            if n == 0:
                break
