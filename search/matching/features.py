"""What a person and a vacancy have in common: one definition for both directions.

Every function takes people and vacancies as columns. Either side may have a single row, which is compared
with all rows of the other; else row is compared with row. All answers are arrays with one value a pair; a
feature lies between 0 and 1, and 1 means that nothing is left to wish for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from search.matching.columns import (
    COMMUTE,
    MOVE,
    TITLES_FROM,
    TRAVEL,
    Flags,
    Floats,
    Ints,
    PersonColumns,
    VacancyColumns,
)

SAME, MINOR, SUB_MAJOR, MAJOR = 1.0, 0.7, 0.4, 0.15
"""Nearness of occupations: in the group that is meant, else by the deepest group that both lie in."""
PAY_SHARES: Final = (0.5, 1.0, 1.5)
PAY_WORTH: Final = (0.0, 0.8, 1.0)
"""Pay as a share of what is wanted, and what it is worth: nothing at half, much at all of it."""
PAY_UNSTATED: Final = 0.5
TRAVEL_HALF_KM: Final = 100.0
"""Distance at which work that one travels to is worth half of work at home."""
TRAVEL_UNKNOWN: Final = 0.5
EMPLOYMENT_UNSTATED: Final = 0.7
FRESH_HALF_DAYS: Final = 14.0
CONFIRMED_HALF_DAYS: Final = 90.0
AVAILABLE_WITHIN_DAYS: Final = 30.0
YEARS_TO_NOTHING: Final = 3.0
"""So many years too few, and experience counts for nothing."""
LEVELS_TO_NOTHING: Final = 3.0
GRADES_TO_NOTHING: Final = 2.0
_EARTH_KM: Final = 6371.0088


@dataclass(frozen=True, slots=True)
class Features:
    """Features of pairs, and beside them the amounts that the words about a match are made of.

    near: nearness of the nearest wanted occupation. kilometres: NaN where a point is not known.
    place_mode: the willingness that counts, 0 for none. credited: years of experience that count.
    skills_had of skills_asked. levels_missing of education, grades_missing of the ladder of grades.
    licences_missing: bits.
    """

    wish: Floats
    pay: Floats
    place: Floats
    employment: Floats
    freshness: Floats
    trade: Floats
    experience: Floats
    skills: Floats
    education: Floats
    grade: Floats
    availability: Floats
    confirmed: Floats
    near: Floats
    kilometres: Floats
    place_mode: Ints
    credited: Floats
    skills_had: Ints
    skills_asked: Ints
    levels_missing: Ints
    grades_missing: Ints
    licences_missing: Ints

    def row(self, at: int) -> dict[str, float]:
        """The features of one pair, by name."""
        return {field.name: getattr(self, field.name)[at] for field in fields(self)}


def features_of(people: PersonColumns, vacancies: VacancyColumns, *, day: float) -> Features:
    """All features of the pairs on a day, given in days since 1970."""
    near = nearness(people.wanted, people.wanted_width, vacancies.occupation)
    done = nearness(people.practised, people.practised_width, vacancies.occupation)
    wish = (near * people.wanted_weight).max(axis=1)
    trade = np.maximum(near.max(axis=1), done.max(axis=1))
    credited = (done * people.years).sum(axis=1)
    kilometres = distance_km(people.longitude, people.latitude, vacancies.longitude, vacancies.latitude)
    place, place_mode = _place(people, vacancies, kilometres)
    had, asked = _skills(people.skills, vacancies.skills)
    levels = _missing(vacancies.education, people.education)
    grades = _grades_missing(people, vacancies)
    lacking = np.where(vacancies.licences & ~people.licences, vacancies.licences & ~people.licences, 0)
    arrays = np.broadcast_arrays(
        wish,
        pay_worth(people.pay_wanted, vacancies.pay_low, vacancies.pay_high),
        place,
        _employment(people.employment, vacancies.employment),
        half_life(day - vacancies.published, FRESH_HALF_DAYS),
        trade,
        _falling(vacancies.experience - credited, YEARS_TO_NOTHING),
        np.where(asked > 0, had / np.maximum(asked, 1), 1.0),
        _falling(levels, LEVELS_TO_NOTHING),
        _falling(grades, GRADES_TO_NOTHING),
        half_life(people.available - day - AVAILABLE_WITHIN_DAYS, AVAILABLE_WITHIN_DAYS),
        half_life(day - people.confirmed, CONFIRMED_HALF_DAYS),
        near.max(axis=1),
        kilometres,
        place_mode,
        credited,
        had,
        asked,
        levels,
        grades,
        lacking,
    )
    return Features(*arrays)


def nearness(groups: Ints, widths: Ints, occupation: Ints) -> Floats:
    """How near occupations lie to groups of the classification, one column a group; 0 where either is 0."""
    of = occupation[:, None]
    safe = np.maximum(widths, 1)
    near = np.select(
        [
            groups // safe == of // safe,
            *(groups // width == of // width for width in (100, 10_000, 1_000_000)),
        ],
        [SAME, MINOR, SUB_MAJOR, MAJOR],
        0.0,
    )
    return np.where((groups > 0) & (of > 0), near, 0.0)


def pay_worth(wanted: Floats, low: Floats, high: Floats) -> Floats:
    """What pay is worth to somebody: half for the least that is paid, half for the most."""
    with np.errstate(invalid="ignore", divide="ignore"):
        worth = 0.5 * (
            np.interp(low / wanted, PAY_SHARES, PAY_WORTH) + np.interp(high / wanted, PAY_SHARES, PAY_WORTH)
        )
    worth = np.where(np.isnan(high), PAY_UNSTATED, worth)
    return np.where(np.isnan(wanted), 1.0, worth)


def half_life(amount: Floats, half: float) -> Floats:
    """1 up to nothing, one half at `half`, and falling on; 1 where the amount is not known."""
    return np.asarray(half / (half + np.maximum(np.nan_to_num(amount), 0.0)))


def distance_km(longitude: Floats, latitude: Floats, to_longitude: Floats, to_latitude: Floats) -> Floats:
    """Great-circle distance (haversine) of points in degrees; NaN where a point is not known."""
    lon, lat, to_lon, to_lat = map(np.radians, (longitude, latitude, to_longitude, to_latitude))
    half_chord = np.sin((to_lat - lat) / 2) ** 2
    half_chord = half_chord + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0))))


def _falling(missing: Floats | Ints, to_nothing: float) -> Floats:
    return np.asarray(np.clip(1 - missing / to_nothing, 0.0, 1.0))


def _missing(asked: Ints, had: Ints) -> Ints:
    return np.asarray(np.maximum(asked - had, 0))


def _employment(taken: Ints, offered: Ints) -> Floats:
    fits = np.where(offered == 0, EMPLOYMENT_UNSTATED, ((taken & offered) > 0).astype(np.float64))
    return np.where(taken == 0, 1.0, fits)


def _place(people: PersonColumns, vacancies: VacancyColumns, kilometres: Floats) -> tuple[Floats, Ints]:
    """The best of a person's willingnesses for the place of a vacancy, and its mode; 0 where none fits."""
    km = kilometres[:, None]
    mode = people.place_mode
    inside = within(people.place, people.place_width, vacancies.region) & (mode > 0)
    travel = np.where(np.isnan(km), TRAVEL_UNKNOWN, half_life(km, TRAVEL_HALF_KM))
    reach = np.maximum(people.place_reach, 1.0)
    commute = np.where(km <= reach, reach / (reach + km), 0.0)
    worth = np.select([mode == MOVE, mode == TRAVEL, mode == COMMUTE], [1.0, travel, commute], 0.0) * inside
    best = worth.argmax(axis=1)
    rows = np.arange(len(worth))
    worth_of = worth[rows, best]
    return worth_of, np.where(worth_of > 0, np.broadcast_to(mode, worth.shape)[rows, best], 0)


def within(places: Ints, widths: Ints, region: Ints) -> Flags:
    """Whether regions lie in places, one column a place; a vacancy without a region lies nowhere."""
    safe = np.maximum(widths, 1)
    of = region[:, None]
    return np.asarray((places // safe == of // safe) & (of > 0) & (widths > 0))


def _skills(had: Ints, asked: Ints) -> tuple[Ints, Ints]:
    """How many of the skills asked for somebody has, and how many are asked for."""
    common = ((asked[:, :, None] == had[:, None, :]) & (asked[:, :, None] > 0)).any(axis=2)
    return common.sum(axis=1), (asked > 0).sum(axis=1)


def _grades_missing(people: PersonColumns, vacancies: VacancyColumns) -> Ints:
    """Steps up to the grade asked for, by grades in the same minor group and on the same ladder."""
    asked = vacancies.grade[:, None]
    near = nearness(people.graded, people.graded_width, vacancies.occupation) >= MINOR
    same_ladder = (people.grade >= TITLES_FROM) == (asked >= TITLES_FROM)
    held = np.where(near & same_ladder, people.grade, 0).max(axis=1)
    floor = np.where(vacancies.grade >= TITLES_FROM, TITLES_FROM, 0)
    return np.where(vacancies.grade > 0, np.maximum(vacancies.grade - np.maximum(held, floor), 0), 0)
