"""What to do with files of formats that hold texts but are not read, by their first bytes."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from hiertopics.corpus.packed import UnpackingError, open_bytes, without_packing

_UNPACK = "it is an archive: unpack it, and give the folder"
_UNZIP = "it is packed: unpack it, or let its name end in .gz, .bz2 or .xz, if it is of that kind"
_EXPORT = "it is a database or a table of another program: export its texts as .csv"
_PICTURE = "it is a picture: have its text recognised (OCR), and save that as .txt"
_SOUND = "it is sound or film: have it transcribed, and save that as .txt, .srt or .vtt"
_ENDINGS = {
    **dict.fromkeys("zip tar tgz 7z rar tbz tbz2 txz lz4 iso jar".split(), _UNPACK),
    **dict.fromkeys("db sqlite sqlite3 db3 mdb accdb dbf fp7 fmp12 sql duckdb".split(), _EXPORT),
    **dict.fromkeys("sav zsav por dta sas7bdat xpt rds rda rdata".split(), _EXPORT),
    **dict.fromkeys("pkl pickle npy npz h5 hdf5 orc avro numbers mat jasp omv".split(), _EXPORT),
    **dict.fromkeys("png jpg jpeg gif tif tiff bmp webp heic".split(), _PICTURE),
    **dict.fromkeys("mp3 mp4 m4a wav ogg opus flac avi mkv mov webm wma".split(), _SOUND),
}
_MARKS = {
    **dict.fromkeys((b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!"), _UNPACK),
    **dict.fromkeys((b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ"), _UNZIP),
    **dict.fromkeys((b"SQLite format 3", b"\0\1\0\0Standard", b"\x89HDF", b"RDX"), _EXPORT),
    **dict.fromkeys((b"$FL2", b"$FL3", b"<stata_dta>", b"\x93NUMPY", b"ORC", b"Obj\1"), _EXPORT),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), _PICTURE),
    **dict.fromkeys((b"ID3", b"OggS", b"fLaC", b"RIFF"), _SOUND),
}
_TAR = slice(257, 262)
_REASONS = {
    "scan without text": "its pages are pictures: have their text recognised (OCR)",
    "encrypted": "save it without its password",
    "empty": "there is nothing in it but blanks",
    "damaged": "open it in its own program, and save it again",
}
_OTHERS = "save a sheet as .csv, an old document as .docx or as text; a scan has no text"
_DUMP = re.compile(
    rb"^(?:--[^\n]{0,60}(?:database|sql|mariadb) dump\b|PRAGMA foreign_keys=OFF;)", re.M | re.I
)
_DUMP_HEAD = 500
_STATEMENT = re.compile(rb"(?:CREATE|DROP|INSERT|SET|BEGIN|USE|LOCK|START|TRUNCATE)\b", re.I)
_ROWS = re.compile(
    rb"^(?:INSERT (?:INTO |\[)[^;]{1,300}?\bVALUES\b|COPY [^\n]{1,300}? FROM stdin)", re.M | re.I
)


def is_dump(head: bytes) -> bool:
    """Whether a file with these first bytes is a dump of a database in SQL, with rows in it."""
    if _DUMP.search(head[:_DUMP_HEAD]):
        return True
    lines = (line.strip() for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    first = next(
        (each for each in lines if each and not each.startswith((b"--", b"/*", b"#"))), b""
    )
    return bool(_STATEMENT.match(first)) and _ROWS.search(head) is not None


def advice_on(path: str, reason: str) -> str:
    """What to do with a file in which no text was found, the reason being that of `skipped`."""
    if reason.startswith("to be saved as"):
        ending = reason.rpartition(" ")[2]
        return _EXPORT if ending == ".csv" else f"save it as {ending}"
    if reason != "not text":
        return _REASONS.get(reason, _OTHERS)
    ending = os.path.splitext(without_packing(path).lower())[1].removeprefix(".")
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    head = b""
    with suppress(OSError, UnpackingError), open_bytes(path) as file:
        head = file.read(_TAR.stop)
    if head[_TAR] == b"ustar":
        return _UNPACK
    by_mark = (advice for mark, advice in _MARKS.items() if head.startswith(mark))
    return next(by_mark, _OTHERS)
