"""From what is new to a mail that arrives: once, with all it needs, and only while it is wanted."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from jobs.enums import CloseReason
from jobs.services import vacancy_close
from search.alerts import tasks
from search.alerts.enums import DeliveryState, EndReason
from search.alerts.finding import LISTED
from search.alerts.services import search_end, search_pause
from search.models import AlertDelivery, SavedSearch
from tests.factories import EmployerFactory, UserFactory, VacancyFactory
from tests.search.alerts.conftest import html_of, text_of
from tests.search.alerts.factories import AlertDeliveryFactory, SavedSearchFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
NOBODY_LISTENS = "http://127.0.0.1:9"
TUESDAY = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def cleaner():
    return VacancyFactory(title="保洁员", duties="打扫", occupation="4-09-08-01", region="420115")


@pytest.fixture
def clock():
    """Tuesday morning; `clock.shift` moves it on."""
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def saved(clock):
    """Call it to save a search now: what was shown a moment ago is old, what is shown from now on is new."""

    def save(**changes) -> SavedSearch:
        clock.shift(dt.timedelta(seconds=1))
        search = SavedSearchFactory(told_until=timezone.now(), **changes)
        clock.shift(dt.timedelta(seconds=1))
        return search

    return save


@pytest.fixture
def later(clock):
    """Call it to let some minutes, or days until the same hour, pass and the task run."""

    def run(**passed: int) -> None:
        clock.shift(dt.timedelta(**passed))
        tasks.alerts_send.apply().get()

    return run


def titles(mail) -> list[str]:
    return [
        line.split(". ", 1)[1] for line in text_of(mail).splitlines() if line[:1].isdigit() and ". " in line
    ]


def unfolded(header: str) -> str:
    """A long header may begin on its second line."""
    return header.strip()


def electrician(title: str = "维修电工", **changes):
    return VacancyFactory(title=title, region="420115", **changes)


def test_a_mail_tells_of_what_came_since_the_last_one(sink, appear, later, saved):
    appear(electrician("老电工"))
    search = saved()
    later(minutes=30)
    assert sink.mails == []
    later(days=1)
    assert sink.mails == []

    appear(electrician("新电工"), cleaner())
    appear(
        electrician("外地电工", employer=EmployerFactory(region="441900")), VacancyFactory(region="441900")
    )
    later(days=1)
    (mail,) = sink.mails
    assert mail["To"] == search.subscriber.email
    assert sorted(titles(mail)) == ["外地电工", "新电工"]
    later(days=1)
    assert len(sink.mails) == 1


def test_what_is_imported_late_with_an_old_date_is_told_of_once(sink, appear, later, saved):
    saved()
    appear(electrician("迟到的电工", published_at=timezone.now() - dt.timedelta(days=7)))
    later(days=1)
    later(days=1)
    assert [titles(mail) for mail in sink.mails] == [["迟到的电工"]]


def test_what_is_too_young_to_be_found_by_all_waits_for_the_next_mail(sink, appear, later):
    SavedSearchFactory(told_until=timezone.now() - dt.timedelta(days=1))
    appear(electrician())
    later(minutes=5)
    assert sink.mails == []
    later(days=1)
    assert len(sink.mails) == 1


def test_the_same_vacancy_of_another_source_or_posted_again_is_not_sent_twice(sink, appear, later, saved):
    saved()
    key = "11111111-1111-1111-1111-111111111111"
    first = electrician(duplicate_key=key)
    appear(first)
    later(days=1)
    assert len(sink.mails) == 1

    vacancy_close(vacancy=first, reason=CloseReason.FILLED, by=None)
    same_elsewhere = electrician("电工（另一来源）", duplicate_key=key)
    posted_again = electrician(employer=first.employer)
    appear(first, same_elsewhere, posted_again)
    later(days=1)
    assert len(sink.mails) == 1

    news = electrician("高压电工", employer=first.employer)
    appear(news)
    later(days=1)
    assert titles(sink.mails[-1]) == ["高压电工"]


def test_several_postings_of_one_job_are_one_line_of_a_mail(sink, appear, later, saved):
    saved()
    employer = EmployerFactory()
    appear(*(electrician(employer=employer, address=f"{number}号门") for number in range(3)))
    later(days=1)
    (mail,) = sink.mails
    assert titles(mail) == ["维修电工"]
    assert unfolded(mail["Subject"]).startswith("1 个新岗位")


def test_a_long_list_is_cut_and_says_how_many_more_there_are_and_where(sink, appear, later, saved):
    saved()
    appear(*(electrician(f"电工{number}班") for number in range(LISTED + 7)))
    later(days=1)
    (mail,) = sink.mails
    assert len(titles(mail)) == LISTED
    assert unfolded(mail["Subject"]) == f"{LISTED + 7} 个新岗位：电工 · 武汉市"
    assert "另有 7 个" in text_of(mail)
    assert "/vacancies/?q=%E7%94%B5%E5%B7%A5&region=420100&sort=newest" in text_of(mail)


def test_what_has_closed_before_the_mail_is_sent_is_not_in_it(sink, appear, later):
    open_still, gone = electrician("甲电工"), electrician("乙电工")
    AlertDeliveryFactory(vacancies=[gone.pk, open_still.pk])
    only_gone = AlertDeliveryFactory(vacancies=[gone.pk])
    vacancy_close(vacancy=gone, reason=CloseReason.FILLED, by=None)
    tasks.alerts_send.apply().get()
    (mail,) = sink.mails
    assert titles(mail) == ["甲电工"]
    only_gone.refresh_from_db()
    assert only_gone.state == DeliveryState.DROPPED


def test_a_mail_says_what_it_is_and_carries_a_one_click_end(sink, appear, later, settings):
    vacancy = electrician("电工<高级>", pay_min=6000, pay_max=8000)
    settings.PORTAL_HOST = "jobs.example.org"
    delivery = AlertDeliveryFactory(vacancies=[vacancy.pk])
    tasks.alerts_send.apply().get()
    (mail,) = sink.mails
    assert mail["Message-ID"] == f"<alert-{delivery.pk}@jobs.example.org>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert unfolded(mail["List-Unsubscribe"]).startswith("<http://jobs.example.org")
    assert "/alerts/stop/" in unfolded(mail["List-Unsubscribe"])
    assert re.search(rb"List-Unsubscribe:\s+<http://[^>\s]+/alerts/stop/[^>\s]+>\r\n", sink.raw[0])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == settings.DEFAULT_FROM_EMAIL
    for part in (text_of(mail), html_of(mail)):
        for words in ("6,000–8,000 元/月", "武汉·江夏区", vacancy.employer.name, f"/vacancies/{vacancy.pk}/"):
            assert words in part
        assert "/alerts/stop/" in part
        assert "/alerts/of/" in part
        assert delivery.search.subscriber.email not in part
    assert "电工<高级>" in text_of(mail)
    assert "电工&lt;高级&gt;" in html_of(mail)


def test_an_english_search_gets_english_mails(sink):
    user = UserFactory()
    search = SavedSearchFactory(subscriber=None, user=user, language="en", name="Electricians")
    AlertDeliveryFactory(search=search, vacancies=[electrician("甲电工").pk, electrician("乙电工").pk])
    tasks.alerts_send.apply().get()
    (mail,) = sink.to(user.email)
    assert unfolded(mail["Subject"]) == "2 new vacancies: Electricians"
    assert "Stop these mails" in text_of(mail)
    assert 'lang="en"' in html_of(mail)
    assert "/alerts/of/" not in text_of(mail)


def test_a_name_with_a_line_break_adds_no_header(sink):
    search = SavedSearchFactory(name="电工\r\nBcc: everybody@example.com")
    AlertDeliveryFactory(search=search, vacancies=[electrician().pk])
    tasks.alerts_send.apply().get()
    (mail,) = sink.mails
    assert mail["Bcc"] is None
    assert unfolded(mail["Subject"]) == "1 个新岗位：电工 Bcc: everybody@example.com"


def test_a_city_s_search_is_about_the_city_and_links_to_its_site(sink, appear, later, saved):
    from city_sites.services import city_provision
    from portal.services import national_site_ensure

    national_site_ensure()
    site = city_provision(region="441900")
    parameters = {"v": 1, "pairs": [["q", "电工"]]}
    saved(scope="441900", parameters=parameters)
    appear(electrician("武汉电工"), VacancyFactory(title="东莞电工", region="441900"))
    later(days=1)
    (mail,) = sink.mails
    assert titles(mail) == ["东莞电工"]
    assert f"{site.address_root}/vacancies/" in text_of(mail)


def test_with_the_index_away_alerts_wait_and_nothing_is_lost(sink, appear, later, settings, saved):
    search = saved()
    appear(electrician())
    address, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, NOBODY_LISTENS
    later(days=1)
    assert sink.mails == []
    assert AlertDelivery.objects.count() == 0
    settings.ELASTICSEARCH_URL = address
    later(hours=3)
    assert len(sink.mails) == 1
    search.refresh_from_db()
    assert search.next_run_at > timezone.now()


def test_with_the_mail_server_away_mails_wait(sink, settings):
    delivery = AlertDeliveryFactory(vacancies=[electrician().pk])
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    tasks.alerts_send.apply().get()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PREPARED, 0)
    settings.EMAIL_PORT = port
    tasks.alerts_send.apply().get()
    assert len(sink.mails) == 1


def test_a_refusal_for_now_is_tried_again_with_the_same_message_id(sink, clock):
    delivery = AlertDeliveryFactory(vacancies=[electrician().pk])
    sink.answers["*"] = "451 Try again later"
    tasks.alerts_send.apply().get()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PREPARED, 1)
    sink.answers.clear()
    tasks.alerts_send.apply().get()
    assert sink.mails == []  # not before its time
    clock.shift(dt.timedelta(minutes=6))
    tasks.alerts_send.apply().get()
    (mail,) = sink.mails
    assert mail["Message-ID"] == f"<alert-{delivery.pk}@localhost>"


def test_what_was_certainly_not_sent_comes_with_the_next_mail(sink, appear, later, saved):
    search = saved()
    appear(electrician("甲电工"))
    sink.answers["*"] = "550 No such mailbox"
    later(days=1)
    assert list(search.deliveries.values_list("state", flat=True)) == [DeliveryState.FAILED]
    sink.answers.clear()
    appear(electrician("乙电工"))
    later(days=1)
    (mail,) = sink.mails
    assert sorted(titles(mail)) == ["乙电工", "甲电工"]
    search.refresh_from_db()
    assert search.refusals == 0
    later(days=1)
    assert len(sink.mails) == 1


def test_a_mailbox_that_refuses_three_mails_gets_no_more(sink, appear, later, caplog, saved):
    search = saved()
    sink.answers["*"] = "550 <seeker@example.com> unknown"
    appear(electrician())
    for _ in range(3):
        later(days=1)
    search.refresh_from_db()
    assert search.end_reason == EndReason.REFUSED
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
    assert any("refuses" in line for line in said)
    assert not any("@" in line for line in said)


def test_a_full_mail_server_is_no_fault_of_the_mailbox(sink):
    delivery = AlertDeliveryFactory(vacancies=[electrician().pk], search__refusals=2)
    sink.answers["*"] = "452 Too many mails"
    tasks.alerts_send.apply().get()
    delivery.search.refresh_from_db()
    assert delivery.search.ended_at is None


@pytest.mark.parametrize("act", [
    lambda search: search_end(search=search, reason=EndReason.UNSUBSCRIBED),
    lambda search: search_pause(search=search),
])  # fmt: skip
def test_nothing_is_sent_any_more_once_it_is_stopped_or_paused(sink, act):
    delivery = AlertDeliveryFactory(vacancies=[electrician().pk])
    act(delivery.search)
    tasks.alerts_send.apply().get()
    assert sink.mails == []


def test_after_a_pause_the_first_mail_tells_of_what_still_stands(sink, appear, later, saved):
    search = saved()
    search_pause(search=search)
    appear(electrician(expires_on=None))
    for _ in range(29):
        later(days=1)
    assert sink.mails == []
    later(days=2)
    assert len(sink.mails) == 1
    search.refresh_from_db()
    assert search.paused_until is None


def test_nobody_is_told_before_they_confirmed(sink, appear, later):
    SavedSearchFactory(unconfirmed=True)
    appear(electrician())
    later(days=1)
    assert sink.mails == []


def test_a_user_who_may_not_sign_in_any_more_gets_no_mail(sink):
    search = SavedSearchFactory(subscriber=None, user=UserFactory(is_active=False))
    AlertDeliveryFactory(search=search, vacancies=[electrician().pk])
    tasks.alerts_send.apply().get()
    assert sink.mails == []


def test_a_minute_sends_as_many_mails_as_the_settings_allow(sink, settings):
    settings.ALERTS_MAILS_A_MINUTE = 3
    vacancy = electrician()
    for _ in range(5):
        AlertDeliveryFactory(vacancies=[vacancy.pk])
    tasks.alerts_send.apply().get()
    assert len(sink.mails) == 3
    tasks.alerts_send.apply().get()
    assert len(sink.mails) == 5


def test_one_search_that_cannot_be_asked_keeps_no_other_from_its_mail(sink, appear, later, saved):
    broken = saved(parameters={"v": 99, "pairs": []})
    saved()
    appear(electrician())
    later(days=1)
    assert len(sink.mails) == 1
    broken.refresh_from_db()
    assert broken.next_run_at > timezone.now()


def test_one_mail_that_cannot_be_written_keeps_no_other_waiting(sink, monkeypatch):
    from search.alerts import sending

    vacancy = electrician()
    broken, _fine = AlertDeliveryFactory(vacancies=[vacancy.pk]), AlertDeliveryFactory(vacancies=[vacancy.pk])
    write = sending.alert_mail
    monkeypatch.setattr(
        sending, "alert_mail", lambda delivery: 1 / 0 if delivery.pk == broken.pk else write(delivery)
    )
    tasks.alerts_send.apply().get()
    assert len(sink.mails) == 1
    broken.refresh_from_db()
    assert broken.state == DeliveryState.PREPARED
    assert broken.due_at > timezone.now()


def test_looking_twice_on_one_day_makes_one_mail(sink, appear, later, saved):
    search = saved()
    appear(electrician())
    later(days=1)
    SavedSearch.objects.filter(pk=search.pk).update(next_run_at=timezone.now())
    appear(electrician("另一电工"))
    later(minutes=30)
    assert len(sink.mails) == 1
    later(days=1)
    assert titles(sink.mails[-1]) == ["另一电工"]
