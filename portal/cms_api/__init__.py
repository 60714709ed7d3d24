"""The headless side of the CMS: what a site shows, as JSON (docs/headless.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from portal.cms_api import site_views
from portal.cms_api.gate import gated
from portal.cms_api.views import Documents, Images, Pages, Redirects


class _Router(WagtailAPIRouter):
    """Wagtail's router, with every view of it behind the gate."""

    def wrap_view(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return gated(super().wrap_view(func))


def _urls() -> tuple[list[Any], str, str]:
    router = _Router("cms_api")
    for name, endpoint in (
        ("pages", Pages),
        ("images", Images),
        ("documents", Documents),
        ("redirects", Redirects),
    ):
        router.register_endpoint(name, endpoint)
    about_the_site = [
        path("menus/", router.wrap_view(site_views.menus), name="menus"),
        path("settings/", router.wrap_view(site_views.site_settings), name="settings"),
        path("preview/<str:token>/", router.wrap_view(site_views.preview), name="preview"),
    ]
    return [*router.get_urlpatterns(), *about_the_site], "cms_api", "cms_api"


cms_api_urls = _urls()
