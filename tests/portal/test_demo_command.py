"""`manage.py demo`: everything in place once, nothing twice, and marked as a demonstration."""

from __future__ import annotations

import datetime as dt
import io
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from city_sites.models import (
    BulletinPage,
)
from jobs.enums import RunState, VerificationState
from jobs.models import (
    CityFeed,
    Employer,
    FeedRun,
    MinimumWage,
    Vacancy,
)
from jobs.services import feed_run_execute
from portal.demo.bulletins import A_CITY, as_html, city_bulletins, national_bulletins
from portal.demo.cities import demo_cities
from portal.demo.generator import LOWEST_MONTHLY
from portal.demo.provision import NEW_FEED_AFTER, feed_is_due

TODAY = dt.date(2026, 3, 5)


@pytest.fixture(autouse=True)
def without_figures(monkeypatch):
    """Returns, wage surveys and statistics take half of the time; `test_demonstration.py` looks at them."""
    for name in ("returns_ensure", "wages_ensure", "statistics_ensure"):
        monkeypatch.setattr(f"portal.management.commands.demo.{name}", lambda **_given: 0)


def demo(*codes, rows=40):
    out = io.StringIO()
    call_command("demo", city=list(codes), rows=rows, stdout=out)
    return out.getvalue()


def execute_all():
    for run in FeedRun.objects.filter(state=RunState.QUEUED).order_by("pk"):
        feed_run_execute(run_id=run.pk)


@pytest.mark.django_db
def test_it_goes_on_where_it_was_stopped():
    demo("429004")
    FeedRun.objects.all().delete()
    BulletinPage.objects.all().delete()
    assert "1 feeds sent" in demo("429004")
    assert BulletinPage.objects.filter(region="429004").count() == A_CITY


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
