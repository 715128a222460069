"""What it takes to read a file, in a process of its own."""

import subprocess
import sys

_READ = """
import sys, time, warnings
import hiertopics as ht
warnings.simplefilter("ignore")
start = time.process_time()
try:
    print(len(ht.read_corpus(sys.argv[1])))
except ht.HiertopicsError as error:
    print(error)
# What getrusage gives holds what the process had before it ran Python.
status = open("/proc/self/status").read().split()
print(time.process_time() - start, int(status[status.index("VmHWM:") + 1]) / 1e3)
"""


def measured(path):
    """Seconds, megabytes, and what is said: the number of documents, or an error."""
    command = [sys.executable, "-c", _READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    *said, costs = done.stdout.splitlines()
    seconds, megabytes = map(float, costs.split())
    return seconds, megabytes, "\n".join(said)
