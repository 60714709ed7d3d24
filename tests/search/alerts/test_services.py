"""Saving, confirming, stopping: who may, how often, and what is forgotten."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone, translation

from accounts.models import AuditEntry
from search.alerts import services, tasks
from search.alerts.cleaning import alerts_clean
from search.alerts.enums import EndReason, Frequency
from search.alerts.services import MOST_SEARCHES, TooManySearches, Wish
from search.models import AlertDelivery, SavedSearch, Subscriber
from search.queries import parse_params
from tests.factories import UserFactory
from tests.search.alerts.conftest import html_of, text_of
from tests.search.alerts.factories import AlertDeliveryFactory, SavedSearchFactory, SubscriberFactory

pytestmark = pytest.mark.django_db


def wish(query: str = "q=电工&region=420100", **changes) -> Wish:
    return Wish(parse_params(QueryDict(query))[0], **changes)


@pytest.fixture
def ask(sink, django_capture_on_commit_callbacks, monkeypatch):
    """Call it as a person without an account does; the tasks run here and now."""
    for task in (tasks.confirmation_send, tasks.overview_send):
        monkeypatch.setattr(task, "delay", lambda *given, task=task: task.apply(args=given).get())

    def asked(email: str = "seeker@example.com", **changes) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            services.search_ask(email=email, wish=wish(**changes))

    return asked


def test_a_user_s_search_begins_at_once_and_is_on_record():
    user = UserFactory()
    search = services.search_save(user=user, wish=wish(frequency=Frequency.WEEKLY, weekday=4))
    assert search.confirmed_at
    assert timezone.localtime(search.next_run_at).weekday() == 4
    assert search.name == "电工 · 武汉市"
    entry = AuditEntry.objects.get(act="search_save")
    assert (entry.actor, entry.subject) == (user, f"search.savedsearch:{search.pk}")


def test_saving_the_same_again_gives_the_same():
    user = UserFactory()
    first = services.search_save(user=user, wish=wish())
    assert services.search_save(user=user, wish=wish("region=420100&q=电工&sort=pay")) == first
    assert services.search_save(user=user, wish=wish("q=电工&region=420200")) != first


def test_nobody_has_more_searches_than_the_cap():
    user = UserFactory()
    for number in range(MOST_SEARCHES):
        services.search_save(user=user, wish=wish(f"q=电工{number}"))
    with pytest.raises(TooManySearches):
        services.search_save(user=user, wish=wish("q=会计"))
    services.search_end(search=SavedSearch.objects.first(), reason=EndReason.DELETED, by=user)
    services.search_save(user=user, wish=wish("q=会计"))
    with pytest.raises(TooManySearches):
        services.search_restore(search=SavedSearch.objects.exclude(ended_at=None).get(), by=user)


def test_an_address_without_an_account_gets_one_mail_to_confirm_and_nothing_else(ask, sink):
    ask()
    (mail,) = sink.mails
    assert mail["To"] == "seeker@example.com"
    assert mail["Subject"].strip() == "请确认订阅：电工 · 武汉市"
    assert "/alerts/confirm/" in text_of(mail)
    assert "/alerts/confirm/" in html_of(mail)
    search = SavedSearch.objects.get()
    assert (search.confirmed_at, search.next_run_at) == (None, None)
    services.search_confirm(search=search)
    confirmed = search.confirmed_at
    services.search_confirm(search=search)
    assert search.confirmed_at == confirmed
    assert AuditEntry.objects.filter(act="search_save").count() == 1


def test_the_mail_is_in_the_language_of_the_page(ask, sink):
    with translation.override("en"):
        ask(query="q=电工&region=420100&education=60")
    assert (
        sink.mails[0]["Subject"].strip() == "Please confirm: mails about 电工 · 武汉市 · senior high school"
    )


def test_an_address_gets_three_such_mails_a_day_however_it_is_written(ask, sink):
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), tick=False) as clock:
        for number in range(6):
            ask(email="Seeker@Example.com" if number % 2 else "seeker@example.com", query=f"q=电工{number}")
        assert len(sink.mails) == 3
        assert SavedSearch.objects.count() == 3
        assert Subscriber.objects.count() == 1
        clock.shift(dt.timedelta(days=1))
        ask(query="q=会计")
    assert len(sink.mails) == 4


def test_asking_again_before_confirming_sends_the_same_search_again(ask, sink):
    ask()
    ask()
    assert SavedSearch.objects.count() == 1
    assert len(sink.mails) == 2


def test_what_is_confirmed_already_is_told_to_the_owner_alone(ask, sink):
    ask()
    services.search_confirm(search=SavedSearch.objects.get())
    ask()
    assert SavedSearch.objects.count() == 1
    assert "/alerts/of/" in text_of(sink.mails[-1])
    assert "电工 · 武汉市" in text_of(sink.mails[-1])


def test_an_address_at_the_cap_is_told_by_mail_and_saves_no_more(ask, sink):
    subscriber = SubscriberFactory(email="seeker@example.com")
    SavedSearchFactory.create_batch(MOST_SEARCHES, subscriber=subscriber)
    ask(query="q=会计")
    assert SavedSearch.objects.count() == MOST_SEARCHES
    assert "/alerts/of/" in text_of(sink.mails[-1])


def test_confirming_beyond_the_cap_is_refused():
    subscriber = SubscriberFactory()
    SavedSearchFactory.create_batch(MOST_SEARCHES, subscriber=subscriber)
    late = SavedSearchFactory(subscriber=subscriber, unconfirmed=True)
    with pytest.raises(TooManySearches):
        services.search_confirm(search=late)


def test_the_link_to_all_searches_goes_only_to_an_address_that_has_some(
    ask, sink, django_capture_on_commit_callbacks
):
    SavedSearchFactory(subscriber=SubscriberFactory(email="seeker@example.com"))
    with django_capture_on_commit_callbacks(execute=True):
        services.overview_ask(email="SEEKER@example.com")
        services.overview_ask(email="nobody@example.com")
    assert [mail["To"] for mail in sink.mails] == ["seeker@example.com"]


def test_a_mail_that_is_not_sent_is_tried_again_and_its_error_names_no_address(sink, settings, caplog):
    search = SavedSearchFactory(unconfirmed=True)
    sink.answers["*"] = f"451 <{search.subscriber.email}> later"
    with pytest.raises(tasks.MailNotSent) as failed:
        tasks.confirmation_send(search.pk)
    assert str(failed.value) == "SMTPRecipientsRefused"
    assert failed.value.__suppress_context__
    assert tasks.MailNotSent in tasks.confirmation_send.autoretry_for


def test_a_search_belongs_to_one_owner():
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearchFactory(user=UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearchFactory(subscriber=None)


def test_stopping_and_undoing_it_are_on_record_and_nothing_is_missed():
    search = SavedSearchFactory()
    told = search.told_until
    services.search_end(search=search, reason=EndReason.UNSUBSCRIBED)
    services.search_end(search=search, reason=EndReason.DELETED)
    assert search.end_reason == EndReason.UNSUBSCRIBED
    assert not SavedSearch.objects.due(timezone.now() + dt.timedelta(days=30)).exists()
    services.search_restore(search=search)
    assert SavedSearch.objects.due(timezone.now() + dt.timedelta(days=30)).get() == search
    assert search.told_until == told
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "search_end",
        "search_restore",
    ]


def test_a_change_moves_the_next_run_but_not_into_a_pause():
    search = SavedSearchFactory()
    services.search_pause(search=search)
    services.search_change(search=search, name="夜班电工", frequency=Frequency.WEEKLY, weekday=2)
    assert search.next_run_at > search.paused_until
    services.search_go_on(search=search)
    assert search.next_run_at <= timezone.now() + dt.timedelta(days=7)
    assert timezone.localtime(search.next_run_at).weekday() == 2


def test_no_address_is_on_record_anywhere_but_where_mails_are_sent_from(ask):
    ask(email="very.private@example.com")
    search = SavedSearch.objects.get()
    services.search_confirm(search=search)
    services.search_end(search=search, reason=EndReason.UNSUBSCRIBED)
    kept = json.dumps(list(AuditEntry.objects.values("subject", "detail")), default=str)
    assert "private" not in kept + str(search) + str(search.subscriber)


def test_cleaning_removes_what_has_served_its_purpose_and_a_dry_run_only_counts():
    now = timezone.now()
    unconfirmed = SavedSearchFactory(unconfirmed=True, created_at=now - dt.timedelta(days=8))
    fresh = SavedSearchFactory(unconfirmed=True, created_at=now - dt.timedelta(days=6))
    ended = SavedSearchFactory(ended_at=now - dt.timedelta(days=2), end_reason=EndReason.UNSUBSCRIBED)
    just_ended = SavedSearchFactory(ended_at=now - dt.timedelta(hours=2), end_reason=EndReason.UNSUBSCRIBED)
    keeper = SubscriberFactory()
    SavedSearchFactory(subscriber=keeper, ended_at=now - dt.timedelta(days=2), end_reason=EndReason.DELETED)
    running = SavedSearchFactory(subscriber=keeper)
    old = AlertDeliveryFactory(search=running, prepared_at=now - dt.timedelta(days=181))
    young = AlertDeliveryFactory(search=fresh)
    lonely = SubscriberFactory()

    told = StringIO()
    call_command("alerts_clean", "--dry-run", stdout=told)
    assert told.getvalue() == (
        "Would remove: 1 unconfirmed searches, 2 ended ones, 3 addresses, 1 records of mails.\n"
    )
    assert SavedSearch.objects.count() == 6

    cleaned = alerts_clean()
    assert (cleaned.unconfirmed, cleaned.ended, cleaned.addresses, cleaned.mails) == (1, 2, 3, 1)
    assert set(SavedSearch.objects.all()) == {fresh, just_ended, running}
    gone = {unconfirmed.subscriber_id, ended.subscriber_id, lonely.pk}
    assert not Subscriber.objects.filter(pk__in=gone).exists()
    assert keeper in Subscriber.objects.all()
    assert set(AlertDelivery.objects.all()) == {young}
    assert not AlertDelivery.objects.filter(pk=old.pk).exists()
    tasks.alerts_clean.apply().get()
    assert SavedSearch.objects.count() == 3


def test_an_address_that_wants_to_be_forgotten_is_forgotten_at_once():
    search = SavedSearchFactory()
    AlertDeliveryFactory(search=search)
    services.subscriber_erase(subscriber=search.subscriber)
    assert not Subscriber.objects.exists()
    assert not SavedSearch.objects.exists()
    assert not AlertDelivery.objects.exists()


def test_a_user_s_searches_are_exported_and_erased_whole():
    user, other = UserFactory(), UserFactory()
    search = services.search_save(user=user, wish=wish())
    services.search_save(user=other, wish=wish())
    AlertDeliveryFactory(search=search, vacancies=[7])
    (exported,) = services.saved_searches_of(user)
    assert exported["name"] == "电工 · 武汉市"
    assert exported["mails"][0]["vacancies"] == [7]
    json.dumps(exported)
    assert services.saved_searches_erase(user) == 1
    assert SavedSearch.objects.get().user == other
    assert services.saved_searches_of(user) == []
