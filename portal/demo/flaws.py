"""Rows that are bad on purpose, so that receipts have something to show.

A flaw is named by the reason code that the receipt is expected to carry; `twice` has no reason: the same
vacancy under a second id, of which one shows.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from portal.demo.generator import DemoVacancy

REFUSED: Final = ("limits_sex", "asks_fee", "pay_below_minimum", "title_missing", "region_unknown")
WARNED: Final = ("age_limit", "bait_words", "contact_in_title", "employer_missing", "credit_code_invalid")
TWICE: Final = "twice"
FLAWS: Final = (*REFUSED, *WARNED, TWICE, TWICE)

_SEX_LIMITS: Final = ("只招男性", "仅限女性", "限男性，女性勿扰")
_FEES: Final = ("入职须交服装押金300元", "报名时缴纳培训费680元", "办理上岗证需先交保证金500元")
_AGE_LIMITS: Final = ("年龄18-35岁", "35周岁以下", "40周岁以下优先")
_BAITS: Final = ("高薪急聘", "轻松月入过万，", "包过包录用")


def spoil(vacancy: DemoVacancy, *, previous: DemoVacancy | None, random: Random) -> DemoVacancy:
    """The vacancy with one flaw; `previous` is the row before it, which `twice` repeats."""
    flaw = random.choice(FLAWS)
    match flaw:
        case "limits_sex":
            return replace(vacancy, duties=f"{vacancy.duties}\n{random.choice(_SEX_LIMITS)}。", flaw=flaw)
        case "asks_fee":
            return replace(vacancy, duties=f"{vacancy.duties}\n{random.choice(_FEES)}。", flaw=flaw)
        case "age_limit":
            return replace(vacancy, duties=f"{vacancy.duties}\n{random.choice(_AGE_LIMITS)}。", flaw=flaw)
        case "pay_below_minimum":
            return replace(
                vacancy,
                pay_min=800,
                pay_max=1_200,
                pay_months=12,
                pay_period="month",
                employment_type="full_time",
                flaw=flaw,
            )
        case "title_missing":
            return replace(vacancy, title="", flaw=flaw)
        case "region_unknown":
            return replace(vacancy, region="999999", flaw=flaw)
        case "bait_words":
            return replace(vacancy, title=f"{random.choice(_BAITS)}{vacancy.title}", flaw=flaw)
        case "contact_in_title":
            return replace(vacancy, title=f"{vacancy.title} 电话{vacancy.contact_phone}", flaw=flaw)
        case "employer_missing":
            return replace(vacancy, employer_name="", employer_credit_code="", flaw=flaw)
        case "credit_code_invalid":
            return replace(vacancy, employer_credit_code=vacancy.employer_credit_code[:-2] + "00", flaw=flaw)
    if previous is None or previous.flaw:
        return vacancy
    return replace(previous, id=vacancy.id, flaw=TWICE)
