"""A report on a run as one HTML file, which needs no network, no other file and hardly a script."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from hiertopics.atomic import refuse_to_replace, write_text
from hiertopics.errors import HiertopicsError
from hiertopics.report.html.content import report_content
from hiertopics.report.html.quality import quality_section, stability_legend
from hiertopics.tree.formatting import counted, percent
from hiertopics.version import __version__

if TYPE_CHECKING:
    from hiertopics.run import Run

STYLES = ("theme", "layout", "topic", "parts", "quality", "dialog", "print")
SCRIPTS = (
    "dom", "data", "route", "mark", "tree", "topic", "listing", "dialog", "search", "charts",
    "icicle", "labels", "groups", "about", "start",
)  # fmt: skip
_AT_ONCE = 1000  # documents that the page reads between two looks at the keyboard


def write_report(run: Run, path: str | PathLike, by: Sequence[Mapping] = ()) -> Path:
    """Write a report on a run as one HTML file.

    Parameters
    ----------
    run : Run
    path : str or path
        An existing file is replaced.
    by : sequence of mapping, optional
        Shares of the topics by group, as `GroupShares.to_dict` returns them: ``name``, ``groups``,
        ``n_documents``, ``layers`` and ``undated``.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    HiertopicsError
        Where that file is one of the run's `inputs`.
    """
    path = Path(path)
    refuse_to_replace(run.inputs, path)
    write_text(path, render_report(run, by))
    return path


def render_report(run: Run, by: Sequence[Mapping] = ()) -> str:
    """Return a report on a run as the text of one HTML file.

    Nothing in it comes from elsewhere and nothing leaves it: a content security policy allows only
    its own scripts and styles. Text of the corpus is in it as data and never as markup. The
    same run gives the same bytes.
    """
    content = report_content(run, by)
    documents = content.pop("documents")
    parts = {
        "name": escape(content["name"]),
        "summary": escape(content["summary"]),
        "version": escape(__version__),
        "outline": _outline(content["nodes"]),
        "legend": stability_legend(run.tree),
        "quality": quality_section(run),
        "styles": "\n".join(_source(f"{name}.css") for name in STYLES),
        "scripts": "\n".join(_source(f"{name}.js") for name in SCRIPTS),
        "content": _json_in_html(content),
        "documents": _packed("\n".join(_document_lines(documents))),
        "plotly": _packed_file(_plotly_file()),
    }
    # Whoever wrote the texts cannot know the nonce, as it depends on all that is on the page.
    digest = hashlib.sha256("\0".join(parts.values()).encode("utf-8", "replace")).digest()
    parts["nonce"] = base64.urlsafe_b64encode(digest[:18]).decode("ascii")
    # In one pass, so that no text of the corpus is taken for a place to fill.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], _source("template.html"))


def _source(name):
    return resources.files("hiertopics.report.html").joinpath("page", name).read_text("utf-8")


def _json_in_html(content):
    """JSON that no HTML parser sees an end or a comment in, in ASCII."""
    text = json.dumps(content, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _document_lines(documents):
    """JSON in lines: what concerns all documents, then these, some at a time."""
    by_document = ("ids", "titles", "passages", "topics")
    by_column = ("labels", "predicted", "assigned")
    names = list(documents["metadata"])
    common = {key: documents[key] for key in ("names", "shortened")}
    yield _json({**common, "metadata": names, "n_documents": len(documents["ids"])})
    for start in range(0, len(documents["ids"]), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        block = {key: documents[key][some] for key in by_document}
        for key in by_column:
            block[key] = [column and column[some] for column in documents[key]]
        block["metadata"] = [documents["metadata"][name][some] for name in names]
        yield _json(block)


def _json(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _packed(text):
    # Half a surrogate pair cannot be written in UTF-8; spelt out it is valid JSON again.
    packed = gzip.compress(text.encode("utf-8", "backslashreplace"), compresslevel=9, mtime=0)
    return base64.b64encode(packed).decode("ascii")


@cache
def _packed_file(path):
    return _packed(path.read_text("utf-8"))


def _plotly_file():
    # Importing plotly takes half a second, and nothing but one of its files is wanted.
    found = importlib.util.find_spec("plotly")
    places = found.submodule_search_locations if found else None
    for place in places or ():
        path = Path(place, "package_data", "plotly.min.js")
        if path.is_file():
            return path
    raise HiertopicsError(
        "a report draws its charts with plotly, and this installation lacks it or its file "
        "package_data/plotly.min.js; install it with: pip install 'plotly>=6'"
    )


def _outline(nodes):
    """Write the tree as nested lists, to be read without scripts and on paper."""
    by_key = {node["key"]: node for node in nodes}
    roots = [node for node in nodes if node["parent"] is None]

    def listed(some):
        items = "".join(
            f'<li data-hue="{node["root"] % 10}">{_outlined(node)}'
            f"{listed([by_key[key] for key in node['children']])}</li>"
            for node in some
        )
        return f"<ul>{items}</ul>" if items else ""

    return listed(roots)


def _outlined(node):
    words = ", ".join(word for word, _ in node["words"])
    figures = f"{percent(node['share'])}, {counted(node['n_documents'], 'document')}"
    labels = ", ".join(f"{label} {count:,}" for label, count in node["labels"])
    lines = [
        f'<p class="outline-name"><bdi>{escape(node["name"])}</bdi> <span>{figures}</span></p>',
        f'<p class="outline-words"><bdi>{escape(words)}</bdi></p>',
    ]
    for doubt in filter(None, (node["doubt"], node["place_doubt"])):
        lines.append(f'<p class="outline-doubt">{doubt[0].upper()}{doubt[1:]}</p>')
    if labels:
        lines.append(f'<p class="outline-labels">Labels: <bdi>{escape(labels)}</bdi></p>')
    shown = "; ".join(
        f"<bdi>{escape(each['title'] or each['id'])}</bdi>" for each in node["documents"]
    )
    if shown and not node["children"]:
        lines.append(f'<p class="outline-documents">For example {shown}</p>')
    return "".join(lines)
