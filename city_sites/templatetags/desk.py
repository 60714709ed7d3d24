"""What the frame of the workspace asks."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import NATION, Action
from city_sites.workspace.access import held_by
from city_sites.workspace.menu import ShownPart, menu_of
from standards.regions import display_name

register = template.Library()


@register.simple_tag(takes_context=True)
def may_nationally(context: template.Context, action: str) -> bool:
    """Whether the person who looks may do an action in the whole country."""
    return NATION in _held(context)[Action(action)]


@register.simple_tag(takes_context=True)
def may_somewhere(context: template.Context, action: str) -> bool:
    """Whether the person who looks may do an action in any region."""
    return bool(_held(context)[Action(action)])


@register.simple_tag(takes_context=True)
def desk_menu(context: template.Context) -> list[ShownPart]:
    """The menu of the workspace for the person who looks."""
    return menu_of(_held(context), context["request"].path)


def _held(context: template.Context) -> dict[Action, list[str]]:
    """Where the person who looks may do what."""
    return held_by(context["request"])


@register.filter
def right_words(region: str) -> str:
    """A region of a right: its name with those above, or the whole country."""
    return _("the country") if region == NATION else display_name(region) or region


@register.filter
def took(time: dt.timedelta) -> str:
    """A time in the unit that suits it: minutes, hours with one decimal, or days with one."""
    minutes = time.total_seconds() / 60
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", round(minutes)) % {"n": round(minutes)}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": f"{minutes / 60:.1f}"}
    return _("%(n)s days") % {"n": f"{minutes / 1440:.1f}"}
