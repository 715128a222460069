"""Make what README.md shows: the tree as a terminal prints it, and a picture of the report.

usage: python examples/pictures.py

Runs the first command of README on corpora/everyday, puts the tree that it prints in its block, and
takes the picture of the page that ``--html`` writes with headless Chromium.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import hiertopics as ht

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "examples" / "report.png"
SHOWN = "telescope"  # a word of the topic in the picture


def main():
    """Print the tree, write the page, and put both where README shows them."""
    with tempfile.TemporaryDirectory() as folder:
        page, saved = Path(folder) / "report.html", Path(folder) / "tree.json"
        tree = printed_tree("--html", str(page), "--json", str(saved))
        topic = ht.TopicTree.from_json(saved.read_text(encoding="utf-8")).resolve(SHOWN)
        photograph(f"{page.as_uri()}#topic={topic.key}", PICTURE)
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, after = re.split(r"(?<=<!-- tree -->\n```text\n).*?(?=```)", text, flags=re.DOTALL)[:2]
    readme.write_text(before + tree + after, encoding="utf-8")
    print(f"README.md and {PICTURE.relative_to(ROOT)} are made anew")


def printed_tree(*options):
    """The tree that the command prints, on a terminal of 80 columns without colour."""
    return subprocess.run(
        [sys.executable, "-m", "hiertopics", "corpora/everyday", "--quiet", *options],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def photograph(address, picture):
    """Take a picture of a page, once its documents are unpacked and its charts are drawn."""
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    if browser is None:
        sys.exit("the picture needs Chromium: sudo apt-get install chromium")
    subprocess.run(
        [
            browser,
            "--headless=new",
            "--no-sandbox",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--window-size=1440,900",
            "--virtual-time-budget=10000",
            f"--screenshot={picture}",
            address,
        ],
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    main()
