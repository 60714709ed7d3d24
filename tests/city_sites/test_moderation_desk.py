"""The desk of moderation: a vacancy with what stopped it, how long decisions take, the rules of a city."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import NATION, Role
from accounts.services import role_grant
from city_sites.workspace.moderation import percentile, review_times
from jobs.enums import VacancyState, Verdict
from jobs.feeds.reasons import reason_words
from jobs.models import ReviewRule, VacancyDecision
from jobs.services.moderation import review_rule_set
from tests.city_sites.pages import national_home
from tests.factories import UserFactory, VacancyFactory

WUHAN = "420100"


def signed_in(client, role=Role.CITY_FEEDS, region=WUHAN):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


@pytest.fixture
def waiting(db):
    national_home()
    review_rule_set(region=WUHAN, stops=["age_limit"], needs_two=False, by=UserFactory())
    return VacancyFactory(state=VacancyState.IN_REVIEW, warnings=["age_limit", "looks_limit"])


def test_the_rule_that_stopped_it_stands_above_the_decision(client, waiting):
    signed_in(client)
    response = client.get(reverse("workspace_vacancy", args=[waiting.pk]))
    assert response.context["stopped_by"] == [reason_words("age_limit")]
    client.post(reverse("workspace_vacancy", args=[waiting.pk]), {"verdict": "approved"})
    waiting.refresh_from_db()
    assert waiting.state == VacancyState.OPEN


def test_it_goes_back_with_a_reason_only(client, waiting):
    signed_in(client)
    address = reverse("workspace_vacancy", args=[waiting.pk])
    assert client.post(address, {"verdict": "sent_back"}).status_code == 422
    assert client.post(address, {"verdict": "sent_back", "reasons": ["other"]}).status_code == 422
    assert client.post(address, {"verdict": "sent_back", "reasons": ["excludes"]}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == VacancyState.DRAFT


def test_who_only_looks_decides_nothing(client, waiting):
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    address = reverse("workspace_vacancy", args=[waiting.pk])
    assert client.get(address).context["may_decide"] is False
    assert client.post(address, {"verdict": "approved"}).status_code == 404


def test_a_city_sets_its_own_rule_and_no_other_s(client, waiting):
    signed_in(client)
    address = reverse("workspace_review_rules")
    client.post(address, {"stops": ["bait_words"], "needs_two": "on"})
    rule = ReviewRule.objects.get(region=WUHAN)
    assert (rule.stops, rule.needs_two) == (["bait_words"], True)
    for elsewhere in ("440300", "420000", NATION, "nonsense"):
        assert client.post(address, {"region": elsewhere}).status_code == 404


def decision(region, minutes, **more):
    began = timezone.now() - dt.timedelta(days=1)
    vacancy = VacancyFactory(region=region)
    return VacancyDecision.objects.create(
        vacancy=vacancy, region=region, verdict=Verdict.APPROVED, at=began, waiting_since=began,
        decided_at=began + dt.timedelta(minutes=minutes), **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_times_are_those_of_all_decisions_of_a_city_with_its_districts():
    for region, minutes in (("420106", 10), ("420106", 20), ("420115", 30), ("440305", 5)):
        decision(region, minutes)
    VacancyFactory(
        region="420106", state=VacancyState.IN_REVIEW, state_at=timezone.now() - dt.timedelta(hours=5)
    )
    rows = {row.city.code: row for row in review_times(["420000"])}
    assert set(rows) == {WUHAN}
    row = rows[WUHAN]
    assert (row.decided, row.waiting) == (3, 1)
    assert row.median == dt.timedelta(minutes=20)
    assert row.p90 == dt.timedelta(minutes=28)
    assert row.oldest >= dt.timedelta(hours=5)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.floats(0, 1))
def test_a_percentile_lies_between_the_least_and_the_most(minutes, share):
    values = [dt.timedelta(minutes=number) for number in minutes]
    found = percentile(values, share)
    assert min(values) <= found <= max(values)
    assert percentile(values, 0) == min(values)
    assert percentile(values, 1) == max(values)
    assert percentile([], share) is None
