"""Returns of a region: what is due, the grid to fill in, and what was written when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import regions_by_action
from accounts.rights import acting_by
from jobs.paging import page_of
from standards import regions
from stats_publishing.desk import access
from stats_publishing.desk.access import person
from stats_publishing.desk.checked import checked
from stats_publishing.desk.forms import ReturnFileForm, SendBackForm
from stats_publishing.desk.grid import Typed, cell_name, grid_of, read_grid
from stats_publishing.enums import CellSource, ReturnState
from stats_publishing.form_computing import show_figure, write_figure
from stats_publishing.form_design import Place
from stats_publishing.models import Return, ReturnForm
from stats_publishing.services import return_moves as moves
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.return_prefill import can_prefill
from stats_publishing.services.returns import Conflict, figures_write, returns_seen_by

A_PAGE = 50
CHANGES_A_PAGE = 100
TO_DO = (ReturnState.DRAFT, ReturnState.CHECKED, ReturnState.SENT_BACK)


@require_safe
@login_required
def return_list(request: HttpRequest) -> HttpResponse:
    """Returns, what is due first: to fill in for cities, to review for provinces and the ministry."""
    access.require_statistics(request)
    held = regions_by_action(request.user)
    reviews = bool(held[Action.REVIEW_RETURNS])
    chosen = {
        "show": request.GET.get("show", "review" if reviews else "open"),
        "form": request.GET.get("form", ""),
        "period": request.GET.get("period", "").strip(),
        "region": request.GET.get("region", ""),
    }
    seen = returns_seen_by(request.user)
    found = _filtered(seen, chosen).order_by("due_on", "region", "pk")
    if chosen["show"] == "all":
        found = found.order_by("-due_on", "region", "pk")
    context = {
        "page": page_of(request, found, size=A_PAGE),
        "chosen": chosen,
        "forms": ReturnForm.objects.all(),
        "provinces": regions.provinces() if reviews else (),
        "reviews": reviews,
        "today": timezone.localdate(),
        "key_regions": held[Action.FILL_RETURNS],
    }
    return render(request, "returns/list.html", context)


def _filtered(found: QuerySet[Return], chosen: dict[str, str]) -> QuerySet[Return]:
    if chosen["show"] == "open":
        found = found.filter(state__in=TO_DO, excluded_at=None)
    elif chosen["show"] == "review":
        found = found.filter(state=ReturnState.SUBMITTED)
    elif chosen["show"] == "late":
        found = found.filter(state__in=TO_DO, excluded_at=None, due_on__lt=timezone.localdate())
    elif chosen["show"] in ReturnState.values:
        found = found.filter(state=chosen["show"])
    if chosen["form"]:
        found = found.filter(form__code=chosen["form"])
    if chosen["period"]:
        found = found.filter(period=chosen["period"])
    if chosen["region"]:
        found = found.filter(region__startswith=regions.descendant_prefix(chosen["region"]))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@acting_by(Action.FILL_RETURNS)
def return_page(request: HttpRequest, form: str, region: str, period: str) -> HttpResponse:
    """One return: the grid, what is wrong, what comes next."""
    if request.method != "POST":
        return return_response(request, access.seen_return(request, form, region, period))
    try:
        sent = _keep_sent(request, form, region, period)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("returns_return", form=form, region=region, period=period)
    if sent.typed.errors or sent.conflicts:
        return return_response(request, sent.of, typed=sent.typed, conflicts=sent.conflicts, status=422)
    return _after_save(request, sent.of)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent of a grid, and the return with as much of it as is kept.

    Args:
        last: the newest change of the return then.
    """

    of: Return
    typed: Typed
    conflicts: tuple[Conflict, ...]
    last: int


def _keep_sent(request: HttpRequest, form: str, region: str, period: str) -> _Sent:
    """Keep the cells that were sent, of who may fill in the return.

    Raises:
        NotPossible: the return takes no figures any more.
    """
    of = access.seen_return(request, form, region, period)
    access.require(access.rights_in(request, of).fill)
    typed = read_grid(of.version.content, request.POST)
    written = figures_write(
        of=of, figures=typed.figures, source=CellSource.SCREEN, by=person(request), at=timezone.now(),
        seen=_seen(request),
    )  # fmt: skip
    as_kept = access.seen_return(request, form, region, period)
    return _Sent(as_kept, typed, written.conflicts, written.last)


def _after_save(request: HttpRequest, of: Return) -> HttpResponse:
    act = request.POST.get("act", "save")
    try:
        if act == "submit":
            moves.return_submit(of=of, by=person(request), at=timezone.now())
            messages.success(request, _("The return is submitted to the province."))
        elif act == "check":
            check = moves.return_check(of=of, by=person(request), at=timezone.now())
            if check.is_clean:
                messages.success(
                    request, _("Nothing is missing and everything adds up: it can be submitted.")
                )
            else:
                messages.warning(request, str(moves.NotClean(check)))
        else:
            messages.success(request, _("The figures are saved."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(of)


@require_POST
@login_required
@acting_by(Action.FILL_RETURNS)
def return_draft(request: HttpRequest, form: str, region: str, period: str) -> HttpResponse:
    """Take cells as they are typed: they are kept at once, and the answer says what follows from them."""
    try:
        sent = _keep_sent(request, form, region, period)
    except NotPossible as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    shown = checked(sent.of, sent.conflicts)
    design = sent.of.version.content
    return JsonResponse(
        {
            "seen": sent.last,
            "saved": _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M:%S}"},
            "errors": _by_name(sent.typed.errors),
            "computed": {
                cell_name(place): show_figure(shown.check.values.get(place), design.row_of[place[0]])
                for place in design.places
                if place not in design.inputs
            },
            "marks": _by_name(shown.marks),
            "conflicts": _by_name(shown.told),
            "findings": render_to_string(
                "returns/pieces/findings.html", shown.findings(may_fill=True), request=request
            ),
        }
    )


def _by_name(words: Mapping[Place, str]) -> dict[str, str]:
    return {cell_name(place): said for place, said in words.items()}


@require_POST
@login_required
@acting_by(Action.FILL_RETURNS)
def return_reason(request: HttpRequest, form: str, region: str, period: str) -> HttpResponse:
    """Write why a figure that a rule warns about is right."""
    of = access.seen_return(request, form, region, period)
    access.require(access.rights_in(request, of).fill)
    try:
        moves.reason_write(
            of=of, rule=request.POST.get("rule", ""), column=request.POST.get("column", ""),
            text=request.POST.get("text", ""), by=person(request), at=timezone.now(),
        )  # fmt: skip
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The reason is kept with the return."))
    return redirect(f"{of.get_absolute_url()}#findings")


@require_safe
@login_required
def return_history(request: HttpRequest, form: str, region: str, period: str) -> HttpResponse:
    """Every change of every figure, newest first; of one cell where the address names it."""
    of = access.seen_return(request, form, region, period)
    design = of.version.content
    changes = of.changes.select_related("by").order_by("-pk")
    chosen = request.GET.get("cell", "")
    place = next((place for place in design.inputs if cell_name(place) == chosen), None)
    if place:
        changes = changes.filter(row=place[0], column=place[1])
    page = page_of(request, changes, size=CHANGES_A_PAGE)
    lines = []
    for change in page.rows:
        row = design.row_of[change.row]
        lines.append(
            {
                "change": change,
                "words": design.words((change.row, change.column)),
                "cell": cell_name((change.row, change.column)),
                "old": write_figure(change.old, row),
                "new": write_figure(change.new, row),
            }
        )
    context = {
        "of": of,
        "page": page,
        "lines": lines,
        "moves": of.moves.select_related("by"),
        "cell_words": design.words(place) if place else "",
    }
    return render(request, "returns/history.html", context)


def return_response(
    request: HttpRequest,
    of: Return,
    *,
    typed: Typed | None = None,
    conflicts: tuple[Conflict, ...] = (),
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a return."""
    rights = access.rights_in(request, of)
    shown = checked(of, conflicts)
    may_fill = rights.fill and of.takes_figures
    columns = of.version.content.columns
    context = {
        "of": of,
        "version": of.version,
        "rights": rights,
        "may_fill": may_fill,
        "columns": columns,
        "grid": grid_of(of, shown.check.values, typed=typed, marks=shown.marks),
        "typed_errors": typed
        and [(cell_name(p), of.version.content.words(p), w) for p, w in typed.errors.items()],
        "conflicts": list(shown.told.values()),
        "seen": of.changes.order_by("-pk").values_list("pk", flat=True).first() or 0,
        "moves": of.moves.select_related("by"),
        "can_prefill": may_fill and can_prefill(of),
        "file_form": ReturnFileForm(),
        "send_back": SendBackForm(auto_id="back_%s"),
        "today": timezone.localdate(),
        **shown.findings(may_fill=may_fill),
        **more,
    }
    return render(request, "returns/return.html", context, status=status)


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 16 else 0
