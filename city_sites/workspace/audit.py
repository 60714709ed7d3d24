"""The audit trail as a member of staff reads it: what concerns records of their regions."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Action
from accounts.models import AuditEntry, User
from accounts.permissions import visible


class AuditFilter(forms.Form):
    """Which lines are shown; what is left empty does not narrow. No field takes what names a person, because
    it stands in the address."""

    act = forms.SlugField(label=_("Act"), required=False, max_length=64)
    record = forms.RegexField(
        r"^[a-z_]+\.[a-z_]+(:\d{1,18})?$", label=_("Record"), required=False, max_length=64,
        error_messages={"invalid": _("Write a kind and a number, such as jobs.vacancy:12.")},
    )  # fmt: skip
    person = forms.IntegerField(
        label=_("Person (number)"), required=False, min_value=1, max_value=2**62,
        error_messages={"invalid": _("Write the number that stands behind a name in the list.")},
    )  # fmt: skip
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))

    def apply(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        data = self.cleaned_data
        if data["act"]:
            entries = entries.filter(act=data["act"])
        if record := data["record"]:
            exactly = ":" in record
            entries = entries.filter(subject=record) if exactly else entries.filter(
                subject__startswith=f"{record}:"
            )  # fmt: skip
        if data["person"]:
            entries = entries.filter(actor_id=data["person"])
        if data["since"]:
            entries = entries.filter(at__gte=_midnight(data["since"]))
        if data["until"]:
            entries = entries.filter(at__lt=_midnight(data["until"] + dt.timedelta(days=1)))
        return entries


def entries_of(user: User | AnonymousUser) -> QuerySet[AuditEntry]:
    """Lines about records of the person's regions, the newest first; what has no region is for the nation."""
    entries = AuditEntry.objects.select_related("actor").order_by("-pk")
    return visible(entries, user, Action.READ_AUDIT)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
