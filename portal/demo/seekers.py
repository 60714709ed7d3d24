"""Job seekers of the demonstration: invented, without names, most of them ready to work elsewhere.

In each city two occupations that are rare there have more seekers than work, so that the pages of staff have
a surplus to show.
"""

from __future__ import annotations

import datetime as dt
import random
from functools import cache
from typing import Final

from jobs.enums import EmploymentType, PlaceMode
from jobs.models import JobSeeker
from jobs.services import Place, SeekerProfile, seeker_consent, seeker_register
from portal.demo.cities import DemoCity, demo_cities
from portal.demo.trades import DemoOccupation, trades
from search.skills import skill_names
from standards import licences, regions

CITIES: Final = ("420100", "440100", "440300", "320100", "510100", "610100", "410100", "210100")
RARE: Final = 2
OF_A_RARE_ONE: Final = 18
OF_ALL: Final = 20
_GRADES: Final = ("50", "40", "30")


def seekers_ensure(*, city: DemoCity, today: dt.date) -> int:
    """Invented seekers for a city that should have some and has none; how many are new."""
    if city.code not in CITIES or JobSeeker.objects.filter(is_demo=True, region__startswith=city.code[:4]):
        return 0
    chance = random.Random(int(city.code))  # noqa: S311  no secret
    wanted = [*_rare_in(city) * OF_A_RARE_ONE, *_drawn(chance, OF_ALL)]
    for occupation in wanted:
        profile = _profile(city, occupation, chance, today)
        seeker = seeker_register(profile=profile, user=None, by=None, is_demo=True)
        if chance.random() < 0.95:
            seeker_consent(seeker=seeker, given=True, by=None)
    return len(wanted)


@cache
def _occupations() -> tuple[DemoOccupation, ...]:
    """All occupations, those with the fewest vacancies first."""
    found = [occupation for trade in trades() for occupation in trade.occupations]
    return tuple(sorted(found, key=lambda occupation: (occupation.weight, occupation.code)))


def _rare_in(city: DemoCity) -> list[DemoOccupation]:
    """Two rare occupations, other ones in each city."""
    first = CITIES.index(city.code) * RARE
    return list(_occupations()[first : first + RARE])


def _drawn(chance: random.Random, number: int) -> list[DemoOccupation]:
    weights = [occupation.weight for occupation in _occupations()]
    return chance.choices(_occupations(), weights, k=number)


def _profile(
    city: DemoCity, occupation: DemoOccupation, chance: random.Random, today: dt.date
) -> SeekerProfile:
    pay = round(chance.uniform(*occupation.pay) * city.pay, -2)
    years = chance.randint(*occupation.experience) if occupation.experience[1] else 0
    licence = licences.licence_wanted(occupation.code)
    home = chance.choice(regions.children(city.code) or (regions.region(city.code),))
    return SeekerProfile(
        region=home.code if home else city.code,
        wanted={occupation.code: 100},
        experience={occupation.code: years * 12 + chance.randrange(12)},
        grades=((occupation.code, chance.choice(_GRADES)),) if occupation.code.startswith("6") else (),
        education=chance.choice([level for level in occupation.education if level != "00"] or ["60"]),
        skills=tuple(skill_names(sentence[0] for sentence in occupation.duties)),
        licences=(licence,) if licence and chance.random() < 0.9 else (),
        pay_wanted=int(pay),
        pay_floor=int(pay * 0.7),
        places=tuple(_places(city, chance)),
        employment_types=(EmploymentType.FULL_TIME,),
        available_from=today + dt.timedelta(days=chance.randrange(30)),
    )


def _places(city: DemoCity, chance: random.Random) -> list[Place]:
    """Everybody commutes; most would go elsewhere: to a city of the demonstration, or anywhere."""
    found = [Place(city.code, PlaceMode.COMMUTE, chance.choice((10, 20, 50)))]
    drawn = chance.random()
    if drawn < 0.35:
        found.append(Place("", PlaceMode.MOVE))
    elif drawn < 0.8:
        others = [code for code in demo_cities() if code != city.code]
        found += [Place(code, PlaceMode.MOVE) for code in chance.sample(others, 2)]
    return found
