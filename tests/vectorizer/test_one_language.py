"""Corpora of several languages: said with numbers, and read in one of them."""

import pytest
from support.sentences import SENTENCES

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.vectorizer.one_language import in_language


def sentences(language):
    """Some of the made text, a few sentences each."""
    words = SENTENCES[language].split()
    return [" ".join(words[i : i + 25]) for i in range(0, len(words) - 25, 5)]


@pytest.fixture
def mixed(tmp_path):
    """Folder of texts in English, German and Turkish, and how many there are of each."""
    numbers = {}
    for language in ("english", "german", "turkish"):
        texts = sentences(language)
        numbers[language] = len(texts)
        for i, text in enumerate(texts):
            (tmp_path / f"{language}{i}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "codes.txt").write_text("xk77 qq12 zz9", encoding="utf-8")
    return tmp_path, numbers


def test_one_language_is_read(mixed):
    folder, numbers = mixed
    corpus = ht.read_corpus(folder)
    for name in ("german", "de"):
        german = in_language(corpus, name)
        assert len(german) == numbers["german"]
        assert all(name.startswith("german") for name in german.ids)
        assert {why: len(ids) for why, ids in german.skipped.items()} == {
            "other language": numbers["english"] + numbers["turkish"],
            "language unknown": 1,
        }
    with pytest.raises(ht.HiertopicsError, match="french.* english, german, turkish"):
        in_language(corpus, "french")
    with pytest.raises(ht.HiertopicsError, match="no stop words for language 'klingon'"):
        in_language(corpus, "klingon")


def test_languages_are_said_and_one_is_taken_on_request(mixed, capsys):
    folder, numbers = mixed
    said = f"{numbers['german']} in german"
    assert main([str(folder), "--topics", "3"]) == 0
    notes = " ".join(capsys.readouterr().err.split())
    assert "documents are in several languages" in notes and said in notes and "--only " in notes
    assert main(["corpus", str(folder)]) == 0
    assert "--only " in capsys.readouterr().out
    assert main([str(folder), "--topics", "3", "--only", "german"]) == 0
    done = capsys.readouterr()
    assert "several languages" not in done.err and "other language" in done.err
    assert "turkish0" not in done.out and "german" in done.out


def test_one_language_is_not_several():
    texts = sentences("german") * 9 + sentences("english")[:1]
    vectorizer = ht.TextVectorizer().fit(texts)
    assert vectorizer.report_["several_languages"] == {}
