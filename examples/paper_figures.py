"""Figures 1 to 4 of the Neural NMF paper, for hierarchical, deep and Neural NMF side by side.

usage: python examples/paper_figures.py [neural_nmf_toy.mat] [--folder figures] [--seed 0]

Figure 1: reconstructions of the toy with two layers, no labels. Figure 2: with three layers, 40 %
of the documents labelled. Figures 3 and 4: the factors of those models. As in the paper the terms
are in rows and the documents in columns. Without a path it runs on the toy made from the seed.
It draws with matplotlib, which the extra `plots` installs.
Hierarchical and deep NMF run as published, by multiplicative updates from random numbers.
"""

import argparse
import warnings
from pathlib import Path

import matplotlib
import numpy as np
from paper_table import METHODS, load_toy
from sklearn.exceptions import ConvergenceWarning

matplotlib.use("Agg")
from matplotlib import pyplot as plt

import hiertopics as ht

SHOWN = ("Hier. NMF", "Deep NMF", "Neural NMF")
STYLE = {"cmap": "magma", "aspect": "auto", "interpolation": "nearest"}


def fit_models(sizes, X, y, seed):
    """One fitted model of each method, for 0 or more known labels."""
    models = {}
    for name in SHOWN:
        model_class, settings = METHODS[name]
        models[name] = model_class(sizes, random_state=seed, **settings).fit(X, y)
    return models


def draw_reconstructions(X, models, title):
    """The data and what the last layer of each model says of it."""
    figure, axes = plt.subplots(1, 1 + len(models), figsize=(13, 3.6), layout="constrained")
    panels = {"data": (X, "")}
    for name, model in models.items():
        error = model.reconstruction_err_ / np.linalg.norm(X)
        panels[name] = model.inverse_transform(model.transform(X)), f", error {error:.3f}"
    for ax, (name, (matrix, note)) in zip(axes, panels.items(), strict=True):
        image = ax.imshow(matrix.T, vmin=0, vmax=X.max(), **STYLE)
        ax.set(title=name + note, xlabel="document")
    axes[0].set_ylabel("term")
    figure.colorbar(image, ax=axes, shrink=0.9)
    figure.suptitle(title)
    return figure


def draw_factors(X, models, title):
    """Every A and the last S of each model, one row per model, topics along the diagonal."""
    n_layers = len(next(iter(models.values())).A_)
    widths = [3] * n_layers + [6]
    figure, axes = plt.subplots(
        len(models), n_layers + 1, figsize=(4 + 3.2 * n_layers, 3.1 * len(models)),
        width_ratios=widths, layout="constrained", squeeze=False,
    )  # fmt: skip
    for row, (name, model) in zip(axes, models.items(), strict=True):
        ht.plots.plot_factors(model, X, show=("A", "S"), axes=row, cmap=STYLE["cmap"])
        row[0].annotate(
            name, (-0.45, 0.5), xycoords="axes fraction", rotation=90, va="center", weight="bold"
        )
    figure.suptitle(title)
    return figure


def main():
    """Fit the models of both pairs of figures and write four PNG files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("matrix", nargs="?", help="the authors' .mat file")
    parser.add_argument("--folder", type=Path, default=Path("figures"), help="where to write")
    parser.add_argument("--seed", type=int, default=0, help="of the toy and of the models")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    X, y, known = load_toy(options.matrix, options.seed)
    two = fit_models((9, 4), X, None, options.seed)
    three = fit_models((9, 4, 2), X, np.where(known, y[:, 2], -1), options.seed)
    figures = {
        "figure_1": draw_reconstructions(X, two, "Two layers (9, 4), no labels"),
        "figure_2": draw_reconstructions(X, three, "Three layers (9, 4, 2), 40 % labelled"),
        "figure_3": draw_factors(X, two, "Factors of two layers, no labels"),
        "figure_4": draw_factors(X, three, "Factors of three layers, 40 % labelled"),
    }
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, figure in figures.items():
        path = options.folder / f"{name}.png"
        figure.savefig(path, dpi=130)
        plt.close(figure)
        print(path)


if __name__ == "__main__":
    main()
