"""Labelled corpora for the benchmarks on quality: how they are read, and their numbers of topics.

Not run by itself. A corpus is a file of JSON lines, gzipped or not, with "text" and perhaps "label"
(fine) and "superlabel" (broad).
"""

import argparse
import functools
import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hiertopics.missing import known_labels

SIZES = {
    "20newsgroups_train": (20, 6),
    "arxiv_dev": (32, 8),
    "bbc_news": (20, 5),
    "debian_packages": (58, 12),
    "stackoverflow_titles": (20, 6),
}
"""Numbers of topics, fine and broad, of the corpora that figures are published of."""

CHILDREN = 4  # fine topics in a broad one, where a corpus has one layer of labels
HEADER = re.compile(r"^From: ", re.MULTILINE)


@dataclass(frozen=True)
class Labelled:
    """Texts, the labels of both layers, fine and broad (None without), and numbers of topics."""

    name: str
    texts: list
    labels: list
    sizes: tuple


def read_labelled(path, n_documents=None, sizes=None):
    """A corpus, or a part of it: documents spread evenly over the file."""
    opened = gzip.open if str(path).endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    if n_documents is not None and n_documents < len(documents):
        chosen = np.linspace(0, len(documents) - 1, n_documents).round().astype(int)
        documents = [documents[i] for i in chosen]
    name = Path(path).name.partition(".")[0]
    columns = [labels_of(documents, key) for key in ("label", "superlabel")]
    sizes = sizes or SIZES.get(name) or suggested_sizes(columns)
    texts = [body_of(document["text"]) for document in documents]
    return Labelled(name, texts, layers_of(columns, sizes), sizes)


def body_of(text):
    """A post without its headers, which often give its label away; other texts as they are."""
    head, blank, body = text.partition("\n\n")
    return body if blank and HEADER.search(head) else text


def labels_of(documents, key):
    """A label a document, or None where the corpus has none."""
    labels = np.array([document.get(key) for document in documents], dtype=object)
    return labels if known_labels(labels).any() else None


def n_labels(labels):
    return len(set(labels[known_labels(labels)].tolist()))


def suggested_sizes(columns):
    """As many topics as labels; where a layer has none, a quarter or four times as many."""
    fine, broad = (None if labels is None else n_labels(labels) for labels in columns)
    if fine is None and broad is None:
        raise SystemExit("No labels: give the numbers of topics, fine and broad, as --topics 20 6")
    fine = fine or CHILDREN * broad
    return fine, broad or max(2, round(fine / CHILDREN))


def layers_of(columns, sizes):
    """The labels of both layers; a single column is for the layer of the nearest size."""
    given = [labels for labels in columns if labels is not None]
    if len(given) != 1:
        return columns
    distances = [abs(np.log(n_labels(given[0]) / size)) for size in sizes]
    nearest = int(np.argmin(distances))
    return [given[0] if layer == nearest else None for layer in range(2)]


def make_parser(documentation, seeds):
    """A parser of what scripts on labelled corpora take."""
    parser = argparse.ArgumentParser(
        description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", help='JSON lines with "text" and "label"')
    parser.add_argument("--seeds", type=int, default=seeds)
    parser.add_argument("--documents", type=int, help="at most so many of each corpus")
    parser.add_argument("--topics", type=int, nargs=2, metavar=("FINE", "BROAD"))
    return parser


def show_pair(values, digits=3):
    """Figures of both layers, a dash for what there is none of."""
    return " / ".join(map(functools.partial(show_figure, digits=digits), values))


def show_figure(value, digits):
    """A figure without the zero before its point."""
    if value is None or np.isnan(value):
        return "–"
    return re.sub(r"^(-?)0\.", r"\1.", f"{round(value, digits) + 0.0:.{digits}f}")
