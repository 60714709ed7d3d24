"""Returns of a region: what is due, the grid to fill in, and what was written when."""

from __future__ import annotations

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
from stats_publishing.desk.forms import ReturnFileForm, SendBackForm
from stats_publishing.desk.grid import Typed, cell_name, grid_of, read_grid
from stats_publishing.enums import CellSource, ReturnState
from stats_publishing.form_computing import show_figure, write_figure
from stats_publishing.form_design import BalanceRule, Place
from stats_publishing.models import Return, ReturnForm
from stats_publishing.services import return_moves as moves
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.return_checks import ReturnCheck, check_return
from stats_publishing.services.return_prefill import can_prefill
from stats_publishing.services.returns import Conflict, figures_write, returns_seen_by

A_PAGE = 50
CHANGES_A_PAGE = 100
MOST_MARKED = 6
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
    of = access.seen_return(request, form, region, period)
    if request.method != "POST":
        return return_response(request, of)
    access.require(access.rights_in(request, of).fill)
    typed = read_grid(of.version.content, request.POST)
    try:
        written = figures_write(
            of=of, figures=typed.figures, source=CellSource.SCREEN, by=person(request), at=timezone.now(),
            seen=_seen(request),
        )  # fmt: skip
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(of)
    of = access.seen_return(request, form, region, period)
    if typed.errors or written.conflicts:
        return return_response(request, of, typed=typed, conflicts=written.conflicts, status=422)
    return _after_save(request, of)


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
    of = access.seen_return(request, form, region, period)
    access.require(access.rights_in(request, of).fill)
    typed = read_grid(of.version.content, request.POST)
    try:
        written = figures_write(
            of=of, figures=typed.figures, source=CellSource.SCREEN, by=person(request), at=timezone.now(),
            seen=_seen(request),
        )  # fmt: skip
    except NotPossible as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    of = access.seen_return(request, form, region, period)
    check = check_return(of=of)
    design = of.version.content
    return JsonResponse(
        {
            "seen": written.last,
            "saved": _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M:%S}"},
            "errors": {cell_name(place): words for place, words in typed.errors.items()},
            "computed": {
                cell_name(place): show_figure(check.values.get(place), design.row_of[place[0]])
                for place in design.places
                if place not in design.inputs
            },
            "marks": {cell_name(place): mark for place, mark in marks_of(check).items()},
            "conflicts": {cell_name(one.place): _conflict_words(of, one) for one in written.conflicts},
            "findings": render_to_string(
                "returns/pieces/findings.html", findings_context(of, check, may_fill=True), request=request
            ),
        }
    )


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
    check = check_return(of=of)
    may_fill = rights.fill and of.takes_figures
    told = [_conflict_words(of, one) for one in conflicts]
    columns = of.version.content.columns
    context = {
        "of": of,
        "version": of.version,
        "rights": rights,
        "may_fill": may_fill,
        "columns": columns,
        "grid": grid_of(of, check.values, typed=typed, marks=marks_of(check)),
        "typed_errors": typed
        and [(cell_name(p), of.version.content.words(p), w) for p, w in typed.errors.items()],
        "conflicts": told,
        "seen": of.changes.order_by("-pk").values_list("pk", flat=True).first() or 0,
        "moves": of.moves.select_related("by"),
        "can_prefill": may_fill and can_prefill(of),
        "file_form": ReturnFileForm(),
        "send_back": SendBackForm(auto_id="back_%s"),
        "today": timezone.localdate(),
        **findings_context(of, check, may_fill=may_fill),
        **more,
    }
    return render(request, "returns/return.html", context, status=status)


def findings_context(of: Return, check: ReturnCheck, *, may_fill: bool) -> dict[str, Any]:
    """What the list of findings shows."""
    design = of.version.content
    return {
        "of": of,
        "check": check,
        "may_fill": may_fill,
        "missing": [(cell_name(place), design.words(place)) for place in check.missing[:10]],
        "findings": _by_rule(check),
    }


def _by_rule(check: ReturnCheck) -> list[tuple[BalanceRule, list[dict[str, Any]]]]:
    """Each rule once, with the columns in which it does not hold."""
    rules: dict[str, tuple[BalanceRule, list[dict[str, Any]]]] = {}
    for one in check.findings:
        words, _colon, short = one.finding.words.rpartition(": ")
        line = {
            "one": one,
            "cell": cell_name(one.places[-1]) if one.places else "",
            "short": short,
            "words": words,
        }
        rules.setdefault(one.rule.code, (one.rule, []))[1].append(line)
    return list(rules.values())


def marks_of(check: ReturnCheck) -> dict[Place, str]:
    """Which cells findings speak of; an error outweighs a warning. Of a long sum only its total is marked."""
    marks: dict[Place, str] = {}
    for one in reversed(check.findings):
        places = one.places if len(one.places) <= MOST_MARKED else one.places[-1:]
        marks |= dict.fromkeys(places, "error" if one.is_error else "warning")
    return marks


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _conflict_words(of: Return, conflict: Conflict) -> str:
    design = of.version.content
    row = design.row_of[conflict.place[0]]
    return _("%(cell)s: %(who)s wrote %(theirs)s at %(time)s; your %(yours)s is not kept.") % {
        "cell": design.words(conflict.place),
        "who": conflict.by or _("the region's own system"),
        "theirs": write_figure(conflict.theirs, row) or "—",
        "time": f"{timezone.localtime(conflict.at):%H:%M}",
        "yours": write_figure(conflict.yours, row) or "—",
    }
