"""`manage.py demo`: everything in place once, nothing twice, and marked as a demonstration."""

from __future__ import annotations

import datetime as dt
import io
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone
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
from jobs.enums import RequestState, RunState, VacancyState, VerificationState
from jobs.models import (
    ApplyInvitation,
    CityFeed,
    Conversation,
    Employer,
    FeedReceipt,
    FeedRun,
    JobSeeker,
    MinimumWage,
    Vacancy,
    VerificationRequest,
)
from jobs.services import feed_run_execute
from portal.demo.accounts import ACCOUNTS, DEMO_DOMAIN, DEMO_PASSWORD
from portal.demo.bulletins import A_CITY, as_html, city_bulletins, national_bulletins
from portal.demo.cities import demo_cities
from portal.demo.generator import LOWEST_MONTHLY
from portal.demo.provision import NEW_FEED_AFTER, feed_is_due
from stats_publishing.enums import ReturnState
from stats_publishing.models import Return

TODAY = dt.date(2026, 3, 5)


def demo(*codes, rows=40):
    out = io.StringIO()
    call_command("demo", city=list(codes), rows=rows, stdout=out)
    return out.getvalue()


def execute_all():
    for run in FeedRun.objects.filter(state=RunState.QUEUED).order_by("pk"):
        feed_run_execute(run_id=run.pk)


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
def test_it_goes_on_where_it_was_stopped():
    demo("429004")
    FeedRun.objects.all().delete()
    BulletinPage.objects.all().delete()
    assert "1 feeds sent" in demo("429004")
    assert BulletinPage.objects.filter(region="429004").count() == A_CITY


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
def test_vacancies_of_the_city_that_does_not_vouch_wait():
    demo("210100")
    execute_all()
    assert Vacancy.objects.count() > 30
    assert not Vacancy.objects.public().exists()
    assert set(Employer.objects.values_list("verification", flat=True)) == {VerificationState.UNVERIFIED}


@pytest.mark.django_db
def test_a_vacancy_that_two_cities_send_shows_once():
    demo("420100", rows=900)
    demo("420500")
    execute_all()
    twins = Vacancy.objects.filter(external_id__startswith="420500-9")
    assert twins.count() > 5
    for twin in twins:
        same = Vacancy.objects.filter(duplicate_key=twin.duplicate_key)
        assert same.values("feed").distinct().count() == 2
        assert same.filter(duplicate_of=None).count() == 1


@pytest.mark.django_db
def test_a_feed_is_sent_again_after_a_week_and_closes_nothing():
    demo("429004")
    execute_all()
    feed = CityFeed.objects.get(region="429004")
    assert not feed_is_due(feed=feed)
    later = timezone.now() - NEW_FEED_AFTER - dt.timedelta(hours=1)
    FeedRun.objects.update(created_at=later)
    assert feed_is_due(feed=feed)
    demo("429004")
    execute_all()
    newest = feed.runs.order_by("-pk").first()
    assert newest.state == RunState.DONE
    assert newest.count_missing_closed == newest.count_new == 0


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


@pytest.mark.django_db
def test_invented_minimum_wages_never_replace_real_ones_nor_refuse_a_good_vacancy():
    MinimumWage.objects.create(region="310000", valid_from=dt.date(2025, 7, 1), monthly=2_100)
    demo("429004")
    assert MinimumWage.objects.get(region="310000").monthly == 2_100
    assert max(MinimumWage.objects.values_list("monthly", flat=True)) < LOWEST_MONTHLY


@pytest.mark.django_db
def test_it_does_not_go_into_a_real_installation(settings):
    settings.SESSION_COOKIE_SECURE = True
    with pytest.raises(CommandError, match="real installation"):
        demo("420100")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_unknown_city_is_named():
    with pytest.raises(CommandError, match="999999"):
        demo("999999")


@pytest.mark.parametrize("code", sorted(demo_cities()))
def test_bulletins_are_complete_recent_and_of_their_city(code):
    bulletins = city_bulletins(city=demo_cities()[code], today=TODAY)
    assert 3 <= len(bulletins) == len({bulletin.key for bulletin in bulletins}) <= 5
    assert bulletins == city_bulletins(city=demo_cities()[code], today=TODAY)
    for bulletin in [*bulletins, *national_bulletins(today=TODAY)]:
        text = bulletin.title + bulletin.summary + bulletin.body
        assert not {"$", "{", "}", "|"} & set(text)
        assert TODAY - dt.timedelta(days=60) < bulletin.date < TODAY
        assert len(bulletin.title) <= 60
        assert len(bulletin.summary) <= 200
        assert balanced(bulletin.body)


def test_bulletins_become_paragraphs_headings_and_lists():
    html = as_html(["一 & 二", "# 头", "* 甲", "* 乙", "尾"])
    assert html == "<p>一 &amp; 二</p><h2>头</h2><ul><li>甲</li><li>乙</li></ul><p>尾</p>"


def balanced(html):
    """Whether every element is closed in its order."""
    open_tags: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag, attrs):
            open_tags.append(tag)

        def handle_endtag(self, tag):
            assert open_tags.pop() == tag

    Parser().feed(html)
    return not open_tags
