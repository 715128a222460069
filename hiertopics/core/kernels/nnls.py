"""Nonnegative least squares, one row after the other: with one gram matrix, or one for each."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled, compiled_within

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
        step, blocking = np.inf, -1
        for r in range(n):
            if z[r] <= 0.0:
                here = s[passive[r]]
                reach = here / (here - z[r]) if here > 0.0 else 0.0
                if reach < step:
                    step, blocking = reach, r
        if blocking < 0:
            for r in range(n):
                s[passive[r]] = z[r]
            return n
        for r in range(n):
            t = passive[r]
            s[t] += step * (z[r] - s[t])
        s[passive[blocking]] = 0.0
        kept, dropped = 0, False
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
    k, n, largest = b.shape[0], 0, 0.0
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
                    best, entering = slope, t
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


@compiled
def scale_to_unit_diagonal(G, scaled, inverse):
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
def _room(gram):
    """The gram with unit diagonal, one over the lengths, and room for a factor and its topics."""
    k = gram.shape[0]
    G, inverse = np.empty((k, k)), np.empty(k)
    scale_to_unit_diagonal(gram, G, inverse)
    return G, inverse, np.empty((k, k)), np.empty(k, np.intp)


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
    MULTIPLICATIVE one multiplicative step. Row by row: solve_rows in
    kernels/nnls_batched.py is the fast way.
    """
    n_rows, k = B.shape
    G, inverse, L, passive = _room(gram)
    b, s, z, blocked = np.empty(k), np.empty(k), np.empty(k), np.empty(k, np.bool_)
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

    A topic of T that depends on those before it is left out. Row by row: solve_rows in
    kernels/nnls_batched.py is the fast way.
    """
    n_rows, k = S.shape
    G, inverse, L, passive = _room(gram)
    x = np.empty(k)
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
