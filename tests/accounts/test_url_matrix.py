"""Every address × every role. An address that is in no row fails: whoever adds one says who may see it.

A cell is the status of the answer to GET (`SEES`) or POST (`DOES`). What hangs on single records (this
person's résumé, that employer's vacancy) is tested by its room; here it is a record that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import views as auth_views
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from accounts.services import role_grant
from tests.accounts.url_table import ASKED, BY_PREFIX, DOES, ROLES, SEES, SHARED_PIECES_OF_THE_CMS, STAFF
from tests.city_sites.factories import FeedReceiptFactory, FeedRunFactory
from tests.factories import EmployerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, object]]:
    """All routes as they stand in the URL conf, with their views."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern.callback


ROUTES = dict(routes())


@pytest.fixture
def values(two_sites, db):
    """A city with a feed, a run and employers; values for the parts of routes. Nothing else is there."""
    run = FeedRunFactory(feed=CityFeedFactory(slug="wuhan", region="420100"))
    FeedReceiptFactory(run=run)
    employer = EmployerFactory(region="420100")
    return {
        "slug": "wuhan",
        "public_id": str(run.public_id),
        "vacancy_id": str(VacancyFactory(employer=employer).pk),
        "employer": str(employer.pk),
        "token": "forged",
        "key": "abc:def",
        "section": "pages",
        "form": "rss",
        "kind": "licence",
        "region": "420100",
        "uidb36": "1",
        "dataset": "supply-demand-sex",
        "period": "2026Q3",
    }


def path_of(route: str, values: dict[str, str]) -> str:
    """A path that the route leads to, with `values` for its parts, and the id of nothing for all others."""
    here = dict(values)
    if route.startswith("vacancies/"):
        here["pk"] = values["vacancy_id"]
    if route.startswith("employers/"):
        here["pk"] = values["employer"]
    if route == r"^((?:[\w\-]+/)*)$":
        return "/no-such-page/"
    text = route.replace(r"(\d+)/(.*)", "999999/x.pdf").replace(r"\.", ".").translate({94: None, 36: None})
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: here.get(found[1], "999999"), text)
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: here.get(found[1], "999999"), text)
    return path + ASKED.get(route, "")


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        user = UserFactory()
        if role in STAFF:
            held, region = STAFF[role]
            role_grant(user=user, role=held, region=region, by=None)
        client.force_login(user)
    return client


def status(response) -> int:
    """Of the answer; a page that waits for the index, which these tests do without, is as good as shown."""
    if response.streaming:
        list(response.streaming_content)
    return 200 if response.status_code == 503 else response.status_code


def test_every_address_is_in_a_row():
    named = {route for route in ROUTES if not route.startswith(BY_PREFIX)} | {"cms/login/"}
    assert named == set(SEES)
    assert set(DOES) <= set(SEES)


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("role", ROLES)
def test_who_sees_what(role, values):
    client, column = client_of(role), ROLES.index(role)
    expected = {route: int(cells.split()[column]) for route, cells in SEES.items()}
    seen = {route: status(client.get(path_of(route, values))) for route in SEES if route != "sign-out/"}
    assert seen == {route: cell for route, cell in expected.items() if route != "sign-out/"}


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("role", ROLES)
def test_who_does_what_at_the_desks(role, values):
    client, column = client_of(role), ROLES.index(role)
    done = {route: status(client.post(path_of(route, values))) for route in DOES}
    assert done == {route: int(cells.split()[column]) for route, cells in DOES.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["me/", "employer/", "account/", "workspace/", "window/"])
def test_who_is_not_signed_in_gets_nowhere_below(prefix, values):
    client = client_of("anonymous")
    got_in = []
    for route in ROUTES:
        if route.startswith(prefix):
            for response in (client.get(path_of(route, values)), client.post(path_of(route, values))):
                led_away = response.headers.get("Location", "").startswith("/sign-in/")
                got_in += [] if led_away or response.status_code == 405 else [(route, response.status_code)]
    assert got_in == []


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("prefix", ["me/", "employer/"])
def test_a_person_finds_no_record_that_is_not_theirs(prefix, values):
    """With the id of nothing, or of somebody else's, for every part of an address."""
    client = client_of("person")
    records = [route for route in ROUTES if route.startswith(prefix) and "<" in route]
    found = {route: client.get(path_of(route, values)).status_code for route in records}
    assert records
    assert {route: code for route, code in found.items() if code not in (404, 405)} == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize(("role", "allowed"), [("anonymous", {302, 404}), ("person", {404})])
def test_the_cms_is_for_staff(role, allowed, values):
    client = client_of(role)
    answers = {
        route: client.get(path_of(route, values))
        for route in ROUTES
        if route.startswith("cms/") and route not in SHARED_PIECES_OF_THE_CMS
    }
    assert len(answers) > 150
    assert {route: one for route, one in answers.items() if one.status_code not in allowed} == {}
    led_to = {one.headers["Location"].split("?")[0] for one in answers.values() if one.status_code == 302}
    assert led_to <= {"/sign-in/", "/password/", "/cms/login/"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["this city", "another city"])
def test_staff_without_the_right_to_write_pages_do_not_enter_the_cms(role, national_site):
    assert client_of(role).get("/cms/", follow=True).status_code == 404


@pytest.mark.django_db
def test_the_api_of_pages_only_reads(values):
    client = client_of("nation")
    for route in ROUTES:
        if route.startswith("api/cms/"):
            assert client.post(path_of(route, values)).status_code in (403, 405)


@pytest.mark.django_db
def test_there_is_one_door(values):
    """Views that sign in or set passwords without second factors and limits are not to be reached."""
    doors = (
        auth_views.LoginView,
        auth_views.PasswordResetView,
        auth_views.PasswordResetConfirmView,
        auth_views.PasswordChangeView,
    )
    behind = [
        route for route, view in ROUTES.items() if issubclass(getattr(view, "view_class", object), doors)
    ]
    client = client_of("anonymous")
    for route in behind:
        path = path_of(route, values)
        reached = resolve(path).func
        closed = not issubclass(getattr(reached, "view_class", object), doors)
        assert closed or client.get(path).status_code == 404, route
