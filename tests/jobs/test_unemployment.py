"""Registered unemployment: who may keep it, what may follow, and figures that stay as they were."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.retention import retention_run
from accounts.services import role_grant
from jobs import citizen_id
from jobs.enums import EndReason, SupportKind, UnemploymentState
from jobs.models import SupportRecord, Unemployment
from jobs.services import citizen_ids_rekey
from jobs.services.unemployment import (
    AlreadyUnemployed,
    benefit_grant,
    benefit_stop,
    months_of_benefit_left,
    support_add,
    unemployment_end,
)
from jobs.services.unemployment_figures import unemployment_figures
from jobs.unemployment import MOVES, Flow, flow_of, longest_benefit, months_later, state_after
from tests.factories import UserFactory
from tests.jobs.unemployed import number_of, unemployed

WUHAN, SHENZHEN = "420100", "440300"
MARCH = dt.date(2026, 3, 1)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
SPELLS = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 500)), max_size=40).map(
    lambda pairs: [(day, None if days is None else day + dt.timedelta(days=days)) for day, days in pairs]
)


@pytest.fixture
def by(db):
    return UserFactory()


def clerk_of(client, region, role=Role.WINDOW_CLERK):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


def ended(one, reason=EndReason.RETIRED, **options):
    return unemployment_end(unemployment=one, reason=reason, by=None, **options)


def granted(one, by, starts_on, months=12, years=3, **options):
    return benefit_grant(
        unemployment=one, starts_on=starts_on, months=months, years_insured=years, yuan_a_month=1600, by=by,
        **options,
    )  # fmt: skip


@given(SPELLS, DAYS)
def test_the_end_is_always_the_start_and_the_new_without_the_stopped(spells, day):
    first = day.replace(day=1)
    flow = flow_of(spells, first, months_later(first, 1))
    assert flow.end == flow.start + flow.new - flow.stopped
    assert min(flow.start, flow.new, flow.stopped, flow.end) >= 0
    assert flow_of(spells, months_later(first, 1), months_later(first, 2)).start == flow.end


@given(st.integers(0, 60), st.integers(0, 60))
def test_who_was_insured_longer_never_gets_less(one, other):
    low, high = sorted((one, other))
    assert 0 <= longest_benefit(low) <= longest_benefit(high) <= 24


def test_every_reason_leads_from_registered_to_a_state_that_may_follow():
    assert {state_after(reason) for reason in EndReason} == set(MOVES[UnemploymentState.REGISTERED])


@pytest.mark.django_db
def test_the_database_counts_as_the_rule_does_and_each_region_its_own(by):
    spells = []
    for order, (begins, days) in enumerate([(0, None), (5, 3), (20, 40), (31, 5), (62, 0), (62, None)]):
        day = dt.date(2026, 1, 10) + dt.timedelta(days=begins)
        one = unemployed(order=order, woman=order % 2 == 0, by=by, today=day)
        if days is not None:
            ended(one, EndReason.SELF_EMPLOYED, today=day + dt.timedelta(days=days))
        spells.append((day, None if days is None else day + dt.timedelta(days=days)))
    unemployed(order=50, region=SHENZHEN, by=by, today=MARCH)
    for month in (dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1), MARCH, dt.date(2026, 4, 1)):
        expected = flow_of(spells, month, months_later(month, 1))
        got = unemployment_figures(region="420000", month=month)
        assert got.registered == expected
        women = flow_of(spells[::2], month, months_later(month, 1))
        assert got.registered_women == women
        assert got.reemployed == got.registered.stopped
    assert unemployment_figures(region=SHENZHEN, month=MARCH).registered == Flow(0, 1, 0, 1)
    assert unemployment_figures(region=NATION, month=MARCH).registered.new == 3


@pytest.mark.django_db
def test_figures_of_a_month_that_is_over_stay_whatever_is_done_later(by, django_assert_num_queries):
    first, second = (unemployed(order=order, by=by, today=dt.date(2026, 3, 5)) for order in (1, 2))
    benefit = granted(first, by, MARCH, today=dt.date(2026, 3, 6))
    granted(second, by, MARCH, today=dt.date(2026, 3, 6))
    with time_machine.travel(dt.datetime(2026, 4, 2, tzinfo=dt.UTC)), django_assert_num_queries(2):
        before = unemployment_figures(region=WUHAN, month=MARCH)
    assert (before.registered, before.recipients) == (Flow(0, 2, 0, 2), Flow(0, 2, 0, 2))
    benefit_stop(
        benefit=benefit, from_month=dt.date(2026, 4, 1), reason=EndReason.REFUSED, by=by,
        today=dt.date(2026, 4, 3),
    )  # fmt: skip
    ended(second, EndReason.EMPLOYED, employer_name="某厂", today=dt.date(2026, 4, 20))
    unemployed(order=3, by=by, today=dt.date(2026, 4, 21))
    Unemployment.objects.filter(pk=second.pk).update(ended_on=dt.date(2026, 4, 20))
    with time_machine.travel(dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        assert retention_run()["ended unemployment"] == 1
        assert unemployment_figures(region=WUHAN, month=MARCH) == before
        april = unemployment_figures(region=WUHAN, month=dt.date(2026, 4, 1))
    assert april.registered == Flow(2, 1, 1, 2)
    assert april.recipients == Flow(2, 0, 1, 1)
    assert unemployment_figures(region=WUHAN, month=dt.date(2026, 5, 1)).recipients == Flow(1, 0, 1, 0)
    assert (april.reemployed, april.reemployed_women) == (1, 0)


@pytest.mark.django_db
def test_a_number_is_registered_once_in_the_country_and_again_after_the_end(by):
    one = unemployed(by=by)
    with pytest.raises(AlreadyUnemployed):
        unemployed(region=SHENZHEN, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unemployment.objects.create(
            region=SHENZHEN, cause="other", registered_on=MARCH, citizen_id_key=one.citizen_id_key
        )
    ended(one)
    assert unemployed(region=SHENZHEN, by=by).pk != one.pk
    with pytest.raises(ValidationError, match="已经结束"):
        ended(one)
    with pytest.raises(ValidationError):
        ended(unemployed(order=2, by=by), EndReason.EMPLOYED)


@pytest.mark.django_db
def test_the_number_is_encrypted_and_follows_a_change_of_keys(by, settings):
    one = unemployed(by=by)
    assert number_of(1) not in one.citizen_id
    assert citizen_id.decrypt(one.citizen_id) == number_of(1)
    settings.CITIZEN_ID_KEYS = ["a new key of some length", settings.SECRET_KEY]
    assert citizen_ids_rekey() == 1
    one.refresh_from_db()
    assert one.citizen_id_key == citizen_id.lookup_key(number_of(1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": dt.date(2026, 2, 1)}, "已经过去"),
        ({"months": 13}, "最多还可核定 12 个月"),
        ({"years": 0}, "最多还可核定 0 个月"),
    ],
)
def test_benefit_reaches_neither_back_nor_beyond_what_is_due(by, changes, words):
    one = unemployed(by=by, today=MARCH)
    with pytest.raises(ValidationError, match=words):
        granted(one, by, today=MARCH, **{"starts_on": MARCH} | changes)


@pytest.mark.django_db
def test_months_that_were_drawn_count_against_what_is_due(by):
    one = unemployed(by=by, today=MARCH)
    granted(one, by, MARCH, months=10, today=MARCH)
    with pytest.raises(ValidationError, match="已经核定"):
        granted(one, by, dt.date(2026, 5, 1), months=1, today=MARCH)
    with pytest.raises(ValidationError, match="最多还可核定 2 个月"):
        granted(one, by, dt.date(2027, 2, 1), months=3, today=MARCH)
    granted(one, by, dt.date(2027, 2, 1), months=2, today=MARCH)
    assert months_of_benefit_left(one, dt.date(2026, 4, 1)) == 11
    ended(one, today=dt.date(2026, 6, 15))
    assert months_of_benefit_left(one, dt.date(2026, 6, 15)) == 1
    assert unemployment_figures(region=WUHAN, month=dt.date(2027, 2, 1)).recipients == Flow(0, 0, 0, 0)


@pytest.mark.django_db
def test_support_is_of_a_day_since_the_registration(by):
    one = unemployed(by=by, today=MARCH)
    for day in (dt.date(2026, 2, 28), dt.date(2026, 3, 3)):
        with pytest.raises(ValidationError):
            support_add(
                unemployment=one, kind=SupportKind.VISIT, on=day, note="", by=by, today=dt.date(2026, 3, 2)
            )


@pytest.fixture
def desk(client, settings, db):
    settings.STAFF_MFA_REQUIRED = False
    clerk_of(client, WUHAN)
    return client


def test_a_clerk_registers_follows_and_ends(desk):
    said = {"name": "周敏", "citizen_number": number_of(1), "cause": "laid_off", "phone": ""}
    answer = desk.post(reverse("unemployed_register"), said)
    one = Unemployment.objects.get()
    assert answer.headers["Location"] == reverse("unemployed_person", args=[one.pk])
    assert "已登记" in desk.post(reverse("unemployed_register"), said).content.decode()
    month = f"{timezone.localdate():%Y-%m}"
    asked = {"starts_on": month, "months": "24", "years_insured": "2"}
    refused = desk.post(reverse("unemployed_benefit", args=[one.pk]), asked)
    assert refused.status_code == 422
    assert "最多还可核定 12 个月" in refused.content.decode()
    assert (
        desk.post(reverse("unemployed_benefit", args=[one.pk]), asked | {"months": "12"}).status_code == 302
    )
    support = {"kind": "guidance", "on": str(timezone.localdate()), "note": "面谈"}
    assert desk.post(reverse("unemployed_support", args=[one.pk]), support).status_code == 302
    page = desk.get(reverse("unemployed_person", args=[one.pk])).content.decode()
    assert "面谈" in page
    assert number_of(1) not in page
    assert citizen_id.masked(number_of(1)) in page
    found = desk.post(reverse("unemployed"), {"citizen_number": number_of(1)})
    assert found.headers["Location"] == reverse("unemployed_person", args=[one.pk])
    assert desk.post(reverse("unemployed_erase", args=[one.pk])).status_code == 302
    one.refresh_from_db()
    assert one.name
    assert desk.post(reverse("unemployed_end", args=[one.pk]), {"reason": "retired"}).status_code == 302
    one.refresh_from_db()
    assert one.state == UnemploymentState.ENDED
    listed = desk.get(reverse("unemployed")).content.decode()
    assert f'href="{reverse("unemployed_person", args=[one.pk])}"' not in listed
    assert "周敏" in desk.get(reverse("unemployed"), {"state": "all"}).content.decode()
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"unemployment_register", "benefit_grant", "support_add", "unemployment_look"} <= acts


def test_another_city_sees_nothing_and_is_not_told_where(client, settings, by):
    settings.STAFF_MFA_REQUIRED = False
    one = unemployed(by=by)
    clerk_of(client, SHENZHEN)
    assert client.get(reverse("unemployed_person", args=[one.pk])).status_code == 404
    assert "周敏" not in client.get(reverse("unemployed")).content.decode()
    assert "周敏" not in client.get(reverse("unemployed_table")).content.decode("utf-8-sig")
    assert client.post(reverse("unemployed"), {"citizen_number": number_of(1)}).status_code == 422
    said = {"name": "周敏", "citizen_number": number_of(1), "cause": "laid_off"}
    page = client.post(reverse("unemployed_register"), said).content.decode()
    assert "另一城市" in page
    assert "武汉" not in page
    clerk_of(client, WUHAN, Role.CITY_EDITOR)
    assert client.get(reverse("unemployed")).status_code == 404


def test_the_file_masks_numbers_and_taking_it_is_in_the_trail(desk, by):
    unemployed(by=by, name="=1+1")
    text = desk.get(reverse("unemployed_table")).content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert number_of(1) not in text
    assert AuditEntry.objects.get(act="unemployed_download").detail == {"rows": 1}


def test_a_person_gets_a_copy_and_is_erased_after_the_end(desk, by):
    one = unemployed(by=by)
    support_add(unemployment=one, kind=SupportKind.VISIT, on=timezone.localdate(), note="电话", by=by)
    copy = desk.post(reverse("unemployed_copy", args=[one.pk])).json()
    assert copy["citizen_id"] == number_of(1)
    assert copy["support"][0]["note"] == "电话"
    before = unemployment_figures(region=WUHAN, month=timezone.localdate())
    ended(one)
    assert desk.post(reverse("unemployed_erase", args=[one.pk])).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.phone, one.citizen_id, one.birth_year) == ("", "", "", None)
    assert not SupportRecord.objects.exists()
    after = unemployment_figures(region=WUHAN, month=timezone.localdate())
    assert (after.registered.new, after.registered.stopped) == (before.registered.new, 1)


@pytest.mark.django_db
def test_long_lists_go_on_behind_the_last_row(desk, by, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("jobs.views.unemployment.A_PAGE", 2)
    for order in range(5):
        unemployed(order=order, name=f"人{order}", by=by)
    seen, address = [], reverse("unemployed")
    while address:
        page = desk.get(address).content.decode()
        seen += [order for order in range(5) if f"人{order}<" in page]
        following = page.partition('rel="next" href="')[2].partition('"')[0]
        address = following and following.replace("&amp;", "&")
    assert sorted(seen) == [0, 1, 2, 3, 4]
    with django_assert_max_num_queries(14):
        desk.get(reverse("unemployed"))
