"""What several test files of the core need."""

import pytest

from hiertopics.core.threads import limit_threads


@pytest.fixture(scope="module")
def one_thread():
    """One thread for all tests of a file, so that small problems are not shared out."""
    with limit_threads(1, 0):
        yield
