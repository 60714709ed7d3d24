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

from accounts.enums import NATION, Role
from accounts.services import role_grant
from city_sites.services import city_provision
from tests.city_sites.factories import FeedReceiptFactory, FeedRunFactory
from tests.factories import EmployerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

ROLES = ("anonymous", "person", "this city", "another city", "province", "nation")
STAFF = {
    "this city": (Role.CITY_FEEDS, "420100"),
    "another city": (Role.CITY_FEEDS, "440300"),
    "province": (Role.PROVINCE_SUPERVISOR, "420000"),
    "nation": (Role.NATIONAL_MANAGER, NATION),
}
OPEN = "200 200 200 200 200 200"
NOT_THERE = "404 404 404 404 404 404"
POST_ONLY = "405 405 405 405 405 405"
SIGNED_IN = "302 200 200 200 200 200"
ASKS_AGAIN = "302 302 302 302 302 302"
NONE_YET = "302 404 404 404 404 404"
DESKS = "302 404 200 200 200 200"
WHO_SEES_THE_CITY = "302 404 200 404 200 200"
WHO_KEEPS_THE_CITY = "302 404 200 404 404 200"
ABOVE_CITIES = "302 404 404 404 200 200"
NATIONAL = "302 404 404 404 404 200"
WHO_OPENS_SITES = "302 404 404 404 200 200"
DESKS_POST = "405 404 405 405 405 405"

SEES = {
    # Everybody's pages
    "health/live": OPEN,
    "health/ready": OPEN,
    "robots.txt": OPEN,
    "sitemap.xml": OPEN,
    "sitemap-<slug:section>.xml": OPEN,
    "vacancies/": OPEN,
    "vacancies/<int:pk>/": OPEN,
    "vacancies/pay/": OPEN,
    r"^vacancies/feed\.(?P<form>rss|atom)$": OPEN,
    "employers/<int:pk>/": OPEN,
    "vacancies/<int:pk>/report/": OPEN,
    "reports/": OPEN,
    "reports/<str:number>/": NOT_THERE,
    "cities/": OPEN,
    "cities/coverage/": OPEN,
    "provinces/<slug:name>/": NOT_THERE,
    "outlets/": OPEN,
    "quality/": NOT_THERE,
    "emblem/<slug:key>.png": NOT_THERE,
    "feeds/<slug:kind>.<slug:form>": NOT_THERE,
    "embed/vacancies/": OPEN,
    "embed/search/": OPEN,
    "embed/v1/portal.js": OPEN,
    "embed/v1/content.json": OPEN,
    "fairs/<int:pk>/calendar.ics": NOT_THERE,
    "market/": OPEN,
    "pay/": OPEN,
    # Figures: nothing is published here
    "data/": OPEN,
    "data/<slug:dataset>/": NOT_THERE,
    "data/<slug:dataset>/compare/": OPEN,
    "data/<slug:dataset>/<region:region>/": NOT_THERE,
    "data/<slug:dataset>/<region:region>/<period:period>/": NOT_THERE,
    "data/<slug:dataset>/<region:region>/<period:period>/<str:file>": NOT_THERE,
    "data/<slug:dataset>/<region:region>/<period:period>/v/<int:number>/": NOT_THERE,
    "data/<slug:dataset>/<region:region>/<period:period>/v/<int:number>/<str:file>": NOT_THERE,
    "data/<slug:dataset>/<region:region>/series/<slug:measure>/<str:key>/": NOT_THERE,
    "data/<slug:dataset>/<region:region>/series/<slug:measure>/<str:key>/<str:file>": NOT_THERE,
    "timeliness/": NOT_THERE,
    "timeliness.csv": NOT_THERE,
    "releases/": OPEN,
    "releases/calendar.ics": OPEN,
    "releases/feed.atom": OPEN,
    "releases/<int:pk>/": NOT_THERE,
    "releases/<int:pk>/early/": NONE_YET,
    "alerts/": OPEN,
    "alerts/new/": OPEN,
    "alerts/asked/": OPEN,
    "alerts/confirm/<str:token>/": NOT_THERE,
    "alerts/stop/<str:token>/": NOT_THERE,
    "alerts/resume/<str:token>/": POST_ONLY,
    "alerts/of/<str:token>/": NOT_THERE,
    r"documents/^(\d+)/(.*)$": NOT_THERE,
    "documents/authenticate_with_password/<int:restriction_id>/": NOT_THERE,
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": NOT_THERE,
    r"^((?:[\w\-]+/)*)$": NOT_THERE,
    # API
    "api/v1/openapi.json": OPEN,
    "api/v1/docs": OPEN,
    "api/v1/": NOT_THERE,
    "api/v1/vacancies": OPEN,
    "api/v1/vacancies/<vacancy_id>": OPEN,
    "api/v1/suggestions": OPEN,
    "api/v1/datasets": OPEN,
    "api/v1/datasets/<dataset>": NOT_THERE,
    "api/v1/datasets/<dataset>/<region>/<period>": NOT_THERE,
    "api/v1/datasets/<dataset>/<region>/<period>/versions": NOT_THERE,
    "api/v1/datasets/<dataset>/<region>/<period>/cells": NOT_THERE,
    "api/v1/datasets/<dataset>/<region>/series": NOT_THERE,
    "api/v1/releases": OPEN,
    "api/v1/feeds/<slug>/vacancies": POST_ONLY,
    "api/v1/feeds/<slug>/runs/<uuidstr:public_id>": NOT_THERE,
    "api/v1/feeds/<slug>/runs/<uuidstr:public_id>/receipts": NOT_THERE,
    "api/v1/returns/<form>/<region>/<period>": NOT_THERE,
    # Signing up and in
    "sign-in/": "200 302 302 302 302 302",
    "sign-in/code/": ASKS_AGAIN,
    "sign-in/passkey/": ASKS_AGAIN,
    "sign-in/lost/": OPEN,
    "sign-in/off/": OPEN,
    "sign-out/": SIGNED_IN,
    "sign-up/": "200 302 302 302 302 302",
    "sign-up/sent/": OPEN,
    r"^sign-up/confirm/(?P<key>[-:\w]+)/$": OPEN,
    "password/": OPEN,
    "password/sent/": OPEN,
    r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": OPEN,
    "password/done/": OPEN,
    "erasure/": OPEN,
    "erasure/cancel/<str:token>/": NOT_THERE,
    "invited/<str:token>/": NOT_THERE,
    "_util/login/": ASKS_AGAIN,
    "cms/login/": "302 404 302 302 302 302",
    # One's account
    "account/": SIGNED_IN,
    "account/mail/": SIGNED_IN,
    "account/password/": SIGNED_IN,
    "account/password/first/": ASKS_AGAIN,
    "account/again/": SIGNED_IN,
    "account/again/code/": ASKS_AGAIN,
    "account/again/passkey/": ASKS_AGAIN,
    "account/security/": SIGNED_IN,
    "account/security/app/": ASKS_AGAIN,
    "account/security/app/remove/": NONE_YET,
    "account/security/recovery/": NONE_YET,
    "account/security/recovery/new/": ASKS_AGAIN,
    "account/security/recovery/codes.txt": NONE_YET,
    "account/security/passkeys/": SIGNED_IN,
    "account/security/passkeys/new/": ASKS_AGAIN,
    "account/security/passkeys/<int:pk>/name/": ASKS_AGAIN,
    "account/security/passkeys/<int:pk>/remove/": ASKS_AGAIN,
    "account/sessions/": SIGNED_IN,
    "account/sessions/end/": "302 405 405 405 405 405",
    "account/data/": SIGNED_IN,
    "account/data/export/": ASKS_AGAIN,
    "account/data/file/<str:token>/": NONE_YET,
    "account/data/erase/": ASKS_AGAIN,
    # Training courses
    "courses/mine/": SIGNED_IN,
    "courses/<int:pk>/enrol/": NONE_YET,
    "courses/<int:pk>/withdraw/": POST_ONLY,
    # Desks
    "workspace/": DESKS,
    "workspace/acts/": DESKS,
    "workspace/quality/": DESKS,
    "workspace/quality/publish/": DESKS_POST,
    "workspace/acts/<uuid:public_id>/": NONE_YET,
    "workspace/acts/<uuid:public_id>/undo/": DESKS_POST,
    "workspace/acts/<slug:name>/": DESKS_POST,
    "workspace/vacancies/": DESKS,
    "workspace/vacancies/times/": DESKS,
    "workspace/vacancies/rules/": "302 404 200 200 404 200",
    "workspace/vacancies/<int:pk>/": NONE_YET,
    "workspace/feeds/": DESKS,
    "workspace/feeds/<slug:slug>/": WHO_SEES_THE_CITY,
    "workspace/feeds/<slug:slug>/upload/": DESKS_POST,
    "workspace/feeds/<slug:slug>/schedule/": DESKS_POST,
    "workspace/feeds/<slug:slug>/profile/": WHO_KEEPS_THE_CITY,
    "workspace/feeds/<slug:slug>/key/": DESKS_POST,
    "workspace/feeds/<slug:slug>/trials/<uuid:public_id>/": NONE_YET,
    "workspace/feeds/<slug:slug>/trials/<uuid:public_id>/receipts.csv": NONE_YET,
    "workspace/cross-region/": DESKS,
    "workspace/figures/": ABOVE_CITIES,
    "workspace/figures/make/": DESKS_POST,
    "workspace/figures/<str:region>/<str:period>/": ABOVE_CITIES,
    "workspace/figures/<str:region>/<str:period>/decide/": DESKS_POST,
    "workspace/figures/<str:region>/<str:period>/text/": ABOVE_CITIES,
    "workspace/employers/": DESKS,
    "workspace/verifications/": DESKS,
    "workspace/verifications/<uuid:public_id>/": NONE_YET,
    "workspace/verifications/<uuid:public_id>/<slug:kind>/": NONE_YET,
    "workspace/reports/": DESKS,
    "workspace/reports/<str:number>/": NONE_YET,
    "workspace/approvals/": ABOVE_CITIES,
    "workspace/approvals/rule/": DESKS_POST,
    "workspace/approvals/<int:pk>/": NONE_YET,
    "workspace/audit/": DESKS,
    "workspace/releases/": ABOVE_CITIES,
    "workspace/releases/add/": ABOVE_CITIES,
    "workspace/releases/rules/": NATIONAL,
    "workspace/releases/<int:pk>/": NONE_YET,
    "workspace/people/": ABOVE_CITIES,
    "workspace/people/invite/": ABOVE_CITIES,
    "workspace/people/invitations/": ABOVE_CITIES,
    "workspace/people/invitations/<int:pk>/": DESKS_POST,
    "workspace/people/review/": ABOVE_CITIES,
    "workspace/people/review.csv": ABOVE_CITIES,
    "workspace/people/rights/<int:pk>/take-back/": NONE_YET,
    "workspace/people/<int:pk>/second-factor/": "302 404 302 302 302 302",
    "workspace/popular/": NATIONAL,
    "workspace/popular/<int:pk>/": DESKS_POST,
    "workspace/runs/": DESKS,
    "workspace/runs/<uuid:public_id>/": WHO_SEES_THE_CITY,
    "workspace/runs/<uuid:public_id>/progress/": WHO_SEES_THE_CITY,
    "workspace/runs/<uuid:public_id>/decide/": DESKS_POST,
    "workspace/runs/<uuid:public_id>/receipts.csv": WHO_SEES_THE_CITY,
    "workspace/synonyms/": NATIONAL,
    "workspace/synonyms/add/": NATIONAL,
    "workspace/synonyms/<int:pk>/": NONE_YET,
    "workspace/coverage/": NATIONAL,
    "workspace/coverage/pilots/": NATIONAL,
    "workspace/coverage/targets/add/": NATIONAL,
    "workspace/coverage/targets/<int:pk>/": NONE_YET,
    "workspace/coverage/targets/<int:pk>/remove/": NONE_YET,
    "workspace/links/": ABOVE_CITIES,
    "workspace/queues/": NATIONAL,
    "workspace/queues/<int:pk>/": DESKS_POST,
    "workspace/sites/<str:region>/wages/": WHO_OPENS_SITES,
    "workspace/sites/<str:region>/wages/<int:pk>/remove/": DESKS_POST,
    "workspace/links/<str:region>/": NONE_YET,
    "workspace/links/<str:region>/now/": DESKS_POST,
    # Returns
    "workspace/wages/": ABOVE_CITIES,
    "workspace/wages/send/": DESKS_POST,
    "workspace/wages/pool/": DESKS_POST,
    "workspace/wages/prices/": NATIONAL,
    "workspace/wages/<uuid:public_id>/": NONE_YET,
    "workspace/wages/<uuid:public_id>/progress/": NONE_YET,
    "workspace/wages/<uuid:public_id>/act/": DESKS_POST,
    "workspace/wages/<uuid:public_id>/weights/": DESKS_POST,
    "workspace/wages/<uuid:public_id>/findings/<int:pk>/": DESKS_POST,
    # Returns and their forms
    "workspace/forms/": ABOVE_CITIES,
    "workspace/forms/new/": NATIONAL,
    "workspace/forms/<slug:code>/begin/": DESKS_POST,
    "workspace/forms/<slug:code>/<int:number>/": NONE_YET,
    "workspace/forms/<slug:code>/draft/head/": NONE_YET,
    "workspace/forms/<slug:code>/draft/check/": DESKS_POST,
    "workspace/forms/<slug:code>/draft/publish/": DESKS_POST,
    "workspace/forms/<slug:code>/draft/discard/": DESKS_POST,
    "workspace/forms/<slug:code>/draft/<slug:what>/add/": NONE_YET,
    "workspace/forms/<slug:code>/draft/<slug:what>/<int:index>/": NONE_YET,
    "workspace/returns/": ABOVE_CITIES,
    "workspace/board/": ABOVE_CITIES,
    "workspace/board/<slug:form>.csv": NONE_YET,
    "workspace/board/<slug:form>/<str:period>/remind/": NONE_YET,
    "workspace/board/<slug:form>/publish/": DESKS_POST,
    "workspace/holidays/": NATIONAL,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/": NONE_YET,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/draft/": DESKS_POST,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/reason/": DESKS_POST,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/file/": DESKS_POST,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/file/return.<slug:kind>": NONE_YET,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/records/": DESKS_POST,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/history/": NONE_YET,
    "workspace/returns/key/<str:region>/": NATIONAL,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/decide/": DESKS_POST,
    # Desks of city sites
    "workspace/sites/": WHO_OPENS_SITES,
    "workspace/sites/<str:region>/": NATIONAL,
    "workspace/sites/<str:region>/province/": NATIONAL,
    "workspace/sites/<str:region>/open/": DESKS_POST,
    "workspace/sites/<str:region>/link/": NONE_YET,
    "workspace/sites/<str:region>/retire/": WHO_OPENS_SITES,
    "workspace/sites/<str:region>/practice/": WHO_OPENS_SITES,
    "workspace/sites/<str:region>/outlets/": NATIONAL,
    "workspace/sites/<str:region>/outlets/add/": NATIONAL,
    "workspace/sites/<str:region>/outlets/file/": DESKS_POST,
    "workspace/sites/<str:region>/outlets/sample.csv": NATIONAL,
    "workspace/sites/<str:region>/outlets/<int:pk>/": NONE_YET,
    "workspace/sites/<str:region>/embed/": NATIONAL,
    "workspace/sites/<str:region>/headless/": NATIONAL,
    "workspace/sites/<str:region>/headless/keys/": DESKS_POST,
    "workspace/sites/<str:region>/headless/keys/<int:pk>/revoke/": DESKS_POST,
    "workspace/sites/<str:region>/courses/": NATIONAL,
    "workspace/sites/<str:region>/courses/<int:pk>/": NONE_YET,
    # The service window
    "window/": NATIONAL,
    "window/register/": NATIONAL,
    "window/open/<int:pk>/": DESKS_POST,
    "window/end/": DESKS_POST,
    "window/idle/": DESKS,
    "window/slip/": "302 404 404 404 404 302",
    "window/unemployed/": NATIONAL,
    "window/unemployed/unemployed.csv": NATIONAL,
    "window/unemployed/register/": "302 404 404 404 404 302",
    "window/unemployed/<int:pk>/": NONE_YET,
    "window/unemployed/<int:pk>/benefit/": DESKS_POST,
    "window/unemployed/<int:pk>/benefit/<int:benefit_pk>/stop/": DESKS_POST,
    "window/unemployed/<int:pk>/support/": DESKS_POST,
    "window/unemployed/<int:pk>/end/": DESKS_POST,
    "window/unemployed/<int:pk>/copy/": DESKS_POST,
    "window/unemployed/<int:pk>/erase/": DESKS_POST,
}
DOES = {
    "window/": "302 404 404 404 404 422",
    "window/register/": "302 404 404 404 404 422",
    "window/unemployed/": "302 404 404 404 404 422",
    "window/unemployed/<int:pk>/benefit/": NONE_YET,
    "window/unemployed/<int:pk>/benefit/<int:benefit_pk>/stop/": NONE_YET,
    "window/unemployed/<int:pk>/support/": NONE_YET,
    "window/unemployed/<int:pk>/end/": NONE_YET,
    "window/unemployed/<int:pk>/copy/": NONE_YET,
    "window/unemployed/<int:pk>/erase/": NONE_YET,
    "window/open/<int:pk>/": NONE_YET,
    "window/end/": "302 404 302 302 302 302",
    "workspace/feeds/<slug:slug>/upload/": "302 404 422 404 404 422",
    "workspace/feeds/<slug:slug>/schedule/": "302 404 302 404 404 302",
    "workspace/feeds/<slug:slug>/profile/": "302 404 200 404 404 200",
    "workspace/feeds/<slug:slug>/key/": "302 404 200 404 404 200",
    "workspace/acts/<slug:name>/": NONE_YET,
    "workspace/quality/publish/": "302 404 404 404 404 302",
    "workspace/vacancies/<int:pk>/": NONE_YET,
    "workspace/vacancies/rules/": "302 404 302 302 404 302",
    "workspace/verifications/<uuid:public_id>/": NONE_YET,
    "workspace/approvals/rule/": NONE_YET,
    "workspace/sites/<str:region>/province/": "302 404 404 404 404 422",
    "workspace/people/invite/": "302 404 404 404 422 422",
    "workspace/people/invitations/<int:pk>/": NONE_YET,
    "workspace/people/review/": "302 404 404 404 302 302",
    "workspace/popular/<int:pk>/": NONE_YET,
    "workspace/runs/<uuid:public_id>/decide/": "302 404 302 404 404 302",
    "workspace/releases/add/": "302 404 404 404 422 422",
    "workspace/releases/rules/": "302 404 404 404 404 422",
    "workspace/figures/make/": NONE_YET,
    "workspace/figures/<str:region>/<str:period>/decide/": "302 404 404 404 302 302",
    "workspace/figures/<str:region>/<str:period>/text/": "302 404 404 404 302 302",
    "workspace/synonyms/add/": NATIONAL,
    "workspace/synonyms/<int:pk>/": NONE_YET,
    "workspace/coverage/targets/add/": NATIONAL,
    "workspace/links/<str:region>/now/": NONE_YET,
    "workspace/wages/send/": "302 404 404 404 404 422",
    "workspace/wages/pool/": "302 404 404 404 422 422",
    "workspace/wages/prices/": "302 404 404 404 404 422",
    "workspace/wages/<uuid:public_id>/act/": NONE_YET,
    "workspace/wages/<uuid:public_id>/weights/": NONE_YET,
    "workspace/wages/<uuid:public_id>/findings/<int:pk>/": NONE_YET,
    "workspace/forms/new/": "302 404 404 404 404 422",
    "workspace/forms/<slug:code>/begin/": NONE_YET,
    "workspace/forms/<slug:code>/draft/check/": NONE_YET,
    "workspace/forms/<slug:code>/draft/publish/": NONE_YET,
    "workspace/forms/<slug:code>/draft/discard/": NONE_YET,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/draft/": NONE_YET,
    "workspace/board/<slug:form>/<str:period>/remind/": NONE_YET,
    "workspace/board/<slug:form>/publish/": NONE_YET,
    "workspace/holidays/": NATIONAL,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/reason/": NONE_YET,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/file/": NONE_YET,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/records/": NONE_YET,
    "workspace/returns/key/<str:region>/": NATIONAL,
    "workspace/returns/<slug:form>/<str:region>/<str:period>/decide/": NONE_YET,
    "workspace/queues/<int:pk>/": NONE_YET,
    "workspace/sites/<str:region>/wages/": "302 404 404 404 422 422",
    "workspace/sites/<str:region>/wages/<int:pk>/remove/": NONE_YET,
    "workspace/sites/<str:region>/": "302 404 404 404 404 200",
    "workspace/sites/<str:region>/open/": "302 404 404 404 302 302",
    "workspace/sites/<str:region>/retire/": "302 404 404 404 200 200",
    "workspace/sites/<str:region>/headless/": "302 404 404 404 404 200",
    "workspace/sites/<str:region>/headless/keys/": "302 404 404 404 404 422",
    "workspace/sites/<str:region>/headless/keys/<int:pk>/revoke/": NONE_YET,
    "workspace/sites/<str:region>/practice/": "302 404 404 404 302 302",
    "workspace/sites/<str:region>/outlets/add/": "302 404 404 404 404 200",
    "workspace/sites/<str:region>/outlets/file/": "302 404 404 404 404 422",
}
ASKED = {
    "api/v1/datasets/<dataset>/<region>/<period>/cells": "?key=x&measure=demand",
    "api/v1/datasets/<dataset>/<region>/series": "?key=x&measure=demand",
}
"""What an address asks for besides its path."""
BY_PREFIX = ("me/", "employer/", "cms/", "api/cms/")
"""Below these one rule holds for all addresses, see the tests; their rooms test who sees which record."""

SHARED_PIECES_OF_THE_CMS = {"cms/jsi18n/", "cms/sprite/"}
"""Translations and icons of its pages: the same for everybody, and nothing else is in them."""


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
def values(national_site):
    """A city with a feed, a run and employers; values for the parts of routes. Nothing else is there."""
    for region in ("420100", "440300"):
        city_provision(region=region)
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
@pytest.mark.parametrize("role", ROLES)
def test_who_sees_what(role, values):
    client, column = client_of(role), ROLES.index(role)
    expected = {route: int(cells.split()[column]) for route, cells in SEES.items()}
    seen = {route: status(client.get(path_of(route, values))) for route in SEES if route != "sign-out/"}
    assert seen == {route: cell for route, cell in expected.items() if route != "sign-out/"}


@pytest.mark.django_db
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
@pytest.mark.parametrize("prefix", ["me/", "employer/"])
def test_a_person_finds_no_record_that_is_not_theirs(prefix, values):
    """With the id of nothing, or of somebody else's, for every part of an address."""
    client = client_of("person")
    records = [route for route in ROUTES if route.startswith(prefix) and "<" in route]
    found = {route: client.get(path_of(route, values)).status_code for route in records}
    assert records
    assert {route: code for route, code in found.items() if code not in (404, 405)} == {}


@pytest.mark.django_db
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
    response = client_of(role).get("/cms/")
    assert response.status_code in (302, 403)
    assert not response.headers.get("Location", "").startswith("/cms/")


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
