"""Minimum wages: dated rows that are added, mended and, before their day, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import region_prefix
from accounts.services import audit
from jobs.models import MinimumWage
from standards import regions

USUAL: Final = (1_000, 4_000)
"""Yuan a month between which the minimum wages of 2015 to 2026 lie, with room."""
LARGEST_RISE: Final = 1.3


def wage_doubts(monthly: int, before: int | None) -> list[str]:
    """What looks wrong about a minimum wage after the one before it, in words; empty where nothing does."""
    doubts = []
    lowest, highest = USUAL
    if not lowest <= monthly <= highest:
        said = _("Minimum wages usually lie between %(lowest)s and %(highest)s yuan a month.")
        doubts.append(said % {"lowest": lowest, "highest": highest})
    if before and monthly < before:
        doubts.append(_("It is lower than the one before (%(before)s yuan).") % {"before": before})
    if before and monthly > before * LARGEST_RISE:
        said = _("It is more than 30 %% higher than the one before (%(before)s yuan).")
        doubts.append(said % {"before": before})
    return doubts


def wage_before(*, region: str, day: dt.date) -> int | None:
    """The minimum wage that holds in a region just before a day; its province's where it has none."""
    province = regions.province_of(region)
    for code in (region, province.code if province else ""):
        rows = MinimumWage.objects.filter(region=code, valid_from__lt=day).order_by("-valid_from")
        if found := rows.first():
            return found.monthly
    return None


def wages_of(region: str) -> QuerySet[MinimumWage]:
    """The rows of a city with its districts and its province, the newest first."""
    prefix = region_prefix(region)
    own = MinimumWage.objects.filter(region__startswith=prefix)
    province = MinimumWage.objects.filter(region=f"{region[:2]}0000")
    return (own | province).order_by("-valid_from", "region", "pk")


@transaction.atomic
def wage_set(*, region: str, valid_from: dt.date, monthly: int, by: User) -> MinimumWage:
    """Add a minimum wage from a day on, or mend the one of that day; the trail keeps what it was.

    Raises:
        ValidationError: the region is none, or the amount is nothing.
    """
    if regions.region(region) is None:
        raise ValidationError(_("%(code)s is not the code of a region."), params={"code": region})
    if monthly < 1:
        raise ValidationError(_("Write an amount in yuan."))
    row = MinimumWage.objects.select_for_update().filter(region=region, valid_from=valid_from).first()
    was = row.monthly if row else None
    row = row or MinimumWage(region=region, valid_from=valid_from)
    row.monthly = monthly
    row.save()
    if was != monthly:
        audit(
            actor=by, act="minimum_wage_set", subject=row, region=region, valid_from=valid_from,
            monthly=monthly, was=was,
        )  # fmt: skip
    return row


@transaction.atomic
def wage_take_back(*, wage: MinimumWage, by: User, today: dt.date | None = None) -> None:
    """Take back a minimum wage that does not hold yet.

    Raises:
        ValidationError: it holds, or held: vacancies were judged by it.
    """
    if wage.valid_from <= (today or timezone.localdate()):
        raise ValidationError(_("It holds already and stays in the history. Add a newer one instead."))
    audit(
        actor=by, act="minimum_wage_take_back", subject=wage, region=wage.region,
        valid_from=wage.valid_from, monthly=wage.monthly,
    )  # fmt: skip
    wage.delete()
