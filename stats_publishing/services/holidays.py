"""The official days off: as shipped, as national staff keep them, and the due dates that follow."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from stats_publishing.methods.workdays import DaysOfRest, days_of, together
from stats_publishing.models import HolidayNotice
from stats_publishing.services.datasets import NotPossible

_FILE: Final = Path(__file__).parents[1] / "data" / "holidays.toml"


@dataclass(frozen=True, slots=True)
class Notice:
    """A year's notice, before it is kept."""

    year: int
    title: str
    announced_on: dt.date
    rest: DaysOfRest


def shipped_notices() -> Sequence[Notice]:
    """The years that the portal comes with, in order."""
    data: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [
        Notice(
            int(year), one["notice"], one["announced"],
            DaysOfRest(days_of((first, last) for first, last in one["off"]), frozenset(one["work"])),
        )
        for year, one in data.items()
    ]  # fmt: skip


def days_of_rest() -> DaysOfRest:
    """All that is known of days off and worked weekends."""
    return together(notice.rest for notice in HolidayNotice.objects.all())


@transaction.atomic
def holidays_load(*, at: dt.datetime) -> int:
    """Keep the shipped years that nobody has entered; how many are new."""
    known = set(HolidayNotice.objects.values_list("year", flat=True))
    fresh = [one for one in shipped_notices() if one.year not in known]
    HolidayNotice.objects.bulk_create(_row(one, by=None, at=at) for one in fresh)
    return len(fresh)


@transaction.atomic
def holidays_save(*, notice: Notice, by: User, at: dt.datetime) -> HolidayNotice:
    """Enter or change a year.

    Raises:
        NotPossible: the days contradict each other or are of another year.
    """
    if faults := notice.rest.problems(notice.year):
        raise NotPossible(" ".join(_words()[fault] % {"year": notice.year} for fault in faults))
    before = HolidayNotice.objects.select_for_update().filter(year=notice.year).first()
    row = _row(notice, by=by, at=at)
    if before:
        row.pk = before.pk
    row.save()
    audit(
        actor=by, act="holidays_save", subject=row,
        days_off=len(row.off), worked=len(row.work), changed=before is not None,
    )  # fmt: skip
    return row


def _row(notice: Notice, *, by: User | None, at: dt.datetime) -> HolidayNotice:
    return HolidayNotice(
        year=notice.year,
        notice=notice.title,
        announced_on=notice.announced_on,
        off=sorted(notice.rest.off),
        work=sorted(notice.rest.work),
        changed_at=at,
        changed_by=by,
    )


def _words() -> dict[str, str]:
    return {
        "other_year": _("Days of a notice lie between December before and December of %(year)d."),
        "off_and_work": _("A day cannot be off and worked."),
        "work_on_weekday": _("Only Saturdays and Sundays can be worked instead of other days."),
    }
