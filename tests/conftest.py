"""What several test files share."""

import os

# scikit-learn's array API check skips itself without this; scipy reads it when first imported.
os.environ["SCIPY_ARRAY_API"] = "1"

from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from scipy import sparse

ROOT = Path(__file__).resolve().parents[1]

# The same examples on every run, so that a failure belongs to a commit and can be seen again.
# `pytest --hypothesis-profile=default` goes looking for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def everyday():
    """The bundled English corpus as a folder."""
    return ROOT / "corpora" / "everyday"


@pytest.fixture(scope="session")
def alltag():
    """The bundled German corpus as a folder."""
    return ROOT / "corpora" / "alltag"


@pytest.fixture(scope="session")
def everyday_run(everyday):
    """A run on the bundled English corpus, trained with the names of its folders."""
    import hiertopics as ht

    return ht.fit_corpus(ht.read_corpus(everyday), (12, 4), use_labels=True)


@pytest.fixture(scope="session")
def counts():
    """A small sparse matrix with two planted layers: 4 fine topics in 2 broad ones."""
    rng = np.random.default_rng(0)
    fine = np.repeat(np.arange(4), 15)
    rate = np.full((60, 40), 0.05)
    for i, t in enumerate(fine):
        rate[i, 6 * t : 6 * t + 6] = 2.0
        rate[i, 24 + 8 * (t // 2) : 32 + 8 * (t // 2)] = 0.7
    return sparse.csr_array(rng.poisson(rate).astype(float)), fine, fine // 2
