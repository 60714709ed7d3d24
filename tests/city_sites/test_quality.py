"""Data quality of cities: what is counted, who is ranked, who reads it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import NATION, Role
from accounts.services import role_grant
from city_sites.models import QualityFigure
from city_sites.services import city_provision
from city_sites.services.quality import city_qualities, quality_take, ranking_publish
from city_sites.workspace.spark import HEIGHT, WIDTH, spark
from jobs.enums import ApplicationState, ReportKind
from jobs.services.reports import report_confirm, report_file
from tests.city_sites.pages import national_home
from tests.factories import ApplicationFactory, EmployerFactory, UserFactory, VacancyFactory

WUHAN, YICHANG, SHENZHEN = "420100", "420500", "440300"


@pytest.fixture(autouse=True)
def _national_site(request):
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        national_home()


def figure(region, *, vacancies=200, pay=100, day=None, **more):
    numbers = {"with_place": vacancies, "with_occupation": vacancies, "with_expiry": vacancies} | more
    return QualityFigure.objects.create(
        region=region, day=day or timezone.localdate(), vacancies=vacancies, with_pay=pay, **numbers
    )


@pytest.mark.django_db
def test_a_city_is_counted_by_what_its_employers_and_its_feed_sent_wherever_the_work_is():
    employer = EmployerFactory(region=WUHAN)
    VacancyFactory(employer=employer, expiry_stated=True)
    VacancyFactory(employer=employer, region="440305", pay_min=None, pay_max=None, occupation="")
    VacancyFactory(employer=employer, region="", closed=True)
    assert quality_take() == 1
    found = QualityFigure.objects.get()
    assert (found.region, found.vacancies, found.with_pay) == (WUHAN, 2, 1)
    assert (found.with_place, found.with_occupation, found.with_expiry) == (2, 1, 1)
    assert found.score == 62.5
    assert quality_take() == QualityFigure.objects.count() == 1


@pytest.mark.django_db
def test_answers_are_those_that_came_in_time_and_complaints_those_that_were_true():
    vacancy = VacancyFactory(employer=EmployerFactory(region=WUHAN))
    sent = timezone.now() - dt.timedelta(days=30)
    for answered_after in (1, 29, None):
        application = ApplicationFactory(vacancy=vacancy, sent_at=sent, state_at=sent)
        if answered_after:
            application.events.create(
                at=sent + dt.timedelta(days=answered_after), to_state=ApplicationState.REFUSED
            )
    ApplicationFactory(vacancy=vacancy)
    other = VacancyFactory(employer=EmployerFactory(region=WUHAN))
    report_file(vacancy=vacancy, kind=ReportKind.FEE)
    report_confirm(report=report_file(vacancy=other, kind=ReportKind.FEE), note="属实", by=UserFactory())
    quality_take()
    found = QualityFigure.objects.get()
    assert (found.applications, found.answered, found.complaints) == (3, 1, 1)


@pytest.mark.django_db
def test_cities_with_too_few_vacancies_have_no_place_and_equals_share_one():
    (
        figure(WUHAN, pay=101),
        figure(SHENZHEN, pay=100),
        figure("310000", pay=20),
        figure(YICHANG, vacancies=99, pay=99),
    )
    ranks = {row.city.code: row.rank for row in city_qualities([NATION])}
    assert ranks == {WUHAN: 1, SHENZHEN: 1, "310000": 3, YICHANG: None}
    assert [row.rank for row in city_qualities(["420000"])] == [1, None]


@pytest.mark.django_db
def test_the_change_is_against_four_weeks_before_and_few_applications_tell_nothing():
    today = timezone.localdate()
    figure(WUHAN, pay=100, day=today - dt.timedelta(days=30))
    figure(WUHAN, pay=200, applications=19, answered=19)
    figure(SHENZHEN, pay=200, applications=20, answered=5)
    rows = {row.city.code: row for row in city_qualities([NATION])}
    assert rows[WUHAN].change == 12.5
    assert rows[SHENZHEN].change is None
    assert (rows[WUHAN].answered, rows[SHENZHEN].answered) == (None, 25)


@pytest.mark.django_db
def test_the_ranking_is_nobody_s_until_the_ministry_says_so(client):
    figure(WUHAN), figure(YICHANG, vacancies=9, pay=9)
    assert client.get("/quality/").status_code == 404
    user = UserFactory()
    role_grant(user=user, role=Role.NATIONAL_MANAGER, region=NATION, by=None)
    client.force_login(user)
    client.post(reverse("workspace_quality_publish"), {"public": "1"})
    client.logout()
    context = client.get("/quality/").context
    assert [row.city.code for row in context["ranked"]] == [WUHAN]
    assert [row.city.code for row in context["others"]] == [YICHANG]
    city_provision(region=WUHAN)
    assert client.get("/quality/", headers={"host": "wuhan.localhost"}).status_code == 404
    ranking_publish(is_public=False, by=user)
    assert client.get("/quality/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "region"), [(Role.PROVINCE_SUPERVISOR, "420000"), (Role.CITY_FEEDS, WUHAN)])
def test_staff_see_their_cities_and_do_not_publish(client, role, region):
    figure(WUHAN), figure(SHENZHEN)
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    page = client.get(reverse("workspace_quality"))
    assert [row.city.code for row, _ in page.context["rows"]] == [WUHAN]
    assert client.post(reverse("workspace_quality_publish"), {"public": "1"}).status_code == 404


@given(st.lists(st.floats(0, 100), min_size=2, max_size=84))
def test_a_line_stays_within_its_frame(values):
    for point in spark(values).split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT


def test_one_day_is_no_line():
    assert spark([50.0]) == ""
