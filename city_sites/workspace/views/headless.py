"""Desk of a site: its headless client, and the keys of programs that read it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import NATION
from city_sites.models import CitySite, ReadKey
from city_sites.models.read_key import MOST_RATE, USUAL_RATE
from city_sites.services.read_keys import read_key_issue, read_key_revoke
from city_sites.services.settings import city_settings_save
from city_sites.workspace import sites
from city_sites.workspace.access import person

SHOWN_REVOKED = 10


class ClientForm(forms.ModelForm[CitySite]):
    """Address of the site's headless client."""

    class Meta:
        model = CitySite
        fields = ["client_url"]


class KeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the client"),
        max_length=80,
        help_text=gettext_lazy("Who reads with it, such as: screen in the service hall."),
    )
    rate = forms.IntegerField(
        label=gettext_lazy("Requests a minute"), min_value=1, max_value=MOST_RATE, initial=USUAL_RATE
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def headless_page(request: HttpRequest, region: str) -> HttpResponse:
    """Address of the client, keys, and how to ask."""
    desk = sites.edited_desk(request, region)
    if region == NATION:  # its client stands in the settings of the installation
        return _page(request, desk)
    form = ClientForm(request.POST or None, instance=desk)
    if request.method == "POST" and form.is_valid():
        city_settings_save(city_site=desk, values=form.cleaned_data, by=person(request))
        messages.success(request, _("The settings are saved."))
        return redirect("workspace_headless", region)
    return _page(request, desk, client_form=form, form=form)


@require_POST
@never_cache
@login_required
def key_issue(request: HttpRequest, region: str) -> HttpResponse:
    """Make a key and show it this once."""
    desk = sites.edited_desk(request, region)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, key_form=form, form=form)
    try:
        key, text = read_key_issue(region=region, by=person(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, desk, key_form=form, form=form)
    return _page(request, desk, new_key=text, new_name=key.name)


@require_POST
@login_required
def key_revoke(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Asks first; with `sure` in the form, the key is taken back."""
    desk = sites.edited_desk(request, region)
    key = get_object_or_404(ReadKey, pk=pk, region=region)
    if "sure" not in request.POST:
        return render(request, "workspace/read_key_revoke.html", sites.frame(desk, request) | {"key": key})
    read_key_revoke(key=key, by=person(request))
    messages.success(request, _("The key of %(name)s is refused from now on.") % {"name": key.name})
    return redirect("workspace_headless", region)


def _page(request: HttpRequest, desk: CitySite, **more: Any) -> HttpResponse:
    region = desk.region
    keys = ReadKey.objects.filter(region=region).select_related("created_by")
    root = import_string(settings.SITE_ROOT_OF)("" if region == NATION else region)
    context = {
        "client_form": ClientForm(instance=desk) if region != NATION else None,
        "key_form": KeyForm(),
        "keys": keys.filter(revoked_at=None),
        "revoked": keys.exclude(revoked_at=None).order_by("-revoked_at", "-pk")[:SHOWN_REVOKED],
        "api_root": f"{root}/api/cms/",
        "usual": settings.READS_A_MINUTE_FROM_AN_ADDRESS,
    } | more
    wrong = bool(more.get("form") and more["form"].errors)
    status = 422 if wrong else 200
    return render(request, "workspace/headless.html", sites.frame(desk, request) | context, status=status)
