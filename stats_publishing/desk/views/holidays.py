"""The official days off: national staff paste the notice of a year and look before they keep it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.enums import NATION, Action
from accounts.permissions import may
from accounts.rights import acting_by
from stats_publishing.desk import access
from stats_publishing.desk.access import person
from stats_publishing.methods.holiday_notice import read_notice
from stats_publishing.methods.workdays import spans_of
from stats_publishing.models import HolidayNotice
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.holidays import Notice, holidays_save

LONGEST_NOTICE = 5000


class NoticeForm(forms.Form):
    """A year's notice as it was announced."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    title = forms.CharField(label=gettext_lazy("Title of the notice"), max_length=100)
    announced_on = forms.DateField(
        label=gettext_lazy("Announced on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 12, "lang": "zh-CN"}),
        help_text=gettext_lazy(
            "Paste it as it was announced: days off and worked weekends are read from it."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "text" in cleaned and "year" in cleaned:
            try:
                cleaned["rest"] = read_notice(cleaned["text"], year=cleaned["year"])
            except ValueError as error:
                self.add_error("text", _("“%(words)s” is no date or no span of days.") % {"words": error})
            else:
                if not cleaned["rest"].off:
                    self.add_error("text", _("No day off is named in this text."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def holidays_page(request: HttpRequest) -> HttpResponse:
    """The years that are known; "look" shows what a text says, "save" keeps it."""
    access.require(may(request.user, Action.MANAGE_STATISTICS, NATION))
    form = NoticeForm(request.POST or None)
    understood: Notice | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        understood = Notice(given["year"], given["title"], given["announced_on"], given["rest"])
        if "save" in request.POST and _saved(request, form, understood):
            return redirect("returns_holidays")
    today = timezone.localdate()
    notices = list(HolidayNotice.objects.select_related("changed_by"))
    known = {one.year for one in notices}
    context = {
        "form": form,
        "notices": notices,
        "understood": understood,
        "off": spans_of(understood.rest.off) if understood else (),
        "work": sorted(understood.rest.work) if understood else [],
        "unknown": [year for year in (today.year, today.year + 1) if year not in known],
    }
    return render(request, "returns/holidays.html", context)


def _saved(request: HttpRequest, form: NoticeForm, notice: Notice) -> bool:
    try:
        holidays_save(notice=notice, by=person(request), at=timezone.now())
    except NotPossible as refusal:
        form.add_error("text", str(refusal))
        return False
    messages.success(request, _("The days off of %(year)s are kept.") % {"year": notice.year})
    return True
