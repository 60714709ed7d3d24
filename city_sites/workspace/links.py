"""What the desk of linked sites shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import visible
from city_sites.enums import LinkState
from city_sites.link_history import DAYS, LinkHistory, link_history
from city_sites.link_states import DOWN
from city_sites.models import LinkWatch
from city_sites.services.links import watched
from standards import regions

ALL_DOWN = "down"
"""As the state that is asked for: any in which nobody is led there."""


class LinkFilter(forms.Form):
    """Which links are listed; nothing given stands for all."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), (ALL_DOWN, _("does not answer")), *LinkState.choices],
    )
    city = forms.CharField(label=_("City"), required=False, max_length=20)

    def apply(self, links: QuerySet[LinkWatch]) -> QuerySet[LinkWatch]:
        asked = self.cleaned_data
        if asked["state"] == ALL_DOWN:
            links = links.filter(state__in=DOWN)
        elif asked["state"]:
            links = links.filter(state=asked["state"])
        if name := asked["city"].strip():
            links = links.filter(region__in=[city.code for city in regions.cities() if name in city.name])
        return links


def links_of(user: User) -> QuerySet[LinkWatch]:
    """The linked sites of the regions that the person watches."""
    return visible(watched(), user, Action.SUPERVISE)


def counts_of(user: User) -> list[tuple[LinkState, int]]:
    """How many of them stand how, every state named, in one query."""
    counted = dict(links_of(user).order_by().values_list("state").annotate(links=Count("pk")))
    return [(state, counted.get(state, 0)) for state in LinkState]


def history_of(watch: LinkWatch) -> LinkHistory:
    """The picture of the last 30 days, today included."""
    now = timezone.now()
    since: dict[str, Any] = {"at__gte": now - dt.timedelta(days=DAYS)}
    return link_history(watch.checks.filter(**since).values_list("at", "outcome"), timezone.localdate(now))
