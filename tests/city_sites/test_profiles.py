"""City staff mend how their feed is read."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from city_sites.workspace.selectors import data_quality
from jobs.models import FeedProfile
from jobs.profiles import profiles_load
from jobs.services.profiles import feed_profile_save
from tests.city_sites.factories import FeedRunFactory
from tests.city_sites.pages import national_home
from tests.factories import UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

pytestmark = pytest.mark.django_db
WUHAN, SHENZHEN = "420100", "440300"


@pytest.fixture
def feed():
    national_home()
    profiles_load()
    return CityFeedFactory(region=WUHAN, slug="wuhan-own", profile=FeedProfile.objects.get(name="canonical"))


@pytest.fixture
def manager(client):
    user = UserFactory()
    role_grant(user=user, role=Role.CITY_FEEDS, region=WUHAN, by=None)
    client.force_login(user)
    return user


def address(feed):
    return reverse("workspace_feed_profile", args=[feed.slug])


def valid_for(mapping, *, days):
    return mapping | {"defaults": {"validity_days": days}}


def test_a_mended_profile_is_a_copy_of_the_feed_s_own_and_the_shared_one_stays(client, feed, manager):
    shared = feed.profile
    mapping = valid_for(shared.mapping, days=45)
    answer = client.post(address(feed), {"mapping": json.dumps(mapping)})
    assert answer.status_code == 302
    feed.refresh_from_db()
    shared.refresh_from_db()
    assert feed.profile.name == feed.slug
    assert feed.profile.mapping == mapping
    assert shared.mapping != mapping
    assert AuditEntry.objects.filter(act="feed_profile_save", actor=manager).count() == 1


def test_saving_again_changes_the_copy_and_makes_no_other(feed, manager):
    mapping = feed.profile.mapping
    feed_profile_save(feed=feed, mapping=mapping, by=manager)
    profiles = FeedProfile.objects.count()
    feed_profile_save(feed=feed, mapping=valid_for(mapping, days=10), by=manager)
    feed.refresh_from_db()
    assert FeedProfile.objects.count() == profiles
    assert feed.profile.mapping == valid_for(mapping, days=10)


@pytest.mark.parametrize(
    ("written", "told"),
    [("{ 不是", "JSON"), ("[]", "JSON"), ('{"fields": {"salary": {"column": "薪资"}}}', "salary")],
)
def test_what_cannot_be_used_is_refused_beside_the_field_and_kept(client, feed, manager, written, told):
    answer = client.post(address(feed), {"mapping": written})
    assert answer.status_code == 422
    assert told in answer.text
    assert "field-error" in answer.text
    feed.refresh_from_db()
    assert feed.profile.name == "canonical"


def test_the_words_that_the_newest_run_did_not_know_stand_beside_it(client, feed, manager):
    FeedRunFactory(feed=feed, unmapped={"education": {"夜大": 12}})
    page = client.get(address(feed))
    assert "夜大" in page.text


def test_an_invalid_mapping_never_reaches_the_database(feed, manager):
    with pytest.raises(ValidationError):
        feed_profile_save(feed=feed, mapping={"fields": "nonsense"}, by=manager)
    feed.refresh_from_db()
    assert feed.profile.name == "canonical"


def test_another_city_s_profile_does_not_exist(client, feed):
    stranger = UserFactory()
    role_grant(user=stranger, role=Role.CITY_FEEDS, region=SHENZHEN, by=None)
    client.force_login(stranger)
    assert client.get(address(feed)).status_code == 404
    assert client.post(address(feed), {"mapping": "{}"}).status_code == 404


def test_who_only_supervises_changes_no_profile(client, feed):
    supervisor = UserFactory()
    role_grant(user=supervisor, role=Role.PROVINCE_SUPERVISOR, region="420000", by=None)
    client.force_login(supervisor)
    assert client.get(address(feed)).status_code == 404


@pytest.mark.parametrize(
    "mapping",
    ['{"version": 1, "x": "\\u0000"}', '{"x":' * 400 + "1" + "}" * 400, "[" * 90_000, '{"version": NaN}'],
)
def test_what_the_database_would_refuse_is_refused_beside_the_field(client, feed, manager, mapping):
    assert client.post(address(feed), {"mapping": mapping}).status_code == 422


def test_the_feed_s_page_tells_what_its_open_vacancies_lack(client, feed, manager):
    VacancyFactory(feed=feed, external_id="1", warnings=["duties_missing", "pay_missing"])
    VacancyFactory(feed=feed, external_id="2", warnings=["duties_missing"])
    VacancyFactory(feed=feed, external_id="3", warnings=["duties_missing"], closed=True)
    assert [count for _words, count in data_quality(feed)] == [2, 1]
    page = client.get(reverse("workspace_feed", args=[feed.slug]))
    assert data_quality(feed)[0][0] in page.text
