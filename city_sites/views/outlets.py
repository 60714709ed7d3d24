"""Service outlets of a city or of the country: a list and a map, nearest first where a place is named."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.enums import NATION
from city_sites.enums import ServiceKind
from city_sites.outlet_map import outlet_map
from city_sites.services.outlets import named, nearest, outlets_in, point_of
from city_sites.services.queues import with_queues
from city_sites.services.sites import city_site_of
from city_sites.workspace.paging import Page, page_of

A_PAGE = 20


class OutletFilter(forms.Form):
    """Which service, and near which place."""

    place = forms.CharField(label=_("Street, district or city"), max_length=60, required=False)
    service = forms.ChoiceField(
        label=_("Service"), choices=[("", _("All")), *ServiceKind.choices], required=False
    )


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    """`?place=` a region or position: the nearest; any other text: those that have it in street or name."""
    city_site = city_site_of(request)
    home = city_site.region if city_site else NATION
    form = OutletFilter(request.GET, auto_id="%s")
    form.is_valid()
    found, place = outlets_in(home), form.cleaned_data.get("place", "")
    if service := form.cleaned_data.get("service"):
        found = found.filter(services__contains=[service])
    point = point_of(place, within=home, whole=True) if place else None
    if place and point is None:
        if named(found, place).exists():
            found = named(found, place)
        else:
            point = point_of(place, within=home, whole=False)
            if point is None:
                form.add_error("place", _("No such place is known. Try the district or the city."))
    if point:
        page = Page(nearest(found, point), is_first=True, next_after=None)
    else:
        page = page_of(request, found, size=A_PAGE)
    for number, outlet in enumerate(with_queues(page.rows), 1):
        outlet.mark = number
    context = {"form": form, "page": page, "is_near": point is not None, "map": outlet_map(page.rows)}
    return render(request, "city_sites/outlets.html", context)
