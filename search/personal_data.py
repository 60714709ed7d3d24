"""What is held on a person here: saved searches, those saved for their address without an account too.

Every process loads this module with the apps, also those that only import feeds. The services behind it load
the dictionaries that queries are read with, a hundred megabytes, so they are imported when somebody asks.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import personal_data
from accounts.models import User
from search.alerts.limits import address_key
from search.models import Subscriber

LABELS = {
    "saved_searches": _("Saved searches"),
    "saved_without_account": _("Saved without an account, for the same address"),
    "name": _("name"),
    "parameters": _("Search"),
    "pairs": _("Conditions"),
    "version": _("Version"),
    "region": _("Region"),
    "frequency": _("How often"),
    "created_at": _("Saved at"),
    "ended_at": _("Ended at"),
    "mails": _("Mails"),
    "day": _("Day"),
    "state": _("State"),
    "vacancies": _("Vacancies"),
}


def register() -> None:
    personal_data.register(
        "search", title=_("Saved searches and their mails"), export=held_on, erase=erase, labels=LABELS
    )


def held_on(user: User) -> dict[str, Any]:
    from search.alerts.services import saved_searches_of

    subscriber = Subscriber.objects.filter(key=address_key(user.email)).first()
    held = {
        "saved_searches": saved_searches_of(user),
        "saved_without_account": [
            {"name": one.name, "parameters": one.parameters, "created_at": one.created_at}
            for one in (subscriber.saved_searches.order_by("pk") if subscriber else ())
        ],
    }
    return {name: records for name, records in held.items() if records}


def erase(user: User) -> None:
    from search.alerts.services import saved_searches_erase, subscriber_erase

    saved_searches_erase(user)
    subscriber = Subscriber.objects.filter(key=address_key(user.email)).first()
    if subscriber is not None:
        subscriber_erase(subscriber=subscriber)
