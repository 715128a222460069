"""Subtitles, notebooks and XML: their words, and no marks of the format."""

import json

import pytest
from corpus.test_read import write

import hiertopics as ht

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n<i>The tide</i> is low.\n\n"
    "2\n00:00:02,500 --> 00:00:04,000 X1:1\n{\\an8}Boats wait.\n- We know.\n\n"
    "3\n00:00:05,000 --> 00:00:06,000\n1984\n"
)
VTT = (
    "WEBVTT - Talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE not said\n\n"
    "intro\n00:01.000 --> 00:02.000 align:start\n<v Ann>The tide\nis <c.x>low</c>.\n\n"
    "00:02.000 --> 00:03.000\nis low.\nBoats &amp; crews\n"
)
TEI = (
    '<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY a "b">]><TEI xmlns="x"><teiHeader><title>About'
    "</title></teiHeader><text><body><!-- none --><head>Day one</head><p>The b<hi>oa</hi>ts &amp;\n"
    "  <persName>Ann</persName> wait.</p><lg><l>one</l><l>two</l></lg><![CDATA[a < b]]>"
    "</body></text></TEI>"
)
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Tides\n", "See *boats*."]},
            {"cell_type": "code", "source": "import os", "outputs": []},
            {"cell_type": "markdown", "source": "The end."},
        ]
    }
)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.srt", SRT, "The tide is low.\nBoats wait.\n- We know.\n1984"),
        ("a.vtt", VTT, "The tide\nis low.\nBoats & crews"),
        ("a.xml", TEI, "Day one\n\nThe boats &\nAnn wait.\n\none\n\ntwo\n\na < b"),
        ("a.ipynb", NOTEBOOK, "Tides\n\nSee boats.\n\nThe end."),
        ("b.ipynb", "no notebook", "no notebook"),
        ("a.tex", "Some words.", "Some words."),
    ],
)
def test_words_of_small_formats(tmp_path, name, content, text):
    corpus = ht.read_corpus(write(tmp_path, {name: content}))
    assert list(corpus.texts) == [text]


def entries(*spoken):
    return "\n\n".join(
        f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\n{lines}" for i, lines in enumerate(spoken, 1)
    )


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        # Said again: the second line of both, and the first as the second.
        (("The harbour\nat low tide.", "The bakery\nat low tide."), None),
        (("At low tide.\nBoats wait.", "Crews sleep.\nAt low tide."), None),
        # Rolling, by one line and by two.
        (("one\ntwo", "two\nthree", "three\nfour"), "one\ntwo\nthree\nfour"),
        (("one\ntwo\nthree", "two\nthree\nfour"), "one\ntwo\nthree\nfour"),
        (("one", "one\ntwo", "two"), "one\ntwo"),
    ],
)
def test_lines_of_subtitles_come_once_only_where_they_roll(tmp_path, spoken, text):
    corpus = ht.read_corpus(write(tmp_path, {"a.srt": entries(*spoken)}))
    assert list(corpus.texts) == ["\n".join(spoken) if text is None else text]
