"""Names with marks or digits in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hiertopics as ht
from hiertopics.vectorizer.tokens import Cleaning, tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++ and C#, F# or .NET in g++; VC++!", "c++ and c# f# or .net in g++ vc++"),
        ("covid-19, F-16s; the F-16; B-52 (UTF-8)", "covid-19 f-16s the f-16 b-52 utf-8"),
        ("SARS-CoV-2 and non-covid-19-related", "sars-cov-2 and non covid-19 related"),
        ("5G 4K 3D 2FA 7zip 3gpp", "5g 4k 3d 2fa 7zip 3gpp"),
        ("B2B H1N1 mp3 node.js x86", "b2b h1n1 mp3 node js x86"),
        ("1st 2nd 23rd 5pm 10kg 3mm 1bn 1990s 2e 1er 4th", ""),
        ("pages 12-14, 2019-03-04, 12-Mar-93, 1-800-555", "pages mar"),
        ("0x3f 4f 5e a1b2 192.168.1.1 +49-30-1234", "a1b2"),
        ("i++ n++ count++ a+b n-1 k-2 ## a## x#1", "count"),
        ("example.net a.net b.NET", "example net net net"),
        ("ISO-8859-1 post-1945 mid-1990s", "iso post mid"),
        ("--19 -19 a--19", ""),
    ],
)
def test_words(text, words):
    assert tokenize(text) == words.split()


NAMES = st.lists(st.sampled_from("aA c C+ # - . 1 19 5 g net Net \n\t' éО".split(" ")))


@given(NAMES.map("".join), st.booleans(), st.booleans())
def test_names_stay_when_split_again(text, lowercase, numbers):
    keep = ["numbers"] * numbers
    words = tokenize(text, lowercase, keep)
    assert tokenize(" ".join(words), lowercase, keep) == words
    cleaning = Cleaning(lowercase, frozenset(keep))
    by_piece = [word for piece in cleaning.pieces(text) for word in cleaning.words(piece)]
    assert [half for word in by_piece for half in word.split("\5")] == words


def test_names_in_addresses_are_none():
    assert tokenize("covid-19@who.int http://x.org/c++/covid-19 see a-1@b.org") == ["see"]
    assert tokenize("\1\2\3\4\5 a\1b") == []


def test_names_are_terms_and_parts_of_phrases():
    texts = [f"the covid-19 vaccine and C++ w{i % 9} compilers of 5G" for i in range(60)]
    vectorizer = ht.TextVectorizer(max_df=1.0, stem=True, keep=["boilerplate"]).fit(texts)
    assert {"covid-19", "c++", "5g", "covid-19 vaccine"} <= {*vectorizer.vocabulary_}
    together = ht.TextVectorizer(max_df=1.0, keep_together=["C++ w1"]).fit(texts)
    assert "c++ w1" in together.vocabulary_


def test_a_corpus_of_numbers_says_how_to_keep_them():
    with pytest.raises(ht.HiertopicsError, match="--keep numbers"):
        ht.TextVectorizer().fit(["7 12 431", "9 55 7"] * 20)
