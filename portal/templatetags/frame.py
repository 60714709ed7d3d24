"""What the frame of a page needs: addresses across sites, and the same page in the other language."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context

from portal.addresses import national_root

register = template.Library()


@register.simple_tag
def national_address(path: str = "/") -> str:
    """A path on the national host, whole: `{% national_address "/cities/" %}`."""
    return national_root() + path


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: object) -> str:
    """This page's own address with some parameters changed; an empty value takes a parameter away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """The language that this page is not in: its code, its name in itself, its tag for `lang`."""
    request: HttpRequest = context["request"]
    if getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE) == "en":
        return {"code": "zh-hans", "name": "中文", "tag": "zh-CN"}
    return {"code": "en", "name": "English", "tag": "en"}


@register.simple_tag(takes_context=True)
def page_language(context: Context) -> str:
    """Value of `lang` of the page."""
    request = context.get("request")
    return "en" if getattr(request, "LANGUAGE_CODE", "") == "en" else "zh-CN"


@register.simple_tag(takes_context=True)
def current_if(context: Context, *starts: str) -> str:
    """ "page" where this page's path begins with one of `starts`: the value of aria-current in the menu."""
    return current_if_any(context, starts)


@register.simple_tag(takes_context=True)
def current_if_any(context: Context, starts: Sequence[str]) -> str:
    """The same for a list of beginnings."""
    request = context.get("request")
    path = request.path if request else ""
    return "page" if any(path.startswith(start) for start in starts) else ""
