"""Changes of service outlets: one by one, or by a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import region_prefix
from accounts.services import audit
from city_sites.models import CitySite, Outlet
from city_sites.outlet_rows import COLUMNS, NEEDED, read_row
from jobs.feeds.readers import ReadOptions, open_source

MOST_ROWS: Final = 1000
MOST_BYTES: Final = 5 * 1024 * 1024


class Outcome(models.TextChoices):
    """What became of a row."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("unchanged")
    REFUSED = "refused", gettext_lazy("refused")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a row, with its problems in words."""

    row: int
    name: str
    outcome: Outcome
    problems: list[str]


@transaction.atomic
def outlet_save(*, outlet: Outlet, by: User) -> Outlet:
    """Keep a new or changed outlet.

    Raises:
        ValidationError: a field is not good.
    """
    is_new = outlet.pk is None
    outlet.full_clean()
    outlet.save()
    act = "outlet_add" if is_new else "outlet_change"
    audit(actor=by, act=act, subject=outlet, region=outlet.region)
    return outlet


@transaction.atomic
def outlet_open_set(*, outlet: Outlet, is_open: bool, by: User) -> Outlet:
    """Let the public find an outlet, or not."""
    outlet.is_open = is_open
    outlet.save(update_fields=["is_open", "changed_at"])
    audit(actor=by, act="outlet_change", subject=outlet, region=outlet.region, is_open=is_open)
    return outlet


@transaction.atomic
def outlets_import(*, file: BinaryIO, region: str, by: User) -> list[Receipt]:
    """Add and change the outlets of a city from a CSV or XLSX file; a receipt for every row.

    A row whose number the city has already changes that outlet; the others stay as they are, and so do those
    that the file does not name. Rows that are refused change nothing.

    Raises:
        RunError: the file is empty, cannot be read, or lacks a column; nothing is changed.
        ValidationError: it has more than `MOST_ROWS` rows; nothing is changed.
    """
    options = ReadOptions(columns=frozenset(NEEDED)).for_people(largest_unpacked=8 * MOST_BYTES)
    here = Outlet.objects.filter(number__gt="", region__startswith=region_prefix(region))
    known = {outlet.number: outlet for outlet in here}
    receipts = []
    for row in open_source(file, options).rows:
        if row.number > MOST_ROWS:
            raise ValidationError(
                _("The file has more than %(most)s rows. Split it."), params={"most": MOST_ROWS}
            )
        receipts.append(_take(row.number, row.values, region, known))
    audit(
        actor=by,
        act="outlets_import",
        subject=CitySite.objects.get(region=region),
        region=region,
        **{outcome: sum(receipt.outcome == outcome for receipt in receipts) for outcome in Outcome},
    )
    return receipts


def _take(number: int, values: Mapping[str, Any], region: str, known: dict[str, Outlet]) -> Receipt:
    read = read_row(values, city=region)
    name = read.fields.get("name", "")
    if read.problems:
        return Receipt(number, name, Outcome.REFUSED, read.problems)
    outlet = known.get(read.fields["number"])
    if outlet and all(getattr(outlet, field) == value for field, value in read.fields.items()):
        return Receipt(number, name, Outcome.SAME, [])
    outcome = Outcome.CHANGED if outlet else Outcome.NEW
    outlet = outlet or Outlet()
    for field, value in read.fields.items():
        setattr(outlet, field, value)
    try:
        outlet.full_clean(validate_constraints=False)
    except ValidationError as error:
        told = [
            f"{COLUMNS.get(field, field)}: {' '.join(said)}" for field, said in error.message_dict.items()
        ]
        return Receipt(number, name, Outcome.REFUSED, told)
    outlet.save()
    known[outlet.number] = outlet
    return Receipt(number, name, outcome, [])
