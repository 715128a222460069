"""``hiertopics matrix`` writes what a fit is made of, and says what was read as ``fit`` does."""

import json
import re

import numpy as np
import pytest

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.matrix import write


def said_by(capsys):
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_the_matrix_the_ids_and_the_vectorizer_come_back(everyday, tmp_path, capsys):
    out = tmp_path / "matrix"
    assert main(["matrix", str(everyday), str(out), "--min-df", "2", "--no-phrases"]) == 0
    printed, notes = said_by(capsys)
    corpus = ht.read_corpus(everyday)
    vectorizer = ht.TextVectorizer(min_df=2, phrases=False)
    X = vectorizer.fit_transform(corpus.texts)
    stored, kept = ht.open_matrix(out), ht.load(out / "vectorizer.ht")
    assert (stored.tocsr() != X).nnz == 0
    assert stored.feature_names.tolist() == kept.get_feature_names_out().tolist()
    assert stored.ids.tolist() == list(corpus.ids)
    assert (kept.transform(corpus.texts[:9]) != X[:9]).nnz == 0
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    shape = f"{X.shape[0]:,} documents, {X.shape[1]:,} terms"
    assert printed == f"{shape}, {X.nnz:,} entries, {size:,} bytes in {out}\n"
    assert "hiertopics: language: english, guessed\n" in notes


def test_notes_are_those_of_fit_and_quiet_is_quiet(tmp_path, capsys):
    texts = [f"boat sails the tide {word} {i}" for i in range(9) for word in ("b", "wave", "wave")]
    rows = [{"text": text, "skip": None} for text in texts] + [{"text": ""}]
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    notes = []
    for words in (["fit", str(path), "--topics", "2"], ["matrix", str(path), str(tmp_path / "m")]):
        assert main([*words, "--dedupe"]) == 0
        said = said_by(capsys)[1]
        notes.append([line for line in said.splitlines() if line.startswith("hiertopics: ")])
    assert notes[0] == notes[1] and any("repeat" in note for note in notes[0])
    assert ht.open_matrix(tmp_path / "m").shape[0] < len(texts)
    assert main(["matrix", str(path), str(tmp_path / "n"), "--quiet"]) == 0
    printed, said = said_by(capsys)
    assert said == "" and re.fullmatch(r"27 documents, .*\n", printed)


@pytest.mark.parametrize("is_file", [True, False])
def test_other_things_are_left_alone_and_nothing_is_read(
    everyday, tmp_path, capsys, monkeypatch, is_file
):
    monkeypatch.setattr("hiertopics.corpus.read.read_corpus", None)
    (tmp_path / "diary.txt").write_text("boat")
    out = tmp_path / "diary.txt" if is_file else tmp_path
    assert main(["matrix", str(everyday), str(out)]) == 1
    expected = "is a file" if is_file else "holds other things (diary.txt)"
    assert expected in said_by(capsys)[1]
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_an_interrupted_matrix_is_written_anew(everyday, tmp_path, capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    out = tmp_path / "matrix"
    with monkeypatch.context() as patch:
        patch.setattr(write._Writer, "finish", interrupt)
        assert main(["matrix", str(everyday), str(out)]) == 130
    with pytest.raises(ht.StoreError, match="is not finished|holds no matrix"):
        ht.open_matrix(out)
    assert main(["matrix", str(everyday), str(out), "--quiet"]) == 0
    assert np.all(ht.open_matrix(out)[:3].sum(axis=1) > 0)
