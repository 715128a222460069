"""Plots of trees, documents and models with matplotlib, the optional extra `plots`.

Every function draws on the axes it is given, or on a new figure, and returns what it drew on; it
shows nothing, saves nothing and leaves matplotlib's settings alone. Save a figure with
``ax.figure.savefig("tree.pdf")``. Where matplotlib is not installed, each raises ImportError with
the command that installs it.
"""

from hiertopics.report.plots.curves import plot_convergence, plot_over_groups
from hiertopics.report.plots.factors import plot_factors
from hiertopics.report.plots.heat_maps import plot_documents, plot_labels
from hiertopics.report.plots.trees import plot_tree, plot_words

__all__ = [
    "plot_convergence",
    "plot_documents",
    "plot_factors",
    "plot_labels",
    "plot_over_groups",
    "plot_tree",
    "plot_words",
]
