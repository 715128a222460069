"""Markup goes from the texts of tables and plain files where it is markup, and stays elsewhere."""

import csv
import io
import json

import pandas as pd
import pytest
from corpus.test_read import as_parquet, write

import hiertopics as ht
from hiertopics.corpus.marks import KINDS, marks_in, without_marks

SEA = "The harbour pilot steered past the moles at low tide"
BREAD = "Rye dough rests in the cool cellar until early morning"
N = 20

MARKED = {
    "HTML": "<p class='x'>TEXT</p><script>var zebra = 1;</script>",
    "HTML, escaped": "&lt;p&gt;TEXT&lt;/p&gt;&lt;style&gt;zebra&lt;/style&gt;",
    "HTML in lines": "TEXT<br /><br />and &quot;more&quot;",
    "HTML in words": "TEXT and <b>more</b> &amp; <i>more</i>",
    "entities": "TEXT &amp; more, &quot;more&#39;s&quot; &lt;3",
    "HTML of publishers": "<jats:title>Aim</jats:title><jats:p>TEXT</jats:p>",
    "blocks": '<!-- wp:paragraph {"zebra":1} -->\n<p>TEXT</p>\n<!-- /wp:paragraph -->',
    "shortcodes": '[caption id="zebra" width="3"]TEXT[/caption] [zebra_form id="4"]',
    "BBCode": "[quote=Ann]zebra [quote]zebra[/quote][/quote][b]TEXT[/b] [url=http://zebra]more[/url]",
    "BBCode, longer": "[img]zebra.png[/img][size=4]TEXT[/size][list][*]one[*]two[/list]",
    "wiki": "h2. Steps\n{code:c}int zebra;{code}\nTEXT [x|http://zebra.org] [~zebra] !zebra.png!",
    "wiki, longer": "{color:red}TEXT{color} {noformat}\nzebra\n{noformat}\n{panel:a=zebra}x{panel}",
    "publishers": "© 2020 Zebra Ltd. TEXT. Copyright © 2020, Zebra [GmbH]. All rights reserved.",
    "Markdown": "## Steps\n\nTEXT, see [more](https://zebra.org/x).\n\n```python\nzebra = 1\n```",
    "Markdown, images": "**TEXT** ![more](https://zebra.org/y.png)",
}
LEFT = ("<", "&", "[", "{", "zebra", "wp:", "http", "**", "##", "```", "h2.", "!")


def text(number, pattern="TEXT"):
    return pattern.replace("TEXT", f"{(SEA, BREAD)[number % 2]}, number {number}")


def as_csv(texts):
    file = io.StringIO()
    csv.writer(file).writerows([("id", "text"), *enumerate(texts)])
    return file.getvalue().encode()


def forms(path, texts):
    rows = [{"id": str(i), "text": each} for i, each in enumerate(texts)]
    pd.DataFrame(rows).to_excel(path / "d.xlsx", index=False)
    write(
        path,
        {
            "a.csv": as_csv(texts),
            "b.jsonl": "\n".join(map(json.dumps, rows)),
            "c.parquet": as_parquet(rows),
            **{f"in/{i:02}.txt": each for i, each in enumerate(texts)},
        },
    )
    yield from (path / name for name in ("a.csv", "b.jsonl", "c.parquet", "d.xlsx", "in"))
    yield pd.DataFrame(rows)
    yield list(texts)


@pytest.mark.parametrize("name", MARKED)
def test_marks_go_from_all_forms_of_a_corpus_alike(tmp_path, name):
    texts = [text(i, MARKED[name] if i % 4 else "TEXT.") for i in range(N)]
    found = [ht.read_corpus(form) for form in forms(tmp_path, texts)]
    for corpus in found:
        assert list(corpus.texts) == list(found[0].texts) and len(corpus) == N
        assert [text(i) in each for i, each in enumerate(corpus.texts)] == [True] * N
        left = [sign for sign in LEFT if any(sign in each for each in corpus.texts)]
        signs = {"HTML in words": ["&"], "entities": ["<", "&"]}  # meant by what was escaped
        assert left == signs.get(name, [])
        said = [each for each in corpus.reading["remarks"] if each.startswith("marks of ")]
        assert len(said) == 1 and said[0].endswith("taken out of 15 texts; --strip none keeps them")


@pytest.mark.parametrize("name", MARKED)
def test_marks_are_kept_on_demand(tmp_path, name):
    texts = [text(i, MARKED[name]) for i in range(N)]
    path = write(tmp_path, {"a.csv": as_csv(texts)}) / "a.csv"
    corpus = ht.read_corpus(path, strip="none")
    assert list(corpus.texts) == texts and "remarks" not in corpus.reading


@pytest.mark.parametrize(
    "pattern",
    [
        "TEXT where a < b and c > d, i.e. <b and c> d",
        "TEXT [1], see [2] and [Ann] of the {group} in [brackets|bars]",
        "TEXT by Ann <ann@example.org> on <http://example.org>",
        "TEXT! Is it 5 * 3 * 2? **",
        "How do I close a `<p>` with `</p>`? TEXT",
        'TEXT\nint main() {\n  print("<b>x</b>");\n  return 0;\n}',
        "<T>(x: List<T>) => TEXT;\nfoo();\nreturn '</div>';",
        "TEXT & more & [x](y) # 1",
        "TEXT (c) and © or copyright 2020",
        "TEXT\n\n# a comment\n> a quotation\n* an item",
    ],
)
def test_signs_of_prose_and_programs_stay(tmp_path, pattern):
    texts = [text(i, pattern) for i in range(N)]
    for form in forms(tmp_path, texts):
        corpus = ht.read_corpus(form)
        assert list(corpus.texts) == texts
        assert not any("marks" in each for each in corpus.reading.get("remarks", ()))


def test_a_few_marked_texts_do_not_decide():
    texts = [text(i) for i in range(200)] + [text(1, MARKED["BBCode"])] * 5
    assert marks_in(texts) == []
    assert [kind.name for kind in marks_in(texts + [text(1, MARKED["BBCode"])] * 9)] == ["BBCode"]
    assert marks_in([]) == []


def test_what_is_nothing_but_a_program_stays():
    for source, left in (
        ("{code}only this{code}", "only this"),
        ("[code]only this[/code]", "only this"),
        ("open {code} and [code] never closed", "open  and  never closed"),
    ):
        assert without_marks(source, KINDS)[0] == left


def test_paragraphs_of_html_and_of_lines_are_kept():
    for source, left in (
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one <b>b</b>\n\ntwo\nthree", "one b\n\ntwo\nthree"),
        ("Title\n\n<p>one\ntwo</p>", "Title\n\none two"),
        ("Title\n\none<br>two", "Title\n\none\ntwo"),
    ):
        assert without_marks(source, KINDS)[0] == left


def test_pages_of_many_marks_take_linear_time():
    lines = "From: a\n", "he wrote:\n", "> a\nOn 3 May 2021 b wrote:\n"
    for mark in (
        *lines,
        "[quote]",
        "{code}",
        "[b][/i]",
        "[/quote]",
        "<b>",
        "</p>",
        "**",
        "](",
        "{{",
    ):
        for kind in KINDS:
            kind.are_in(mark * 50_000)
            kind.without(mark * 50_000)


def test_mails_are_no_markup(tmp_path):
    html = "Content-Type: text/html\n\n<html><p>TEXT</p>\n<p>more</p></html>"
    mails = [f"From: a@x\nTo: b@x\nSubject: News {i}\n{text(i, html)}" for i in range(N)]
    for form in forms(tmp_path, mails):
        corpus = ht.read_corpus(form)
        if not isinstance(form, list):
            assert [each for each in corpus.texts] == [
                f"News {i}\n\n{text(i)}\n\nmore" for i in range(N)
            ]
        assert not any("marks" in each for each in corpus.reading.get("remarks", ()))


@pytest.mark.parametrize("text", [
    "The Berne treaty: Copyright {} law was changed by parliament in spring",
    "All of section (c) {} rules apply to boats that are moored in the harbour",
    "Press the [button] number {} and [embed the code]; the [caption below] explains it",
    "[video] We went out at {} o'clock [pause=3] and then [noise level=2] the mast broke",
    "Dear {{name}}, your {{code}} is {} and {{status}} is ok. Section {{section}}",
])  # fmt: skip
def test_prose_with_brackets_braces_and_years_keeps_its_words(text):
    texts = [text.format(2000 + number) for number in range(8)]
    assert list(ht.read_corpus(texts).texts) == texts
