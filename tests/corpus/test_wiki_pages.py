"""Dumps of wikis: each article is a document of its words, and what is none is counted."""

import bz2
import random
import re
import time

import pytest
from corpus.test_read import write
from support.costs_of_reading import measured

import hiertopics as ht
from hiertopics.corpus import packed
from hiertopics.corpus.files.wiki_names import is_disambiguation, is_redirect
from hiertopics.corpus.files.wikitext import wiki_text

CHANCE = random.Random(0)
VOCABULARY = [f"boät{n}" for n in range(500)]
HEAD = (
    "<mediawiki xmlns='http://www.mediawiki.org/xml/export-0.11/' xml:lang='en'>\n<siteinfo>"
    "<sitename>zebra</sitename><namespaces><namespace key='10'>Template</namespace></namespaces>"
    "</siteinfo>\n"
)
END = "</mediawiki>\n"
ZEBRA = "zebra"  # what no text has
LATE = "{{reflist}}\n[[Category:Seas]]\n[[Category:Tides|Boat]]\n[[de:zebra]]"
MARKUP = f"""{{{{short description|zebra}}}}{{{{Infobox zebra
| name = {{{{flagicon|zebra}}}} zebra|}}}}
<!-- zebra {{{{ [[ -->
'''Boats''' sail ({{{{IPA|zebra}}}}) to the [[harbour (zebra)|harbour]]{{{{fact|date=zebra}}}}
in the [[tide]]s, some {{{{cvt|5|km}}}} away.<ref name="a">{{{{a|[[zebra]]}}}}</ref><ref name=a />
{{| class="zebra"
|-
! zebra !! {{{{n/a|}}}}
| {{{{yes|}}}} || [[zebra]]
{{| zebra
|}}
|}}
[[File:zebra.jpg|thumb|220px|A [[zebra]] with [[File:zebra.png]]<br />zebra]]
They are called {{{{lang|fr|bateaux}}}} and <nowiki>[[ships]]</nowiki>, H<sub>2</sub>O below.
<math>zebra_{{1}} < 2</math><gallery>
zebra.jpg|[[zebra]]
</gallery>
== History ==
=== Empty ===
{{{{main|zebra}}}}
=== Ropes ===
* Long [https://zebra.org/a?b=c ropes] hold
*# the ''mast''&nbsp;– and&nbsp; sail https://zebra.org/zebra
{{{{quote|text=The sea is wide}}}}
== See also ==
* [[zebra]]
=== zebra ===
== External links ==
* [https://zebra.org zebra]
{LATE}"""
WORDS = """Boats sail to the harbour
in the tides, some 5 km away.

They are called bateaux and ships, H2O below.

History

Ropes
Long ropes hold
the mast\u00a0– and sail
The sea is wide"""


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def page(title, text, space=0, number=1, more=""):
    return (
        f"<page>\n<title>{escaped(title)}</title>\n<ns>{space}</ns>\n<id>{number}</id>\n{more}"
        f"<revision>\n<id>7{number}</id>\n<timestamp>2024-05-0{number % 9 + 1}T10:00:00Z"
        "</timestamp>\n<contributor><username>zebra</username><id>5</id></contributor>\n"
        "<comment>zebra</comment>\n<model>wikitext</model>\n<format>text/x-wiki</format>\n"
        f'<text bytes="9" xml:space="preserve">{escaped(text)}</text>\n<sha1>zebra</sha1>\n'
        "</revision>\n</page>\n"
    )


NO_ARTICLES = (
    page("Template:A", "zebra", 10),
    page("Old", "#REDIRECT [[New]]", more="<redirect title='New' />"),
    page("Older", "#WEITERLEITUNG [[zebra]]"),
    page("Tide (disambiguation)", "zebra\n* [[zebra]]"),
    page("Mercury", "'''Mercury''' may be:\n* [[zebra]]\n{{disambiguation|geo}}"),
    page("Nothing", "{{zebra}}<!-- zebra -->"),
    page("Talk:Boat", "zebra", 1),
    page("Wikipedia:Boat", "zebra", 4),
    page("Category:Boat", "zebra", 14),
)
ARTICLES = [page(f"Boat & {n}", f"[[Category:Sea {n}]]{MARKUP}", number=n) for n in range(1, 21)]
SAID = (
    "redirect (2), page of meanings of a name (2), template (1), page without text (1), "
    "discussion (1), page beside the articles (1), page of a category (1)"
)


def words(n):
    return " ".join(CHANCE.choices(VOCABULARY, k=n))


def streams(*parts):
    """A dump as pages-articles-multistream has it: its head, some pages and its end alone."""
    return b"".join(bz2.compress(part.encode()) for part in parts)


DUMPS = {
    "x.xml": (HEAD + "".join((*NO_ARTICLES, *ARTICLES)) + END).encode(),
    "x.xml.bz2": bz2.compress((HEAD + "".join((*ARTICLES, *NO_ARTICLES)) + END).encode()),
    "x-multistream.xml.bz2": streams(
        HEAD, "".join(NO_ARTICLES), *("".join(ARTICLES[n : n + 7]) for n in (0, 7, 14)), END
    ),
    "enwiki-20240501-pages-articles1.xml-p1p41242.bz2": streams(
        HEAD, "".join(ARTICLES), *NO_ARTICLES
    ),
    "several.xml": "".join(HEAD + each + END for each in (*NO_ARTICLES, *ARTICLES)).encode(),
}


@pytest.mark.parametrize("name", DUMPS)
def test_the_articles_of_a_dump(tmp_path, name):
    corpus = ht.read_corpus(write(tmp_path, {name: DUMPS[name]}) / name)
    assert corpus.ids == tuple(f"Boat & {n}" for n in range(1, 21))
    assert list(corpus.texts) == [f"{title}\n\n{WORDS}" for title in corpus.ids]
    assert corpus.metadata["category"][0] == ("Sea 1", "Seas", "Tides")
    assert corpus.metadata["date"][0] == "2024-05-02T10:00:00Z"
    assert corpus.metadata["page"] == tuple(map(str, range(1, 21)))
    said = next(each for each in corpus.reading["remarks"] if each.startswith("left out"))
    assert sorted(said.partition(": ")[2].split(", ")) == sorted(SAID.split(", "))
    assert "doubts" not in corpus.reading and not corpus.skipped


def test_a_folder_of_the_parts_of_a_dump(tmp_path):
    parts = {
        f"enwiki-pages-articles{n}.xml-p{n}p{n + 1}.bz2": streams(HEAD, *ARTICLES[n::2], END)
        for n in (0, 1)
    }
    corpus = ht.read_corpus(write(tmp_path, parts))
    assert sorted(corpus.ids) == sorted(f"Boat & {n}" for n in range(1, 21))


def test_the_command_counts_the_articles(tmp_path, capsys):
    from hiertopics.cli.main import main

    path = write(tmp_path, {"x.xml.bz2": DUMPS["x.xml.bz2"]}) / "x.xml.bz2"
    main(["corpus", str(path)])
    said = capsys.readouterr().out
    assert "20 documents" in said and "redirect (2)" in said and ZEBRA not in said


def test_pages_of_a_wiki_that_has_no_articles(tmp_path):
    pages = [page(f"Talk:Boat {n}", f"Sail {n} is long.", 1, n) for n in range(1, 9)]
    path = write(tmp_path, {"x.xml": HEAD + "".join(pages) + END}) / "x.xml"
    corpus = ht.read_corpus(path)
    assert len(corpus) == 8 and set(corpus.metadata["namespace"]) == {"1"}
    many = [page(f"Talk:Boat {n}", f"Sail {n} is long.", 1, n) for n in range(1, 700)]
    write(tmp_path, {"x.xml": HEAD + "".join(many) + page("Boat", "It sails.") + END})
    assert len(ht.read_corpus(path)) == 700  # by then they are said


def test_a_dump_that_was_cut_off(tmp_path):
    pages = [page(f"Boat {n}", words(20)) for n in range(3000)]
    data = bz2.compress((HEAD + "".join(pages) + END).encode(), 1)
    path = write(tmp_path, {"x.xml.bz2": data[: len(data) // 2]}) / "x.xml.bz2"
    corpus = ht.read_corpus(path)
    assert 500 < len(corpus) < 2000 and corpus.ids[0] == "Boat 0"
    assert corpus.skipped["damaged"] == ("x.xml.bz2:the end",)


def test_a_dump_is_gone_through_once(tmp_path, monkeypatch):
    pages = "".join(page(f"Boat {n}", words(2000)) for n in range(500))
    path = write(tmp_path, {"x.xml.bz2": bz2.compress((HEAD + pages + END).encode())})
    read = []
    unpacked = packed._Unpacking.readinto
    monkeypatch.setattr(
        packed._Unpacking, "readinto", lambda *a: read.append(unpacked(*a)) or read[-1]
    )
    assert len(ht.read_corpus(path / "x.xml.bz2")) == 500
    # Its beginning is looked at to find out the encoding and the fields.
    assert sum(read) < 2.5 * len(pages)


def test_memory_does_not_grow_with_a_dump(tmp_path):
    pieces = [
        bz2.compress("".join(page(f"Boat {n}", words(1000)) for n in range(s, s + 500)).encode(), 1)
        for s in range(0, 5000, 500)
    ]
    costs = {}
    for times in (3, 10):
        path = tmp_path / f"{times}.xml.bz2"
        path.write_bytes(streams(HEAD) + b"".join(pieces[:times]) + streams(END))
        costs[times] = measured(path)
        assert costs[times].n_documents == 500 * times
    more = costs[10].n_characters - costs[3].n_characters
    assert costs[10].megabytes < costs[3].megabytes + 0.4 * more / 1e6


@pytest.mark.parametrize(
    ("source", "words", "categories"),
    [
        ("'''Bold''' and [[boat|boats]] in [[tide]]s", "Bold and boats in tides", []),
        ("== Head ==\n* one\n## [http://x.org two]\n----", "Head\none\ntwo", []),
        ("a{{x|{{y}}|[[z]]}}b<ref name=x>c</ref>d<ref name=x />e<!-- f -->", "abde", []),
        ("{| class=x\n| a {{b}}\n|}\n[[File:a.png|thumb|The [[boat]]]]c", "c", []),
        ("a [[Kategorie:Meer]] [[de:Boot]] [[:Category:x]]", "a Category:x", ["Meer"]),
        ("open {{ and [[ and <ref> stay", "open and and stay", []),
        ("a &lt; b&nbsp;<br /> c__TOC__", "a < b c", []),
        (":{| class=x\n| {{y|}}\n|}}}\n  {|\n|a\n |}\nb", "b", []),
        ("a {{nowrap|{{small|b [[c|d]]}}}} {{Lang-el|Νέα}} {{as_of|1=2010}}", "a b d Νέα 2010", []),
        ("a [[http://x.org b c]] [mailto:a@b.org d] [//x.org] [ftp://x e]", "a b c d e", []),
        ("[[wikt:boat]] [[boat|]] [[boat#mast]] [[#mast]]", "boat boat boat #mast", []),
        ("-{zh-hans:计算机;zh-hant:電腦}-的", "计算机的", []),
        ("a<syntaxhighlight lang=c>x {{ y</syntaxhighlight><!-- never", "a<!-- never", []),
        ("a\n== Literatur ==\nEin Satz.\n== Weblinks ==\n* x", "a\n\nLiteratur\nEin Satz.", []),
    ],
)  # fmt: skip
def test_words_of_a_wiki(source, words, categories):
    assert wiki_text(source) == (words, categories)


@pytest.mark.parametrize(
    "source",
    ["{{[[" * 10**5, "{{small|a" * 10**5 + "}}" * 10**5, "[[a|" * 10**5 + "]]" * 10**5]
    + ["<!--" * 10**5, "<nowiki>" * 10**5, "=a\n" * 10**5 + "=" * 10**5, "\n{|" * 10**5]
    + ["-{" * 10**5, "== a ==\n=== b ===\n" * 10**5, "(" * 10**5 + " , " * 10**5],
)  # fmt: skip
def test_pages_made_to_take_for_ever_end_soon(source):
    start = time.process_time()
    wiki_text(source)
    is_redirect(source)
    is_disambiguation("", source)
    assert time.process_time() - start < 5


def test_pages_of_several_meanings():
    for template in ("disambig", "Begriffsklärung", "homonymie", "hndis|a", "曖昧さ回避", "dp"):
        assert is_disambiguation("A", f"[[a]]\n{{{{{template}}}}}")
    long = "{{disambiguation needed}} {{about|a|b (disambiguation)}} a {{depends}} " * 100
    assert not is_disambiguation("A", long)


def test_redirects_in_several_languages():
    for sign in ("#REDIRECT", "#redirect:", " # Weiterleitung ", "#ПЕРЕНАПРАВЛЕНИЕ", "#転送"):
        assert is_redirect(f"{sign} [[a]]")
    assert not is_redirect("#One [[boat]]") and not re.match("#", wiki_text("#One [[boat]]")[0])
