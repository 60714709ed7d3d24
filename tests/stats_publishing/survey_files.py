"""Invented surveys of wages, as a city's survey team would send them."""

from __future__ import annotations

import csv
import io
import random

from django.core.files.base import ContentFile

from stats_publishing.services import surveys
from stats_publishing.wage_enums import SurveyState, decisions_for
from tests.stats_publishing.test_datasets import NOW

HEADINGS = (
    "序号", "统一社会信用代码", "单位名称", "行业代码", "企业规模", "职业代码", "性别", "年龄", "学历",
    "职业技能等级", "工作月数", "全年工资报酬（元）",
)  # fmt: skip
OCCUPATIONS = {
    "4-02-02-01": ("道路客运汽车驾驶员", 70_000),
    "6-29-03-07": ("工程电气设备安装调试工", 82_000),
    "4-04-05-01": ("软件", 150_000),
    "2-02-10-03": ("计算机软件工程技术人员", 180_000),
    "4-01-02-01": ("营业员", 52_000),
}
INDUSTRIES = ("C3525", "I6513", "F5211", "E4710")
SIZES = ("大型", "中型", "小型", "微型")
EDUCATIONS = ("本科", "大专", "高中", "硕士研究生")
GRADES = ("高级工", "中级工", "无", "")


def employee_rows(
    number: int = 400, *, employers: int = 40, seed: int = 5, city: str = "武"
) -> list[list[str]]:
    """Sound rows: pay is log-normal about what the occupation earns."""
    pick = random.Random(seed)
    rows = []
    for at in range(number):
        employer = pick.randrange(employers)
        code, (_name, usual) = pick.choice(list(OCCUPATIONS.items()))
        rows.append(
            [
                str(at + 1), f"91{city}{employer:014}", f"{city}测试单位{employer}有限公司",
                INDUSTRIES[employer % 4], SIZES[employer % 4], code, pick.choice("男女"),
                str(pick.randint(20, 58)), pick.choice(EDUCATIONS), pick.choice(GRADES), "12",
                f"{max(40_000.0, usual * pick.lognormvariate(0, 0.08)):.2f}",
            ]
        )  # fmt: skip
    return rows


def csv_file(rows, *, headings=HEADINGS, encoding="utf-8", name="survey.csv") -> ContentFile:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return ContentFile(text.getvalue().encode(encoding), name=name)


def sent_survey(rows, *, region="420100", year=2025, by=None, **options):
    """A survey that was read and checked."""
    survey = surveys.survey_create(
        region=region, year=year, file=csv_file(rows, **options), by=by, enqueue=False
    )
    assert surveys.survey_work(survey_id=survey.pk)
    survey.refresh_from_db()
    return survey


def decide_all(survey, by) -> None:
    """Every finding is decided as its check proposes first."""
    for finding in survey.findings.all():
        surveys.finding_decide(
            finding=finding, decision=decisions_for(finding.check_code)[0], reason="抽查核实", by=by, at=NOW()
        )


def tabulated_survey(rows, by, *, reason="", **options):
    """A survey whose tables are made."""
    survey = sent_survey(rows, by=by, **options)
    decide_all(survey, by)
    surveys.survey_tabulate(survey=survey, by=by, reason=reason, enqueue=False)
    assert surveys.survey_work(survey_id=survey.pk)
    survey.refresh_from_db()
    assert survey.state == SurveyState.TABULATED, survey.error_detail
    return survey
