"""`manage.py supply_demand_table`: a file in, a table or the reasons why not out."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.groups import KINDS, groups, recognise
from stats_publishing.methods.table_file import TableError, decoded, read_table
from stats_publishing.methods.table_report import table_report


def refusal(text, kind="occupation"):
    with pytest.raises(TableError) as refused:
        table_report(text, kind=kind)
    return refused.value.faults


@pytest.mark.parametrize("kind", KINDS)
def test_every_group_is_known_by_its_own_name_and_by_no_other(kind):
    for group in groups(kind):
        assert recognise(kind, group.name) == group
        assert recognise(kind, f" 其中： {'　'.join(group.name)} ") == group


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("grade", "职业资格五级(初级技能)", "职业资格五级（初级技能）"),
        ("grade", "高级工", "职业资格三级（高级技能）"),
        ("grade", "高级技师", "职业资格一级（高级技师）"),
        ("occupation", "生产制造及有关人员", "生产运输设备操作工"),
        ("occupation", "党的机关、国家机关、群众团体和社会组织、企事业单位负责人", "单位负责人"),
        ("occupation", "一、专业技术人员", "专业技术人员"),
        ("industry", "交通运输仓储及邮电通信业", "交通运输、仓储和邮政业"),
        ("industry", "批发零售贸易和餐饮业", "批发和零售业"),
        ("seeker", "其中:应届高校毕业生", "应届高校毕业生"),
        ("employer", "港、澳、台商投资企业", "港澳台投资企业"),
        ("age", "１６－２４岁", "16—24岁"),
        ("sex", "不 限", "无要求"),
        ("education", "总计", "合计"),
        ("grade", "中级专业技术职务（工程师）", "中级专业技术职务"),
        ("grade", "无技术等级要求", "无要求"),
        ("industry", "其它行业", "其他行业"),
        ("industry", "卫生、社会保障和社会福利业", "卫生和社会工作"),
        ("occupation", "商业、服务业人员", "商业和服务业人员"),
        ("occupation", "国家机关、党群组织、企业、事业单位负责人", "单位负责人"),
    ],
)
def test_names_are_known_as_they_are_written_in_reports(kind, written, meant):
    assert recognise(kind, written).name == meant


def test_occupations_of_the_classification_are_known_and_belong_to_their_major_group():
    group = recognise("occupation", "软件和信息技术服务人员")
    assert group.within[-1] == "商业和服务业人员"


def test_numbers_are_read_as_people_write_them():
    text = 'GROUP；demand；seekers\n男；１２，３４５；"1,234,567"\n女；—；5.0\n'.replace("；", ";")
    table = read_table(text, kind="sex")
    assert table.rows() == [("男", 12345, 1234567), ("女", None, 5)]


@given(st.text())
def test_any_text_is_a_table_or_is_refused_in_words(text):
    faults: tuple[str, ...] = ()
    try:
        table_report("group,demand,seekers\n" + text, kind="sex")
    except TableError as refused:
        faults = refused.faults
    assert all(fault.endswith(".") for fault in faults)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("group,demand\n男,1\n", "column seekers is missing"),
        ("group,demand,demand,seekers\n男,1,1,1\n", "stands there twice"),
        ("group,demand,seekers\n", "no rows"),
        ("group,demand,seekers\n男,,\n", "No row states a figure"),
        ("group,demand,seekers\n男,-1,2\n", "negative"),
        ("group,demand,seekers\n男,many,2\n", "“many” is no whole number"),
        ("group,demand,seekers\n男,2.5,2\n", "“2.5” is no whole number"),
        ("group,demand,seekers\n男,100000001,2\n", "more than 100,000,000"),
        ("group,demand,seekers\n,1,2\n", "Line 2 names no group"),
        ("group,demand,seekers\n火星人,1,2\n", "“火星人” is no group of the kind sex; there are 男、女"),
        ("group,demand,seekers\n男,1,2\n男 性,1,2\n", "Line 3: “男 性” is the same group as in line 2"),
        ("group,demand,seekers\n男,1,234,5\n", "more cells than there are columns"),
        (
            "group,demand,seekers\n男,6,2\n女,5,1\n合计,10,3\n",
            "合计, demand: 10 is less than its rows together, 11",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(text, words):
    assert any(words in fault for fault in refusal(text, kind="sex"))


def test_a_part_is_not_larger_than_what_it_is_part_of():
    faults = refusal("group,demand,seekers\n新成长失业青年,,5\n其中:应届高校毕业生,,6\n", kind="seeker")
    assert faults == ("新成长失业青年, seekers: 5 is less than its rows together, 6.",)


def test_a_total_over_rows_that_are_not_all_listed_is_the_base_and_is_told():
    report = table_report("group,demand,seekers\n制造业,30,\n合计,120,\n", kind="industry")
    assert report["rows"][0]["demand_share"] == 25.0
    assert report["unlisted"] == {"demand": 90, "seekers": None}


def test_every_fault_of_a_file_is_told_at_once():
    assert len(refusal("group,demand,seekers\n火星人,-1,x\n其他,1.5,2\n")) == 4


def test_a_file_of_a_chinese_spreadsheet_is_understood():
    assert decoded("组别,需求人数".encode("gb18030")) == "组别,需求人数"
    assert decoded("组别".encode("utf-8-sig")) == "组别"
    with pytest.raises(TableError):
        decoded(b"\xff\x00\x81")


def test_the_command_prints_the_table_of_industries_with_its_sectors(tmp_path):
    file = tmp_path / "industries.csv"
    file.write_text(
        "group,demand,seekers\n农林牧渔业,10,\n制造业,40,\n教育,30,\n其他行业,20,\n", encoding="utf-8"
    )
    printed = StringIO()
    call_command("supply_demand_table", str(file), kind="industry", stdout=printed)
    report = json.loads(printed.getvalue())
    assert report["total"] == {"demand": 100, "seekers": None, "ratio": None}
    assert [(row["group"], row["demand"], row["demand_share"]) for row in report["sectors"]] == [
        ("第一产业", 13, 13.0),  # 10 + 2.5, to whole persons
        ("第二产业", 50, 50.0),
        ("第三产业", 37, 37.0),
    ]


def test_the_command_ends_with_two_and_the_reasons(tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("group,demand,seekers\n男,-1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="negative") as refused:
        call_command("supply_demand_table", str(file), kind="sex")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("supply_demand_table", str(tmp_path / "none.csv"), kind="sex")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "module", ["table_report", "panel", "gaps", "registrations", "wages", "disclosure", "balance"]
)
def test_the_methods_are_usable_without_django(module):
    code = f"import sys, stats_publishing.methods.{module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
