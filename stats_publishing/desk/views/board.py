"""The submission board: who is late and what is missing; reminders by one click."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import may, regions_by_action, visible
from accounts.rights import acting_by
from jobs.spreadsheets import as_csv
from standards import regions
from stats_publishing.desk import access
from stats_publishing.desk.access import person
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.methods.timeliness import Timeliness
from stats_publishing.models import PublishedTimeliness, Return, ReturnForm
from stats_publishing.services.board import Board, board
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.reminders import reminder_of, returns_remind
from stats_publishing.services.returns import returns_seen_by
from stats_publishing.services.timeliness import timeliness_publish, timeliness_withdraw

COLUMNS = ("region", "name", "period", "due", "submitted", "state", "days_late", "reason")


@require_safe
@login_required
def board_page(request: HttpRequest) -> HttpResponse:
    """Cities by periods of one form; provinces first where somebody watches several."""
    keeps = access.require_statistics(request)
    forms = list(ReturnForm.objects.all())
    form = next((one for one in forms if one.code == request.GET.get("form")), forms[0] if forms else None)
    context: dict[str, Any] = {"forms": forms, "form": form, "keeps": keeps}
    if form:
        shown, chosen = _board(request, form), _chosen(request, form)
        held = regions_by_action(request.user)
        context |= {
            "board": shown,
            "chosen": chosen,
            "states": list(Timeliness),
            "provinces": regions.provinces() if NATION in held[Action.REVIEW_RETURNS] else (),
            "by_province": len(shown.groups) > 1,
            "reviews": bool(held[Action.REVIEW_RETURNS]),
            "published": PublishedTimeliness.objects.filter(form=form).first(),
            "query": urlencode({key: value for key, value in chosen.items() if value}),
            "earlier": Period.read(chosen["until"]).moved(-len(shown.periods)).code,
        }
    return render(request, "returns/board.html", context)


@require_safe
@login_required
def board_csv(request: HttpRequest, form: str) -> HttpResponse:
    """The board as a file: one line a city and period."""
    access.require_statistics(request)
    kept = get_object_or_404(ReturnForm, code=form)
    lines = [
        (
            cell.region, line.name, cell.period, str(cell.due_on), str(cell.submitted_on or ""),
            cell.state.value, str(cell.late_days), cell.why,
        )
        for group in _board(request, kept).groups for line in group.lines for cell in line.cells if cell
    ]  # fmt: skip
    response = HttpResponse(as_csv([COLUMNS, *lines]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{form}-{_chosen(request, kept)["until"]}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.REVIEW_RETURNS)
def board_remind(request: HttpRequest, form: str, period: str) -> HttpResponse:
    """Remind one city, or all of a province or the country that have not handed in: asks before it sends."""
    given = request.POST if request.method == "POST" else request.GET
    wanted = get_object_or_404(ReturnForm, code=form)
    returns = visible(Return.objects.all(), request.user, Action.REVIEW_RETURNS).filter(
        form=wanted, period=period
    )
    if region := given.get("region", ""):
        returns = returns.filter(region__startswith=regions.descendant_prefix(region))
    access.require(returns.exists())
    if request.method != "POST":
        reminded = reminder_of(returns, on=timezone.localdate())
        context = {"form": wanted, "period": period, "region": region, "reminded": reminded}
        return render(request, "returns/remind.html", context)
    reminded = returns_remind(returns=returns, by=person(request), at=timezone.now())
    messages.success(
        request,
        _("Reminded: %(people)s people of %(returns)s returns.")
        % {"people": reminded.people, "returns": len(reminded.returns)},
    )
    return _to_board(form=form, until=period)


@require_POST
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def board_publish(request: HttpRequest, form: str) -> HttpResponse:
    """Publish how punctual provinces are with a form, or stop."""
    access.require(may(request.user, Action.MANAGE_STATISTICS, NATION))
    kept = get_object_or_404(ReturnForm, code=form)
    if request.POST.get("act") == "withdraw":
        timeliness_withdraw(form=kept, by=person(request))
        messages.success(request, _("It is published no longer."))
    else:
        try:
            since = Period.read(request.POST.get("since", ""))
            timeliness_publish(form=kept, since=since, by=person(request), at=timezone.now())
        except (ValueError, NotPossible):
            messages.error(request, _("Choose the period from which on it is published."))
        else:
            messages.success(request, _("Published: everybody sees how punctual provinces are."))
    return _to_board(form=form)


def _to_board(**chosen: str) -> HttpResponse:
    return redirect(f"{reverse('returns_board')}?{urlencode(chosen)}")


def _chosen(request: HttpRequest, form: ReturnForm) -> dict[str, str]:
    kind = PeriodKind(form.period_kind)
    newest = Period.of(timezone.localdate(), kind).moved(-1)
    try:
        until = Period.read(request.GET.get("until", ""))
    except ValueError:
        until = newest
    if until.kind != kind or until > newest:
        until = newest
    state = request.GET.get("state", "")
    return {
        "form": form.code,
        "until": until.code,
        "province": request.GET.get("province", "")[:6],
        "state": state if state in list(Timeliness) else "",
        "q": request.GET.get("q", "").replace("\0", "").strip()[:20],
    }


def _board(request: HttpRequest, form: ReturnForm) -> Board:
    chosen = _chosen(request, form)
    return board(
        form=form,
        returns=returns_seen_by(request.user),
        until=Period.read(chosen["until"]),
        on=timezone.localdate(),
        province=chosen["province"],
        state=chosen["state"],
        wanted=chosen["q"],
    )
