"""hiertopics: a folder of texts becomes a tree of topics, broad to fine.

A corpus is vectorized, models factor the matrix, a tree says what the topics are, documents say
where they are, reports show both; the folders are named after these steps::

    texts  ->  Corpus  ->  matrix       ->  model    ->  tree   ->  documents   ->  report
               corpus/     vectorizer/      models/      tree/      documents/      report/
                                            core/ holds the numbers

Public names are loaded when they are first used, so that importing hiertopics costs nothing.
"""

from importlib import import_module

from hiertopics.version import __version__ as __version__

_HOMES = {
    "Corpus": "hiertopics.corpus.corpus",
    "read_corpus": "hiertopics.corpus.read",
    "fetch_20newsgroups": "hiertopics.corpus.public",
    "fetch_reuters": "hiertopics.corpus.public",
    "TextVectorizer": "hiertopics.vectorizer.vectorizer",
    "NMF": "hiertopics.models.nmf",
    "SSNMF": "hiertopics.models.ssnmf",
    "HierarchicalNMF": "hiertopics.models.hierarchical",
    "DeepNMF": "hiertopics.models.deep",
    "NeuralNMF": "hiertopics.models.neural",
    "TopicTree": "hiertopics.tree.build",
    "TopicNode": "hiertopics.tree.build",
    "TreeComparison": "hiertopics.tree.compare",
    "compare_trees": "hiertopics.tree.compare",
    "topic_tree": "hiertopics.tree.build",
    "GroupShares": "hiertopics.documents.groups",
    "shares_by": "hiertopics.documents.groups",
    "pyldavis_inputs": "hiertopics.tree.export.ldavis",
    "Run": "hiertopics.run",
    "fit_corpus": "hiertopics.run",
    "write_report": "hiertopics.report.html.write",
    "save": "hiertopics.store.store",
    "load": "hiertopics.store.store",
    "HiertopicsError": "hiertopics.errors",
    "CorpusError": "hiertopics.errors",
    "StoreError": "hiertopics.errors",
    "Survey": "hiertopics.vectorizer.survey",
    "survey_corpus": "hiertopics.vectorizer.survey",
}
_MODULES = {"plots": "hiertopics.report.plots.public"}

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
