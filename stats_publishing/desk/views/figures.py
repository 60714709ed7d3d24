"""The desk of figures: make those of a quarter, look at them, approve them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions, may, visible
from accounts.rights import acting_by
from standards import regions
from stats_publishing.desk.figure_tables import figure_text, notes_words, shown_table
from stats_publishing.methods.own_records import TOTAL
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import DatasetVersion
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.figure_tables import newest_versions, supply_demand_datasets
from stats_publishing.services.figures import area_figures_freeze, city_figures_freeze, figures_approve
from stats_publishing.tasks import missing_figures_make

PERIODS_OFFERED = 12


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def quarter(code: str) -> Period:
    """The quarter of an address; what is none, or is not over yet, is not there."""
    try:
        period = Period.read(code)
    except ValueError as error:
        raise Http404 from error
    if period.kind != PeriodKind.QUARTER or period.end > timezone.localdate():
        raise Http404
    return period


def _last_quarter() -> Period:
    return Period.of(timezone.localdate(), PeriodKind.QUARTER).moved(-1)


def _reach(user: User) -> list[str]:
    held = held_regions(user, Action.PUBLISH_FIGURES)
    if not held:
        raise Http404
    return held


def _cities(held: list[str]) -> list[str]:
    if NATION in held:
        return [city.code for city in regions.cities()]
    return [city.code for city in regions.cities() if any(regions.is_within(city.code, one) for one in held)]


def _of_total(version: DatasetVersion, name: str) -> str:
    """A figure of all; a dash where the table was frozen without that row."""
    try:
        value = version.figures.cell((TOTAL,), name)
    except KeyError:
        return "—"
    return figure_text(value, version.kind.measures[name])


@require_GET
@login_required
@acting_by(Action.PUBLISH_FIGURES)
def figure_list(request: HttpRequest) -> HttpResponse:
    """Which regions have figures of a quarter, and which of them wait for approval."""
    user = person(request)
    held = _reach(user)
    last = _last_quarter()
    period = quarter(request.GET.get("period") or last.code)
    newest = newest_versions(period=period, datasets=["supply-demand-total"], approved=False)
    allowed = visible(DatasetVersion.objects.all(), user, Action.PUBLISH_FIGURES)
    found = list(allowed.filter(pk__in=newest.values("pk")).order_by("region"))
    shown = ("demand", "seekers", "ratio")
    rows = [(version, *(_of_total(version, name) for name in shown)) for version in found]
    made = {version.region for version in found}
    cities = _cities(held)
    missing = [code for code in cities if code not in made]
    context = {
        "period": period,
        "periods": [last.moved(-back) for back in range(PERIODS_OFFERED)],
        "rows": rows,
        "waiting": sum(version.approved_at is None for version in found),
        "cities": len(cities),
        "with_figures": len(cities) - len(missing),
        "areas": [one for one in held if not regions.is_city(one)],
    }
    return render(request, "figures/list.html", context)


@require_POST
@login_required
@acting_by(Action.PUBLISH_FIGURES)
def figures_make(request: HttpRequest) -> HttpResponse:
    """Have the missing figures made: a worker does it, the list shows how far it is."""
    user = person(request)
    held = _reach(user)
    period = quarter(request.POST.get("period", ""))
    missing_figures_make.delay(period.code, held, user.pk)
    messages.success(request, _("The figures are being made. Load the page again to see how far it is."))
    return redirect(f"{request.path.removesuffix('make/')}?period={period.code}")


@require_GET
@login_required
@acting_by(Action.PUBLISH_FIGURES)
def figures_page(request: HttpRequest, region: str, period: str) -> HttpResponse:
    """All tables of a region in a quarter, with what changed against the version before."""
    user, of = person(request), quarter(period)
    if not may(user, Action.PUBLISH_FIGURES, region):
        raise Http404
    found = {
        version.dataset: version
        for version in newest_versions(
            period=of, datasets=supply_demand_datasets(), regions=[region], approved=False
        ).select_related("supersedes", "made_by", "approved_by")
    }
    tables = [
        shown_table(found[code], found[code].supersedes) for code in supply_demand_datasets() if code in found
    ]
    total = found.get("supply-demand-total")
    waiting = [version for version in found.values() if version.approved_at is None]
    context: dict[str, Any] = {
        "period": of,
        "region": region,
        "tables": tables,
        "total": total,
        "notes": notes_words(total.notes) if total else {},
        "waiting": waiting,
        "own": any(version.made_by_id == user.pk for version in waiting),
        "changed": [table for table in tables if table.changed],
        "is_city": regions.is_city(region),
    }
    return render(request, "figures/page.html", context)


@require_POST
@login_required
@acting_by(Action.PUBLISH_FIGURES)
def figures_decide(request: HttpRequest, region: str, period: str) -> HttpResponse:
    """Approve a region's figures, or make them again with the reason."""
    user, of = person(request), quarter(period)
    if not may(user, Action.PUBLISH_FIGURES, region):
        raise Http404
    now = timezone.now()
    try:
        if request.POST.get("act") == "approve":
            count = figures_approve(period=of, region=region, by=user, at=now)
            messages.success(request, _("%(count)d tables are approved.") % {"count": count})
        else:
            reason = request.POST.get("reason", "").strip()
            if regions.is_city(region):
                made = city_figures_freeze(period=of, cities=[region], by=user, at=now, reason=reason)
            else:
                made = area_figures_freeze(period=of, areas=[region], by=user, at=now, reason=reason)
            new = sum(version.made_at == now for version in made)
            if not made:
                messages.warning(request, _("There is nothing to make figures of in this quarter."))
            elif new:
                messages.success(
                    request, _("%(count)d tables are new; they wait for approval.") % {"count": new}
                )
            else:
                messages.info(request, _("Nothing has changed: the figures stay as they are."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("figures_page", region=region, period=period)
