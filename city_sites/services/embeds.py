"""What a city that keeps its own site shows of the portal there: newest vacancies and a search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.practice import is_in_practice
from city_sites.contrast import LEAST_RATIO, contrast_ratio
from city_sites.models.site import DEFAULT_ACCENT
from city_sites.services.sites import site_of_region
from jobs.models import Vacancy
from jobs.words import pay_words, place_words
from standards import regions

MOST: Final = 20
USUAL: Final = 5
_COLOUR = re.compile(r"^#?([0-9a-fA-F]{6})$")


@dataclass(frozen=True, slots=True)
class Embed:
    """A part for one region: whose vacancies, how many, in which colour, and where its links lead."""

    region: str
    place: str
    root: str
    accent: str
    count: int

    @property
    def vacancies(self) -> list[Vacancy]:
        public = Vacancy.objects.public().in_region(self.region).select_related("employer")
        return list(public.newest_first()[: self.count])


def embed_for(*, region: str, accent: str = "", count: str = "") -> Embed | None:
    """The part that is asked for; None where there is no such city. A city without a site here has one too:
    its links lead to the national site.

    Args:
        region: GB/T 2260 code of a city, "" or 000000 for the country.
        accent: #rrggbb; one on which white is hard to read is not taken, but the city's own.
        count: how many vacancies, from 1 to `MOST`; anything else is `USUAL`.
    """
    region = region or NATION
    city = regions.region(region)
    if region != NATION and (city is None or not regions.is_city(region) or is_in_practice(region)):
        return None
    site = site_of_region(region)
    root = site.address_root if site else import_string(settings.SITE_ROOT_OF)("")
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else USUAL
    return Embed(
        region=region,
        place=city.short_name if city else "",
        root=root,
        accent=readable_accent(accent, instead=site.accent if site else DEFAULT_ACCENT),
        count=number if 1 <= number <= MOST else USUAL,
    )


def readable_accent(asked: str, *, instead: str) -> str:
    """The colour as #rrggbb where white is to be read on it and it on white (WCAG 1.4.3), else `instead`."""
    found = _COLOUR.match(asked.strip())
    colour = f"#{found[1].lower()}" if found else instead
    return colour if contrast_ratio(colour) >= LEAST_RATIO else instead


def as_link(embed: Embed, vacancy: Vacancy) -> dict[str, Any]:
    """A vacancy as the script shows it: employer, place and pay as one line of facts."""
    facts = (
        vacancy.employer.name if vacancy.employer else "",
        place_words(vacancy.region),
        pay_words(vacancy.pay_min, vacancy.pay_max) or _("Pay not stated"),
    )
    return {
        "url": f"{embed.root}{vacancy.get_absolute_url()}",
        "title": vacancy.title,
        "facts": " · ".join(fact for fact in facts if fact),
    }
