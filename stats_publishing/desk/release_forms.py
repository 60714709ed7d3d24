"""Forms of the release desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions
from standards import regions
from stats_publishing.enums import Subject
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.methods.workdays import workday_from
from stats_publishing.models import Release, ReleaseFile, ReleaseRule
from stats_publishing.services.holidays import days_of_rest
from stats_publishing.services.release_files import replaceable
from stats_publishing.words import region_words


def usual_time(now: dt.datetime) -> dt.datetime:
    """The next working day at 09:30, Beijing time."""
    day = workday_from(timezone.localdate(now) + dt.timedelta(days=1), days_of_rest())
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30)))


class _When(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _when() -> forms.DateTimeField:
    return forms.DateTimeField(
        label=_("Release"), widget=_When(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("Beijing time; usually 09:30"),
    )  # fmt: skip


def regions_held(user: User) -> list[tuple[str, str]]:
    """Regions in which somebody publishes, and the cities and provinces below them."""
    held = held_regions(user, Action.PUBLISH_FIGURES)
    if NATION in held:
        every = [unit.code for unit in (*regions.provinces(), *regions.cities())]
        return [
            (NATION, region_words(NATION)),
            *((code, region_words(code)) for code in dict.fromkeys(every)),
        ]
    found: dict[str, str] = {}
    for code in held:
        found[code] = region_words(code)
        found |= {
            unit.code: region_words(unit.code)
            for unit in regions.cities()
            if regions.is_within(unit.code, code)
        }
    return list(found.items())


class PrepareForm(forms.Form):
    """A new release; `corrects` and `notice` where it is a correction."""

    title_zh = forms.CharField(label=_("Title"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    subject = forms.ChoiceField(label=pgettext_lazy("of figures", "Subject"), choices=Subject)
    region = forms.ChoiceField(label=_("Region"))
    period = forms.CharField(label=_("Period"), max_length=7, help_text=_("2026, 2026Q4 or 2026-11"))
    release_at = _when()
    notice = forms.CharField(
        label=_("What is corrected"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        max_length=1000, help_text=_("Only for a correction: everybody reads it."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions_held(user)  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        try:
            return Period.read(self.cleaned_data["period"].strip())
        except ValueError as error:
            raise forms.ValidationError(_("Write a period as 2026, 2026Q4 or 2026-11.")) from error


class MoveForm(forms.Form):
    to = _when()
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it once the date is confirmed."),
    )  # fmt: skip


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is cancelled"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReaderForm(forms.Form):
    mail = forms.EmailField(label=_("Mail address of the account"))
    office = forms.CharField(
        label=_("Office"), max_length=120, help_text=_("Everybody reads it, and the reason.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class FileForm(forms.Form):
    """A file for a release; `replaces` where the release corrects another that has files."""

    title_zh = forms.CharField(label=_("Title"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".pdf,.xlsx,.csv,.png,.zip"}),
        help_text=_(
            "PDF, XLSX, CSV, PNG, or a ZIP archive of these, 20 MB at most. It is written anew: of a "
            "workbook the values stay, not the formulas; scripts, links and metadata are left out."
        ),
    )  # fmt: skip
    replaces = forms.ModelChoiceField(
        ReleaseFile.objects.none(), label=_("In place of"), required=False,
        help_text=_("The old file stays at its address and names the new one."),
    )  # fmt: skip

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if release.corrects_id:
            self.fields["replaces"].queryset = replaceable(release)  # type: ignore[attr-defined]
        else:
            del self.fields["replaces"]


class RuleForm(forms.ModelForm[ReleaseRule]):
    """A rule of the calendar."""

    period_kind = forms.ChoiceField(
        label=_("Period"),
        choices=[
            (PeriodKind.QUARTER, _("quarter")), (PeriodKind.MONTH, _("month")), (PeriodKind.YEAR, _("year")),
        ],
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Region"))
    days_after = forms.IntegerField(
        label=_("Days after the end of the period"), min_value=1, max_value=400,
        help_text=_("A day without work moves on to the next working day."),
    )  # fmt: skip

    class Meta:
        model = ReleaseRule
        fields = ("title_zh", "title_en", "subject", "region", "period_kind", "days_after", "time")
        widgets = {"time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions_held(user)  # type: ignore[attr-defined]
