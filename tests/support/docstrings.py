"""Numpydoc docstrings taken apart."""

import inspect
import re


def entries(documented, *sections):
    """What the sections of a docstring describe: names, as they are written, and their types.

    Returns a dict from each name to its type and its paragraph, both str.
    """
    found = {}
    docstring = inspect.getdoc(documented) or ""
    for section in sections:
        body = re.search(rf"^{section}\n-+\n(.*?)(?=^\S[^\n]*\n-+\n|\Z)", docstring, re.M | re.S)
        for entry in re.split(r"\n(?=\S)", body.group(1).strip("\n")) if body else ():
            head, _, paragraph = entry.partition("\n")
            names, _, kind = head.partition(" : ")
            found |= {name.strip(" *"): (kind, paragraph.strip()) for name in names.split(",")}
    return found
