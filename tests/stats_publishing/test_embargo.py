"""Everything of a release at one second: every address of it, a second before and a second after.

No worker runs here at all, as if it had been killed a second before: the clock alone decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.urls import URLResolver, get_resolver

from portal.services import national_site_ensure
from stats_publishing.addresses import table_path
from tests.stats_publishing.figures import SHENZHEN, WUHAN, publisher, release_of, version_of
from tests.stats_publishing.release_addresses import may_be_kept, own_addresses, shared_addresses

CHINA = dt.timezone(dt.timedelta(hours=8))
T = dt.datetime(2026, 10, 20, 9, 30, tzinfo=CHINA)
SECOND = dt.timedelta(seconds=1)
SECRET = ("1,213", "1213", "1.516")
"""The figure that is kept back, as pages, files and pictures write it."""
D, P = "supply-demand-sex", "2026Q3"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(T - dt.timedelta(days=1), tick=False) as traveller:
        national_site_ensure()
        cache.clear()
        yield traveller


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        yield from routes(pattern, route) if isinstance(pattern, URLResolver) else [route]


def test_every_address_of_figures_is_walked():
    """Whoever adds one adds it to the walk."""
    beginnings = ("data/", "releases/", "api/v1/datasets", "api/v1/releases")
    of_figures = {route for route in routes() if route.startswith(beginnings)}
    assert of_figures == {
        "data/",
        "data/<slug:dataset>/",
        "data/<slug:dataset>/compare/",
        "data/<slug:dataset>/<region:region>/",
        "data/<slug:dataset>/<region:region>/<period:period>/",
        "data/<slug:dataset>/<region:region>/<period:period>/<str:file>",
        "data/<slug:dataset>/<region:region>/<period:period>/v/<int:number>/",
        "data/<slug:dataset>/<region:region>/<period:period>/v/<int:number>/<str:file>",
        "data/<slug:dataset>/<region:region>/series/<slug:measure>/<str:key>/",
        "data/<slug:dataset>/<region:region>/series/<slug:measure>/<str:key>/<str:file>",
        "releases/",
        "releases/<int:pk>/",
        "releases/<int:pk>/early/",
        "releases/<int:pk>/early/files/<int:file>/<str:name>",
        "releases/<int:pk>/files/<int:file>/<str:name>",
        "releases/calendar.ics",
        "releases/feed.atom",
        "api/v1/datasets",
        "api/v1/datasets/<dataset>",
        "api/v1/datasets/<dataset>/<region>/<period>",
        "api/v1/datasets/<dataset>/<region>/<period>/versions",
        "api/v1/datasets/<dataset>/<region>/<period>/cells",
        "api/v1/datasets/<dataset>/<region>/series",
        "api/v1/releases",
    }


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_second_before_nothing_is_there_and_a_second_after_everything(client, clock):
    release = release_of(version_of(demand=1213), at=T)
    clock.move_to(T - SECOND)
    for address in own_addresses(D, WUHAN, P):
        response = client.get(address)
        assert response.status_code == 404, address
        assert "no-store" in response.headers["Cache-Control"], address
    for address in shared_addresses(D, WUHAN, release.pk, "1213"):
        response = client.get(address)
        assert response.status_code == 200, address
        told = body(response).decode()
        assert not [secret for secret in SECRET if secret in told], address
        assert may_be_kept(response.headers) <= 1, address
    assert client.get(f"/releases/{release.pk}/early/").status_code == 302

    clock.move_to(T + SECOND)
    release.refresh_from_db()
    assert release.state == "confirmed"
    for address in own_addresses(D, WUHAN, P):
        assert client.get(address).status_code == 200, address
    for address in shared_addresses(D, WUHAN, release.pk, "1213"):
        assert client.get(address).status_code == 200, address
    assert "1,213" in client.get(table_path(D, WUHAN, P)).content.decode()
    assert f"/data/{D}/{WUHAN}/{P}/v/1/" in client.get(f"/releases/{release.pk}/").content.decode()
    assert "三季度供求分析" in client.get("/releases/feed.atom").content.decode()


def test_the_desk_of_another_city_sees_nothing_before(client, clock):
    release = release_of(version_of(demand=1213), at=T)
    client.force_login(publisher(SHENZHEN))
    clock.move_to(T - SECOND)
    for address in (
        *own_addresses(D, WUHAN, P),
        f"/workspace/releases/{release.pk}/",
        f"/releases/{release.pk}/early/",
    ):
        assert client.get(address).status_code == 404, address


def test_a_correction_is_kept_back_likewise_and_the_old_figures_stay_with_a_notice(client, clock):
    first = release_of(version_of(demand=1200), at=T)
    clock.move_to(T + dt.timedelta(days=1))
    later = T + dt.timedelta(days=3)
    corrected = version_of(demand=1213, reason="汉阳区补报")
    release_of(corrected, at=later, corrects=first, notice="男性需求人数更正。")
    clock.move_to(later - SECOND)
    fixed, newest = table_path(D, WUHAN, P, 1), table_path(D, WUHAN, P)
    assert "1,213" not in client.get(newest).content.decode()
    assert client.get(table_path(D, WUHAN, P, 2)).status_code == 404
    assert "汉阳区补报" not in client.get(fixed).content.decode()
    clock.move_to(later + SECOND)
    assert "1,213" in client.get(newest).content.decode()
    assert "汉阳区补报" in client.get(newest).content.decode()
    old = client.get(fixed, {"lang": "en"}).content.decode()
    assert "1,200" in old
    assert "There is a newer version" in old
    assert "男性需求人数更正" in client.get(f"/releases/{first.pk}/").content.decode()
    cells = client.get(f"/api/v1/datasets/{D}/{WUHAN}/{P}/cells?key=男&measure=demand").json()
    assert [(cell["version"], cell["value"]) for cell in cells] == [(2, 1213), (1, 1200)]
