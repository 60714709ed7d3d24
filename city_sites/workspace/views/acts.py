"""Acts on many rows of a list: shown first, then done, looked up and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.rights import acting_by
from city_sites.models import DeskAct
from city_sites.workspace.access import held_by, person
from city_sites.workspace.forms import ActForm
from city_sites.workspace.lists import acts
from city_sites.workspace.lists.registry import LISTS
from city_sites.workspace.lists.spec import Act, DeskList

NEWEST = 30
ROWS_SHOWN = 20


@require_POST
@login_required
def act_on_rows(request: HttpRequest, name: str) -> HttpResponse:
    """Show what an act would do; done with `confirmed`, as it was shown."""
    desk_list = LISTS.get(name)
    act = desk_list.act(request.POST.get("act", "")) if desk_list else None
    if desk_list is None or act is None or not held_by(request)[act.action]:
        raise Http404
    back = _back(request)
    try:
        rows = acts.rows_meant(desk_list, request.POST, person(request))
    except acts.TooManyRows:
        messages.error(
            request,
            _("At most %(most)s rows are acted on at once: narrow the list.") % {"most": acts.MOST_ROWS},
        )
        return redirect(back)
    if not rows:
        if request.POST.getlist("chosen") and not request.POST.get("everything"):
            raise Http404
        messages.error(request, _("Tick the rows first."))
        return redirect(back)
    form = ActForm(request.POST if "confirmed" in request.POST else None, act=act)
    if form.is_bound and form.is_valid() and (kept := _done(request, desk_list, act, rows, form)):
        messages.success(request, _("Done: %(words)s") % {"words": kept.words})
        return redirect("workspace_act", kept.public_id)
    return _plan_page(request, desk_list, act, rows, form, back)


def _done(
    request: HttpRequest, desk_list: DeskList[Any], act: Act[Any], rows: list[Any], form: ActForm
) -> DeskAct | None:
    """Do it; None where what would happen has changed, which is said."""
    try:
        with acting_by(act.action):
            return acts.desk_act_do(
                desk_list=desk_list,
                act=act,
                rows=rows,
                promised=request.POST.get("promised", ""),
                reason=form.cleaned_data.get("reason", ""),
                note=form.cleaned_data.get("note", ""),
                by=person(request),
            )
    except acts.PlanChanged:
        messages.error(request, _("Something changed meanwhile: this is what would happen now."))
        return None


def _plan_page(
    request: HttpRequest, desk_list: DeskList[Any], act: Act[Any], rows: list[Any], form: ActForm, back: str
) -> HttpResponse:
    plan = acts.plan_of(desk_list, act, rows, person(request))
    context = {
        "desk_list": desk_list,
        "act": act,
        "plan": plan,
        "will": [desk_list.subject(row) for row in plan.will[:ROWS_SHOWN]],
        "more": max(len(plan.will) - ROWS_SHOWN, 0),
        "left": [(desk_list.subject(row), why) for row, why in plan.left],
        "keys": [row.pk for row in plan.will],
        "form": form,
        "back": back,
    }
    return render(request, "workspace/act_plan.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def act_list(request: HttpRequest) -> HttpResponse:
    """What the person did to many rows at once, the newest first."""
    kept = DeskAct.objects.filter(by=person(request))[:NEWEST]
    lines = [(one, LISTS[one.desk_list], _may_undo(one)) for one in kept if one.desk_list in LISTS]
    return render(request, "workspace/acts.html", {"lines": lines})


@require_safe
@login_required
def act_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One act: which rows, and whether it can be taken back."""
    kept, desk_list = _kept(request, public_id)
    keys = [int(key) for key in kept.rows]
    rows = list(desk_list.rows(person(request)).filter(pk__in=keys).order_by(*desk_list.order)[:ROWS_SHOWN])
    context = {
        "kept": kept,
        "desk_list": desk_list,
        "subjects": [desk_list.subject(row) for row in rows],
        "more": max(len(keys) - len(rows), 0),
        "may_undo": _may_undo(kept),
        "undo_until": kept.at + acts.UNDO_WITHIN,
        "can_be_undone": bool((act := desk_list.act(kept.act)) and act.is_undoable),
    }
    return render(request, "workspace/act.html", context)


@require_POST
@login_required
def act_undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an act back."""
    kept, desk_list = _kept(request, public_id)
    act = desk_list.act(kept.act)
    if act is None or not held_by(request)[act.action]:
        raise Http404
    try:
        with acting_by(act.action):
            undone = acts.desk_act_undo(desk_list=desk_list, kept=kept, by=person(request))
    except acts.NotUndoable:
        messages.error(request, _("It cannot be taken back any more."))
        return redirect("workspace_act", public_id)
    stayed = len(undone.rows) - undone.undone
    messages.success(
        request,
        ngettext("%(number)s row is as before.", "%(number)s rows are as before.", undone.undone)
        % {"number": undone.undone},
    )
    if stayed:
        messages.error(
            request,
            ngettext(
                "%(number)s row changed since and stays as it is.",
                "%(number)s rows changed since and stay as they are.",
                stayed,
            )
            % {"number": stayed},
        )
    return redirect("workspace_act", public_id)


def _kept(request: HttpRequest, public_id: UUID) -> tuple[DeskAct, DeskList[Any]]:
    kept = get_object_or_404(DeskAct, public_id=public_id, by=person(request))
    if kept.desk_list not in LISTS:
        raise Http404
    return kept, LISTS[kept.desk_list]


def _may_undo(kept: DeskAct) -> bool:
    return acts.may_undo(kept, LISTS[kept.desk_list].act(kept.act))


def _back(request: HttpRequest) -> str:
    """Where the list was, of this workspace only."""
    path = request.POST.get("back", "")
    return path if path.startswith("/workspace/") and "\\" not in path else "/workspace/"
