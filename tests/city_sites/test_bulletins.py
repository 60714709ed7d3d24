import pytest

from city_sites.models import BulletinIndexPage, BulletinPage
from portal.services import national_site_ensure
from tests.city_sites.pages import SHENZHEN, WUHAN, home_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def indexes(file_database):
    """The bulletin lists of the nation, 武汉 and 深圳, with one bulletin each."""
    with file_database():
        homes = [national_site_ensure(), home_of(WUHAN), home_of(SHENZHEN)]
        lists = [BulletinIndexPage.objects.child_of(home).get() for home in homes]
        for index, title in zip(lists, ("全国招聘月", "武汉招聘会", "深圳招聘会"), strict=True):
            index.add_child(instance=BulletinPage(title=title, body="<p>欢迎参加。</p>"))
    return lists


def titles(index):
    return {bulletin.title for bulletin in index.entries()}


def test_a_city_lists_its_own_bulletins(indexes):
    assert titles(indexes[1]) == {"武汉招聘会"}


def test_the_nation_lists_those_of_all_cities_with_their_place(client, indexes):
    assert titles(indexes[0]) == {"全国招聘月", "武汉招聘会", "深圳招聘会"}
    text = client.get("/bulletins/").content.decode()
    assert "· 武汉" in text
    assert "· 全国" in text


def test_a_bulletin_takes_the_region_of_the_site_it_stands_on(indexes):
    regions = BulletinPage.objects.order_by("region").values_list("region", flat=True)
    assert list(regions) == ["000000", "420100", "440300"]
