"""A folder in, the paths of the files in it out, in an order that is the same everywhere."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator

_CLUTTER = {"__pycache__", "__macosx", "thumbs.db", "desktop.ini"}


def natural_key(name: str) -> tuple:
    """Sort key that puts doc2 before doc10, the same on every machine and in every locale."""
    folded = unicodedata.normalize("NFC", name).casefold()
    parts = re.split("([0-9]+)", folded)
    # Digits are compared by length, then as text: int() refuses very long runs.
    parts[1::2] = [(len(digits.lstrip("0")), digits.lstrip("0")) for digits in parts[1::2]]
    return tuple(parts), name


def walk(root: str, follow_links: bool = False) -> Iterator[tuple[str, str | None]]:
    """Every file below a folder in natural order: its path within it, and why it is passed over.

    The reason is None for a file to be read. Paths have forward slashes; folders appear only if
    they are passed over, with a slash at their end. Nothing but regular files is to be opened.

    Parameters
    ----------
    root : str
    follow_links : bool, default=False
        Follow links to folders, and links that lead out of `root`; a folder is entered once, so
        that loops end. Otherwise only links to files inside are followed.
    """
    home = os.path.join(os.path.realpath(root), "")
    entered = {os.path.realpath(root)}
    waiting: list[tuple[str, os.DirEntry | None]] = [("", None)]
    while waiting:
        path, entry = waiting.pop()
        reason = None if entry is None else _reason_to_pass(entry, home, follow_links)
        if entry is not None and not _is_folder(entry, follow_links):
            yield path, reason
            continue
        if entry is not None and follow_links and reason is None:
            target = os.path.realpath(entry.path)
            reason = "link" if target in entered else None
            entered.add(target)
        if reason is not None:
            yield f"{path}/", reason
            continue
        try:
            with os.scandir(root if entry is None else entry.path) as listing:
                found = sorted(listing, key=lambda each: natural_key(each.name), reverse=True)
        except OSError:
            yield f"{path}/", "unreadable"
            continue
        waiting += [(f"{path}/{each.name}" if path else each.name, each) for each in found]


def _reason_to_pass(entry: os.DirEntry, home: str, follow_links: bool) -> str | None:
    name = entry.name.lower()
    if name.startswith("."):
        return "hidden"
    if name in _CLUTTER or name.startswith("~$"):
        return "clutter"
    # Junctions are Windows' links to folders; Python tells them apart from 3.12 on.
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():
        target = os.path.realpath(entry.path)
        if follow_links:
            return None if os.path.isfile(target) or os.path.isdir(target) else "link"
        return None if os.path.isfile(target) and target.startswith(home) else "link"
    try:
        is_document = entry.is_file(follow_symlinks=False)
    except OSError:
        return "unreadable"
    return None if is_document or _is_folder(entry, False) else "special file"


def _is_folder(entry: os.DirEntry, follow_links: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=follow_links)
    except OSError:
        return False
