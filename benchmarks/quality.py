"""A leaderboard: topics of this package and of others, how good they are and what they take.

usage: python benchmarks/quality.py FILE.jsonl.gz... [--seeds 3] [--methods NAME...]
       [--documents N] [--topics FINE BROAD] [--threads N] [--timeout SECONDS]
       [--results RUNS.jsonl]

From a fresh environment:

    python -m venv E
    E/bin/pip install -e . -r benchmarks/requirements-quality.txt
    E/bin/python benchmarks/quality.py FILE.jsonl.gz...

A FILE has an object a line with "text" and "label" (fine), "superlabel" (broad) or both; posts are
read without their headers. All methods have the same texts, and those that read words the same
terms, of TextVectorizer by default: counts, TF-IDF (idf to the power 1.5 here, 1 for others), or
the terms of each document. Each run is a process of its own. A package that is missing is a row
that says so. Figures, fine / broad, are means over seeds:

NMI, AMI
    Of labels with the one topic of each document. Documents that a method leaves out are a group of
    their own. One layer of labels belongs to the layer with about as many topics.
NPMI
    Of the ten first words of each topic, in the documents of the corpus; C_v goes to the results.
diversity
    The distinct words of all topics as a part of all their words.
seconds, processor s, peak MB
    From the data in memory to topics, imports left out, embeddings of texts included; the time of
    all processors, which others on the machine change less; and the whole memory of the process,
    imports included. A flat method is fitted twice, once for each layer.

--threads 1 holds everybody to one thread: on a machine that others use as well, libraries whose
threads wait for each other take many times as long as alone. --results keeps every run as a line of
JSON; runs that are in it already, and did not fail, are not made again.
"""

import datetime
import json
import statistics
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import leaderboard
import measuring
import numpy as np
from labelled import make_parser, read_labelled, show_pair
from sklearn.exceptions import ConvergenceWarning

import hiertopics as ht
from hiertopics.missing import known_labels
from hiertopics.quality.agreement import clustering_scores
from hiertopics.quality.coherence import coherence
from hiertopics.quality.diversity import diversity
from hiertopics.quality.reference import reference_of

COLUMNS = (
    "method",
    "topics",
    "NMI",
    "AMI",
    "NPMI",
    "diversity",
    "seconds",
    "processor s",
    "peak MB",
)
SCORES = ("nmi", "ami", "npmi", "c_v", "diversity")
GIVEN = -2  # the topic of a document whose label was given: it is not scored


def main():
    if sys.argv[1:2] == ["--alone"]:
        leaderboard.run_alone(*sys.argv[2:])
        return
    options = parse()
    warm_up()
    print(measuring.describe_machine(), datetime.date.today().isoformat())
    threads = "as many threads as it takes" if options.threads is None else options.threads
    print(f"Packages: {leaderboard.versions()}. Threads of a method: {threads}.")
    for path in options.sources:
        corpus = read_labelled(path, options.documents, options.topics)
        print(f"\n{corpus.name}, {len(corpus.texts):,} documents, topics {corpus.sizes}\n")
        print_table(corpus, options)


def parse():
    parser = make_parser(__doc__, seeds=3)
    names = list(leaderboard.METHODS)
    parser.add_argument("--methods", nargs="+", choices=names, default=names, metavar="NAME")
    parser.add_argument("--threads", type=int, help="of each method; by default what it takes")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds of a run at most")
    parser.add_argument("--results", type=Path, help="a file of runs, to go on with and to keep")
    options = parser.parse_args()
    if not options.sources:
        parser.error("give a file; the methods are " + ", ".join(repr(name) for name in names))
    return options


def warm_up():
    """Have the kernels of this package compiled on disk, as they are after a first run."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    texts = [f"alpha{i % 7} beta{i % 5} gamma{i % 11} delta{i % 3}" for i in range(300)]
    leaderboard.fit_default(texts, (4, 2), 0)
    X = ht.TextVectorizer().fit_transform(texts)
    for model in (ht.NMF, ht.HierarchicalNMF, ht.DeepNMF, ht.NeuralNMF):
        model(4 if model is ht.NMF else (4, 2), max_epochs=3, random_state=0).fit(X)


def print_table(corpus, options):
    """The rows of a corpus, each as soon as it is measured."""
    print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|", flush=True)
    judge = Judge(corpus)
    deviations = {}
    with tempfile.TemporaryDirectory() as place:
        leaderboard.prepare(corpus, Path(place))
        for name in options.methods:
            runs = []
            for seed in range(options.seeds):
                runs.append(measured(corpus, name, seed, place, judge, options))
                if "failed" in runs[-1]:
                    break
            print(show_row(name, runs), flush=True)
            deviations[name] = deviation(runs)
    widest = max(deviations, key=deviations.get)
    if options.seeds > 1:
        print(
            f"\nMeans of {options.seeds} seeds. The standard deviation of NMI over them is at most "
            f"{deviations[widest]:.3f} ({widest}), its median over methods "
            f"{statistics.median(deviations.values()):.3f}."
        )


def measured(corpus, name, seed, place, judge, options):
    """One run: made and judged, or as it is among the results."""
    key = {
        "corpus": corpus.name,
        "documents": len(corpus.texts),
        "topics": list(corpus.sizes),
        "threads": options.threads,
        "method": name,
        "seed": seed,
    }
    if options.results is not None and options.results.exists():
        for line in options.results.read_text(encoding="utf-8").splitlines():
            run = json.loads(line)
            if all(run[part] == key[part] for part in key) and "failed" not in run:
                return run
    run = key | run_apart(name, seed, place, options)
    if "failed" not in run:
        run |= judge(run.pop("words"), run.pop("assigned"))
    if options.results is not None:
        with open(options.results, "a", encoding="utf-8") as file:
            file.write(json.dumps(run) + "\n")
    return run


def run_apart(name, seed, place, options):
    """A run in a process of its own; its embeddings are made in one before, once a corpus."""
    encoder = leaderboard.METHODS[name].encoder
    encoded = None
    if encoder is not None:
        kept = Path(place) / f"{encoder}.json"
        if not kept.exists():
            kept.write_text(json.dumps(alone("encode", encoder, 0, place, options)))
        encoded = json.loads(kept.read_text())
        if "failed" in encoded:
            return encoded
    run = alone("fit", name, seed, place, options)
    if encoded is not None and "failed" not in run:
        for time in ("seconds", "processor"):
            run[time] += encoded[time]
        run["megabytes"] = max(run["megabytes"], encoded["megabytes"])
    return run


def alone(task, name, seed, place, options):
    """What `leaderboard.run_alone` found, or why it found nothing."""
    result = Path(place) / "result.json"
    result.unlink(missing_ok=True)
    command = [sys.executable, __file__, "--alone", task, name, str(seed), place, str(result)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=options.timeout,
            env=leaderboard.environment(options.threads),
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {options.timeout:.0f} s"}
    if result.exists():
        return json.loads(result.read_text())
    last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
    return {"failed": f"ended with {done.returncode}: {last}"}


class Judge:
    """Scores of topics of a corpus, whose words are counted once."""

    def __init__(self, corpus):
        self.labels = corpus.labels
        self.reference = reference_of(corpus.texts)

    def __call__(self, words, assigned):
        """Every score of both layers, None where there is none; and how many topics there are."""
        scores = {name: [] for name in SCORES}
        for layer, topics, labels in zip(words, assigned, self.labels, strict=True):
            scores["npmi"].append(coherence(layer, self.reference, measure="npmi"))
            scores["c_v"].append(coherence(layer, self.reference, measure="c_v"))
            scores["diversity"].append(diversity(layer))
            agreement = self.agreement(np.array(topics), labels)
            scores["nmi"].append(agreement.get("nmi"))
            scores["ami"].append(agreement.get("ami"))
        found = [len(set(topics) - {-1, GIVEN}) for topics in assigned]
        placed = [float(np.mean(np.array(topics) != -1)) for topics in assigned]
        return {**scores, "found": found, "placed": placed}

    @staticmethod
    def agreement(topics, labels):
        """How the topics of the documents that count agree with labels; empty without labels."""
        if labels is None:
            return {}
        scored = (topics != GIVEN) & known_labels(labels)
        own_group = topics.max() + 1
        return clustering_scores(
            np.where(topics[scored] < 0, own_group, topics[scored]), labels[scored]
        )


def deviation(runs):
    """The largest standard deviation of NMI of a layer over the seeds."""
    layers = [layer for layer in zip(*(run.get("nmi", []) for run in runs), strict=True)]
    spread = [statistics.stdev(each) for each in layers if None not in each and len(each) > 1]
    return max(spread, default=0.0)


def show_row(name, runs):
    """A row of the table, or why there is none."""
    if "failed" in runs[-1]:
        return f"| {name} | {runs[-1]['failed']} |" + " |" * (len(COLUMNS) - 2)
    cells = [name, show_pair(layer_means(runs, "found"), digits=0)]
    for score in ("nmi", "ami", "npmi", "diversity"):
        cells.append(show_pair(layer_means(runs, score)))
    for time in ("seconds", "processor"):
        cells.append(f"{statistics.mean(run[time] for run in runs):.1f}")
    cells.append(f"{max(run['megabytes'] for run in runs):,.0f}")
    return "| " + " | ".join(cells) + " |"


def layer_means(runs, name):
    """Means over runs of the figures of both layers."""
    layers = zip(*(run[name] for run in runs), strict=True)
    return [None if None in layer else statistics.mean(layer) for layer in layers]


if __name__ == "__main__":
    main()
