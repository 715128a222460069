"""Decode the bytes of files by the encoding they most likely are in."""

from __future__ import annotations

import codecs
import io
import os
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TextIO
from unicodedata import category

from hiertopics.corpus.code_pages import is_doubtful, likely_page
from hiertopics.corpus.packed import Unpacked, UnpackingError
from hiertopics.errors import NoTextError
from hiertopics.printable import printable

# Bytes that a single document may have. The Bible has 4 MB; what is longer is a collection.
LONGEST_DOCUMENT = 50_000_000

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""What .doc, .ppt and .msg files begin with, and .docx ones that need a password."""

SNIFFED_BYTES = 8192
"""Bytes by which a file is seen to hold text."""

# The beginning of a stream is read, in blocks, up to the first letter beyond ASCII.
_BLOCK = 2**18
_LOOKED_AT = 2**26
_HELD = 2**25
_LINE_PIECE = 2**20
_END_OF_DOS = "\x1a"  # Ctrl-Z behind the text, as programs of DOS and CP/M put it

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
    b"GIF87a", b"GIF89a", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a",
    b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", OLD_OFFICE, b"\x7fELF",
    b"ID3\x02", b"ID3\x03", b"ID3\x04", b"OggS\0", b"fLaC\0",
    *(b"BZh%d1AY&SY" % level for level in range(1, 10)),
)  # fmt: skip
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.02
_DETECTION_BYTES = 2**16
_HAN = 0x4E
_NO_TEXT = {"Cc", "Cn", "Co", "Cs"}


class Decoded(NamedTuple):
    """A text, the encoding that it was in, and how many of its bytes made no sense."""

    text: str
    encoding: str
    n_bad: int


def is_other_format(head: bytes) -> bool:
    """Whether a file with these first bytes is an archive, an image or the like."""
    return head.startswith(_OTHER_FORMATS)


def is_text(head: bytes) -> bool:
    """Whether a file with these first bytes holds text, judged by content alone."""
    encoding = marked_encoding(head) or unmarked_utf16(head)
    if encoding is not None:  # some binary files start with the two bytes of UTF-16's mark
        head = head.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    head = head.rstrip(_END_OF_DOS.encode())
    if is_other_format(head) or b"\0" in head:
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(head)


def decode(data: bytes, encoding: str | None = None, usual: str | None = None) -> Decoded:
    """Text of a file, with line ends of one kind.

    Where no encoding is given its byte order mark says so; without one it is UTF-8 if its bytes can
    be, UTF-16 where they are plainly that, else what they look like: the usual encoding of the
    files around it where it may be that, what the file says itself, as pages of HTML do, a Latin
    code page whose letters make plausible words, what charset-normalizer finds, or Windows-1252.
    """
    if encoding is None:
        encoding = detected_encoding(data, usual=usual)
    text = data.decode(encoding, errors="replace")
    if text.endswith(_END_OF_DOS):
        text = text.rstrip(_END_OF_DOS)
    n_bad = text.count("\ufffd") - data.count("\ufffd".encode())
    return Decoded(with_plain_ends(text), encoding.removesuffix("-sig"), max(n_bad, 0))


def with_plain_ends(text: str) -> str:
    """Text with line ends of one kind, and without a byte order mark."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def detected_encoding(data: bytes, is_whole: bool = True, usual: str | None = None) -> str:
    """Encoding that these bytes are most likely in; of a part of a file with `is_whole` False."""
    sure = sure_encoding(data, is_whole)
    return sure or likely_page(_beginning(data), usual)


def is_open(data: bytes) -> bool:
    """Whether the code page of a text is better decided by the texts around it."""
    return sure_encoding(data) is None and is_doubtful(_beginning(data))


def _beginning(data: bytes) -> bytes:
    """Whole lines or words at the beginning of a text: half a character would contradict a page."""
    if len(data) <= _DETECTION_BYTES:
        return data
    end = max(data.rfind(sign, _DETECTION_BYTES // 2, _DETECTION_BYTES) for sign in (b"\n", b" "))
    return data[: end if end > 0 else _DETECTION_BYTES]


def sure_encoding(data: bytes, is_whole: bool = True) -> str | None:
    """Encoding that needs no guess at a code page; None for all others."""
    marked = marked_encoding(data) or unmarked_utf16(data[:SNIFFED_BYTES])
    if marked is not None:
        return marked
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=is_whole)
        return "utf-8"
    except UnicodeDecodeError:
        return "utf-8" if _is_damaged_utf8(data) else None


def marked_encoding(data: bytes) -> str | None:
    """Encoding that a byte order mark at the beginning names."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without its mark, by the order of its bytes; None for all else."""
    if b"\0" not in head:
        return None
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        # The other order, and what is no text, has signs of any script and none, and no blanks.
        blocks = Counter(_HAN if "\u3000" <= char <= "\u9fff" else ord(char) >> 8 for char in text)
        n_common = blocks.pop(0, 0)
        n_most = max(blocks.values(), default=0)
        is_clean = not any(category(char) in _NO_TEXT for char in set(text) - set("\t\n\r\f\v"))
        if is_clean and n_common + n_most > 0.9 * len(text) and n_common > 0.01 * len(text):
            found.append((n_common, encoding))
    return max(found)[1] if found else None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 but for a few bad bytes, as after a cut at a fixed length."""
    text = data.decode("utf-8", errors="replace")
    n_bad = text.count("\ufffd")
    n_beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    return 2 * n_bad <= n_beyond_ascii


def rest_of(file: BinaryIO, data: bytes) -> bytes:
    """A file that begins with these bytes, up to one more than a document may have."""
    # To ask for megabytes takes as long as all else that is done for a short text.
    is_short = len(data) < SNIFFED_BYTES
    return data if is_short else data + file.read(LONGEST_DOCUMENT + 1 - len(data))


def opened_text(
    file: BinaryIO, encoding: str | None, newline: str | None = None
) -> io.TextIOWrapper:
    """Text of an open file from its start, decoded as it is read; the file is closed with it.

    An encoding of None is for what it looks like; `newline` is as `open` takes it.
    """
    file.seek(0)
    if encoding is None:
        encoding, held = _encoding_of(file)
        file = file if held is None else io.BytesIO(held)
    file.seek(0)
    name = codecs.lookup(encoding).name
    if not name.startswith(("utf-16", "utf-32")):
        file = _without_end_of_dos(file)
    if name in ("utf-16", "utf-32") and marked_encoding(file.read(4)) != name:
        encoding = f"{name}-le"  # a stream does not begin without a mark
    file.seek(0)
    encoding = "utf-8-sig" if name == "utf-8" else encoding
    return io.TextIOWrapper(file, encoding, errors="replace", newline=newline)


def _without_end_of_dos(file: BinaryIO) -> BinaryIO:
    """An open file, or what it holds in front of Ctrl-Z at its end; such files are small."""
    try:
        size = file.seek(0, os.SEEK_END)
    except io.UnsupportedOperation:  # it is packed, and only its end would say how long it is
        return file
    if not 0 < size <= _HELD:
        return file
    file.seek(-1, os.SEEK_END)
    if file.read(1) != _END_OF_DOS.encode():
        return file
    file.seek(0)
    return io.BytesIO(file.read().rstrip(_END_OF_DOS.encode()))


def opened_table(file: BinaryIO, encoding: str | None, newline: str | None = None) -> TextIO:
    """Text of an open table, as `opened_text` gives it; a NoTextError if it holds none."""
    if is_other_format(file.read(16)):
        name = printable(os.path.basename(file.name))
        raise NoTextError(
            f"{name} is no table but an archive, a workbook or another file "
            "that holds no text; unpack it, or save the sheet as .csv"
        )
    return opened_text(file, encoding, newline)


def bounded_lines(text: TextIO) -> Iterator[str]:
    """Lines without their ends, in pieces where they are long, up to what is no text any more."""
    return (piece.removesuffix("\n") for piece in bounded_pieces(text))


def bounded_pieces(text: TextIO) -> Iterator[str]:
    """Lines with their ends, in pieces where they are long, up to what is no text any more."""
    for piece in iter(lambda: text.readline(_LINE_PIECE), ""):
        if "\0" in piece:
            return
        yield piece


def _encoding_of(file: BinaryIO) -> tuple[str, bytes | None]:
    """Encoding of a file at its start, by the first part of it that is not plain ASCII.

    Of a file that had to be unpacked to its end for that, its bytes too, if they are few.
    """
    block, seen, is_whole = b"", 0, False
    is_packed = isinstance(file, Unpacked)
    held: list[bytes] = []
    try:
        # UTF-16 of Latin letters is ASCII with a null after each.
        while seen < _LOOKED_AT and block.isascii() and b"\0" not in block:
            block = file.read(_BLOCK)
            seen += len(block)
            held = [*held, block] if is_packed and seen <= _HELD else []
            is_whole = len(block) < _BLOCK
            if is_whole:
                break
    except UnpackingError:
        pass  # what comes before the damage has to do
    found = detected_encoding(block, is_whole)
    return found, b"".join(held) if is_whole and held else None
