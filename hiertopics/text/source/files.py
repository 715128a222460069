"""Bytes of a file in, text out; and which files and folders of a tree to look at at all."""

from __future__ import annotations

import codecs
import operator
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence

from hiertopics.errors import CorpusError

SNIFFED_BYTES = 8192

# Longer marks first: UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
    b"%PDF-", b"%!PS", b"{\\rtf", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG", b"\xff\xd8\xff",
    b"GIF8", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a",
    b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0", b"ID3", b"OggS", b"fLaC", b"\x7fELF",
)  # fmt: skip
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.02
_CLUTTER = {"__pycache__", "__macosx", "thumbs.db", "desktop.ini"}


def is_text(head: bytes) -> bool:
    """Whether a file with these first bytes holds text, judged by content alone."""
    encoding = _marked_encoding(head)
    if encoding is not None:  # some binary files start with the two bytes of UTF-16's mark
        head = head.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    if head.startswith(_OTHER_FORMATS) or b"\0" in head:
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(head)


def decode(data: bytes) -> str:
    """Text of a file: by its byte order mark, else as UTF-8, else as Windows-1252."""
    encoding = _marked_encoding(data)
    if encoding is not None:
        text = data.decode(encoding, errors="replace")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = _damaged_utf8(data) or _western(data)
    return text.replace("\r\n", "\n") if "\r" in text else text


def _damaged_utf8(data: bytes) -> str | None:
    """Text that is UTF-8 but for a few bad bytes, as after a cut at a fixed length; else None."""
    text = data.decode("utf-8", errors="replace")
    n_bad = text.count("\ufffd")
    n_beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    return text if 2 * n_bad <= n_beyond_ascii else None


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # the five bytes that Windows-1252 leaves undefined
        return data.decode("latin-1")


def _marked_encoding(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    return None


def reason_to_skip(path: str) -> str | None:
    """Why a file is no document: "empty", "not text" or "unreadable"; None if it is one."""
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.read(SNIFFED_BYTES)
            if not is_text(data):
                return "not text"
            # Only a file that starts with 8 KB of nothing has to be read on.
            if len(data) == SNIFFED_BYTES and not data.decode("utf-8", errors="ignore").strip():
                data += file.readall()
    except OSError:
        return "unreadable"
    return None if decode(data).strip() else "empty"


def printable(name: str) -> str:
    """Return a file name with whatever a terminal or UTF-8 cannot take written as an escape."""
    if name.isprintable():
        return name
    # Undecodable bytes of a file name reach Python as lone surrogates.
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in name
    )


class FolderTexts(Sequence):
    """Texts of files, read when asked for; a slice is again a FolderTexts.

    Parameters
    ----------
    root : str
        Folder.
    paths : sequence of str
        Paths within it.
    """

    def __init__(self, root: str, paths: Sequence[str]):
        self.root = root
        self.paths = paths

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return FolderTexts(self.root, self.paths[index])
        path = self.paths[operator.index(index)]
        try:
            with open(os.path.join(self.root, path), "rb") as file:
                return decode(file.read())
        except OSError as error:
            raise CorpusError(
                f"{printable(path)} was in {printable(self.root)} when the folder was read, and "
                f"cannot be opened now ({error.strerror or error}); put it back, or read the "
                "folder again"
            ) from error


def natural_key(name: str) -> tuple:
    """Sort key that puts doc2 before doc10, the same on every machine and in every locale."""
    folded = unicodedata.normalize("NFC", name).casefold()
    parts = re.split("([0-9]+)", folded)
    # Digits are compared by length, then as text: int() refuses very long runs.
    parts[1::2] = [(len(digits.lstrip("0")), digits.lstrip("0")) for digits in parts[1::2]]
    return tuple(parts), name


def walk(root: str) -> Iterator[tuple[str, str | None]]:
    """Every file below a folder in natural order: its path within it, and why it is passed over.

    The reason is None for a file to be read. Paths have forward slashes; folders appear only if
    they are passed over, with a slash at their end. Links to folders, out of the folder and to
    nothing are never followed, and nothing but regular files is to be opened.
    """
    home = os.path.join(os.path.realpath(root), "")
    waiting: list[tuple[str, os.DirEntry | None]] = [("", None)]
    while waiting:
        path, entry = waiting.pop()
        reason = None if entry is None else _reason_to_pass(entry, home)
        if entry is not None and not _is_folder(entry):
            yield path, reason
            continue
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


def _reason_to_pass(entry: os.DirEntry, home: str) -> str | None:
    name = entry.name.lower()
    if name.startswith("."):
        return "hidden"
    if name in _CLUTTER or name.startswith("~$"):
        return "clutter"
    # Junctions are Windows' links to folders; Python tells them apart from 3.12 on.
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():
        target = os.path.realpath(entry.path)
        return None if os.path.isfile(target) and target.startswith(home) else "link"
    try:
        is_document = entry.is_file(follow_symlinks=False)
    except OSError:
        return "unreadable"
    return None if is_document or _is_folder(entry) else "special file"


def _is_folder(entry: os.DirEntry) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
