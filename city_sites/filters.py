"""Filters above lists of pages: forms in the address bar that narrow a queryset."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city_sites.enums import BulletinKind, PolicyStatus, ServiceKind
from standards import occupations

ANY = ("", _("All"))


class ListingFilter(forms.Form):
    """No filter: the list is shown whole."""

    def narrowed(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """The entries that are asked for; what is not understood narrows nothing and is told in `errors`."""
        self.is_valid()
        return self.narrow(entries, self.cleaned_data)

    def narrow(self, entries: QuerySet[Any], _asked: dict[str, Any]) -> QuerySet[Any]:
        return entries


class BulletinFilter(ListingFilter):
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *BulletinKind.choices], required=False)

    def narrow(self, entries: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
        return entries.filter(kind=asked["kind"]) if asked.get("kind") else entries


class GuideFilter(ListingFilter):
    kind = forms.ChoiceField(label=_("Service"), choices=[ANY, *ServiceKind.choices], required=False)

    def narrow(self, entries: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
        return entries.filter(kind=asked["kind"]) if asked.get("kind") else entries


class PolicyFilter(ListingFilter):
    q = forms.CharField(label=_("Title or number"), max_length=40, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *PolicyStatus.choices], required=False)
    year = forms.IntegerField(
        label=_("Year of issue"), min_value=1949, max_value=2100, required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )  # fmt: skip

    def narrow(self, entries: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
        from city_sites.models.policies import has_status

        if asked.get("q"):
            entries = entries.filter(Q(title__icontains=asked["q"]) | Q(number__icontains=asked["q"]))
        if asked.get("status"):
            entries = entries.filter(has_status(PolicyStatus(asked["status"]), on=timezone.localdate()))
        return entries.filter(issued_on__year=asked["year"]) if asked.get("year") else entries


class CourseFilter(ListingFilter):
    """By major group of occupations; by default only courses that still take people."""

    occupation = forms.ChoiceField(label=_("Occupation"), required=False)
    past = forms.BooleanField(label=_("Those that are closed too"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.code, group.name) for group in occupations.children()]
        self.fields["occupation"].choices = [ANY, *groups]  # type: ignore[attr-defined]

    def narrow(self, entries: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
        if asked.get("occupation"):
            prefix = occupations.descendant_prefix(asked["occupation"])
            entries = entries.filter(occupation__startswith=prefix)
        return entries if asked.get("past") else entries.filter(enrol_until__gte=timezone.localdate())


class FairFilter(ListingFilter):
    """Fairs to come, or those of a month."""

    month = forms.CharField(
        label=_("Month"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-12"}),
        max_length=7,
    )

    def clean_month(self) -> tuple[dt.datetime, dt.datetime] | None:
        """First moment of the month and of the one after it."""
        text = self.cleaned_data["month"]
        if not text:
            return None
        try:
            first = dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            raise forms.ValidationError(_("Write a month like 2026-12.")) from None
        return first, (first + dt.timedelta(days=32)).replace(day=1)

    def narrow(self, entries: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
        if asked.get("month"):
            first, after = asked["month"]
            return entries.filter(starts_at__gte=first, starts_at__lt=after)
        return entries.filter(ends_at__gte=timezone.now())
