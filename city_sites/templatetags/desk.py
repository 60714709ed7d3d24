"""What the frame of the workspace asks."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.enums import NATION, Action
from accounts.permissions import held_regions, may
from standards.regions import display_name

register = template.Library()


@register.simple_tag(takes_context=True)
def may_nationally(context: template.Context, action: str) -> bool:
    """Whether the person who looks may do an action in the whole country."""
    request: HttpRequest = context["request"]
    return may(request.user, Action(action), NATION)


@register.simple_tag(takes_context=True)
def may_somewhere(context: template.Context, action: str) -> bool:
    """Whether the person who looks may do an action in any region."""
    request: HttpRequest = context["request"]
    return bool(held_regions(request.user, Action(action)))


@register.filter
def right_words(region: str) -> str:
    """A region of a right: its name with those above, or the whole country."""
    return _("the country") if region == NATION else display_name(region) or region
