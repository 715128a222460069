"""Documents of office programs, books and RTF: all of their text, in order, and nothing else."""

import io
import zipfile

import docx
import pytest
from corpus.test_read import write

import hiertopics as ht
from hiertopics.corpus.files.bounds import PassedOver
from hiertopics.corpus.files.office import office_text
from hiertopics.corpus.files.rtf import rtf_text
from hiertopics.errors import CorpusError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


def word(body, **parts):
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped(**{"word/document.xml": document, **parts})


def paragraph(text):
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def opened(body):
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        **{
            "content.xml": f'<office:document-content xmlns:office="{ODF}:office:1.0" '
            f'xmlns:text="{ODF}:text:1.0" xmlns:table="{ODF}:table:1.0"><office:body>'
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": "<x>Head of a page</x>",
        },
    )


def test_a_document_of_word():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.add_heading("Interview 7", 1)
    document.add_paragraph("Boats ").add_run("an").bold = True
    document.paragraphs[-1].add_run("chored\tearly").italic = True
    document.add_paragraph("first item", style="List Bullet")
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell{number}"
    table.cell(0, 0).add_table(1, 1).cell(0, 0).text = "inner"
    document.add_paragraph("last")
    file = io.BytesIO()
    document.save(file)
    text, fields = office_text(file.getvalue())
    assert text.split("\n\n")[:3] == ["Interview 7", "Boats anchored early", "first item"]
    assert " ".join(text.split()).endswith("cell0 inner cell1 cell2 cell3 last")
    assert "Confidential" not in text and fields == {}


def test_footnotes_changes_and_frames_of_word():
    deleted = (
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r></w:p>"
    )
    frame = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice>'
        f"<w:txbxContent>{paragraph('framed')}</w:txbxContent></mc:Choice><mc:Fallback>"
        f"<w:txbxContent>{paragraph('framed')}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    field = (
        "<w:p><w:r><w:instrText>PAGEREF _x</w:instrText></w:r><w:r><w:t>a<w:br/>b</w:t></w:r></w:p>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote>{paragraph("a note")}</w:footnote></w:footnotes>'
    )
    comments = f'<w:comments xmlns:w="{W}">{paragraph("a comment")}</w:comments>'
    data = word(
        deleted + frame + field,
        **{"word/footnotes.xml": notes, "word/comments.xml": comments, "word/header1.xml": notes},
    )
    assert office_text(data)[0].split("\n\n") == ["kept", "framed", "a\nb", "a note"]


def test_a_document_of_openoffice():
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<text:h>Minutes</text:h><text:p>Boats<text:s/><text:span>an</text:span>chored"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a note"
        "</text:p></text:note-body></text:note> early<text:line-break/>here.</text:p>"
        "<table:table><table:table-row><table:table-cell table:number-columns-repeated='99999999'>"
        "<text:p>one</text:p></table:table-cell><table:table-cell><text:p>two</text:p>"
        "</table:table-cell></table:table-row></table:table><text:p>last</text:p>"
    )
    text, _ = office_text(opened(body))
    assert text == "Minutes\n\nBoats anchored early\nhere.\n\none two\nlast\n\na note"


def test_slides_in_order():
    slide = (
        '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>slide{0}</a:t></a:r>'
        "<a:fld><a:t>7</a:t></a:fld></a:p></p:sld>"
    )
    parts = {f"ppt/slides/slide{n}.xml": slide.format(n) for n in (10, 2, 1)}
    parts |= {
        "ppt/notesSlides/notesSlide1.xml": slide.format(" note"),
        "ppt/slideMasters/m.xml": "x",
    }
    assert office_text(zipped(**parts))[0].split() == "slide1 slide2 slide10 slide note".split()


def test_a_book_in_the_order_of_its_spine(tmp_path):
    manifest = (
        '<item id="c2" href="b%20two.xhtml"/><item id="c1" href="sub/one.xhtml"/>'
        '<item id="toc" href="nav.xhtml" properties="nav"/><item id="unused" href="x.xhtml"/>'
    )
    package = (
        '<package xmlns:dc="dc"><metadata><dc:title>The Sea</dc:title><dc:creator>Ann</dc:creator>'
        "<dc:creator>Bo</dc:creator><dc:date>1999-05-01</dc:date></metadata>"
        f'<manifest>{manifest}</manifest><spine><itemref idref="toc"/><itemref idref="c1"/>'
        '<itemref idref="c2"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>'
    page = "<html><head><title>The Sea</title></head><body><p>{}</p></body></html>"
    book = zipped(
        **{
            "META-INF/container.xml": container,
            "O/p.opf": package,
            "O/sub/one.xhtml": page.format("first &amp; last"),
            "O/b two.xhtml": page.format("second"),
            "O/x.xhtml": page.format("never"),
            "O/nav.xhtml": page.format("contents"),
        }
    )
    corpus = ht.read_corpus(write(tmp_path, {"book.epub": book, "a.txt": "words"}))
    assert list(corpus.texts) == ["words", "first & last\n\nsecond"]
    assert corpus.metadata["author"] == (None, "Ann, Bo")
    assert corpus.metadata["date"] == (None, "1999-05-01")


RTF = (
    rb"{\rtf1\ansi\ansicpg1250\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 X;}"
    rb"{\f2\fcharset128 Y;}}{\info{\title T}{\author A}}{\stylesheet{\s0 Normal;}}"
    rb"{\header Head\par}\pard\f0 B{\b oat}s \'9clad \u8364?5 \u-10179?\u-8704? {\f1 \'cf\'f0\'e8} "
    rb"{\f2 \'82\'a0}\par Second\emdash line\line{\*\unknown gone}{\footnote a note}here\{\}"
    rb"{\pict\wmetafile8 0102ff}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\par"
    rb"\trowd\cellx1 a\cell b\cell\row {\deleted old}{\v }new\bin3 }}}\uc2\u233eX end}"
)


def test_rich_text():
    assert rtf_text(RTF) == (
        "Boats śład €5 😀 При あ\n\nSecond—line\nhere{}link\n\na b\nnewé end\n\na note"
    ).replace("ład", "lad")
    for n in range(0, len(RTF), 3):
        try:
            assert isinstance(rtf_text(RTF[:n]), str)
        except PassedOver:
            assert n < 5


def test_a_doc_may_be_anything(tmp_path):
    files = {
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "rich.doc": RTF,
        "new.doc": word(paragraph("from a new Word")),
        "plain.doc": "just words",
        "page.doc": "<html><body><p>a page</p></body></html>",
        "random.doc": bytes(range(256)) * 9,
        "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "old.ppt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "mac.pages": zipped(x="y"),
        "mail.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "text.docx": "words",
        "rich": RTF,
    }
    corpus = ht.read_corpus(write(tmp_path, files))
    found = dict(zip(corpus.ids, corpus.texts, strict=True))
    assert found["rich.doc"] == found["rich"] == rtf_text(RTF)
    assert (found["new.doc"], found["plain.doc"]) == ("from a new Word", "just words")
    assert found["page.doc"] == "a page"
    assert corpus.skipped == {
        "encrypted": ("locked.docx",),
        "to be saved as .docx": ("mac.pages", "old.doc"),
        "to be saved as .eml": ("mail.msg",),
        "to be saved as .pptx": ("old.ppt",),
        "not text": ("random.doc",),
        "damaged": ("text.docx",),
    }
    with pytest.raises(CorpusError, match="to be saved as .docx"):
        ht.read_corpus(tmp_path / "old.doc")


def test_damage_of_archives_is_said():
    whole = word(paragraph("words " * 5000))
    for data in (
        whole[:-30],
        whole[:50],
        whole.replace(b"word/document.xml", b"xxxx/document.xml"),
    ):
        with pytest.raises(PassedOver, match="damaged"):
            office_text(data)
    for body in ("<w:p>", "&#x;", "</w:body></w:document><w:p>"):
        with pytest.raises(PassedOver, match="damaged"):
            office_text(word(body))
