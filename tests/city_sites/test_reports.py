"""The workspace's queue of reports: for the staff of the vacancy's city alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.services import role_grant
from jobs.enums import ReportKind, ReportState, VacancyState
from jobs.services.reports import report_file
from tests.factories import UserFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def signed_in(client, role=Role.CITY_FEEDS, region="420100"):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


@pytest.fixture
def report():
    return report_file(vacancy=VacancyFactory(), kind=ReportKind.FEE, text="让我交押金")


def page(report):
    return reverse("workspace_report", args=[report.number])


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
def test_a_report_is_for_the_staff_of_the_city_alone(client, report, role, region, status):
    signed_in(client, role, region)
    assert client.get(page(report)).status_code == status
    listed = client.get(reverse("workspace_reports")).content.decode()
    assert (report.number in listed) == (status == 200)
    if status == 404:
        assert client.post(page(report), {"judgement": "confirm", "note": "x"}).status_code == 404


def test_staff_confirm_or_reject_with_words_only(client, report):
    signed_in(client)
    assert client.post(page(report), {"judgement": "confirm", "note": ""}).status_code == 422
    client.post(page(report), {"judgement": "confirm", "note": "属实"})
    report.refresh_from_db()
    report.vacancy.refresh_from_db()
    assert (report.state, report.vacancy.state) == (ReportState.CONFIRMED, VacancyState.CLOSED)
    again = client.post(page(report), {"judgement": "reject", "note": "x"}, follow=True)
    assert "先作出了决定" in again.content.decode()
    assert client.get(page(report)).status_code == 200


def test_the_first_page_counts_the_open_reports(client, report):
    signed_in(client)
    tiles = {tile.duty.name: tile for tile in client.get(reverse("workspace")).context["today"].tiles}
    assert tiles["reports"].cell.number == 1
