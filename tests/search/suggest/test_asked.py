"""Counting searches without keeping who made them."""

import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory
from django.utils import timezone

from search.suggest import asked
from search.suggest.asked import asked_on, countable, search_note

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DAY = NOON.date()


def person(address: str = "203.0.113.7", agent: str = "Firefox", session: str = ""):
    request = RequestFactory().get("/vacancies/", REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    request.session = SessionStore(session or None)
    return request


@time_machine.travel(NOON, tick=False)
def test_a_person_counts_once_a_day(store):
    for _ in range(3):
        search_note(text="电工", request=person())
    search_note(text="电工", request=person(address="203.0.113.8"))
    search_note(text="电工", request=person(agent="Chromium"))
    search_note(text="会计", request=person())
    assert dict(asked_on(DAY)) == {"电工": 3, "会计": 1}
    assert dict(asked_on(DAY - dt.timedelta(days=1))) == {}


@time_machine.travel(NOON, tick=False)
def test_a_session_counts_once_wherever_it_is_used(store):
    search_note(text="电工", request=person(session="a" * 32))
    search_note(text="电工", request=person(address="198.51.100.1", session="a" * 32))
    assert dict(asked_on(DAY)) == {"电工": 1}


@time_machine.travel(NOON, tick=False)
def test_spellings_of_one_search_are_one(store):
    search_note(text=" ＪＡＶＡ  開發 ", request=person())
    search_note(text="java 开发", request=person(address="203.0.113.8"))
    assert dict(asked_on(DAY)) == {"java 开发": 2}


@time_machine.travel(NOON, tick=False)
def test_nothing_tells_who_it_was_and_all_is_gone_after_some_days(store, settings):
    search_note(text="电工", request=person(session="b" * 32))
    keys = list(store.scan_iter(f"{settings.ELASTICSEARCH_INDEX_PREFIX}:asked:*"))
    assert len(keys) == 2
    for key in keys:
        assert 0 < store.ttl(key) <= 3 * 24 * 3600
        assert b"b" * 32 not in store.dump(key)
        assert b"203.0.113.7" not in store.dump(key)


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "电工 138 1234 5678",
        "１３８－１２３４－５６７８",
        "420106199001011234",
        "name@example.org",
        "https://example.org",
        "www.example.org",
        "我叫某某住在某某路想找一份离家近的工作最好双休",
        "",
    ],
)
def test_what_may_be_personal_is_not_counted(store, text):
    assert countable(text) == ""
    search_note(text=text, request=person())
    assert dict(asked_on(timezone.localdate())) == {}


@pytest.mark.parametrize("text", ["月薪8000以上", "c++", "手机维修", "电话销售", "4s店 销售"])
def test_ordinary_searches_are_counted(text):
    assert countable(text) == text


@time_machine.travel(NOON, tick=False)
def test_a_full_day_takes_no_more(store, monkeypatch):
    monkeypatch.setattr(asked, "MOST_TEXTS_A_DAY", 1)
    search_note(text="电工", request=person())
    search_note(text="会计", request=person())
    assert dict(asked_on(DAY)) == {"电工": 1}


def test_a_search_is_answered_while_valkey_is_away(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    search_note(text="电工", request=person())
