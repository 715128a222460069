"""Columns of mails that have older mails below their own text."""

import random

import pandas as pd
import pytest

import hiertopics as ht
from hiertopics.corpus.files.replies import without_replies

WORDS = "bench tree road bus noise school rent park bridge street lamp market shop clinic".split()
BELOW = {
    "Outlook": f"{'_' * 32}\nFrom: Ann Lee <a@x.org>\nSent: Monday, 3 May 2021 10:00\n"
    "To: Jo\nSubject: Re: all\n\nzebra OLD.",
    "Outlook, German": "Von: Ann Lee <a@x.org>\nGesendet: Montag, 3. Mai 2021 10:00\nAn: Jo\n"
    "Betreff: AW: alles\n\nzebra OLD.",
    "original": "-----Original Message-----\nFrom: Ann\nSent: Monday\nTo: Jo\n\nzebra OLD.",
    "Gmail": "On Mon, 3 May 2021 at 10:00, Ann Lee <a@x.org> wrote:\n\n> zebra OLD.\n> zebra.",
    "Gmail, two lines": "On Mon, 3 May 2021 at 10:00, Ann Lee\n<a@x.org> wrote:\n> zebra OLD.\n>\n",
    "without marks": "Am 03.05.2021 um 10:00 schrieb Ann Lee <a@x.org>:\n\nzebra OLD.\nzebra too.",
}


def mails(below, n=40, every=2):
    rng = random.Random(2)
    own = [f"Dear all,\n\nthe {' '.join(rng.sample(WORDS, 6))}.\n\nJo" for _ in range(n)]
    return own, [f"{text}\n\n{below}" if i % every == 1 else text for i, text in enumerate(own)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("below", sorted(BELOW))
def test_older_mails_below_the_texts_of_a_column_go(below, end):
    own, texts = mails(BELOW[below])
    frame = pd.DataFrame({"Body": [text.replace("\n", end) for text in texts], "No": range(40)})
    corpus = ht.read_corpus(frame)
    assert list(corpus.texts) == own
    [remark] = [each for each in corpus.reading["remarks"] if "quoted replies" in each]
    assert "out of 20 texts; --strip none keeps them" in remark
    assert "zebra" in ht.read_corpus(frame, strip="none").texts[1]


def test_a_few_texts_with_an_older_mail_stay():
    _, texts = mails(BELOW["original"], n=100, every=100)
    texts[7] += "\n\n" + BELOW["original"]
    corpus = ht.read_corpus(pd.DataFrame({"Body": texts}))
    assert list(corpus.texts) == [text.strip() for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "A trip\n\n" + BELOW["Outlook"],  # a subject, and what was sent on
        BELOW["Outlook"],
        BELOW["Gmail"],
        "As the poet wrote:\n\nAll is well, and the sea is near.",
        "In 1984 George Orwell wrote a book.\nFrom: the heart\nTo: you, with love.",
        "He came.\n\nFrom: Paris\nDate: unknown, and more to come.",
    ],
)
def test_texts_of_their_own_stay(text):
    assert without_replies(text) == text


def test_an_answer_between_quotations_stays():
    text = f"Hello,\n\n{BELOW['Gmail']}\nThis is so.\n\n> zebra\n> zebra\n\nNot that."
    bare = without_replies(text)
    assert "zebra" not in bare and "wrote" not in bare
    assert "This is so." in bare and "Not that." in bare
