"""The estimators in the forms in which several test files take them, and how to look at one."""

import numpy as np
import pytest
from sklearn.base import clone

from hiertopics import NMF, SSNMF, DeepNMF, HierarchicalNMF, NeuralNMF

FIVE = [NMF(4), SSNMF(4), HierarchicalNMF((4, 2)), DeepNMF((4, 2)), NeuralNMF((4, 2))]
MODELS = [
    NMF(4),
    SSNMF(4),
    HierarchicalNMF(4),
    HierarchicalNMF((4, 2)),
    HierarchicalNMF((6, 4, 2), balance=0.5),
    DeepNMF(4),
    DeepNMF((4, 2)),
    DeepNMF((6, 4, 2), pooling="k-max"),
    NeuralNMF(4),
    NeuralNMF((4, 2)),
    NeuralNMF((6, 4, 2), balance=0),
]
each_of_five = pytest.mark.parametrize("model", FIVE, ids=lambda model: type(model).__name__)
every_model = pytest.mark.parametrize("model", MODELS, ids=repr)
labelled = pytest.mark.parametrize("how", ["no labels", "last layer", "every layer"])


def fresh(model, **changes):
    """A copy not yet fitted, with the same seed for all, and those changes that it knows."""
    changes = {"random_state": 0, "n_init": 2, **changes}
    known = model.get_params()
    return clone(model).set_params(**{name: v for name, v in changes.items() if name in known})


def sizes_of(model):
    """Topics per layer."""
    return tuple(np.atleast_1d(model.n_topics).tolist())


def solvers_of(model):
    """The solvers that the model has."""
    return ["quasi-newton", "pgd"] if isinstance(model, NeuralNMF) else ["anls", "hals", "mu"]


def labels_for(model, how, fine, broad):
    """y for every layer of the model, the last or none; a third of the documents has no label."""
    hidden = np.arange(len(fine)) % 3 == 0
    if how == "no labels":
        return None
    if how == "last layer":
        return np.where(hidden, -1, broad)
    columns = [fine] * (len(sizes_of(model)) - 1) + [broad]
    return np.where(hidden[:, None], -1, np.column_stack(columns))


def arrays_of(model):
    """What training found."""
    return [*model.A_, *(B for B in model.B_ if B is not None), *model.layer_scales_]


def assert_same_bits(model, other):
    """Equal in every bit."""
    mine, theirs = ([*arrays_of(fitted), fitted.history_] for fitted in (model, other))
    for one, two in zip(mine, theirs, strict=True):
        np.testing.assert_array_equal(one, two)
