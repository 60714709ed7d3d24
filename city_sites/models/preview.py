"""A draft in a headless client: the editor's page opens there with a token that soon ends."""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PreviewableMixin

from city_sites.draft_files import DRAFT_FOR_S

HEADLESS: Final = "headless"
_NAME: Final = "headless_draft:{}"


class HeadlessPreviewMixin(PreviewableMixin):
    """Offers "headless client" as a mode of the preview where the site names the address of one.

    The draft is kept under a random token in the shared cache, which forgets it after `DRAFT_FOR_S`: a token
    is good for one page as it was when the editor looked. The client reads it at /api/cms/preview/<token>/.
    """

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        modes: list[tuple[str, Any]] = super().preview_modes
        return [*modes, (HEADLESS, _("Headless client"))] if client_address_of(self) else modes

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        address = client_address_of(self)
        if mode_name != HEADLESS or not address:
            return super().serve_preview(request, mode_name)
        token = draft_keep(self)
        parts = urlsplit(address)
        joined = "&".join(part for part in (parts.query, urlencode({"preview": token})) if part)
        return _framed(request, parts._replace(query=joined).geturl(), f"{parts.scheme}://{parts.netloc}")


def _framed(request: HttpRequest, address: str, origin: str) -> HttpResponseBase:
    """The client in a frame, since the CMS reads what stands in its own preview."""

    @csp_update({"frame-src": [origin]})
    def shown(request: HttpRequest) -> HttpResponse:
        return render(request, "city_sites/headless_preview.html", {"address": address})

    return shown(request)


def client_address_of(page: Page) -> str:
    """Address of the headless client of the page's site, "" without one or while the page has no place."""
    from accounts.enums import NATION
    from city_sites.models.base import region_of_page
    from city_sites.models.site import CitySite

    placed = page if page.path else page.get_parent()
    if placed is None:
        return ""
    region = region_of_page(placed)
    if region == NATION:
        return str(settings.NATIONAL_HEADLESS_CLIENT)
    return CitySite.objects.filter(region=region).values_list("client_url", flat=True).first() or ""


def draft_keep(page: Page) -> str:
    """Keep the page as it stands in memory; the token that it is read by."""
    token = secrets.token_urlsafe(24)
    cache.set(_NAME.format(token), (page.__class__, page.to_json()), DRAFT_FOR_S)
    return token


def draft_of(token: str) -> Page | None:
    """The draft of a token; None where it has ended or never was."""
    kept = cache.get(_NAME.format(token))
    if kept is None:
        return None
    model, content = kept
    page: Page | None = model.from_json(content, check_fks=False)
    return page
