"""Applying: one page to fill in, one to check, and it is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobs import resume as resume_data
from jobs.applying import takes_applications
from jobs.forms.apply import ApplyForm
from jobs.models import Application, ApplicationDraft, JobSeeker, Vacancy
from jobs.services import (
    AlreadyApplied,
    NotTaken,
    application_draft_save,
    application_send,
    resume_add,
)
from jobs.serving import seeker_here
from jobs.standing import Standing, vacancy_standing
from jobs.views.seeker.access import keeps_what_is_written, person, seeker_begun, written
from jobs.views.seeker.steps import STEPS


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_written
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Résumé, letter, answers; who has no résumé yet begins one and comes back."""
    vacancy, seeker = _vacancy(pk), seeker_here(request)
    if turned_away := _turned_away(request, vacancy, seeker):
        return turned_away
    if seeker is None or not seeker.resumes.exists():
        return _without_resume(request, vacancy)
    draft = ApplicationDraft.objects.filter(vacancy=vacancy, seeker=seeker).first()
    form = ApplyForm(written(request), vacancy=vacancy, seeker=seeker, draft=draft)
    if request.method == "POST" and form.is_valid():
        application_draft_save(
            vacancy=vacancy,
            seeker=seeker,
            resume=form.cleaned_data["resume"],
            letter=form.cleaned_data["letter"],
            answers=form.answers,
            shares_contact=form.cleaned_data["shares_contact"],
        )
        return redirect("me_apply_check", vacancy.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "jobs/seeker/apply.html", {"vacancy": vacancy, "form": form}, status=status)


def _without_resume(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    if request.method != "POST":
        return render(request, "jobs/seeker/apply_no_resume.html", {"vacancy": vacancy})
    made = resume_add(seeker=seeker_begun(request), by=person(request))
    application_draft_save(vacancy=vacancy, seeker=made.seeker, resume=made)
    return redirect("me_resume_step", made.pk, STEPS[0].slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """All that will be sent, before it is."""
    vacancy, seeker = _vacancy(pk), seeker_here(request)
    if turned_away := _turned_away(request, vacancy, seeker):
        return turned_away
    draft = ApplicationDraft.objects.filter(vacancy=vacancy, seeker=seeker, resume__isnull=False).first()
    if draft is None or draft.resume is None or seeker is None:
        return redirect("me_apply", vacancy.pk)
    copy = resume_data.as_data(draft.resume, contact=draft.shares_contact)
    if request.method == "POST":
        return _send(request, draft, copy)
    context = {"vacancy": vacancy, "draft": draft, "sheet": resume_data.in_words(copy)}
    return render(request, "jobs/seeker/apply_check.html", context)


def _send(request: HttpRequest, draft: ApplicationDraft, copy: dict[str, Any]) -> HttpResponse:
    vacancy = draft.vacancy
    try:
        sent = application_send(
            vacancy=vacancy,
            seeker=draft.seeker,
            resume=draft.resume,
            copy=copy,
            letter=draft.letter,
            answers=draft.answers,
            shares_contact=draft.shares_contact,
            by=person(request),
        )
    except AlreadyApplied as error:
        return redirect("me_application_sent", error.application.pk)
    except NotTaken:
        return _closed(request, vacancy)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return redirect("me_apply", vacancy.pk)
    return redirect("me_application_sent", sent.pk)


def _turned_away(request: HttpRequest, vacancy: Vacancy, seeker: JobSeeker | None) -> HttpResponse | None:
    """The answer to who cannot apply now; None for who can."""
    if vacancy.duplicate_of_id:
        return redirect("me_apply", vacancy.duplicate_of_id)
    sent = Application.objects.standing().filter(vacancy=vacancy, seeker=seeker).first() if seeker else None
    if sent:
        return redirect("me_application", sent.pk)
    return None if takes_applications(vacancy) else _closed(request, vacancy)


def _closed(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    """The vacancy's own page says why, and shows similar ones."""
    messages.error(
        request, _("Nothing was sent: this vacancy takes no more applications here. What you wrote is kept.")
    )
    return redirect(vacancy.get_absolute_url())


def _vacancy(pk: int) -> Vacancy:
    found = get_object_or_404(Vacancy.objects.select_related("employer"), pk=pk)
    if vacancy_standing(found, today=timezone.localdate()) is Standing.HIDDEN:
        raise Http404
    return found
