"""Files made to take for ever or all memory end soon, each in a process of its own."""

import base64
import bz2
import gzip
import lzma
import random
import tracemalloc
import zipfile
import zlib

import pytest
from corpus.test_office import paragraph, zipped
from support.costs_of_reading import measured

from hiertopics.corpus.files.articles import articles_of
from hiertopics.corpus.files.mail import mail_text

# Of a quiet machine's 5 s and 300 MB; here several run at once.
MOST_SECONDS, MOST_MEGABYTES = 20, 300
LINE = " ".join(random.Random(0).choices("boat sail harbour tide".split(), k=12)) + "\n"
MAIL = b"From: a@x\nTo: b@x\nSubject: boat\n"


def raw(name, data):
    def write(path):
        (path / name).write_bytes(data())
        return path / name

    return write


def word(*body, head=b""):
    def write(path):
        with zipfile.ZipFile(path / "x.docx", "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("word/document.xml", "w") as part:
                part.write(head + b'<w:document xmlns:w="w"><w:body>')
                for each in (paragraph("boat").encode(), *body, b"</w:body></w:document>"):
                    part.write(each)
        return path / "x.docx"

    return write


def squeezed(name, start, piece, times):
    def write(path):
        with gzip.open(path / name, "wb", 1) as file:
            file.write(start)
            for _ in range(times):
                file.write(piece)
        return path / name

    return write


def in_streams(name, pack, start, piece, times):
    def write(path):
        (path / name).write_bytes(pack(start) + pack(piece) * times)
        return path / name

    return write


def pdf(*objects):
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", *objects), 1):
        places.append(len(data))
        data += b"%d 0 obj%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(data))
    )


def stream(pieces, dictionary=b""):
    squeezing = zlib.compressobj(9)
    data = b"".join(map(squeezing.compress, pieces)) + squeezing.flush()
    return b"<</Filter/FlateDecode/Length %d%b>>stream\n%b\nendstream" % (
        len(data), dictionary, data,
    )  # fmt: skip


PAGES = b"<</Type/Pages/Count %d/Kids[%b]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "boat boat boat">' + b"".join(
    b'<!ENTITY %c "%b">' % (char, b"&%c;" % (char - 1) * 10) for char in b"bcdefghi"
)
CELL = paragraph("boat").encode()


def book(path):
    container = '<container><rootfiles><rootfile full-path="p"/></rootfiles></container>'
    package = "".join(f'<item id="{i}" href="{i}.x"/><itemref idref="{i}"/>' for i in range(40))
    pages = {f"{i}.x": "<html><p>boat" + " " * 10**7 for i in range(40)}
    data = zipped(**{"META-INF/container.xml": container, "p": f"<a>{package}</a>", **pages})
    (path / "x.epub").write_bytes(data)
    return path / "x.epub"


def html(text, times=10**6, start=b"<html>boat ", end=b""):
    return raw("x.html", lambda: start + text * times + end)


def mail(header, body=b"boat", times=1):
    return raw("x.eml", lambda: MAIL + header + b"\n\n" + body * times)


LINES = LINE.encode() * (15 * 10**6 // len(LINE))
ROW = b"<w:tr>" + b"<w:tc><w:tcPr><w:vMerge/></w:tcPr>%b</w:tc>" % CELL * 8 + b"</w:tr>"
WIDE = b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
ENDED = b"</w:tc></w:tr></w:tbl>"
ATTACHED = b"boat\n--q\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n"

CASES = {
    "tildes": (raw("x.md", lambda: b"boat\n\n" + b"~" * 80_000 + b"`\n"), 80_000),
    "<title>": (html(b"</title ", 10**5, b"<html>boat<title>"), 700_000),
    "<textarea>": (html(b"</textarea ", 10**5, b"<html>boat<textarea>"), 700_000),
    "<iframe>": (html(b"</iframe ", 10**5, b"<html>boat<iframe>"), 700_000),
    "<script>": (html(b"</script ", 10**5, b"<html>boat<script>"), 4),
    "<style>": (html(b"</style ", 10**5, b"<html>boat<style>"), 4),
    **{
        f"{sign} a million times": (html(sign.encode()), 4)
        for sign in ("<", "&", '"', "'", "<a", '<a ="', "<!--", "&#x", "<![CDATA[", "<p>")
    },
    "nested HTML": (html(b"<div><ul>", 200_000, b"<html>", b"boat"), 4),
    "nested and closed": (html(b"</p></nav>", 10**5, b"<nav><p>" * 10**5, b"boat"), 4),
    "a cell over 10^9 columns": (word(WIDE, CELL, ENDED), 8),
    "2,000 x 8 merged cells": (word(b"<w:tbl>", ROW * 2000, b"</w:tbl>"), 64_000),
    "tables in tables": (word(b"<w:tbl><w:tr><w:tc>" * 50_000, CELL, ENDED * 50_000), 8),
    "zipped blanks": (word(*[b" " * 10**6] * 900), "too large"),
    "zipped tags": (word(*[b"<w:p/>" * 10**5] * 100), "too"),
    "zipped words": (word(b"<w:p><w:r><w:t>", *[b"boat " * 10**6] * 60), "too large"),
    "entities": (word(b"<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", head=ENTITIES + b"]>"), "damaged"),
    "entities of XML": (raw("x.xml", lambda: ENTITIES + b"]><x>boat &i;</x>"), 4),
    "a bomb of a book": (book, "too large"),
    "parameters": (mail(b"Content-Type: text/html" + b";=" * 10_000), 4),
    "quotes in a header": (mail(b"Content-Type: a; x=" + b'"' * 10**6), 4),
    "an odd header": (mail(b"Date: " + b"(" * 9000 + b"\nSubject: " + b"=?" * 9000), 4),
    "boundaries": (mail(b"Content-Type: multipart/mixed; boundary=a", b"--a\n", 10**5), 4),
    "forwarded for ever": (
        mail(b"", b"-- Forwarded message --\nFrom: a\nDate: b\nTo: c\n", 10**5), 4,
    ),
    "a mail of 20 MB": (mail(b"", LINE.encode(), 20 * 10**6 // len(LINE)), 10**7),
    "a mail of 20 MB in base64": (
        mail(b"Content-Transfer-Encoding: base64", base64.encodebytes(LINES)), 10**7,
    ),
    "an attachment of 20 MB": (
        mail(b"Content-Type: multipart/mixed; boundary=q\n\n--q\n",
             ATTACHED + base64.encodebytes(LINES) + b"\n--q--"), 4,
    ),
    "a line of 1 GB": (
        squeezed("x.mbox.gz", b"From a\n" + MAIL + b"\nboat\n", b" " * 10**6, 1000), "too large",
    ),
    "2 GB of zeros": (squeezed("x.txt.gz", b"", bytes(10**7), 200), "not text"),
    "2 GB of zeros by bzip2": (
        in_streams("x.txt.bz2", bz2.compress, b"boat", bytes(10**7), 200), "not text",
    ),
    "2 GB of zeros by xz": (
        in_streams("x.xz", lzma.compress, b"boat", bytes(10**7), 200), "not text",
    ),
    "60 MB of words by bzip2": (
        in_streams("x.md.bz2", bz2.compress, b"boat", b" boat" * 10**6, 12), 10**6,
    ),
    "a line of 1 GB by xz": (
        in_streams("x.mbox.xz", lzma.compress, b"From a\n" + MAIL + b"\nboat\n", b" " * 10**7, 100),
        "too large",
    ),
    "a line of 300 MB by bzip2": (
        in_streams("x.mbox.bz2", bz2.compress, b"From a\n" + MAIL + b"\nboat\n", b" " * 10**7, 30),
        "too large",
    ),
    "a row of 1 GB by xz": (
        in_streams("x.csv.xz", lzma.compress, b"id,text\na,boat\nb,", b"boat " * 2 * 10**6, 100),
        "characters in a line",
    ),
    "streams of nothing": (
        in_streams("x.txt.bz2", bz2.compress, b"boat", b"", 10**6), 4,
    ),
    "pages in a loop": (
        raw("x.pdf", lambda: pdf(PAGES % (10**6, b"2 0 R 3 0 R"), PAGES % (9, b"2 0 R"))),
        "damaged",
    ),
    "10^9 pages": (
        raw("x.pdf", lambda: pdf(PAGES % (10**9, b"3 0 R"), PAGE, b"<<>>")), "scan without text",
    ),
    "a page that inflates": (
        raw("x.pdf", lambda: pdf(PAGES % (1, b"3 0 R"), PAGE, stream([b" " * 10**6] * 500))),
        "too large",
    ),
    "groups of RTF": (raw("x.rtf", lambda: b"{\\rtf1 boat" + b"{" * 500_000), 4),
    "bytes of RTF": (raw("x.rtf", lambda: b"{\\rtf1 boat" + b"\\'e9" * 300_000), 300_000),
    "binary RTF": (raw("x.rtf", lambda: b"{\\rtf1 boat" + b"\\bin9999999999 " * 50_000), 4),
    "entries without end": (
        raw("x.bib", lambda: b"@a{" * 300_000 + b"\n@a{b, title={boat}}"), 4,
    ),
    "braces of BibTeX": (raw("x.bib", lambda: b"@a{b, title={boat" + b"{" * 10**6), 4),
    "a record of many lines": (
        raw("x.ris", lambda: b"TY  - A\nAB  - boat\n" + b"x\n" * 500_000), 10**6,
    ),
    "a nested notebook": (raw("x.ipynb", lambda: b"[" * 10**6 + b" boat"), 4),
    "unclosed XML": (raw("x.xml", lambda: b"<a>boat" + b"<b <![CDATA[ <!-- " * 50_000), 4),
    "an attribute of 20 MB": (
        raw("x.xml", lambda: b"<a>" + b"<row c='boat'/>" * 9 + b"<row c='" + b"boat " * 4_000_000),
        36,
    ),
    "a tag of 20 MB": (raw("x.xml", lambda: b"<a>boat<b c='" + b"boat " * 4 * 10**6), 4),
    "10^6 elements in one": (raw("x.xml", lambda: b"<rss><item>boat" + b"<b>" * 10**6), 4),
    "10^5 names of elements": (
        raw("x.xml", lambda: b"<a>boat" + b"".join(b"<b%d/>" % i for i in range(10**5))), 4,
    ),
    "entities of a feed": (
        raw("x.xml", lambda: ENTITIES + b"]><rss><item><title>boat &i;</title></item></rss>"), 4,
    ),
    "a wiki's templates": (
        raw("x.xml", lambda: b"<mediawiki><page><revision><text>boat" + b"{{[[" * 10**5
            + b"]]}}" * 10**5 + b"</text></revision></page></mediawiki>"), 4,
    ),
    "a chat of many lines": (
        raw("x.txt", lambda: b"".join(b"1/2/21, 8:%02d - A%d: boat %d\n" % (n % 60, n % 9, n)
                                      for n in range(300_000))), 10**6,
    ),
    "a chat in one line": (raw("x.txt", lambda: b"[1/2/21, 8:15] A: boat " * 50_000), 10**6),
    "turns without words": (raw("x.txt", lambda: b"A b c d: " + b"A: boat\nB:  " * 10**5), 10**5),
    "days of a chat": (raw("x.txt", lambda: b"boat\n" + b"1/1/1, 8:15 - a" * 70_000), 10**6),
    "senders of a chat": (
        raw("x.txt", lambda: b"".join(b"8:1%d:00 A%d%s: boat\n" % (n % 9, n, b"[a]\"a\"" * 9)
                                      for n in range(30_000))), 10**5,
    ),
    "times": (raw("x.srt", lambda: b"1\n0:00:01 -->\nboat\n" + b"1:1:1:1:1" * 10**5), 4),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_ends_soon(tmp_path, name):
    write, expected = CASES[name]
    costs = measured(write(tmp_path))
    assert costs.seconds < MOST_SECONDS and costs.megabytes < MOST_MEGABYTES, costs
    if isinstance(expected, int):
        assert costs.n_characters >= expected
    else:
        said = expected if isinstance(expected, tuple) else [expected]
        assert any(each in costs.said for each in said)


def test_the_words_of_a_mail_of_20_megabytes_are_counted_soon(tmp_path):
    path = mail(b"", b"the boat sails to the harbour\n", 700_000)(tmp_path)
    costs = measured(path, is_command=True)
    # A list of its lines takes it to 300.
    assert costs.seconds < MOST_SECONDS and costs.megabytes < 270, costs


LINES_OF_MAILS = {
    "words": [],
    "quotations": ["> harbour"],
    "a table": ["| harbour | tide |"],
    "articles": ["In article <1@a>"],
    "announcements": ["Ann wrote:"],
    "an older mail": ["Von: Ann", "hallo"],
    "a forwarded mail": ["-----Forwarded message-----"],
    "files as letters": ["M" + "A" * 60],
    "files as base64": ["aGVsbG8" * 10] * 3,
    "armour": ["-----BEGIN PGP MESSAGE-----"],
    "a signed text": ["-----BEGIN PGP SIGNED MESSAGE-----"],
    "blank lines": [""] * 4,
    "signatures": ["-- "],
}


@pytest.mark.parametrize("name", LINES_OF_MAILS)
def test_the_lines_of_a_mail_are_never_held_all_at_once(name):
    part = "\n".join([*LINES_OF_MAILS[name], "the boat sails to the harbour", ""])
    text = f"{MAIL.decode()}\n{part * (10**6 // len(part))}"
    tracemalloc.start()
    mail_text(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3.1 * len(text)


@pytest.mark.parametrize("n_lines", [4, 400])
def test_pieces_between_lines_of_signs_are_found_without_a_list_of_lines(n_lines):
    part = "the boat sails to the harbour\n" * n_lines + "----------\n"
    text = part * (10**6 // len(part))
    tracemalloc.start()
    found = articles_of(text, is_alone=True)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.articles) == text.count("--\n") and most < 6 * len(text)
