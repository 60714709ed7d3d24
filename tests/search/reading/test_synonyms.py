"""Synonyms are kept by national staff and live in every process within seconds."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache

from accounts.models import AuditEntry
from search.models import Synonym
from search.reading import read_query, synonyms
from search.reading.services import WordTaken, synonym_save
from search.reading.synonyms import Synonyms, live_synonyms, rules_in_use
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _none_before(db):
    """What the migrations brought is another test's; nothing that a test saved stays in cache or process."""
    Synonym.objects.all().delete()
    forget()
    yield
    forget()


def forget() -> None:
    cache.delete(synonyms._CACHE_KEY)
    synonyms._Held.until = 0.0


def save(word: str, *meanings: str, **values) -> Synonym:
    given = {"two_way": False, "is_active": True, "note": "", "by": UserFactory()} | values
    return synonym_save(word=word, meanings=meanings, **given)


def test_a_saved_synonym_is_live_at_once_and_audited(django_capture_on_commit_callbacks):
    assert "敲钟" not in live_synonyms()
    with django_capture_on_commit_callbacks(execute=True):
        saved = save("敲钟", "保安", "敲钟", "保安")
    assert live_synonyms().of("敲钟") == ("保安",)
    assert AuditEntry.objects.get(act="synonym_save").detail["meanings"] == ["保安"]
    assert str(saved) == "敲钟 → 保安"


def test_another_process_sees_the_change_within_a_second(django_capture_on_commit_callbacks, monkeypatch):
    live_synonyms()
    with django_capture_on_commit_callbacks(execute=True):
        save("敲钟", "保安")
    monkeypatch.setattr(synonyms._Held, "synonyms", Synonyms(()))  # as another process still has it
    monkeypatch.setattr(synonyms._Held, "until", time.monotonic() + synonyms.FRESH_S)
    assert "敲钟" not in live_synonyms()
    monkeypatch.setattr(synonyms._Held, "until", time.monotonic())
    assert "敲钟" in live_synonyms()


def test_unchanged_synonyms_stay_the_same_object_so_that_what_was_read_stays_known():
    save("敲钟", "保安")
    first = live_synonyms()
    synonyms._Held.until = 0.0
    assert live_synonyms() is first


def test_two_ways_are_rules_in_both_directions_and_one_switched_off_is_none():
    save("大白", "医护", "护士", two_way=True)
    save("敲钟", "保安", is_active=False)
    assert dict(rules_in_use()) == {"大白": ("医护", "护士"), "医护": ("大白",), "护士": ("大白",)}


def test_case_and_spaces_of_a_word_do_not_count():
    save("Big Boss", "总经理")
    assert dict(rules_in_use()) == {"bigboss": ("总经理",)}
    with pytest.raises(WordTaken):
        save("big boss", "店长")


def test_a_synonym_can_be_changed_without_being_its_own_rival():
    saved = save("敲钟", "保安")
    changed = save("敲钟", "门卫", synonym=saved)
    assert changed.pk == saved.pk
    assert dict(rules_in_use()) == {"敲钟": ("门卫",)}


def test_a_lost_cache_is_filled_from_the_database():
    save("敲钟", "保安")
    forget()
    assert "敲钟" in live_synonyms()


def test_a_reading_uses_the_synonyms_in_use():
    save("敲钟", "保安")
    forget()
    assert read_query("敲钟").concepts[0].label == "保安"


def test_the_first_synonyms_are_everyday_words_whose_meanings_the_search_knows():
    from search.reading.lexicon import DATA, dense, lexicon
    from standards.catalogue import read_rows

    rows = list(read_rows(DATA / "colloquial.csv"))
    known = [row for row in rows if any(dense(word) in lexicon() for word in row["meanings"].split())]
    assert len(known) > len(rows) * 0.9
    assert len({row["word"] for row in rows}) == len(rows)


def test_with_the_cache_away_they_are_read_from_the_database(settings, django_capture_on_commit_callbacks):
    here = settings.CACHES
    settings.CACHES = {"default": here["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    with django_capture_on_commit_callbacks(execute=True):
        save("敲钟", "保安")
    assert live_synonyms().of("敲钟") == ("保安",)
    assert read_query("敲钟").concepts
    settings.CACHES = here
