"""A city's site for the tests of a file."""

from __future__ import annotations

import pytest

from city_sites.services import city_provision
from tests.city_sites.pages import WUHAN


@pytest.fixture(scope="module")
def wuhan(file_database):
    """The site of 武汉, opened once for a file."""
    with file_database():
        return city_provision(region=WUHAN)
