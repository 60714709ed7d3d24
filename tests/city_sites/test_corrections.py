"""A public bulletin that is corrected keeps what it said, at an address of its own, with the reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from city_sites.models import BulletinPage, BulletinVersion
from tests.city_sites.pages import WUHAN, add, home_of
from tests.city_sites.test_checked_pages import send
from tests.city_sites.test_workspace import signed_in

pytestmark = pytest.mark.django_db
HOST = {"host": "wuhan.localhost"}


@pytest.fixture
def page(wuhan):
    page = add(home_of(WUHAN), BulletinPage, "一季度供求", body="<p>求人倍率为1.45。</p>")
    page.save_revision().publish()
    return page


def correct(page, body, reason):
    page.refresh_from_db()
    page.body, page.correction = body, reason
    page.save_revision().publish()


def text_of(client, path):
    response = client.get(path, headers=HOST)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_version_before_is_read_at_its_address_and_both_say_so(client, page):
    correct(page, "<p>求人倍率为1.38。</p>", "原数据有误")
    correct(page, "<p>求人倍率为1.39。</p>", "补充一个区")
    path = page.get_url().split("localhost")[-1]
    now, first, second = (text_of(client, path + end) for end in ("", "versions/1/", "versions/2/"))
    assert [word in now for word in ("1.39", "1.38", "1.45")] == [True, False, False]
    assert [
        word in now for word in ("原数据有误", "补充一个区", f"{path}versions/1/", f"{path}versions/2/")
    ] == [True] * 4
    assert "1.45" in first
    assert "原数据有误" in first
    assert f'href="{path}"' in first or f'href="{page.full_url}"' in first
    assert "1.38" in second
    for old in (first, second):
        assert f'rel="canonical" href="{page.full_url}"' in old
        assert "noindex" in old
    for nothing in ("versions/3/", "versions/x/", "versions/", "versions/1/2/"):
        assert client.get(path + nothing, headers=HOST).status_code == 404


def test_drafts_moves_and_publishing_the_same_again_keep_nothing(page):
    page.body = "<p>草稿</p>"
    page.save_revision()
    page.refresh_from_db()
    page.save_revision().publish()
    page.unpublish()
    page.save_revision().publish()
    assert not BulletinVersion.objects.exists()


def test_a_draft_of_a_correction_shows_nothing_and_a_hidden_bulletin_no_versions(client, page):
    correct(page, "<p>求人倍率为1.38。</p>", "原数据有误")
    path = page.get_url().split("localhost")[-1]
    page.refresh_from_db()
    page.unpublish()
    assert client.get(f"{path}versions/1/", headers=HOST).status_code == 404


def test_the_editor_is_asked_for_the_reason_each_time_anew(client, page):
    signed_in(client, Role.CITY_EDITOR, WUHAN)
    changed = "<p>求人倍率为1.38。</p>"
    assert "为什么更正" in send(client, page, changed, **{"action-submit": "1"}).content.decode()
    page.refresh_from_db()
    assert page.current_workflow_state is None
    send(client, page, changed, **{"action-submit": "1", "correction": "原数据有误"})
    page.refresh_from_db()
    assert page.current_workflow_state is not None
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_the_headless_side_tells_of_corrections(client, page):
    correct(page, "<p>求人倍率为1.38。</p>", "原数据有误")
    found = client.get(f"/api/cms/pages/{page.pk}/", headers=HOST).json()
    assert [(one["number"], one["reason"]) for one in found["corrections"]] == [(1, "原数据有误")]
