"""Open files, gzipped or not, and decode their bytes by the encoding they most likely are in."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TextIO, cast

from hiertopics.errors import CorpusError

# Bytes that a single document may have. The Bible has 4 MB; what is longer is a collection.
LONGEST_DOCUMENT = 50_000_000

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""What .doc, .ppt and .msg files begin with, and .docx ones that need a password."""

SNIFFED_BYTES = 8192
"""Bytes by which text is told from other files."""

# What reading a damaged or cut off .gz file raises.
GZIP_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)

# The beginning of a stream is read, in blocks, up to the first letter beyond ASCII.
_BLOCK = 2**18
_LOOKED_AT = 2**26
_LINE_PIECE = 2**20

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

# Letters beyond ASCII, in lower case, of languages that Latin code pages are for: these pages
# charset-normalizer hardly tells apart, scripts and multi-byte encodings it does.
_WESTERN = (
    "äöüß àâæçéèêëîïôœùûüÿ áéíóúñüªº áâãàçéêíóôõúüªº àèéìíîòóùúªº åäöéšž æøåéèòóôü áéíóúýþæöð "
    "éëïóöüáèê"
).split()
_CENTRAL = ("ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čšžćđ äöüß").split()
_ALPHABETS = (
    *(("cp1252", alphabet) for alphabet in _WESTERN),
    ("cp1254", "çğıöşüâîû"),
    *(("cp1250", alphabet) for alphabet in _CENTRAL),
    *(("iso8859_2", alphabet) for alphabet in _CENTRAL),
    ("cp1252", "".join(_WESTERN)),
)
_DETECTED = (
    "cp1251 koi8_r cp1253 cp1255 cp1256 cp1250 cp1252 cp1254 iso8859_2 "
    "shift_jis euc_jp gb18030 big5 euc_kr"
).split()
_DETECTION_BYTES = 2**16
# Signs inside a word or right behind it, and a capital after a small letter, give a wrong code page
# away.
_IMPLAUSIBLE = re.compile(
    r"[^\W\d_][¡-©«-±²³´µ¶¸¹»-¿‚„†‡ˆ‰‹›•™\x80-\x9f][^\W\d_]|[^\W\d_][¡¦¬±¶¼½¾¿]|[a-zß-ÿ][À-Þ]"
)


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
    encoding = marked_encoding(head)
    if encoding is not None:  # some binary files start with the two bytes of UTF-16's mark
        head = head.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    if is_other_format(head) or b"\0" in head:
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(head)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Text of a file, with line ends of one kind.

    Where no encoding is given its byte order mark says so; without one it is UTF-8 if its bytes can
    be, else what they look like: a Latin code page whose letters make plausible words, else what
    charset-normalizer finds, else Windows-1252.
    """
    if encoding is None:
        encoding = detected_encoding(data)
    text = data.decode(encoding, errors="replace")
    n_bad = text.count("\ufffd") - data.count("\ufffd".encode())
    return Decoded(with_plain_ends(text), encoding.removesuffix("-sig"), max(n_bad, 0))


def with_plain_ends(text: str) -> str:
    """Text with line ends of one kind, and without a byte order mark."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def detected_encoding(data: bytes, is_whole: bool = True) -> str:
    """Encoding that these bytes are most likely in; of a part of a file with `is_whole` False."""
    marked = marked_encoding(data)
    if marked is not None:
        return marked
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=is_whole)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(data):
        return "utf-8"
    head = data[:_DETECTION_BYTES]
    return _latin_page(head) or _detected(head) or "cp1252"


def marked_encoding(data: bytes) -> str | None:
    """Encoding that a byte order mark at the beginning names."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 but for a few bad bytes, as after a cut at a fixed length."""
    text = data.decode("utf-8", errors="replace")
    n_bad = text.count("\ufffd")
    n_beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    return 2 * n_bad <= n_beyond_ascii


def _latin_page(data: bytes) -> str | None:
    for encoding, alphabet in _ALPHABETS:
        text = data.decode(encoding, errors="replace")
        foreign = {char for char in text if char > "\x7f" and char.isalpha()}
        if set("".join(foreign).lower()) <= set(alphabet) and "\ufffd" not in text:
            # Other scripts, read as Latin, have hardly a letter of ASCII.
            letters = [char for char in text if char.isalpha()]
            n_foreign = sum(char in foreign for char in letters)
            is_latin = n_foreign < 8 or n_foreign <= 0.4 * len(letters)
            if is_latin and not _IMPLAUSIBLE.search(text):
                return encoding
    return None


def _detected(data: bytes) -> str | None:
    # Imported here: most files are UTF-8.
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_DETECTED).best()
    return None if best is None else best.encoding


def open_bytes(path: str) -> BinaryIO:
    """Open a file to read its bytes, unzipped where its name ends in .gz."""
    return cast(BinaryIO, gzip.open(path)) if path.lower().endswith(".gz") else open(path, "rb")


def opened_text(file: BinaryIO, encoding: str | None, newline: str | None = None) -> TextIO:
    """Text of an open file from its start, decoded as it is read; the file is closed with it.

    An encoding of None is for what it looks like; `newline` is as `open` takes it.
    """
    file.seek(0)
    encoding = encoding or _encoding_of(file)
    file.seek(0)
    name = codecs.lookup(encoding).name
    if name in ("utf-16", "utf-32") and marked_encoding(file.read(4)) != name:
        encoding = f"{name}-le"  # a stream does not begin without a mark
    file.seek(0)
    encoding = "utf-8-sig" if name == "utf-8" else encoding
    return io.TextIOWrapper(file, encoding, errors="replace", newline=newline)


def opened_table(file: BinaryIO, encoding: str | None, newline: str | None = None) -> TextIO:
    """Text of an open table, as `opened_text` gives it; a CorpusError if it holds none."""
    if is_other_format(file.read(16)):
        raise CorpusError(
            f"{os.path.basename(file.name)} is no table but an archive, a workbook or another file "
            "that holds no text; unpack it, or save the sheet as .csv"
        )
    return opened_text(file, encoding, newline)


def bounded_lines(text: TextIO) -> Iterator[str]:
    """Lines without their ends, in pieces where they are long, up to what is no text any more."""
    for line in iter(lambda: text.readline(_LINE_PIECE), ""):
        if "\0" in line:
            return
        yield line.removesuffix("\n")


def _encoding_of(file: BinaryIO) -> str:
    """Encoding of a file at its start, by the first part of it that is not plain ASCII."""
    block, seen, is_whole = b"", 0, False
    try:
        while seen < _LOOKED_AT and block.isascii() and marked_encoding(block) is None:
            block = file.read(_BLOCK)
            seen += len(block)
            is_whole = len(block) < _BLOCK
            if is_whole:
                break
    except GZIP_ERRORS:
        pass  # what comes before the damage has to do
    return detected_encoding(block, is_whole)
