"""Workbooks in the binary form of Excel, .xlsb, which no package with wheels writes."""

import struct
import zipfile

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.ms-excel"


def record(number, data=b""):
    """A record of BIFF12: its number and length, seven bits a byte, and its data."""
    return _seven_bits(number) + _seven_bits(len(data)) + data


def _seven_bits(number):
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def _text(text):
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _cell(column, value):
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return record(6, place + _text(value))
    return record(5, place + struct.pack("<d", value))


def _sheet(rows, first_row=0):
    n_columns = max(map(len, rows), default=1)
    data = record(0x81)
    data += record(0x94, struct.pack("<IIII", 0, len(rows), 0, n_columns - 1)) + record(0x91)
    for number, row in enumerate(rows):
        number += first_row * (number > 0)
        data += record(0, struct.pack("<I", number) + bytes(21))
        data += b"".join(_cell(i, cell) for i, cell in enumerate(row) if cell is not None)
    return data + record(0x92) + record(0x82)


def write_xlsb(path, sheets, states=(), first_row=0):
    """Write sheets of rows, texts and numbers, by their names; a state of 1 hides one.

    The rows of a sheet begin with number `first_row`, but for the first, which is 0.
    """
    book, relations = record(0x83) + record(0x8F), ""
    for number, name in enumerate(sheets, 1):
        state = states[number - 1] if states else 0
        book += record(
            0x9C, struct.pack("<II", state, number) + _text(f"rId{number}") + _text(name)
        )
        relations += (
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.bin"/>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="bin" ContentType="{_TYPE}.sheet.binary.macroEnabled.main"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        )
        archive.writestr("xl/workbook.bin", book + record(0x90) + record(0x84))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        )
        for number, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(rows, first_row))
