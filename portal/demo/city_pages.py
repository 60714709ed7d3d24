"""Pages of the demonstration's city sites: guides, courses, fairs, policies, news, questions, and outlets."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from random import Random
from string import Template
from typing import Any, Final

from django.utils import timezone
from wagtail.models import Page

from city_sites.enums import PolicyRelation, ServiceKind
from city_sites.models import (
    CityHomePage,
    CourseIndexPage,
    CoursePage,
    FairIndexPage,
    FairPage,
    FaqPage,
    GuidePage,
    NewsIndexPage,
    NewsPage,
    Outlet,
    PolicyIndexPage,
    PolicyLink,
    PolicyPage,
)
from portal.demo.bulletins import service_phone
from portal.demo.cities import DemoCity
from portal.demo.employers import ROADS, workplaces
from portal.demo.trades import DATA
from standards import regions

OUTLETS_A_DISTRICT: Final = 2
_NEAR: Final = 0.03
"""Degrees that an outlet lies from the middle of its district at most."""


@cache
def _texts() -> Mapping[str, list[dict[str, Any]]]:
    with (DATA / "city_pages.toml").open("rb") as file:
        return tomllib.load(file)


def city_pages_ensure(*, city: DemoCity, today: dt.date) -> None:
    """Fill the lists of a demonstration city that are empty; what staff wrote is left alone."""
    home = CityHomePage.objects.get(region=city.code)
    unit = regions.region(city.code)
    assert unit is not None
    words = {
        "city": unit.short_name,
        "full": unit.name,
        "district": workplaces(city.code)[0].name,
        "phone": service_phone(city),
    }
    _guides(home)
    _courses(home, words, today)
    _fairs(home, words, today)
    _policies(home, words, today)
    _news(home, words, today)
    _questions(home)
    _outlets(city)


def _guides(home: CityHomePage) -> None:
    texts = {text["kind"]: text for text in _texts()["guide"]}
    for guide in GuidePage.objects.descendant_of(home).filter(live=False, first_published_at=None):
        text = texts[guide.kind]
        guide.summary, guide.conditions = text["summary"], text["conditions"]
        guide.time_limit, guide.fee = text["time_limit"], text["fee"]
        guide.materials = [("material", {"name": name, "note": note}) for name, note in text["materials"]]
        guide.steps = [("step", {"title": title, "text": said}) for title, said in text["steps"]]
        guide.save_revision().publish()


def _empty(home: CityHomePage, model: type[Page]) -> Page | None:
    """The list of a kind on a site, where nothing stands in it yet."""
    index: Page = model.objects.child_of(home).get()
    return None if index.get_children().exists() else index


def _said(text: Mapping[str, Any], words: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: Template(text[name]).substitute(words) for name in names if name in text}


def _courses(home: CityHomePage, words: Mapping[str, str], today: dt.date) -> None:
    if index := _empty(home, CourseIndexPage):
        for text in _texts()["course"]:
            starts, ends, until = (today + dt.timedelta(days=days) for days in text["days"])
            facts = {name: text[name] for name in ("slug", "occupation", "hours", "fee", "subsidy", "seats")}
            course = CoursePage(
                **_said(text, words, "title", "summary", "body"),
                **facts,
                provider=f"{words['full']}技工学校（演示）",
                starts_on=starts,
                ends_on=ends,
                enrol_until=until,
                place=f"{words['district']}实训基地 2 号楼",
                telephone=words["phone"],
            )
            index.add_child(instance=course)


def _fairs(home: CityHomePage, words: Mapping[str, str], today: dt.date) -> None:
    if index := _empty(home, FairIndexPage):
        for text in _texts()["fair"]:
            day = today + dt.timedelta(days=text["days"])
            starts, ends = (
                timezone.make_aware(dt.datetime.combine(day, dt.time(hour))) for hour in text["hours"]
            )
            on_site = text["mode"] == "on_site"
            fair = FairPage(
                **_said(text, words, "title", "summary", "body"),
                slug=text["slug"],
                mode=text["mode"],
                starts_at=starts,
                ends_at=ends,
                place=f"{words['district']}公共就业服务大厅" if on_site else "",
                link="" if on_site else "https://fair.example.org/",
                organiser=f"{words['full']}公共就业服务中心",
                telephone=words["phone"],
                booths=text.get("booths"),
            )
            index.add_child(instance=fair)


def _policies(home: CityHomePage, words: Mapping[str, str], today: dt.date) -> None:
    if index := _empty(home, PolicyIndexPage):
        made: dict[str, PolicyPage] = {}
        for text in _texts()["policy"]:
            issued, effective = (today - dt.timedelta(days=days) for days in text["days"])
            repealed = today - dt.timedelta(days=text["repealed"]) if "repealed" in text else None
            made[text["slug"]] = index.add_child(
                instance=PolicyPage(
                    **_said(text, words, "title", "summary", "body"),
                    slug=text["slug"],
                    number=text["number"],
                    issuer=f"{words['full']}人力资源和社会保障局",
                    issued_on=issued,
                    effective_on=effective,
                    repealed_on=repealed,
                )
            )
        for text in _texts()["policy"]:
            if "replaces" in text:
                PolicyLink.objects.create(
                    page=made[text["slug"]], kind=PolicyRelation.REPLACES, other=made[text["replaces"]]
                )


def _news(home: CityHomePage, words: Mapping[str, str], today: dt.date) -> None:
    if index := _empty(home, NewsIndexPage):
        for text in _texts()["news"]:
            said = _said(text, words, "title", "summary", "body", "source")
            day = today - dt.timedelta(days=text["days"])
            index.add_child(instance=NewsPage(**said, slug=text["slug"], date=day))


def _questions(home: CityHomePage) -> None:
    page = FaqPage.objects.child_of(home).get()
    if not page.groups:
        page.groups = [
            (
                "group",
                {
                    "heading": group["heading"],
                    "questions": [{"question": ask, "answer": answer} for ask, answer in group["questions"]],
                },
            )
            for group in _texts()["faq"]
        ]
        page.save_revision().publish()


def _outlets(city: DemoCity) -> None:
    places = workplaces(city.code)
    if Outlet.objects.filter(region__in=[place.code for place in places]).exists():
        return
    random = Random(f"{city.code}:outlets")  # noqa: S311 — a demonstration, nothing secret
    for place in places:
        for number in range(1, OUTLETS_A_DISTRICT + 1):
            road = random.choice(ROADS)
            point = regions.location(place.code)
            lon, lat = (
                (round(one + random.uniform(-_NEAR, _NEAR), 4) for one in point) if point else (None, None)
            )
            Outlet.objects.create(
                region=place.code,
                number=f"{place.code}-{number:02d}",
                name=f"{road}街道公共就业服务站",
                street=f"{road}街道",
                address=f"{place.name}{road}路{random.randrange(1, 300)}号",
                lon=lon,
                lat=lat,
                hours="周一至周五 9:00–17:00",
                telephone=service_phone(city),
                services=random.sample(ServiceKind.values, random.choice((2, 3, 4))),
            )
