"""An employer's vacancies: written with advice beside the field, published, kept up, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.enums import UNDER_WAY, CloseReason, EmployerAct, VacancyState
from jobs.forms.vacancy import MOST_QUESTIONS, DayForm, EndForm, VacancyForm, initial_of
from jobs.models import Membership, Vacancy
from jobs.posting import advice_on, content_key, content_of, missing
from jobs.services import vacancy_editing as services
from jobs.services.templates import template_content
from jobs.services.upkeep import vacancy_keep
from jobs.services.vacancies import InvalidTransition, vacancy_move
from jobs.views.employer.access import desk, membership_for, person

A_PAGE = 30
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def vacancies_of(membership: Membership) -> QuerySet[Vacancy]:
    """The employer's vacancies, with `waiting`: applications that nobody has looked at."""
    unseen = Count("applications", filter=Q(applications__state="new"))
    found = Vacancy.objects.filter(employer=membership.employer).annotate(waiting=unseen)
    return found.select_related("employer", "feed")


def vacancy_for(membership: Membership, vid: int) -> Vacancy:
    found: Vacancy = get_object_or_404(vacancies_of(membership), pk=vid)
    return found


@require_safe
@never_cache
@login_required
def vacancy_list(request: HttpRequest, pk: int) -> HttpResponse:
    """By state, the newest first; `?before=` is the cursor."""
    membership = membership_for(request, pk)
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    found = vacancies_of(membership).order_by("-pk")
    if state in VacancyState:
        found = found.filter(state=state)
    if before.isdecimal() and len(before) < 16:
        found = found.filter(pk__lt=int(before))
    page = list(found[: A_PAGE + 1])
    context = {
        "vacancies": page[:A_PAGE],
        "next_before": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
        "first": not before,
        "state": state,
        "states": VacancyState.choices,
        "has_templates": membership.employer.templates.exists(),
    }
    return desk(request, "jobs/employer/vacancies.html", membership, context)


@get_or_post
@never_cache
@login_required
def vacancy_new(request: HttpRequest, pk: int) -> HttpResponse:
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    if answer := _asked(request, membership, None):
        return answer
    form = VacancyForm(request.POST or None, initial=_begun(request, membership))
    if request.method == "POST" and form.is_valid():
        made = services.vacancy_draft(employer=membership.employer, content=form.content, by=person(request))
        return redirect("employer_vacancy", pk, made.pk)
    return _form_page(request, membership, form, None)


def _asked(request: HttpRequest, membership: Membership, vacancy: Vacancy | None) -> HttpResponse | None:
    """The answer to the form's other buttons, which save nothing: what its words may mean, what others pay.

    The addresses of others hold no more than they need: the form may hold whom to ask.
    """
    if "look" in request.POST:
        return _form_page(request, membership, VacancyForm(initial=request.POST.dict()), vacancy)
    if "ask_pay" in request.POST:
        asked = {name: request.POST.get(name, "")[:100] for name in ("title", "region", "occupation")}
        return redirect(f"{reverse('pay_hint')}?{urlencode(asked)}")
    return None


def _begun(request: HttpRequest, membership: Membership) -> dict[str, Any] | None:
    """What the form begins with: the template of the address, where it is the employer's."""
    chosen = request.GET.get("template", "")
    if not chosen.isdecimal() or len(chosen) > 15:
        return None
    template = get_object_or_404(membership.employer.templates, pk=chosen)
    initial = initial_of(template_content(template))
    del initial["expires_on"]  # the form's own: a month from today
    return initial


@get_or_post
@never_cache
@login_required
def vacancy_edit(request: HttpRequest, pk: int, vid: int) -> HttpResponse:
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vacancy = vacancy_for(membership, vid)
    if vacancy.feed_id is not None or vacancy.state == VacancyState.CLOSED:
        return redirect("employer_vacancy", pk, vid)
    if answer := _asked(request, membership, vacancy):
        return answer
    form = VacancyForm(request.POST or None, initial=initial_of(content_of(vacancy)))
    if request.method == "POST" and form.is_valid():
        try:
            services.vacancy_edit(vacancy=vacancy, content=form.content, by=person(request))
        except services.NotReady as error:
            _say(form, error)
        except services.NotEditable:
            return redirect("employer_vacancy", pk, vid)
        else:
            messages.success(request, _("Saved."))
            return redirect("employer_vacancy", pk, vid)
    return _form_page(request, membership, form, vacancy)


def _say(form: VacancyForm, error: services.NotReady) -> None:
    """What keeps a vacancy from being public, to the fields that it is about."""
    for name, words in error.missing.items():
        form.add_error(name, words)
    for advice in error.advice:
        form.add_error(advice.field, advice.words)


def _form_page(
    request: HttpRequest, membership: Membership, form: VacancyForm, vacancy: Vacancy | None
) -> HttpResponse:
    context = _advised(form, membership, vacancy) | {
        "form": form,
        "vacancy": vacancy,
        "questions": [
            (form[f"question_{number}"], form[f"must_{number}"]) for number in range(1, MOST_QUESTIONS + 1)
        ],
    }
    return desk(
        request, "jobs/employer/vacancy_form.html", membership, context, status=422 if form.errors else 200
    )


def _advised(form: VacancyForm, membership: Membership, vacancy: Vacancy | None) -> dict[str, Any]:
    """Advice to what stands in the form now, as far as it can be read."""
    if form.is_bound:
        form.is_valid()
        content = form.content
    elif vacancy:
        content = content_of(vacancy)
    else:
        return {"advice": [], "same": []}
    key = content_key(content, membership.employer)
    same = services.same_vacancies(employer=membership.employer, key=key, but=vacancy.pk if vacancy else None)
    return {"advice": advice_on(content), "same": same}


@require_POST
@login_required
def vacancy_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Pieces of the form while somebody writes: advice beside each field, occupations, the same vacancy."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vid = request.GET.get("vacancy", "")
    vacancy = vacancies_of(membership).filter(pk=vid).first() if vid.isdecimal() and len(vid) < 16 else None
    form = VacancyForm(request.POST)
    context = _advised(form, membership, vacancy) | {"form": form, "employer": membership.employer}
    return render(request, "jobs/employer/pieces/advice.html", context | {"swap": True})


@require_safe
@never_cache
@login_required
def vacancy_page(request: HttpRequest, pk: int, vid: int) -> HttpResponse:
    """How a vacancy stands, what it lacks, and what can be done with it."""
    membership = membership_for(request, pk)
    vacancy = vacancy_for(membership, vid)
    content = content_of(vacancy)
    key = vacancy.duplicate_key.hex if vacancy.duplicate_key else None
    today = timezone.localdate()
    is_draft = vacancy.state == VacancyState.DRAFT
    context = {
        "vacancy": vacancy,
        "advice": advice_on(content) if vacancy.feed_id is None else [],
        "missing": missing(content, today=today) if is_draft else {},
        "same": services.same_vacancies(employer=membership.employer, key=key, but=vacancy.pk),
        "extend": DayForm(initial={"day": vacancy.expires_on}, auto_id="extend_%s"),
        "schedule": DayForm(auto_id="schedule_%s"),
        "decision": vacancy.decisions.exclude(decided_at=None).first(),
        "is_draft": is_draft,
        "is_ours": vacancy.feed_id is None,
        "is_over": vacancy.state == VacancyState.CLOSED,
    }
    return desk(request, "jobs/employer/vacancy.html", membership, context)


@require_POST
@login_required
def vacancy_act(request: HttpRequest, pk: int, vid: int) -> HttpResponse:
    """Publish, schedule, pause, resume, extend, copy: one button each."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vacancy = vacancy_for(membership, vid)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        shown = act(request, vacancy)
    except services.NotReady:
        messages.error(request, _("It is not ready yet: see below what is to be mended."))
    except (InvalidTransition, services.NotEditable):
        messages.error(request, _("Its state changed meanwhile: here is how it stands now."))
    else:
        return redirect("employer_vacancy", pk, shown.pk)
    return redirect("employer_vacancy", pk, vid)


def _publish(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    done = services.vacancy_publish(vacancy=vacancy, by=person(request))
    if done.state == VacancyState.IN_REVIEW:
        messages.success(
            request, _("The city's staff look at it first; you get a mail with what they decide.")
        )
    elif vacancy.employer and vacancy.employer.is_verified:
        messages.success(request, _("It is public: searches find it within a minute."))
    else:
        messages.success(request, _("It is ready, and becomes public when the employer is verified."))
    return done


def _schedule(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    form = DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day."))
        return vacancy
    done = services.vacancy_publish(vacancy=vacancy, by=person(request), on=form.cleaned_data["day"])
    messages.success(request, _("It is published by itself on that day."))
    return done


def _unschedule(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    return services.vacancy_unschedule(vacancy=vacancy, by=person(request))


def _pause(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    messages.success(request, _("Paused: nobody finds it until you resume it."))
    return vacancy_move(vacancy=vacancy, to=VacancyState.PAUSED, by=person(request))


def _resume(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    services.vacancy_check(content=content_of(vacancy))
    return vacancy_move(vacancy=vacancy, to=VacancyState.OPEN, by=person(request))


def _extend(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    form = DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day."))
        return vacancy
    done = services.vacancy_extend(vacancy=vacancy, until=form.cleaned_data["day"], by=person(request))
    messages.success(request, _("The last day is moved."))
    return done


def _keep(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    messages.success(request, _("It stays, for another month at least."))
    return vacancy_keep(vacancy=vacancy, by=person(request))


def _copy(request: HttpRequest, vacancy: Vacancy) -> Vacancy:
    messages.success(request, _("This is a copy: change it, then publish it."))
    return services.vacancy_copy(vacancy=vacancy, by=person(request))


_ACTS: dict[str, Callable[[HttpRequest, Vacancy], Vacancy]] = {
    "publish": _publish,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "keep": _keep,
    "copy": _copy,
}


@get_or_post
@never_cache
@login_required
def vacancy_end(request: HttpRequest, pk: int, vid: int) -> HttpResponse:
    """Close a vacancy: why, how many were hired, and what happens then."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vacancy = vacancy_for(membership, vid)
    form, status = EndForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                services.vacancy_end(
                    vacancy=vacancy,
                    reason=CloseReason(form.cleaned_data["reason"]),
                    hired=form.cleaned_data["hired"],
                    by=person(request),
                )
            except InvalidTransition:
                messages.error(request, _("Its state changed meanwhile: here is how it stands now."))
            else:
                messages.success(request, _("Closed. Nobody finds it any more."))
            return redirect("employer_vacancy", pk, vid)
        status = 422
    context = {
        "vacancy": vacancy,
        "form": form,
        "waiting": vacancy.applications.filter(state__in=UNDER_WAY).count(),
    }
    return desk(request, "jobs/employer/vacancy_end.html", membership, context, status=status)
