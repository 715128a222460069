import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from hiertopics.vectorizer.english import stem_english

nltk_stem = SnowballStemmer("english").stem

HEADS = ["", *"a b y l be yy hop sta nat inst rel gener commun arsen controll ''".split()]
# Of every step of the algorithm, with y where it reads i, and what its rules look for besides.
ENDINGS = (
    "'s' 's ' sses ied ies us ss s eedly ingly edly eed ing ed ization ational fulness ousness "
    "iveness tional biliti bility lessly entli ently ation alism ality ously iviti ivity fully "
    "enci ency anci ancy abli ably izer ator alli ally bly ogi ogy li ly alize icate iciti icity "
    "ative ical ness ful ement ance ence able ible ment ant ent ism ate iti ous ive ize ion sion "
    "al er ic e l ll at bl iz bb tt y Y"
).split()


@given(
    st.sampled_from(HEADS),
    st.text(st.sampled_from("aeioybtlswxy"), max_size=4),
    st.lists(st.sampled_from(ENDINGS), max_size=3).map("".join),
)
def test_made_up_words_have_the_stems_of_nltk(head, middle, ending):
    word = head + middle + ending
    assert stem_english(word) == nltk_stem(word)


@given(st.text(st.sampled_from("aeysledingtouY'\u2019\u201bé1İ ")))
def test_any_text_has_the_stem_of_nltk(text):
    assert stem_english(text) == nltk_stem(text)


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("networks", "network"),
        ("Generalizations", "general"),
        ("hoping", "hope"),
        ("hopping", "hop"),
        ("relational", "relat"),
        ("say", "say"),
        ("cry", "cri"),
        ("skies", "sky"),
        ("succeeding", "succeed"),
        ("news", "news"),
        ("mp3", "mp3"),
    ],
)
def test_stems(word, stem):
    assert stem_english(word) == stem == nltk_stem(word)
