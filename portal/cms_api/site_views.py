"""What is about the site as a whole: its menus, its settings, and the draft of a page for a token."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from wagtail.models import Page, Site

from accounts.enums import NATION
from city_sites.models import CitySite
from city_sites.models.preview import draft_of
from city_sites.models.site import DEFAULT_ACCENT
from city_sites.services.sites import city_site_of, site_of
from portal.addresses import national_root
from portal.cms_api.gate import refusal
from portal.cms_api.serializers import whole
from portal.cms_api.views import Pages
from portal.menus import Entry, footer, header, language_tag


def menus(request: HttpRequest) -> HttpResponse:
    """Header and footer of the site, in the language of `?lang=`."""
    site, city_site = _asked(request)
    root = site.root_url
    return _json(
        {
            "language": language_tag(),
            "header": [_entry(entry, root) for entry in header(city_site)],
            "footer": [
                {
                    "name": group.name,
                    "title": group.title,
                    "items": [_entry(one, root) for one in group.entries],
                }
                for group in footer(site, city_site)
            ],
        }
    )


def _entry(entry: Entry, root: str) -> dict[str, str]:
    told = asdict(entry)
    return {
        "title": told["title"],
        "url": whole(told["address"], root),
        "language": told["tag"] or language_tag(),
    }


def site_settings(request: HttpRequest) -> HttpResponse:
    """Name, mark, contacts and numbers of the site."""
    site, city_site = _asked(request)
    shown = city_site or CitySite(name=_("China Labour Market"), accent=DEFAULT_ACCENT)
    emblem = whole(reverse("emblem", args=[shown.emblem_key]), site.root_url) if shown.emblem_key else None
    return _json(
        {
            "name": shown.name,
            "region": shown.region or NATION,
            "url": f"{site.root_url}/",
            "national_url": f"{national_root()}/",
            "home": site.root_page_id,
            "accent": shown.accent,
            "emblem": emblem,
            "telephone": shown.contact_phone,
            "mail": shown.contact_mail,
            "address": shown.address,
            "opening_hours": shown.opening_hours,
            "icp_number": shown.icp_number,
            "police_number": shown.police_number,
            "social_accounts": [
                {"network": network, "account": account} for network, account in shown.social_accounts
            ],
            "is_demonstration": shown.is_demo,
        }
    )


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft that an editor looks at, as the page will be; for a token of this site that has not ended."""
    draft = draft_of(token)
    if draft is None or not _is_on(draft, Site.find_for_request(request).root_page):
        return refusal(404, _("There is no such draft, or its time is over: open the preview again."))
    request._is_draft = True  # type: ignore[attr-defined]
    view: Any = Pages()
    view.request, view.format_kwarg, view.action = request, None, "detail_view"
    router = request.wagtailapi_router  # type: ignore[attr-defined]
    serializer = view._get_serializer_class(router, type(draft), [], show_details=True)
    context = {**view.get_serializer_context(), "base_queryset": view.get_base_queryset()}
    content = JSONRenderer().render(serializer(draft, context=context).data)
    response = HttpResponse(content, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _is_on(page: Page, root: Page) -> bool:
    return str(page.path).startswith(root.path)


def _asked(request: HttpRequest) -> tuple[Site, CitySite | None]:
    site = site_of(request)
    assert site is not None, "the gate has found it"
    return site, city_site_of(request)


def _json(told: dict[str, Any]) -> HttpResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
