"""A generated corpus of 1 GB on its way to the matrix: seconds, and memory beyond the matrix.

usage: python benchmarks/large.py [--megabytes 1000] [--jobs N]

Words have Zipf's frequencies, documents some 300 words; once as one table (.jsonl) and once as a
folder of files with 50 KB each. Reading and counting with default settings, phrases included, is a
process of its own; its peak of resident memory is set against the bytes of the matrix.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import hiertopics as ht

N_WORDS = 200_000
BOUND = 500  # MB beyond the matrix
WORDS_A_DOCUMENT, WORDS_A_FILE = 300, 7_500


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--apart", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.apart:
        print(json.dumps(read_here(arguments.apart, arguments.jobs)))
        return
    print("as  MB  documents  terms  nonzeros  seconds  peak MB  matrix MB  beyond MB  bound MB")
    for kind, write in (("table", write_table), ("folder", write_folder)):
        with tempfile.TemporaryDirectory() as place:
            source = write(Path(place), arguments.megabytes * 1_000_000)
            command = [sys.executable, __file__, "--apart", str(source)]
            command += ["--jobs", str(arguments.jobs)] if arguments.jobs else []
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found = json.loads(done.stdout)
        beyond = found["peak"] - found["matrix"]
        print(kind, arguments.megabytes, *found.values(), f"{beyond:.0f}", BOUND, sep="  ")


def read_here(source, n_jobs):
    """Read and count in this process."""
    begin = time.perf_counter()
    corpus = ht.read_corpus(source)
    X = ht.TextVectorizer(n_jobs=n_jobs).fit_transform(corpus.texts)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    matrix = (X.data.nbytes + X.indices.nbytes + X.indptr.nbytes) / 1e6
    return {
        "documents": len(corpus),
        "terms": X.shape[1],
        "nonzeros": X.nnz,
        "seconds": round(seconds),
        "peak": round(peak),
        "matrix": round(matrix),
    }


def texts(n_bytes, length):
    """Texts of so many words until there are so many bytes."""
    rng = np.random.default_rng(0)
    letters = np.array(list("abcdefghijklmnoprstuvw"))
    names = np.array(["".join(rng.choice(letters, rng.integers(3, 10))) for _ in range(N_WORDS)])
    shares = np.cumsum(1 / np.arange(1, N_WORDS + 1))
    shares /= shares[-1]
    written = 0
    while written < n_bytes:
        chosen = names[np.searchsorted(shares, rng.random((100, length)))].tolist()
        for words in chosen:
            text = " ".join(words)
            written += len(text)
            yield text


def write_table(place, n_bytes):
    """Write one table; its path."""
    path = place / "texts.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(texts(n_bytes, WORDS_A_DOCUMENT)):
            file.write(json.dumps({"id": number, "text": text}) + "\n")
    return path


def write_folder(place, n_bytes):
    """Write a folder of files; its path."""
    for number, text in enumerate(texts(n_bytes, WORDS_A_FILE)):
        (place / f"{number}.txt").write_text(text, encoding="utf-8")
    return place


if __name__ == "__main__":
    main()
