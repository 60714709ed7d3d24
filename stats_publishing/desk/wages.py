"""The desk of wage surveys: send a file, decide what its checks found, look at the tables, approve them."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import held_regions, may, regional_filter
from accounts.rights import acting_by
from jobs.feeds.reasons import reason_words
from stats_publishing.datasets import all_datasets
from stats_publishing.desk.access import person
from stats_publishing.desk.wage_forms import PoolForm, PriceForm, SurveyForm, WeightsForm
from stats_publishing.members import row_words
from stats_publishing.methods.wage_columns import fields
from stats_publishing.models import DatasetVersion, PriceIndex, WageFinding, WageSurvey
from stats_publishing.published import shown
from stats_publishing.services import surveys
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.disclosure import WAGES
from stats_publishing.services.prices import price_index_enter
from stats_publishing.services.wage_tables import survey_approve
from stats_publishing.wage_enums import UNDER_WAY, Decision, SurveyState, decisions_for

A_PAGE: Final = 50
PREVIEW_ROWS: Final = 100
_SEES: Final = (Action.FILL_RETURNS, Action.REVIEW_RETURNS, Action.PUBLISH_FIGURES)
_PREVIEWED: Final = ("employers", "persons", "low", "middle", "high", "p25", "p75", "mean", "middle_yoy")


@require_safe
@login_required
def survey_list(request: HttpRequest) -> HttpResponse:
    """Surveys, the newest first; `?before=` is the cursor."""
    return _list_page(request)


@require_POST
@login_required
@acting_by(Action.FILL_RETURNS)
def survey_send(request: HttpRequest) -> HttpResponse:
    form = SurveyForm(request.POST, request.FILES, user=person(request))
    if not held_regions(request.user, Action.FILL_RETURNS):
        raise Http404
    if form.is_valid():
        given = form.cleaned_data
        try:
            survey = surveys.survey_create(
                region=given["region"], year=given["year"], file=given["file"], by=person(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("workspace_wage_survey", public_id=survey.public_id)
    return _list_page(request, form=form, status=422)


@require_POST
@login_required
@acting_by(Action.REVIEW_RETURNS)
def survey_pool(request: HttpRequest) -> HttpResponse:
    """Make the survey of a province or of the country out of those of its cities."""
    if not held_regions(request.user, Action.REVIEW_RETURNS):
        raise Http404
    form = PoolForm(request.POST, user=person(request))
    if form.is_valid():
        try:
            survey = surveys.survey_pool(**form.cleaned_data, by=person(request))
        except (ValidationError, NotPossible) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        else:
            return redirect("workspace_wage_survey", public_id=survey.public_id)
    return _list_page(request, pool=form, status=422)


def _list_page(
    request: HttpRequest, *, form: SurveyForm | None = None, pool: PoolForm | None = None, status: int = 200
) -> HttpResponse:
    seen = _seen(request).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 16:
        seen = seen.filter(pk__lt=int(before))
    found = list(seen[: A_PAGE + 1])
    user = person(request)
    context = {
        "surveys": found[:A_PAGE],
        "next_before": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "is_first": not before,
        "form": form or SurveyForm(user=user),
        "pool": pool or PoolForm(user=user),
        "may_send": bool(held_regions(user, Action.FILL_RETURNS)),
        "may_pool": bool(held_regions(user, Action.REVIEW_RETURNS)),
        "may_keep_prices": may(user, Action.MANAGE_STATISTICS, NATION),
    }
    return render(request, "stats_publishing/desk/wages.html", context, status=status)


@require_safe
@login_required
def survey_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """A survey: how far it is, what is to be decided, and its tables; `?table=` which one."""
    return _page(request, _survey(request, public_id))


@require_safe
@login_required
def survey_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of a survey's page that moves; asks for the whole page once the worker is done."""
    survey = _survey(request, public_id)
    response = render(request, "stats_publishing/desk/wage_state.html", {"survey": survey})
    if survey.state not in UNDER_WAY:
        response.headers["HX-Refresh"] = "true"
    return response


def _page(
    request: HttpRequest, survey: WageSurvey, *, weights: WeightsForm | None = None, status: int = 200
) -> HttpResponse:
    refused = request.session.pop("wage_finding_errors", {})
    findings = [
        {
            "finding": finding,
            "decisions": [(one.value, one.label) for one in decisions_for(finding.check_code)],
            "errors": refused.get(str(finding.pk), []),
        }
        for finding in survey.findings.select_related("decided_by")
    ]
    open_ones = sum(one["finding"].decision == Decision.OPEN for one in findings)
    names = fields()
    context: dict[str, Any] = {
        "survey": survey,
        "error": _error_words(survey),
        "missing": [_field_words(code) for code in survey.error_detail.get("missing", ())],
        "findings": findings,
        "open": open_ones,
        "columns": [
            (heading, _field_words(code))
            for code, heading in survey.columns.get("of", {}).items()
            if code in names
        ],
        "unread": survey.columns.get("unread", []),
        "weights": weights or WeightsForm.of(survey),
        "may_work": _may_work(request, survey),
        "may_approve": may(request.user, Action.PUBLISH_FIGURES, survey.region),
        "is_own": person(request).pk in (survey.sent_by_id, survey.tabulated_by_id),
        "frozen_before": survey.state == SurveyState.CHECKED and surveys.frozen_before(survey=survey),
        **_tables(request, survey),
    }
    return render(request, "stats_publishing/desk/wage_survey.html", context, status=status)


def _tables(request: HttpRequest, survey: WageSurvey) -> dict[str, Any]:
    """The newest versions of the survey's region and year, and one of them to look at."""
    if survey.state not in (SurveyState.TABULATED, SurveyState.APPROVED):
        return {}
    versions = {
        version.dataset: version
        for version in DatasetVersion.objects.filter(
            dataset__startswith=WAGES, region=survey.region, period=str(survey.year), superseded_by=None
        )
    }
    asked = request.GET.get("table", "")
    version = versions.get(asked) or versions.get(f"{WAGES}occupation")
    if version is None:
        return {}
    table, kind = version.figures, version.kind
    measures = [kind.measures[name] for name in _PREVIEWED if name in table.measures]
    rows = [
        (
            row_words(kind, table.dimensions, row[: len(table.dimensions)]),
            [
                shown(
                    row[len(table.dimensions) + table.measures.index(one.code)],
                    places=one.places,
                    mark=table.marks.get((number, one.code), ""),
                )
                for one in measures
            ],
        )
        for number, row in enumerate(table.rows[:PREVIEW_ROWS])
    ]
    return {
        "version": version,
        "tables": [(code, all_datasets()[code].name, code == version.dataset) for code in sorted(versions)],
        "dimensions": kind.dimensions.values(),
        "measures": measures,
        "rows": rows,
        "more_rows": max(0, len(table.rows) - PREVIEW_ROWS),
        "notes": version.notes,
    }


@require_POST
@login_required
def finding_decide(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    survey = _worked_on(request, public_id)
    finding = get_object_or_404(WageFinding, survey=survey, pk=pk)
    decision = request.POST.get("decision", "")
    try:
        with acting_by(_right(survey)):
            surveys.finding_decide(
                finding=finding,
                decision=Decision(decision) if decision in Decision.values else Decision.OPEN,
                reason=request.POST.get("reason", "").replace("\0", "")[:500],
                by=person(request),
                at=timezone.now(),
            )
    except ValidationError as error:
        request.session["wage_finding_errors"] = {str(pk): error.messages}
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect(f"{_address(survey)}#finding-{pk}")


@require_POST
@login_required
def survey_weights(request: HttpRequest, public_id: str) -> HttpResponse:
    """What weights are made from, and the tail."""
    survey = _worked_on(request, public_id)
    form = WeightsForm(request.POST)
    if not form.is_valid():
        return _page(request, survey, weights=form, status=422)
    try:
        with acting_by(_right(survey)):
            surveys.survey_population(survey=survey, **form.cleaned_data, by=person(request))
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect(_address(survey))


@require_POST
@login_required
def survey_act(request: HttpRequest, public_id: str) -> HttpResponse:
    """`act`: tabulate, reopen, discard, approve."""
    survey, act = _survey(request, public_id), request.POST.get("act", "")
    by, reason = person(request), request.POST.get("reason", "").replace("\0", "").strip()[:500]
    if act == "approve":
        if not may(request.user, Action.PUBLISH_FIGURES, survey.region):
            raise Http404
    elif not _may_work(request, survey):
        raise Http404
    right = Action.PUBLISH_FIGURES if act == "approve" else _right(survey)
    try:
        with acting_by(right):
            if act == "tabulate":
                surveys.survey_tabulate(survey=survey, by=by, reason=reason)
            elif act == "reopen":
                surveys.survey_reopen(survey=survey, by=by)
            elif act == "discard":
                surveys.survey_discard(survey=survey, by=by)
            elif act == "approve":
                survey_approve(survey=survey, by=by, at=timezone.now())
                messages.success(request, _("The tables are approved. A release makes them public."))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect(_address(survey))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def prices(request: HttpRequest) -> HttpResponse:
    """Consumer prices, by which changes of pay are stated in real terms."""
    if not may(request.user, Action.MANAGE_STATISTICS, NATION):
        raise Http404
    form = PriceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        price_index_enter(**form.cleaned_data, by=person(request), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("workspace_wage_prices")
    rows = PriceIndex.objects.select_related("entered_by")[:400]
    status = 422 if request.method == "POST" else 200
    return render(
        request, "stats_publishing/desk/wage_prices.html", {"form": form, "rows": rows}, status=status
    )


def _seen(request: HttpRequest) -> QuerySet[WageSurvey]:
    """Surveys of the regions in which the person has to do with them; who has none sees no desk."""
    if not any(held_regions(request.user, action) for action in _SEES):
        raise Http404
    seen = Q(pk__in=())
    for action in _SEES:
        seen |= regional_filter(request.user, action)
    return WageSurvey.objects.filter(seen)


def _survey(request: HttpRequest, public_id: str) -> WageSurvey:
    return get_object_or_404(_seen(request).select_related("sent_by", "approved_by"), public_id=public_id)


def _worked_on(request: HttpRequest, public_id: str) -> WageSurvey:
    survey = _survey(request, public_id)
    if not _may_work(request, survey):
        raise Http404
    return survey


def _right(survey: WageSurvey) -> Action:
    """By which right a survey is worked on: what is pooled is the reviewers' work."""
    return Action.REVIEW_RETURNS if survey.is_pooled else Action.FILL_RETURNS


def _may_work(request: HttpRequest, survey: WageSurvey) -> bool:
    return may(request.user, _right(survey), survey.region)


def _address(survey: WageSurvey) -> str:
    return reverse("workspace_wage_survey", args=[survey.public_id])


def _error_words(survey: WageSurvey) -> str:
    if survey.error == "not_tabulated":
        return str(survey.error_detail.get("words", ""))
    if survey.error == "columns_missing":
        return _("The file lacks columns that a survey needs.")
    return reason_words(survey.error) if survey.error else ""


def _field_words(code: str) -> str:
    field = fields()[code]
    return field.en if (get_language() or "").startswith("en") else field.zh
