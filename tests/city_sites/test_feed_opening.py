"""A city's feed managers open its feeds; what was tried on a file becomes the profile by one button."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from jobs.enums import FeedKind
from jobs.models import CityFeed, FeedProfile
from jobs.profiles import profiles_load
from jobs.services.feeds import MOST_FEEDS, feed_open
from jobs.services.trials import feed_trial_execute, feed_trial_start
from tests.city_sites.pages import national_home
from tests.city_sites.test_feed_desk import sent
from tests.factories import UserFactory
from tests.jobs.factories import CityFeedFactory, rows

pytestmark = pytest.mark.django_db
WUHAN, SHENZHEN = "420100", "440300"
ADD = reverse("workspace_feed_add")


@pytest.fixture
def manager(client):
    national_home()
    profiles_load()
    user = UserFactory()
    role_grant(user=user, role=Role.CITY_FEEDS, region=WUHAN, by=None)
    client.force_login(user)
    return user


def canonical():
    return FeedProfile.objects.get(name="canonical")


def said(**changes):
    return {"region": WUHAN, "name": "武汉市人才市场", "kind": "full", "profile": canonical().pk} | changes


def opened(by, **changes):
    given = {"region": WUHAN, "slug": "wuhan", "name": "武汉市人才市场", "kind": FeedKind.FULL}
    return feed_open(profile=canonical(), vouches_for_employers=False, by=by, **given | changes)


def test_a_feed_is_opened_and_its_first_file_is_asked_for(client, manager):
    answer = client.post(ADD, said(vouches_for_employers="on"), follow=True)
    feed = CityFeed.objects.get()
    assert (feed.region, feed.slug, feed.name) == (WUHAN, "wuhan", "武汉市人才市场")
    assert feed.vouches_for_employers
    assert answer.redirect_chain[-1][0] == reverse("workspace_feed", args=["wuhan"])
    assert AuditEntry.objects.get(act="feed_open").actor == manager


def test_of_two_feeds_of_a_city_the_second_has_a_number_in_its_address(client, manager):
    client.post(ADD, said())
    client.post(ADD, said(name="武汉市残联"))
    assert list(CityFeed.objects.order_by("pk").values_list("slug", flat=True)) == ["wuhan", "wuhan-2"]


def test_pressed_twice_it_opens_one_and_says_so(client, manager):
    client.post(ADD, said())
    again = client.post(ADD, said())
    assert again.status_code == 422
    assert "同名" in again.text
    assert CityFeed.objects.count() == 1


def test_a_city_that_one_does_not_keep_is_no_choice(client, manager):
    answer = client.post(ADD, said(region=SHENZHEN))
    assert answer.status_code == 422
    assert not CityFeed.objects.exists()


def test_profiles_of_other_cities_are_no_choice_and_one_s_own_are(client, manager):
    theirs, own = (FeedProfile.objects.create(name=n, mapping=canonical().mapping) for n in ("sz", "wh"))
    CityFeedFactory(region=SHENZHEN, slug="sz", profile=theirs)
    CityFeedFactory(region=WUHAN, slug="wh", profile=own)
    offered = set(client.get(ADD).context["form"].fields["profile"].queryset)
    assert {canonical(), own} <= offered
    assert theirs not in offered


def test_a_city_has_no_more_feeds_than_it_can_keep(manager):
    for number in range(MOST_FEEDS):
        opened(manager, name=f"渠道 {number}")
    with pytest.raises(ValidationError):
        opened(manager, name="再来一个")


def test_the_mapping_that_was_tried_is_saved_by_one_button(client, manager):
    feed = opened(manager)
    run = sent(feed, rows(3))
    mapping = feed.profile.mapping | {"defaults": {"validity_days": 45}}
    trial = feed_trial_start(feed=feed, run=run, mapping=mapping, by=manager)
    feed_trial_execute(trial_id=trial.pk)
    profile = reverse("workspace_feed_profile", args=[feed.slug])
    page = client.get(reverse("workspace_feed_trial", args=[feed.slug, trial.public_id]))
    assert page.context["is_new"]
    assert "validity_days" in client.get(f"{profile}?trial={trial.public_id}").text
    client.post(profile, {"mapping": page.context["written"], "save": "1"})
    feed.refresh_from_db()
    assert feed.profile.mapping == mapping
