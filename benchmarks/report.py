"""How large the page of a run is, and how soon a browser shows it.

usage: python benchmarks/report.py SOURCE [--topics 20,6] [--repeats 5]

Fits a folder or table, writes the report and opens it in headless Chromium (chromium and
chromedriver have to be installed). Printed: documents, megabytes of the page and of the saved run,
seconds to write each, and, medians over repeats in a fresh browser, seconds from asking for the
page until its topics can be used and until its documents are unpacked. The page is read from disk.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import hiertopics as ht

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.browser import Page, start_browser


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("--topics", default="20,6")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    sizes = tuple(map(int, arguments.topics.split(",")))
    run = ht.fit_corpus(ht.read_corpus(arguments.source), sizes)
    with tempfile.TemporaryDirectory() as folder:
        stored, page = Path(folder) / "run.ht", Path(folder) / "run.html"
        saving = timed(lambda: ht.save(run, stored))
        loaded = ht.load(stored)
        writing = timed(lambda: ht.write_report(loaded, page))
        opened = [opening_times(page) for _ in range(arguments.repeats)]
        topics, documents = (median(times) for times in zip(*opened, strict=True))
        print(
            f"{len(run.documents):,} documents, page {megabytes(page)}, run {megabytes(stored)}; "
            f"saved in {saving:.1f} s with the excerpts, page written in {writing:.1f} s; "
            f"topics after {topics:.2f} s, documents after {documents:.2f} s"
        )


def opening_times(page):
    """Seconds until topics can be used and until documents are there, in a fresh browser."""
    browser = start_browser()
    try:
        opened = Page(browser, page).open()
        mark = "performance.getEntriesByName('{}')[0].startTime / 1000"
        return [opened.value(mark.format(stage)) for stage in ("topics", "documents")]
    finally:
        browser.quit()


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def megabytes(path):
    return f"{path.stat().st_size / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
