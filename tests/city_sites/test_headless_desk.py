"""The desk of headless clients: keys are shown once and taken back, and drafts open in the city's client."""

from __future__ import annotations

import json
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from city_sites.models import BulletinPage, CitySite, ReadKey
from city_sites.services.read_keys import read_key_issue
from tests.city_sites.pages import SHENZHEN, WUHAN, add, home_of
from tests.city_sites.test_workspace import signed_in

pytestmark = pytest.mark.django_db
CLIENT = "https://app.wuhan.example/reader/"


@pytest.fixture(autouse=True)
def home(wuhan):
    cache.clear()
    return home_of(WUHAN)


def desk(region=WUHAN):
    return reverse("workspace_headless", args=[region])


def make(client, region=WUHAN, **values):
    address = reverse("workspace_read_key_issue", args=[region])
    return client.post(address, {"name": "大厅屏幕", "rate": 60} | values)


def test_a_key_is_shown_once_and_then_only_how_it_begins(client):
    user = signed_in(client, Role.CITY_EDITOR)
    shown = make(client)
    text = re.search(r"rk_[\w-]{20,}", shown.content.decode())[0]
    assert "no-store" in shown.headers["Cache-Control"]
    page = client.get(desk()).content.decode()
    assert text not in page
    assert f"{text[:8]}…" in page
    assert AuditEntry.objects.filter(act="read_key_issue", actor=user, region=WUHAN).exists()
    answer = client.get("/api/cms/settings/", {"site": WUHAN}, headers={"authorization": f"Bearer {text}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("wrong", [{"name": ""}, {"rate": 0}, {"rate": 7000}, {"rate": "many"}])
def test_what_is_wrong_with_a_key_is_told_beside_its_field(client, wrong):
    signed_in(client, Role.CITY_EDITOR)
    answer = make(client, **wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not ReadKey.objects.exists()


def test_a_key_is_taken_back_after_a_question(client):
    signed_in(client, Role.CITY_EDITOR)
    key, _text = read_key_issue(region=WUHAN, name="大厅屏幕", by=None)
    address = reverse("workspace_read_key_revoke", args=[WUHAN, key.pk])
    assert "大厅屏幕" in client.post(address).content.decode()
    assert ReadKey.objects.get().revoked_at is None
    client.post(address, {"sure": "1"})
    assert ReadKey.objects.get().revoked_at is not None
    assert AuditEntry.objects.filter(act="read_key_revoke").count() == 1


def test_keys_of_another_city_and_of_the_nation_do_not_exist_for_a_city(client):
    home_of(SHENZHEN)
    theirs, _text = read_key_issue(region=SHENZHEN, name="深圳屏幕", by=None)
    signed_in(client, Role.CITY_EDITOR)
    for region in (SHENZHEN, NATION):
        assert client.get(desk(region)).status_code == 404
        assert make(client, region).status_code == 404
    for region in (SHENZHEN, WUHAN):
        assert client.post(reverse("workspace_read_key_revoke", args=[region, theirs.pk])).status_code == 404
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    assert make(client, NATION, name="全国").status_code == 200
    assert ReadKey.objects.get(name="全国").region == NATION


def preview(client, page, mode):
    """What the editor's preview shows of a text that is not saved."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = {
        "title": "还在写的公告", "slug": page.slug, "kind": "announcement", "date": "2026-11-01",
        "summary": "",
        "body": json.dumps({"blocks": [{"key": "a", "type": "unstyled", "text": "草稿"}], "entityMap": {}}),
        "attachments-count": "0", "figures-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post(address, form).json()["is_valid"]
    return client.get(address, {"mode": mode})


def test_an_editor_sees_a_draft_in_the_city_s_client_by_a_token(client, home):
    signed_in(client, Role.CITY_EDITOR)
    page = add(home, BulletinPage, "已发布的公告")
    assert [mode for mode, _words in page.preview_modes] == [""]
    client.post(desk(), {"client_url": CLIENT})
    assert CitySite.objects.get(region=WUHAN).client_url == CLIENT
    page = BulletinPage.objects.get(pk=page.pk)
    assert [mode for mode, _words in page.preview_modes] == ["", "headless"]
    answer = preview(client, page, "headless")
    token = re.search(rf'src="{CLIENT}\?preview=([\w-]+)"', answer.content.decode())[1]
    assert "frame-src https://app.wuhan.example" in answer.headers["Content-Security-Policy"]
    draft = client.get(f"/api/cms/preview/{token}/", {"site": WUHAN}).json()
    assert (draft["title"], draft["id"]) == ("还在写的公告", page.pk)
    assert "草稿" in draft["body"]
    assert "还在写的公告" in preview(client, page, "").content.decode()


def test_a_client_s_address_is_an_address(client):
    signed_in(client, Role.CITY_EDITOR)
    assert client.post(desk(), {"client_url": "javascript:alert(1)"}).status_code == 422
    assert CitySite.objects.get(region=WUHAN).client_url == ""
