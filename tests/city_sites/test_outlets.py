"""Service outlets: found by place and service, kept by the city's staff, brought in by a file."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from city_sites.enums import ServiceKind
from city_sites.models import Outlet
from city_sites.outlet_map import HEIGHT, WIDTH, outlet_map
from city_sites.outlet_rows import COLUMNS, read_row
from tests.city_sites.pages import SHENZHEN, WUHAN, home_of
from tests.city_sites.test_workspace import signed_in

HOST = {"host": "wuhan.localhost"}
GOOD = {
    "编号": "HS-01", "名称": "珞南街道党群服务中心", "区县": "洪山区", "街道": "珞南街道",
    "地址": "珞喻路 1 号",
    "经度": "114.37", "纬度": "30.52", "开放时间": "9:00–17:00", "电话": "027-00001234",
    "业务": "职业介绍、失业登记",
}  # fmt: skip


@pytest.fixture
def site(wuhan, db):
    return home_of(WUHAN)


def outlet(name, region="420106", lon=114.3, lat=30.5, **changes):
    return Outlet.objects.create(region=region, name=name, address="中南路 1 号", lon=lon, lat=lat, **changes)


def shown(client, host="wuhan.localhost", **asked):
    response = client.get("/outlets/", asked, headers={"host": host})
    assert response.status_code == 200
    return [one.name for one in response.context["page"].rows]


def test_a_city_shows_its_own_open_outlets_and_the_nation_all(client, site):
    outlet("武昌所")
    outlet("南山所", region="440305", lon=113.9, lat=22.5)
    outlet("停业所", is_open=False)
    assert shown(client) == ["武昌所"]
    assert set(shown(client, host="localhost")) == {"武昌所", "南山所"}


def test_the_nearest_outlets_come_first_with_their_distance(client, site):
    outlet("汉口所", region="420102", lon=114.30, lat=30.60)
    outlet("江夏所", region="420115", lon=114.32, lat=30.35)
    outlet("没有坐标的所", lon=None, lat=None)
    assert shown(client, place="江夏区") == ["江夏所", "汉口所"]
    assert shown(client, place="30.60,114.30") == ["汉口所", "江夏所"]
    near = client.get("/outlets/", {"place": "30.60,114.30"}, headers=HOST).context["page"].rows
    assert near[0].km == pytest.approx(0, abs=0.01)
    assert near[1].km == pytest.approx(27.9, abs=0.3)


def test_a_street_finds_the_outlets_in_it(client, site):
    outlet("中南所", street="中南路街道")
    outlet("水果湖所", street="水果湖街道")
    assert shown(client, place="水果湖") == ["水果湖所"]


def test_a_place_that_nobody_knows_is_told_and_hides_nothing(client, site):
    outlet("武昌所")
    response = client.get("/outlets/", {"place": "亚特兰蒂斯"}, headers=HOST)
    assert "error-summary" in response.content.decode()
    assert [one.name for one in response.context["page"].rows] == ["武昌所"]
    for wrong in ({"service": "haircut"}, {"place": "\0"}, {"after": "x"}):
        assert shown(client, **wrong) == ["武昌所"]


def test_outlets_are_found_by_what_they_offer(client, site):
    outlet("登记所", services=[ServiceKind.UNEMPLOYMENT])
    outlet("培训所", services=[ServiceKind.TRAINING, ServiceKind.PLACEMENT])
    assert shown(client, service="training") == ["培训所"]


def test_many_outlets_are_paged_in_few_queries(client, site, django_assert_max_num_queries):
    for number in range(45):
        outlet(f"第 {number} 所")
    names, after = [], ""
    while after is not None:
        with django_assert_max_num_queries(8):
            page = client.get("/outlets/", {"after": after}, headers=HOST).context["page"]
        names += [one.name for one in page.rows]
        after = page.next_after
    assert len(names) == len(set(names)) == 45


@given(st.lists(st.tuples(st.floats(73, 136), st.floats(3, 54)), min_size=1, max_size=20))
def test_every_mark_of_the_plan_stands_on_it_and_north_is_up(points):
    plan = outlet_map([Outlet(lon=lon, lat=lat) for lon, lat in points])
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in plan.marks)
    first, last = plan.marks[0], plan.marks[-1]
    if first.outlet.lat > last.outlet.lat:
        assert first.y <= last.y


def test_a_row_is_read_whole():
    read = read_row(GOOD, city=WUHAN)
    assert read.problems == []
    assert read.fields["region"] == "420111"
    assert (read.fields["lon"], read.fields["lat"]) == (114.37, 30.52)
    assert read.fields["services"] == ["placement", "unemployment"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"编号": ""}, "缺少编号"),
        ({"名称": None}, "缺少名称"),
        ({"区县": "南山区"}, "南山区"),
        ({"经度": "东经"}, "经度和纬度"),
        ({"经度": "nan"}, "经度和纬度"),
        ({"纬度": ""}, "经度和纬度"),
        ({"业务": "理发"}, "理发"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_in_words(changes, told):
    (problem,) = read_row(GOOD | changes, city=WUHAN).problems
    assert told in problem


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(list(COLUMNS.values())), st.text() | st.none() | st.floats()))
def test_any_row_is_read_or_refused(values):
    read = read_row(values, city=WUHAN)
    assert read.problems or read.fields["region"].startswith("4201")


def file_of(*rows, name="outlets.csv", encoding="utf-8-sig"):
    text = io.StringIO()
    writer = csv.DictWriter(text, GOOD)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode(encoding))


def sent(client, file, region=WUHAN):
    return client.post(reverse("workspace_outlet_file", args=[region]), {"file": file})


def test_a_file_brings_outlets_in_and_tells_what_became_of_each_row(client, site):
    signed_in(client, Role.CITY_EDITOR)
    response = sent(client, file_of(GOOD, GOOD | {"编号": "HS-02", "区县": "南山区"}, encoding="gb18030"))
    assert [receipt.outcome for receipt in response.context["receipts"]] == ["new", "refused"]
    changed = file_of(GOOD | {"电话": "027-00009999"}, GOOD | {"编号": "HS-02"})
    assert [receipt.outcome for receipt in sent(client, changed).context["receipts"]] == ["changed", "new"]
    again = file_of(GOOD | {"电话": "027-00009999"}, GOOD | {"编号": "HS-02"})
    assert [receipt.outcome for receipt in sent(client, again).context["receipts"]] == ["same", "same"]
    assert set(Outlet.objects.values_list("number", "telephone")) == {
        ("HS-01", "027-00009999"),
        ("HS-02", "027-00001234"),
    }
    assert AuditEntry.objects.filter(act="outlets_import", region=WUHAN).count() == 3


def test_the_sample_file_is_taken_as_it_is(client, site):
    signed_in(client, Role.CITY_EDITOR)
    sample = client.get(reverse("workspace_outlet_sample", args=[WUHAN]))
    response = sent(client, SimpleUploadedFile("outlets.csv", sample.content))
    assert [receipt.outcome for receipt in response.context["receipts"]] == ["new"]


@pytest.mark.parametrize("content", [b"", b"\0\0", "编号,名称\n1,甲".encode(), b"PK\x03\x04 no archive"])
def test_a_file_that_is_none_is_refused_with_its_reason(client, site, content):
    signed_in(client, Role.CITY_EDITOR)
    response = sent(client, SimpleUploadedFile("outlets.csv", content))
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert not Outlet.objects.exists()


def test_a_file_with_too_many_rows_changes_nothing(client, site, monkeypatch):
    monkeypatch.setattr("city_sites.services.outlet_editing.MOST_ROWS", 2)
    signed_in(client, Role.CITY_EDITOR)
    response = sent(client, file_of(*(GOOD | {"编号": f"HS-{number}"} for number in range(3))))
    assert response.status_code == 422
    assert not Outlet.objects.exists()


def test_staff_add_and_change_an_outlet(client, site):
    signed_in(client, Role.CITY_EDITOR)
    add = reverse("workspace_outlet_add", args=[WUHAN])
    said = {"name": "新所", "region": "420106", "address": "中南路", "is_open": "on", "services": ["agency"]}
    assert client.post(add, said | {"lon": "114.3"}).status_code == 422
    assert client.post(add, said | {"region": "440305"}).status_code == 422
    assert client.post(add, said).status_code == 302
    made = Outlet.objects.get()
    address = reverse("workspace_outlet", args=[WUHAN, made.pk])
    assert "新所" in client.get(address).content.decode()
    client.post(address, said | {"name": "老所"})
    made.refresh_from_db()
    assert (made.name, made.services) == ("老所", ["agency"])


@pytest.mark.parametrize(("role", "region"), [(Role.CITY_EDITOR, SHENZHEN), (Role.CITY_FEEDS, WUHAN)])
def test_another_city_s_outlets_and_other_staff_s_are_not_there(client, site, role, region):
    home_of(SHENZHEN)
    made = outlet("武昌所")
    signed_in(client, role, region)
    for name, args in [
        ("workspace_outlets", [WUHAN]),
        ("workspace_outlet_add", [WUHAN]),
        ("workspace_outlet", [WUHAN, made.pk]),
        ("workspace_outlet", [SHENZHEN, made.pk]),
        ("workspace_outlet_sample", [WUHAN]),
    ]:
        assert client.get(reverse(name, args=args)).status_code == 404
    assert sent(client, file_of(GOOD)).status_code == 404


def test_national_staff_keep_the_outlets_of_any_city(client, site):
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    assert client.get(reverse("workspace_outlets", args=[WUHAN])).status_code == 200
