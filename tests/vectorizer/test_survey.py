"""What is said of a corpus is true, and is said in lines that can be read."""

import json

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

import hiertopics as ht
from hiertopics.report.terminal.corpus import describe_corpus
from hiertopics.vectorizer import stored_tokens, stream
from hiertopics.vectorizer.tokens import tokenize

TEXTS = [
    "The boat sails out with the tide, and the crew sings.",
    "The boat sails out with the tide, and the crew sings.",
    "The boat sails out with the tide and then the whole crew sings a song.",
    "Bread and dough: the baker kneads the dough before he bakes the bread.",
    "Das Boot fährt mit der Flut hinaus, und die Mannschaft singt dabei.",
    "12 34",
]


@pytest.fixture(scope="module")
def survey():
    return ht.survey_corpus(
        ht.Corpus.from_texts(TEXTS, labels=list("aabbcc")), near_duplicates=True
    )


def test_the_report_counts_what_is_there(survey):
    report = survey.report
    assert json.loads(json.dumps(report)) == report
    assert report["n_documents"] == 6 and report["labels"] == [3] and report["source"] == "memory"
    assert (report["n_terms"], report["n_nonzeros"]) == (survey.X.shape[1], survey.X.nnz)
    assert report["n_empty"] == 1
    assert report["language"] == "english"
    assert report["words"]["languages"] == {"english": 4, "german": 1, "unknown": 1}
    words = report["words"]
    assert words["n_tokens"] == sum(len(tokenize(text)) for text in TEXTS)
    assert words["n_terms"] == report["n_terms"]
    dropped = {reason: found["terms"] for reason, found in words["dropped"].items()}
    assert words["n_words"] == words["n_terms"] + sum(dropped.values())
    assert words["dropped"]["stop words"]["such_as"][0] == "the"
    assert report["duplicates"]["exact"] == 1
    assert report["duplicates"]["such_as"][0] == ["2", "1"]


def test_repeated_documents_are_dropped_when_asked():
    corpus = ht.Corpus.from_texts(TEXTS, labels=list("aabbcc"), metadata={"year": range(6)})
    survey = ht.survey_corpus(corpus, dedupe=True)
    assert survey.corpus.ids == ("1", "3", "4", "5", "6")
    assert survey.corpus.labels.ravel().tolist() == list("abbcc")
    assert survey.corpus.metadata["year"] == (0, 2, 3, 4, 5)
    assert survey.report["duplicates"]["dropped"] and survey.X.shape[0] == 5
    expected = ht.TextVectorizer().fit_transform(survey.corpus.texts)
    assert abs(survey.X - expected).max() == 0
    run = ht.fit_corpus(corpus, 2, dedupe=True)
    assert sum(node.n_documents for node in run.tree) <= 5
    assert run.corpus_report == survey.report


def test_near_duplicates_are_looked_for_when_asked(survey, monkeypatch):
    monkeypatch.setattr("hiertopics.vectorizer.survey.find_duplicates", lambda *given: 1 / 0)
    report = ht.survey_corpus(ht.Corpus.from_texts(TEXTS, labels=list("aabbcc"))).report
    assert report["duplicates"] == {"exact": 1, "dropped": False, "such_as": [["2", "1"]]}
    assert "duplicates  1 exact, kept" in describe_corpus(report, 200)
    assert all(report[name] == survey.report[name] for name in report if name != "duplicates")


def test_another_vectorizer_has_a_shorter_report():
    corpus = ht.Corpus.from_texts(TEXTS)
    survey = ht.survey_corpus(corpus, TfidfVectorizer())
    assert survey.X.shape[0] == 6 and "words" not in survey.report
    assert "matrix      6 documents" in describe_corpus(survey.report)
    with pytest.raises(ht.CorpusError, match="out needs a TextVectorizer"):
        ht.survey_corpus(corpus, TfidfVectorizer(), out="nowhere")
    with pytest.raises(ht.CorpusError, match="dedupe=True needs a TextVectorizer"):
        ht.survey_corpus(corpus, TfidfVectorizer(), dedupe=True)


def test_lines_left_out_are_reported():
    texts = [
        f"Text u{i} v{i} w{i} x{i} y{i} z{i}.\nThing.\n  This message was  sent by boat.\nEnd."
        for i in range(12)
    ]
    report = ht.survey_corpus(ht.Corpus.from_texts(texts)).report
    found = {"lines": 1, "documents": 12, "such_as": [["this message was sent by boat", 12]]}
    assert report["words"]["boilerplate"] == found
    said = 'left out: 1 line that many documents share, in 12 documents ("this message was sent by'
    assert said in describe_corpus(report, 200)
    kept = ht.survey_corpus(ht.Corpus.from_texts(texts), ht.TextVectorizer(keep=["boilerplate"]))
    assert kept.report["words"]["boilerplate"] == {"lines": 0, "documents": 0, "such_as": []}
    assert "boilerplate" not in describe_corpus(kept.report)


def test_lines_fit_and_nothing_acts_on_the_terminal(survey):
    report = {
        **survey.report,
        "source": "/x" * 80 + "\x1b[31m\u202e",
        "skipped": {"hidden": 12, "empty": 1},
        "skipped_such_as": {"hidden": [".a\nb", ".c"], "empty": ["d"]},
        "reading": {
            "columns": {"text": ["title", "body"], "id": None, "labels": ["k"], "metadata": []},
            "encodings": {"utf-8": 3, "cp1252": 1},
            "bad_bytes": {"bytes": 1, "texts": 1},
            "taken_for": {"e-mail": 2, "HTML": 1},
            "split": 200,
            "labels": "columns",
        },
        "metadata": ["date"],
    }
    for width in (40, 80, 200):
        text = describe_corpus(report, width)
        assert max(map(len, text.splitlines())) <= width
        assert "\x1b" not in text and "\u202e" not in text
    for part in (
        "each text split into runs of 200 words",
        "2 texts taken for e-mail",
        "1 text taken for HTML",
        "12 hidden (.a\\nb, .c, ...)",
        "text from 'title', 'body', numbered by row, labels from 'k'",
        "utf-8 (3 files), cp1252 (1 file); 1 byte that made no sense in 1 text",
        "labels      3 from columns",
        "metadata    date",
    ):
        assert part in describe_corpus(report, 200)


def test_a_labels_file_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.txt").write_text(f"text{name} boat")
    (tmp_path / "labels.csv").write_text("id,label\na,x\nq,y\n")
    corpus = ht.read_corpus(tmp_path / "in", labels=tmp_path / "labels.csv")
    text = describe_corpus(ht.survey_corpus(corpus).report, 200)
    assert "labels      1 from a file" in text
    assert "1 document named by column 'id'; 1 row for no document (q)" in text


def test_progress_reaches_the_total():
    told = []
    corpus = ht.Corpus.from_texts(["boat tide"] * 250)
    ht.survey_corpus(corpus, ht.TextVectorizer(max_df=1.0), progress=lambda *at: told.append(at))
    assert told[0] == ("counting words", 0, 250)
    assert told[-1] == ("counting words", 250, 250)
    assert np.all(np.diff([done for _, done, _ in told]) >= 0)


@pytest.mark.parametrize("options", [{}, {"stem": True, "n_jobs": 2}])
def test_no_token_is_passed_over_more_than_four_times(monkeypatch, options):
    """Once to count, twice for phrases, and once in the passages that are weighed for excerpts."""
    passed = []

    def watched(blocks):
        for ids, ends in blocks:
            passed.append(len(ids))
            yield ids, ends

    numbered, stored = stream.numbered, stored_tokens.StoredTokens.__iter__
    monkeypatch.setattr(stream, "numbered", lambda *given: watched(numbered(*given)))
    monkeypatch.setattr(stored_tokens.StoredTokens, "__iter__", lambda self: watched(stored(self)))
    texts = [f"The space shuttle w{i % 7} flew. " * 90 for i in range(60)]
    vectorizer = ht.TextVectorizer("english", max_df=1.0, **options)
    run = ht.fit_corpus(ht.Corpus.from_texts(texts), 2, vectorizer=vectorizer)
    list(run.documents.excerpts)
    n_tokens = run.corpus_report["words"]["n_tokens"]
    assert n_tokens == 60 * 90 * 5 and run.vectorizer.phrases_[0] == ("space", "shuttle")
    assert 3 * n_tokens < sum(passed) <= 4 * n_tokens
    passed.clear()
    vectorizer.fit_transform(texts)
    assert sum(passed) == 3 * n_tokens
    passed.clear()
    vectorizer.transform(texts)
    assert sum(passed) == n_tokens
    passed.clear()
    vectorizer.set_params(phrases=False).fit_transform(texts)
    assert sum(passed) == n_tokens


def test_a_report_with_all_there_may_be_to_say_fills_one_screen(survey):
    many = [f"{'long ' * 9}example {number}" for number in range(100)]
    report = {
        **survey.report,
        "skipped": {f"reason {number}": 7_000 for number in range(9)},
        "skipped_such_as": {f"reason {number}": many[:5] for number in range(9)},
        "n_empty": 3,
        "reading": {"doubts": many, "remarks": many, "labels": "folders"},
        "metadata": ["date"],
    }
    text = describe_corpus(report)
    lines = text.splitlines()
    assert len(lines) <= 52 and lines[0].startswith("doubtful")
    assert "96 more" in " ".join(lines[:12])
    assert all(f"7,000 reason {number}" in " ".join(text.split()) for number in range(9))
    order = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert order[:6] == "doubtful documents passed empty choices duplicates".split()
    assert order[6:] == "labels metadata language words matrix".split()
