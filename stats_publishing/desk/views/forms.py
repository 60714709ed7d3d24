"""Forms of returns: what there is, their versions, and drawing up the next one."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import may
from accounts.rights import acting_by
from stats_publishing.desk import access
from stats_publishing.desk.access import person
from stats_publishing.desk.forms import PART_FORMS, HeaderForm, NewForm, PublishForm
from stats_publishing.form_checks import Problem
from stats_publishing.form_design import BalanceRule, Change, Column, FormDesign, Row, differences
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import FormVersion, ReturnForm
from stats_publishing.services import forms as services
from stats_publishing.services.datasets import NotPossible

PARTS: Final[dict[str, tuple[str, type[Row | Column | BalanceRule]]]] = {
    "row": ("rows", Row),
    "column": ("columns", Column),
    "rule": ("rules", BalanceRule),
}


@require_safe
@login_required
def form_list(request: HttpRequest) -> HttpResponse:
    keeps = access.require_statistics(request)
    newest = {one.form_id: one for one in services.newest_versions()}
    drafts = {one.form_id: one for one in FormVersion.objects.filter(published_at=None)}
    rows = [(form, newest.get(form.pk), drafts.get(form.pk)) for form in ReturnForm.objects.all()]
    return render(request, "returns/forms.html", {"rows": rows, "keeps": keeps})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def form_new(request: HttpRequest) -> HttpResponse:
    _require_keeper(request)
    form = NewForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.form_create(**form.cleaned_data, by=person(request))
        except ValidationError as error:
            for name, told in error.message_dict.items():
                form.add_error(name if name in form.fields else None, told)
        else:
            draft = services.form_draft_begin(form=made, by=person(request), at=timezone.now())
            return redirect("returns_form_header", draft.form.code)
    return render(request, "returns/form_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def form_begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version of a form as the newest is."""
    _require_keeper(request)
    form = get_object_or_404(ReturnForm, code=code)
    draft = services.form_draft_begin(form=form, by=person(request), at=timezone.now())
    return redirect("returns_form", code, draft.number)


@require_safe
@login_required
def form_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version: its head, rows, columns and rules, and what differs from the one before."""
    keeps = access.require_statistics(request)
    versions = FormVersion.objects.select_related("form").filter(form__code=code)
    version = get_object_or_404(versions, number=number)
    if version.published_at is None and not keeps:
        raise Http404
    return _page(request, version, keeps=keeps)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def form_header(request: HttpRequest, code: str) -> HttpResponse:
    draft = _draft(request, code)
    usual = {name: getattr(draft, name) for name in HeaderForm.base_fields}
    form = HeaderForm(_sent(request), initial=usual)
    if request.method == "POST" and form.is_valid():
        services.form_draft_save(
            draft=draft, header=services.Header(**form.cleaned_data), design=draft.content,
            by=person(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The head of the form is saved."))
        return redirect("returns_form", code, draft.number)
    return _part_page(request, draft, form, "")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def form_part(request: HttpRequest, code: str, what: str, index: int | None = None) -> HttpResponse:
    """One row, column or rule of a draft: change it, move it, take it out, or add one behind another."""
    draft = _draft(request, code)
    if what not in PARTS:
        raise Http404
    name, kind = PARTS[what]
    parts = list(getattr(draft.content, name))
    if index is not None and index >= len(parts):
        raise Http404
    act = request.POST.get("act", "")
    if index is not None and act in ("up", "down", "remove"):
        _shift(parts, index, act)
        _save_parts(request, draft, name, parts)
        return redirect(f"{_address(draft)}#{what}s")
    form = PART_FORMS[what](_sent(request), initial=asdict(parts[index]) if index is not None else None)
    if request.method == "POST" and form.is_valid():
        part = kind(**form.cleaned_data)
        if index is None:
            after = request.GET.get("after", "")
            place = int(after) + 1 if after.isdecimal() and len(after) < 4 else len(parts)
            parts.insert(place, part)
        else:
            parts[index] = part
        found = _save_parts(request, draft, name, parts)
        at = parts.index(part)
        here = [one for one in found if one.what == what and one.index == at]
        if not here:
            return redirect(f"{_address(draft)}#{what}s")
        for problem in here:
            form.add_error(None, _("It is kept, but: %(problem)s") % {"problem": problem.words})
        draft.refresh_from_db()
        if index is None:
            messages.warning(request, " ".join(problem.words for problem in here))
            return redirect("returns_form_part", code, what, at)
    return _part_page(request, draft, form, what, index)


@require_POST
@login_required
def form_check(request: HttpRequest, code: str) -> HttpResponse:
    """What is wrong with a rule as it is being typed; for htmx."""
    draft = _draft(request, code)
    design = draft.content
    if "text" in request.POST:
        design = replace(design, rules=(BalanceRule("X", request.POST["text"]),))
    else:
        name = request.POST.get("name", "").strip()
        rows = tuple(
            replace(row, rule=request.POST.get("rule", "")) if row.name == name else replace(row, rule="")
            for row in design.rows
        )
        design = replace(design, rows=rows, rules=())
    found = services.design_problems(form=draft.form, design=design)
    return render(request, "returns/pieces/rule_said.html", {"problems": found})


@require_POST
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def form_publish(request: HttpRequest, code: str) -> HttpResponse:
    draft = _draft(request, code)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, keeps=True, publish=form, status=422)
    try:
        services.form_publish(
            draft=draft, first_period=form.cleaned_data["first_period"], by=person(request), at=timezone.now()
        )
    except NotPossible as refusal:
        form.add_error("first_period", str(refusal))
        return _page(request, draft, keeps=True, publish=form, status=422)
    messages.success(request, _("Version %(number)s is published.") % {"number": draft.number})
    return redirect("returns_form", code, draft.number)


@require_POST
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def form_discard(request: HttpRequest, code: str) -> HttpResponse:
    draft = _draft(request, code)
    services.form_draft_discard(draft=draft, by=person(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("returns_forms")


def _require_keeper(request: HttpRequest) -> None:
    access.require(may(request.user, Action.MANAGE_STATISTICS, NATION))


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _draft(request: HttpRequest, code: str) -> FormVersion:
    _require_keeper(request)
    drafts = FormVersion.objects.select_related("form").filter(published_at=None)
    return get_object_or_404(drafts, form__code=code)


def _address(draft: FormVersion) -> str:
    return redirect("returns_form", draft.form.code, draft.number).url


def _shift(parts: list[Any], index: int, act: str) -> None:
    part = parts.pop(index)
    if act != "remove":
        parts.insert(max(index - 1, 0) if act == "up" else index + 1, part)


def _save_parts(request: HttpRequest, draft: FormVersion, name: str, parts: list[Any]) -> tuple[Problem, ...]:
    """Keep a draft with other parts; what is wrong with it now."""
    design = replace(draft.content, **{name: tuple(parts)})
    header = services.Header(**{one.name: getattr(draft, one.name) for one in fields(services.Header)})
    services.form_draft_save(draft=draft, header=header, design=design, by=person(request), at=timezone.now())
    return services.design_problems(form=draft.form, design=design)


def _page(
    request: HttpRequest,
    version: FormVersion,
    *,
    keeps: bool,
    publish: PublishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    design = version.content
    is_draft = version.published_at is None
    before = version.form.versions.filter(number__lt=version.number).order_by("-number").first()
    problems = services.design_problems(form=version.form, design=design) if is_draft else ()
    next_period = Period.of(timezone.localdate(), PeriodKind(version.form.period_kind)).moved(1)
    context = {
        "version": version,
        "design": design,
        "rows": [(row, design.depth(row)) for row in design.rows],
        "is_draft": is_draft,
        "keeps": keeps,
        "problems": [(one, _where(design, one)) for one in problems],
        "before": before,
        "changes": [_change_words(one) for one in differences(before.content, design)] if before else [],
        "versions": version.form.versions.order_by("-number"),
        "publish": publish or PublishForm(initial={"first_period": next_period.code}),
    }
    return render(request, "returns/form.html", context, status=status)


def _where(design: FormDesign, problem: Problem) -> str:
    if problem.what not in PARTS:
        return ""
    parts = getattr(design, PARTS[problem.what][0])
    if problem.index >= len(parts):
        return ""
    part = parts[problem.index]
    return str(getattr(part, "name", "") or part.code)


def _change_words(change: Change) -> dict[str, Any]:
    part = change.after or change.before
    return {
        "change": change,
        "name": getattr(part, "name", "") or getattr(part, "text", ""),
        "fields": [
            (name, getattr(change.before, name), getattr(change.after, name)) for name in change.fields
        ],
    }


def _part_page(
    request: HttpRequest, draft: FormVersion, form: Form, what: str, index: int | None = None
) -> HttpResponse:
    context = {"version": draft, "form": form, "what": what, "index": index, "is_new": index is None}
    return render(request, "returns/form_part.html", context, status=422 if form.errors else 200)
