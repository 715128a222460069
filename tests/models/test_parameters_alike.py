"""The five estimators repeat their parameters, which is where alone the package repeats itself."""

import ast
import inspect

import numpy as np
import pytest
from support.docstrings import entries

from hiertopics import NMF, SSNMF, DeepNMF, HierarchicalNMF, NeuralNMF
from hiertopics.models.estimator import TopicModel

SECTIONS = ["Parameters", "Attributes", "References", "Examples"]
METHODS = [NMF, SSNMF, HierarchicalNMF, DeepNMF, NeuralNMF]
# In how many forms a parameter comes, where it is not the same for all that have it: one layer
# or several, NeuralNMF or those that factorize layer after layer.
FORMS = {"n_topics": 2, "supervision": 2, "solver": 2, "balance": 2, "init": 3}


def parameters(method):
    """Default, annotation, and in the docstring type and paragraph, by name."""
    written = entries(method, "Parameters")
    return {
        name: (parameter.default, parameter.annotation, *written[name])
        for name, parameter in inspect.signature(method).parameters.items()
    }


@pytest.mark.parametrize("name", sorted(set().union(*map(parameters, METHODS))))
def test_a_parameter_of_one_name_is_one_parameter(name):
    having = [parameters(method)[name] for method in METHODS if name in parameters(method)]
    assert len(set(having)) == FORMS.get(name, 1)
    for default, _, kind, _ in having:
        written = kind.partition("default=")[2] or "None"
        assert ast.literal_eval(written) == default


@pytest.mark.parametrize("name", ["layer", "mask", "unknown", "targets", "S"])
def test_what_comes_with_the_documents_is_given_alike_to_every_method(name):
    ours = [f for name, f in inspect.getmembers(TopicModel, inspect.isfunction) if name[0] != "_"]
    ours = [f for f in ours if f.__module__.startswith("hiertopics.")]
    signatures = [
        inspect.signature(f).parameters for f in ours if f.__name__ != "inverse_transform"
    ]
    having = [(s[name].default, s[name].annotation) for s in signatures if name in s]
    assert len(having) > 2
    assert len(set(having)) == 1


@pytest.mark.parametrize("method", METHODS)
def test_a_parameter_is_described_and_kept_as_it_is_given(method):
    names = list(inspect.signature(method).parameters)
    assert list(entries(method, "Parameters")) == names
    given = {name: object() for name in names}
    assert vars(method(**given)) == given


@pytest.mark.parametrize("method", METHODS)
def test_every_fitted_attribute_is_described(method):
    X, y = np.kron(np.eye(2), np.ones((3, 2))), ["a", None, None, "b", None, None]
    fitted = {name for name in vars(method(2, neighbours=1, tol=0).fit(X, y)) if name.endswith("_")}
    assert fitted | {"feature_names_in_"} == set(entries(method, "Attributes"))
    sections = [line for line in inspect.getdoc(method).splitlines() if line in SECTIONS]
    assert sections == SECTIONS
