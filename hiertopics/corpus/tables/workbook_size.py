"""Whether a workbook can be read in the memory that there is, by what its parts say."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from hiertopics.errors import CorpusError

_BLOCK = 2**20
# The reader holds all cells between the first and the last one that has a value.
_MOST_CELLS = 8_000_000
# Parts of workbooks are unzipped as a whole. Texts have a fourth of their size when they are
# zipped, and rows of formatted cells without a value a hundredth.
_SMALL_PART = 20_000_000
_MOST_UNZIPPED = {"strings": 25, "other": 200}
_XLSX_CELL = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')
_ODS_ROWS = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
# A repeated cell counts where it has a value, or where another one follows it.
_ODS_CELLS = re.compile(
    rb'number-columns-repeated="([0-9]{1,9})"(?:[^>]*[^/>]>|[^>]*/>\s*<table:(?:covered-)?table-c)'
)
# Records of a binary sheet: the header of a row, and cells of all kinds.
_ROW, _FIRST_CELL, _LAST_CELL = 0, 1, 11
_PLACE = struct.Struct("<I")
_LONGEST_HEAD = 16  # bytes of what is read of a record


def check_size(file: BinaryIO, name: str) -> None:
    """Raise a CorpusError of a zipped workbook that would take much more memory than room."""
    if not zipfile.is_zipfile(file):
        return
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            kind = "strings" if "sharedStrings" in part.filename else "other"
            ratio = part.file_size / max(part.compress_size, 1)
            if part.file_size > _SMALL_PART and ratio > _MOST_UNZIPPED[kind]:
                raise CorpusError(
                    f"{name} is too large to be read: {part.filename} in it grows from "
                    f"{part.compress_size:,} to {part.file_size:,} bytes; save the sheet as .csv"
                )
        # Read to the end, a part that is larger than it says is found out.
        n_cells = max((_extent(archive, part) for part in archive.infolist()), default=0)
    if n_cells > _MOST_CELLS:
        raise CorpusError(
            f"{name} has cells so far apart that {n_cells:,} would be held; delete what is far "
            "from the table, or save the sheet as .csv"
        )


def _extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Cells between the first one and the last one with a value, in a part of a workbook."""
    if part.filename.endswith(".bin") and "worksheets/" in part.filename:
        with archive.open(part) as stream:
            return _binary_extent(stream)
    is_sheet = "worksheets/" in part.filename
    is_content = part.filename == "content.xml"
    columns: set[bytes] = set()
    n_rows = n_columns = n_waiting = 0
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            block = rest + block
            rest = block[block.rfind(b"<") :][:1000]
            if is_sheet:
                cells = _XLSX_CELL.findall(block)
                columns.update(column for column, _ in cells)
                n_rows = max([n_rows, *(int(row) for _, row in cells[-1:])])
            elif is_content:
                # Repeated rows count if a value follows them.
                end = max(block.rfind(b"office:value-type"), 0)
                before = sum(map(int, _ODS_ROWS.findall(block, 0, end)))
                n_rows += block.count(b"<table:table-row") + (n_waiting + before if end else 0)
                n_waiting = sum(map(int, _ODS_ROWS.findall(block, end))) + (0 if end else n_waiting)
                n_columns = max([n_columns, *map(int, _ODS_CELLS.findall(block))])
    n_columns = max([n_columns, *map(_number_of, columns)])
    return n_rows * n_columns


def _number_of(column: bytes) -> int:
    """Number of a column that is called by letters."""
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number


def _binary_extent(stream: IO[bytes]) -> int:
    """Cells between the first one of a sheet of an .xlsb and the last one."""
    row = last_row = last_column = -1
    for kind, place in _records(stream):
        if kind == _ROW:
            row = place
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            last_row = max(last_row, row)
            last_column = max(last_column, place)
    return (last_row + 1) * (last_column + 1)


def _records(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Kinds of records, up to the last one of cells, and the number that they begin with."""
    data, at = stream.read(_BLOCK), 0
    while True:
        if len(data) - at < _LONGEST_HEAD and (more := stream.read(_BLOCK)):
            data, at = data[at:] + more, 0
        if at >= len(data):
            return
        kind, at = data[at], at + 1
        if kind > 127:
            kind, at = kind & 127 | (data[at : at + 1] or b"\0")[0] << 7, at + 1
        length = shift = 0
        for byte in data[at : at + 4]:
            at += 1
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        if kind <= _LAST_CELL and length >= 4 and at + 4 <= len(data):
            yield kind, _PLACE.unpack_from(data, at)[0]
        at += length
        if at > len(data):
            at -= len(data)
            while at and (more := stream.read(min(at, _BLOCK))):
                at -= len(more)
            data, at = stream.read(_BLOCK), 0
