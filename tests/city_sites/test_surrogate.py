"""Caches in front of the portal are told what changed, by a real PURGE to a real server."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from city_sites.models import BulletinPage, CitySite, PlainPage
from city_sites.services.settings import city_settings_save
from city_sites.services.surrogate import addresses_of
from portal.celery import app
from portal.services import national_site_ensure
from tests.city_sites.pages import WUHAN, add, home_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(wuhan):
    return home_of(WUHAN)


@pytest.fixture
def purged(settings):
    """Hosts and paths that the cache was told to forget, as they come."""
    heard: list[str] = []

    class Cache(BaseHTTPRequestHandler):
        def do_PURGE(self):
            heard.append(self.headers["Host"] + self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILFRONTENDCACHE = {
        "front": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield heard
    app.conf.update(task_always_eager=False, task_eager_propagates=False)
    server.shutdown()
    server.server_close()


def after(callbacks, act):
    with callbacks(execute=True):
        act()


def test_publishing_purges_the_page_its_list_the_homes_and_what_the_api_says(
    home, purged, django_capture_on_commit_callbacks
):
    page = add(home, BulletinPage, "新公告", slug="new")
    after(django_capture_on_commit_callbacks, lambda: page.save_revision().publish())
    index = page.get_parent()
    city = "wuhan.localhost"
    assert {
        f"{city}/bulletins/new/", f"{city}/bulletins/new/?lang=en", f"{city}/bulletins/", f"{city}/",
        f"{city}/api/cms/pages/{page.pk}/", f"{city}/api/cms/pages/{index.pk}/", f"{city}/api/cms/pages/",
        f"{city}/api/cms/menus/", f"{city}/sitemap.xml", "localhost/bulletins/", "localhost/",
        f"{city}/feeds/bulletins.rss", "localhost/feeds/bulletins.atom",
    } <= set(purged)  # fmt: skip


def test_taking_away_and_deleting_purge_where_the_page_was(home, purged, django_capture_on_commit_callbacks):
    page = add(home, BulletinPage, slug="gone")
    after(django_capture_on_commit_callbacks, page.unpublish)
    assert "wuhan.localhost/bulletins/gone/" in purged
    page.save_revision().publish()
    purged.clear()
    after(django_capture_on_commit_callbacks, page.delete)
    assert "wuhan.localhost/bulletins/gone/" in purged


def test_moving_and_renaming_purge_where_the_pages_were_and_are(
    home, purged, django_capture_on_commit_callbacks
):
    page = add(home, BulletinPage, slug="一则")
    index = page.get_parent().specific
    index.slug = "notices"
    after(django_capture_on_commit_callbacks, lambda: index.save_revision().publish())
    assert {"wuhan.localhost/bulletins/%E4%B8%80%E5%88%99/", "wuhan.localhost/notices/"} <= set(purged)
    purged.clear()
    national = national_site_ensure()
    about = home.add_child(instance=PlainPage(title="须知", slug="note", body="<p>须知。</p>"))
    after(django_capture_on_commit_callbacks, lambda: about.move(national, pos="last-child"))
    assert {"wuhan.localhost/note/", "localhost/note/"} <= set(purged)


def test_changed_settings_purge_the_first_page_and_what_the_api_says_of_the_site(
    home, purged, django_capture_on_commit_callbacks
):
    city_site = CitySite.objects.get(region=WUHAN)
    values = {"contact_phone": "000-0000000"}
    after(
        django_capture_on_commit_callbacks,
        lambda: city_settings_save(city_site=city_site, values=values, by=UserFactory()),
    )
    assert {"wuhan.localhost/", "wuhan.localhost/api/cms/settings/"} <= set(purged)


def test_without_a_cache_in_front_nothing_is_asked(home, django_capture_on_commit_callbacks):
    page = add(home, BulletinPage)
    with django_capture_on_commit_callbacks() as callbacks:
        page.save_revision().publish()
    assert not [one for one in callbacks if "surrogate" in getattr(one, "__module__", "")]


def test_a_page_that_is_on_no_site_has_no_address(home):
    assert addresses_of(home.get_parent()) == []
