"""Methods that are called in the same way, whose signature is written once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def called_like(
    model: Callable[Concatenate[Any, P], Any], but: str = ""
) -> Callable[[Callable[..., R]], Callable[Concatenate[Any, P], R]]:
    """Give a method that passes its arguments on the parameters of the method that takes them.

    Help, editors, type checkers and scikit-learn see those; what it returns is its own. The
    docstring refers to the other method, and says what is different.
    """

    def decorate(method: Callable[..., R]) -> Callable[Concatenate[Any, P], R]:
        seen: Any = method
        own, signature = method.__annotations__["return"], inspect.signature(model)
        seen.__signature__ = signature.replace(return_annotation=own)
        seen.__annotations__ = {**model.__annotations__, "return": own}
        names = ", ".join(name for name in signature.parameters if name != "self")
        text, heading, returned = inspect.cleandoc(method.__doc__ or "").partition("Returns\n")
        entry = f"Parameters\n----------\n{names}\n    As for ``{model.__name__}``{but}.\n\n"
        seen.__doc__ = text + entry + heading + returned
        return seen

    return decorate
