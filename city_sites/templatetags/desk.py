"""What the frame of the workspace asks."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.enums import NATION, Action
from accounts.permissions import regions_by_action
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


def _held(context: template.Context) -> dict[Action, list[str]]:
    """Where the person who looks may do what; asked for once a page."""
    request: HttpRequest = context["request"]
    if not hasattr(request, "_held"):
        request._held = regions_by_action(request.user)  # type: ignore[attr-defined]
    return request._held  # type: ignore[attr-defined, no-any-return]


@register.filter
def right_words(region: str) -> str:
    """A region of a right: its name with those above, or the whole country."""
    return _("the country") if region == NATION else display_name(region) or region
