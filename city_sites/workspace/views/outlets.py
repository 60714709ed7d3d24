"""Outlets of a city: list, one by one, and by a file with a receipt for every row."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import region_prefix
from city_sites.models import Outlet
from city_sites.outlet_rows import COLUMNS
from city_sites.services.outlet_editing import Outcome, outlet_save, outlets_import
from city_sites.workspace import sites
from city_sites.workspace.access import person
from city_sites.workspace.lists.outlets import OUTLETS
from city_sites.workspace.lists.page import desk_list_page
from city_sites.workspace.site_forms import OutletFileForm, OutletForm
from jobs.feeds.reasons import RunError, reason_words

SAMPLE = ("HS-01", "珞南街道党群服务中心", "洪山区", "珞南街道", "珞喻路 1 号", "114.37", "30.52",
          "周一至周五 9:00–17:00", "027-00001234", "职业介绍、失业登记")  # fmt: skip


@require_safe
@login_required
def outlet_list(request: HttpRequest, region: str) -> HttpResponse | StreamingHttpResponse:
    return _list_page(request, region, OutletFileForm())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outlet_page(request: HttpRequest, region: str, pk: int | None = None) -> HttpResponse:
    """Add or change an outlet."""
    city_site = sites.edited_site(request, region)
    here = Outlet.objects.filter(region__startswith=region_prefix(region))
    outlet = get_object_or_404(here, pk=pk) if pk else Outlet(region=region)
    form = OutletForm(request.POST or None, instance=outlet, city=region)
    if request.method == "POST" and form.is_valid():
        outlet_save(outlet=form.save(commit=False), by=person(request))
        messages.success(request, _("%(outlet)s is saved.") % {"outlet": outlet})
        return redirect("workspace_outlets", region)
    context = sites.frame(city_site, request) | {"form": form, "outlet": outlet}
    return render(request, "workspace/outlet.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def outlet_file(request: HttpRequest, region: str) -> HttpResponse | StreamingHttpResponse:
    """Read a file and tell what became of each row."""
    city_site = sites.edited_site(request, region)
    form = OutletFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, region, form)
    try:
        receipts = outlets_import(file=form.cleaned_data["file"].file, region=region, by=person(request))
    except RunError as error:
        form.add_error("file", reason_words(error.code))
        return _list_page(request, region, form)
    except ValidationError as error:
        form.add_error("file", error)
        return _list_page(request, region, form)
    counts = [(outcome, sum(one.outcome == outcome for one in receipts)) for outcome in Outcome]
    context = sites.frame(city_site, request) | {"receipts": receipts, "counts": counts}
    return render(request, "workspace/outlet_receipts.html", context)


@require_safe
@login_required
def outlet_sample(request: HttpRequest, region: str) -> HttpResponse:
    """A file with the columns and one row, for spreadsheets: UTF-8 with a mark of its order."""
    sites.edited_site(request, region)
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS.values(), SAMPLE])
    response = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="outlets.csv"'
    return response


def _list_page(
    request: HttpRequest, region: str, form: OutletFileForm
) -> HttpResponse | StreamingHttpResponse:
    city_site = sites.edited_site(request, region)
    return desk_list_page(
        request,
        OUTLETS,
        template="workspace/outlets.html",
        context=sites.frame(city_site, request) | {"form": form},
        region=region,
        status=422 if form.errors else 200,
    )
