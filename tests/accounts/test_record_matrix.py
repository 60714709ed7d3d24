"""Every address that names a record × everybody, with real records behind it: who sees it, who acts on it.

A cell names the roles that get an answer and its status: "owner recruiter 200, viewer 422". Who is not signed
in is led to the sign-in (302), all others get 404, unless the cell says otherwise. The first cell is GET, the
second an empty POST, or one with `BODIES`: who may act is told what is missing (422), led on (302) or shown
something (200). An address without a row fails.
"""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import AuditEntry
from tests.accounts.conftest import show_again
from tests.accounts.records import everybody, records
from tests.accounts.test_url_matrix import ROUTES, status

PREFIXES = ("account/data/file/", "me/", "employer/", "workspace/", "window/")
DESKS = ("workspace/", "window/")
ROLES = (
    "anonymous", "seeker", "seeker_2", "owner", "recruiter", "viewer", "owner_2", "clerk", "city", "city_2",
    "province", "nation", "figures",
)  # fmt: skip
NEVER = "everybody 405"
NOT_AT_DESKS = "anonymous clerk city city_2 province nation figures 405"
BODIES = {
    "employer/requests/<uuid:public_id>/": {"act": "take_back"},
    "employer/<int:pk>/vacancies/<int:vid>/act/": {"act": "pause"},
    "employer/<int:pk>/vacancies/uploads/<uuid:public_id>/act/": {"act": "discard"},
    "employer/<int:pk>/candidates/<int:aid>/move/": {"to": "seen"},
    "employer/<int:pk>/candidates/bulk/": {"to": "seen", "chosen": "{aid}"},
    "employer/<int:pk>/members/<int:member>/": {"act": "end"},
    "workspace/people/rights/<int:pk>/take-back/": {"reason": "调离"},
    "workspace/releases/<int:pk>/": {"act": "confirm"},
    "workspace/people/<int:pk>/second-factor/": {"reason": "手机丢失"},
    "workspace/returns/<slug:form>/<str:region>/<str:period>/decide/": {"act": "accept"},
    "workspace/reports/<str:number>/": {"judgement": "confirm", "note": "收费属实"},
    "workspace/acts/<slug:name>/": {"act": "close", "chosen": "{pk}"},
    "workspace/vacancies/<int:pk>/": {"verdict": "approved"},
    "workspace/verifications/<uuid:public_id>/": {"judgement": "verify"},
    "workspace/popular/<int:pk>/": {"hide": "1"},
    "workspace/wages/<uuid:public_id>/act/": {"act": "approve"},
}
ROWS = {
    "employer/<int:pk>/vacancies/<int:vid>/people/": ("owner recruiter 200", NEVER),
    "employer/<int:pk>/vacancies/<int:vid>/people/<slug:reference>/": (
        "owner recruiter 302",
        "owner recruiter 302",
    ),
    "account/data/file/<str:token>/": ("seeker 200", "signed_in 405"),
    "me/resumes/<int:pk>/": ("seeker 200", NEVER),
    "me/resumes/<int:pk>/resume.pdf": ("seeker 200", NEVER),
    "me/resumes/<int:pk>/resume.txt": ("seeker 200", NEVER),
    "me/resumes/<int:pk>/main/": (NEVER, "seeker 302"),
    "me/resumes/<int:pk>/copy/": (NEVER, "seeker 302"),
    "me/resumes/<int:pk>/rename/": ("seeker 200", "seeker 200"),
    "me/resumes/<int:pk>/delete/": ("seeker 200", "seeker 302"),
    "me/resumes/<int:pk>/<slug:slug>/": ("seeker 200", "anonymous 400, seeker 200"),
    "me/resumes/<int:pk>/<slug:slug>/add/": ("seeker 200", "anonymous 400, seeker 422"),
    "me/resumes/<int:pk>/<slug:slug>/<int:entry_pk>/": ("seeker 200", "anonymous 400, seeker 422"),
    "me/resumes/<int:pk>/<slug:slug>/<int:entry_pk>/delete/": (NEVER, "seeker 302"),
    "me/apply/<int:pk>/": (
        "signed_in 200",
        "anonymous 400, seeker seeker_2 422, signed_in 302",
    ),
    "me/apply/<int:pk>/check/": ("signed_in 302", "signed_in 302"),
    "me/applications/<int:pk>/": ("seeker 200", NEVER),
    "me/applications/<int:pk>/interview.ics": ("seeker 200", NEVER),
    "me/applications/<int:pk>/sent/": ("seeker 200", NEVER),
    "me/applications/<int:pk>/withdraw/": ("seeker 200", "seeker 302"),
    "me/applications/<int:pk>/message/": ("seeker 302", "anonymous 400, seeker 302"),
    "me/messages/<int:pk>/": ("seeker 200", "anonymous 400, seeker 422"),
    "me/messages/<int:pk>/contact/": (NEVER, "seeker 422"),
    "me/messages/<int:pk>/stop/": ("seeker 200", "seeker 302"),
    "me/messages/<int:pk>/report/<int:mid>/": ("seeker 200", "anonymous 400, seeker 422"),
    "me/invitations/<int:pk>/decline/": (NEVER, "seeker 302"),
    "me/saved/<int:pk>/": ("signed_in 302", "signed_in 302"),
    "window/open/<int:pk>/": (NOT_AT_DESKS, "clerk nation 302"),
    "window/unemployed/<int:pk>/": ("clerk nation 200", NOT_AT_DESKS),
    "window/unemployed/<int:pk>/benefit/": (NOT_AT_DESKS, "clerk nation 422"),
    "window/unemployed/<int:pk>/benefit/<int:benefit_pk>/stop/": (NOT_AT_DESKS, "clerk nation 422"),
    "window/unemployed/<int:pk>/support/": (NOT_AT_DESKS, "clerk nation 422"),
    "window/unemployed/<int:pk>/end/": (NOT_AT_DESKS, "clerk nation 422"),
    "window/unemployed/<int:pk>/copy/": (NOT_AT_DESKS, "clerk nation 200"),
    "window/unemployed/<int:pk>/erase/": (NOT_AT_DESKS, "clerk nation 302"),
    "employer/requests/<uuid:public_id>/": ("owner 200", "owner 302"),
    "employer/requests/<uuid:public_id>/correct/": ("owner 302", "owner 302"),
    "employer/requests/<uuid:public_id>/<slug:kind>/": ("owner 200", NEVER),
    "employer/invitations/<str:token>/": ("", ""),
    "employer/<int:pk>/": ("owner recruiter viewer 200", NEVER),
    "employer/<int:pk>/change/": ("owner 200", "owner 422"),
    "employer/<int:pk>/vacancies/": ("owner recruiter viewer 200", NEVER),
    "employer/<int:pk>/vacancies/new/": ("owner recruiter 200", "owner recruiter 200"),
    "employer/<int:pk>/vacancies/check/": (NEVER, "owner recruiter 200"),
    "employer/<int:pk>/vacancies/<int:vid>/": ("owner recruiter viewer 200", NEVER),
    "employer/<int:pk>/vacancies/<int:vid>/edit/": ("owner recruiter 200", "owner recruiter 200"),
    "employer/<int:pk>/vacancies/<int:vid>/act/": (NEVER, "owner recruiter 302"),
    "employer/<int:pk>/vacancies/<int:vid>/end/": ("owner recruiter 200", "owner recruiter 422"),
    "employer/<int:pk>/vacancies/<int:vid>/template/": ("owner recruiter 200", "owner recruiter 200"),
    "employer/<int:pk>/vacancies/templates/": ("owner recruiter 200", NEVER),
    "employer/<int:pk>/vacancies/templates/<int:tid>/": ("owner recruiter 200", "owner recruiter 200"),
    "employer/<int:pk>/vacancies/templates/<int:tid>/delete/": ("owner recruiter 200", "owner recruiter 302"),
    "employer/<int:pk>/vacancies/uploads/": ("owner recruiter 200", "owner recruiter 200"),
    "employer/<int:pk>/vacancies/uploads/sample.<slug:kind>": ("owner recruiter 200", NEVER),
    "employer/<int:pk>/vacancies/uploads/<uuid:public_id>/": ("owner recruiter 200", NEVER),
    "employer/<int:pk>/vacancies/uploads/<uuid:public_id>/progress/": ("owner recruiter 200", NEVER),
    "employer/<int:pk>/vacancies/uploads/<uuid:public_id>/act/": (NEVER, "owner recruiter 302"),
    "employer/<int:pk>/vacancies/uploads/<uuid:public_id>/refused.csv": ("owner recruiter 200", NEVER),
    "employer/<int:pk>/candidates/": ("owner recruiter viewer 200", NEVER),
    "employer/<int:pk>/vacancies/<int:vid>/applications.<slug:form>": ("owner recruiter 200", NEVER),
    "employer/<int:pk>/candidates/bulk/": (NEVER, "owner recruiter 200"),
    "employer/<int:pk>/candidates/<int:aid>/": ("owner recruiter viewer 200", NEVER),
    "employer/<int:pk>/candidates/<int:aid>/move/": (NEVER, "owner recruiter 302"),
    "employer/<int:pk>/candidates/<int:aid>/invite/": (NEVER, "owner recruiter 422"),
    "employer/<int:pk>/candidates/<int:aid>/interview.ics": ("owner recruiter viewer 200", NEVER),
    "employer/<int:pk>/candidates/<int:aid>/message/": (
        "owner recruiter viewer 302",
        "anonymous 400, owner recruiter viewer 302",
    ),
    "employer/<int:pk>/messages/": ("owner recruiter viewer 200", NEVER),
    "employer/<int:pk>/messages/<int:cid>/": (
        "owner recruiter viewer 200",
        "anonymous 400, owner recruiter 422",
    ),
    "employer/<int:pk>/messages/<int:cid>/contact/": (NEVER, "owner recruiter 422"),
    "employer/<int:pk>/messages/<int:cid>/stop/": ("owner recruiter 200", "owner recruiter 302"),
    "employer/<int:pk>/messages/<int:cid>/report/<int:mid>/": (
        "owner recruiter 200",
        "anonymous 400, owner recruiter 422",
    ),
    "employer/<int:pk>/members/": ("owner recruiter viewer 200", "owner 422"),
    "employer/<int:pk>/members/<int:member>/": (NEVER, "owner viewer 302"),
    "employer/<int:pk>/members/invitations/<int:invitation>/revoke/": (NEVER, "owner 302"),
    "workspace/figures/<str:region>/<str:period>/": ("province nation 200", NOT_AT_DESKS),
    "workspace/figures/<str:region>/<str:period>/text/": ("province nation 200", "province nation 302"),
    "workspace/figures/<str:region>/<str:period>/decide/": (NOT_AT_DESKS, "province nation 302"),
    "workspace/feeds/<slug:slug>/": ("city province nation 200", NOT_AT_DESKS),
    "workspace/feeds/<slug:slug>/upload/": (NOT_AT_DESKS, "city nation 422"),
    "workspace/feeds/<slug:slug>/schedule/": (NOT_AT_DESKS, "city nation 302"),
    "workspace/feeds/<slug:slug>/profile/": ("city nation 200", "city nation 200"),
    "workspace/feeds/<slug:slug>/key/": (NOT_AT_DESKS, "city nation 200"),
    "workspace/feeds/<slug:slug>/trials/<uuid:public_id>/": ("city nation 200", NOT_AT_DESKS),
    "workspace/feeds/<slug:slug>/trials/<uuid:public_id>/receipts.csv": ("city nation 200", NOT_AT_DESKS),
    "workspace/acts/<uuid:public_id>/": ("city 200", NOT_AT_DESKS),
    "workspace/acts/<uuid:public_id>/undo/": (NOT_AT_DESKS, "city 302"),
    "workspace/acts/<slug:name>/": (NOT_AT_DESKS, "city nation 200"),
    "workspace/vacancies/<int:pk>/": ("city province nation 200", "city nation 302"),
    "workspace/reports/<str:number>/": ("city nation 200", "city nation 302"),
    "workspace/forms/<slug:code>/begin/": (NOT_AT_DESKS, "nation 302"),
    "workspace/forms/<slug:code>/<int:number>/": ("province nation figures 200", NOT_AT_DESKS),
    "workspace/forms/<slug:code>/draft/head/": ("nation 200", "nation 422"),
    "workspace/forms/<slug:code>/draft/check/": (NOT_AT_DESKS, "nation 200"),
    "workspace/forms/<slug:code>/draft/publish/": (NOT_AT_DESKS, "nation 422"),
    "workspace/forms/<slug:code>/draft/discard/": (NOT_AT_DESKS, "nation 302"),
    "workspace/forms/<slug:code>/draft/<slug:what>/add/": ("nation 200", "nation 422"),
    "workspace/forms/<slug:code>/draft/<slug:what>/<int:index>/": ("nation 200", "nation 422"),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/": (
        "province nation figures 200",
        "nation figures 302",
    ),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/draft/": (NOT_AT_DESKS, "nation figures 200"),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/reason/": (NOT_AT_DESKS, "nation figures 302"),
    "workspace/returns/key/<str:region>/": ("nation figures 200", "nation figures 200"),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/file/": (NOT_AT_DESKS, "nation figures 422"),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/file/return.<slug:kind>": (
        "province nation figures 200",
        NOT_AT_DESKS,
    ),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/records/": (NOT_AT_DESKS, "nation figures 302"),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/history/": (
        "province nation figures 200",
        NOT_AT_DESKS,
    ),
    "workspace/returns/<slug:form>/<str:region>/<str:period>/decide/": (NOT_AT_DESKS, "province nation 302"),
    "workspace/wages/<uuid:public_id>/": ("province nation figures 200", NOT_AT_DESKS),
    "workspace/wages/<uuid:public_id>/progress/": ("province nation figures 200", NOT_AT_DESKS),
    "workspace/wages/<uuid:public_id>/act/": (NOT_AT_DESKS, "province nation 302"),
    "workspace/wages/<uuid:public_id>/weights/": (NOT_AT_DESKS, "nation figures 422"),
    "workspace/wages/<uuid:public_id>/findings/<int:pk>/": (NOT_AT_DESKS, "nation figures 302"),
    "workspace/board/<slug:form>.csv": ("province nation figures 200", NOT_AT_DESKS),
    "workspace/board/<slug:form>/<str:period>/remind/": ("province nation 200", "province nation 302"),
    "workspace/board/<slug:form>/publish/": (NOT_AT_DESKS, "nation 302"),
    "workspace/verifications/<uuid:public_id>/": ("city nation 200", "city nation 302"),
    "workspace/verifications/<uuid:public_id>/<slug:kind>/": ("city nation 200", NOT_AT_DESKS),
    "workspace/people/invitations/<int:pk>/": (NOT_AT_DESKS, "province nation 302"),
    "workspace/people/rights/<int:pk>/take-back/": ("province nation 200", "province nation 302"),
    "workspace/releases/<int:pk>/": ("province nation 200", "province nation 302"),
    "workspace/people/<int:pk>/second-factor/": ("province nation 200", "province nation 302"),
    "workspace/popular/<int:pk>/": (NOT_AT_DESKS, "nation 302"),
    "workspace/approvals/<int:pk>/": ("nation 200", "nation 422"),
    "workspace/sites/<str:region>/province/": ("nation 200", "nation 422"),
    "workspace/runs/<uuid:public_id>/": ("city province nation 200", NOT_AT_DESKS),
    "workspace/runs/<uuid:public_id>/progress/": ("city province nation 200", NOT_AT_DESKS),
    "workspace/runs/<uuid:public_id>/decide/": (NOT_AT_DESKS, "city nation 302"),
    "workspace/runs/<uuid:public_id>/receipts.csv": ("city province nation 200", NOT_AT_DESKS),
    "workspace/synonyms/<int:pk>/": ("nation 200", "nation 200"),
    "workspace/coverage/targets/<int:pk>/": ("nation 200", "nation 200"),
    "workspace/coverage/targets/<int:pk>/remove/": ("nation 200", "nation 302"),
    "workspace/queues/<int:pk>/": (NOT_AT_DESKS, "clerk nation 302"),
    "workspace/sites/<str:region>/wages/": ("province nation 200", "province nation 422"),
    "workspace/sites/<str:region>/wages/<int:pk>/remove/": (NOT_AT_DESKS, "province nation 302"),
    "workspace/links/<str:region>/": ("province nation 200", NOT_AT_DESKS),
    "workspace/links/<str:region>/now/": (NOT_AT_DESKS, "province nation 302"),
    "workspace/sites/<str:region>/": ("nation 200", "nation 200"),
    "workspace/sites/<str:region>/link/": ("province nation 200", "province nation 302"),
    "workspace/sites/<str:region>/open/": (NOT_AT_DESKS, "province nation 302"),
    "workspace/sites/<str:region>/practice/": ("province nation 200", "province nation 302"),
    "workspace/sites/<str:region>/retire/": ("province nation 200", "province nation 200"),
    "workspace/sites/<str:region>/outlets/": ("nation 200", NOT_AT_DESKS),
    "workspace/sites/<str:region>/outlets/add/": ("nation 200", "nation 200"),
    "workspace/sites/<str:region>/outlets/file/": (NOT_AT_DESKS, "nation 422"),
    "workspace/sites/<str:region>/outlets/sample.csv": ("nation 200", NOT_AT_DESKS),
    "workspace/sites/<str:region>/outlets/<int:pk>/": ("nation 200", "nation 200"),
    "workspace/sites/<str:region>/embed/": ("nation 200", NOT_AT_DESKS),
    "workspace/sites/<str:region>/domain/": ("nation 200", "nation 422"),
    "workspace/sites/<str:region>/domain/check/": (NOT_AT_DESKS, "nation 302"),
    "workspace/sites/<str:region>/domain/take-back/": (NOT_AT_DESKS, "nation 302"),
    "workspace/sites/<str:region>/headless/": ("nation 200", "nation 200"),
    "workspace/sites/<str:region>/headless/keys/": (NOT_AT_DESKS, "nation 422"),
    "workspace/sites/<str:region>/headless/keys/<int:pk>/revoke/": (NOT_AT_DESKS, "nation 200"),
    "workspace/sites/<str:region>/courses/": ("nation 200", NOT_AT_DESKS),
    "workspace/sites/<str:region>/courses/<int:pk>/": ("nation 200", NOT_AT_DESKS),
}


@pytest.fixture
def people():
    return everybody()


def client_of(user=None):
    """Somebody's browser; who is signed in has just shown who they are."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
        show_again(client)
    return client


def path_of(route, here):
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(here[found[1]]), route)


def expected(cell, role):
    for part in cell.split(", ") if cell else ():
        *roles, code = part.split()
        if role in roles or roles == ["everybody"] or (roles == ["signed_in"] and role != "anonymous"):
            return int(code)
    return 302 if role == "anonymous" else 404


def answer(client, method, path, data, *, known_until):
    """The status, and the acts that people did without a right of office, which the audit trail holds behind
    the entry `known_until`; afterwards all is as before."""
    with transaction.atomic():
        code = status(getattr(client, method)(path, data))
        written = AuditEntry.objects.filter(pk__gt=known_until, actor__isnull=False, right="")
        acts = set(written.values_list("act", flat=True))
        transaction.set_rollback(True)
    return code, acts


def test_every_address_of_a_record_is_in_a_row():
    assert {route for route in ROUTES if route.startswith(PREFIXES) and "<" in route} == set(ROWS)


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
def test_everybody_gets_what_is_theirs_and_nothing_else(people, settings):
    """And what staff do at a desk stands in the audit trail with the region whose right they used."""
    settings.ELASTICSEARCH_INDEX_PREFIX = "nobody"  # no index, whatever tests before this one left
    users, employer = people
    values = records(users, employer)
    wrong, without_right = {}, set()
    for role in ROLES:
        client = client_of(users.get(role))
        known_until = AuditEntry.objects.order_by("pk").values_list("pk", flat=True).last()
        for route, cells in ROWS.items():
            here = values[max((one for one in values if route.startswith(one)), key=len)]
            body = {name: value.format_map(here) for name, value in BODIES.get(route, {}).items()}
            for method, cell, data in zip(("get", "post"), cells, ({}, body), strict=True):
                if cell == NEVER and role != "nation":
                    continue  # decided before it is looked at who asks
                path = path_of(route, here)
                got, acts = answer(client, method, path, data, known_until=known_until)
                without_right |= acts if route.startswith(DESKS) else set()
                if got != (want := expected(cell, role)):
                    wrong[f"{role} {method} {route}"] = (got, want)
    assert wrong == {}
    assert without_right == set()
