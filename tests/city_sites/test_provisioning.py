"""Opening city sites."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Page, Site

from accounts.models import AuditEntry
from city_sites.enums import PresenceState
from city_sites.models import BulletinPage, CityHomePage, CitySite
from city_sites.services import (
    city_link,
    city_provision,
    city_retire,
    directory,
    directory_counts,
    mainland_cities,
)
from city_sites.slugs import city_slugs
from portal.services import national_site_ensure
from standards import regions

pytestmark = pytest.mark.django_db


def counts():
    return {model: model.objects.count() for model in (Page, Site, Group, Collection, CitySite)}


def test_provisioning_makes_a_site_of_its_own_below_the_province():
    city_site = city_provision(region="420100")
    home = CityHomePage.objects.get(region="420100")
    assert city_site.site.root_page_id == home.pk
    assert city_site.site.hostname == "wuhan.localhost"
    assert home.get_parent().title == "湖北省"
    assert {page.slug for page in home.get_children()} == {
        "bulletins", "news", "policies", "guides", "courses", "fairs", "faq", "about", "statistics",
    }  # fmt: skip


def test_provisioning_again_changes_nothing():
    city_provision(region="420100")
    before = counts()
    city_provision(region="420100")
    assert counts() == before


def test_provisioning_again_repairs_what_is_missing():
    city_provision(region="420100")
    home = CityHomePage.objects.get(region="420100")
    home.get_children().get(slug="about").delete()
    city_provision(region="420100")
    assert home.get_children().filter(slug="about").exists()


def test_two_cities_of_a_province_share_its_folder():
    first, second = city_provision(region="420100"), city_provision(region="420500")
    assert first.site.root_page.get_parent() == second.site.root_page.get_parent()


@pytest.mark.parametrize("code", ["420000", "420115", "999999", ""])
def test_only_cities_are_provisioned(code):
    with pytest.raises(ValidationError):
        city_provision(region=code)


def test_the_command_names_the_address_and_refuses_what_is_no_city(capsys):
    call_command("provision_city", "429004")
    assert "http://xiantao.localhost" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("provision_city", "420000")


def test_pages_of_many_cities_are_found_in_the_cms_as_those_of_one(monkeypatch, capsys):
    some = [regions.region(code) for code in ("420100", "440300")]
    monkeypatch.setattr("city_sites.management.commands.provision_city.mainland_cities", lambda: some)
    call_command("provision_city", "--all")
    assert "2 cities" in capsys.readouterr().out
    city_provision(region="430100")
    of_the_country = 1
    assert Page.objects.search("办事指南").count() == of_the_country + 3


def test_names_in_addresses_are_unique_though_cities_sound_alike():
    slugs = city_slugs()
    assert len(set(slugs.values())) == len(slugs)
    assert slugs["320500"] == "suzhou"
    assert slugs["341300"] == "suzhou-anhui"
    assert slugs["610800"] == "yulin-shaanxi"


def test_names_with_several_readings_are_read_as_the_place_is_called():
    slugs = city_slugs()
    assert [slugs[code] for code in ("140400", "211300", "411100", "540300")] == [
        "changzhi",
        "chaoyang",
        "luohe",
        "changdu",
    ]


def test_a_linked_city_becomes_hosted_and_a_hosted_one_stays():
    linked = city_link(region="420200", link="https://huangshi.example.org/")
    assert linked.address_root == "https://huangshi.example.org"
    hosted = city_provision(region="420200")
    assert (hosted.pk, hosted.state, hosted.link) == (linked.pk, PresenceState.HOSTED, "")
    assert city_link(region="420200", link="https://elsewhere.example.org").state == PresenceState.HOSTED


def test_the_directory_holds_every_city_once_with_its_state(django_assert_max_num_queries):
    city_provision(region="420100")
    city_link(region="420200", link="https://huangshi.example.org")
    with django_assert_max_num_queries(2):
        provinces = directory()
        codes = [city.region for province in provinces for city in province.cities]
    assert len(codes) == len(set(codes)) == len(mainland_cities())
    hubei = next(province for province in provinces if province.region == "420000")
    assert [city.name for city in hubei.cities[:2]] == ["武汉", "黄石"]
    assert directory_counts(provinces)["hosted"] == 1
    assert directory_counts(provinces)["linked"] == 1


def test_city_pages_are_served_on_the_city_host_only(client):
    national_site_ensure()
    city_provision(region="420100")
    assert client.get("/", headers={"host": "wuhan.localhost"}).status_code == 200
    assert client.get("/bulletins/", headers={"host": "wuhan.localhost"}).status_code == 200
    for path in ("/wuhan/", "/province-420000/", "/province-420000/wuhan/"):
        assert client.get(path, headers={"host": "localhost"}).status_code == 404


def test_a_bulletin_takes_the_region_of_the_site_it_stands_on():
    national_site_ensure()
    city_provision(region="420100")
    index = CityHomePage.objects.get(region="420100").get_children().get(slug="bulletins")
    index.add_child(instance=BulletinPage(title="春季招聘会预告", slug="spring", body="<p>正文</p>"))
    assert BulletinPage.objects.get(slug="spring").region == "420100"
    national = Page.objects.get(slug="national").get_children().get(slug="bulletins")
    national.add_child(instance=BulletinPage(title="全国公告", slug="all", body="<p>正文</p>"))
    assert BulletinPage.objects.get(slug="all").region == "000000"


def test_a_retired_site_keeps_its_content_and_leads_elsewhere(client):
    national_site_ensure()
    city_provision(region="420100")
    pages = Page.objects.count()
    city_retire(region="420100", link="https://wuhan.example.org/")
    for path in ("/", "/bulletins/", "/vacancies/?q=电工"):
        response = client.get(path, headers={"host": "wuhan.localhost"})
        assert (response.status_code, response.headers["Location"]) == (301, "https://wuhan.example.org/")
    assert Page.objects.count() == pages
    assert directory_counts(directory())["linked"] == 1
    city_provision(region="420100")
    assert client.get("/", headers={"host": "wuhan.localhost"}).status_code == 200


def test_a_retired_site_without_another_leads_to_the_directory_and_is_listed_nowhere(client):
    national_site_ensure()
    city_provision(region="420100")
    index = CityHomePage.objects.get(region="420100").get_children().get(slug="bulletins")
    index.add_child(instance=BulletinPage(title="旧公告", body="<p>正文</p>"))
    city_retire(region="420100")
    response = client.get("/bulletins/", headers={"host": "wuhan.localhost"})
    assert response.headers["Location"] == "http://localhost/cities/"
    assert "旧公告" not in client.get("/bulletins/", headers={"host": "localhost"}).content.decode()
    assert "旧公告" not in client.get("/", headers={"host": "localhost"}).content.decode()
    assert directory_counts(directory())["hosted"] == 0


def test_opening_and_closing_are_in_the_audit_trail_once_each():
    for _again in range(2):
        city_provision(region="420100")
    for _again in range(2):
        city_retire(region="420100")
    acts = AuditEntry.objects.filter(region="420100").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["city_provision", "city_retire"]


def test_only_a_site_that_is_here_is_retired():
    city_link(region="420200", link="https://huangshi.example.org/")
    for region in ("420200", "420300"):
        with pytest.raises(ValidationError):
            city_retire(region=region)
    with pytest.raises(CommandError):
        call_command("retire_city", "420300")


def test_a_site_is_retired_by_command(capsys):
    city_provision(region="420100")
    call_command("retire_city", "420100", "--link", "https://wuhan.example.org/")
    assert "https://wuhan.example.org/" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("provision_city")
