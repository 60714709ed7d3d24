"""The desks of one city tell nothing of another's records: not in lists, searches, counts, files, by any id.

Every address below /workspace/ and /window/ is asked by who holds all roles of a city of the same province,
of another one, and by another province's supervisor, with the ids of what Wuhan has. Whoever adds an address
adds a record to `tests.accounts.records`; an address whose parts no record fills fails here.
"""

from __future__ import annotations

import contextlib
import re

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat, Length
from django.test import Client, override_settings

from accounts.enums import LEVEL_OF_ROLE, Role
from accounts.models import RegionalRole, User
from accounts.services import audit, role_grant
from city_sites.models import DeskAct
from city_sites.workspace.lists.registry import LISTS
from tests.accounts.records import everybody, records
from tests.accounts.test_record_matrix import BODIES, path_of
from tests.accounts.test_url_matrix import ROUTES
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("bare_404")]
ROOMS = ("accounts", "jobs", "city_sites", "stats_publishing")
DESKS = ("workspace/", "window/")
WUHAN, YICHANG, SHENZHEN = "420100", "420500", "440300"
SECRET = "秘闻江汉"
NOBODY = "nobody"
"""Whose index is asked: there is none."""
MARKED = ("name", "title", "text", "file_name", "external_id", "note", "reason", "contact", "duties")
FOR_ALL = {
    "ReturnForm",
    "FormVersion",
    "HolidayNotice",
    "ReleaseRule",
    "Release",
    "PriceIndex",
    "PopularSearch",
}
"""Kinds of records that the nation keeps for everybody."""
ALL_STATES = {"state": "all", "show": "all"}
"""What opens the filters with which lists begin."""
NOT_OF_A_CITY = {
    "get workspace/people/<int:pk>/second-factor/": 302,  # asks for the password again, before it looks
    "post workspace/people/<int:pk>/second-factor/": 302,
    "get workspace/forms/<slug:code>/<int:number>/": 200,  # the nation's form, which all who use it read
    "get workspace/board/<slug:form>.csv": 200,  # how one's own regions stand with the nation's form
}
"""What answers whoever has a right of any place, as it tells nothing of Wuhan."""
CITY_ROLES = [role for role in Role if LEVEL_OF_ROLE[role] == 1]
ASKED = {
    "yichang": (CITY_ROLES, YICHANG),
    "shenzhen": (CITY_ROLES, SHENZHEN),
    "guangdong": ([Role.PROVINCE_SUPERVISOR], "440000"),
}


@pytest.fixture(scope="module")
def marked(file_database):
    """What Wuhan has, each record with the secret in its texts; values for the parts of addresses."""
    with file_database(), override_settings(ELASTICSEARCH_INDEX_PREFIX=NOBODY):
        people, employer = everybody()
        values = records(people, employer)
        for model in apps.get_models():
            if model._meta.app_label in ROOMS and model.__name__ not in {"AuditEntry", *FOR_ALL}:
                _mark(model)
        User.objects.filter(pk=people["city_2"].pk).update(name="深圳的人")
        people["city"].refresh_from_db()
        audit(actor=people["city"], act="secret", subject=employer, region=WUHAN, word=SECRET)
    return values


@pytest.fixture
def wuhan(marked, settings):
    settings.ELASTICSEARCH_INDEX_PREFIX = NOBODY
    return marked


def _mark(model):
    """Put the secret behind the texts of all rows; those that a trigger holds as they are stay so."""
    for field in model._meta.local_fields:
        if field.name not in MARKED or not isinstance(field, CharField | TextField) or field.choices:
            continue
        room = (field.max_length or 10_000) - len(SECRET)
        rows = model._base_manager.alias(long=Length(field.name)).filter(long__lte=room)
        with contextlib.suppress(DatabaseError), transaction.atomic():
            rows.update(**{field.name: Concat(F(field.name), Value(SECRET))})


def staff(roles, region):
    user = UserFactory(name="外人")
    for role in roles:
        role_grant(user=user, role=role, region=region, by=None)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return user, client


def addresses(values):
    """Route → the path that it has for Wuhan's record."""
    found = {}
    for route in ROUTES:
        if route.startswith(DESKS):
            parts = re.findall(r"<(?:\w+:)?(\w+)>", route)
            key = max((one for one in values if route.startswith(one)), key=len, default="")
            assert not parts or set(parts) <= set(values.get(key, {})), f"no record fills {route}"
            found[route] = path_of(route, values.get(key, {}))
    return found


def told(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    return response.content.decode("utf-8", "replace")


def queries(values):
    """What an address may be asked for besides: words, another region, a cursor behind Wuhan's row."""
    pk = str(values["employer/"]["pk"])
    return (
        {},
        {"q": SECRET, "words": SECRET, "id": SECRET, "act": "secret", **ALL_STATES},
        {"q": SECRET, "as": "csv", **ALL_STATES},
        {"region": WUHAN, "city": WUHAN, "feed": "wuhan", "work": WUHAN, "person": pk, **ALL_STATES},
        {"region": WUHAN, "as": "csv", **ALL_STATES},
        {"record": f"jobs.employer:{pk}", "after": pk, "before": pk},
    )


@pytest.mark.parametrize("name", ASKED)
def test_no_desk_tells_anything_of_what_another_city_has(wuhan, name):
    _user, client = staff(*ASKED[name])
    leaks = []
    for route, path in addresses(wuhan).items():
        for query in queries(wuhan) if "<" not in route else ({},):
            answer = told(client.get(path, query)).replace(f'value="{SECRET}"', "")
            leaks += [(route, query)] if SECRET in answer else []
        if "<" not in route and "people" in route:
            posted = told(client.post(path, {"words": SECRET})).replace(f'value="{SECRET}"', "")
            leaks += [(route, "posted")] if SECRET in posted else []
    assert leaks == []


@pytest.mark.parametrize("name", ["yichang", "guangdong"])
def test_no_act_by_the_id_of_another_city_s_record_is_there(wuhan, name):
    _user, client = staff(*ASKED[name])
    answered = {}
    for route, path in addresses(wuhan).items():
        if "<" not in route:
            continue
        key = max((one for one in wuhan if route.startswith(one)), key=len)
        body = {word: value.format_map(wuhan[key]) for word, value in BODIES.get(route, {}).items()}
        for method in ("get", "post"):
            with transaction.atomic():
                code = getattr(client, method)(path, body).status_code
                transaction.set_rollback(True)
            if code not in (404, 405):
                answered[f"{method} {route}"] = code
    assert answered == NOT_OF_A_CITY
    assert RegionalRole.objects.get(**wuhan["workspace/people/rights/"]).revoked_at is None


@pytest.mark.parametrize("name", ["yichang", "guangdong"])
def test_the_board_as_a_file_holds_the_own_regions_only(wuhan, name):
    file = "/workspace/board/small.csv"
    period = {"until": wuhan["workspace/returns/"]["period"]}
    _user, of_wuhan = staff(CITY_ROLES, WUHAN)
    assert WUHAN in told(of_wuhan.get(file, period))
    _user, client = staff(*ASKED[name])
    for asked in (period, {**period, "province": "420000"}, {**period, "q": "武汉"}):
        assert len(told(client.get(file, asked)).splitlines()) == 1


@pytest.mark.parametrize("desk_list", LISTS.values(), ids=LISTS)
def test_no_act_on_many_rows_reaches_a_row_of_another_city(wuhan, desk_list):
    """Ticked by its id, or meant with all that the list shows: it is as if it were not there."""
    _user, client = staff(CITY_ROLES, YICHANG)
    owner, _client = staff(CITY_ROLES, WUHAN)
    row = desk_list.rows(owner).filter(**{f"{desk_list.region}__startswith": WUHAN[:4]}).first()
    before = type(row)._base_manager.filter(pk=row.pk).values().get()
    acts = DeskAct.objects.count()
    for act in desk_list.acts:
        for meant in ({"chosen": str(row.pk)}, {"everything": "1", "query": "state=all"}):
            plan = {"act": act.name, "confirmed": "1", "note": "x", "reason": "x", **meant}
            answer = client.post(f"/workspace/acts/{desk_list.name}/", plan)
            assert SECRET not in told(answer)
            assert answer.status_code == (404 if "chosen" in meant else 302)
    assert type(row)._base_manager.filter(pk=row.pk).values().get() == before
    assert DeskAct.objects.count() == acts


def test_who_is_of_the_city_sees_it_in_many_places(wuhan):
    """Else the tests above would pass for who sees nothing at all."""
    _user, client = staff(CITY_ROLES, WUHAN)
    seen = {
        route
        for route, path in addresses(wuhan).items()
        if any(SECRET in told(client.get(path, query)) for query in ({}, ALL_STATES))
    }
    assert {
        "workspace/employers/",
        "workspace/feeds/",
        "workspace/runs/",
        "workspace/verifications/",
        "workspace/reports/",
        "workspace/audit/",
        "workspace/runs/<uuid:public_id>/receipts.csv",
        "workspace/sites/<str:region>/outlets/",
    } <= seen
