"""The order of names with numbers in them: doc2 before doc10."""

import re
import unicodedata


def natural_key(name: str) -> tuple:
    """Sort key that puts doc2 before doc10, the same on every machine and in every locale."""
    folded = unicodedata.normalize("NFC", name).casefold()
    parts = re.split("([0-9]+)", folded)
    # Digits are compared by length, then as text: int() refuses very long runs.
    parts[1::2] = [(len(digits.lstrip("0")), digits.lstrip("0")) for digits in parts[1::2]]
    return tuple(parts), name
