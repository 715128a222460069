"""hiertopics: a folder of texts becomes a tree of topics, broad to fine.

A corpus is vectorized, models factor the matrix, a tree says what the topics are, documents say
where they are, reports show both; the folders are named after these steps::

    texts  ->  Corpus  ->  matrix       ->  model    ->  tree   ->  documents   ->  report
               corpus/     vectorizer/      models/      tree/      documents/      report/
                                            core/ holds the numbers

Public names are loaded when they are first used, so that importing hiertopics costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from hiertopics.version import __version__ as __version__

# The registry of public names, each with the module that defines it.
_HOMES = {
    "Corpus": "hiertopics.corpus.corpus",
    "read_corpus": "hiertopics.corpus.read",
    "fetch_20newsgroups": "hiertopics.corpus.public",
    "fetch_reuters": "hiertopics.corpus.public",
    "TextVectorizer": "hiertopics.vectorizer.vectorizer",
    "open_matrix": "hiertopics.matrix.stored",
    "StoredMatrix": "hiertopics.matrix.stored",
    "write_matrix": "hiertopics.matrix.write",
    "NMF": "hiertopics.models.nmf",
    "SSNMF": "hiertopics.models.ssnmf",
    "HierarchicalNMF": "hiertopics.models.hierarchical",
    "DeepNMF": "hiertopics.models.deep",
    "NeuralNMF": "hiertopics.models.neural",
    "TopicTree": "hiertopics.tree.tree",
    "TopicNode": "hiertopics.tree.node",
    "choose_topics": "hiertopics.choosing",
    "TopicCounts": "hiertopics.quality.choose",
    "consensus": "hiertopics.refits",
    "topic_stability": "hiertopics.refits",
    "TopicStability": "hiertopics.refits",
    "coherence": "hiertopics.quality.coherence",
    "evaluate": "hiertopics.quality.evaluation",
    "Evaluation": "hiertopics.quality.evaluation",
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
    "ReadingWarning": "hiertopics.errors",
    "Survey": "hiertopics.vectorizer.survey",
    "survey_corpus": "hiertopics.vectorizer.survey",
}
_MODULES = {"plots": "hiertopics.report.plots.plots"}

__all__ = sorted({*_HOMES, *_MODULES})

if TYPE_CHECKING:  # the registry for type checkers and editors, which do not run __getattr__
    from hiertopics.choosing import choose_topics as choose_topics
    from hiertopics.corpus.corpus import Corpus as Corpus
    from hiertopics.corpus.public import fetch_20newsgroups as fetch_20newsgroups
    from hiertopics.corpus.public import fetch_reuters as fetch_reuters
    from hiertopics.corpus.read import read_corpus as read_corpus
    from hiertopics.documents.groups import GroupShares as GroupShares
    from hiertopics.documents.groups import shares_by as shares_by
    from hiertopics.errors import CorpusError as CorpusError
    from hiertopics.errors import HiertopicsError as HiertopicsError
    from hiertopics.errors import ReadingWarning as ReadingWarning
    from hiertopics.errors import StoreError as StoreError
    from hiertopics.matrix.stored import StoredMatrix as StoredMatrix
    from hiertopics.matrix.stored import open_matrix as open_matrix
    from hiertopics.matrix.write import write_matrix as write_matrix
    from hiertopics.models.deep import DeepNMF as DeepNMF
    from hiertopics.models.hierarchical import HierarchicalNMF as HierarchicalNMF
    from hiertopics.models.neural import NeuralNMF as NeuralNMF
    from hiertopics.models.nmf import NMF as NMF
    from hiertopics.models.ssnmf import SSNMF as SSNMF
    from hiertopics.quality.choose import TopicCounts as TopicCounts
    from hiertopics.quality.coherence import coherence as coherence
    from hiertopics.quality.evaluation import Evaluation as Evaluation
    from hiertopics.quality.evaluation import evaluate as evaluate
    from hiertopics.refits import TopicStability as TopicStability
    from hiertopics.refits import consensus as consensus
    from hiertopics.refits import topic_stability as topic_stability
    from hiertopics.report.html.write import write_report as write_report
    from hiertopics.report.plots import plots as plots
    from hiertopics.run import Run as Run
    from hiertopics.run import fit_corpus as fit_corpus
    from hiertopics.store.store import load as load
    from hiertopics.store.store import save as save
    from hiertopics.tree.build import topic_tree as topic_tree
    from hiertopics.tree.compare import TreeComparison as TreeComparison
    from hiertopics.tree.compare import compare_trees as compare_trees
    from hiertopics.tree.export.ldavis import pyldavis_inputs as pyldavis_inputs
    from hiertopics.tree.node import TopicNode as TopicNode
    from hiertopics.tree.tree import TopicTree as TopicTree
    from hiertopics.vectorizer.survey import Survey as Survey
    from hiertopics.vectorizer.survey import survey_corpus as survey_corpus
    from hiertopics.vectorizer.vectorizer import TextVectorizer as TextVectorizer
else:

    def __getattr__(name: str) -> object:
        """Load a public name when it is first asked for."""
        if name in _MODULES:
            value = import_module(_MODULES[name])
        elif name in _HOMES:
            value = getattr(import_module(_HOMES[name]), name)
        else:
            raise AttributeError(f"module 'hiertopics' has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
