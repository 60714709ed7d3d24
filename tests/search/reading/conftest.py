"""Reading without a database: no synonyms but those that a test gives, and no employers."""

from __future__ import annotations

import pytest

from search.reading import reader
from search.reading.synonyms import Synonyms


@pytest.fixture
def synonyms(monkeypatch):
    """Call it with word → meanings: the synonyms in use."""

    def use(**rules: tuple[str, ...]) -> None:
        given = Synonyms(rules.items())
        monkeypatch.setattr(reader, "live_synonyms", lambda: given)

    use()
    return use


@pytest.fixture
def no_employers(monkeypatch):
    monkeypatch.setattr(reader, "with_employer", lambda reading: reading)
