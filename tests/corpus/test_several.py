"""A text file of several documents: articles, clippings, corpora, pieces between lines of signs."""

import io
import json
import re

import docx
import pytest
from corpus.test_read import write

import hiertopics as ht

SEA = "The harbour pilot steered past the moles at low tide, before the gale began."
BREAD = "Rye dough rests in the cool cellar until the oven is hot in the early morning."


def words(number):
    return f"{(SEA, BREAD)[number % 2]} Number {number}."


def read(tmp_path, source, name="a.txt", **settings):
    return ht.read_corpus(write(tmp_path, {name: source}) / name, **settings)


def lexis(i, total):
    return (
        f"\n                    {i} of {total} DOCUMENTS\n\n\n          The Northern Zebra\n\n"
        f"          November 0{i}, 2015 Sunday\n          First Edition\n\nTides of day {i}\n\n"
        f"BYLINE: Ann Walker\n\nSECTION: NEWS; Pg. 9\n\nLENGTH: 135 words\n\n\n{words(i)}\n\n"
        f"Note: more\nof it.\n\nLOAD-DATE: November 08, 2015\n\nLANGUAGE: ENGLISH\n\n"
        "PUBLICATION-TYPE: Newspaper\n\n\n       Copyright 2015 Zebra Ltd\n   All Rights Reserved\n"
    )


def nexis(i, total):
    return (
        f"Tides of day {i}\nThe Northern Zebra\nNovember 0{i}, 2015 Sunday\n\nCopyright Zebra\n\n"
        f"Section: NEWS; Pg. 9\nLength: 135 words\nByline: Ann Walker\n\nBody\n\n{words(i)}\n\n"
        "Note: more\nof it.\n\nLoad-Date: November 8, 2015\n\n\nEnd of Document\n\n"
    )


def factiva(i, total):
    return (
        f"SE      News\nHD      Tides of day {i}\nBY      By Ann Walker\nWC      135 words\n"
        f"PD      {i} November 2015\nSN      The Northern Zebra\nSC      ZEB\nLA      English\n"
        f"CY      Copyright zebra\n\nLP      \n{words(i)}\n\nTD      \nNote: more\nof it.\n\n"
        f"NS      gzeb : Zebra\nPUB     Zebra Ltd\nAN      Document ZEBRA0002015110{i}\n\n\n"
    )


def untagged(i, total):
    return (
        f"News\nTides of day {i}\nBy Ann Walker\n135 words\n{i} November 2015\nThe Northern Zebra\n"
        f"ZEB\nEnglish\nCopyright 2015 Zebra\n\n{words(i)}\n\nNote: more\nof it.\n\n"
        f"Document ZEBRA0002015110{i}\n\n\n"
    )


@pytest.mark.parametrize(
    ("article", "name"),
    [
        (lexis, "LexisNexis"),
        (nexis, "LexisNexis"),
        (factiva, "Factiva"),
        (untagged, "Factiva"),
    ],
)
def test_articles_of_press_databases(tmp_path, article, name):
    corpus = read(tmp_path, "".join(article(i, 6) for i in range(1, 7)))
    assert [each.split("\n\n") for each in corpus.texts] == [
        [f"Tides of day {i}", words(i), "Note: more\nof it."] for i in range(1, 7)
    ]
    assert corpus.metadata["title"][2] == "Tides of day 3"
    assert corpus.metadata["author"] == ("Ann Walker",) * 6
    assert corpus.metadata["date"][2] == "2015-11-03"
    assert corpus.reading["remarks"] == [
        f"a.txt was read as 6 articles of {name}, each a document; --split paragraphs reads the "
        "text as it is"
    ]
    assert "split" not in corpus.reading
    runs = read(tmp_path, "".join(article(i, 6) for i in range(1, 7)), split=5)
    assert len(runs) > 12 and runs.metadata["date"][-1] == "2015-11-06"


def proquest(i, total):
    return (
        f"{'_' * 60}\n\nDocument {i} of {total}\n\nTides of day {i}\n\nAuthor: Ann Walker\n\n"
        f"Publication info: Zebra ; London [London]0{i} Nov 2015: A.4.\n\nhttps://zebra.org/{i}\n\n"
        f"Abstract: None available.\n\nFull text: {words(i)}\n\nNote: more\nof it.\n\n"
        f"Subject: Zebras\n\nTitle: Tides of day {i}\n\nPublication title: The Northern Zebra\n\n"
        f"Publication year: 2015\n\nPublication date: Nov {i}, 2015\n\nPublisher: Zebra Ltd\n\n"
        f"ProQuest document ID: 24{i}\n\nCopyright: Copyright Zebra Nov {i}, 2015\n\n"
        "Last updated: 2024-01-01\n\n"
    )


def test_articles_of_proquest(tmp_path):
    source = "".join(proquest(i, 6) for i in range(1, 7))
    end = f"{'_' * 60}\n\nContact us at: http://zebra.org\n\nDatabase copyright ProQuest LLC\n"
    for text in (source + end, (source + end).replace("\n", "\r\n")):
        corpus = read(tmp_path, text)
        assert [each.split("\n\n") for each in corpus.texts] == [
            [f"Tides of day {i}", words(i), "Note: more\nof it."] for i in range(1, 7)
        ]
        assert corpus.metadata["date"][2] == "2015-11-03"
        assert corpus.metadata["author"] == ("Ann Walker",) * 6
    without = read(tmp_path, proquest(1, 2).replace(words(1), "Not available.") + proquest(2, 2))
    assert without.texts[0].startswith("Tides of day 1\n\n")


def test_articles_of_factiva_whose_tags_have_one_blank(tmp_path):
    source = "".join(factiva(i, 6) for i in range(1, 7))
    corpus = read(tmp_path, re.sub(" {2,}", " ", source).replace("of it.", "of it.\nIN time."))
    assert corpus.texts[0].split("\n\n")[:2] == ["Tides of day 1", words(1)]
    assert corpus.metadata["date"][2] == "2015-11-03" and "Zebra" not in corpus.texts[0]


def document(texts):
    made = docx.Document()
    for line in "".join(texts).split("\n"):
        if line:
            made.add_paragraph(line)
    made.save(data := io.BytesIO())
    return data.getvalue()


def test_articles_of_nexis_in_word(tmp_path):
    about = "Classification\nLanguage: ENGLISH\nSubject: ZEBRAS (90%); Sport (58%)\nLoad-Date:"
    texts = [nexis(i, 6).replace("Load-Date:", about) for i in range(1, 7)]
    expected = [[f"Tides of day {i}", words(i), "Note: more", "of it."] for i in range(1, 7)]
    files = {f"{i}.docx": document([each]) for i, each in enumerate(texts)}
    one = ht.read_corpus(write(tmp_path / "one", {"a.docx": document(texts)}) / "a.docx")
    for corpus in (one, ht.read_corpus(write(tmp_path / "in", files))):
        assert [each.split("\n\n") for each in corpus.texts] == expected
        assert corpus.metadata["date"][2] == "2015-11-03"
        assert corpus.metadata["title"][2] == "Tides of day 3"
    single = ht.read_corpus(tmp_path / "in" / "1.docx")
    assert len(single.texts) == 1


def europresse(i):
    return (
        '<article><header><span class="DocPublicationName">Le Zèbre</span><span class="DocHeader">'
        f'France, lundi {i} novembre 2015, p. 4</span><div class="titreArticle"><p>Tides of day {i}'
        f'</p></div></header><section><div class="docOcurrContainer"><div>{words(i)}</div><br>'
        "<br>More of it.</div></section><footer>zebra</footer></article>"
    )


def discord(i):
    head = '<span class="chatlog__author" title="a">Ann</span>' if i % 2 else ""
    return (
        f'<div id="chatlog__message-container-{i}" class="chatlog__message-container "><div '
        f'class="chatlog__header">{head}<span class="chatlog__timestamp"><a href="#">'
        f'11/{i + 12}/2015 8:15 AM</a></span></div><div class="chatlog__content '
        f'chatlog__markdown"><span>{words(i)}'
        "</span></div></div>"
    )


def telegram(i):
    head = '<div class="from_name">\nAnn\n</div>' if i % 2 else ""
    return (
        '<div class="message service"><div class="body details">zebra</div></div><div class="'
        f'message default clearfix" id="m{i}"><div class="body"><div class="pull_right date '
        f'details" title="1{i}.11.2015 08:15:07 UTC+01:00">08:15</div>{head}'
        f'<div class="text">\n{words(i)}\n'
        "</div></div></div>"
    )


@pytest.mark.parametrize(
    ("make", "name", "text"),
    [
        (europresse, "articles of Europresse", "Tides of day 3\n\n{}\n\nMore of it."),
        (discord, "messages of Discord", "{}"),
        (telegram, "messages of Telegram", "{}"),
    ],
)
def test_pages_of_programs_that_hold_documents(tmp_path, make, name, text):
    page = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>zebra</title></head><body>"
    page += "".join(make(i) for i in range(1, 7)) + "<div>Exported 6 zebras</div></body></html>"
    corpus = read(tmp_path, page, "a.html")
    assert len(corpus.texts) == 6
    assert corpus.texts[2] == text.format(words(3))
    assert f"6 {name}" in str(corpus.reading["remarks"])
    if make is not europresse:
        assert corpus.metadata["sender"] == ("Ann",) * 6
    run = ht.fit_corpus(corpus, (2,))
    assert list(run.shares_by("month").groups) == ["2015-11"]
    assert "columns" not in read(tmp_path, page, "a.html", split="paragraphs").reading


def test_files_of_articles_in_a_folder(tmp_path):
    files = {f"{k}.txt": "".join(lexis(i, 3) for i in range(1, 4)) for k in "ab"}
    corpus = ht.read_corpus(write(tmp_path / "in", {**files, "c.txt": SEA}))
    assert len(corpus) == 7 and corpus.ids[-1] == "c"
    assert corpus.reading["remarks"][0].startswith("2 files were read as 6 articles of LexisNexis")


CLIPS = "".join(
    f"Book {i % 3} (Smith, Ann)\n- Your Highlight on page {i} | Location 20-25 | Added on Friday, "
    f"{i + 1} August 2023 15:27:30\n\n{words(i) if i else ''}\n==========\n"
    for i in range(8)
)


def test_clippings_are_documents_by_their_books(tmp_path):
    corpus = read(tmp_path, CLIPS, "My Clippings.txt")
    assert list(corpus.texts) == [words(i) for i in range(1, 8)]
    assert corpus.metadata["title"][:2] == ("Book 1 (Smith, Ann)", "Book 2 (Smith, Ann)")
    assert corpus.metadata["date"][0] == "2023-08-02"
    assert "7 clippings of a Kindle, each a document; left out are 1 without a text" in str(
        corpus.reading["remarks"]
    )


@pytest.mark.parametrize("mark", ["==========", "-----", "* * *", "________", "***"])
def test_pieces_between_lines_of_signs(tmp_path, mark):
    source = f"\n{mark}\n".join(f"{words(i)}\n\n{words(i)}" for i in range(8))
    corpus = read(tmp_path, source)
    assert len(corpus) == 8 and corpus.texts[3] == f"{words(3)}\n\n{words(3)}"
    assert "8 pieces between lines of signs" in corpus.reading["remarks"][0]
    assert len(read(tmp_path, source, split="lines")) > 16
    assert len(ht.read_corpus(write(tmp_path / "in", {"a.txt": source, "b.txt": SEA}))) == 2


@pytest.mark.parametrize(
    "source",
    [
        "\n".join(f"Part {i}\n------\n\n{words(i)}\n" for i in range(8)),  # headings
        "\n* * *\n".join("\n\n".join([words(i)] * 40) for i in range(8)),  # scenes
        "\n-----\n".join([words(1), "short", "shorter", "a b", words(2), "c", "d"]),
        "\n=====\n".join([words(1), words(2)]),
        f"I have Document ABCDEFGH\n{words(1)}\nLENGTH: 4 words\n1 of 3 documents\n{words(2)}",
    ],
)
def test_other_lines_of_signs_part_nothing(tmp_path, source):
    corpus = read(tmp_path, source)
    assert not any("read as" in each for each in corpus.reading.get("remarks", ()))


def conllu(i, has_text):
    text = f"# text = The boat's {i} tides.\n" if has_text else ""
    return (
        f"# sent_id = {i}\n{text}1\tThe\tthe\tDET\t_\t_\t2\tx\t_\t_\n2-3\tboat's\t_\t_\t_\t_\t_\t_"
        f"\t_\t_\n2\tboat\tzebra\tNOUN\t_\t_\t5\tx\t_\t_\n3\t's\t's\tPART\t_\t_\t2\tx\t_\t_\n4\t{i}\t"
        f"{i}\tNUM\t_\t_\t5\tx\t_\t_\n5\ttides\ttide\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
        f"6\t.\t.\tPUNCT\t_\t_\t5\tpunct\t_\t_\n\n"
    )


@pytest.mark.parametrize("has_text", [True, False])
def test_texts_of_conllu(tmp_path, has_text):
    both = conllu(1, has_text) + conllu(2, has_text)
    source = f"# newdoc id = one\n{both}# newdoc id = two\n{both}"
    corpus = read(tmp_path, source, "a.conllu")
    assert list(corpus.texts) == ["The boat's 1 tides.\nThe boat's 2 tides."] * 2
    assert corpus.metadata["title"] == ("one", "two")
    path = write(tmp_path / "in", {"a.conllu": both, "b.conllu": both})
    assert list(ht.read_corpus(path).texts) == list(corpus.texts)


BOOK = (
    "The Project Gutenberg eBook of Tides\n\nTitle: Tides\n\nAuthor: Ann Smith\n\nzebra\n\n"
    f"*** START OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\nI.\n\n{SEA}\n\n{BREAD}\n\n"
    "*** END OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\nzebra licence\n"
)
OLD_BOOK = (
    "zebra\n\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\nI.\n\n"
    f"{SEA}\n\n{BREAD}\n\nEnd of The Project Gutenberg Etext of Tides\n\nzebra\n"
)


@pytest.mark.parametrize("book", [BOOK, OLD_BOOK, f"<!DOCTYPE html><html><pre>{BOOK}</pre>"])
def test_books_of_project_gutenberg_without_their_licence(tmp_path, book):
    corpus = ht.read_corpus(write(tmp_path / "in", {"a.txt": book, "b.txt": SEA}))
    assert corpus.texts[0] == f"I.\n\n{SEA}\n\n{BREAD}"
    assert corpus.reading["taken_for"]["Project Gutenberg"] == 1
    assert "Gutenberg" not in str(read(tmp_path, f"I read Project GUTENBERG.\n{SEA}").reading)


def test_titles_of_books_are_metadata(tmp_path):
    corpus = ht.read_corpus(write(tmp_path / "in", {"a.txt": BOOK, "b.txt": SEA}))
    assert corpus.metadata == {"title": ("Tides", None), "author": ("Ann Smith", None)}


def extracted(i, title):
    return (
        f'<doc id="{i}" url="https://en.wikipedia.org/wiki?curid={i}" title="{title}">\n{title}\n\n'
        f"{words(i)}\n\nSection.\nBoats &amp; bread &lt;of old&gt;.\n\n</doc>\n"
    )


@pytest.mark.parametrize("name", ["wiki_00", "a.txt"])
@pytest.mark.parametrize("n", [1, 6])
def test_articles_extracted_from_a_wiki(tmp_path, name, n):
    titles = [f'The "{i}" of tides &amp; moles' for i in range(n)]
    corpus = read(tmp_path, "".join(map(extracted, range(n), titles)), name)
    assert len(corpus) == n
    for i, text in enumerate(corpus.texts):
        assert text.startswith(f'The "{i}" of tides & moles\n') and words(i) in text
        assert "Boats & bread <of old>" in text and "doc" not in text
    assert corpus.metadata["title"] == tuple(f'The "{i}" of tides & moles' for i in range(n))
    assert corpus.metadata["url"][-1] == f"https://en.wikipedia.org/wiki?curid={n - 1}"


def test_folders_of_articles_from_a_wiki(tmp_path):
    pages = "".join(extracted(i, f"Page {i}") for i in range(5))
    write(tmp_path / "in", {"AA/wiki_00": pages, "AA/wiki_01": pages, "AB/wiki_00": pages})
    corpus = ht.read_corpus(tmp_path / "in")
    assert len(corpus) == 15 and set(corpus.metadata["title"]) == {f"Page {i}" for i in range(5)}


def test_articles_from_a_wiki_named_xml(tmp_path):
    pages = "".join(extracted(i, f"Page {i}") for i in range(5))
    corpus = read(tmp_path, pages, "wiki.xml")
    assert corpus.ids == tuple("01234") and corpus.metadata["url"][0].endswith("curid=0")
    assert all(text.count("Page") == 1 for text in corpus.texts)


def test_a_text_with_such_a_line_in_it_is_one(tmp_path):
    text = "\n\n".join(["How to write", '<doc id="1" title="x">', words(1), "</doc>", words(2)])
    corpus = read(tmp_path, text)
    assert '<doc id="1" title="x">' in "".join(corpus.texts) and "title" not in corpus.metadata


@pytest.mark.parametrize("name", ["wiki_00", "tweets.txt"])
@pytest.mark.parametrize("shape", ["lines", "list", "long"])
def test_records_of_json_under_the_name_of_a_text(tmp_path, name, shape):
    rows = [{"id": f"d{i}", "text": words(i) * (900 if shape == "long" else 1)} for i in range(9)]
    source = json.dumps(rows, indent=1) if shape == "list" else "\n".join(map(json.dumps, rows))
    corpus = read(tmp_path, source, name)
    assert corpus.ids == tuple(row["id"] for row in rows)


def test_changes_in_a_log_of_git(tmp_path):
    log = "".join(
        f"commit {i:040x}{' (HEAD -> main)' if i == 1 else ''}\nAuthor: Ann Walker <a@x.org>\n"
        f"Date:   Mon Jan {i + 4} 08:15:07 2015 +0100\n\n    Tides of day {i}\n    \n"
        f"    {words(i)}\n\n"
        for i in range(1, 7)
    )
    corpus = read(tmp_path, log)
    assert [each.split("\n\n") for each in corpus.texts] == [
        [f"Tides of day {i}", words(i)] for i in range(1, 7)
    ]
    assert corpus.metadata["author"] == ("Ann Walker",) * 6
    assert list(ht.fit_corpus(corpus, (2,)).shares_by("month").groups) == ["2015-01"]
    assert "6 changes in a log of git" in corpus.reading["remarks"][0]
