"""Marks of manuals, wikis, sites and clinical notes in the texts of folders and tables."""

import json

import pytest
from support.folders import write

import hiertopics as ht

SEA = "The harbour pilot steered past the moles at low tide."
BREAD = "Rye dough rests in the cool cellar until the oven is hot."
N = 20
MANUAL = (
    ".. _zebra{i}:\n\nTides {i}\n=======\n\n.. contents::\n   :local:\n   :depth: 2\n\n{sea}\n\n"
    ".. code-block:: python\n   :linenos:\n\n   zebra = 1\n\n   zebra()\n\n.. a zebra\n   comment"
    "\n\n.. toctree::\n   :maxdepth: 2\n\n   zebra\n\n.. note::\n   {bread}\n\n"
    "See :ref:`tides <zebra>`, ``moles`` and `boats <https://zebra.org>`_.\n"
)
MANUAL_TEXT = "Tides {i}\n=======\n\n{sea}\n\n{bread}\n\nSee tides, moles and boats."
WIKI = (
    "====== Tides {i} ======\n\n{sea}\n\n{{{{:wiki:zebra.png?200 |}}}}\n\nSee [[zebra:page|boats]] "
    "and [[moles]].\n\n~~NOTOC~~\n"
)
WIKI_TEXT = "====== Tides {i} ======\n\n{sea}\n\nSee boats and moles."


def filled(source, i):
    return source.format(i=i, sea=SEA, bread=BREAD)


@pytest.mark.parametrize(
    ("name", "source", "text"),
    [("{i}.rst", MANUAL, MANUAL_TEXT), ("pages/{i}.txt", WIKI, WIKI_TEXT)],
)
def test_marks_of_manuals_and_wikis_go(tmp_path, name, source, text):
    files = {name.format(i=i): filled(source, i) for i in range(N)}
    corpus = ht.read_corpus(write(tmp_path, files))
    assert list(corpus.texts) == [filled(text, i) for i in range(N)]
    assert f"were taken out of {N} texts" in corpus.reading["remarks"][0]
    whole = ht.read_corpus(tmp_path, strip="none")
    assert whole.texts[3] == filled(source, 3)


def test_pages_of_sites_and_notes(tmp_path):
    page = (
        "---\ntitle: Tides\n---\n{{% highlight ruby %}}\ndef zebra; end\n{{% endhighlight %}}\n"
        "{sea} {{{{ site.zebra }}}}\n\n{{% include zebra.html %}}\n\nSee [[Zebra|boats]] "
        "and [[moles]]. ![[zebra.png]]\n"
    )
    corpus = ht.read_corpus(write(tmp_path, {"a.md": filled(page, 1)}))
    assert corpus.texts[0].split("\n\n") == [SEA, "See boats and moles."]


def test_gaps_of_clinical_notes_are_no_markdown(tmp_path):
    rows = "".join(
        f'{i},"Admission: [**2151-7-{i}**]\nSeen by DR. [**First Name (STitle) **]. {SEA} {i}"\n'
        for i in range(1, N)
    )
    corpus = ht.read_corpus(write(tmp_path, {"a.csv": f"id,text\n{rows}"}) / "a.csv")
    assert " ".join(corpus.texts[2].split()) == f"Admission: Seen by DR. . {SEA} 3"
    assert "clinical notes" in str(corpus.reading["remarks"])
    assert "Markdown" not in str(corpus.reading["remarks"])


def test_titles_of_abstracts_of_jats_are_set_apart(tmp_path):
    rows = "".join(
        f'{i},"<jats:title>{title}</jats:title><jats:p>{SEA} {i}</jats:p>"\n'
        for i in range(N)
        for title in ["Abstract" if i % 2 else "Aims"]
    )
    corpus = ht.read_corpus(write(tmp_path, {"a.csv": f"id,abstract\n{rows}"}) / "a.csv")
    assert list(corpus.texts[:2]) == [f"Aims\n\n{SEA} 0", f"{SEA} 1"]


@pytest.mark.parametrize(
    "text", [f"{SEA} .. and so on ..", f"a [[1, 2], [3, 4]] {SEA}", f"{{ {SEA} }} 100 % {{x}}"]
)
def test_prose_that_looks_like_it_stays(tmp_path, text):
    corpus = ht.read_corpus(write(tmp_path, {f"{i}.txt": f"{text} {i}" for i in range(N)}))
    assert corpus.texts[1] == f"{text} 1"


def test_programs_in_pages_of_questions_go_unless_nothing_else_is_there(tmp_path):
    code = "<pre class='x'><code>zebra = 1\n</code></pre>"
    rows = "".join(
        f'{i},"<p>{SEA} {i}</p>{code if i % 2 else ""}<p>{BREAD}</p>"\n' for i in range(N)
    )
    rows += f'{N},"{code}"\n'
    corpus = ht.read_corpus(write(tmp_path, {"a.csv": f"id,body\n{rows}"}) / "a.csv")
    assert corpus.texts[1] == f"{SEA} 1\n\n{BREAD}"
    assert corpus.texts[N] == "zebra = 1"


def test_marks_of_journals_of_day_one(tmp_path):
    entries = [
        {"uuid": f"A{i}", "text": f"# Day {i}\n\n{SEA[:-1]}\\. {i}\n\n![](dayone-moment:\\/\\/ABC)"}
        for i in range(N)
    ]
    source = json.dumps({"metadata": {"version": "1.0"}, "entries": entries})
    corpus = ht.read_corpus(write(tmp_path, {"a.json": source}) / "a.json")
    assert corpus.texts[1].split("\n\n") == ["Day 1", f"{SEA} 1"]
