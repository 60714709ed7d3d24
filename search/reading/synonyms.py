"""Synonyms that national staff keep: read from the database, live in every process within seconds."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from django.core.cache import cache
from redis import RedisError

from search.models import Synonym
from search.reading.lexicon import dense

FRESH_S: Final = 1.0
"""How old what a process knows may be."""
KEPT_S: Final = 60
"""How long the cache keeps what it was given: the longest that a change can take if its notice is lost."""
_CACHE_KEY: Final = "search-synonyms"

Rule = tuple[str, tuple[str, ...]]
"""A word as the lexicon keys it, and what it also means."""


class Synonyms:
    """What words also mean. Two of them are equal only if they are the same, so that they can be a key."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._meanings = dict(self.rules)

    def __contains__(self, word: str) -> bool:
        return word in self._meanings

    def of(self, word: str) -> tuple[str, ...]:
        """What a word, lower case and without spaces, means besides itself."""
        return self._meanings.get(word, ())


class _Held:
    """What this process knows, and until when it takes it for granted."""

    synonyms = Synonyms(())
    until = 0.0


def live_synonyms() -> Synonyms:
    """The synonyms in use. At most once a second it looks whether they changed; with the cache away, in the
    database."""
    if time.monotonic() >= _Held.until:
        rules = _rules_known()
        if rules != _Held.synonyms.rules:
            _Held.synonyms = Synonyms(rules)
        _Held.until = time.monotonic() + FRESH_S
    return _Held.synonyms


def _rules_known() -> tuple[Rule, ...]:
    try:
        return tuple(cache.get_or_set(_CACHE_KEY, rules_in_use, KEPT_S) or ())
    except RedisError:
        return rules_in_use()


def synonyms_publish() -> None:
    """Make the synonyms of the database those of every process; called once a change is committed. With the
    cache away, they come to know it when they look by themselves."""
    _Held.until = 0.0
    with suppress(RedisError):
        cache.set(_CACHE_KEY, rules_in_use(), KEPT_S)


def rules_in_use() -> tuple[Rule, ...]:
    """The rules of the database, those that go both ways in both directions."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for word, meanings, two_way in Synonym.objects.filter(is_active=True).values_list(
        "word", "meanings", "two_way"
    ):
        found[dense(word)] |= dict.fromkeys(meanings)
        if two_way:
            for meaning in meanings:
                found[dense(meaning)][word] = None
    return tuple((word, tuple(meanings)) for word, meanings in sorted(found.items()))
