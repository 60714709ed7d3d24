"""What the demonstration shows: looked at in two cities that were made once for all tests here."""

from __future__ import annotations

import pytest
from django.db.models import F
from wagtail.models import Page, TaskState

from accounts import staff_review
from accounts.enums import Action
from accounts.models import RegionalRole, StaffInvitation, User
from accounts.permissions import may
from accounts.practice import practice_of
from city_sites.enums import PresenceState
from city_sites.models import (
    BulletinPage,
    BulletinVersion,
    CityHomePage,
    CitySite,
    CoursePage,
    FairPage,
    FaqPage,
    GuidePage,
    NewsPage,
    Outlet,
    PolicyPage,
)
from jobs.enums import RequestState, RunState, VacancyState
from jobs.models import (
    ApplyInvitation,
    CityFeed,
    Conversation,
    FeedReceipt,
    FeedRun,
    JobSeeker,
    Vacancy,
    VerificationRequest,
)
from portal.demo.accounts import ACCOUNTS, DEMO_DOMAIN, DEMO_PASSWORD
from portal.demo.bulletins import A_CITY
from stats_publishing.enums import ReturnState
from stats_publishing.models import Return
from tests.portal.test_demo_command import demo, execute_all


@pytest.fixture(scope="module")
def shown(file_database):
    """What the command says that shows 武汉 and 仙桃, whose feeds came in and which were shown again."""
    with file_database():
        text = demo("420100", "429004", rows=300)
        execute_all()
        demo("420100", "429004")
    return text


@pytest.mark.django_db
def test_a_city_gets_its_site_bulletins_feed_and_run(shown):
    site = CitySite.objects.get(region="420100")
    assert site.state == PresenceState.HOSTED
    assert site.is_demo
    assert site.contact_phone.startswith("027-0000")
    assert site.opening_hours
    home = CityHomePage.objects.get(region="420100")
    assert BulletinPage.objects.descendant_of(home).live().count() == A_CITY
    feed = CityFeed.objects.get(region="420100")
    assert feed.is_demo
    assert feed.vouches_for_employers
    assert feed.runs.count() == 1
    assert "武汉" in shown
    assert "2 feeds sent" in shown


@pytest.mark.django_db
def test_doing_it_again_changes_nothing(shown):
    models = (CitySite, Page, Outlet, FeedRun, User, RegionalRole)
    before = [model.objects.count() for model in models]
    assert "0 feeds sent" in demo("420100", "429004")
    assert [model.objects.count() for model in models] == before


@pytest.mark.django_db
def test_every_kind_of_page_is_shown_in_a_city(shown):
    kinds = {type(page.specific) for page in Page.objects.live() if page.specific_class}
    assert {GuidePage, CoursePage, FairPage, PolicyPage, NewsPage, FaqPage, BulletinPage} <= kinds
    assert not GuidePage.objects.filter(region="429004", live=False).exists()
    assert Outlet.objects.filter(region__startswith="429004").exists()


@pytest.mark.django_db
def test_vacancies_come_in_marked_and_public_where_the_city_vouches(shown):
    run = FeedRun.objects.get(feed__region="420100")
    assert run.state == RunState.DONE
    assert run.count_accepted >= 0.95 * run.rows_done
    assert run.count_refused == FeedReceipt.objects.filter(run=run, outcome="refused").count() > 0
    assert not Vacancy.objects.filter(is_demo=False).exists()
    sent = Vacancy.objects.filter(feed__region="420100")
    public = sent & Vacancy.objects.public()
    assert public.count() > 0.9 * sent.count()
    assert not public.exclude(region__startswith="4201").exists()


@pytest.mark.django_db
def test_the_accounts_may_do_what_their_roles_say(shown):
    others = ("employer", "seeker")
    assert User.objects.filter(email__endswith=DEMO_DOMAIN).count() == len(ACCOUNTS) + len(others)
    people = {user.email.removesuffix(DEMO_DOMAIN): user for user in User.objects.all()}
    assert all(user.check_password(DEMO_PASSWORD) for user in people.values())
    assert may(people["wuhan.feeds"], Action.MANAGE_FEEDS, "420100")
    assert not may(people["wuhan.feeds"], Action.VIEW_FEEDS, "420500")
    assert may(people["hubei"], Action.SUPERVISE, "420500")
    assert not may(people["hubei"], Action.MANAGE_FEEDS, "420100")
    assert may(people["national"], Action.MANAGE_FEEDS, "510100")
    assert people["wuhan.editor"].groups.filter(name__startswith="420100").exists()


@pytest.mark.django_db
def test_an_employer_recruits_here_and_another_one_s_papers_wait(shown):
    owner = User.objects.get(email=f"wuhan.employer{DEMO_DOMAIN}")
    employer = owner.employer_memberships.get().employer
    assert all(vacancy.is_demo for vacancy in Vacancy.objects.public().filter(employer=employer))
    assert employer.vacancies.count() == 6
    assert employer.vacancies.filter(state=VacancyState.IN_REVIEW).count() == 2
    assert VerificationRequest.objects.get().state == RequestState.WAITING


@pytest.mark.django_db
def test_somebody_writes_with_that_employer_and_is_invited_and_others_can_be_found(shown):
    seeker = User.objects.get(email=f"wuhan.seeker{DEMO_DOMAIN}").job_seeker
    applied = Conversation.objects.get(vacancy=seeker.applications.get().vacancy, seeker=seeker)
    assert applied.messages.count() == 3
    assert ApplyInvitation.objects.open().filter(seeker=seeker).count() == 1
    assert ApplyInvitation.objects.open().exclude(seeker=seeker).count() == 1
    assert JobSeeker.objects.findable().filter(wanted__occupation=applied.vacancy.occupation).count() >= 4
    assert not JobSeeker.objects.filter(is_demo=False).exists()


@pytest.mark.django_db
def test_staff_find_returns_approvals_invitations_and_a_practice_city(shown):
    hubei = User.objects.get(email=f"hubei{DEMO_DOMAIN}")
    newest = Return.objects.order_by("-period_start").first().period
    states = set(Return.objects.filter(period=newest).values_list("state", flat=True))
    assert ReturnState.SUBMITTED in states
    assert Return.objects.filter(state=ReturnState.COUNTED, first_submitted_at__date__gt=F("due_on")).exists()
    assert staff_review.due(staff_review.asked_of(hubei)).count() == 2
    assert StaffInvitation.objects.filter(accepted_at=None).count() == 3
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == 1
    assert BulletinVersion.objects.count() == 1
    assert practice_of("420800")


@pytest.mark.django_db
def test_some_cities_are_linked_to_addresses_of_no_one(shown):
    linked = CitySite.objects.filter(state=PresenceState.LINKED)
    assert linked.count() >= 12
    assert all(site.is_demo and site.link.endswith(".example.org/") for site in linked)
