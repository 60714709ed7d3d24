"""The CMS: menus for city sites, and what a new page takes from where it stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from city_sites.models import CitySite


class CitySiteViewSet(ModelViewSet):
    """Settings of city sites; opening one is the act of `provision_city`."""

    model = CitySite
    menu_label = _("City sites")
    icon = "site"
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["region", "name", "state", "slug"]
    list_filter = ["state"]
    search_fields = ["name", "slug", "region"]
    form_fields = ["name", "accent", "contact_phone", "address", "opening_hours", "icp_number"]
    inspect_view_enabled = True


@hooks.register("register_admin_viewset")
def city_site_viewset() -> CitySiteViewSet:
    return CitySiteViewSet("city-sites")
