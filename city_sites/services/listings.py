"""Lists of pages with their filters, and what pages are to each other."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.practice import InPractice
from city_sites.enums import PresenceState
from city_sites.models import CitySite, ListingPage, PolicyLink, PolicyPage, RegionalPage
from city_sites.workspace.paging import page_of

ENTRIES_A_PAGE = 20
RELATIONS_SHOWN = 30


def listing_context(*, index: ListingPage, request: HttpRequest) -> dict[str, Any]:
    """`form`: the filter as asked for; `entries`: a `paging.Page` of what it leaves; `is_filtered`."""
    form = index.filter_form(request.GET)
    rows = form.narrowed(index.entries())
    asked = any(request.GET.get(name) for name in form.fields)
    return {
        "form": form,
        "entries": page_of(request, rows, size=ENTRIES_A_PAGE),
        "is_filtered": asked,
    }


def shown_in_the_nation(model: type[RegionalPage]) -> QuerySet[Any]:
    """Public pages of a kind of all sites; those of sites that are retired or practise are left out."""
    retired = CitySite.objects.filter(state=PresenceState.RETIRED).values("region")
    public: QuerySet[Any] = model.objects.live().filter(~Q(InPractice("region"))).exclude(region__in=retired)
    return public


def policy_relations(*, policy: PolicyPage) -> dict[str, list[PolicyLink]]:
    """Links to and from other public documents: `to` is what this one says, `back` what others say of it."""
    to = policy.relations.filter(other__live=True).select_related("other")
    back = policy.relations_back.filter(page__live=True).select_related("page")
    return {"to": list(to[:RELATIONS_SHOWN]), "back": list(back[:RELATIONS_SHOWN])}
