"""Exports of literature databases as text: abstracts of PubMed, Ovid, Cochrane, RefWorks."""

import textwrap

import pytest
from support.folders import write

import hiertopics as ht

N = 12
TITLES = [f"Cats of harbour {i}." for i in range(N)]
TEXTS = [
    f"BACKGROUND: Abstract {i} speaks of gardens, boats, harbours and of {7 * i} cats in the town. "
    f"METHODS: We counted {i} boats from the old mole."
    for i in range(N)
]


def wrapped(text, width=60, indent=""):
    return f"\n{indent}".join(textwrap.wrap(text, width))


def pubmed(i, with_abstract=True):
    abstract = f"{wrapped(TEXTS[i])}\n\n" if with_abstract else ""
    return (
        f"{i + 1}. J Zebra. {2001 + i} May 3;1(2):1-9. doi: 10.1234/x.{i}. Epub {2000 + i} Apr 2."
        f"\n\n{wrapped(TITLES[i], 12)}\n\nKeller D(1), Smith\nH(1)(2).\n\nAuthor information:\n"
        f"(1)Zebra Department, Vienna.\n(2)Zebra Institute, Graz.\n\n{abstract}Copyright © 2020 "
        f"Zebra Ltd. All rights reserved.\n\nDOI: 10.1234/x.{i}\n"
        f"PMID: {900 + i} [Indexed for MEDLINE]\n\n\n"
    )


def ovid(i):
    return (
        f"<{i + 1}>\nAccession Number\n  {900 + i}\nAuthor\n  Keller D; Smith H.\nTitle\n  "
        f"{wrapped(TITLES[i], 12, '  ')}\nSource\n  Journal of Zebras. Vol.12(3), pp. 1-9.\n"
        f"Year of Publication\n  {2001 + i}\nInstitution\n  Zebra Department, Vienna.\nAbstract\n  "
        f"{wrapped(TEXTS[i], 60, '  ')} (PsycInfo Database Record (c) 2020 APA, all rights "
        f"reserved)\nKey Concepts\n  zebras\nPublication Type\n  Journal\n\n"
    )


def cochrane(i):
    return (
        f"Record #{i + 1} of {N}\nID: {900 + i}\nAU: Keller D\nAU: Smith H\nTI: {TITLES[i]}\n"
        f"SO: Journal of Zebras\nYR: {2001 + i}\nPT: Journal article\nAB: {TEXTS[i]}\nKY: zebras\n"
        f"DOI: 10.1234/x.{i}\nUS: https://zebra.example.org/{i}\n\n\n"
    )


def refworks(i):
    return (
        f"RT Journal Article\nSR Electronic(1)\nID {900 + i}\nA1 Keller D\nA1 Smith H\n"
        f"T1 {TITLES[i]}\nJF Journal of Zebras\nYR {2001 + i}\nFD May 3\nK1 zebras\n"
        f"AB {TEXTS[i]}\nSN 1234-5678\n\n"
    )


OVID_HEAD = (
    "Ovid Technologies, Inc. Email Service\n-----------------\nSearch for: limit 5 to zebras\n\n"
    "Database: Zebras <1806 to March Week 1 2024>\n\n***************************\n\n"
)


@pytest.mark.parametrize(
    ("source", "head"),
    [
        (pubmed, ""),
        (pubmed, "\ufeff\n"),
        (ovid, OVID_HEAD),
        (ovid, ""),
        (cochrane, ""),
        (refworks, ""),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_entries_are_documents_of_title_and_abstract(tmp_path, source, head, ends):
    text = (head + "".join(map(source, range(N)))).replace("\n", ends)
    corpus = ht.read_corpus(write(tmp_path, {"citations.txt": text.encode()}) / "citations.txt")
    expected = [f"{a}\n\n{b}" for a, b in zip(TITLES, TEXTS, strict=True)]
    assert list(corpus.texts) == expected
    assert corpus.ids == tuple(str(900 + i) for i in range(N))
    assert list(corpus.metadata["year"]) == [2001 + i for i in range(N)]
    assert len(corpus.metadata["authors"][0]) == (1 if source is ovid else 2)


def test_entries_of_pubmed_without_an_abstract_have_their_title(tmp_path):
    text = "".join(pubmed(i, with_abstract=i % 3 > 0) for i in range(N))
    corpus = ht.read_corpus(write(tmp_path, {"a.txt": text}) / "a.txt")
    assert [text for i, text in enumerate(corpus.texts) if i % 3 == 0] == TITLES[::3]
    assert corpus.metadata["date"][0] == "2001-05-03"


def test_a_numbered_list_of_works_is_a_text(tmp_path):
    text = "".join(f"{i + 1}. J Zebra. 2001 May 3;1(2):1-9. {TEXTS[i]}\n\n" for i in range(N))
    corpus = ht.read_corpus(write(tmp_path, {"a.txt": text}) / "a.txt")
    assert corpus.reading["split"] == "paragraphs" and len(corpus.texts) == N
