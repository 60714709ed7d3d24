"""Several pages published at once go through the door of a single one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from city_sites.models import BulletinPage, NewsPage, PolicyPage
from tests.city_sites.pages import WUHAN, add, home_of
from tests.city_sites.test_workspace import signed_in

pytestmark = pytest.mark.django_db
BROKEN = '<p><a linktype="page" id="999999">旧页</a></p>'
GOOD = "<p>今天开馆。</p>"


@pytest.fixture
def home(wuhan, client):
    home = home_of(WUHAN)
    signed_in(client, Role.CITY_PUBLISHER)
    return home


def draft(home, model=NewsPage, **fields):
    page = add(home, model, live=False, **fields)
    page.save_revision()
    return page


def publish(client, *pages, below=False):
    address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    query = "&".join(f"id={page.pk}" for page in pages)
    answer = client.post(
        f"{address}?{query}&next=/cms/", {"include_descendants": "on"} if below else {}, follow=True
    )
    for page in pages:
        page.refresh_from_db()
    return answer.content.decode()


def test_pages_without_findings_are_published_together(client, home):
    pages = [draft(home, body=GOOD), draft(home, body=GOOD)]
    publish(client, *pages)
    assert all(page.live for page in pages)


def test_one_page_that_does_not_pass_keeps_all_of_them_back_and_is_named(client, home):
    good, broken = draft(home, body=GOOD), draft(home, title="坏链接", body=BROKEN)
    told = publish(client, good, broken)
    assert not good.live
    assert not broken.live
    assert "坏链接" in told
    assert "已不存在" in told


def test_drafts_below_go_through_the_same_door(client, home):
    broken, policy = draft(home, body=BROKEN), draft(home, PolicyPage)
    for page in (broken, policy):
        publish(client, page.get_parent().specific, below=True)
        page.refresh_from_db()
        assert not page.live


def test_a_correction_without_a_reason_is_not_published_in_bulk_either(client, home):
    page = add(home, BulletinPage, "夜校通知")
    page.body = "<p>周三开课。</p>"
    page.save_revision()
    publish(client, page)
    assert "周三" not in BulletinPage.objects.get(pk=page.pk).body
    page.body, page.correction = "<p>周三开课。</p>", "时间有误"
    page.save_revision()
    publish(client, page)
    assert "周三" in BulletinPage.objects.get(pk=page.pk).body


def test_the_first_page_of_a_city_is_looked_at_before_it_is_published(client, home):
    home.notice = BROKEN
    home.save_revision()
    edit = reverse("wagtailadmin_pages:edit", args=[home.pk])
    assert "已不存在" in client.get(edit).content.decode()
    publish(client, home)
    assert "旧页" not in client.get("/", headers={"host": "wuhan.localhost"}).content.decode()
