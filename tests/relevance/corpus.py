"""The corpus: invented vacancies of all trades, each with the truth of what it is.

What a vacancy is (its trade, place, pay, benefits, …) is drawn first; its text is then worded as employers
do, with their habits and slips: dressed up and stuffed titles, titles that hide what the work is, other
trades and other cities named in passing, wrong or missing codes of the classification. Judgements are made
from the truth alone. The words stand in `data/`; the same words always give the same corpus, but for its
dates, which count from today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from jobs.enums import EmploymentType
from standards import lists, regions
from tests.relevance.material import (
    Planted,
    Trade,
    employer_kinds,
    named_employers,
    places,
    planted,
    region_named,
    trades,
    wording,
)


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


POSTINGS_A_TRADE = 11
POSTINGS_A_COMMON_TRADE = 18
COMMON_TRADES_CITY = "武汉"
"""Trades at home here are the common ones."""
OFTEN_PART_TIME = _keys(
    "shop waiter tutor hourly livestream rider courier data_entry swim_coach art_teacher translator "
    "cleaner tea_maker cashier nanny photographer fitness accountant copywriter web_artist"
)
OFTEN_INTERNSHIP = _keys(
    "java frontend tester ui newmedia marketing hr accountant legal mech_design data_analyst "
    "translator reporter graphic auditor researcher kindergarten nurse pharma_rd"
)
OFTEN_TEMPORARY = _keys("operator loader sorter waiter site_worker farm_worker electronics_worker")
SHIFT_FAMILIES = _keys("production security nursing textile chemical care service energy hotel")
STREETS = ("人民路", "建设路", "上海路", "解放路", "长江路", "北京路")
DEAR_CITIES = frozenset({"北京", "上海", "深圳"})


@dataclass(frozen=True, slots=True)
class Truth:
    """What a vacancy is. Yuan a month and years; None and "" where its employer does not say."""

    trade: str
    region: str
    spot: str
    benefits: frozenset[str]
    skills: frozenset[str]
    pay: tuple[int, int] | None
    education: str
    experience: int | None
    employment_type: EmploymentType
    night: bool
    employer: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A vacancy as its employer words it.

    `opening` is the same for postings of one and the same vacancy, `core` the title before it was dressed up.
    """

    opening: int
    core: str
    title: str
    duties: str
    occupation: str
    place_text: str
    address: str
    pay_text: str
    benefits: tuple[str, ...]
    hours_old: int
    truth: Truth


def _employer(chance: Random, city: str, family: str) -> str:
    named = named_employers(city, family)
    if named and chance.random() < 0.3:
        return chance.choice(named)
    kind = chance.choice([row for row in employer_kinds() if family in row["families"].split()])
    name = chance.choice(wording()["employers"]["brands"]) + chance.choice(kind["suffixes"].split("|"))
    if chance.random() < 0.05:
        away = chance.choice([place for place in places() if place != city])
        return f"{away}{name}{city}分公司"
    return f"{city}{name}"


def _city(chance: Random, trade: Trade) -> str:
    draw = chance.random()
    if draw < 0.45:
        return trade.cities[0]
    if draw < 0.75:
        return trade.cities[1]
    return chance.choices(list(places()), [place.weight for place in places().values()])[0]


def _city_name(region: str) -> str:
    city = regions.city_of(region)
    assert city is not None
    return city.short_name


def _workplace(chance: Random, city: str) -> tuple[str, str]:
    """(region's code, spot): nine in ten say the district, half of them in such cities a well-known spot."""
    place = places()[city]
    if place.spots and chance.random() < 0.5:
        spot = chance.choice(list(place.spots))
        return region_named(f"{city}/{place.spots[spot]}"), spot
    if place.districts and chance.random() < 0.8:
        return region_named(f"{city}/{chance.choice(place.districts)}"), ""
    return region_named(city), ""


def _pay(chance: Random, trade: Trade, city: str) -> tuple[int, int] | None:
    if chance.random() < 0.06:
        return None
    low, high = trade.pay
    dear = 1.2 if city in DEAR_CITIES else 1.0
    least = round((low + chance.random() * (high - low) * 0.5) * dear / 500) * 500
    return least, least + max(500, round(chance.random() * (high - low) * 0.8 / 500) * 500)


def _employment_type(chance: Random, trade: Trade) -> EmploymentType:
    for often, kind in (
        (OFTEN_PART_TIME, EmploymentType.PART_TIME),
        (OFTEN_INTERNSHIP, EmploymentType.INTERNSHIP),
        (OFTEN_TEMPORARY, EmploymentType.TEMPORARY),
    ):
        if trade.key in often and chance.random() < 0.25:
            return kind
    return EmploymentType.FULL_TIME


def _broad(education: str) -> str:
    entry = lists.education(education)
    return (entry.parent_code or education) if entry else education


def _truth(chance: Random, trade: Trade, overruled: dict[str, object]) -> Truth:
    truth = _drawn(chance, trade, overruled)
    truth = replace(truth, **overruled)
    return replace(truth, night=truth.night and "day_shift" not in truth.benefits)


def _drawn(chance: Random, trade: Trade, overruled: dict[str, object]) -> Truth:
    city = _city_name(str(overruled["region"])) if overruled else _city(chance, trade)
    region, spot = _workplace(chance, city)
    office = trade.education[0] in ("20", "30", "14", "11")
    weights = (
        {"weekend": 5, "insurance": 6} if office else {"board": 5, "social": 3, "meals": 2, "housing": 2}
    )
    wanted = chance.sample(list(wording()["benefits"]), k=chance.randint(1, 4))
    wanted += chance.choices(list(weights), list(weights.values()), k=1)
    benefits = {part for benefit in wanted for part in _meaning(benefit)} - {"day_shift"}
    night = trade.family in SHIFT_FAMILIES and chance.random() < 0.45
    if not night and "day_shift" in wanted:
        benefits.add("day_shift")
    kind = _employment_type(chance, trade)
    draw = chance.random()
    internship = kind == EmploymentType.INTERNSHIP
    return Truth(
        trade=trade.key,
        region=region,
        spot=spot,
        benefits=frozenset(benefits),
        skills=frozenset(chance.sample(trade.skills, k=min(len(trade.skills), chance.randint(0, 2)))),
        pay=_pay(chance, trade, city),
        education="00" if draw < 0.12 else "" if draw < 0.2 else _broad(chance.choice(trade.education)),
        experience=0 if internship else None if chance.random() < 0.12 else chance.choice(trade.experience),
        employment_type=kind,
        night=night,
        employer=_employer(chance, city, trade.family),
    )


def _meaning(benefit: str) -> tuple[str, ...]:
    return ("meals", "housing") if benefit == "board" else (benefit,)


def _core_title(chance: Random, trade: Trade) -> str:
    """What the employer calls the work: some stuff it with trades, some hide what it is."""
    words = wording()["titles"]
    if trade.key == "operator" and chance.random() < 0.3:
        return chance.choice(words["stuffed"])
    if trade.key in ("tele_sales", "insurance", "waiter") and chance.random() < 0.25:
        return chance.choice(words["misleading"])
    return chance.choice(trade.titles)


def _dressed(chance: Random, title: str, truth: Truth, city: str) -> str:
    words = wording()["titles"]
    if truth.employment_type == EmploymentType.PART_TIME and chance.random() < 0.6:
        title = chance.choice(["兼职{}", "{}（兼职）", "{}兼职"]).format(title)
    if truth.employment_type == EmploymentType.INTERNSHIP:
        title = chance.choice(["{}实习生", "{}（实习）", "实习{}"]).format(title)
    if chance.random() < 0.08:
        title = city + title
    if truth.spot and chance.random() < 0.08:
        title = f"{title}（{truth.spot}）"
    if truth.pay and chance.random() < 0.05:
        title = f"{title} {truth.pay[0]}起"
    if chance.random() < 0.2:
        title = chance.choice(words["before"]) + title
    if chance.random() < 0.2:
        title += chance.choice(words["after"])
    return title


def _benefit_words(chance: Random, benefits: frozenset[str]) -> list[str]:
    """Each benefit in one of its wordings; meals and housing mostly in one breath."""
    names = set(benefits)
    if {"meals", "housing"} <= names and chance.random() < 0.8:
        names = names - {"meals", "housing"} | {"board"}
    return [chance.choice(wording()["benefits"][name]) for name in sorted(names)]


def _duties(chance: Random, trade: Trade, truth: Truth, said: list[str]) -> str:
    words = wording()["duties"]
    parts = chance.sample(trade.duties, k=chance.randint(2, 3)) + chance.sample(words["common"], k=2)
    for skill in sorted(truth.skills):
        ways = words["certificate" if skill.endswith(("证", "师")) else "skill"]
        parts.append(chance.choice(ways).replace("{}", skill))
    if trade.colleagues and chance.random() < 0.2:
        colleague = trades()[chance.choice(trade.colleagues)]
        parts.append(chance.choice(words["colleague"]).format(chance.choice(colleague.titles)))
    if chance.random() < 0.08:
        parts.append(chance.choice(words["elsewhere"]).format(chance.choice(list(places()))))
    parts += [chance.choice(words["benefit"]).format(word) for word in said]
    if truth.night:
        parts.append(chance.choice(words["night"]))
    elif trade.family in SHIFT_FAMILIES and chance.random() < 0.3:
        parts.append(chance.choice(words["day"]))
    chance.shuffle(parts)
    return "；".join(parts) + "。"


def _skills_in(trade: Trade, text: str) -> frozenset[str]:
    """Skills of the trade that its usual wording names anyway: PLC工程师."""
    return frozenset(skill for skill in trade.skills if skill.casefold() in text.casefold())


def _occupation(chance: Random, trade: Trade, core: str) -> str:
    """The code that came with it: one in twelve is missing, one in twenty-five is wrong."""
    draw = chance.random()
    if draw < 0.08:
        return ""
    if draw < 0.12 or core in wording()["titles"]["misleading"]:
        return chance.choice(list(trades().values())).code
    return trade.code


def _pay_text(chance: Random, pay: tuple[int, int] | None) -> str:
    if pay is None:
        return "面议"
    low, high = pay
    return chance.choice([f"{low}-{high}元/月", f"{low / 1000:g}-{high / 1000:g}K", f"{low}～{high}"])


def _posting(chance: Random, trade: Trade, opening: int, plan: Planted | None = None) -> Posting:
    truth = _truth(chance, trade, plan.overruled if plan else {})
    city = _city_name(truth.region)
    said = _benefit_words(chance, truth.benefits)
    in_duties = [word for word in said if chance.random() < 0.2]
    core = (plan and plan.title) or _core_title(chance, trade)
    title = _dressed(chance, core, truth, city)
    if said and chance.random() < 0.1:
        title = f"{title}（{said[0]}）"
    duties = _duties(chance, trade, truth, in_duties)
    truth = replace(truth, skills=truth.skills | _skills_in(trade, title + duties))
    district = regions.region(truth.region)
    assert district is not None
    where = [city, *([district.name] if district.short_name != city else []), *filter(None, [truth.spot])]
    return Posting(
        opening=opening,
        core=core,
        title=title,
        duties=duties,
        occupation=_occupation(chance, trade, core),
        place_text="·".join(where),
        address=f"{truth.spot}{chance.choice(STREETS)}{chance.randint(1, 300)}号",
        pay_text=_pay_text(chance, truth.pay),
        benefits=tuple(word for word in said if word not in in_duties),
        hours_old=chance.randint(1, 45 * 24),
        truth=truth,
    )


def corpus() -> list[Posting]:
    """All postings. One in fifty stands twice: its employer put it in again some days later."""
    return list(_corpus())


def _corpus() -> Iterator[Posting]:
    taken: set[tuple[str, str, str]] = set()
    for opening, (chance, trade, plan) in enumerate(_plans()):
        posting = _posting(chance, trade, opening, plan)
        while (same := (posting.truth.employer, posting.core, posting.truth.region[:4])) in taken:
            posting = _posting(chance, trade, opening, plan)
        taken.add(same)
        yield posting
        if chance.random() < 0.02:
            yield replace(posting, hours_old=posting.hours_old + 24 * chance.randint(1, 9))


def _plans() -> Iterator[tuple[Random, Trade, Planted | None]]:
    """A chance of its own for each posting: one more trade changes nothing of the others."""
    for row, plan in enumerate(planted()):
        for number in range(plan.number):
            yield Random(f"planted {row} {number}"), plan.trade, plan
    for trade in trades().values():
        common = COMMON_TRADES_CITY in trade.cities
        for number in range(POSTINGS_A_COMMON_TRADE if common else POSTINGS_A_TRADE):
            yield Random(f"{trade.key} {number}"), trade, None


def published(posting: Posting, now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(hours=posting.hours_old)
