"""List the files of a folder, in an order that is the same everywhere; name and label them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from hiertopics.corpus.packed import without_packing
from hiertopics.natural_order import natural_key
from hiertopics.printable import printable

_CLUTTER = {"__pycache__", "__macosx", "thumbs.db", "desktop.ini"} | {
    *("dovecot-uidlist", "dovecot-uidvalidity", "dovecot-keywords", "maildirfolder"),
    *("courierimapuiddb", "courierimapsubscribed", "msgfilterrules.dat", "filterlog.html"),
}
_CLUTTER_ENDINGS = (".msf", ".plist", ".index.log", ".index.cache")
# Programs and settings among texts, such as the styles of pages and what builds a manual.
_OF_PROGRAMS = frozenset(
    "css scss sass less js mjs cjs ts jsx tsx map lock cfg ini toml conf properties yml yaml bat "
    "sh ps1 py pyc rb php pl lua r make cmake svg".split()
)
_PROGRAMS = frozenset(
    "makefile gemfile rakefile procfile dockerfile vagrantfile jenkinsfile robots.txt humans.txt "
    "ads.txt requirements.txt cmakelists.txt".split()
)
_MOST_PROGRAMS = 0.25  # of the files, for them not to be what a folder is about
# The folders that a mail of a Maildir is moved through say nothing of it.
_OF_A_MAILDIR = ("cur", "new", "tmp")


def walk(root: str, follow_links: bool = False) -> Iterator[tuple[str, str | None]]:
    """Every file below a folder in natural order: its path within it, and why it is passed over.

    The reason is None for a file to be read. Paths have forward slashes; folders appear only if
    they are passed over, with a slash at their end. Nothing but regular files is to be opened.
    Links to files inside are followed, with `follow_links` those to folders and out of `root` too;
    a folder is entered once, so that loops end.
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


def without_programs(paths: Sequence[str], skipped: dict[str, list[str]]) -> list[str]:
    """Files of a folder without the programs among them, where these are few; they are skipped."""
    programs = [path for path in paths if _is_program(path)]
    if not programs or len(programs) > _MOST_PROGRAMS * len(paths):
        return list(paths)
    skipped["program"] = list(map(printable, programs))
    return [path for path in paths if not _is_program(path)]


def _is_program(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    stem, _, ending = name.rpartition(".")
    return name in _PROGRAMS or (bool(stem) and ending in _OF_PROGRAMS)


def _reason_to_pass(entry: os.DirEntry, home: str, follow_links: bool) -> str | None:
    name = entry.name.lower()
    if name.startswith("."):
        return "hidden"
    if name in _CLUTTER or name.startswith("~$") or name.endswith(_CLUTTER_ENDINGS):
        return "clutter"
    # Junctions are Windows' links to folders; Python knows them from 3.12 on.
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


def distinct(ids: list[str]) -> tuple[str, ...]:
    """Put a number behind ids that were there before; a new one is never one of the old."""
    seen: set[str] = set()
    reserved = set(ids)
    if len(reserved) == len(ids):
        return tuple(ids)
    last: dict[str, int] = {}
    for position, name in enumerate(ids):
        number = last.get(name, 1)
        while ids[position] in seen:
            number += 1
            other = f"{name} ({number})"
            ids[position] = other if other not in reserved else name
        last[name] = number
        seen.add(ids[position])
    return tuple(ids)


def file_ids(paths: Sequence[str]) -> tuple[str, ...]:
    """Ids of files: printable paths, without a final .txt where that leaves them distinct."""
    full = [printable(path) for path in paths]
    short = [_without_txt(name) for name in full]
    times, taken = Counter(short), set(full)
    ids = [
        brief if name == brief or (times[brief] == 1 and brief not in taken) else name
        for name, brief in zip(full, short, strict=True)
    ]
    # Only escapes can still clash: a name with a stray byte, and one that spells out its escape.
    return distinct(ids)


def _without_txt(name: str) -> str:
    """Path without the ending that says nothing."""
    unpacked = without_packing(name)
    stem = unpacked[: -len(".txt")]
    is_said = unpacked.lower().endswith(".txt") and stem and not stem.endswith("/")
    return stem if is_said else name


def folder_labels(paths: Sequence[str]) -> np.ndarray:
    """Labels of files by their folders, (n_docs, depth of the deepest), fine to broad."""
    folders = [printable(path).split("/")[:-1] for path in paths]
    if all(names and names[-1] in _OF_A_MAILDIR for names in folders):
        folders = [names[:-1] for names in folders]
    n_levels = max(map(len, folders))
    labels = np.full((len(paths), n_levels), None, dtype=object)
    for row, names in zip(labels, folders, strict=True):
        row[n_levels - len(names) :] = names[::-1]
    return labels
