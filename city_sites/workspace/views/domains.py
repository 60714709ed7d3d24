"""Desk of a site: its own domain, from the name to the proof, and back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Action
from accounts.rights import acting_by
from city_sites.enums import PresenceState
from city_sites.models import CityDomain, CitySite
from city_sites.services.domains import domain_check, domain_enter, domain_take_back
from city_sites.workspace import sites
from city_sites.workspace.access import person


class DomainForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Domain"),
        max_length=300,
        help_text=gettext_lazy("Such as jobs.example.cn or 就业.example.cn. It must be the city's own."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.PUBLISH_CONTENT)
def domain_page(request: HttpRequest, region: str) -> HttpResponse:
    """The domain of a site with the records that it needs, or the form to enter one."""
    desk = _desk(request, region)
    form = DomainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            domain_enter(city_site=desk, text=form.cleaned_data["name"], by=person(request))
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return redirect("workspace_domain", region)
    domain = _domain_of(desk)
    context = {
        "form": form,
        "domain": domain,
        "is_open": desk.state == PresenceState.HOSTED,
        "addresses": settings.DOMAIN_ADDRESSES,
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/domain.html", sites.frame(desk, request) | context, status=status)


@require_POST
@login_required
@acting_by(Action.PUBLISH_CONTENT)
def domain_check_now(request: HttpRequest, region: str) -> HttpResponse:
    """Ask DNS now; the page then says what was found."""
    desk = _desk(request, region)
    domain = _existing(desk)
    was_proven = domain.proven_at is not None
    if not domain_check(domain=domain, by=person(request)):
        messages.info(request, _("It was checked a moment ago. Try again in some seconds."))
        return redirect("workspace_domain", region)
    domain = _existing(desk)
    if domain.proven_at and not was_proven:
        words = _("The domain is proven: the site answers at %(name)s from now on.")
        messages.success(request, words % {"name": domain})
    elif domain.proof == domain.pointing == "ok":
        messages.success(request, _("Both records are good."))
    else:
        messages.warning(request, _("Something is missing still: see each record below."))
    return redirect("workspace_domain", region)


@require_POST
@login_required
@acting_by(Action.PUBLISH_CONTENT)
def domain_remove(request: HttpRequest, region: str) -> HttpResponse:
    """Asks first; with `sure` in the form, the domain is taken back."""
    desk = _desk(request, region)
    domain = _existing(desk)
    if domain.proven_at and "sure" not in request.POST:
        context: dict[str, Any] = {"domain": domain, "pages": sites.pages_of(desk)}
        return render(request, "workspace/domain_remove.html", sites.frame(desk, request) | context)
    domain_take_back(domain=domain, by=person(request))
    messages.success(request, _("%(name)s is taken back.") % {"name": domain})
    return redirect("workspace_domain", region)


def _desk(request: HttpRequest, region: str) -> CitySite:
    return sites.site_with(request, region, Action.PUBLISH_CONTENT)


def _domain_of(desk: CitySite) -> CityDomain | None:
    return CityDomain.objects.select_related("city_site__site").filter(city_site=desk).first()


def _existing(desk: CitySite) -> CityDomain:
    domain = _domain_of(desk)
    if domain is None:
        raise Http404
    return domain
