"""Parameters, fitted attributes and plain metadata to what JSON can hold, and back.

What JSON knows stays as it is; anything else becomes an object whose key "$" names its type. Arrays
of numbers and of fixed-length text are put aside, to be written as such.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import numpy as np
from scipy import sparse

from hiertopics.errors import StoreError
from hiertopics.matrix_checks import check_structure

T = TypeVar("T")
_FLOATS = {"float64": np.float64, "float32": np.float32}
_CSR_PARTS = ("data", "indices", "indptr")

ARRAY_KINDS = "biufMmSU"
"""Kinds of numpy types that are written as arrays; their bytes mean the same to everyone."""


class ValueWriter:
    """Values as JSON can hold them, and the arrays put aside, in the order of their numbers."""

    def __init__(self) -> None:
        self.arrays: list[np.ndarray] = []
        self._where = ""

    def write(self, value: object, where: str) -> Any:
        """Return a value as JSON can hold it, or raise a StoreError that says where it is."""
        self._where = where
        try:
            return self._write(value)
        except RecursionError as error:
            raise StoreError(f"{where} holds itself, or is nested too deeply") from error

    def _write(self, value: Any) -> Any:
        cls = type(value)
        if cls in (type(None), bool, int, str):
            return value
        if cls is float:
            return value if math.isfinite(value) else {"$": "float", "value": repr(value)}
        if cls is list:
            return [self._write(item) for item in value]
        if cls is dict and "$" not in value and all(type(key) is str for key in value):
            return {key: self._write(item) for key, item in value.items()}
        if cls is dict:
            return {"$": "dict", "items": [self._write(list(pair)) for pair in value.items()]}
        if cls in (tuple, set, frozenset):
            items = [self._write(item) for item in value]
            if cls is not tuple:
                items.sort(key=json.dumps)  # the same set gives the same file
            return {"$": cls.__name__, "items": items}
        if cls in (date, datetime):
            return {"$": cls.__name__, "value": value.isoformat()}
        return self._write_of_numpy(value)

    def _write_of_numpy(self, value: Any) -> Any:
        cls = type(value)
        if cls is np.ndarray:
            return self._write_array(value)
        if isinstance(value, np.generic) and value.dtype.kind in "biufU":
            plain = value.item()
            if not isinstance(plain, np.generic):  # as numbers of more than 64 bits stay
                return self._write(plain)
        if cls is sparse.csr_array:
            parts = {name: self._write(getattr(value, name)) for name in _CSR_PARTS}
            return {"$": "csr_array", "shape": list(value.shape), **parts}
        if cls is np.random.RandomState:
            return self._write_random_state(value)
        if isinstance(value, type) and value in _FLOATS.values():
            return {"$": "type", "name": value.__name__}
        if isinstance(value, np.dtype) and value.name in _FLOATS:
            return {"$": "dtype", "name": value.name}
        raise self._refused(f"a {cls.__name__}")

    def _write_array(self, array: np.ndarray) -> dict:
        if array.dtype.kind == "O":
            items = [self._write(item) for item in array.ravel().tolist()]
            return {"$": "objects", "shape": list(array.shape), "items": items}
        if array.dtype.kind not in ARRAY_KINDS:
            raise self._refused(f"an array of {array.dtype}")
        self.arrays.append(array)
        return {"$": "array", "number": len(self.arrays) - 1}

    def _write_random_state(self, value: np.random.RandomState) -> dict:
        state = value.get_state(legacy=False)
        if state["bit_generator"] != "MT19937":
            raise self._refused(f"a RandomState of {state['bit_generator']}")
        return {"$": "RandomState", "state": self._write(state)}

    def _refused(self, what: str) -> StoreError:
        return StoreError(
            f"{self._where} holds {what}, which a file without code cannot; expected text, "
            "numbers, dates, None, arrays, and lists, tuples, sets and dictionaries of them"
        )


class ValueReader:
    """What `ValueWriter` wrote, as values again; ``array(number)`` gives the arrays put aside."""

    def __init__(self, array: Callable[[int], np.ndarray]) -> None:
        self.array = array

    def read(self, content: Any) -> Any:
        """Return the value; raise one of many errors for what `ValueWriter` does not write."""
        if isinstance(content, list):
            return [self.read(item) for item in content]
        if not isinstance(content, dict):
            return content
        if "$" not in content:
            return {key: self.read(item) for key, item in content.items()}
        if content["$"] not in TYPES:
            raise StoreError(f"it holds a value of the unknown type {content['$']!r}")
        return TYPES[content["$"]](self, content)

    def items(self, content: dict) -> list:
        """Return the items of what is written as a list of them."""
        return [self.read(item) for item in expect_type(list, content["items"])]


def _read_objects(reader: ValueReader, content: dict) -> np.ndarray:
    items = reader.items(content)
    shape = tuple(expect_type(int, size) for size in content["shape"])
    if min(shape, default=0) < 0:
        raise StoreError(f"it holds an array of the shape {shape}")
    objects = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):  # one by one, or numpy would look into lists
        objects[place] = item
    return objects.reshape(shape)


def _read_csr(reader: ValueReader, content: dict) -> sparse.csr_array:
    shape = tuple(expect_type(int, size) for size in content["shape"])
    data, indices, indptr = (expect_type(np.ndarray, reader.read(content[n])) for n in _CSR_PARTS)
    if data.dtype.kind not in "biuf" or {indices.dtype.kind, indptr.dtype.kind} != {"i"}:
        raise StoreError("it holds a sparse array of something else than numbers")
    array = sparse.csr_array((data, indices, indptr), shape=shape)
    check_structure("a sparse array", array)
    return array


def _read_random_state(reader: ValueReader, content: dict) -> np.random.RandomState:
    state = reader.read(content["state"])
    key, place = state["state"]["key"], state["state"]["pos"]
    # numpy takes the place as it comes, and would read whatever lies behind the key.
    if key.dtype != np.uint32 or key.shape != (624,) or not 0 <= expect_type(int, place) <= 624:
        raise StoreError("it holds the state of no random numbers")
    random_state = np.random.RandomState()
    random_state.set_state(state)
    return random_state


TYPES: dict[str, Callable[[ValueReader, dict], object]] = {
    "float": lambda _, content: {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[
        content["value"]
    ],
    "date": lambda _, content: date.fromisoformat(content["value"]),
    "datetime": lambda _, content: datetime.fromisoformat(content["value"]),
    "tuple": lambda reader, content: tuple(reader.items(content)),
    "set": lambda reader, content: set(reader.items(content)),
    "frozenset": lambda reader, content: frozenset(reader.items(content)),
    "dict": lambda reader, content: dict(reader.items(content)),
    "array": lambda reader, content: reader.array(content["number"]),
    "objects": _read_objects,
    "csr_array": _read_csr,
    "RandomState": _read_random_state,
    "type": lambda _, content: _FLOATS[content["name"]],
    "dtype": lambda _, content: np.dtype(_FLOATS[content["name"]]),
}
"""How a value is read whose key "$" has this name."""


def expect_type(cls: type[T], value: object) -> T:
    """Return a value from a file, raise a StoreError unless it is of this very type."""
    if type(value) is not cls:
        raise StoreError(f"it holds a {type(value).__name__} in place of a {cls.__name__}")
    return value
