"""What the frame of the workspace asks."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from accounts.enums import NATION, Action
from accounts.permissions import may

register = template.Library()


@register.simple_tag(takes_context=True)
def may_nationally(context: template.Context, action: str) -> bool:
    """Whether the person who looks may do an action in the whole country."""
    request: HttpRequest = context["request"]
    return may(request.user, Action(action), NATION)
