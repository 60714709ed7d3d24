"""In the page editor: errors stop a submission, warnings ask for a tick, drafts are saved whatever."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from city_sites.models import BulletinPage, ExternalLink
from city_sites.publishing_checks import Fact
from city_sites.services import external_links, publishing
from city_sites.services.external_links import broken_among, is_answering, links_check, links_remember
from tests.city_sites.pages import SHENZHEN, WUHAN, add, home_of
from tests.city_sites.test_workspace import signed_in

pytestmark = pytest.mark.django_db
BROKEN = '<h2>通知</h2><p><a linktype="page" id="999999">旧页</a></p>'


@pytest.fixture
def page(wuhan, client):
    page = add(home_of(WUHAN), BulletinPage, "夜校通知", live=False)
    page.save_revision()
    signed_in(client, Role.CITY_EDITOR, WUHAN)
    return page


def form_data(page, html):
    from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

    return nested_form_data(
        {
            "title": page.title, "slug": page.slug, "kind": "announcement", "date": "2026-04-10",
            "summary": "", "body": rich_text(html, editor="default", features=["h2", "h3", "link", "image"]),
            "attachments": streamfield([]), "figures": streamfield([]), "comments": {
                "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": "",
            },
        }
    )  # fmt: skip


def send(client, page, html, **fields):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(page, html) | fields)


def test_a_broken_link_stops_the_submission_and_not_the_draft(client, page):
    refused = send(client, page, BROKEN, **{"action-submit": "1"})
    assert "旧页" in refused.content.decode()
    page.refresh_from_db()
    assert page.current_workflow_state is None
    assert send(client, page, BROKEN).status_code == 302
    assert "已不存在" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    send(client, page, "<h2>通知</h2><p>欢迎</p>", **{"action-submit": "1"})
    page.refresh_from_db()
    assert page.current_workflow_state is not None


def test_a_warning_is_ticked_before_the_page_goes_on(client, page, monkeypatch):
    facts = [Fact("求人倍率", "2026Q1", Decimal("1.38"), 2, "v1")]
    monkeypatch.setattr(publishing, "facts_of", lambda region: facts if region == WUHAN else [])
    text = "<p>一季度求人倍率为1.45。</p>"
    assert "1.38" in send(client, page, text, **{"action-submit": "1"}).content.decode()
    page.refresh_from_db()
    assert page.current_workflow_state is None
    send(client, page, text, **{"action-submit": "1", "warnings_seen": "on"})
    page.refresh_from_db()
    assert page.current_workflow_state is not None


def test_editors_of_a_city_comment_on_its_pages_and_nobody_else_sees_it(client, page):
    remark = {
        "comments-TOTAL_FORMS": "1", "comments-0-contentpath": "title", "comments-0-position": "",
        "comments-0-text": "标题再短些", "comments-0-id": "", "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert send(client, page, "<p>欢迎</p>", **remark).status_code == 302
    home_of(SHENZHEN)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    draft = reverse("read_draft", args=[page.pk])
    for role, region, sees in (
        (Role.CITY_PUBLISHER, WUHAN, True),
        (Role.CITY_EDITOR, SHENZHEN, False),
        (Role.CITY_FEEDS, WUHAN, False),
        (Role.PROVINCE_SUPERVISOR, "420000", False),
    ):
        signed_in(client, role, region)
        assert _is_told(client, edit) == sees, role
        assert not any(_is_told(client, path) for path in (draft, "/cms/", "/workspace/")), role
    signed_in(client, Role.CITY_EDITOR, SHENZHEN)
    assert send(client, page, "<p>欢迎</p>", **remark).status_code == 404
    assert page.wagtail_admin_comments.count() == 1


def _is_told(client, path):
    """Whether a page tells the remark, be it as JSON."""
    text = client.get(path, follow=True).content.decode()
    return "标题再短些" in text or json.dumps("标题再短些")[1:-1] in text


def test_addresses_of_a_saved_page_are_remembered_and_looked_at_by_a_worker_later(client, page, monkeypatch):
    send(client, page, '<p><a href="https://a.example/1">一</a><a href="https://a.example/2">二</a></p>')
    assert ExternalLink.objects.count() == 2
    monkeypatch.setattr(external_links, "is_answering", lambda url: url.endswith("1"))
    assert links_check() == 1  # one of a host at a time
    now = timezone.now()
    for hours in (1, 9, 18, 27):
        with time_machine.travel(now + dt.timedelta(hours=hours), tick=False):
            links_check()
    assert set(broken_among(["https://a.example/1", "https://a.example/2"])) == {"https://a.example/2"}
    assert "a.example/2" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_one_failure_alone_says_nothing(monkeypatch):
    links_remember(urls=["https://a.example/", "mailto:x@example.org", "/inside/"])
    monkeypatch.setattr(external_links, "is_answering", lambda _url: False)
    links_check()
    assert ExternalLink.objects.get().failures == 1
    assert broken_among(["https://a.example/"]) == {}


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1]/", "file:///etc/passwd", "http://"])
def test_no_address_inside_is_looked_at(url):
    assert not is_answering(url)


def test_a_page_is_previewed_as_phone_and_as_desktop_while_it_is_written(client, page):
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'data-device-width="375"' in edit
    assert 'data-device-width="1280"' in edit
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(page, "<h2>通知</h2><p>尚未保存的文字</p>")
    assert client.post(address, data).json() == {"is_valid": True, "is_available": True}
    shown = client.get(address, {"mode": "", "in_preview_panel": "true"})
    assert "尚未保存的文字" in shown.content.decode()
    page.refresh_from_db()
    assert "尚未保存" not in page.get_latest_revision_as_object().body
