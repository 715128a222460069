"""Compare a corpus as a folder, .csv, .jsonl.gz, .parquet, .xlsx and DataFrame, and time reading.

usage: python benchmarks/forms.py CORPUS.jsonl.gz [...] [--repeats 3]

A corpus is a file of JSON lines with "text" and perhaps "id" and "label". For each form: seconds to
read it (the least of the repeats), megabytes of the file, and whether the matrix is that of the
DataFrame, bit for bit. A cell of a workbook holds 32,767 characters: where longer texts are cut,
their number is shown, and the matrix is that of the texts cut there.
"""

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

import hiertopics as ht

CELL_LIMIT = 32_767


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    print("corpus  form  documents  read s  MB  matrix")
    all_same = True
    for path in arguments.corpora:
        with tempfile.TemporaryDirectory() as place:
            for row, same in compared(path, Path(place), arguments.repeats):
                print(path.name.split(".")[0], *row, flush=True)
                all_same &= same
    sys.exit(not all_same)


def compared(path, place, repeats):
    """A row of the table for every form of a corpus, and whether it is as it should be."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        frame = pd.DataFrame([json.loads(line) for line in lines])
    frame = frame[[name for name in ("id", "text", "label") if name in frame]]
    expected = matrix(ht.read_corpus(frame))
    for name, source in written(frame, place).items():
        seconds, corpus = read(source, repeats)
        wanted, note = expected, ""
        if name == "xlsx" and (n_cut := int((frame["text"].str.len() > CELL_LIMIT).sum())):
            note = f", {n_cut} texts cut"
            wanted = matrix(ht.read_corpus(frame.assign(text=frame["text"].str[:CELL_LIMIT])))
        same = is_same(matrix(corpus), wanted)
        verdict = ("the same" if same else "DIFFERENT") + note
        yield (name, len(corpus), f"{seconds:.2f}", f"{megabytes(source):.1f}", verdict), same


def written(frame, place):
    """The corpus in every form, by the name of the form."""
    folder = place / "folder"
    folder.mkdir()
    for number, text in enumerate(frame["text"]):
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8", newline="")
    frame.to_csv(place / "x.csv", index=False)
    frame.to_json(place / "x.jsonl.gz", orient="records", lines=True, force_ascii=False)
    frame.to_parquet(place / "x.parquet")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the texts that are cut
        frame.to_excel(place / "x.xlsx", index=False, engine="xlsxwriter")
    names = ("csv", "jsonl.gz", "parquet", "xlsx")
    return {"folder": folder, **{name: place / f"x.{name}" for name in names}, "frame": frame}


def read(source, repeats):
    """Seconds that it takes to read a source, and what comes of it."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            corpus = ht.read_corpus(source)
        seconds.append(time.perf_counter() - begin)
    return min(seconds), corpus


def matrix(corpus):
    """Terms and TF-IDF of a corpus."""
    vectorizer = ht.TextVectorizer()
    X = vectorizer.fit_transform(corpus.texts)
    return vectorizer.get_feature_names_out(), X


def is_same(one, other):
    """Whether terms and every number are."""
    (terms, X), (other_terms, other_X) = one, other
    return (
        np.array_equal(terms, other_terms)
        and X.shape == other_X.shape
        and all(
            np.array_equal(getattr(X, part), getattr(other_X, part))
            for part in ("indptr", "indices", "data")
        )
    )


def megabytes(source):
    """Size of a file, or of all in a folder."""
    if isinstance(source, pd.DataFrame):
        return source.memory_usage(deep=True).sum() / 1e6
    paths = source.iterdir() if source.is_dir() else [source]
    return sum(os.path.getsize(path) for path in paths) / 1e6


if __name__ == "__main__":
    main()
