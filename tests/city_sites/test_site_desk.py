"""The desk of a city's site: settings that are checked, opening and closing with a confirmation."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from city_sites.contrast import contrast_ratio
from city_sites.emblem import SIDE, clean_emblem
from city_sites.enums import PresenceState
from city_sites.models import CitySite, CoursePage
from city_sites.services.enrolments import course_enrol
from city_sites.services.settings import city_settings_save
from tests.city_sites.pages import SHENZHEN, WUHAN, YICHANG, add, home_of
from tests.city_sites.test_workspace import signed_in
from tests.factories import UserFactory

HOST = {"host": "wuhan.localhost"}
SETTINGS = {
    "name": "武汉公共就业", "accent": "#1F6F5C", "contact_phone": "027-00001234", "address": "中南路 1 号",
    "opening_hours": "9:00–17:00", "icp_number": "鄂ICP备00000000号",
    "police_number": "鄂公网安备 00000000000000号",
    "social_accounts": "微信公众号：武汉就业\n微博: 武汉公共就业",
}  # fmt: skip
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.fixture
def site(wuhan, db):
    home_of(WUHAN)
    return CitySite.objects.get(region=WUHAN)


def address(name="workspace_site", region=WUHAN, *args):
    return reverse(name, args=[region, *args])


def image(form="PNG", size=(400, 300), mode="RGBA", **options):
    written = io.BytesIO()
    Image.new(mode, size, "red").save(written, form, **options)
    return written.getvalue()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#b4232a", "#ffffff", 6.54),
    ],
)
def test_contrast_is_what_wcag_says(one, other, ratio):
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.01)


@given(COLOURS, COLOURS)
def test_contrast_lies_between_1_and_21_whichever_colour_comes_first(one, other):
    assert 1 <= contrast_ratio(one, other) <= 21.0001
    assert contrast_ratio(one, other) == contrast_ratio(other, one)
    assert contrast_ratio(one, one) == 1


def test_settings_are_saved_and_shown_on_every_page(client, site):
    signed_in(client, Role.CITY_EDITOR)
    assert client.post(address(), SETTINGS).status_code == 302
    site.refresh_from_db()
    assert site.accent == "#1f6f5c"
    assert site.social_accounts == [["微信公众号", "武汉就业"], ["微博", "武汉公共就业"]]
    page = client.get("/policies/", headers=HOST).content.decode()
    for shown in ("#1f6f5c", "鄂ICP备00000000号", "鄂公网安备", "微信公众号：武汉就业"):
        assert shown in page
    entry = AuditEntry.objects.get(act="city_settings_save")
    assert "accent" in entry.detail["fields"]


def test_an_accent_that_is_hard_to_read_is_refused_with_its_ratio(client, site):
    signed_in(client, Role.CITY_EDITOR)
    response = client.post(address(), SETTINGS | {"accent": "#f0a000"})
    assert response.status_code == 422
    assert "2.15" in response.content.decode()
    with pytest.raises(ValidationError):
        city_settings_save(city_site=site, values={"accent": "#f0a000"}, by=UserFactory())
    site.refresh_from_db()
    assert site.accent == "#b4232a"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"accent": "red"},
        {"accent": "\0"},
        {"contact_mail": "here"},
        {"social_accounts": "微信"},
    ],
)
def test_settings_that_are_wrong_are_told_beside_their_field(client, site, wrong):
    signed_in(client, Role.CITY_EDITOR)
    response = client.post(address(), SETTINGS | wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)


def test_an_emblem_is_written_anew_and_stands_on_the_pages(client, site):
    signed_in(client, Role.CITY_EDITOR)
    file = SimpleUploadedFile("emblem.png", image() + b"<script>appended</script>")
    client.post(address(), SETTINGS | {"emblem": file})
    site.refresh_from_db()
    shown = client.get(f"/emblem/{site.emblem_key}.png", headers=HOST)
    assert f"/emblem/{site.emblem_key}.png" in client.get("/", headers=HOST).content.decode()
    assert b"script" not in shown.content
    assert max(Image.open(io.BytesIO(shown.content)).size) == SIDE
    client.post(address(), SETTINGS | {"remove_emblem": "on"})
    site.refresh_from_db()
    assert site.emblem_key == ""


def test_what_an_image_carries_besides_its_picture_stays_behind():
    exif = Image.Exif()
    exif[0x010E] = "secret"
    cleaned = clean_emblem(io.BytesIO(image("JPEG", mode="RGB", comment=b"secret", exif=exif)))
    assert b"secret" not in cleaned
    assert not Image.open(io.BytesIO(cleaned)).getexif()


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload='x()'/>", b"%PDF-1.7", image()[:60], b"\0" * (2**21 + 2)]
)
def test_what_is_no_image_is_no_emblem(content):
    with pytest.raises(ValidationError):
        clean_emblem(io.BytesIO(content))


def test_who_edits_one_city_comes_to_its_desk_and_the_province_to_its_cities(client, site):
    home_of(SHENZHEN)
    signed_in(client, Role.CITY_EDITOR)
    assert client.get("/workspace/sites/").headers["Location"] == address()
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    rows = client.get("/workspace/sites/").context["rows"]
    assert {row.city.code[:2] for row in rows} == {"42"}
    assert WUHAN in {row.city.code for row in rows}


def test_the_list_of_sites_is_narrowed_by_province_and_state(client, site):
    home_of(SHENZHEN)
    signed_in(client, Role.NATIONAL_MANAGER, NATION)

    def listed(query):
        return {row.city.code for row in client.get(f"/workspace/sites/?{query}").context["rows"]}

    assert listed("state=hosted") == {WUHAN, SHENZHEN}
    assert listed("state=hosted&region=440000") == {SHENZHEN}
    assert WUHAN not in listed("state=none")
    assert len(listed("state=nonsense&region=1")) > 300


def test_a_province_opens_and_closes_the_sites_of_its_own_cities_and_no_others(client, site):
    home_of(SHENZHEN)
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    assert client.post(address("workspace_site_open", YICHANG)).status_code == 302
    assert CitySite.objects.get(region=YICHANG).state == PresenceState.HOSTED
    assert client.post(address("workspace_site_open", "420000")).status_code == 404
    assert client.post(address("workspace_site_open", "440100")).status_code == 404
    assert client.get(address("workspace_site_retire", SHENZHEN)).status_code == 404
    assert client.get(address()).status_code == 404


def test_a_site_is_closed_only_once_its_name_is_written(client, site):
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    retire = address("workspace_site_retire")
    assert "wuhan" in client.get(retire).content.decode()
    assert client.post(retire, {"slug": "yichang"}).status_code == 422
    site.refresh_from_db()
    assert site.state == PresenceState.HOSTED
    assert client.post(retire, {"slug": "wuhan", "link": "https://wuhan.example.org/"}).status_code == 302
    site.refresh_from_db()
    assert (site.state, site.link) == (PresenceState.RETIRED, "https://wuhan.example.org/")
    assert AuditEntry.objects.filter(act="city_retire", actor__isnull=False).exists()


def test_staff_of_the_city_see_who_enrolled_and_that_is_in_the_trail(client, site):
    course = add(home_of(WUHAN), CoursePage, "电工班")
    course_enrol(course=course, user=UserFactory(), name="周敏", telephone="13800001111")
    user = signed_in(client, Role.CITY_EDITOR)
    assert client.get(address("workspace_courses")).context["page"].rows[0].taken == 1
    people = client.get(address("workspace_course", WUHAN, course.pk)).content.decode()
    assert "周敏" in people
    assert "13800001111" in people
    assert AuditEntry.objects.filter(act="course_people_look", actor=user, region=WUHAN).count() == 1
    signed_in(client, Role.CITY_EDITOR, SHENZHEN)
    home_of(SHENZHEN)
    for region in (WUHAN, SHENZHEN):
        assert client.get(address("workspace_course", region, course.pk)).status_code == 404


def test_the_list_of_all_cities_takes_few_queries(client, site, django_assert_max_num_queries):
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    for region in (YICHANG, SHENZHEN):
        home_of(region)
    with django_assert_max_num_queries(26):
        assert len(client.get("/workspace/sites/").context["rows"]) > 330
