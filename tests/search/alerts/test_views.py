"""The pages about saved searches: who may see what, what a link may do, what nobody learns."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from search.alerts import services, tasks
from search.alerts.enums import EndReason
from search.alerts.services import MOST_SEARCHES
from search.alerts.tokens import Purpose, make_token
from search.models import SavedSearch, Subscriber
from tests.factories import UserFactory
from tests.search.alerts.conftest import text_of
from tests.search.alerts.factories import AlertDeliveryFactory, SavedSearchFactory, SubscriberFactory

pytestmark = pytest.mark.django_db
NEW = "/alerts/new/?" + urlencode({"q": "电工", "region": "420100", "sort": "pay"})
ASKED = {"frequency": "daily", "email": "seeker@example.com"}


@pytest.fixture
def tasks_at_once(sink, monkeypatch, django_capture_on_commit_callbacks):
    """What is enqueued is done as soon as the block ends."""
    for task in (tasks.confirmation_send, tasks.overview_send):
        monkeypatch.setattr(task, "delay", lambda *given, task=task: task.apply(args=given).get())
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def link_in(mail, page: str) -> str:
    """Path of the link to a page of alerts in the text of a mail."""
    return re.search(rf"https?://[^/\s]+(/alerts/{page}/\S+)", text_of(mail))[1]


def said(response) -> str:
    return unescape(response.content.decode())


def test_the_page_shows_the_search_in_words_and_keeps_it_when_it_is_sent(client, tasks_at_once, sink):
    html = page(client, NEW)
    for words in ("电工", "武汉市", "每天", "每周"):
        assert words in html
    action = unescape(re.search(r'<form class="form" method="post" action="([^"]+)"', html)[1])
    with tasks_at_once():
        response = client.post(action, ASKED | {"frequency": "weekly", "weekday": "4"})
    assert response.status_code == 302
    assert "请查收邮件" in page(client, response["Location"])
    search = SavedSearch.objects.get()
    assert search.parameters == {"v": 1, "pairs": [["q", "电工"], ["region", "420100"]]}
    assert (search.frequency, search.weekday) == ("weekly", 4)
    assert len(sink.mails) == 1


def test_opening_the_link_of_the_mail_confirms_nothing_its_button_does(client, tasks_at_once, sink):
    with tasks_at_once():
        client.post(NEW, ASKED)
    path = link_in(sink.mails[0], "confirm")
    assert "确认订阅" in page(client, path)
    client.head(path)
    assert SavedSearch.objects.get().confirmed_at is None
    response = client.post(path, follow=True)
    assert SavedSearch.objects.get().confirmed_at
    assert "已确认" in said(response)
    assert "电工 · 武汉市" in said(response)
    assert "订阅已确认" in page(client, path)


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(client, tasks_at_once, sink, settings):
    settings.ALERTS_CONFIRMATIONS_A_DAY = 1
    known = SubscriberFactory(email="known@example.com")
    SavedSearchFactory.create_batch(MOST_SEARCHES, subscriber=known)
    answers = []
    for email in ("known@example.com", "known@example.com", "new@example.com", "new@example.com"):
        for path in (NEW, "/alerts/"):
            with tasks_at_once():
                response = client.post(path, ASKED | {"email": email})
            answers.append((response.status_code, response["Location"], response.cookies.output()))
    assert len(set(answers)) == 1
    assert [mail["To"] for mail in sink.mails] == ["known@example.com", "new@example.com"]


def test_no_more_addresses_than_allowed_are_entered_from_one_place(client, tasks_at_once, sink, settings):
    settings.ALERTS_ASKED_A_DAY = 2
    with tasks_at_once():
        for number in range(2):
            assert client.post(NEW, ASKED | {"email": f"p{number}@example.com"}).status_code == 302
        response = client.post(NEW, ASKED | {"email": "p3@example.com"})
        assert client.post("/alerts/", {"email": "p3@example.com"}).status_code == 429
    assert response.status_code == 429
    assert "明天再试" in said(response)
    assert len(sink.mails) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": ""}, "请填写接收邮件的邮箱"),
        ({"email": "nobody"}, "请填写完整的邮箱地址"),
        ({"email": "a@example.com\nBcc: b@example.com"}, "请填写完整的邮箱地址"),
        ({"email": "a" * 300 + "@example.com"}, "254"),
        ({"frequency": ""}, "请选择发送频率"),
        ({"frequency": "hourly"}, "请选择发送频率"),
        ({"frequency": "weekly", "weekday": "9"}, "9"),
    ],
)
def test_what_cannot_be_meant_is_told_beside_its_field_and_nothing_is_saved(client, changes, words):
    response = client.post(NEW, ASKED | changes)
    assert response.status_code == 200
    assert words in said(response)
    assert 'role="alert"' in said(response)
    assert not SavedSearch.objects.exists()


def test_what_the_address_says_wrongly_is_told_and_the_rest_is_kept(client):
    html = page(client, "/alerts/new/?q=电工&education=zz")
    assert "zz" in html
    assert "电工" in html


def test_a_user_needs_no_confirmation_and_finds_the_search_in_the_list(client, member):
    assert 'type="email"' not in page(client, NEW)
    response = client.post(NEW, {"frequency": "daily"}, follow=True)
    assert response.redirect_chain == [("/alerts/", 302)]
    assert "电工 · 武汉市" in said(response)
    assert SavedSearch.objects.get().user == member


def test_a_user_at_the_cap_is_told_what_to_do(client, member):
    SavedSearchFactory.create_batch(MOST_SEARCHES, subscriber=None, user=member)
    response = client.post("/alerts/new/?region=420200", {"frequency": "daily"})
    assert "请先退订其中一个" in said(response)
    assert SavedSearch.objects.count() == MOST_SEARCHES


def test_a_user_renames_pauses_stops_and_undoes(client, member):
    search = SavedSearchFactory(subscriber=None, user=member)

    def act(act: str, **more: str) -> str:
        response = client.post("/alerts/", {"search": str(search.pk), "act": act, **more}, follow=True)
        search.refresh_from_db()
        return said(response)

    html = act("change", name="夜班<电工>", frequency="weekly", weekday="2")
    assert "夜班<电工>" in html
    assert (search.name, search.frequency, search.weekday) == ("夜班<电工>", "weekly", 2)
    assert "请填写名称" not in html
    assert "暂停至" in act("pause")
    assert "暂停至" not in act("go_on")
    assert "已退订，一天内删除" in act("end")
    assert search.end_reason == EndReason.DELETED
    assert "已退订，一天内删除" not in act("restore")
    assert search.ended_at is None


def test_a_change_that_cannot_be_meant_keeps_what_was_written(client, member):
    search = SavedSearchFactory(subscriber=None, user=member)
    response = client.post(
        "/alerts/", {"search": str(search.pk), "act": "change", "name": " ", "frequency": "weekly"}
    )
    assert "请填写名称" in said(response)
    search.refresh_from_db()
    assert search.frequency == "daily"


@pytest.mark.parametrize("number", ["", "abc", "9" * 30, "-1"])
def test_a_search_that_is_not_there_is_404(client, member, number):
    assert client.post("/alerts/", {"search": number, "act": "end"}).status_code == 404


def test_nobody_touches_the_searches_of_others(client, member):
    foreign = SavedSearchFactory()
    assert client.post("/alerts/", {"search": str(foreign.pk), "act": "end"}).status_code == 404
    other = make_token(Purpose.MANAGE, SubscriberFactory().pk)
    assert client.post(f"/alerts/of/{other}/", {"search": str(foreign.pk), "act": "end"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.ended_at is None
    assert foreign.name not in page(client, "/alerts/")


def test_an_unknown_act_is_404(client, member):
    search = SavedSearchFactory(subscriber=None, user=member)
    assert client.post("/alerts/", {"search": str(search.pk), "act": "explode"}).status_code == 404


def test_one_click_of_a_mail_program_stops_the_mails_without_cookies_or_a_page_before(sink):
    delivery = AlertDeliveryFactory()
    path = f"/alerts/stop/{make_token(Purpose.STOP, delivery.search_id)}/"
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    delivery.search.refresh_from_db()
    assert delivery.search.end_reason == EndReason.UNSUBSCRIBED


def test_opening_the_link_to_stop_stops_nothing_and_the_stop_can_be_undone(client):
    search = SavedSearchFactory()
    path = f"/alerts/stop/{make_token(Purpose.STOP, search.pk)}/"
    assert "退订这些邮件？" in page(client, path)
    search.refresh_from_db()
    assert search.ended_at is None
    html = said(client.post(path))
    assert "已退订" in html
    undo = re.search(r'action="(/alerts/resume/[^"]+)"', html)[1]
    assert client.get(undo).status_code == 405
    response = client.post(undo, follow=True)
    assert "已恢复发送" in said(response)
    search.refresh_from_db()
    assert search.ended_at is None


def test_a_link_to_stop_what_is_deleted_says_that_no_more_mails_come(client):
    search = SavedSearchFactory()
    path = f"/alerts/stop/{make_token(Purpose.STOP, search.pk)}/"
    search.delete()
    assert "不会再收到" in page(client, path, status=410)


@pytest.mark.parametrize("name", ["confirm", "stop", "of"])
def test_a_link_that_was_never_ours_is_404(client, name):
    assert client.get(f"/alerts/{name}/abc:def/").status_code == 404
    assert client.get(f"/alerts/{name}/{make_token(Purpose.RESUME, 1)}/").status_code == 404


def test_a_link_whose_time_is_over_leads_to_a_new_one(client, monkeypatch):
    import time_machine

    subscriber = SavedSearchFactory().subscriber
    with time_machine.travel("2025-01-01"):
        token = make_token(Purpose.MANAGE, subscriber.pk)
    html = page(client, f"/alerts/of/{token}/", status=410)
    assert "链接已过期" in html
    assert 'href="/alerts/"' in html


def test_the_owner_of_an_address_sees_all_theirs_and_can_have_them_forgotten(client):
    subscriber = SubscriberFactory()
    SavedSearchFactory(subscriber=subscriber, name="夜班电工")
    SavedSearchFactory(subscriber=subscriber, name="白班电工")
    SavedSearchFactory(subscriber=subscriber, name="没有确认的", unconfirmed=True)
    path = f"/alerts/of/{make_token(Purpose.MANAGE, subscriber.pk)}/"
    html = page(client, path)
    assert "夜班电工" in html
    assert "白班电工" in html
    assert "没有确认的" not in html
    assert subscriber.email not in html
    response = client.post(path, {"act": "forget"}, follow=True)
    assert "已删除" in said(response)
    assert not Subscriber.objects.exists()
    assert client.get(path).status_code == 410


def test_part_of_a_search_that_is_not_understood_any_more_is_told(client, member):
    SavedSearchFactory(subscriber=None, user=member, parameters={"v": 1, "pairs": [["shoe_size", "43"]]})
    SavedSearchFactory(subscriber=None, user=member, parameters={"v": 9, "pairs": []})
    assert page(client, "/alerts/").count("已失效") == 2


def test_the_pages_are_neither_cached_nor_for_search_engines(client, member):
    search = SavedSearchFactory()
    for path in (NEW, "/alerts/", f"/alerts/stop/{make_token(Purpose.STOP, search.pk)}/"):
        response = client.get(path)
        assert "no-store" in response["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in said(response)


def test_on_a_city_s_host_the_search_is_about_the_city(client, tasks_at_once, sink):
    from city_sites.services import city_provision
    from portal.services import national_site_ensure

    national_site_ensure()
    host = city_provision(region="441900").site.hostname
    with tasks_at_once():
        client.post("/alerts/new/?q=电工", ASKED, headers={"host": host})
    search = SavedSearch.objects.get()
    assert (search.scope, search.name) == ("441900", "电工 · 东莞")
    assert f"http://{host}" in text_of(sink.mails[0])


def test_english_has_its_words(client, member):
    search = SavedSearchFactory(subscriber=None, user=member)
    services.search_pause(search=search)
    html = page(client, "/alerts/?lang=en")
    assert "End the pause" in html
    assert "Every day" in page(client, f"{NEW}&lang=en")
