"""Corpora as a table and as a folder: what is read, how long it takes, and that both are the same.

usage: python benchmarks/corpora.py FILE.jsonl.gz...

Each line of a FILE is an object with "id", "text" and perhaps "label" and "superlabel". The folder
is one that this script writes, superlabel/label/id.txt. Every reading is a process of its own:
seconds from the start of reading to the matrix, by default settings, and the peak of resident
memory. "same" says whether both matrices are equal bit for bit, documents in the order of ids.
"""

import gzip
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy import sparse

import hiertopics as ht

COLUMNS = "corpus  as  documents  terms  nonzeros  seconds  peak MB  passed over"


def main():
    if len(sys.argv) > 2 and sys.argv[1] == "--apart":
        print(json.dumps(read_here(*sys.argv[2:])))
        return
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    print(COLUMNS)
    for path in map(Path, sys.argv[1:]):
        compare(path)


def compare(path):
    """Both rows of a corpus, and whether their matrices are the same."""
    name = path.name.partition(".")[0]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / name
        stems = write_folder(path, folder)
        matrices = {}
        for kind, source in (("jsonl.gz", path), ("folder", folder)):
            target = Path(place) / f"{kind}.npz"
            command = [sys.executable, __file__, "--apart", str(source), str(target)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            row = json.loads(done.stdout)
            print(name, kind, *row["cells"], sep="  ", flush=True)
            keys = [stems.get(each, each.rpartition("/")[2]) for each in row["ids"]]
            order = np.argsort(np.array(keys), kind="stable")
            X = sparse.load_npz(target)[order]
            matrices[kind] = (sorted(keys), row["terms"], X)
    print(f"{name}  same: {'yes' if same(*matrices.values()) else 'NO'}")


def same(one, other):
    """Whether ids, terms and every bit of the matrices agree."""
    (ids, terms, X), (other_ids, other_terms, Y) = one, other
    arrays = zip((X.data, X.indices, X.indptr), (Y.data, Y.indices, Y.indptr), strict=True)
    return ids == other_ids and terms == other_terms and all(np.array_equal(*a) for a in arrays)


def read_here(source, target):
    """One reading in this process."""
    begin = time.perf_counter()
    corpus = ht.read_corpus(source)
    vectorizer = ht.TextVectorizer()
    X = vectorizer.fit_transform(corpus.texts)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sparse.save_npz(target, X, compressed=False)
    skipped = ", ".join(f"{len(paths)} {why}" for why, paths in corpus.skipped.items()) or "nothing"
    cells = [f"{len(corpus):,}", f"{X.shape[1]:,}", f"{X.nnz:,}", f"{seconds:.1f}", f"{peak:.0f}"]
    terms = vectorizer.get_feature_names_out().tolist()
    return {"cells": [*cells, skipped], "ids": list(corpus.ids), "terms": terms}


def write_folder(path, folder):
    """Write each text to superlabel/label/id.txt; the file's name for every id."""
    stems = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            labels = [document.get(layer) for layer in ("superlabel", "label")]
            place = folder.joinpath(*(safe(label) for label in labels if label))
            place.mkdir(parents=True, exist_ok=True)
            stem = stems[str(document["id"])] = safe(document["id"])
            (place / f"{stem}.txt").write_text(document["text"], encoding="utf-8")
    return stems


def safe(name):
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", str(name)).strip(".") or "_"


if __name__ == "__main__":
    main()
