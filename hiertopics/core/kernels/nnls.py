"""Nonnegative least squares of rows that share a gram matrix, or know only some columns."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled, compiled_within
from hiertopics.core.kernels.vectors import LINE, load, positive, store

ROWS_TOGETHER = 512  # amortises the work arrays, and leaves rows enough to sort by support
LANES = 16  # rows whose factors are computed together, one in each lane of the vector units
GUESSING_SWEEPS = 3  # of coordinate descent, which find most of a support that is not known
LARGEST = 1e30  # of a right side; sums of far larger numbers may overflow
SMALLEST_KEPT = 1e-2  # share of a gram below which its known terms are summed anew
EXACT, COORDINATE, MULTIPLICATIVE = range(3)  # how a row is renewed


@compiled_within
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


@compiled_within
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


@compiled_within
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


@compiled_within
def _slopes(G, b, s, slope):
    """Write b - Gs, topic by topic, so that the sum runs over all entries at once."""
    k = b.shape[0]
    for u in range(k):
        slope[u] = b[u]
    for t in range(k):
        if s[t] != 0.0:
            weight = s[t]
            row = G[t]
            for u in range(k):
                slope[u] -= weight * row[u]


@compiled_within
def _sweep_coordinates(G, b, s, n_sweeps, slope):
    """Exact coordinate descent: a sweep of HALS, the way in and out where pivoting is no use.

    G has a unit diagonal, but for zeros at dead topics.
    """
    k = b.shape[0]
    _slopes(G, b, s, slope)
    for _ in range(n_sweeps):
        for t in range(k):
            row = G[t]
            renewed = max(0.0, s[t] + slope[t]) if row[t] > 0.0 else s[t]
            change = renewed - s[t]
            if change != 0.0:
                s[t] = renewed
                for u in range(k):
                    slope[u] -= change * row[u]


@compiled_within
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
    _sweep_coordinates(G, b, s, 50, z)


@compiled_within
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


@compiled_within
def _scale_to_unit_diagonal(G, scaled, inverse):
    """Write G with unit diagonal, so that one threshold serves topics of any length.

    ``inverse`` takes one over the lengths, 0 for a topic of length 0, which keeps its zeros.
    """
    k = G.shape[0]
    for t in range(k):
        inverse[t] = 1.0 / np.sqrt(G[t, t]) if G[t, t] > 0.0 else 0.0
    for t in range(k):
        for u in range(k):
            scaled[t, u] = G[t, u] * inverse[t] * inverse[u]
        if inverse[t] > 0.0:
            scaled[t, t] = 1.0


@compiled_within
def _scale_row(b_row, s_row, inverse, b, s):
    """Write a row in units in which the topics have length 1."""
    for t in range(b.shape[0]):
        b[t] = b_row[t] * inverse[t]
        s[t] = s_row[t] / inverse[t] if inverse[t] > 0.0 else 0.0


@compiled
def update_rows(method, B, gram, S):
    """Renew each row of S towards the minimum of 1/2 s'Gs - b's, s >= 0, with b from B.

    EXACT solves it from the start in S, COORDINATE takes one sweep over the topics,
    MULTIPLICATIVE one multiplicative step. Row by row: :func:`solve_rows` is the fast way.
    """
    n_rows, k = B.shape
    G = np.empty((k, k))
    L = np.empty((k, k))
    inverse = np.empty(k)
    b = np.empty(k)
    s = np.empty(k)
    z = np.empty(k)
    passive = np.empty(k, np.intp)
    blocked = np.empty(k, np.bool_)
    _scale_to_unit_diagonal(gram, G, inverse)
    for i in range(n_rows):
        _scale_row(B[i], S[i], inverse, b, s)
        if method == COORDINATE:
            _sweep_coordinates(G, b, s, 1, z)
        elif method == MULTIPLICATIVE:
            _multiply(G, b, s, z)
        else:
            _solve_nnls(G, b, s, passive, L, z, blocked)
        for t in range(k):
            S[i, t] = s[t] * inverse[t]


@compiled
def adjoint_rows(D, S, gram, Z):
    """Solve G[T,T] z[T] = d[T] on the support T of each row of S; z is zero off T.

    A topic of T that depends on those before it is left out. Row by row: :func:`solve_rows` is the
    fast way.
    """
    n_rows, k = S.shape
    G = np.empty((k, k))
    L = np.empty((k, k))
    inverse = np.empty(k)
    x = np.empty(k)
    passive = np.empty(k, np.intp)
    _scale_to_unit_diagonal(gram, G, inverse)
    for i in range(n_rows):
        n = 0
        for t in range(k):
            Z[i, t] = 0
            if S[i, t] > 0 and _append_to_factor(G, passive, n, t, L):
                n += 1
        for r in range(n):
            x[r] = D[i, passive[r]] * inverse[passive[r]]
        _solve_factor(L, n, x)
        for r in range(n):
            Z[i, passive[r]] = x[r] * inverse[passive[r]]


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
def _lanes(n):
    """Places for n numbers of each lane, which begin on a line of the caches; (n, LANES)."""
    room = np.empty((n + 1) * LANES)
    first = -room.ctypes.data % LINE // room.itemsize
    return room[first : first + n * LANES].reshape(n, LANES)


@compiled_within
def _gather_lanes(G, rhs, rows, sizes, supports, chosen, L, x):
    """Lay G[T, T], lower triangle packed, and rhs[T] of each row in a lane; returns the size.

    G has a row and a column of zeros beyond the topics. A row of smaller support is filled up with
    pieces of the identity, which change no bit of its own; so are the lanes without a row.
    """
    width, flat = G.shape[0], G.reshape(-1)
    beyond = width - 1
    n = 0
    for i in rows:
        n = max(n, sizes[i])
    for lane in range(LANES):
        size = 0
        if lane < rows.shape[0]:
            i = rows[lane]
            size = sizes[i]
            for r in range(size):
                chosen[r, lane] = supports[i, r]
                x[r, lane] = rhs[i, supports[i, r]]
        for r in range(size, n):
            chosen[r, lane] = beyond
            x[r, lane] = 0.0
    begins = np.empty(LANES, np.uint32)
    for r in range(n):
        first = r * (r + 1) // 2
        of_row = chosen[r]
        for lane in range(LANES):
            begins[lane] = of_row[lane] * width
        for c in range(r):
            entry = L[first + c]
            of_column = chosen[c]
            for lane in range(LANES):
                entry[lane] = flat[begins[lane] + of_column[lane]]
        L[first + r] = 1.0
    return n


@compiled_within
def _factor_lanes(n, L, inverse, singular):
    """Cholesky in every lane, in place; ``inverse`` takes the inverse of the diagonals.

    A lane in which a topic depends on those before it is marked singular, and its values mean
    nothing.
    """
    singular[:] = False
    for r in range(n):
        first = r * (r + 1) // 2
        # Two entries at once, for each waits for its own sum; of an odd number the first is alone.
        if r % 2 == 0 and r > 0:
            store(L[first], 0, load(L[first], 0, LANES) * load(inverse[0], 0, LANES))
        for c in range(1 - r % 2, r, 2):
            other = c * (c + 1) // 2
            after = other + c + 1
            entry, second = load(L[first + c], 0, LANES), load(L[first + c + 1], 0, LANES)
            for m in range(c):
                here = load(L[first + m], 0, LANES)
                entry -= here * load(L[other + m], 0, LANES)
                second -= here * load(L[after + m], 0, LANES)
            entry *= load(inverse[c], 0, LANES)
            store(L[first + c], 0, entry)
            second -= entry * load(L[after + c], 0, LANES)
            if c + 1 < r:
                second *= load(inverse[c + 1], 0, LANES)
            store(L[first + c + 1], 0, second)
        pivot = L[first + r]
        scale = inverse[r]
        for lane in range(LANES):
            bad = pivot[lane] <= 1e-14 * (r + 1)  # as in _append_to_factor
            singular[lane] |= bad
            scale[lane] = 1.0 / np.sqrt(1.0 if bad else pivot[lane])


@compiled_within
def _solve_lanes(n, L, inverse, x):
    """Overwrite x[:n] by the solution of L L' y = x, in every lane."""
    for r in range(n):
        first = r * (r + 1) // 2
        entry = load(x[r], 0, LANES)
        for c in range(r):
            entry -= load(L[first + c], 0, LANES) * load(x[c], 0, LANES)
        store(x[r], 0, entry * load(inverse[r], 0, LANES))
    for r in range(n - 1, -1, -1):
        first = r * (r + 1) // 2
        entry = load(x[r], 0, LANES) * load(inverse[r], 0, LANES)
        store(x[r], 0, entry)
        for c in range(r):
            store(x[c], 0, load(x[c], 0, LANES) - load(L[first + c], 0, LANES) * entry)


@compiled_within
def _solve_supports(G, rhs, inside, n_rows, x, sizes, totals, singular):
    """Solve G[T, T] x[T] = rhs[T] for the first rows, T the topics inside; x is zero off T.

    Rows of about one size are solved together. Where topics of T depend on one another the row
    is marked singular, and its x means nothing. ``sizes`` takes the sizes of T, ``totals`` the sums
    of ``|x|``.
    """
    k = rhs.shape[1]
    L, diagonal, z = _lanes(k * (k + 1) // 2), _lanes(k), _lanes(k)
    chosen = np.empty((k, LANES), np.uint32)
    bad = np.empty(LANES, np.bool_)
    supports = np.empty((n_rows, k), np.int32)
    order = np.empty(n_rows, np.intp)
    for i in range(n_rows):
        sizes[i] = _list_support(inside, i, supports)
    x[:n_rows] = 0.0
    _sort_by_size(sizes[:n_rows], np.empty(k + 1, np.intp), order)
    for first in range(0, n_rows, LANES):
        rows = order[first : min(first + LANES, n_rows)]
        n = _gather_lanes(G, rhs, rows, sizes, supports, chosen, L, z)
        _factor_lanes(n, L, diagonal, bad)
        _solve_lanes(n, L, diagonal, z)
        for lane in range(rows.shape[0]):
            i = rows[lane]
            singular[i] = bad[lane]
            total = 0.0
            for r in range(sizes[i]):
                x[i, supports[i, r]] = z[r, lane]
                total += abs(z[r, lane])
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
def _sweep_lanes(G, b, s, n_sweeps):
    """_sweep_coordinates in every lane, ``b`` and ``s`` of shape (k, LANES)."""
    k = b.shape[0]
    for _ in range(n_sweeps):
        for t in range(k):
            slope = load(b[t], 0, LANES)
            for u in range(k):
                slope -= G[t, u] * load(s[u], 0, LANES)
            store(s[t], 0, positive(load(s[t], 0, LANES) + slope))


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
    rhs = np.zeros((k, LANES))
    x = np.empty((k, LANES))
    for first in range(0, n_empty, LANES):
        rows = empty[first : min(first + LANES, n_empty)]
        for lane in range(rows.shape[0]):
            for t in range(k):
                rhs[t, lane] = b[rows[lane], t]
        x[:] = 0.0
        _sweep_lanes(G, rhs, x, GUESSING_SWEEPS)
        for lane in range(rows.shape[0]):
            for t in range(k):
                inside[rows[lane], t] = x[t, lane] > 0.0


@compiled_within
def _move_row(b, inside, which, source, target):
    """Let the row at ``source`` take the place of the one at ``target``."""
    which[target] = which[source]
    for t in range(b.shape[1]):
        b[target, t] = b[source, t]
        inside[target, t] = inside[source, t]


@compiled
def solve_rows(rhs, start, gram, n_exchanges, out, unsolved):
    """Solve each row on a support that block pivoting finds (Judice and Pires, 1994).

    The support of a row begins as that of its start. While topics are on the wrong side of it, all
    of them change sides, n_exchanges times at most; with none on the wrong side the row solves the
    NNLS of update_rows. With no exchange allowed it solves ``G[T,T] x[T] = rhs[T]`` on the support
    T of its start, which is adjoint_rows. A row that meets dependent topics, is not done in
    time or has numbers too large for that is marked unsolved and not written; update_rows and
    adjoint_rows take those.
    """
    n_rows, k = rhs.shape
    if n_rows == 0:
        return
    n_together = min(n_rows, ROWS_TOGETHER)
    bordered = np.zeros((k + 1, k + 1))
    G = np.empty((k, k))
    inverse = np.empty((n_together, k))
    b = np.empty((n_together, k))
    x = np.empty((n_together, k))
    product = np.empty((n_together, k))
    inside = np.empty((n_together, k), np.bool_)
    sizes = np.empty(n_together, np.intp)
    totals = np.empty(n_together)
    singular = np.empty(n_together, np.bool_)
    which = np.empty(n_together, np.intp)
    _scale_to_unit_diagonal(gram, G, inverse[0])
    for t in range(k):  # whole rows at once would compile for seconds
        for r in range(1, n_together):
            inverse[r, t] = inverse[0, t]
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
                        out[i, t] = x[r, t] * inverse[0, t]
                elif turn == n_exchanges:
                    unsolved[i] = True
                else:
                    _move_row(b, inside, which, r, n_left)
                    n_left += 1
            n = n_left
            if n == 0:
                break


@compiled_within
def _add_outer(a, sign, G):
    """Add sign * a a' to the lower triangle of G."""
    for t in range(a.shape[0]):
        if a[t] != 0:
            weight = sign * np.float64(a[t])
            for u in range(t + 1):
                G[t, u] += weight * a[u]


@compiled_within
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


@compiled
def masked_update_rows(method, B, A, gram, extra, rows, indices, indptr, lists_known, S):
    """Like update_rows, with the terms that each document knows; row r is document rows[r].

    Document i lists terms in ``indices[indptr[i]:indptr[i + 1]]``, sorted: those it knows where
    lists_known[i], those it does not know elsewhere. ``extra`` is added to each A'A.
    """
    n_rows, k = B.shape
    own = np.empty((k, k))
    for r in range(n_rows):
        i = rows[r]
        _known_gram(A, gram, indices[indptr[i] : indptr[i + 1]], lists_known[i], own)
        for t in range(k):
            for u in range(k):
                own[t, u] += extra[t, u]
        update_rows(method, B[r : r + 1], own, S[r : r + 1])


@compiled
def masked_adjoint_rows(D, S, A, gram, indices, indptr, lists_known, Z):
    """Like adjoint_rows, each row with the terms that it knows (see masked_update_rows)."""
    n_rows, k = S.shape
    own = np.empty((k, k))
    for i in range(n_rows):
        _known_gram(A, gram, indices[indptr[i] : indptr[i + 1]], lists_known[i], own)
        adjoint_rows(D[i : i + 1], S[i : i + 1], own, Z[i : i + 1])
