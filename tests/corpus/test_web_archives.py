"""Archives of the web: pages as a server answered them, and texts of Common Crawl."""

import gzip
import zlib

import pytest
from support.folders import write

import hiertopics as ht

TEXTS = [f"Page {i} speaks of gardens, boats, harbours and of {7 * i} cats." for i in range(12)]


def record(kind, data, url="", content="application/http;msgtype=response"):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2015-01-03T00:00:00Z\r\nContent-Type: {content}\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data + b"\r\n\r\n"


def chunked(data):
    parts = [data[i : i + 40] for i in range(0, len(data), 40)] + [b""]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


def answer(text, way="plain", kind="text/html; charset=utf-8", status="200 OK"):
    page = f"<html><title>Cats</title><nav>zebra</nav><p>{text}</p>".encode()
    fields = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
    if "gzip" in way:
        page = gzip.compress(page)
        fields += "Content-Encoding: gzip\r\n"
    if "chunked" in way:
        page = chunked(page)
        fields += "Transfer-Encoding: chunked\r\n"
    return fields.encode() + b"\r\n" + page


def crawl(way="plain"):
    parts = [record("warcinfo", b"software: zebra\r\n", content="application/warc-fields")]
    for i, text in enumerate(TEXTS):
        url = f"https://x.org/{i}"
        parts.append(record("request", b"GET /zebra HTTP/1.1\r\n\r\n", url))
        parts.append(record("response", answer(text, way), url))
    parts.append(record("response", answer("zebra", kind="image/png"), "https://x.org/a.png"))
    parts.append(record("response", answer("zebra", status="404 Not Found"), "https://x.org/b"))
    return parts


@pytest.mark.parametrize("way", ["plain", "chunked", "gzip", "gzip chunked"])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "crawl"])
def test_pages_of_an_archive_are_documents(tmp_path, way, name):
    parts = crawl(way)
    data = (
        b"".join(gzip.compress(each) for each in parts) if name.endswith("gz") else b"".join(parts)
    )
    corpus = ht.read_corpus(write(tmp_path, {name: data}) / name)
    assert list(corpus.texts) == [f"Cats\n\n{text}" for text in TEXTS]
    assert corpus.ids[2] == "https://x.org/2"
    assert corpus.metadata["date"][0].startswith("2015-01-03")
    assert corpus.reading["remarks"][-1].endswith("2 answers that are no pages of text")


def test_texts_of_common_crawl(tmp_path):
    parts = [
        record("conversion", text.encode(), f"http://x.org/{i}", "text/plain")
        for i, text in enumerate(TEXTS)
    ]
    corpus = ht.read_corpus(write(tmp_path, {"a.warc.wet": b"".join(parts)}) / "a.warc.wet")
    assert list(corpus.texts) == TEXTS


@pytest.mark.parametrize("at", [50, 400, 2000])
def test_an_archive_that_breaks_off(tmp_path, at):
    data = b"".join(crawl()[:-2])
    path = write(tmp_path, {"a.warc": data[:-at]}) / "a.warc"
    with pytest.warns(ht.ReadingWarning, match="a.warc breaks off behind page"):
        corpus = ht.read_corpus(path)
    assert list(corpus.texts) == [f"Cats\n\n{text}" for text in TEXTS[: len(corpus.texts)]]


def test_what_only_says_that_it_is_in_pieces_or_zipped(tmp_path):
    fields = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    odd = [
        fields + b"Transfer-Encoding: chunked\r\n\r\n<p>" + TEXTS[0].encode(),
        fields + b"Content-Encoding: gzip\r\n\r\n" + zlib.compress(b"a")[:3],
        fields + b"Content-Encoding: br\r\n\r\nzebra",
        b"",
    ]
    data = b"".join(record("response", each) for each in odd)
    corpus = ht.read_corpus(write(tmp_path, {"a.warc": data}) / "a.warc")
    assert list(corpus.texts) == TEXTS[:1]
