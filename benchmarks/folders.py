"""The whole command on folders of texts: wall time, peak memory, and what the topics match.

usage: python benchmarks/folders.py FOLDER [--topics 20 6] [--seeds 3]

Each run is a process of its own. A label counts as found where it is the most frequent label
("majority" in the usual sense of cluster purity) of some topic of its layer; in brackets where it
also labels more than half of that topic's documents. Unsupervised: labels only describe topics.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--topics", help="20,6; by default what suits the corpus")
    parser.add_argument("--seeds", type=int, default=1)
    arguments = parser.parse_args()
    print("folder  seed  topics  wall s  peak MB  labels found: fine, broad")
    for folder in arguments.folders:
        for seed in range(arguments.seeds):
            seconds, megabytes, tree = run(folder, arguments.topics, seed)
            found = [labels_found(tree, layer) for layer in range(len(tree["n_topics"]))]
            print(folder.name, seed, tree["n_topics"], f"{seconds:.1f} {megabytes:.0f}", *found)


def run(folder, topics, seed):
    """Run the command once; seconds, peak megabytes and the tree it wrote."""
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "tree.json"
        command = [sys.executable, "-m", "hiertopics", str(folder), "--quiet"]
        command += ["--json", str(target), "--seed", str(seed)]
        if topics:
            command += ["--topics", topics]
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        if status:
            sys.exit(f"{folder}: the command failed")
        return seconds, usage.ru_maxrss / 1024, json.loads(target.read_text(encoding="utf-8"))


def labels_found(tree, layer):
    """How many labels lead a topic of the layer, and how many of those by more than half."""
    leading, clear = set(), set()
    for node in nodes(tree):
        if node["layer"] == layer and node["labels"]:
            most = node["labels"][0]
            leading.add(most["label"])
            if most["count"] > 0.5 * node["n_labelled"]:
                clear.add(most["label"])
    return f"{len(leading)} ({len(clear)})"


def nodes(tree):
    """Every node of the nested tree."""
    waiting = list(tree["topics"])
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node["children"])


if __name__ == "__main__":
    main()
