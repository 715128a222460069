"""The browser that the tests of pages share."""

import pytest
from support.browser import start_browser


@pytest.fixture(scope="package")
def browser():
    browser = start_browser()
    yield browser
    browser.quit()
