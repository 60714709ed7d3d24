"""The columns of the sheet: fields of the contract by their Chinese headings, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jobs.enums import EmploymentType
from jobs.feeds.contract import BY_NAME
from jobs.feeds.profile import Defaults, FieldRule, Profile
from jobs.models import Employer
from jobs.posting import LONGEST, USUAL_VALIDITY_DAYS
from jobs.words import NO_EDUCATION_REQUIRED, SHORT_EDUCATION, education_words
from standards import lists

EXAMPLE_NUMBER = "示例"
"""The own number of the sample's one row, by which it is known where nobody took it out."""
_CHINESE = "zh-hans"
_EXPERIENCE = ("经验不限", "1年以上", "2年以上", "3年以上", "5年以上", "8年以上", "10年以上")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of the contract that it is read as, and what of a vacancy follows from it."""

    field: str
    heading: str
    says: tuple[str, ...]
    hint: str | Promise
    example: str

    @property
    def is_required(self) -> bool:
        """Whether a file without it is refused. The own number is required of cities only."""
        return BY_NAME[self.field].required and self.field != "id"

    @property
    def longest(self) -> int:
        """Characters that it may have; 0 where that says nothing."""
        return LONGEST.get(self.field, 0)


def _column(field: str, heading: str, hint: str | Promise, example: str, *says: str) -> Column:
    return Column(field, heading, says or (field,), hint, example)


COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        "单位内部编号",
        (),
        _("Your own number of the vacancy: a row with it changes that vacancy. Shown with it."),
        EXAMPLE_NUMBER,
    ),
    _column("title", "职位名称", _("Without pay, contact or promises."), "叉车司机"),
    _column("region", "工作地点", _("City and district, or a code of GB/T 2260."), "武汉市江夏区"),
    _column("address", "详细地址", _("Street and number."), "文化大道12号"),
    _column("headcount", "招聘人数", _("1 where it is empty."), "3"),
    _column("pay_min", "最低月薪", _("Yuan a month before tax."), "6000"),
    _column("pay_max", "最高月薪", _("Yuan a month before tax."), "8000"),
    _column("pay_months", "年发薪月数", _("Monthly pays a year, from 12."), "13"),
    _column("employment_type", "用工形式", _("Full time where it is empty."), "全职"),
    _column("education", "学历要求", _("The least that is asked for."), "高中"),
    _column("experience", "工作经验", _("Years, the least that is asked for."), "1年以上", "experience_min"),
    _column("grade", "技能等级", _("Skill grade or professional title."), "高级工"),
    _column("occupation", "职业", _("Name or code of the occupation; read from the title if empty."), ""),
    _column(
        "duties",
        "岗位职责和要求",
        _("What is done, and what somebody must know already."),
        "负责仓库货物的装卸和搬运，持叉车司机证。",
    ),
    _column("benefits", "福利待遇", _("A few words each, separated by commas."), "五险一金、双休"),
    _column(
        "contact_name", "联系人", _("Whom to ask. Everybody sees it while the vacancy is open."), "陈女士"
    ),
    _column("contact_phone", "联系电话", _("Everybody sees it while the vacancy is open."), "027-00000000"),
    _column("expires_on", "截止日期", _("Year-month-day; 30 days from now where it is empty."), ""),
)
HEADINGS: tuple[str, ...] = tuple(column.heading for column in COLUMNS)
HEADING_OF: dict[str, str] = {column.field: column.heading for column in COLUMNS}


def sheet_profile(employer: Employer) -> Profile:
    """How the rows of an employer's sheet map to the contract of the feeds."""
    rules = {
        column.field: FieldRule(
            column=column.heading,
            optional=not column.is_required,
            default=EmploymentType.FULL_TIME.value if column.field == "employment_type" else "",
        )
        for column in COLUMNS
    }
    rules["employer_name"] = FieldRule(constant=employer.name)
    return Profile(fields=rules, defaults=Defaults(validity_days=USUAL_VALIDITY_DAYS))


def allowed_words() -> dict[str, list[str]]:
    """Field of the contract → words that are read for certain. They are Chinese, whatever the page is in."""
    with override(_CHINESE):
        levels = [code for code in SHORT_EDUCATION if lists.education(code)]
        return {
            "employment_type": [str(kind.label) for kind in EmploymentType],
            "education": [education_words(code) for code in (NO_EDUCATION_REQUIRED, *reversed(levels))],
            "experience": list(_EXPERIENCE),
            "grade": [entry.name(_CHINESE) for entry in lists.grades()],
        }
