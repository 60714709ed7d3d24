"""How punctual provinces hand in their returns, where the ministry publishes it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobs.spreadsheets import as_csv
from stats_publishing.models import PublishedTimeliness
from stats_publishing.services.timeliness import published_board

COLUMNS = ("form", "province", "name", "period", "due", "in_time", "late", "sent_back", "missing", "share")


@require_safe
def timeliness_page(request: HttpRequest) -> HttpResponse:
    """A table of provinces and periods for each published form; nothing published: there is no such page."""
    published = list(PublishedTimeliness.objects.select_related("form").order_by("form"))
    if not published:
        raise Http404
    today = timezone.localdate()
    boards = [(one, published_board(one, on=today)) for one in published]
    return render(request, "statistics/timeliness.html", {"boards": boards})


@require_safe
def timeliness_csv(_request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    published = list(PublishedTimeliness.objects.select_related("form").order_by("form"))
    if not published:
        raise Http404
    lines = [COLUMNS]
    for one in published:
        shown = published_board(one, on=timezone.localdate())
        for group in shown.groups:
            for period, counts in zip(shown.periods, group.by_period, strict=True):
                if counts.due:
                    lines.append(
                        (
                            one.form.code, group.province, group.name, period.code, str(counts.due),
                            str(counts.in_time), str(counts.late), str(counts.sent_back),
                            str(counts.missing), str(counts.share),
                        )
                    )  # fmt: skip
    response = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="timeliness.csv"'
    return response
