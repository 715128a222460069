import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hiertopics.vectorizer import segmenters
from hiertopics.vectorizer.tokens import tokenize

# Drawn often enough to meet each other, which arbitrary characters seldom do.
TRICKY = st.text(
    st.sampled_from(
        "aAsStTlnqudeéİßΣσ'’‘ʼ_-@:/.w<>&;05²½Ⅷ+#ﬁＡ \n\u0301\u093f\u0915\u200d\u00ad\u0130"
    )
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bob's well-known e-mail", ["bob", "well", "known", "mail"]),
        ("don't DON’T don‘t", ["don't"] * 3),
        ("I'm; the dogs' bowl; it's", ["i'm", "the", "dogs", "bowl", "it"]),
        ("O'Brien's rock'n'roll", ["o'brien", "rock'n'roll"]),
        ("snake_case_name __init__", ["snake", "case", "name", "init"]),
        ("1999 2nd x2 mp3 a b C", ["x2", "mp3"]),
        ("L'homme qu'il a vu aujourd'hui", ["homme", "qu", "il", "vu", "aujourd'hui"]),
        ("dell'arte un’altra all'inizio", ["dell", "arte", "un", "altra", "all", "inizio"]),
        ("il n'y a, lorsqu'elle, quest'anno, dov'è", "il lorsqu elle quest anno dov".split()),
        ("İstanbul'da Ankara’ya AB'nin Ali'den", "istanbul ankara ab ali".split()),
        ("Hawai'i, Shi'a, ma'am, O'Dan", "hawai'i shi'a ma'am o'dan".split()),
        ("أُلغِيَ القِطار שָׁלוֹם", "ألغي القطار שלום".split()),
        ("o'clock c'mon d'you y'all", ["o'clock", "c'mon", "d'you", "y'all"]),
        ("об'єкт п’ять", ["об'єкт", "п'ять"]),
        ("हिन्दी में कंप्यूटर", ["हिन्दी", "में", "कंप्यूटर"]),
        ("Straße ΟΔΟΣ naïve cafe\u0301", ["straße", "οδος", "naïve", "café"]),
        ("exam\u00adple foot\u00b2note note²", ["example", "foot", "note", "note"]),
        ("see https://example.org/a?b=c, or www.example.com/x now", ["see", "or", "now"]),
        ("to bob.smith+x@mail.example.org: hi", ["to", "hi"]),
        ("meet @ noon, says @alice", ["meet", "noon", "says"]),
        ("one<br />two <B>three</B> <joe> R&amp;D caf&eacute;", "one two three joe café".split()),
        ("", []),
    ],
)
def test_words(text, words):
    assert tokenize(text) == words


def test_case_is_kept_on_request():
    assert tokenize("Bob'S L'Avare NASA", lowercase=False) == ["Bob", "Avare", "NASA"]


@given(st.text() | TRICKY, st.booleans())
@example("a'l'homme", True)
@example("bob's'x", True)
@example("İ'i", True)
def test_words_split_again_are_the_same(text, lowercase):
    text = segmenters.UNSPACED.sub(" ", text)  # dictionaries promise no such thing
    words = tokenize(text, lowercase)
    assert tokenize(" ".join(words), lowercase) == words
    assert all(len(word) > 1 and word[0] in ".123456789" or word[0].isalpha() for word in words)
    assert not any(" " in word for word in words)


@given(st.text(st.characters(max_codepoint=127)))
def test_the_ascii_path_finds_what_the_unicode_path_finds(text):
    assert tokenize(text) == tokenize(text + " ж")


def test_a_long_run_without_a_space_is_no_trap():
    for piece in ("a", "a@", "x.", "www.", "l'", "<b"):
        tokenize(piece * (500_000 // len(piece)))


def test_nltk_is_left_alone_without_stemming():
    code = (
        "import sys; from hiertopics.vectorizer.tokens import tokenize; tokenize('été'); "
        "assert not {'nltk', 'sklearn', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("text", "keep", "words"),
    [
        ("in 1999 at 3d and 7", ["numbers"], ["in", "1999", "at", "3d", "and"]),
        ("ab٣٤ ٣٤٥", ["numbers"], ["ab٣٤", "٣٤٥"]),
        ("see www.boat.org or a@b.org", ["urls"], ["see", "www", "boat", "org", "or", "org"]),
        ("a <b>bold</b> &amp; one", ["markup"], ["bold", "amp", "one"]),
        (r"a \emph{word} $x_{max}$", ["latex"], ["emph", "word", "max"]),
        (r"a \emph{word} $x_{max}$", [], ["word"]),
    ],
)
def test_what_is_dropped_can_be_kept(text, keep, words):
    assert tokenize(text, keep=keep) == words


@given(st.text(st.sampled_from("aB 1_'’é²\u0301ß٣<>$\\@.w:/&;#x{}")), st.booleans())
def test_numbers_add_words_and_take_none_away(text, fold):
    alone = tokenize(text, fold_accents=fold)
    more = tokenize(text, keep=["numbers"], fold_accents=fold)
    assert set("".join(alone)) <= set("".join(more))


def test_accents_are_folded_when_asked():
    assert tokenize("Café ÉTÉ naïve Größe łódź Ærø", fold_accents=True) == (
        ["cafe", "ete", "naive", "grosse", "lodz", "aero"]
    )
    assert tokenize("हिन्दी", fold_accents=True) == ["हिन्दी"], "vowel signs are no accents"


def test_lines_of_encoded_files_are_dropped():
    encoded = "\n".join(["begin 644 x.zip", "M" + "9V9_" * 15, "M" + "AX_M" * 15, "end"])
    assert tokenize(f"before\n{encoded}\nafter") == ["before", "begin", "zip", "end", "after"]
    assert len(tokenize(encoded, keep=["markup"])) > 3
    assert tokenize("&#" + "1" * 5000 + ";boat") == ["boat"]
