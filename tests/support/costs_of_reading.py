"""What it takes to read a file, in a process of its own."""

import subprocess
import sys
from typing import NamedTuple

_READ = """
import sys, time, warnings
import hiertopics as ht
warnings.simplefilter("ignore")
start = time.process_time()
try:
    corpus = ht.read_corpus(sys.argv[1])
    print(len(corpus), sum(map(len, corpus.texts)))
    print(*corpus.skipped, *corpus.reading.get("doubts", ()))
except ht.HiertopicsError as error:
    print("0 0", error, sep="\\n")
"""
_COUNT = """
import sys, time
from hiertopics.cli.main import main
start = time.process_time()
try:
    main(["corpus", sys.argv[1]])
except SystemExit:
    pass
"""
_COSTS = """
seconds = time.process_time() - start
try:  # What getrusage gives holds what the process had before it ran Python.
    status = open("/proc/self/status").read().split()
    megabytes = int(status[status.index("VmHWM:") + 1]) / 1e3
except OSError:  # no Linux
    import resource
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(seconds, megabytes)
"""


class Costs(NamedTuple):
    """Seconds of computing and megabytes, documents, characters, and what was said."""

    seconds: float
    megabytes: float
    n_documents: int
    n_characters: int
    said: str


def measured(path, is_command=False):
    """What it takes to read a file; what is said are reasons and doubts, or an error.

    Where it `is_command`, what it takes to read it and count its words on the command line.
    """
    command = [sys.executable, "-c", (_COUNT if is_command else _READ) + _COSTS, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    *said, costs = done.stdout.splitlines()
    numbers = "0 0" if is_command else said.pop(0)
    return Costs(*map(float, costs.split()), *map(int, numbers.split()), "\n".join(said))
