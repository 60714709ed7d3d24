"""The workspace's queue of papers: seen and decided by the staff of the employer's city alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from jobs.enums import RequestState
from jobs.models import Employer
from jobs.services.verification import verification_approve
from tests.factories import UserFactory
from tests.jobs.employers.factories import VerificationRequestFactory, with_papers

pytestmark = pytest.mark.django_db


def signed_in(client, role=Role.CITY_FEEDS, region="420100"):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


@pytest.fixture
def request_of_wuhan():
    return with_papers(VerificationRequestFactory())


def page(request, name="workspace_verification", *more):
    return reverse(name, args=[request.public_id, *more])


@pytest.mark.parametrize(
    ("role", "region", "status"),
    [
        (Role.CITY_FEEDS, "420100", 200),
        (Role.NATIONAL_MANAGER, "000000", 200),
        (Role.CITY_FEEDS, "440300", 404),
        (Role.CITY_EDITOR, "420100", 404),
        (Role.PROVINCE_SUPERVISOR, "420000", 404),
    ],
)
def test_papers_are_for_the_staff_of_the_city_alone(client, request_of_wuhan, role, region, status):
    signed_in(client, role, region)
    assert client.get(page(request_of_wuhan)).status_code == status
    paper = client.get(page(request_of_wuhan, "workspace_verification_document", "licence"))
    assert paper.status_code == status
    listed = client.get(reverse("workspace_verifications")).content.decode()
    assert (request_of_wuhan.name in listed) == (status == 200)
    if status == 404:
        assert client.post(page(request_of_wuhan), {"judgement": "verify"}).status_code == 404


def test_that_a_paper_was_looked_at_is_recorded(client, request_of_wuhan):
    user = signed_in(client)
    client.get(page(request_of_wuhan, "workspace_verification_document", "licence"))
    assert AuditEntry.objects.get(act="verification_document_see").actor == user


def test_staff_verify(client, request_of_wuhan):
    signed_in(client)
    done = client.post(page(request_of_wuhan), {"judgement": "verify"})
    assert done.headers["Location"] == reverse("workspace_verifications")
    assert Employer.objects.get().is_verified
    again = client.post(page(request_of_wuhan), {"judgement": "verify"}, follow=True)
    assert "先作出了决定" in again.content.decode()


def test_staff_refuse_with_a_reason_only(client, request_of_wuhan):
    signed_in(client)
    assert client.post(page(request_of_wuhan), {"judgement": "refuse"}).status_code == 422
    other = {"judgement": "refuse", "refusals": ["other"]}
    assert client.post(page(request_of_wuhan), other).status_code == 422
    client.post(page(request_of_wuhan), other | {"note": "请到窗口办理"})
    request_of_wuhan.refresh_from_db()
    assert (request_of_wuhan.state, request_of_wuhan.note) == (RequestState.REFUSED, "请到窗口办理")


def test_papers_are_a_list_as_all_others_with_those_that_were_decided(client, request_of_wuhan):
    by, address, name = signed_in(client), reverse("workspace_verifications"), request_of_wuhan.name
    assert [row.name for row in client.get(address, {"q": name[:4]}).context["page"].rows] == [name]
    for asked in ({"q": "没有这家"}, {"region": "440300"}, {"state": "refused"}):
        assert client.get(address, asked).context["page"].rows == []
    assert name in b"".join(client.get(address, {"as": "csv"}).streaming_content).decode()
    verification_approve(request=request_of_wuhan, by=by)
    assert client.get(address).context["page"].rows == []
    assert name in client.get(address, {"state": "approved"}).content.decode()


def test_the_first_page_counts_the_papers_that_wait(client, request_of_wuhan):
    VerificationRequestFactory(region="440300")
    signed_in(client)
    shown = client.get(reverse("workspace"))
    assert shown.context["today"].tiles[0].cell.number == 1
