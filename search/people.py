"""What the index knows of a person who agreed to be matched: what they can and want, not who they are.

No name, contact, identity number, sex, birth date or ethnicity: the mapping is strict, with no room for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet
from elasticsearch.dsl import Boolean, Date, Document, Float, GeoPoint, Integer, Keyword, Long, MetaField

from jobs.enums import PlaceMode
from jobs.models import JobSeeker
from search.documents import city_code, region_codes
from search.matching import tokens
from standards import licences, regions

ANYWHERE: Final = "000000"


def _kept(kind: Any) -> Any:
    """A field that is read from the document and never searched."""
    return kind(index=False, doc_values=False)


class PersonDocument(Document):
    """The mapping. What is kept is what scores are made of; the tokens beside it are for finding."""

    id = Long()
    findable = Boolean()
    city = Keyword()
    regions = Keyword()
    point = GeoPoint()
    wanted = _kept(Keyword)
    wanted_weights = _kept(Float)
    wishes = Keyword()
    trades = Keyword()
    main_group = Keyword()
    practised = _kept(Keyword)
    practised_years = _kept(Float)
    practice = Keyword()
    graded = _kept(Keyword)
    grades = _kept(Keyword)
    graded_as = Keyword()
    education = Keyword()
    skills = Keyword()
    licences = Keyword()
    pay_wanted = Integer()
    pay_floor = Integer()
    place_regions = _kept(Keyword)
    place_modes = _kept(Keyword)
    place_reach = _kept(Integer)
    move_to = Keyword()
    travel_to = Keyword()
    commute_to = Keyword()
    excluded = Keyword()
    employment_types = Keyword()
    hidden_from = Long()
    available_from = Date(format="strict_date")
    confirmed_at = Date()
    is_demo = Boolean()
    checksum = Long(index=False)

    class Meta:
        dynamic = MetaField("strict")


def person_rows(people: QuerySet[JobSeeker]) -> Iterator[JobSeeker]:
    """The people of a queryset in its order with all that their documents need, by a few queries."""
    return iter(people.with_profile())  # type: ignore[attr-defined]


def person_document(seeker: JobSeeker) -> dict[str, Any]:
    """The document of a person. Who states no place would work in their own city; who is not
    `findable` is matched with nothing and never written."""
    wanted = {wish.occupation: wish.weight / 100 for wish in seeker.wanted.all()}
    practised = {entry.occupation: entry.months / 12 for entry in seeker.experience.all()}
    graded = [(entry.occupation, entry.grade) for entry in seeker.grades.all()]
    places = [(place.region, place.mode, place.within_km or 0) for place in seeker.places.all()]
    return described(
        {
            "id": seeker.pk,
            "findable": seeker.consent_at is not None,
            "regions": region_codes(seeker.region),
            "point": _point(seeker),
            "wanted": list(wanted),
            "wanted_weights": list(wanted.values()),
            "practised": list(practised),
            "practised_years": [round(years, 2) for years in practised.values()],
            "graded": [code for code, _ in graded],
            "grades": [grade for _, grade in graded],
            "education": seeker.education,
            "skills": seeker.skills,
            "licences": licences.with_covered(seeker.licences),
            "pay_wanted": seeker.pay_wanted,
            "pay_floor": seeker.pay_floor,
            "place_regions": [region for region, _, _ in places] or _own_city(seeker.region),
            "place_modes": [mode for _, mode, _ in places] or [PlaceMode.TRAVEL.value],
            "place_reach": [reach for _, _, reach in places] or [0],
            "excluded": seeker.excluded_regions,
            "employment_types": seeker.employment_types,
            "hidden_from": sorted(employer.pk for employer in seeker.hidden_from.all()),
            "available_from": seeker.available_from or seeker.created_at.date(),
            "confirmed_at": seeker.updated_at,
            "is_demo": seeker.is_demo,
        }
    )


def described(facts: dict[str, Any]) -> dict[str, Any]:
    """A document of the facts that scores are made of, with the tokens that find it, without what is empty.

    Whoever has people from elsewhere than the database (benches, generators) makes their documents by this.
    """
    wanted, weights = facts["wanted"], facts["wanted_weights"]
    practised = dict(zip(facts["practised"], facts["practised_years"], strict=True))
    places = list(zip(facts["place_regions"], facts["place_modes"], facts["place_reach"], strict=True))
    document = facts | {
        "city": city_code(max(facts["regions"], default="")),
        "wishes": tokens.wishes(dict(zip(wanted, weights, strict=True))),
        "trades": tokens.trades([*wanted, *practised]),
        "main_group": tokens.main_group(dict(zip(wanted, weights, strict=True))),
        "practice": tokens.practice(practised),
        "graded_as": tokens.graded(zip(facts["graded"], facts["grades"], strict=True)),
        "move_to": _places(places, PlaceMode.MOVE),
        "travel_to": _places(places, PlaceMode.TRAVEL),
        "commute_to": [
            f"{region or ANYWHERE}:{reach}" for region, mode, reach in places if mode == PlaceMode.COMMUTE
        ],
    }
    return {name: value for name, value in document.items() if value or value == 0}


def _places(places: Iterable[tuple[str, str, int]], mode: PlaceMode) -> list[str]:
    return [region or ANYWHERE for region, of, _ in places if of == mode]


@lru_cache(maxsize=4096)
def _own_city(region: str) -> list[str]:
    return [city_code(region) or region or ""]


def _point(seeker: JobSeeker) -> dict[str, float] | None:
    if seeker.longitude is not None and seeker.latitude is not None:
        return {"lon": seeker.longitude, "lat": seeker.latitude}
    middle = regions.location(seeker.region) if seeker.region else None
    return {"lon": middle[0], "lat": middle[1]} if middle else None
