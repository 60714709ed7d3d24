"""Popular searches in the workspace: seen and hidden by national staff only."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import NATION, Role
from accounts.services import role_grant
from search.models import PopularSearch
from tests.city_sites.pages import national_home
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WUHAN = "420100"


@pytest.fixture(autouse=True)
def _national_site():
    national_home()


@pytest.fixture
def search():
    return PopularSearch.objects.create(text="双休文员", asked=12, last_day=dt.date(2026, 11, 1))


def signed_in(client, role=Role.NATIONAL_MANAGER, region=NATION):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("role", "region"),
    [(Role.CITY_FEEDS, WUHAN), (Role.PROVINCE_SUPERVISOR, "420000"), (Role.NATIONAL_MANAGER, WUHAN)],
)
def test_for_others_there_is_no_such_page(client, search, role, region):
    signed_in(client, role, region)
    assert client.get(reverse("workspace_popular")).status_code == 404
    assert client.post(reverse("workspace_popular_judge", args=[search.pk]), {"hide": 1}).status_code == 404
    assert PopularSearch.objects.shown().exists()


def test_a_search_is_hidden_and_offered_again(client, search):
    user = signed_in(client)
    assert "双休文员" in client.get(reverse("workspace_popular")).content.decode()
    client.post(reverse("workspace_popular_judge", args=[search.pk]), {"hide": 1})
    assert "双休文员</th>" not in client.get(reverse("workspace_popular")).content.decode()
    hidden = client.get(reverse("workspace_popular"), {"hidden": 1}).content.decode()
    assert "双休文员</th>" in hidden
    assert user.name in hidden
    client.post(reverse("workspace_popular_judge", args=[search.pk]), {"show": 1})
    assert PopularSearch.objects.shown().get() == search


def test_the_list_is_paged_through_to_its_end(client, monkeypatch):
    monkeypatch.setattr("city_sites.workspace.views.popular.A_PAGE", 2)
    signed_in(client)
    day = dt.date(2026, 11, 1)
    PopularSearch.objects.bulk_create(
        PopularSearch(text=f"词{n}", asked=9 - n % 2, last_day=day) for n in range(5)
    )
    seen, after = [], 0
    while True:
        page = client.get(reverse("workspace_popular"), {"after": after}).context["page"]
        seen += [search.text for search in page.rows]
        after = page.next_after
        if not after:
            break
    assert seen == ["词0", "词2", "词4", "词1", "词3"]
