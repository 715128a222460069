"""Subtitles and transcripts whose formats keep times, styles and grammar beside what is said."""

import json

import pytest
from support.folders import write

import hiertopics as ht

SEA = "The harbour pilot steered past the moles at low tide."
BREAD = "Rye dough rests in the cool cellar until the oven is hot."
SBV = f"0:00:01.599,0:00:04.160\n{SEA}\n\n0:00:04.599,0:01:08.160\n>> {BREAD}\nIt is.\n"
ASS = (
    "[Script Info]\nTitle: zebra\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Zebra\n\n"
    "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    f"Dialogue: 0,0:00:01.00,0:00:04.00,Default,zebra,0,0,0,,{{\\an8}}{SEA}\n"
    "Comment: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,zebra\n"
    f"Dialogue: 0,0:00:05.00,0:00:09.00,Default,,0,0,0,,{BREAD}\\NIt, it is.\n"
)
OTR = json.dumps(
    {
        "text": f'<p><span class="timestamp" data-timestamp="9">00:09</span>I: {SEA}<br></p>'
        f'<p><span class="timestamp" data-timestamp="19">00:19</span>B: {BREAD}</p>',
        "media": "zebra.mp3",
    }
)
CHA = (
    "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tCHI Zebra Target_Child\n"
    f"*CHI:\t{SEA[:17]}\n\t{SEA[18:]} \x15100_190\x15\n%mor:\tdet:art|zebra\n%gra:\t1|2|ZEBRA\n"
    f"*MOT:\t&-uh {BREAD[:3]} [/] <{BREAD[4:9]}> (.) {BREAD[10:]} xxx\n@End\n"
)


@pytest.mark.parametrize(
    ("name", "source", "text"),
    [
        ("a.sbv", SBV, f"{SEA}\n>> {BREAD}\nIt is."),
        ("a.ass", ASS, f"{SEA}\n{BREAD}\nIt, it is."),
        ("a.otr", OTR, f"I: {SEA}\n\nB: {BREAD}"),
        ("a.cha", CHA, f"{SEA}\n{BREAD}"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_only_what_is_said_is_read(tmp_path, name, source, text, ends):
    source = source if name == "a.otr" else source.replace("\n", ends)
    corpus = ht.read_corpus(write(tmp_path, {name: source.encode(), "b.txt": SEA}))
    assert list(corpus.texts) == [text, SEA]


@pytest.mark.parametrize("name", ["a.otr", "a.cha"])
@pytest.mark.parametrize("source", [SEA, "[1, 2, 3] boats", '{"text": 7, "more": "boats"}'])
def test_what_only_has_such_a_name_is_a_text(tmp_path, name, source):
    corpus = ht.read_corpus(write(tmp_path, {name: source, "b.txt": SEA}))
    assert corpus.texts[0] == source
