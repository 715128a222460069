"""hiertopics: a folder of texts becomes a tree of topics, broad to fine.

One line of travel, and the folders are named after it::

    text  ->  matrix  ->  model  ->  topics  ->  report
    text/     text/       models/    topics/     report/
                          core/ holds the numbers

Public names are loaded when they are first used, so that importing hiertopics costs nothing.
"""

from importlib import import_module

from hiertopics.version import __version__ as __version__

_HOMES = {
    "Corpus": "hiertopics.text.corpus",
    "read_corpus": "hiertopics.text.reading",
    "fetch_20newsgroups": "hiertopics.fetch",
    "fetch_reuters": "hiertopics.fetch",
    "TextVectorizer": "hiertopics.text.matrix",
    "NMF": "hiertopics.models.nmf",
    "SSNMF": "hiertopics.models.ssnmf",
    "HierarchicalNMF": "hiertopics.models.hierarchical",
    "DeepNMF": "hiertopics.models.deep",
    "NeuralNMF": "hiertopics.models.neural",
    "TopicTree": "hiertopics.topics.tree",
    "TopicNode": "hiertopics.topics.tree",
    "TreeComparison": "hiertopics.topics.compare",
    "compare_trees": "hiertopics.topics.compare",
    "topic_tree": "hiertopics.topics.tree",
    "GroupShares": "hiertopics.topics.groups",
    "shares_by": "hiertopics.topics.groups",
    "pyldavis_inputs": "hiertopics.topics.ldavis",
    "Run": "hiertopics.run",
    "fit_corpus": "hiertopics.run",
    "write_report": "hiertopics.report.html",
    "save": "hiertopics.store",
    "load": "hiertopics.store",
    "HiertopicsError": "hiertopics.errors",
    "CorpusError": "hiertopics.errors",
    "StoreError": "hiertopics.errors",
    "CorpusWarning": "hiertopics.errors",
    "Survey": "hiertopics.text.survey",
    "survey_corpus": "hiertopics.text.survey",
}
_MODULES = {"plots": "hiertopics.report.plots"}

__all__ = sorted({*_HOMES, *_MODULES})


def __getattr__(name):
    if name in _MODULES:
        value = import_module(_MODULES[name])
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'hiertopics' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
