"""A city that practises is there for its staff only, on every public surface, and counts nowhere."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATION, Role
from accounts.models import PracticeRegion
from accounts.practice import InPractice, is_in_practice
from accounts.services import role_grant
from city_sites.enums import PresenceState
from city_sites.models import CityHomePage, CoursePage, FairPage, NewsPage, Outlet, QualityFigure
from city_sites.services import city_provision, directory
from city_sites.services.listings import shown_in_the_nation
from city_sites.services.outlets import outlets_in
from city_sites.services.practice import city_practice_begin, city_practice_end
from city_sites.services.quality import quality_take
from jobs.enums import VacancyState, VerificationState
from jobs.feeds import store
from jobs.models import Employer, JobSeeker, OutboxEntry, OutboxTopic, Vacancy
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import MarketSnapshot
from stats_publishing.services import market_snapshot_take
from stats_publishing.services.counts import city_counts
from tests.city_sites.pages import add, home_of
from tests.factories import EmployerFactory, JobSeekerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

pytestmark = pytest.mark.django_db
WUHAN, SHENZHEN = "420100", "440300"
HOST = {"host": "wuhan.localhost"}


def holding(role, region):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    return user


@pytest.fixture
def ministry():
    return holding(Role.NATIONAL_MANAGER, NATION)


@pytest.fixture(scope="module")
def sites(file_database):
    with file_database():
        for region in (WUHAN, SHENZHEN):
            city_provision(region=region)


@pytest.fixture
def cities(sites, ministry):
    """武汉 and 深圳, each with a vacancy; then 武汉 practises."""
    hidden = VacancyFactory(employer=EmployerFactory(region=WUHAN), region="420106")
    shown = VacancyFactory(employer=EmployerFactory(region=SHENZHEN), region="440305")
    city_practice_begin(region=WUHAN, by=ministry)
    return hidden, shown


def test_what_is_in_the_city_or_from_it_is_public_nowhere(cities):
    _, shown = cities
    elsewhere = EmployerFactory(region=SHENZHEN)
    VacancyFactory(region="440305", employer=EmployerFactory(region="420115"))
    VacancyFactory(region="440305", employer=elsewhere, feed=CityFeedFactory(region=WUHAN), external_id="1")
    VacancyFactory(region="420106", employer=elsewhere)
    assert list(Vacancy.objects.public()) == [shown]


PUBLIC = [
    "/vacancies/{hidden}/",
    "/api/v1/vacancies/{hidden}",
    "/employers/{employer}/",
    "/vacancies/{hidden}/report/",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_its_records_do_not_exist_for_the_public(client, cities, path):
    hidden, shown = cities
    assert client.get(path.format(hidden=hidden.pk, employer=hidden.employer_id)).status_code == 404
    assert client.get(path.format(hidden=shown.pk, employer=shown.employer_id)).status_code in (200, 503)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/news/",
        "/outlets/",
        "/vacancies/",
        "/sitemap.xml",
        "/robots.txt",
        "/api/cms/pages/",
        "/nothing/",
    ],
)
def test_no_address_of_its_host_exists_for_the_public(client, cities, path):
    assert client.get(path, headers=HOST).status_code == 404
    client.force_login(holding(Role.CITY_FEEDS, SHENZHEN))
    assert client.get(path, headers=HOST).status_code == 404


@pytest.mark.parametrize(
    ("role", "region"),
    [(Role.CITY_EDITOR, WUHAN), (Role.WINDOW_CLERK, WUHAN), (Role.PROVINCE_SUPERVISOR, "420000")],
)
def test_its_staff_and_those_above_see_the_site_with_its_vacancies(client, cities, role, region):
    hidden, _ = cities
    client.force_login(holding(role, region))
    page = client.get("/", headers=HOST)
    assert page.status_code == 200
    assert "练习" in page.content.decode()
    assert client.get(reverse("vacancy", args=[hidden.pk])).status_code in (200, 503)


def test_its_staff_come_to_it_by_the_door_of_its_host(client, cities):
    assert client.get("/sign-in/", headers=HOST).status_code == 200


def test_the_sitemap_and_the_lists_of_the_nation_leave_it_out(client, cities):
    hidden, shown = cities
    listed = client.get("/sitemap-vacancies.xml").content.decode()
    assert f"/vacancies/{shown.pk}/" in listed
    assert f"/vacancies/{hidden.pk}/" not in listed
    here = add(home_of(WUHAN), NewsPage, "练习新闻")
    there = add(home_of(SHENZHEN), NewsPage, "真实新闻")
    assert list(shown_in_the_nation(NewsPage)) == [there]
    assert here.live
    Outlet.objects.create(region="420106", name="珞南", address="珞喻路 1 号")
    assert not outlets_in(NATION).exists()
    assert outlets_in(WUHAN).exists()


def test_the_directory_says_that_it_is_not_there_yet(cities):
    states = {city.region: city for province in directory() for city in province.cities}
    assert (states[WUHAN].state, states[WUHAN].address) == (PresenceState.NONE, "")
    assert states[SHENZHEN].state == PresenceState.HOSTED


def test_the_interface_of_pages_leaves_it_out_however_the_site_is_named(client, cities):
    named = client.get("/api/cms/pages/?site=wuhan.localhost")
    assert named.status_code in (400, 404) or named.json()["items"] == []
    home = CityHomePage.objects.get(region=WUHAN)
    assert client.get(f"/api/cms/pages/{home.pk}/").status_code == 404


def test_pages_that_are_named_by_their_key_alone_are_not_there_either(client, cities):
    fair = add(home_of(WUHAN), FairPage, "练习招聘会")
    course = add(home_of(WUHAN), CoursePage, "练习班", seats=2)
    assert client.get(reverse("fair_calendar", args=[fair.pk])).status_code == 404
    client.force_login(UserFactory())
    assert client.get(reverse("course_enrol", args=[course.pk])).status_code == 404


def test_its_people_are_matched_with_nothing(cities):
    seeker = JobSeekerFactory(region="420106", consent_at=timezone.now())
    other = JobSeekerFactory(region="440305", consent_at=timezone.now())
    assert list(JobSeeker.objects.findable()) == [other]
    assert seeker.consent_at


def test_no_figure_counts_it(cities, ministry):
    now = timezone.now()
    market_snapshot_take(at=now)
    assert set(MarketSnapshot.objects.values_list("region", "vacancies")) == {(NATION, 1), (SHENZHEN, 1)}
    quality_take()
    assert [figure.region for figure in QualityFigure.objects.all()] == [SHENZHEN]
    counted = city_counts(period=Period.of(timezone.localdate(), PeriodKind.QUARTER))
    assert set(counted["city"]) == {SHENZHEN}


def test_what_began_while_it_practised_is_not_counted_afterwards(cities, ministry):
    PracticeRegion.objects.update(since=timezone.now() - dt.timedelta(days=400))
    city_practice_end(region=WUHAN, by=ministry)
    PracticeRegion.objects.update(until=timezone.now() + dt.timedelta(seconds=1))
    counted = city_counts(period=Period.of(timezone.localdate(), PeriodKind.QUARTER))
    assert WUHAN not in set(counted["city"])


def test_a_vacancy_of_a_practice_does_not_hide_the_real_one(cities):
    hidden, shown = cities
    key = "0" * 31 + "1"
    Vacancy.objects.update(duplicate_key=key)
    store.resolve_duplicates([key], timezone.now())
    hidden.refresh_from_db(), shown.refresh_from_db()
    assert (hidden.duplicate_of, shown.duplicate_of) == (shown, None)


def test_beginning_and_ending_have_the_search_look_again(cities, ministry):
    hidden, _ = cities
    seeker = JobSeekerFactory(region="420106")
    assert OutboxEntry.objects.filter(topic=OutboxTopic.VACANCY, key=hidden.pk).count() == 1
    city_practice_end(region=WUHAN, by=ministry)
    assert OutboxEntry.objects.filter(topic=OutboxTopic.VACANCY, key=hidden.pk).count() == 2
    assert OutboxEntry.objects.filter(topic=OutboxTopic.PERSON, key=seeker.pk).exists()


def test_what_was_made_for_practice_is_not_real_when_it_ends_and_what_was_there_before_is(cities, ministry):
    before, _ = cities
    made = EmployerFactory(region=WUHAN)
    VacancyFactory(employer=made, region="420106")
    JobSeekerFactory(region="420106", user=None, consent_at=timezone.now())
    own = JobSeekerFactory(region="420106", consent_at=timezone.now())
    Employer.objects.filter(pk=before.employer_id).update(verified_at=timezone.now() - dt.timedelta(days=9))
    Vacancy.objects.filter(pk=before.pk).update(created_at=timezone.now() - dt.timedelta(days=9))
    city_practice_end(region=WUHAN, by=ministry)
    made.refresh_from_db()
    assert made.verification == VerificationState.UNVERIFIED
    assert set(Vacancy.objects.public().in_region(WUHAN)) == {before}
    assert Vacancy.objects.filter(employer=made, state=VacancyState.CLOSED).count() == 1
    assert list(JobSeeker.objects.findable()) == [own]


def test_the_page_says_what_will_happen_and_a_province_decides_for_its_own(client, cities):
    client.force_login(holding(Role.PROVINCE_SUPERVISOR, "420000"))
    VacancyFactory(employer=EmployerFactory(region=WUHAN), region="420106")
    address = reverse("workspace_site_practice", args=[WUHAN])
    assert client.get(address).context["effects"].vacancies == 1
    client.post(address)
    assert not is_in_practice("420106")
    assert client.get(reverse("workspace_site_practice", args=[SHENZHEN])).status_code == 404


@pytest.mark.parametrize(
    ("region", "inside"),
    [("420106", True), ("420100", True), ("429004", False), ("", False), ("421000", False)],
)
def test_the_query_and_the_word_on_one_code_agree(cities, region, inside):
    assert is_in_practice(region) is inside
    employer = EmployerFactory(region=region)
    kept = Employer.objects.filter(~Q(InPractice("region")), pk=employer.pk)
    assert kept.exists() is not inside
