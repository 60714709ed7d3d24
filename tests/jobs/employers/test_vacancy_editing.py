"""Vacancies that employers write: drafts, held to the rules before they are public, kept up, ended."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from jobs.enums import CloseReason, EmployerRole, VacancyState
from jobs.models import MinimumWage, OutboxEntry, Vacancy
from jobs.posting import VacancyContent, advice_on, content_of
from jobs.services import vacancy_editing as services
from jobs.services.vacancies import InvalidTransition
from tests.factories import VacancyFactory
from tests.jobs.employers.factories import MembershipFactory
from tests.jobs.factories import CityFeedFactory, row

pytestmark = pytest.mark.django_db
GOOD = VacancyContent(
    title="物业维修电工",
    duties="负责园区配电设施的日常巡检和维修，持低压电工作业证。",
    region="420115",
    address="文化大道12号",
    headcount=2,
    pay_min=5_500,
    pay_max=7_000,
    employment_type="full_time",
    benefits=["五险一金"],
    questions=[{"text": "可以上夜班吗？", "required": True}],
    expires_on=timezone.localdate() + dt.timedelta(days=30),
)


def but(**changes):
    return dataclasses.replace(GOOD, **changes)


@pytest.fixture
def recruiter():
    return MembershipFactory(role=EmployerRole.RECRUITER)


@pytest.fixture
def draft(recruiter):
    return services.vacancy_draft(employer=recruiter.employer, content=GOOD, by=recruiter.user)


@pytest.fixture
def public(draft, recruiter):
    return services.vacancy_publish(vacancy=draft, by=recruiter.user)


def test_a_draft_may_be_unfinished_and_nobody_sees_it(recruiter):
    made = services.vacancy_draft(
        employer=recruiter.employer, content=VacancyContent(title="电工"), by=recruiter.user
    )
    assert made.state == VacancyState.DRAFT
    assert not Vacancy.objects.public().exists()
    with pytest.raises(services.NotReady) as caught:
        services.vacancy_publish(vacancy=made, by=recruiter.user)
    assert set(caught.value.missing) >= {"region", "duties", "pay_min", "expires_on"}


def test_published_it_is_public_and_on_its_way_to_the_index(public, recruiter):
    assert Vacancy.objects.public().get() == public
    assert OutboxEntry.objects.filter(key=public.pk).exists()
    assert (public.source_name, public.place_text) == (recruiter.employer.name, "武汉·江夏区")
    assert public.occupation == "6-31-01-03"  # read from the title
    assert public.occupation_confidence is not None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": "女前台"}, "title", "limits_sex"),
        ({"duties": "限男性，能吃苦。"}, "duties", "limits_sex"),
        ({"duties": "入职需交押金200元。"}, "duties", "asks_fee"),
        ({"pay_min": 900, "pay_max": 1_000}, "pay_max", "pay_below_minimum"),
    ],
)
def test_what_the_law_forbids_is_said_beside_its_field_and_never_public(recruiter, changes, field, code):
    MinimumWage.objects.create(region="420100", valid_from="2020-01-01", monthly=2_000)
    content = but(**changes)
    assert (field, code, True) in {(one.field, one.code, one.refuses) for one in advice_on(content)}
    made = services.vacancy_draft(employer=recruiter.employer, content=content, by=recruiter.user)
    with pytest.raises(services.NotReady):
        services.vacancy_publish(vacancy=made, by=recruiter.user)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": "高薪电工"}, "title", "bait_words"),
        ({"title": "电工8000元"}, "title", "pay_in_title"),
        ({"duties": "年龄45岁以下。"}, "duties", "age_limit"),
    ],
)
def test_what_is_only_unwise_is_advice(recruiter, changes, field, code):
    content = but(**changes)
    assert (field, code, False) in {(one.field, one.code, one.refuses) for one in advice_on(content)}
    made = services.vacancy_draft(employer=recruiter.employer, content=content, by=recruiter.user)
    assert services.vacancy_publish(vacancy=made, by=recruiter.user).warnings == [code]


def test_what_is_public_cannot_be_changed_to_break_a_rule(public, recruiter):
    with pytest.raises(services.NotReady):
        services.vacancy_edit(vacancy=public, content=but(duties="只招男生。"), by=recruiter.user)
    OutboxEntry.objects.all().delete()
    changed = services.vacancy_edit(vacancy=public, content=but(pay_max=8_000), by=recruiter.user)
    assert changed.pay_max == 8_000
    assert OutboxEntry.objects.filter(key=public.pk).exists()


def test_the_same_vacancy_by_feed_and_by_hand_shows_once(send, public, recruiter):
    feed = CityFeedFactory(slug="wuhan")
    sent = {
        "title": GOOD.title, "region": GOOD.region, "address": GOOD.address, "pay": None,
        "pay_min": GOOD.pay_min, "pay_max": GOOD.pay_max, "employer_name": recruiter.employer.name,
    }  # fmt: skip
    send([row(1, **sent)], feed=feed)
    assert Vacancy.objects.count() == 2
    assert Vacancy.objects.public().get() == public


def test_a_second_one_of_the_same_is_pointed_to(draft, recruiter):
    other = services.vacancy_copy(vacancy=draft, by=recruiter.user)
    same = services.same_vacancies(employer=recruiter.employer, key=other.duplicate_key, but=other.pk)
    assert same == [draft]
    assert content_of(other) == content_of(draft)


def test_a_scheduled_draft_opens_by_itself_on_its_day(draft, recruiter):
    day = timezone.localdate() + dt.timedelta(days=3)
    services.vacancy_publish(vacancy=draft, by=recruiter.user, on=day)
    assert services.vacancies_open_due() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert services.vacancies_open_due() == 1
        assert services.vacancies_open_due() == 0
        assert Vacancy.objects.public().get().published_at.date() >= day - dt.timedelta(days=1)


def test_a_scheduled_draft_that_is_over_by_then_stays_a_draft(recruiter):
    short = but(expires_on=timezone.localdate() + dt.timedelta(days=1))
    made = services.vacancy_draft(employer=recruiter.employer, content=short, by=recruiter.user)
    services.vacancy_publish(vacancy=made, by=recruiter.user, on=timezone.localdate() + dt.timedelta(days=2))
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert services.vacancies_open_due() == 0
    made.refresh_from_db()
    assert (made.state, made.opens_on) == (VacancyState.DRAFT, None)


def test_an_ended_vacancy_says_why_and_how_many_were_hired(public, recruiter):
    closed = services.vacancy_end(vacancy=public, reason=CloseReason.FILLED, hired=2, by=recruiter.user)
    closed.refresh_from_db()
    assert (closed.state, closed.close_reason, closed.hired) == ("closed", "filled", 2)
    with pytest.raises(InvalidTransition):
        services.vacancy_end(vacancy=public, reason=CloseReason.FILLED, hired=2, by=recruiter.user)
    with pytest.raises(services.NotEditable):
        services.vacancy_edit(vacancy=public, content=GOOD, by=recruiter.user)


def test_only_an_employer_s_reason_ends_a_vacancy_here(public, recruiter):
    with pytest.raises(InvalidTransition):
        services.vacancy_end(vacancy=public, reason=CloseReason.EXPIRED, hired=None, by=recruiter.user)


def test_the_last_day_moves_within_bounds(public, recruiter):
    today = timezone.localdate()
    later = today + dt.timedelta(days=90)
    assert services.vacancy_extend(vacancy=public, until=later, by=recruiter.user).expires_on == later
    for wrong in (today - dt.timedelta(days=1), today + dt.timedelta(days=400)):
        with pytest.raises(services.NotReady):
            services.vacancy_extend(vacancy=public, until=wrong, by=recruiter.user)


def form_of(**changes):
    return {
        "title": "物业维修电工",
        "occupation": "",
        "region": "武汉市江夏区",
        "address": "文化大道12号",
        "duties": GOOD.duties,
        "headcount": "2",
        "pay_min": "5500",
        "pay_max": "7000",
        "employment_type": "full_time",
        "education": "60",
        "experience_min": "1",
        "benefits": "五险一金、双休",
        "expires_on": (timezone.localdate() + dt.timedelta(days=20)).isoformat(),
        "question_1": "可以上夜班吗？",
        "must_1": "on",
    } | changes  # fmt: skip


def test_from_the_form_to_the_public(client, recruiter):
    client.force_login(recruiter.user)
    pk = recruiter.employer_id
    made = client.post(reverse("employer_vacancy_new", args=[pk]), form_of())
    vacancy = Vacancy.objects.get()
    page = reverse("employer_vacancy", args=[pk, vacancy.pk])
    assert made.headers["Location"] == page
    assert (vacancy.region, vacancy.benefits, vacancy.experience_min) == ("420115", ["五险一金", "双休"], 1)
    assert vacancy.questions == [{"text": "可以上夜班吗？", "required": True}]
    act = reverse("employer_vacancy_act", args=[pk, vacancy.pk])
    client.post(act, {"act": "publish"})
    assert Vacancy.objects.public().get() == vacancy
    assert client.get(vacancy.get_absolute_url()).status_code == 200
    for step, state in (("pause", "paused"), ("resume", "open")):
        client.post(act, {"act": step})
        vacancy.refresh_from_db()
        assert vacancy.state == state
    edit = reverse("employer_vacancy_edit", args=[pk, vacancy.pk])
    wrong = client.post(edit, form_of(duties="只招女生，形象好。"))
    assert wrong.status_code == 422
    assert "只招女生" in wrong.content.decode()  # nothing written is lost
    assert client.post(edit, form_of(pay_max="7500")).status_code == 302
    end = reverse("employer_vacancy_end", args=[pk, vacancy.pk])
    assert client.post(end, {}).status_code == 422
    client.post(end, {"reason": "filled", "hired": "2"})
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.hired) == ("closed", 2)


def test_advice_comes_while_somebody_writes(client, recruiter, draft):
    client.force_login(recruiter.user)
    check = reverse("employer_vacancy_check", args=[recruiter.employer_id])
    said = client.post(check, form_of(title="高薪女前台", duties="")).content.decode()
    title = said[said.index('id="advice-title"') : said.index('id="advice-duties"')]
    assert "advice-refuses" in title
    assert "advice-doubts" in title
    assert f"/vacancies/{draft.pk}/" in client.post(check, form_of()).content.decode()
    assert 'value="6-31-01-03"' in client.post(check, form_of()).content.decode()
    own = client.post(f"{check}?vacancy={draft.pk}", form_of()).content.decode()
    assert f"/vacancies/{draft.pk}/" not in own


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "（）——"}, "title"),
        ({"region": "火星"}, "region"),
        ({"pay_min": "9000", "pay_max": "7000"}, "pay_max"),
        ({"headcount": "0"}, "headcount"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"experience_min": "-1"}, "experience_min"),
        ({"occupation": "'; DROP TABLE"}, "occupation"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_made(client, recruiter, changes, field):
    client.force_login(recruiter.user)
    page = client.post(reverse("employer_vacancy_new", args=[recruiter.employer_id]), form_of(**changes))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert not Vacancy.objects.exists()


def test_who_only_looks_or_belongs_elsewhere_changes_nothing(client, public):
    viewer = MembershipFactory(employer=public.employer, role=EmployerRole.VIEWER)
    pk, vid = public.employer_id, public.pk
    acts = ["employer_vacancy_act", "employer_vacancy_end", "employer_vacancy_edit"]
    client.force_login(viewer.user)
    assert client.get(reverse("employer_vacancy", args=[pk, vid])).status_code == 200
    assert client.get(reverse("employer_vacancies", args=[pk])).status_code == 200
    assert [client.post(reverse(name, args=[pk, vid])).status_code for name in acts] == [404] * 3
    assert client.post(reverse("employer_vacancy_new", args=[pk])).status_code == 404
    other = MembershipFactory()
    client.force_login(other.user)
    own = other.employer_id
    for name in ["employer_vacancy", *acts]:
        assert client.post(reverse(name, args=[own, vid])).status_code in (404, 405)
    assert client.get(reverse("employer_vacancy", args=[own, vid])).status_code == 404


def test_a_vacancy_of_a_feed_can_only_be_closed_here(client):
    vacancy = VacancyFactory(feed=CityFeedFactory(), external_id="1")
    recruiter = MembershipFactory(employer=vacancy.employer, role=EmployerRole.RECRUITER)
    client.force_login(recruiter.user)
    pk, vid = vacancy.employer_id, vacancy.pk
    assert client.get(reverse("employer_vacancy", args=[pk, vid])).status_code == 200
    edit = reverse("employer_vacancy_edit", args=[pk, vid])
    assert client.get(edit).headers["Location"] == reverse("employer_vacancy", args=[pk, vid])
    client.post(reverse("employer_vacancy_act", args=[pk, vid]), {"act": "extend", "day": "2030-01-01"})
    client.post(reverse("employer_vacancy_end", args=[pk, vid]), {"reason": "cancelled"})
    vacancy.refresh_from_db()
    assert vacancy.close_reason == CloseReason.CANCELLED


def test_other_buttons_of_the_form_save_nothing_and_put_no_contact_into_an_address(client, recruiter):
    client.force_login(recruiter.user)
    new = reverse("employer_vacancy_new", args=[recruiter.employer.pk])
    written = {"title": "电工", "region": "武汉", "contact_name": "陈师傅", "contact_phone": "027-88881234"}
    asked = client.post(new, written | {"ask_pay": "1"}).headers["Location"]
    assert asked.startswith(reverse("pay_hint"))
    assert "title=" in asked
    assert "contact" not in asked
    page = client.post(new, written | {"look": "1", "occupation_words": "会计"}).content.decode()
    assert 'value="陈师傅"' in page
    assert "会计专业人员" in page
    assert not Vacancy.objects.exists()
