"""A record of JSON with lists of objects in it is the document; lists of texts are documents."""

import json

import pytest
from support.folders import write

import hiertopics as ht

TITLES = [f"Of the {n} harbours of the north" for n in range(12)]
TEXTS = [f"A ferry {'sails slowly to the pier and ' * 4}waits for {n} guests." for n in range(12)]


def record(n, **lists):
    return {"title": TITLES[n], "date": "2021-03-01", "text": TEXTS[n], **lists}


def folder(tmp_path, records):
    return write(tmp_path, {f"{n:02}.json": json.dumps(each) for n, each in enumerate(records)})


LISTS = {
    "one tag": {"tags": [{"name": "sea"}]},
    "authors": {"authors": [{"name": "Ada Poe", "at": "Bergen"}, {"name": "Bo Lie", "at": "Oslo"}]},
    "links": {"links": [{"url": f"https://x.org/{n}", "title": "A link"} for n in range(12)]},
    "references": {"references": [{"title": f"Of {n} ships and their sails"} for n in range(12)]},
    "a comment": {"comments": [{"id": 7, "by": "Ada", "body": "I like this very much."}]},
    "many keywords": {"keywords": [f"word{n}" for n in range(12)]},
}


@pytest.mark.parametrize("lists", LISTS.values(), ids=LISTS)
def test_a_record_a_file_is_read_and_not_a_list_in_it(tmp_path, lists):
    records = [record(n, **lists) for n in range(12)]
    corpus = ht.read_corpus(folder(tmp_path, records))
    whole = [f"{title}\n\n{text}" for title, text in zip(TITLES, TEXTS, strict=True)]
    assert list(corpus.texts) == whole and not corpus.skipped
    [alone] = ht.read_corpus(tmp_path / "03.json").texts
    assert TITLES[3] in alone and TEXTS[3] in alone
    assert list(ht.read_corpus(records).texts) == whole


def test_a_list_that_some_files_lack_costs_no_file(tmp_path):
    records = [record(n, **({"labels": [{"name": "sea"}]} if n % 2 else {})) for n in range(12)]
    corpus = ht.read_corpus(folder(tmp_path, records))
    assert len(corpus) == 12 and not corpus.skipped


def test_a_record_below_a_name_and_a_page_with_one_record(tmp_path):
    article = {"headline": TITLES[0], "body": TEXTS[0], "images": [{"caption": "A pier in rain"}]}
    for value in ({"article": article}, {"results": [article]}, {"meta": {"n": 1}, **article}):
        assert TEXTS[0] in read(tmp_path, value).texts[0]


def read(tmp_path, value):
    return ht.read_corpus(write(tmp_path, {"x.json": json.dumps(value)}) / "x.json")


@pytest.mark.parametrize(
    "about",
    [
        {"title": "Boats", "text": "Which of the boats do you like best?"},
        {"description": "All answers of the guests of our harbour, of the years from 2015 on."},
        {"status": "ok", "message": "The answers of twelve guests were found."},
        {"info": {"description": TEXTS[0], "license": "CC0"}},
    ],
)
def test_a_list_that_holds_the_texts_is_read(tmp_path, about):
    said = [{"by": f"guest{n}", "body": TEXTS[n]} for n in range(12)]
    for name in ("comments", "results", "messages"):
        assert list(read(tmp_path, {**about, name: said}).texts) == TEXTS


def test_ids_are_those_of_records_and_not_of_what_is_in_their_lists(tmp_path):
    issues = [
        {
            "comments": [{"id": f"c{n}", "author": {"login": "ada"}, "body": "Seen."}],
            "text": TEXTS[n],
            "number": 100 + n,
            "url": f"https://x.org/{n}",
        }
        for n in range(12)
    ]
    assert read(tmp_path, issues).ids == tuple(issue["url"] for issue in issues)
    for issue in issues:
        del issue["url"]
    assert read(tmp_path, issues).ids == tuple(str(n) for n in range(1, 13))
    works = [{"text": TEXTS[n], "about": {"doi": [f"10.1/{n}"], "year": 1}} for n in range(12)]
    assert read(tmp_path, works).ids == tuple(f"10.1/{n}" for n in range(12))


def pages(above, name, **about):
    found = [{"id": f"r{n}", "title": TITLES[n], "body": TEXTS[n]} for n in range(12)]
    made = [{**about, "page": n, name: found[4 * n : 4 * n + 4]} for n in range(4)]
    return [{above: page} for page in made] if above else made


@pytest.mark.parametrize("above", ["", "response"])
@pytest.mark.parametrize("name", ["results", "articles"])
def test_the_results_on_pages_are_documents(tmp_path, above, name):
    value = pages(above, name, status="ok", total=12)
    lines = write(tmp_path, {"y.jsonl": "\n".join(["{x", *map(json.dumps, value)])}) / "y.jsonl"
    by_name = {f"page_{n}": page for n, page in enumerate(value)}
    for corpus in (read(tmp_path, value), read(tmp_path, by_name), ht.read_corpus(lines)):
        assert corpus.ids == tuple(f"r{n}" for n in range(12))
        assert [text.rpartition("\n\n")[2] for text in corpus.texts] == TEXTS


def test_records_with_lists_that_are_no_pages_stay_whole(tmp_path):
    orders = [
        {"id": f"o{n}", "total": 3, "items": [{"name": "rope", "note": TEXTS[n]}] * 2}
        for n in range(12)
    ]
    assert read(tmp_path, orders).ids == tuple(f"o{n}" for n in range(12))
    own = [record(n, page=n, records=[{"remark": "Seen in a port."}]) for n in range(12)]
    assert len(read(tmp_path, own)) == 12 and TEXTS[3] in read(tmp_path, own).texts[3]
