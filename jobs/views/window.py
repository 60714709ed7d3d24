"""The service window: a member of staff finds or registers a person, and acts for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import held_regions, regional_filter
from accounts.rights import acting_by
from jobs import citizen_id
from jobs.enums import UNDER_WAY, ConsentWay
from jobs.forms.window import FindForm, RegisterForm
from jobs.models import Application, JobSeeker, Vacancy
from jobs.services import AlreadyRegistered, window_open, window_register
from jobs.services.window import CodeNotSent, CodeWrong, consent_code_send
from jobs.serving import seeker_served, serving_begin, serving_end
from jobs.views.seeker.access import person
from standards.regions import city_of

ON_A_SLIP = 8
View = Callable[..., HttpResponse]


def for_clerks(view: View) -> View:
    """Only for who serves at a window somewhere; for everybody else there is none."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not held_regions(request.user, Action.SERVE_AT_WINDOW):
            raise Http404
        with acting_by(Action.SERVE_AT_WINDOW):
            return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@for_clerks
def desk(request: HttpRequest) -> HttpResponse:
    """Find a registered person. What is searched for is posted, so that no number stands in an address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found = list(_found(request, form)) if form.is_valid() else None
    context = {"form": form, "found": found, "served": seeker_served(request)}
    return render(request, "jobs/window/desk.html", context, status=422 if form.errors else 200)


def _within_reach(request: HttpRequest) -> QuerySet[JobSeeker]:
    """People whom this member of staff may serve."""
    return JobSeeker.objects.filter(
        regional_filter(request.user, Action.SERVE_AT_WINDOW, "window__region"), window__isnull=False
    ).select_related("window")


def _found(request: HttpRequest, form: FindForm) -> QuerySet[JobSeeker]:
    data = form.cleaned_data
    if data["citizen_number"]:
        return _within_reach(request).filter(
            citizen_id_key__in=citizen_id.lookup_keys(data["citizen_number"])
        )
    return _within_reach(request).filter(name=data["name"], phone=data["phone"]).order_by("pk")


@require_http_methods(["GET", "HEAD", "POST"])
@for_clerks
def register(request: HttpRequest) -> HttpResponse:
    """Take a person in; the other button sends them the code by which they may agree."""
    if "send_code" in request.POST:
        return _send_code(request)
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = window_register(
                region=_service_point(request, data["lives_in"]),
                by=person(request),
                **data | {"consent_way": ConsentWay(data["consent_way"])},
            )
        except AlreadyRegistered as error:
            form.add_error("citizen_number", _already(request, error.seeker))
        except CodeWrong:
            form.add_error(
                "code", _("This code does not hold: it is another one, too old, or was tried too often.")
            )
        else:
            serving_begin(request, made.seeker)
            return redirect("me_resume_step", made.pk, "wanted")
    status = 422 if request.method == "POST" else 200
    return render(request, "jobs/window/register.html", {"form": form}, status=status)


def _send_code(request: HttpRequest) -> HttpResponse:
    """The page as it was written, and whether a code is on its way."""
    said, refused = "", ""
    try:
        where = consent_code_send(**RegisterForm(request.POST).code_goes_to, by=person(request))
    except CodeNotSent as error:
        refused = str(_NOT_SENT[error.why])
    else:
        said = _("A code was sent to %(where)s. It holds for ten minutes.") % {"where": where}
    form = RegisterForm(initial=request.POST.dict() | {"consent_way": ConsentWay.CODE.value, "code": ""})
    context = {"form": form, "said": said, "refused": refused}
    return render(request, "jobs/window/register.html", context, status=422 if refused else 200)


_NOT_SENT = {
    "nowhere": gettext_lazy("Write where the code is to go first: a whole, valid mail address or telephone."),
    "too_soon": gettext_lazy("A code was sent just now. Wait half a minute before you send another one."),
    "failed": gettext_lazy("The code could not be sent. Check the address, or use a signed paper."),
}


def _service_point(request: HttpRequest, lives_in: str) -> str:
    """Where a registration belongs: the clerk's own region, or for national staff the person's city."""
    held = held_regions(request.user, Action.SERVE_AT_WINDOW)[0]
    city = city_of(lives_in)
    return city.code if held == NATION and city else held


def _already(request: HttpRequest, known: JobSeeker) -> str:
    if _within_reach(request).filter(pk=known.pk).exists():
        return _("This person is registered here: go back and find them.")
    return _("This person is registered already, with an account of their own or elsewhere.")


@require_POST
@for_clerks
def open_person(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_within_reach(request), pk=pk)
    window_open(seeker=found, by=person(request))
    serving_begin(request, found)
    return redirect("me_home")


@require_POST
@login_required
def end(request: HttpRequest) -> HttpResponse:
    serving_end(request)
    messages.success(request, _("The person is signed out."))
    return redirect("window")


@require_safe
@login_required
def idle(request: HttpRequest) -> HttpResponse:
    """Where the browser goes by itself; nothing of the person is left on the screen."""
    serving_end(request)
    return render(request, "jobs/window/idle.html")


@require_safe
@for_clerks
def slip(request: HttpRequest) -> HttpResponse:
    """To print and take home: applications and saved vacancies, each with a code for the telephone."""
    served = seeker_served(request)
    if served is None:
        return redirect("window")
    sent = Application.objects.filter(seeker=served, state__in=UNDER_WAY).select_related("vacancy__employer")
    saved = served.saved.exclude(vacancy__in=sent.values("vacancy")).select_related("vacancy__employer")
    context = {
        "served": served,
        "sent": [(entry, _code(request, entry.vacancy)) for entry in sent[:ON_A_SLIP]],
        "saved": [(entry.vacancy, _code(request, entry.vacancy)) for entry in saved[:ON_A_SLIP]],
    }
    return render(request, "jobs/window/slip.html", context)


def _code(request: HttpRequest, vacancy: Vacancy) -> SafeString:
    """The address of a vacancy as a QR code in SVG; it holds nothing of the person."""
    address = request.build_absolute_uri(vacancy.get_absolute_url())
    drawn = segno.make(address, error="m").svg_inline(scale=3, svgclass="slip-code", lineclass=None)
    return mark_safe(drawn)  # noqa: S308  drawn by segno, of an address of ours
