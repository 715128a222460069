"""Time that a piece of work takes."""

import time


def seconds(work):
    """Seconds of this process's own time, which others on the machine do not take."""
    start = time.process_time()
    work()
    return time.process_time() - start
