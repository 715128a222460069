"""Parameters, fitted attributes and plain metadata to what JSON can hold, and back.

What JSON knows stays as it is; anything else becomes an object whose key "$" names its type. Arrays
of numbers and of fixed-length text are put aside, to be written as such.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date, datetime

import numpy as np
from scipy import sparse

from hiertopics.errors import StoreError
from hiertopics.matrices import check_structure

_PLAIN = (type(None), bool, int, str)
_COLLECTIONS = {"tuple": tuple, "set": set, "frozenset": frozenset}
_DATES = {"datetime": datetime, "date": date}
_FLOATS = {"float64": np.float64, "float32": np.float32}
_CSR_PARTS = ("data", "indices", "indptr")

ARRAY_KINDS = "biufMmSU"
"""Kinds of numpy types that are written as arrays; their bytes mean the same to everyone."""


class ValueWriter:
    """Values as JSON can hold them.

    Attributes
    ----------
    arrays : list of ndarray
        Those that were put aside, in the order of their numbers.
    """

    def __init__(self):
        self.arrays = []
        self._where = ""

    def write(self, value, where: str):
        """Return a value as JSON can hold it.

        Parameters
        ----------
        value : object
        where : str
            What it is, for the message where it cannot be stored.

        Raises
        ------
        StoreError
        """
        self._where = where
        try:
            return self._write(value)
        except RecursionError as fault:
            raise StoreError(f"{where} holds itself, or is nested too deeply") from fault

    def _write(self, value):
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is float:
            return value if math.isfinite(value) else {"$": "float", "value": repr(value)}
        if kind is list:
            return [self._write(item) for item in value]
        if kind is dict:
            return self._write_dict(value)
        for name, collection in _COLLECTIONS.items():
            if kind is collection:
                items = [self._write(item) for item in value]
                if collection is not tuple:
                    items.sort(key=json.dumps)  # the same set gives the same file
                return {"$": name, "items": items}
        if kind.__name__ in _DATES and kind is _DATES[kind.__name__]:
            return {"$": kind.__name__, "value": value.isoformat()}
        return self._write_of_numpy(value)

    def _write_dict(self, value):
        if "$" not in value and all(type(key) is str for key in value):
            return {key: self._write(item) for key, item in value.items()}
        pairs = [[self._write(key), self._write(item)] for key, item in value.items()]
        return {"$": "dict", "items": pairs}

    def _write_of_numpy(self, value):
        kind = type(value)
        if kind is np.ndarray:
            return self._write_array(value)
        if isinstance(value, np.generic) and value.dtype.kind in "biufU":
            plain = value.item()
            if not isinstance(plain, np.generic):  # as numbers of more than 64 bits stay
                return self._write(plain)
        if kind is sparse.csr_array:
            parts = {name: self._write(getattr(value, name)) for name in _CSR_PARTS}
            return {"$": "csr_array", "shape": list(value.shape), **parts}
        if kind is np.random.RandomState:
            return self._write_random_state(value)
        if isinstance(value, type) and value in _FLOATS.values():
            return {"$": "type", "name": value.__name__}
        if isinstance(value, np.dtype) and value.name in _FLOATS:
            return {"$": "dtype", "name": value.name}
        raise self._refused(f"a {kind.__name__}")

    def _write_array(self, array):
        if array.dtype.kind == "O":
            items = [self._write(item) for item in array.ravel().tolist()]
            return {"$": "objects", "shape": list(array.shape), "items": items}
        if array.dtype.kind not in ARRAY_KINDS:
            raise self._refused(f"an array of {array.dtype}")
        self.arrays.append(array)
        return {"$": "array", "number": len(self.arrays) - 1}

    def _write_random_state(self, value):
        state = value.get_state(legacy=False)
        if state["bit_generator"] != "MT19937":
            raise self._refused(f"a RandomState of {state['bit_generator']}")
        return {"$": "RandomState", "state": self._write(state)}

    def _refused(self, what):
        return StoreError(
            f"{self._where} holds {what}, which a file without code cannot; expected text, "
            "numbers, dates, None, arrays, and lists, tuples, sets and dictionaries of them"
        )


class ValueReader:
    """What `ValueWriter` wrote, as values again.

    Parameters
    ----------
    array : callable
        From the number of an array that was put aside to the array.
    """

    def __init__(self, array: Callable[[int], np.ndarray]):
        self._array = array
        self._special = {
            "float": lambda content: _float(content["value"]),
            "dict": lambda content: {self.read(k): self.read(v) for k, v in content["items"]},
            "array": lambda content: self._array(content["number"]),
            "objects": self._read_objects,
            "csr_array": self._read_csr,
            "type": lambda content: _FLOATS[content["name"]],
            "dtype": lambda content: np.dtype(_FLOATS[content["name"]]),
            "RandomState": self._read_random_state,
        }

    def read(self, content):
        """Return the value.

        Raises
        ------
        StoreError, KeyError, TypeError, ValueError and others
            Where the content is not what `ValueWriter` writes.
        """
        if isinstance(content, list):
            return [self.read(item) for item in content]
        if not isinstance(content, dict):
            return content
        if "$" not in content:
            return {key: self.read(item) for key, item in content.items()}
        name = content["$"]
        if name in self._special:
            return self._special[name](content)
        if name in _COLLECTIONS:
            return _COLLECTIONS[name](map(self.read, of_type(list, content["items"])))
        if name in _DATES:
            return _DATES[name].fromisoformat(content["value"])
        raise StoreError(f"it holds a value of the unknown type {name!r}")

    def _read_objects(self, content):
        items = of_type(list, content["items"])
        shape = tuple(of_type(int, size) for size in content["shape"])
        objects = np.empty(len(items), dtype=object)
        for place, item in enumerate(items):  # one by one, or numpy would look into lists
            objects[place] = self.read(item)
        if min(shape, default=0) < 0:
            raise StoreError(f"it holds an array of the shape {shape}")
        return objects.reshape(shape)

    def _read_csr(self, content):
        shape = tuple(of_type(int, size) for size in content["shape"])
        data, indices, indptr = (of_type(np.ndarray, self.read(content[n])) for n in _CSR_PARTS)
        if data.dtype.kind not in "biuf" or {indices.dtype.kind, indptr.dtype.kind} != {"i"}:
            raise StoreError("it holds a sparse array of other things than numbers")
        array = sparse.csr_array((data, indices, indptr), shape=shape)
        check_structure("a sparse array", array)
        return array

    def _read_random_state(self, content):
        state = self.read(content["state"])
        key, place = state["state"]["key"], state["state"]["pos"]
        # numpy takes the place as it comes, and would read whatever lies behind the key.
        if key.dtype != np.uint32 or key.shape != (624,) or not 0 <= of_type(int, place) <= 624:
            raise StoreError("it holds the state of no random numbers")
        random_state = np.random.RandomState()
        random_state.set_state(state)
        return random_state


def _float(text):
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[text]


def of_type(kind, value):
    """Return a value from a file, raise a StoreError unless it is of this very type."""
    if type(value) is not kind:
        raise StoreError(f"it holds a {type(value).__name__} in place of a {kind.__name__}")
    return value
