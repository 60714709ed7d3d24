"""Service outlets of a city's site."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import visible
from city_sites.enums import ServiceKind
from city_sites.models import Outlet
from city_sites.services.outlet_editing import outlet_open_set
from city_sites.workspace.lists.spec import Act, Column, DeskList, Filter, Plan
from jobs.words import day_words, place_words
from standards import regions


def _rows(user: User) -> QuerySet[Outlet]:
    return visible(Outlet.objects.all(), user, Action.EDIT_CONTENT)


def _in_state(rows: QuerySet[Outlet], value: str) -> QuerySet[Outlet]:
    if value == "unplaced":
        return rows.filter(is_open=True, lat=None)
    return rows.filter(is_open=value == "open")


def _with_service(rows: QuerySet[Outlet], value: str) -> QuerySet[Outlet]:
    return rows.filter(services__contains=[value])


def _plan(rows: list[Outlet], *, to_open: bool) -> Plan[Outlet]:
    will = [row for row in rows if row.is_open != to_open]
    words = (
        ngettext("Show %(number)s outlet again", "Show %(number)s outlets again", len(will))
        if to_open
        else ngettext(
            "Take %(number)s outlet out of service", "Take %(number)s outlets out of service", len(will)
        )
    )
    follows = (
        _("The public finds them again at once.")
        if to_open
        else _("The public does not find them any more; what is entered stays.")
    )
    return Plan(
        will=will,
        left=[(row, _("as it is wanted already")) for row in rows if row not in will],
        lines=[str(follows)],
        button=words % {"number": len(will)},
    )


def _set(rows: list[Outlet], by: User, *, to_open: bool) -> dict[int, dict[str, Any]]:
    for row in rows:
        outlet_open_set(outlet=row, is_open=to_open, by=by)
    return {row.pk: {"after": to_open} for row in rows}


def _undo(pk: int, kept: dict[str, Any], by: User) -> bool:
    outlet = Outlet.objects.get(pk=pk)
    if outlet.is_open != kept["after"]:
        return False
    outlet_open_set(outlet=outlet, is_open=not kept["after"], by=by)
    return True


def _page(row: Outlet) -> str:
    city = regions.city_of(row.region)
    return reverse("workspace_outlet", args=[city.code if city else row.region, row.pk])


def _state(row: Outlet) -> str:
    if not row.is_open:
        return str(pgettext_lazy("an outlet", "not in service"))
    return str(_("open, not on the map") if row.lat is None else _("open"))


OUTLETS: DeskList[Outlet] = DeskList(
    name="outlets",
    title=_("Service outlets"),
    page="workspace_outlets",
    action=Action.EDIT_CONTENT,
    rows=_rows,
    order=("region", "name", "pk"),
    subject=str,
    search=("name", "number", "street", "address"),
    search_label=_("Name, street or number"),
    empty=_("No outlet is entered yet. Add them one by one, or send a file."),
    a_page=50,
    filters=(
        Filter(
            "state",
            _("State"),
            lambda: [
                ("open", _("open")),
                ("unplaced", _("open, not on the map")),
                ("closed", pgettext_lazy("an outlet", "not in service")),
            ],
            _in_state,
        ),
        Filter("service", _("Service"), lambda: ServiceKind.choices, _with_service),
    ),
    columns=(
        Column("name", _("Name of the outlet"), lambda row: row.name, link=_page, is_written=True),
        Column("number", _("Number of the outlet"), lambda row: row.number),
        Column("district", _("District"), lambda row: place_words(row.region)),
        Column("street", _("street or town"), lambda row: row.street, is_shown=False, is_written=True),
        Column("address", _("Address"), lambda row: row.address, is_written=True),
        Column("telephone", _("telephone"), lambda row: row.telephone, is_shown=False),
        Column("hours", _("opening hours"), lambda row: row.hours, is_shown=False, is_written=True),
        Column("services", _("Services"), lambda row: "、".join(row.services_words()), is_shown=False),
        Column("state", _("State"), _state, tone=lambda row: "is-done" if row.is_open else "is-failed"),
        Column("changed", _("Changed"), lambda row: day_words(row.changed_at), is_shown=False),
    ),
    acts=(
        Act(
            "open",
            _("Show again"),
            Action.EDIT_CONTENT,
            lambda rows: _plan(rows, to_open=True),
            lambda rows, _reason, _note, by: _set(rows, by, to_open=True),
            undo=_undo,
        ),
        Act(
            "close",
            _("Out of service"),
            Action.EDIT_CONTENT,
            lambda rows: _plan(rows, to_open=False),
            lambda rows, _reason, _note, by: _set(rows, by, to_open=False),
            undo=_undo,
            is_grave=True,
        ),
    ),
)
