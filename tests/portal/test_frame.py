import pytest
from django.core.cache import cache

from city_sites.services import city_provision
from portal.addresses import national_root
from tests.city_sites.pages import national_home

pytestmark = pytest.mark.django_db
DEMONSTRATION = "岗位、单位和公告均为虚构"


@pytest.fixture(autouse=True)
def _national_site():
    cache.delete("any_demonstration")
    national_home()
    yield
    cache.delete("any_demonstration")


def text_of(client, path="/", **headers):
    return client.get(path, headers=headers).content.decode()


def test_a_city_s_pages_carry_its_name_accent_and_way_to_the_nation(client):
    site = city_provision(region="420100")
    site.accent = "#0b7285"
    site.save()
    text = text_of(client, host=site.site.hostname)
    assert "武汉公共就业" in text
    assert ":root{--accent:#0b7285}" in text
    assert f'href="{national_root()}/"' in text


def test_the_style_of_the_accent_has_the_nonce_of_the_policy(client):
    site = city_provision(region="420100")
    response = client.get("/", headers={"host": site.site.hostname})
    policy = response.headers["Content-Security-Policy"]
    nonce = response.content.decode().split('<style nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in policy


def test_contacts_and_the_icp_number_of_a_city_stand_in_its_footer(client):
    site = city_provision(region="420100")
    site.contact_phone, site.icp_number = "000-0000000", "鄂ICP备00000000号"
    site.save()
    text = text_of(client, host=site.site.hostname)
    assert "电话：000-0000000" in text
    assert "鄂ICP备00000000号" in text


def test_a_demonstration_says_so_on_the_city_s_and_on_the_national_pages(client):
    assert DEMONSTRATION not in text_of(client)
    cache.delete("any_demonstration")
    site = city_provision(region="420100", is_demo=True)
    real = city_provision(region="440300")
    assert DEMONSTRATION in text_of(client)
    assert DEMONSTRATION in text_of(client, host=site.site.hostname)
    assert DEMONSTRATION not in text_of(client, host=real.site.hostname)


def test_the_active_entry_of_the_menu_is_told(client):
    assert '<a href="/market/" aria-current="page">市场数据</a>' in text_of(client, "/market/")
    assert 'aria-current="page"' not in text_of(client, "/cities/").split("</header>")[0]


def test_the_other_language_keeps_the_address_and_its_parameters(client):
    assert 'href="/cities/?by=letter&amp;lang=en"' in text_of(client, "/cities/?by=letter")


def test_the_directory_holds_every_city_once_by_province_and_by_letter(client):
    city_provision(region="420100")
    by_province = text_of(client, "/cities/").split("</footer>")[0]
    by_letter = text_of(client, "/cities/?by=letter").split("</footer>")[0]
    for text in (by_province, by_letter):
        assert text.count(">武汉</a>") == 1
        assert text.count('<span class="is-planned">') > 330
    assert by_province.count("<dt lang") >= 31
    assert [f'id="letter-{letter}"' in by_letter for letter in "ABWZ"] == [True] * 4
