"""Take the prose out of Jupyter notebooks."""

from __future__ import annotations

import json

from hiertopics.corpus.files.html import tidy
from hiertopics.corpus.files.markdown import markdown_text


def notebook_text(source: str) -> str:
    """Prose of a Jupyter notebook: its cells of Markdown, in order; the source if it is none."""
    try:
        cells = json.loads(source)["cells"]
        found = ["".join(c["source"]) for c in cells if c["cell_type"] in ("markdown", "raw")]
    except (ValueError, TypeError, KeyError, RecursionError):
        return source
    return tidy("\n\n".join(markdown_text(cell)[0] for cell in found))
