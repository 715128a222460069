"""Texts in XML without what is about them: articles, books, decisions, speeches of parliament."""

import pytest
from support.folders import write

import hiertopics as ht

SEA = "The harbour pilot steered past the moles at low tide."
BREAD = "Rye dough rests in the cool cellar until the oven is hot."
JATS = (
    '<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "x.dtd"><article '
    'xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-id>zebra'
    "</journal-id></journal-meta><article-meta><article-id>zebra</article-id><title-group>"
    "<article-title>Tides</article-title></title-group><contrib-group><contrib><name><surname>"
    "Zebra</surname></name></contrib></contrib-group><pub-date pub-type='epub'><day>3</day><month>"
    "1</month><year>2015</year></pub-date><permissions><copyright-year>2016</copyright-year>"
    f"</permissions><abstract><p>{SEA}</p></abstract></article-meta></front><body><sec><title>Rye"
    f"</title><p>{BREAD}</p></sec></body><back><ref-list><ref><mixed-citation>Zebra A. 1999."
    "</mixed-citation></ref></ref-list></back></article>"
)
BOOK = (
    '<?xml version="1.0" encoding="utf-8"?><FictionBook xmlns="x"><description><title-info><genre>'
    "zebra</genre><author><last-name>Zebra</last-name></author><book-title>Tides</book-title><lang>"
    "zebra</lang></title-info><document-info><id>zebra</id></document-info></description><body>"
    f"<section><title><p>Rye</p></title><p>{SEA}</p><p>{BREAD}</p></section></body><binary "
    'id="zebra.jpg" content-type="image/jpeg">/9j/4zebra</binary></FictionBook>'
)
DECISION = (
    '<?xml version="1.0"?>\n<!DOCTYPE dokument SYSTEM "x.dtd">\n<dokument><doknr>zebra</doknr>'
    "<ecli>zebra</ecli><gertyp>zebra</gertyp><entsch-datum>20150103</entsch-datum><norm>zebra</norm>"
    f"<titelzeile><p>Tides</p></titelzeile><tenor><div><p>{SEA}</p></div></tenor><gruende><dl><dt>"
    f"</dt><dd><p>{BREAD}</p></dd></dl></gruende><identifier>http://zebra</identifier></dokument>"
)


@pytest.mark.parametrize(
    ("source", "text", "date"),
    [
        (JATS, f"Tides\n\n{SEA}\n\nRye\n\n{BREAD}", "2015-01-03"),
        (BOOK, f"Tides\n\nRye\n\n{SEA}\n\n{BREAD}", None),
        (DECISION, f"Tides\n\n{SEA}\n\n{BREAD}", "2015-01-03"),
    ],
)
@pytest.mark.parametrize("name", ["a.xml", "a.nxml", "a.fb2", "a.txt"])
def test_what_is_about_a_text_is_left_out(tmp_path, source, text, date, name):
    corpus = ht.read_corpus(write(tmp_path, {name: source, "b.txt": SEA}))
    assert list(corpus.texts) == [text, SEA]
    assert corpus.metadata.get("date", (None, None)) == (date, None)


def test_names_that_are_about_other_texts_stay(tmp_path):
    source = f"<?xml version='1.0'?><story><genre>Rye</genre><history>{SEA}</history></story>"
    corpus = ht.read_corpus(write(tmp_path, {"a.xml": source}))
    assert list(corpus.texts) == [f"Rye\n\n{SEA}"]


def minutes(n, date="26.01.2022"):
    speeches = "".join(
        f'<rede id="ID{i:03}"><p klasse="redner"><redner id="11"><name><titel>Dr.</titel><vorname>'
        f"Ann</vorname><nachname>Walker</nachname><fraktion>{'AB'[i % 2]}</fraktion></name>"
        f'</redner>Dr. Ann Walker ({"AB"[i % 2]}):</p><p klasse="J_1">{SEA} {i}</p><kommentar>'
        f'(Zebras!)</kommentar><p klasse="J">{BREAD}</p></rede>'
        for i in range(n)
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE dbtplenarprotokoll SYSTEM "x.dtd"><dbtplenarprotokoll '
        f'sitzung-nr="12" sitzung-datum="{date}"><vorspann><kopfdaten>zebra</kopfdaten></vorspann>'
        f"<sitzungsverlauf><p>Zebra</p><tagesordnungspunkt>{speeches}</tagesordnungspunkt>"
        "</sitzungsverlauf></dbtplenarprotokoll>"
    )


def test_speeches_of_the_bundestag(tmp_path):
    folder = write(tmp_path, {"1.xml": minutes(4), "2.xml": minutes(3, "03.02.2022")})
    for source, n in ((folder / "1.xml", 4), (folder, 7)):
        corpus = ht.read_corpus(source)
        assert len(corpus.texts) == n
        assert corpus.texts[1] == f"{SEA} 1\n\n{BREAD}"
        assert corpus.metadata["speaker"] == ("Dr. Ann Walker",) * n
        assert corpus.metadata["party"][:2] == ("A", "B")
    assert corpus.metadata["date"] == ("2022-01-26",) * 4 + ("2022-02-03",) * 3
