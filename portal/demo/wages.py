"""Wage surveys of the demonstration: invented employees, through the same checks and door as real ones."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterable
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.enums import NATION
from accounts.models import User
from portal.demo.cities import DemoCity, demo_city
from portal.demo.trades import DemoOccupation, Kind, trades
from stats_publishing.enums import Subject
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion, PriceIndex, WageSurvey
from stats_publishing.services import surveys
from stats_publishing.services.disclosure import WAGES
from stats_publishing.services.releases import release_confirm, release_fill, release_prepare
from stats_publishing.services.wage_tables import survey_approve
from stats_publishing.wage_enums import decisions_for

CITIES: Final = ("420100", "440100", "420500")
EMPLOYEES: Final = 1_500
EMPLOYERS: Final = 60
GROWTH: Final = 1.045
OUT_IN: Final = dt.timedelta(minutes=1)
_HEADINGS: Final = (
    "序号", "统一社会信用代码", "行业代码", "企业规模", "职业代码", "学历", "职业技能等级", "工作月数",
    "全年工资报酬（元）",
)  # fmt: skip
_EDUCATION: Final = ("高中", "大专", "本科", "硕士研究生")
_GRADES: Final = ("无", "无", "中级工", "高级工", "技师")
_SIZES: Final = ("大型", "中型", "小型", "微型")


def wages_ensure(*, cities: Iterable[str], maker: User, approver: User, today: dt.date) -> int:
    """Surveys of some of the cities, checked, made into tables, approved, in releases that come out a minute
    later; of the first city for two years. Gives how many were made now.

    Args:
        approver: somebody else than the maker; confirms the releases as well.
    """
    last = today.year - 1
    if WageSurvey.objects.filter(is_demo=True).exists():
        return 0
    if not PriceIndex.objects.filter(region=NATION, year=last).exists():
        PriceIndex.objects.create(
            region=NATION, year=last, index="100.20", source="演示数据", entered_at=timezone.now()
        )
    made = [
        _survey(demo_city(code), year, maker, approver)
        for year in (last - 1, last)
        for code in sorted(set(cities) & set(CITIES))
        if year == last or code == CITIES[0]
    ]
    for survey in made:
        if survey.year == last:
            _release(survey, maker, approver)
    return len(made)


def _survey(city: DemoCity, year: int, maker: User, approver: User) -> WageSurvey:
    """A survey as it goes through the desk."""
    survey = surveys.survey_create(
        region=city.code, year=year, file=_file(city, year), by=None, is_demo=True, enqueue=False
    )
    surveys.survey_work(survey_id=survey.pk)
    for finding in survey.findings.all():
        surveys.finding_decide(
            finding=finding,
            decision=decisions_for(finding.check_code)[-1],
            reason="演示数据：按规则处理",
            by=maker,
            at=timezone.now(),
        )
    surveys.survey_tabulate(survey=survey, by=maker, enqueue=False)
    surveys.survey_work(survey_id=survey.pk)
    survey_approve(survey=survey, by=approver, at=timezone.now())
    survey.refresh_from_db()
    return survey


def _release(survey: WageSurvey, maker: User, confirmer: User) -> None:
    words = demo_words(survey)
    release = release_prepare(
        title_zh=words[0], title_en=words[1], subject=Subject.WAGES, region=survey.region,
        period=Period.read(str(survey.year)), release_at=timezone.now() + OUT_IN, by=maker,
    )  # fmt: skip
    versions = DatasetVersion.objects.filter(
        dataset__startswith=WAGES, region=survey.region, period=str(survey.year), superseded_by=None
    )
    release_fill(release=release, versions=list(versions), by=maker)
    release_confirm(release=release, by=confirmer)


def demo_words(survey: WageSurvey) -> tuple[str, str]:
    """The title of a release in Chinese and English."""
    return f"{survey.year}年企业工资价位（演示）", f"Wage levels of {survey.year} (demonstration)"


def _file(city: DemoCity, year: int) -> ContentFile[bytes]:
    """The file that a survey team would send; the same for the same city and year."""
    pick = random.Random(f"{city.code} {year}")  # noqa: S311 -- invented people
    jobs = [
        (occupation, kind)
        for trade in trades()
        for occupation in trade.occupations
        for kind in trade.kinds[:3]
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    grown = GROWTH ** (year - timezone.localdate().year + 1)
    for number in range(1, EMPLOYEES + 1):
        writer.writerow(_employee(number, *pick.choice(jobs), city, grown, pick))
    return ContentFile(text.getvalue().encode(), name=f"{city.code}-{year}.csv")


def _employee(
    number: int, occupation: DemoOccupation, kind: Kind, city: DemoCity, grown: float, pick: random.Random
) -> list[str]:
    low, high = occupation.pay
    month = pick.triangular(low, high) * city.pay * grown * pick.lognormvariate(0, 0.12)
    employer = pick.randrange(EMPLOYERS)
    return [
        str(number), f"91{city.code}{employer:010}", kind.industry, _SIZES[employer % 4], occupation.code,
        pick.choice(_EDUCATION), pick.choice(_GRADES), "12", f"{max(month, 2_600) * 12:.2f}",
    ]  # fmt: skip
