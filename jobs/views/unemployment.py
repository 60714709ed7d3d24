"""The desk for unemployed people: register them, follow them, grant benefit, count them for the return."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import held_regions, may, visible
from accounts.rights import acting_by
from accounts.services import audit
from jobs import citizen_id
from jobs.enums import EndReason, SupportKind, UnemploymentCause, UnemploymentState
from jobs.forms.unemployment import (
    BenefitForm,
    EndForm,
    NumberForm,
    StopForm,
    SupportForm,
    UnemployedFilter,
    UnemployedForm,
)
from jobs.models import BenefitPeriod, Unemployment
from jobs.personal_data import unemployment_record as record
from jobs.services.unemployment import (
    AlreadyUnemployed,
    benefit_grant,
    benefit_stop,
    months_of_benefit_left,
    support_add,
    unemployment_end,
    unemployment_erase,
    unemployment_register,
)
from jobs.services.unemployment_figures import unemployment_figures
from jobs.spreadsheets import as_csv
from jobs.views.seeker.access import person

A_PAGE = 50
MOST_IN_A_FILE = 20_000
View = Callable[..., HttpResponse]


def for_keepers(view: View) -> View:
    """Only for who follows unemployed people somewhere; for everybody else there is none."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not held_regions(request.user, Action.KEEP_UNEMPLOYED):
            raise Http404
        with acting_by(Action.KEEP_UNEMPLOYED):
            return view(request, *args, **kwargs)

    return guarded


def _within_reach(request: HttpRequest) -> QuerySet[Unemployment]:
    return visible(Unemployment.objects.all(), request.user, Action.KEEP_UNEMPLOYED)


def _narrowed(rows: QuerySet[Unemployment], form: UnemployedFilter) -> QuerySet[Unemployment]:
    if not form.is_valid():
        return rows.none()
    asked = form.cleaned_data
    if asked["state"] != "all":
        rows = rows.filter(state=asked["state"] or UnemploymentState.REGISTERED)
    if asked["cause"]:
        rows = rows.filter(cause=asked["cause"])
    if asked["benefit"]:
        day = timezone.localdate()
        paid = BenefitPeriod.objects.filter(unemployment=OuterRef("pk"), starts_on__lte=day, ends_on__gt=day)
        rows = rows.filter(Exists(paid) if asked["benefit"] == "now" else ~Exists(paid))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def people(request: HttpRequest) -> HttpResponse:
    """Who is registered, newest first, with the month's figures; a number to look for is posted."""
    form = UnemployedFilter(request.GET)
    finding = NumberForm(request.POST if request.method == "POST" else None)
    if finding.is_valid():
        keys = citizen_id.lookup_keys(finding.cleaned_data["citizen_number"])
        found = _within_reach(request).filter(citizen_id_key__in=keys).order_by("-registered_on", "-pk")
        if one := found.first():
            return redirect("unemployed_person", one.pk)
        finding.add_error("citizen_number", _("Nobody with this number is registered here."))
    rows = _narrowed(_within_reach(request), form).order_by("-registered_on", "-pk")
    after = _cursor(request)
    if after and (last := _within_reach(request).filter(pk=after).first()):
        rows = rows.filter(
            Q(registered_on__lt=last.registered_on) | Q(registered_on=last.registered_on, pk__lt=last.pk)
        )
    shown = list(rows[: A_PAGE + 1])
    region = held_regions(request.user, Action.KEEP_UNEMPLOYED)[0]
    context = {
        "form": form,
        "finding": finding,
        "rows": shown[:A_PAGE],
        "next_after": shown[A_PAGE - 1].pk if len(shown) > A_PAGE else None,
        "is_first": not after,
        "figures": unemployment_figures(region=region, month=form.shown_month),
        "region": region,
    }
    status = 422 if finding.errors or form.errors else 200
    return render(request, "jobs/unemployed/people.html", context, status=status)


def _cursor(request: HttpRequest) -> int:
    text = request.GET.get("after", "")
    return int(text) if text.isdecimal() and len(text) < 16 else 0


@require_safe
@for_keepers
def table(request: HttpRequest) -> HttpResponse:
    """The list as a file, numbers masked; taking it stands in the audit trail."""
    form = UnemployedFilter(request.GET)
    rows = _narrowed(_within_reach(request), form).order_by("-registered_on", "-pk")[:MOST_IN_A_FILE]
    heading = [_("Person's name"), _("Number"), _("Telephone"), _("Region"), _("Why without work"),
               _("State"), _("Registered on"), _("Ended on"), _("Why it ended")]  # fmt: skip
    lines = [
        [
            row.name, _masked(row), row.phone, row.region, row.get_cause_display(), row.get_state_display(),
            str(row.registered_on), str(row.ended_on or ""), row.get_end_reason_display(),
        ]
        for row in rows
    ]  # fmt: skip
    by = person(request)
    region = held_regions(by, Action.KEEP_UNEMPLOYED)[0]
    audit(actor=by, act="unemployed_download", subject=by, region=region, rows=len(lines))
    response = HttpResponse(as_csv([heading, *lines]), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="unemployed.csv"'
    return response


def _masked(row: Unemployment) -> str:
    return citizen_id.masked(citizen_id.decrypt(row.citizen_id)) if row.citizen_id else ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def register(request: HttpRequest) -> HttpResponse:
    form = UnemployedForm(request.POST if request.method == "POST" else None)
    region = held_regions(request.user, Action.KEEP_UNEMPLOYED)[0]
    if region == NATION:
        messages.info(request, _("People are registered by the service points of their city."))
        return redirect("unemployed")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"cause": UnemploymentCause(form.cleaned_data["cause"])}
        try:
            made = unemployment_register(region=region, by=person(request), **data)
        except AlreadyUnemployed as error:
            form.add_error("citizen_number", _already(request, error.known))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s is registered as unemployed.") % {"name": made.name})
            return redirect("unemployed_person", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "jobs/unemployed/register.html", {"form": form}, status=status)


def _already(request: HttpRequest, known: Unemployment) -> str:
    if may(request.user, Action.KEEP_UNEMPLOYED, known.region):
        return _("This person is registered already: find them by their number.")
    return _("This person is registered as unemployed in another city, which has to end that first.")


@require_safe
@for_keepers
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One registration with its benefit and support; looking at it stands in the audit trail."""
    found = get_object_or_404(_within_reach(request), pk=pk)
    audit(actor=person(request), act="unemployment_look", subject=found, region=found.region)
    return _page(request, found)


def _page(request: HttpRequest, found: Unemployment, **bound: Form) -> HttpResponse:
    day = timezone.localdate()
    forms: dict[str, Form] = {
        "benefit_form": BenefitForm(initial={"starts_on": day.replace(day=1)}),
        "support_form": SupportForm(initial={"on": day}),
        "end_form": EndForm(),
    }
    context = {
        "found": found,
        "number": _masked(found),
        "benefits": [(one, StopForm(prefix=f"stop{one.pk}")) for one in found.benefits.all()],
        "support": found.support.select_related("by"),
        "left": months_of_benefit_left(found),
        "today": day,
        "form": next(iter(bound.values()), None),
        **forms,
        **bound,
    }
    return render(request, "jobs/unemployed/person.html", context, status=422 if bound else 200)


def _acted(
    request: HttpRequest, pk: int, name: str, form: Form, act: Callable[[Unemployment, dict[str, Any]], str]
) -> HttpResponse:
    """Do what a form of a registration's page asks, and say so; or show the page with what is wrong."""
    found = get_object_or_404(_within_reach(request), pk=pk)
    if form.is_valid():
        try:
            said = act(found, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, said)
            return redirect("unemployed_person", pk)
    return _page(request, found, **{name: form})


@require_POST
@for_keepers
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is held on the person, as a file to hand over when they ask for it."""
    found = get_object_or_404(_within_reach(request), pk=pk)
    audit(actor=person(request), act="unemployment_copy", subject=found, region=found.region)
    response = JsonResponse(record(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="unemployment-{found.pk}.json"'
    return response


@require_POST
@for_keepers
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Take everything personal from an ended registration, as the person wishes."""
    found = get_object_or_404(_within_reach(request), pk=pk)
    try:
        unemployment_erase(unemployment=found, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("unemployed_person", pk)
    messages.success(request, _("Everything personal is erased; the days that figures count stay."))
    return redirect("unemployed")


@require_POST
@for_keepers
def end(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Unemployment, data: dict[str, Any]) -> str:
        reason = EndReason(data["reason"])
        unemployment_end(
            unemployment=found, reason=reason, employer_name=data["employer_name"], by=person(request)
        )
        return _("The registration has ended; benefit ends with this month.")

    return _acted(request, pk, "end_form", EndForm(request.POST), act)


@require_POST
@for_keepers
def benefit(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Unemployment, data: dict[str, Any]) -> str:
        made = benefit_grant(unemployment=found, by=person(request), **data)
        return _("Benefit is granted for %(months)s months.") % {"months": made.months}

    return _acted(request, pk, "benefit_form", BenefitForm(request.POST), act)


@require_POST
@for_keepers
def stop(request: HttpRequest, pk: int, benefit_pk: int) -> HttpResponse:
    found = get_object_or_404(
        BenefitPeriod, pk=benefit_pk, unemployment__in=_within_reach(request), unemployment=pk
    )

    def act(_found: Unemployment, data: dict[str, Any]) -> str:
        reason = EndReason(data["reason"])
        benefit_stop(benefit=found, from_month=data["from_month"], reason=reason, by=person(request))
        return _("Benefit stops before %(month)s.") % {"month": f"{data['from_month']:%Y-%m}"}

    return _acted(request, pk, "stop_form", StopForm(request.POST, prefix=f"stop{benefit_pk}"), act)


@require_POST
@for_keepers
def support(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Unemployment, data: dict[str, Any]) -> str:
        kind = SupportKind(data["kind"])
        support_add(unemployment=found, kind=kind, on=data["on"], note=data["note"], by=person(request))
        return _("The record is kept.")

    return _acted(request, pk, "support_form", SupportForm(request.POST), act)
