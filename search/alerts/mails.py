"""The mails, as text and as simple HTML, in the language that the search was saved in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import site_root
from jobs.models import Vacancy
from search.alerts.links import results_path, signed_path
from search.alerts.tokens import Purpose
from search.documents import vacancy_rows
from search.models import AlertDelivery, SavedSearch, Subscriber
from search.queries import hit_from_row


def alert_mail(delivery: AlertDelivery) -> EmailMultiAlternatives | None:
    """The mail of a delivery; None where nobody wants it now, or all its vacancies are gone."""
    search = delivery.search
    if search.ended_at or search.paused_until or not search.address:
        return None
    public = {row.id: row for row in vacancy_rows(Vacancy.objects.public().filter(pk__in=delivery.vacancies))}
    hits = [hit_from_row(public[id_]) for id_ in delivery.vacancies if id_ in public]
    if not hits:
        return None
    total = delivery.total - len(delivery.vacancies) + len(hits)
    root, stop = site_root(search.scope), signed_path(Purpose.STOP, search.pk)
    with translation.override(search.language):
        subject = ngettext("%(count)s new vacancy: %(name)s", "%(count)s new vacancies: %(name)s", total)
        mail = _mail(
            "alert",
            to=search.address,
            subject=subject % {"count": total, "name": search.name},
            context={
                "search": search,
                "hits": hits,
                "total": total,
                "more": total - len(hits),
                "root": root,
                "results": results_path(search),
                "stop": stop,
                "manage": manage_path(search),
            },
        )
    mail.extra_headers |= {
        "Message-ID": f"<alert-{delivery.pk}@{settings.PORTAL_HOST}>",
        "List-Id": f"<alerts-{search.pk}.{settings.PORTAL_HOST}>",
        "List-Unsubscribe": f"<{root}{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail


def confirmation_mail(search: SavedSearch) -> EmailMultiAlternatives:
    """Asks the owner of an address whether they want what somebody asked for in their name."""
    root, confirm = site_root(search.scope), signed_path(Purpose.CONFIRM, search.pk)
    with translation.override(search.language):
        return _mail(
            "confirm",
            to=search.address,
            subject=_("Please confirm: mails about %(name)s") % {"name": search.name},
            context={"search": search, "root": root, "confirm": confirm},
        )


def overview_mail(subscriber: Subscriber, language: str) -> EmailMultiAlternatives:
    """The link to all that an address has saved."""
    with translation.override(language):
        return _mail(
            "overview",
            to=subscriber.email,
            subject=_("Your saved searches"),
            context={
                "searches": subscriber.saved_searches.active().order_by("pk"),
                "root": site_root(),
                "manage": signed_path(Purpose.MANAGE, subscriber.pk),
            },
        )


def manage_path(search: SavedSearch) -> str:
    """Where the owner of a search finds all theirs: in their account, or by a signed link."""
    if search.subscriber_id is None:
        return reverse("alerts")
    return signed_path(Purpose.MANAGE, search.subscriber_id)


def _mail(name: str, *, to: str, subject: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"search/alerts/mail/{name}.txt", context).strip() + "\n",
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(
        render_to_string(f"search/alerts/mail/{name}.html", context | {"subject": mail.subject}), "text/html"
    )
    return mail
