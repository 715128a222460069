"""The nearest documents, by sparse inner products."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled


@compiled
def nearest_rows(data, indices, indptr, by_column, n, most, products, rows, beyond):
    """Write for each row in CSR form the rows of another matrix of largest inner product with it.

    ``by_column`` is ``(data, indices, indptr)`` of the other matrix, of n rows, in CSC form. Both
    are nonnegative. Row i of ``products`` takes the largest below ``most``, in falling order and of
    equals the lower row first, and row i of ``rows`` where they are; 0 and -1 are left where there
    are no more. ``beyond[i]`` counts the others, of ``most`` or more.
    """
    column_data, column_rows, columns = by_column
    k = products.shape[1]
    sums = np.zeros(n, products.dtype)
    reached = np.empty(n, np.int64)
    for i in range(products.shape[0]):
        n_reached = 0
        for p in range(indptr[i], indptr[i + 1]):
            j, value = indices[p], data[p]
            # Unsigned, for numba takes a signed index to count from the end where it is negative.
            for q in range(np.uintp(columns[j]), np.uintp(columns[j + 1])):
                row = np.uintp(column_rows[q])
                product = value * column_data[q]
                if sums[row] == 0 and product > 0:  # it may underflow to 0
                    reached[n_reached] = row
                    n_reached += 1
                sums[row] += product
        found, best, where = 0, products[i], rows[i]
        for u in range(n_reached):
            row = reached[u]
            product = sums[row]
            sums[row] = 0
            if product >= most:
                beyond[i] += 1
                continue
            place = found
            while place > 0 and (
                best[place - 1] < product or (best[place - 1] == product and where[place - 1] > row)
            ):
                if place < k:
                    best[place], where[place] = best[place - 1], where[place - 1]
                place -= 1
            if place < k:
                best[place], where[place] = product, row
                found = min(found + 1, k)
