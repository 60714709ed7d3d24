"""Seeded, deterministic demonstration vacancies; pure: no database, no network.

    demo_vacancies(seed=…, city="420100", count=900, today=date(…))  → DemoVacancy objects
    demo_rows(seed=…, city="420100", count=200_000)                  → the same as rows of the contract

The same arguments give the same rows. A known share of rows is bad on purpose (`portal.demo.flaws`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate, combinations
from random import Random
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from portal.demo.cities import DemoCity, demo_city
from portal.demo.employers import DemoEmployer, employer_pool
from portal.demo.trades import DemoOccupation, Variants, trades

Period = Literal["month", "day", "hour"]
CHINA: Final = ZoneInfo("Asia/Shanghai")

NEWEST_DAYS: Final = 60
MOST_EMPLOYERS: Final = 5_000
FLAW_SHARE: Final = 0.03
"""Share of rows that are bad on purpose."""
LOWEST_MONTHLY: Final = 2_900
"""No good full-time vacancy pays less, in yuan: above every demonstration minimum wage."""
COMMON_EVERYWHERE: Final = frozenset(
    {"2-06-03-00", "3-01-01-01", "4-07-03-04", "4-01-01-00", "4-09-08-01", "4-07-05-01", "4-02-06-01"}
)
"""Occupations that employers of every trade look for."""

EDUCATION_WORDS: Final = {
    "00": "学历不限",
    "70": "初中及以上学历",
    "60": "高中及以上学历",
    "40": "中专（中技）及以上学历",
    "30": "大专及以上学历",
    "20": "本科及以上学历",
    "14": "硕士及以上学历",
}
_DUTY_HEADS: Final = ("岗位职责：", "工作内容：", "主要职责：", "您将负责：", "职责描述：")
_NEED_HEADS: Final = ("任职要求：", "岗位要求：", "招聘条件：", "我们希望您：")
_TERM_HEADS: Final = ("工作安排：", "待遇与作息：", "其他说明：")
_NUMBERS: Final = ("{}. ", "{}、", "（{}）", "{}）", "· ")
_FEW_WANTED: Final = (1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8, 10)
_MANY_WANTED: Final = (2, 3, 5, 5, 8, 10, 10, 12, 15, 20, 20, 30, 40, 60)
_VALID_DAYS: Final = (30, 30, 45, 60, 90)


@dataclass(frozen=True, slots=True)
class DemoVacancy:
    """One vacancy. Pay in whole yuan by `pay_period`, None where it is open to negotiation; `flaw` names
    what is wrong with it on purpose ("" for a good row)."""

    id: str
    title: str
    employer_name: str
    employer_credit_code: str
    employer_type: str
    employer_size: str
    industry: str
    occupation: str
    duties: str
    headcount: int
    region: str
    address: str
    longitude: float
    latitude: float
    pay_min: int | None
    pay_max: int | None
    pay_months: int
    pay_period: Period
    education: str
    experience_min: int
    experience_max: int
    employment_type: str
    benefits: tuple[str, ...]
    contact_name: str
    contact_phone: str
    contact_email: str
    published_on: date
    expires_on: date
    flaw: str = ""


def demo_vacancies(*, seed: int, city: str, count: int, today: date) -> Iterator[DemoVacancy]:
    """`count` vacancies of a city, published within the 60 days before `today`, not yet expired then.

    Ids are unique in and between cities. The first rows do not depend on `count` while it stays under
    30,000, the size from which the pool of employers no longer grows.
    """
    from portal.demo.flaws import spoil

    random = Random(f"{seed}:{city}")  # noqa: S311 — a demonstration, nothing secret
    place = demo_city(city)
    pool = employer_pool(city=place, size=min(MOST_EMPLOYERS, max(30, count // 6)), random=random)
    days = _days(today)
    previous: DemoVacancy | None = None
    for number in range(count):
        vacancy = _vacancy(number, pool[int(random.random() * len(pool))], place, days, random)
        if random.random() < FLAW_SHARE:
            vacancy = spoil(vacancy, previous=previous, random=random)
        previous = vacancy
        yield vacancy


def demo_rows(*, seed: int, city: str, count: int, today: date | None = None) -> Iterator[dict[str, Any]]:
    """The same vacancies as rows of the canonical contract (docs/feed-format.md); of this day by default."""
    day = today or datetime.now(CHINA).date()
    return map(contract_row, demo_vacancies(seed=seed, city=city, count=count, today=day))


def contract_row(vacancy: DemoVacancy) -> dict[str, Any]:
    """A vacancy in the fields of the contract; fields that say nothing are left out."""
    row: dict[str, Any] = {
        "id": vacancy.id,
        "title": vacancy.title,
        "region": vacancy.region,
        "address": vacancy.address,
        "longitude": vacancy.longitude,
        "latitude": vacancy.latitude,
        "employer_name": vacancy.employer_name,
        "employer_credit_code": vacancy.employer_credit_code,
        "employer_type": vacancy.employer_type,
        "employer_size": vacancy.employer_size,
        "industry": vacancy.industry,
        "occupation": vacancy.occupation,
        "duties": vacancy.duties,
        "headcount": vacancy.headcount,
        "education": vacancy.education,
        "experience": experience_words(vacancy),
        "employment_type": vacancy.employment_type,
        "benefits": list(vacancy.benefits),
        "contact_name": vacancy.contact_name,
        "contact_phone": vacancy.contact_phone,
        "contact_email": vacancy.contact_email,
        "published_on": vacancy.published_on.isoformat(),
        "expires_on": vacancy.expires_on.isoformat(),
    }
    if vacancy.pay_min is None or vacancy.pay_period != "month":
        row["pay"] = pay_words(vacancy)
    else:
        row |= {"pay_min": vacancy.pay_min, "pay_max": vacancy.pay_max, "pay_months": vacancy.pay_months}
    if not vacancy.employer_name:
        row = {name: value for name, value in row.items() if not name.startswith("employer_")}
    return row


def pay_words(vacancy: DemoVacancy) -> str:
    """Pay as job boards write it: 6千-8千·13薪, 1.2万-1.5万, 25元/小时, 面议."""
    low, high = vacancy.pay_min, vacancy.pay_max
    if low is None or high is None:
        return "面议"
    if vacancy.pay_period != "month":
        amount = f"{low}-{high}" if low != high else f"{low}"
        return f"{amount}元/{'天' if vacancy.pay_period == 'day' else '小时'}"
    months = f"·{vacancy.pay_months}薪" if vacancy.pay_months != 12 else ""
    return f"{_short_yuan(low)}-{_short_yuan(high)}{months}"


def _short_yuan(amount: int) -> str:
    return f"{amount / 10_000:g}万" if amount >= 10_000 else f"{amount / 1_000:g}千"


def experience_words(vacancy: DemoVacancy) -> str:
    """Experience as people write it: 经验不限, 3年以上, 1-3年."""
    if vacancy.experience_min == 0:
        return "经验不限"
    if vacancy.experience_max <= vacancy.experience_min:
        return f"{vacancy.experience_min}年以上"
    return f"{vacancy.experience_min}-{vacancy.experience_max}年"


def _vacancy(
    number: int, employer: DemoEmployer, city: DemoCity, days: list[tuple[date, list[date]]], random: Random
) -> DemoVacancy:
    chance = random.random
    occupation, terms = _occupation_of(employer, random)
    employment_type = occupation.types[int(chance() * len(occupation.types))]
    asked = occupation.experience[0] + int(
        chance() * (occupation.experience[1] - occupation.experience[0] + 1)
    )
    experience_min = asked if chance() < 0.7 else 0
    education = occupation.education[int(chance() * len(occupation.education))]
    period, low, high, months = _pay(occupation, employment_type, experience_min, city, random)
    published, last_days = days[int(chance() * chance() * len(days))]
    headcounts = _MANY_WANTED if occupation.weight >= 3 and "00" in occupation.education else _FEW_WANTED
    trade = trades()[employer.trade]
    duties = _duties(
        occupation,
        trade.intros,
        terms if employment_type == "full_time" else (),
        education,
        experience_min,
        random,
    )
    return DemoVacancy(
        f"{city.code}-{number + 1:07d}",
        occupation.titles[int(chance() * len(occupation.titles))],
        employer.name,
        employer.credit_code,
        employer.economic_type,
        employer.size,
        employer.industry,
        occupation.code,
        duties,
        headcounts[int(chance() * len(headcounts))],
        employer.region,
        employer.address,
        employer.longitude,
        employer.latitude,
        low,
        high,
        months,
        period,
        education,
        experience_min,
        experience_min + 2 if experience_min and chance() < 0.6 else 0,
        employment_type,
        _benefits(trade.benefits if employment_type == "full_time" else trade.short_benefits, random),
        employer.contact_name,
        employer.contact_phone,
        employer.contact_email,
        published,
        last_days[int(chance() * len(last_days))],
    )


def _benefits(words: tuple[str, ...], random: Random) -> tuple[str, ...]:
    """Three to six of a trade's benefits, each once."""
    chance = random.random
    first, step = int(chance() * len(words)), 1 + int(chance() * 3)
    some = (words[(first + at * step) % len(words)] for at in range(3 + int(chance() * 4)))
    return tuple(dict.fromkeys(some))


_Choice = tuple[DemoOccupation, tuple[Variants, ...]]
"""An occupation with the hours and terms of its trade."""


@cache
def _occupations_of(trade: int, kind: int) -> tuple[tuple[_Choice, ...], tuple[int, ...]]:
    """Occupations that such an employer looks for, with running totals of their weights."""
    own = [(entry, trades()[trade].terms) for entry in trades()[trade].occupations if kind in entry.kinds]
    common = [
        (entry, other.terms)
        for other in trades()
        if other is not trades()[trade]
        for entry in other.occupations
        if entry.code in COMMON_EVERYWHERE
    ]
    weights = [entry.weight * 4 for entry, _terms in own] + [1] * len(common)
    return tuple(own + common), tuple(accumulate(weights))


def _occupation_of(employer: DemoEmployer, random: Random) -> _Choice:
    found, totals = _occupations_of(employer.trade, employer.kind)
    return random.choices(found, cum_weights=totals)[0]


def _pay(
    occupation: DemoOccupation, employment_type: str, experience: int, city: DemoCity, random: Random
) -> tuple[Period, int | None, int | None, int]:
    chance = random.random
    low, high = occupation.pay
    factor = city.pay * (0.9 + 0.2 * chance()) * (1 + 0.03 * experience)
    if employment_type == "part_time":
        hourly = max(20, round(low * factor / 174))
        return "hour", hourly, hourly + int(chance() * 6), 12
    if employment_type == "internship":
        daily = round(min(low * factor / 40, 220) / 10) * 10
        return "day", max(120, daily), max(120, daily) + 10 * int(chance() * 4), 12
    if chance() < 0.03:
        return "month", None, None, 12
    bottom = max(LOWEST_MONTHLY, _rounded(low * factor))
    top = max(_rounded(high * factor * (0.9 + 0.15 * chance())), bottom + 500)
    months = 12
    if employment_type == "full_time" and chance() < 0.15:
        months = (13, 13, 14, 15)[int(chance() * 4)]
    return "month", bottom, top, months


def _rounded(amount: float) -> int:
    step = 500 if amount >= 8_000 else 100
    return int(amount / step + 0.5) * step


def _days(today: date) -> list[tuple[date, list[date]]]:
    """The last 60 days, newest first, each with the last days of validity that are not past."""
    found = []
    for back in range(NEWEST_DAYS):
        day = today - timedelta(days=back)
        ends = [day + timedelta(days=valid) for valid in _VALID_DAYS]
        ahead = [end for end in ends if end >= today + timedelta(days=5)]
        found.append((day, ahead or [today + timedelta(days=15)]))
    return found


@cache
def _choices(of: int, least: int) -> tuple[tuple[int, ...], ...]:
    """All ways to keep at least `least` of `of` sentences in their order."""
    return tuple(found for size in range(least, of + 1) for found in combinations(range(of), size))


def _some(sentences: tuple[Variants, ...], least: int, random: Random) -> list[str]:
    """At least `least` of the sentences, each in one of its wordings."""
    chance = random.random
    ways = _choices(len(sentences), least)
    kept = ways[int(chance() * len(ways))]
    return [sentences[at][int(chance() * len(sentences[at]))] for at in kept]


def _duties(
    occupation: DemoOccupation,
    intros: tuple[Variants, ...],
    terms: tuple[Variants, ...],
    education: str,
    experience: int,
    random: Random,
) -> str:
    """Introduction, duties, requirements and terms as one text of several lines."""
    chance = random.random
    needs = [EDUCATION_WORDS[education] + (f"，{experience}年以上相关工作经验" if experience else "")]
    asked = occupation.needs_of_experienced if experience else occupation.needs_of_beginners
    needs += _some(asked, min(2, len(asked)), random)
    sign = _NUMBERS[int(chance() * len(_NUMBERS))]
    lines = []
    if chance() < 0.6:
        intro = intros[int(chance() * len(intros))]
        lines.append(intro[int(chance() * len(intro))])
    lines.append(_DUTY_HEADS[int(chance() * len(_DUTY_HEADS))])
    lines += [f"{sign.format(at)}{text}；" for at, text in enumerate(_some(occupation.duties, 4, random), 1)]
    lines.append(_NEED_HEADS[int(chance() * len(_NEED_HEADS))])
    lines += [f"{sign.format(at)}{text}；" for at, text in enumerate(needs, 1)]
    if terms:
        lines.append(_TERM_HEADS[int(chance() * len(_TERM_HEADS))])
        lines += [f"{text}。" if not text.endswith("。") else text for text in _some(terms, 2, random)]
    return "\n".join(lines)
