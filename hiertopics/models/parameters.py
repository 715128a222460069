"""Checks of the parameters of estimators, with messages that say what was expected."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hiertopics.errors import HiertopicsError

if TYPE_CHECKING:
    from hiertopics.core.data import DataMatrix


def check_layer_sizes(n_topics: Any) -> tuple[int, ...]:
    """``n_topics`` as a tuple of positive ints, fine to broad."""
    sizes = tuple(n_topics) if np.iterable(n_topics) else (n_topics,)
    if not sizes or not all(_is_whole(k) and k >= 1 for k in sizes):
        raise HiertopicsError(
            "n_topics must be the numbers of topics from fine to broad, whole numbers of at "
            f"least 1 such as (20, 6), got {n_topics!r}"
        )
    if any(fine < broad for fine, broad in zip(sizes[:-1], sizes[1:], strict=True)):
        suggestion = tuple(sorted(sizes, reverse=True))
        raise HiertopicsError(
            f"n_topics goes from fine to broad, got {n_topics!r}; did you mean {suggestion}?"
        )
    return tuple(int(k) for k in sizes)


def check_per_layer(name: str, value: Any, n_layers: int) -> list[float]:
    """The parameter as one nonnegative number per layer."""
    single = isinstance(value, str) or not np.iterable(value)
    values = [value] * n_layers if single else list(value)
    if len(values) != n_layers:
        raise HiertopicsError(f"{name} needs one number per layer, {n_layers}, got {value!r}")
    for number in values:
        check_number(name, number, least=0)
    return values


def _is_whole(value):
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def check_number(
    name: str, value: Any, *, least: float, most: float = np.inf, whole: bool = False, why: str = ""
) -> None:
    """Raise unless the parameter is a finite number from ``least`` to ``most``; say why it must."""
    kind: type = numbers.Integral if whole else numbers.Real
    valid = isinstance(value, kind) and not isinstance(value, bool)
    if not valid or not least <= value <= most or value == np.inf:
        word = "a whole number" if whole else "a number"
        span = f"of at least {least}" if most == np.inf else f"from {least} to {most}"
        raise HiertopicsError(f"{name} must be {word} {span}{why and f' ({why})'}, got {value!r}")


def check_choice(name: str, value: object, choices: Iterable[str]) -> str:
    """Return the parameter if it is one of the choices, raise otherwise."""
    if not isinstance(value, str) or value not in choices:
        names = ", ".join(repr(choice) for choice in choices)
        raise HiertopicsError(f"{name} must be one of {names}, got {value!r}")
    return value


def check_starts(n_init: Any, init: str | list[np.ndarray], automatic: int) -> int:
    """How many starts to try: one where the start is given, ``automatic`` for "auto"."""
    if isinstance(n_init, str) and n_init == "auto":
        n_init = automatic
    check_number("n_init", n_init, least=1, whole=True)
    return n_init if isinstance(init, str) else 1


def check_init(
    init: Any, names: Iterable[str], data: DataMatrix, sizes: Sequence[int]
) -> str | list[np.ndarray]:
    """The name of a start, or the factors given, in the dtype of the data."""
    if isinstance(init, str) or not np.iterable(init):
        return check_choice("init", init, names)
    rows = [data.shape[1], *sizes[:-1]]
    expected = list(zip(rows, sizes, strict=True))
    try:
        factors = [np.array(A, dtype=data.dtype) for A in _list_factors(init)]
    except (TypeError, ValueError):
        raise HiertopicsError(
            f"init must hold factors of the shapes {expected}, numbers, got {init!r}"
        ) from None
    if [A.shape for A in factors] != expected:
        raise HiertopicsError(
            f"init must hold factors of the shapes {expected}, got {[A.shape for A in factors]}"
        )
    if not all(np.isfinite(A).all() and (A >= 0).all() for A in factors):
        ranges = ", ".join(f"{A.min():.3g} to {A.max():.3g}" for A in factors)
        raise HiertopicsError(f"init must hold finite, nonnegative factors, got values {ranges}")
    return factors


def _list_factors(init):
    """The factors one by one, of a list of them or of one alone."""
    if hasattr(init, "shape"):
        return [init] if len(init.shape) == 2 else list(init)
    factors = list(init)
    return [factors] if factors and np.ndim(factors[0]) == 1 else factors
