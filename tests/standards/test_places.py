"""Written places to region codes."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.places import PlaceReason, resolve_place
from standards.regions import all_regions, path_name, region
from tests.shared_data import shared_file

READ = {
    "武汉": ("420100", ""),
    "武汉市": ("420100", ""),
    "广州-天河区": ("440106", ""),
    "北京·朝阳区": ("110105", ""),
    "长春朝阳区": ("220104", ""),
    "湖北省武汉市洪山区珞喻路1号": ("420111", "珞喻路1号"),
    "上海浦东张江": ("310115", "张江"),
    "江苏南京": ("320100", ""),
    "中国 - 江苏 - 苏州 - 昆山市": ("320583", ""),
    "（成都）武侯区": ("510107", ""),
    "工作地点：宁波/鄞州区": ("330212", ""),
    "昆山·玉山镇": ("320583", "玉山镇"),
    "东莞·长安镇": ("441900", "长安镇"),
    "成都-高新区": ("510100", "高新区"),
    "苏州·苏州工业园区": ("320500", "苏州工业园区"),
    "湖北省仙桃市": ("429004", ""),
    "澄迈": ("469023", ""),
    "恩施州利川市": ("422802", ""),
    "恩施": ("422800", ""),
    "吉林省吉林市": ("220200", ""),
    "海南": ("460000", ""),
    "北京市市辖区东城区": ("110101", ""),
    "光谷": ("420100", ""),
    "雄安新区": ("130600", ""),
    "旅大市": ("210200", ""),
    "襄樊": ("420600", ""),
    "上海·南汇区": ("310115", ""),
    "420115": ("420115", ""),
    "310108": ("310106", ""),
    "武汉、长沙": ("420100", "长沙"),
    "长阳县": ("420528", ""),
}


@pytest.mark.parametrize("text", READ)
def test_a_written_place_is_read_as_far_as_it_names_regions(text):
    place = resolve_place(text)
    assert (place.code, place.rest) == READ[text]
    assert place.level == region(place.code).level
    assert place.confidence > 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", PlaceReason.EMPTY),
        ("无", PlaceReason.EMPTY),
        ("  ", PlaceReason.EMPTY),
        ("全国", PlaceReason.UNKNOWN),
        ("异地招聘", PlaceReason.UNKNOWN),
        ("海外", PlaceReason.UNKNOWN),
        ("远程办公", PlaceReason.UNKNOWN),
        ("日本·东京", PlaceReason.UNKNOWN),
        ("韩国·大田", PlaceReason.UNKNOWN),
        ("南京路", PlaceReason.UNKNOWN),
        ("999999", PlaceReason.UNKNOWN),
        ("朝阳区", PlaceReason.AMBIGUOUS),
        ("鼓楼区", PlaceReason.AMBIGUOUS),
    ],
)
def test_what_cannot_be_told_is_unknown(text, reason):
    place = resolve_place(text)
    assert (place.code, place.level, place.confidence, place.reason) == ("", "", 0.0, reason)


def test_a_district_of_many_cities_is_told_by_the_city_it_is_said_within():
    assert resolve_place("鼓楼区", within="320100").code == "320106"
    assert resolve_place("鼓楼区", within="350100").code == "350102"
    assert resolve_place("武汉", within="320100").code == "420100"
    assert resolve_place("全国", within="320100").code == ""


@given(st.text(max_size=300), st.sampled_from(["", "420100", "110000", "nonsense"]))
def test_any_text_gives_a_known_code_or_none(text, within):
    place = resolve_place(text, within=within)
    assert place.code == "" or region(place.code)
    assert (place.level == "") == (place.code == "")


pieces = st.sampled_from(
    ["武汉", "市", "区", "·", "-", "朝阳", "北京", "高新区", "省", "湖北", "路", "（", "）", " "]
)


@given(st.lists(pieces, max_size=8).map("".join))
def test_any_mixture_of_names_gives_a_known_code_or_none(text):
    place = resolve_place(text)
    assert place.code == "" or region(place.code)


@given(st.sampled_from([unit.code for unit in all_regions()]))
def test_every_full_name_is_read_as_its_region(code):
    place = resolve_place(path_name(code))
    assert (place.code, place.rest) == (code, "")


@pytest.mark.parametrize(
    ("folder", "encoding", "column"),
    [
        ("multi_occupation_2024.csv", "utf-8-sig", "地点"),
        ("it_fulltext_2022.csv", "utf-8-sig", "city_district"),
        ("shanghai_mixed_gb18030.csv", "gb18030", "工作地点"),
    ],
)
def test_of_real_rows_that_state_a_place_99_percent_are_resolved(folder, encoding, column):
    with shared_file(f"postings/{folder}").open(encoding=encoding, newline="") as lines:
        places = [resolve_place(row[column] or "") for row in csv.DictReader(lines)]
    stated = [place for place in places if place.reason is not PlaceReason.EMPTY]
    assert sum(place.code != "" for place in stated) >= 0.99 * len(stated) > 0
