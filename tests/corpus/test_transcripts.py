"""Transcripts without times become turns where they are certain; plays and lists do not."""

import pytest
from corpus.test_chats import SAID, saved

from hiertopics import read_corpus

LONG = [text for text in SAID if " " in text]
TURNS = [f"{text} {number}" for number in (1, 2) for text in LONG]


@pytest.mark.parametrize(
    "names",
    [
        ("Interviewer", "Ann Sea"),
        ("Speaker 1", "Speaker 2"),
        ("Q", "A"),
        ("Łucja", "Ömer", "P. Sea"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_each_turn_is_a_document_with_its_speaker(tmp_path, names, gap):
    order = [names[(n * n) % len(names)] for n in range(len(TURNS))]
    turns = gap.join(f"{who}: {text}" for who, text in zip(order, TURNS, strict=True))
    corpus = read_corpus(saved(tmp_path, [turns], "talk.txt"))
    assert list(corpus.texts) == TURNS
    assert list(corpus.metadata["sender"]) == order and "date" not in corpus.metadata
    assert corpus.reading["remarks"][0].startswith("talk.txt was read as a transcript: ")
    saved(tmp_path, ["the boat is sold"], "b.txt")
    assert len(read_corpus(tmp_path)) == 2  # in a folder each file is a document


TWO = [f"{'Ann' if n % 2 else 'Bo'}: {text}" for n, text in enumerate(TURNS)]
NONE = {
    "a play": ["Scene 2. A pier.", *TWO],
    "a play with an entrance": [*TWO[:5], "[Enter a sailor]", *TWO[5:]],
    "records": [f"{('Boat', 'Port', 'Crew')[n % 3]}: {text}" for n, text in enumerate(TURNS)],
    "columns": [f"{('Title', 'Author')[n % 2]}: {text}" for n, text in enumerate(TURNS)],
    "a glossary": [f"Term{'abcdefghijklmnopqr'[n]}: {text}" for n, text in enumerate(TURNS)],
    "levels": [f"{('INFO', 'ERROR')[n % 2]}: {text}" for n, text in enumerate(TURNS)],
    "numbers": [f"{('Wind', 'Tide')[n % 2]}: {n}.5" for n in range(40)],
    "short": TWO[:6],
    "prose": [
        text for n, turn in enumerate(TWO) for text in (turn, "She looked at the sea.", SAID[0])
    ],
    "a letter": ["Ann: it is said that", *TURNS],
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_transcript_stays_lines(tmp_path, name):
    corpus = read_corpus(saved(tmp_path, NONE[name], "a.txt"))
    assert "sender" not in corpus.metadata and "\n".join(corpus.texts) == "\n".join(NONE[name])


def test_turns_of_otter(tmp_path):
    names = ("Ann Walker", "Speaker 2", "Unknown Speaker 3")
    turns = [SAID[i % len(SAID)] for i in range(30)]
    text = "".join(f"{names[i % 3]}  {i}:{i + 10}  \n{turn}\n\n" for i, turn in enumerate(turns))
    path = tmp_path / "a.txt"
    path.write_text(f"{text}Transcribed by https://otter.ai\n")
    corpus = read_corpus(path)
    assert list(corpus.texts) == turns
    assert corpus.metadata["sender"][:3] == names
