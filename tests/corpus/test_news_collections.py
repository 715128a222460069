"""Collections of news in SGML: TREC, Gigaword, Reuters-21578."""

import pytest
from support.folders import write

import hiertopics as ht

N = 12
TEXTS = [f"Page {i} speaks of gardens & boats, harbours and of {7 * i} cats." for i in range(N)]


def trec(i):
    return (
        f"<DOC>\n<DOCNO> AP8802-{i:04} </DOCNO>\n<FILEID>ZEBRA</FILEID>\n<HEAD>Cats {i}</HEAD>\n"
        f"<DATELINE>ZEBRA (AP) </DATELINE>\n<TEXT>\n   {TEXTS[i]}\n   More.\n</TEXT>\n</DOC>\n"
    )


def gigaword(i):
    return (
        f'<DOC id="AP8802-{i:04}" type="story">\n<HEADLINE>\nCats {i}\n</HEADLINE>\n<DATELINE>\n'
        f"ZEBRA\n</DATELINE>\n<TEXT>\n<P>\n{TEXTS[i]}\n</P>\n<P>\nMore.\n</P>\n</TEXT>\n</DOC>\n"
    )


def reuters(i):
    return (
        f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" OLDID="9{i}" NEWID="{i}">\n'
        f"<DATE>{i + 1}-JAN-2015 08:15:07.79</DATE>\n"
        f"<TOPICS><D>{['sea', 'land'][i % 2]}</D><D>zebra</D></TOPICS>\n"
        "<PLACES><D>zebra</D></PLACES>\n<UNKNOWN>\n&#5;&#5;C T\n&#22;f0704&#31;zebra\n</UNKNOWN>\n"
        "<TEXT>&#2;\n"
        f"<TITLE>Cats {i}</TITLE>\n<BODY>{TEXTS[i]}\n    More.\n Reuter\n&#3;</BODY></TEXT>\n"
        "</REUTERS>\n"
    )


@pytest.mark.parametrize("make", [trec, gigaword, reuters])
@pytest.mark.parametrize("name", ["ap880212", "reut2-000.sgm"])
def test_documents_of_a_file(tmp_path, make, name):
    head = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' if make is reuters else ""
    path = write(tmp_path, {name: head + "".join(map(make, range(N)))}) / name
    corpus = ht.read_corpus(path)
    assert [" ".join(each.split()) for each in corpus.texts] == [
        f"Cats {i} {text} More." for i, text in enumerate(TEXTS)
    ]
    assert corpus.ids[3] == ("3" if make is reuters else "AP8802-0003")
    if make is reuters:
        assert corpus.labels[:, 0].tolist() == ["sea", "land"] * (N // 2)
        assert list(ht.fit_corpus(corpus, (2,)).shares_by("year").groups) == ["2015"]
    if name.endswith(".sgm"):
        assert len(ht.read_corpus(tmp_path).texts) == N
