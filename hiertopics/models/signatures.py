"""Methods that are called in the same way, whose signature is written once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def called_like(
    model: Callable[Concatenate[Any, P], Any],
) -> Callable[[Callable[..., R]], Callable[Concatenate[Any, P], R]]:
    """Give a method that passes its arguments on the parameters of the method that takes them.

    Help, editors, type checkers and scikit-learn see those; what it returns is its own.
    """

    def decorate(method: Callable[..., R]) -> Callable[Concatenate[Any, P], R]:
        seen: Any = method
        own = {"return": method.__annotations__["return"]}
        seen.__signature__ = inspect.signature(model).replace(return_annotation=own["return"])
        seen.__annotations__ = {**model.__annotations__, **own}
        return seen

    return decorate
