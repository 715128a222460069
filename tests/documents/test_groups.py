"""Topics by period or group: dates as people write them, means by hand, tables read back."""

import csv
import datetime
import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.dates import date_in_name, read_date

import hiertopics as ht
from hiertopics.core.topics import assigned_topics
from hiertopics.dates.periods import PERIODS, fitting_period, period_of
from hiertopics.documents.grouping import group_documents
from hiertopics.documents.groups import shares_by
from hiertopics.documents.table import DocumentTable, sparse_shares
from hiertopics.errors import HiertopicsError
from hiertopics.report.terminal.groups import describe_groups
from hiertopics.tree.build import build_tree

FINE = np.array([[1.0, 0, 0], [0, 1, 0], [0, 1, 1], [0, 0, 0]])
PARENTS = (np.array([0, 1, 0]),)
BROAD = np.array([[1.0, 0], [0, 1], [1, 1], [0, 0]])


def table(ids=("a", "b", "c", "d"), labels=None, **metadata):
    labels = np.full((4, 0), None, object) if labels is None else np.array(labels, object)
    return DocumentTable(
        ids=tuple(ids),
        fine_shares=sparse_shares(FINE),
        parents=PARENTS,
        n_topics=(3, 2),
        topics=(assigned_topics(FINE), assigned_topics(BROAD)),
        labels=labels,
        predicted=(None, None),
        metadata=metadata,
    )


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2019", (2019, None, None)),
        (2019, (2019, None, None)),
        (2019.0, (2019, None, None)),
        (np.int64(2019), (2019, None, None)),
        ("2019-03", (2019, 3, None)),
        ("2019-03-04", (2019, 3, 4)),
        ("2019-03-04T10:11:12Z", (2019, 3, 4)),
        ("2019-03-04 10:11", (2019, 3, 4)),
        ("2019/03/04", (2019, 3, 4)),
        ("04.03.2019", (2019, 3, 4)),
        ("4 March 2019", (2019, 3, 4)),
        ("March 4, 2019", (2019, 3, 4)),
        ("Mar 2019", (2019, 3, None)),
        ("Thu, 29 Apr 1993 11:57:19 GMT", (1993, 4, 29)),
        (datetime.date(2019, 3, 4), (2019, 3, 4)),
        (datetime.datetime(2019, 3, 4, 5), (2019, 3, 4)),
        (np.datetime64("2019-03-04"), (2019, 3, 4)),
        ("03/04/2019", (2019, None, None)),
        ("2019-13-04", None),
        ("2019-03-32", None),
        ("Foo 4, 2019", None),
        (12345, None),
        (2019.5, None),
        (True, None),
        (float("nan"), None),
        (np.datetime64("NaT"), None),
        (None, None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_dates_are_read_without_guessing(value, date):
    assert read_date(value) == date


def test_pandas_dates_are_read():
    import pandas

    assert read_date(pandas.Timestamp("2019-03-04 10:00")) == (2019, 3, 4)
    assert read_date(pandas.NaT) is None and read_date(pandas.NA) is None


@given(st.one_of(st.text(), st.floats(), st.integers(), st.binary(), st.dates(), st.none()))
def test_no_value_stops_the_reading(value):
    date = read_date(value)
    assert date is None or 1000 <= date[0] < 3000
    for period in PERIODS:
        assert period_of(date, period) is None or date is not None


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("1790_george_washington_n", (1790, None, None)),
        ("notes/2019-03-04-walk.txt", (2019, 3, 4)),
        ("2019-99-walk", (2019, None, None)),
        ("room 2101a", None),
        ("train/sci.space/60899", None),
        ("12019", None),
        ("1908.10963", None),
        ("1.2003", None),
        ("2019.txt", (2019, None, None)),
    ],
)
def test_dates_stand_in_names(name, date):
    assert date_in_name(name) == date


def test_periods_are_named_so_that_they_sort():
    date = (2019, 3, 4)
    named = {period: period_of(date, period) for period in PERIODS}
    assert list(named.values()) == [
        "2019-03-04", "2019-03", "2019-Q1", "2019", "2010s", "2000-2099",
    ]  # fmt: skip
    assert period_of((2019, None, None), "month") is None
    assert fitting_period([(2000 + i, 1, 1) for i in range(60)]) == "decade"
    assert fitting_period([(2019, 1, 1 + i) for i in range(20)]) == "day"
    assert fitting_period([(2019, 1, 1), (2020, None, None)]) == "year"


def test_known_answer():
    shares = shares_by(table(year=[2001, 2001.0, "2000", None]), "year")
    assert shares.groups == ("2000", "2001") and shares.n_documents == (1, 2)
    assert shares.undated == 1
    np.testing.assert_allclose(shares.layers[0], [[0, 0.5], [0.5, 0.5], [0.5, 0]])
    np.testing.assert_allclose(shares.layers[1], [[0.5, 0.5], [0.5, 0.5]])


def test_the_broadest_layers_alone():
    shares = shares_by(table(year=[2001, 2001, 2000, None]), "year")
    broad = shares.cut(1)
    assert broad.to_dict() == {**shares.to_dict(), "layers": shares.to_dict()["layers"][1:]}
    assert shares.cut(2).to_dict() == shares.to_dict()
    for n_layers in (0, 3):
        with pytest.raises(HiertopicsError, match=f"1 to 2 layers .* got {n_layers}"):
            shares.cut(n_layers)


def test_groups_weighted_by_their_documents_are_the_tree_s_shares():
    generator = np.random.default_rng(0)
    factors = [generator.random((9, 4)), generator.random((4, 2))]
    layers = [generator.random((30, 4)), generator.random((30, 2))]
    tree = build_tree(factors, layers, "abcdefghi")
    documents = DocumentTable(
        tuple(map(str, range(30))),
        sparse_shares(layers[0]),
        (np.array([node.parent for node in tree.layers[0]]),),
        (4, 2),
        tuple(map(assigned_topics, layers)),
        np.full((30, 0), None, object),
        (None, None),
        {"year": generator.integers(1990, 1995, 30).tolist()},
    )
    shares = shares_by(documents, "year")
    for of_layer, nodes in zip(shares.layers, tree.layers, strict=True):
        mean = of_layer @ shares.n_documents / 30
        np.testing.assert_allclose(mean, [node.share for node in nodes], rtol=1e-5)
    frame = shares.to_frame(tree)
    assert len(frame) == 6 * len(shares.groups) and set(frame["layer"]) == {0, 1}
    rows = list(csv.DictReader(io.StringIO(shares.to_csv(tree))))
    assert [float(row["share"]) for row in rows] == frame["share"].tolist()
    assert rows[0]["name"] == tree.node(1, 0).name
    assert shares.to_dict()["groups"] == list(shares.groups)


def test_periods_come_from_a_column_or_from_the_ids():
    dated = table(when=["2019-03-04", "2019-11-01", "2020-01-01", ""], written=["x"] * 4)
    assert shares_by(dated, "quarter").groups == ("2019-Q1", "2019-Q4", "2020-Q1")
    assert shares_by(dated, "when:year").n_documents == (2, 1)
    assert shares_by(dated, "when").groups == ("2019-03-04", "2019-11-01", "2020-01-01")
    named = table(ids=("1790_a", "1795_b", "1801_c", "d"))
    assert shares_by(named, "decade").groups == ("1790s", "1800s")
    assert shares_by(named, "decade").undated == 1
    with pytest.raises(HiertopicsError, match="no document has a value"):
        shares_by(table(ids=("room 1901", "b", "c", "d")), "year")


def test_each_of_several_tags_of_a_row_is_a_group(tmp_path):
    rows = [
        {"text": f"boat sea tide{number % 2}", "tags": tags}
        for number, tags in enumerate((["x", "y"], ["x"], []) * 4)
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run = ht.fit_corpus(ht.read_corpus(tmp_path / "rows.jsonl"), 2)
    shares = run.shares_by("tags")
    assert dict(zip(shares.groups, shares.n_documents, strict=True)) == {"x": 8, "y": 4}


def test_lists_labels_and_numbers():
    shares = shares_by(table(tags=[["x", "y"], ["x"], [], None]), "tags")
    assert shares.groups == ("x", "y") and shares.n_documents == (2, 1) and shares.undated == 2
    labelled = table(labels=[["f", "b"], ["g", "b"], [None, "c"], [None, None]])
    assert shares_by(labelled, "labels").groups == ("b", "c")
    assert shares_by(labelled, "fine labels").groups == ("f", "g")
    assert shares_by(table(size=[10, 9, 100, 9]), "size").groups == ("9", "10", "100")


def test_many_texts_keep_the_most_frequent():
    n_docs = 200
    documents = DocumentTable(
        tuple(map(str, range(n_docs))),
        sparse_shares(np.ones((n_docs, 1))),
        (),
        (1,),
        (np.zeros(n_docs, int),),
        np.full((n_docs, 0), None, object),
        (None,),
        {"author": [f"author {min(row, 150)}" for row in range(n_docs)]},
    )
    shares = shares_by(documents, "author")
    assert len(shares.groups) == 60 and shares.groups[-1] == "other"
    assert shares.groups[0] == "author 150" and sum(shares.n_documents) == n_docs


def test_unknown_groups_are_told():
    with pytest.raises(HiertopicsError, match="grouped by 'yaer'; did you mean 'year'"):
        shares_by(table(country=["x"] * 4), "yaer")
    with pytest.raises(HiertopicsError, match="no document has a value of 'year'"):
        group_documents(table(), "year")
    group_documents(table(year=[2000] * 4), "year")


@pytest.mark.parametrize(("encoding", "bar"), [("utf-8", "█"), ("ascii", "%")])
def test_the_table_fits_the_width(encoding, bar):
    tree = build_tree(
        [np.eye(3), np.ones((3, 2))], [FINE, BROAD], ["a" * 40, "b", "c"], wording="weight"
    )
    few = describe_groups(shares_by(table(year=[2001, 2001, 2000, 2000]), "year"), tree)
    assert "2000  2001" in few and "50 %" in few
    assert all(len(line) <= 80 for line in few.splitlines())
    shares = ht.GroupShares(
        "year",
        tuple(str(1800 + i) for i in range(200)),
        (1,) * 200,
        (np.tile(np.linspace(0, 0.4, 200), (3, 1)), np.full((2, 200), 0.5)),
    )
    many = describe_groups(shares, tree, encoding=encoding)
    assert "1800 to 1999" in many and bar in many and "40 %" in many
    assert all(len(line) <= 80 for line in many.splitlines())
    many.encode(encoding)


def test_neighbours_are_joined_by_their_documents():
    tree = build_tree([np.eye(1)], [np.ones((2, 1))], "a")
    # Where groups with the topic alternate with those without it, only their sizes tell.
    values, sizes = np.tile([0.9, 0.1], 100)[None], (3, 1) * 100
    text = describe_groups(
        ht.GroupShares("year", tuple(map(str, range(1800, 2000))), sizes, (values,)), tree, width=50
    )
    assert text.endswith("  70 %")


PARTIES = [("Labour", 2019), ("Labour", 2020), ("Tory", 2019), ("Labour", 2019), (None, 2020)]


@pytest.fixture(scope="module")
def speeches(tmp_path_factory):
    """A table whose label column is called party, and the run of it."""
    words = ["boat wind sail tide", "bread yeast oven flour"]
    rows = [
        f"{i},{words[i % 2]} {words[i % 2]},{party or 'NA'},{year}"
        for i, (party, year) in enumerate(PARTIES * 4)
    ]
    path = tmp_path_factory.mktemp("speeches") / "speeches.csv"
    path.write_text("id,text,party,year\n" + "\n".join(rows) + "\n", "utf-8")
    corpus = ht.read_corpus(path, label_columns="party")
    return path, corpus, ht.fit_corpus(corpus, (2, 1))


def test_a_label_column_keeps_its_name(speeches, tmp_path):
    _, corpus, run = speeches
    assert corpus.label_names == run.documents.label_names == ("party",)
    assert "party" not in corpus.metadata and corpus.take([0, 1]).label_names == ("party",)
    ht.save(run, tmp_path / "run")
    for each in (run, ht.load(tmp_path / "run")):
        shares = each.shares_by("party")
        assert shares.groups == ("Labour", "Tory") and shares.n_documents == (12, 4)
        assert shares.undated == 4
        assert shares.to_dict() == {**each.shares_by("labels").to_dict(), "name": "party"}


def test_names_of_labels_come_from_every_source(tmp_path):
    import pandas

    frame = pandas.DataFrame({"text": ["a boat", "a loaf"], "kind": ["x", "y"], "none": ["", ""]})
    corpus = ht.read_corpus(frame, label_columns=["none", "kind"])
    assert corpus.label_names == ("kind",) and corpus.labels.tolist() == [["x"], ["y"]]
    (tmp_path / "labels.csv").write_text("id,label,superlabel\n0,x,s\n", "utf-8")
    corpus = ht.read_corpus(frame, labels=tmp_path / "labels.csv")
    assert corpus.label_names == ("label", "superlabel")
    for folder in ("sea", "land"):
        (tmp_path / "texts" / folder).mkdir(parents=True)
        (tmp_path / "texts" / folder / "1.txt").write_text("some text", "utf-8")
    assert ht.read_corpus(tmp_path / "texts").label_names == ()


@pytest.mark.parametrize("by", ["party,year", "party, year", ("party", "year")])
def test_two_columns_at_once(speeches, by):
    _, _, run = speeches
    shares = run.shares_by(by)
    assert shares.groups == ("Labour, 2019", "Labour, 2020", "Tory, 2019")
    assert shares.n_documents == (8, 4, 4) and shares.undated == 4
    whole = run.shares_by("party")
    for pairs, alone in zip(shares.layers, whole.layers, strict=True):
        np.testing.assert_allclose((8 * pairs[:, 0] + 4 * pairs[:, 1]) / 12, alone[:, 0])
    assert run.shares_by("year:decade,party").groups == ("2010s, Labour", "2010s, Tory",
                                                         "2020s, Labour")  # fmt: skip
    with pytest.raises(HiertopicsError, match="grouped by 'yaer'; did you mean 'year'"):
        run.shares_by("party,yaer")


def test_two_columns_on_the_command_line(speeches, tmp_path, capsys):
    from hiertopics.cli.main import main

    path, _, _ = speeches
    run, page = str(tmp_path / "run"), str(tmp_path / "page.html")
    fit = ["fit", str(path), "--label", "party", "--topics", "2", "1", "--by", "party,year"]
    assert main([*fit, "--save", run, "--html", page, "--quiet"]) == 0
    printed = capsys.readouterr().out
    assert "by party,year, 4 documents left out" in printed and "Labour, 2019" in printed
    assert main(["show", run, "--by", "party,year"]) == 0
    assert capsys.readouterr().out == printed
    with open(page, encoding="utf-8") as file:
        assert '"Labour, 2019"' in file.read()


def test_pairs_of_tags_and_many_pairs():
    tagged = table(tags=[["x", "y"], ["x"], [], ["y"]], year=[1, 1, 1, 2])
    shares = shares_by(tagged, "tags,year")
    assert shares.groups == ("x, 1", "y, 1", "y, 2") and shares.n_documents == (2, 1, 1)
    many = group_documents(
        ht.Corpus.from_texts(
            ["text"] * 200, metadata={"a": list(range(50)) * 4, "b": [i // 50 for i in range(200)]}
        ),
        "a,b",
    )
    assert len(many.order) == 60 and many.order[-1] == "other"


def test_names_with_commas():
    corpus = ht.Corpus.from_texts(["a", "b"], metadata={"x, or y": ["p", "q"], "z": [1, 2]})
    assert group_documents(corpus, "x, or y,z").order == ["p, 1", "q, 2"]
