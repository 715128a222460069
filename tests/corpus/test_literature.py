"""Exports of literature databases: titles, abstracts and what is known about them."""

import gzip

import pytest
from corpus.test_read import write

import hiertopics as ht
from hiertopics.dates.dates import says_date

BIB = r"""% an export
@string{jo = "Annals of Ropes"}
@comment{@x is nothing}
@article{mueller20, author = {M{\"u}ller, J{\"o}rg and Ole {\O}sterg{\aa}rd},
  title = "The {DNA} of {B}oats: {$x_{2}$} ``quoted''", journal = jo # ", B", year = 2020,
  keywords = {ropes; knots, sails}, doi = {https://doi.org/10.1000/a.b},
  abstract = {Na{\"\i}ve \'etudes \& sails, 5\% of {a {nested} thing}.

    Second part.} }
@Misc(last, title = {Last \c{c}a va}, date = {1999-05}, editor = "A. Nobody"
)
"""
RIS = """TY  - JOUR
T1  - The DNA of boats
AU  - Müller, Jörg
AU  - Østergård, Ole
AB  - First line
of the abstract.
AI goes on.
PY  - 2020/05/01/
KW  - ropes
KW  - knots
JO  - Annals of Ropes
DO  - doi:10.1000/a.b
ID  - one
ER  -

TY  - BOOK
TI  - Last
ER  -
"""
PUBMED = """
PMID- 77
TI  - The DNA of
      boats.
LID - 10.1000/a.b [doi]
AB  - BACKGROUND: Sails.
      More of it.
FAU - Müller, Jörg
AU  - Müller J
DP  - 2020 Mar
MH  - Ships
OT  - knots
JT  - Annals of Ropes

PMID- 78
TI  - Last
"""
SCIENCE = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Müller, J
   Østergård, O
AF Müller, Jörg
   Østergård, Ole
TI The DNA of
   boats
SO ANNALS OF ROPES
DE ropes; knots
ID SHIPS
AB An abstract
   goes on.
PY 2020
DI 10.1000/a.b
UT WOS:7
ER

PT J
TI Last
ER

EF
"""
ENDNOTE = """%0 Journal Article
%A Müller, Jörg
%A Østergård, Ole
%T The DNA of boats
%J Annals of Ropes
%D 2020
%K ropes
knots
%R 10.1000/a.b
%X An abstract
goes on.

%0 Book
%T Last
"""
ABSTRACT = "We measured how boats and bread came to the harbour before the war"
BOTH = ("Müller, Jörg", "Østergård, Ole")


@pytest.mark.parametrize(
    ("name", "content", "text", "authors", "keywords", "first_id"),
    [
        (
            "x.bib", BIB,
            "The DNA of Boats: $x_{2}$ ``quoted''\n\nNaïve études & sails, 5% of a nested thing. "
            "Second part.",
            ("Müller, Jörg", "Ole Østergård"), ("ropes", "knots", "sails"), "mueller20",
        ),
        (
            "x.ris", RIS, "The DNA of boats\n\nFirst line of the abstract. AI goes on.", BOTH,
            ("ropes", "knots"), "one",
        ),
        (
            "x.nbib", PUBMED, "The DNA of boats.\n\nBACKGROUND: Sails. More of it.", BOTH[:1],
            ("knots", "Ships"), "77",
        ),
        (
            "x.ciw", SCIENCE, "The DNA of boats\n\nAn abstract goes on.", BOTH,
            ("ropes", "knots", "SHIPS"), "WOS:7",
        ),
        (
            "x.enw", ENDNOTE, "The DNA of boats\n\nAn abstract goes on.", BOTH,
            ("ropes", "knots"), "10.1000/a.b",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["", ".gz", ".txt"])
def test_an_export_is_a_table(tmp_path, name, content, text, authors, keywords, first_id, ending):
    name = name.replace(".", "") if ending == ".txt" else name
    data = ("\ufeff" + content).encode()
    path = write(tmp_path, {name + ending: gzip.compress(data) if ending == ".gz" else data}) / (
        name + ending
    )
    corpus = ht.read_corpus(path)
    assert len(corpus) == 2 and corpus.texts[0] == text and corpus.texts[1].startswith("Last")
    assert corpus.ids[0] == first_id
    known = {field: column[0] for field, column in corpus.metadata.items()}
    assert known["authors"] == authors and known["keywords"] == keywords
    assert (known["year"], known.get("doi", first_id)) == (2020, "10.1000/a.b")
    assert known["journal"].lower().startswith("annals of ropes")
    assert not corpus.reading.get("doubts")


def test_a_brace_that_never_closes_is_said(tmp_path):
    text = (
        "@book{a, title={One}}\n@book{b, title={Two { and, year={1999}}\n@book{c, title={Three}}\n"
    )
    path = write(tmp_path, {"x.bib": text}) / "x.bib"
    with pytest.warns(
        ht.ReadingWarning, match="1 entry has a brace that never closes in x.bib.*'b'"
    ):
        corpus = ht.read_corpus(path)
    assert corpus.ids == ("a", "b", "c") and corpus.texts[0] == "One" and corpus.texts[2] == "Three"


def test_latin_exports_are_decoded(tmp_path):
    path = write(tmp_path, {"x.ris": RIS.encode("cp1252")}) / "x.ris"
    assert ht.read_corpus(path).metadata["authors"][0] == BOTH


@pytest.mark.parametrize(
    ("name", "content", "date"),
    [
        ("x.ris", "TY  - JOUR\nTI  - One\nPY  - 2021\nDA  - 2021/03/04/\nER  -\n", "2021-03-04"),
        ("x.ris", "TY  - JOUR\nTI  - One\nY1  - 2021/03//\nER  -\n", "2021-03"),
        ("x.ris", "TY  - JOUR\nTI  - One\nPY  - 2021\nDA  - Mar 4\nER  -\n", "2021-03-04"),
        ("x.ris", "TY  - JOUR\nTI  - One\nPY  - 2021///\nER  -\n", None),
        ("x.nbib", "PMID- 7\nTI  - One\nDP  - 2021 Mar 4\nDA  - 19990101\n", "2021-03-04"),
        ("x.nbib", "PMID- 7\nTI  - One\nDP  - 2021 Mar-Apr\n", "2021-03"),
        ("x.nbib", "PMID- 7\nTI  - One\nDP  - 2021 Spring\n", None),
        ("x.ciw", "FN A\nVR 1\nPT J\nTI One\nPD MAR 4\nPY 2021\nDA 1999-01-01\nER\n", "2021-03-04"),
        ("x.enw", "%0 Book\n%T One\n%D 2021\n%8 March 4\n", "2021-03-04"),
        ("x.bib", "@article{a, title={One}, year=2021, month=mar, day={4}}\n", "2021-03-04"),
        ("x.bib", '@article{a, title={One}, year={2021}, month="4~" # mar}\n', "2021-03-04"),
        ("x.bib", "@article{a, title={One}, year=2021, month={3}}\n", "2021-03"),
        ("x.bib", "@article{a, title={One}, date={2021-03-04/2021-03-09}}\n", "2021-03-04"),
        ("x.bib", "@article{a, title={One}, year=2021}\n", None),
    ],
)
def test_months_and_days_are_kept(tmp_path, name, content, date):
    metadata = ht.read_corpus(write(tmp_path, {name: content}) / name).metadata
    assert metadata["year"] == (2021,) and metadata.get("date", (None,)) == (date,)


def test_exports_of_scopus_and_web_of_science_are_tables(tmp_path):
    def table(names, sign, number):
        rights = "© 2021 Elsevier B.V. All rights reserved."
        cells = {
            **{"Abstract": f"{ABSTRACT} in {number} towns. {rights}", "Id": f"W:{number}"},
            **{"Title": f"On the tides of {number} towns", "Year": str(2010 + number % 5)},
            **{"Keywords": "tides; towns", "Refs": "Day A. A very long history of boats; " * 9},
        }
        if number == 7:
            cells["Abstract"] = "[No abstract available]"
        return sign.join(cells.get(what, "") for what in names)

    scopus = {"Authors": "", "Title": "Title", "Year": "Year", "Abstract": "Abstract",
              "Author Keywords": "Keywords", "References": "Refs", "EID": "Id"}  # fmt: skip
    science = {"PT": "", "AU": "", "TI": "Title", "SO": "", "DE": "Keywords", "ID": "Keywords",
               "AB": "Abstract", "CR": "Refs", "PY": "Year", "UT": "Id"}  # fmt: skip
    for name, names, sign in (("s.csv", scopus, ","), ("w.txt", science, "\t")):
        rows = [table(names.values(), sign, number) for number in range(30)]
        content = "\ufeff" + "\r\n".join([sign.join(names), *rows])
        corpus = ht.read_corpus(write(tmp_path, {name: content}) / name)
        expected = [f"On the tides of {n} towns\n\n{ABSTRACT} in {n} towns." for n in range(30)]
        expected[7] = "On the tides of 7 towns"
        assert list(corpus.texts) == expected
        assert corpus.labels.shape[1] == 0 and "tides; towns" in str(corpus.metadata)
        assert any(
            "'[No abstract available]' in 1 of" in each for each in corpus.reading["remarks"]
        )
        assert any("publishers (©)" in each for each in corpus.reading["remarks"])
    assert corpus.ids[3] == "W:3" and says_date("PY")


def test_a_command_in_braces_does_not_run_into_a_word(tmp_path):
    text = r"@article{a, title={Ten {\textmu}m of {\textblah}boats}}"
    corpus = ht.read_corpus(write(tmp_path, {"x.bib": text}) / "x.bib")
    assert corpus.texts[0] == r"Ten µm of \textblah boats"


def test_signs_that_have_names_are_signs(tmp_path):
    abstract = r"{\textless}p{\textgreater}p {\textless} 5\,\% {\textendash} all"
    text = f"@article{{a, title={{Salt}}, abstract={{{abstract}}}}}\n"
    corpus = ht.read_corpus(write(tmp_path, {"x.bib": text}) / "x.bib")
    assert corpus.texts[0] == "Salt\n\np < 5 % – all"  # <p> is of HTML


@pytest.mark.parametrize(
    ("lines", "journal"),
    [
        (
            "SO  - Ann Rop. 2020 Mar;3(1):1-2.\nTA  - Ann Rop\nJT  - Annals of Ropes\n",
            "Annals of Ropes",
        ),
        ("TA  - Ann Rop\nSO  - Ann Rop. 2020 Mar;3(1):1-2.\n", "Ann Rop"),
        ("SO  - Ann Rop. 2020 Mar;3(1):1-2.\n", None),
    ],
)
def test_the_journal_of_pubmed_is_no_reference_and_subjects_have_no_stars(tmp_path, lines, journal):
    own = f"PMID- 7\nTI  - One\n{lines}MH  - *Ships\nMH  - Ropes/history/*economics\n\n"
    path = write(tmp_path, {"x.nbib": own}) / "x.nbib"
    metadata = ht.read_corpus(path).metadata
    assert metadata.get("journal", (None,)) == (journal,)
    assert metadata["keywords"] == (("Ships", "Ropes/history/economics"),)


def test_shapes_of_letters_in_braces_are_no_words(tmp_path):
    entry = (
        "@article{{a{i}, title = {{Boats}}, abstract = {{An {{\\em old}} {{\\bf rope}} {i}.}}}}\n"
    )
    path = write(tmp_path, {"x.bib": "".join(entry.format(i=i) for i in range(3))}) / "x.bib"
    assert ht.read_corpus(path).texts[1] == "Boats\n\nAn old rope 1."
