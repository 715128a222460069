"""Programs and settings among the texts of a folder."""

from support.folders import write

import hiertopics as ht

SEA = "The harbour pilot steered past the moles at low tide."
PROGRAMS = {
    "style.css": "body{color:red}",
    "js/x.js": "function a(){return 1}",
    "conf.py": "project = 'x'",
    "_config.yml": "title: x",
    "Makefile": "help:\n\t@echo hi",
    "robots.txt": "User-agent: *",
}


def test_a_few_programs_among_texts_are_passed_over(tmp_path):
    texts = {f"{i}.md": f"{SEA} {i}" for i in range(18)}
    corpus = ht.read_corpus(write(tmp_path, texts | PROGRAMS))
    assert len(corpus.texts) == 18
    assert sorted(corpus.skipped["program"]) == sorted(PROGRAMS)


def test_many_programs_are_the_corpus(tmp_path):
    texts = {f"{i}.md": f"{SEA} {i}" for i in range(17)}
    corpus = ht.read_corpus(write(tmp_path, texts | PROGRAMS))
    assert len(corpus.texts) == 22
    assert corpus.skipped == {"to be saved as .json": ("_config.yml",)}
    assert len(ht.read_corpus(tmp_path / "js" / "x.js").texts) == 1
