"""Acts on many rows: what would happen is shown first, then it is done, kept, and taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.models import User
from accounts.permissions import held_regions, region_prefix
from accounts.services import audit
from city_sites.models import DeskAct
from city_sites.workspace.lists.chosen import chosen_of
from city_sites.workspace.lists.spec import Act, DeskList, Plan
from standards import regions

M = TypeVar("M", bound=Model)
MOST_ROWS = 500
"""So many rows are acted on at once."""
UNDO_WITHIN = dt.timedelta(hours=24)


class TooManyRows(ValueError):
    """More rows are meant than are acted on at once."""


class PlanChanged(ValueError):
    """Something changed since the person saw what would happen."""


class NotUndoable(ValueError):
    """The act was taken back before, is too old, or cannot be taken back."""


def rows_meant(desk_list: DeskList[M], asked: QueryDict, user: User) -> list[M]:
    """The rows that were ticked, or all that the list's filters let through; of those the person sees.

    Raises:
        TooManyRows
    """
    seen = desk_list.rows(user)
    if asked.get("everything"):
        meant = chosen_of(desk_list, QueryDict(asked.get("query", ""))).apply(seen)
    else:
        ticked = [key for key in asked.getlist("chosen") if key.isdecimal() and len(key) < 16]
        meant = seen.filter(pk__in=ticked).order_by(*desk_list.order)
    rows = list(meant[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise TooManyRows
    return rows


def plan_of(desk_list: DeskList[M], act: Act[M], rows: list[M], user: User) -> Plan[M]:
    """What the act would do to rows; those in whose region the person may not act are left as they are."""
    held = [region_prefix(code) for code in held_regions(user, act.action)]
    own = [row for row in rows if desk_list.region_of(row).startswith(tuple(held))] if held else []
    plan = act.plan(own)
    kept = {row.pk for row in own}
    return Plan(
        will=plan.will,
        left=[*plan.left, *((row, _("not yours to decide")) for row in rows if row.pk not in kept)],
        lines=plan.lines,
        button=plan.button,
    )


@transaction.atomic
def desk_act_do(
    *, desk_list: DeskList[M], act: Act[M], rows: list[M], promised: str, reason: str, note: str, by: User
) -> DeskAct:
    """Act on rows as it was shown.

    Args:
        promised: the words of the button that was pressed.
    Raises:
        PlanChanged: what would happen now is something else.
    """
    plan = plan_of(desk_list, act, rows, by)
    if not plan.will or plan.button != promised:
        raise PlanChanged
    done = act.do(plan.will, reason, note, by)
    kept = DeskAct.objects.create(
        public_id=uuid.uuid4(),
        desk_list=desk_list.name,
        act=act.name,
        by=by,
        at=timezone.now(),
        words=plan.button[:200],
        rows={str(key): before for key, before in done.items()},
    )
    region = _common_region([desk_list.region_of(row) for row in plan.will])
    audit(
        actor=by,
        act="desk_act",
        subject=kept,
        region=region,
        what=f"{desk_list.name}/{act.name}",
        rows=len(done),
    )
    return kept


def may_undo(kept: DeskAct, act: Act[Any] | None) -> bool:
    """Whether an act can be taken back now."""
    is_young = kept.at > timezone.now() - UNDO_WITHIN
    return bool(act and act.undo and is_young and kept.undone_at is None)


@transaction.atomic
def desk_act_undo(*, desk_list: DeskList[M], kept: DeskAct, by: User) -> DeskAct:
    """Take an act back, row by row; what changed since stays as it is. `undone` says how many are as before.

    Raises:
        NotUndoable
    """
    locked = DeskAct.objects.select_for_update().get(pk=kept.pk)
    act = desk_list.act(locked.act)
    if act is None or act.undo is None or not may_undo(locked, act):
        raise NotUndoable
    keys = [int(key) for key in locked.rows]
    rows = plan_rows(desk_list, act, keys, by)
    locked.undone = sum(act.undo(row.pk, locked.rows[str(row.pk)], by) for row in rows)
    locked.undone_at = timezone.now()
    locked.save(update_fields=["undone", "undone_at"])
    region = _common_region([desk_list.region_of(row) for row in rows])
    audit(actor=by, act="desk_act_undo", subject=locked, region=region, rows=locked.undone)
    return locked


def plan_rows(desk_list: DeskList[M], act: Act[M], keys: list[int], user: User) -> list[M]:
    """Rows by key that the person still sees and may act on."""
    held = tuple(region_prefix(code) for code in held_regions(user, act.action))
    rows = desk_list.rows(user).filter(pk__in=keys).order_by("pk")
    return [row for row in rows if held and desk_list.region_of(row).startswith(held)]


def _common_region(codes: list[str]) -> str:
    """The narrowest region that all codes lie in: a city, a province or the country."""
    cities = {city.code for code in codes if (city := regions.city_of(code))}
    if len(cities) == 1:
        return cities.pop()
    provinces = {code[:2] for code in codes if code}
    return f"{provinces.pop()}0000" if len(provinces) == 1 else NATION
