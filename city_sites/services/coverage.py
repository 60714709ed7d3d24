"""How many cities are present, on any day, against what was aimed at."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.models import User
from accounts.services import audit
from city_sites.enums import PresenceState, TargetScope
from city_sites.models import CitySite, CoverageTarget, PilotCity, PresenceChange
from city_sites.presence import shown_state

PRESENT = (PresenceState.HOSTED, PresenceState.LINKED)


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target and how far the country has come.

    Args:
        wanted: cities that were to be present on the day, of `among`.
        then: cities that were present at the end of that day; None where the day is not over.
        now: cities that are present now.
    """

    target: CoverageTarget
    among: int
    wanted: int
    then: int | None
    now: int

    @property
    def is_met(self) -> bool | None:
        """Whether it was met on its day; of a day to come whether it is met already, None if not yet.

        None also where there are no cities that it is about: nobody has said which are pilots.
        """
        if not self.among:
            return None
        if self.then is not None:
            return self.then >= self.wanted
        return True if self.now >= self.wanted else None

    @property
    def lacking(self) -> int:
        """Cities that are still missing now."""
        return max(self.wanted - self.now, 0)


def presence_note(*, region: str, city_site: CitySite | None, at: dt.datetime | None = None) -> None:
    """Keep how a city stands from now on, where that is new."""
    state = shown_state(city_site)
    last = PresenceChange.objects.filter(region=region).order_by("-at", "-pk").first()
    if (last.state if last else PresenceState.NONE) != state:
        PresenceChange.objects.create(region=region, state=state, at=at or timezone.now())


def present_at(moment: dt.datetime) -> set[str]:
    """Codes of the cities that were hosted or linked at a moment, in one query."""
    newest = PresenceChange.objects.filter(at__lt=moment).order_by("region", "-at", "-pk").distinct("region")
    return {region for region, state in newest.values_list("region", "state") if state in PRESENT}


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after a civil day."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def targets_progress(*, cities: Collection[str], today: dt.date | None = None) -> list[TargetProgress]:
    """Every target, by date, judged over these cities.

    Args:
        cities: codes of all cities that targets are about.
    """
    day = today or timezone.localdate()
    pilots = pilot_regions() & set(cities)
    now = present_at(timezone.now())
    found = []
    for target in CoverageTarget.objects.all():
        among = pilots if target.scope == TargetScope.PILOTS else set(cities)
        then = present_at(end_of(target.due_on)) if target.due_on < day else None
        found.append(
            TargetProgress(
                target=target,
                among=len(among),
                wanted=wanted_of(target.number, target.percent, len(among)),
                then=None if then is None else len(then & among),
                now=len(now & among),
            )
        )
    return found


def wanted_of(number: int | None, percent: int | None, among: int) -> int:
    """How many cities a target asks for: a share is rounded up to whole cities."""
    return number if number is not None else math.ceil(among * (percent or 0) / 100)


def pilot_regions() -> set[str]:
    return set(PilotCity.objects.values_list("region", flat=True))


@transaction.atomic
def pilots_set(*, regions: Iterable[str], known: Collection[str], by: User) -> tuple[int, int]:
    """Let exactly these cities be pilots; gives how many came and went.

    Args:
        known: codes of the cities that may be.
    Raises:
        ValidationError: a code is not one of them.
    """
    wanted = set(regions)
    if stray := wanted - set(known):
        raise ValidationError(_("%(code)s is not the code of a city."), params={"code": min(stray)})
    here = {pilot.region: pilot for pilot in PilotCity.objects.select_for_update()}
    PilotCity.objects.bulk_create([PilotCity(region=region) for region in sorted(wanted - set(here))])
    gone = [pilot.pk for region, pilot in here.items() if region not in wanted]
    PilotCity.objects.filter(pk__in=gone).delete()
    came = sorted(wanted - set(here))
    if came or gone:
        subject = PilotCity.objects.first() or PilotCity(pk=0)
        audit(
            actor=by, act="pilots_set", subject=subject, region=NATION,
            came=came, went=sorted(set(here) - wanted),
        )  # fmt: skip
    return len(came), len(gone)


@transaction.atomic
def target_save(*, target: CoverageTarget, by: User) -> CoverageTarget:
    """Add or change a target.

    Raises:
        ValidationError: neither a number nor a share is given, or both.
    """
    target.full_clean()
    target.save()
    audit(
        actor=by, act="coverage_target_save", subject=target, region=NATION, due_on=target.due_on,
        scope=target.scope, number=target.number, percent=target.percent,
    )  # fmt: skip
    return target


@transaction.atomic
def target_remove(*, target: CoverageTarget, by: User) -> None:
    audit(
        actor=by, act="coverage_target_remove", subject=target, region=NATION, name=target.name,
        due_on=target.due_on, scope=target.scope, number=target.number, percent=target.percent,
    )  # fmt: skip
    target.delete()
