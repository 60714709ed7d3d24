"""Résumés: one page for each thing, saved at each step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import resume as resume_data
from jobs import resume_files
from jobs.forms.plain import PlainForm
from jobs.models import Resume
from jobs.occupation_search import group_name, occupations_like
from jobs.services import (
    TooMany,
    resume_add,
    resume_copy,
    resume_delete,
    resume_entry_delete,
    resume_entry_save,
    resume_make_main,
    resume_update,
)
from jobs.serving import seeker_here
from jobs.views.seeker.access import keeps_what_is_written, person, resume_for, seeker_begun, written
from jobs.views.seeker.steps import STEPS, Step, neighbours, step_of
from standards.occupations import occupation

WANTED_AT_MOST = 5


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def resumes(request: HttpRequest) -> HttpResponse:
    """The person's résumés; POST begins another one."""
    if request.method == "POST":
        try:
            made = resume_add(seeker=seeker_begun(request), by=person(request))
        except TooMany as error:
            messages.error(request, _("You have %(count)s résumés: delete one first.") % {"count": error})
            return redirect("me_resumes")
        return redirect("me_resume_step", made.pk, STEPS[0].slug)
    seeker = seeker_here(request)
    return render(request, "jobs/seeker/resumes.html", {"resumes": seeker.resumes.all() if seeker else []})


@require_safe
@login_required
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole résumé as an employer reads it, with the way to change each part."""
    found = resume_for(request, pk)
    parts = [(step, step.is_filled(found)) for step in STEPS]
    return render(
        request,
        "jobs/seeker/resume.html",
        {
            "resume": found,
            "sheet": resume_data.in_words(resume_data.as_data(found, contact=True)),
            "parts": parts,
            "next_part": next((step for step, filled in parts if not filled), None),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_written
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One page of a résumé."""
    found, page = resume_for(request, pk), _step(slug)
    if page.entries:
        return _page(request, found, page, "jobs/seeker/entries.html", {"entries": _entry_lines(found, page)})
    if page.form is None:
        return _wanted(request, found, page)
    sent = written(request)
    form = page.form(sent, resume=found)
    if request.method == "POST" and form.is_valid():
        form.save(person(request))
        return _go_on(request, found, page)
    status = 422 if request.method == "POST" else 200
    return _page(request, found, page, "jobs/seeker/step.html", {"form": form}, status=status)


def _wanted(request: HttpRequest, found: Resume, page: Step) -> HttpResponse:
    """Occupations: searched by words, chosen from what is found."""
    if request.method == "POST":
        taken, added = request.POST.get("remove", ""), request.POST.getlist("add")
        codes = [code for code in found.wanted if code != taken]
        codes += [code for code in added if occupation(code) and code not in codes]
        if len(codes) > WANTED_AT_MOST:
            messages.error(request, _("At most %(count)s: remove one first.") % {"count": WANTED_AT_MOST})
        else:
            resume_update(resume=found, by=person(request), wanted=codes)
        return redirect(_address(found, page, request))
    words = request.GET.get("q", "").replace("\0", "")[:60]
    context = {
        "words": words,
        "found": [
            (entry, group_name(entry.code))
            for entry in occupations_like(words)
            if entry.code not in found.wanted
        ],
        "chosen": [entry for code in found.wanted if (entry := occupation(code))],
        "is_full": len(found.wanted) >= WANTED_AT_MOST,
    }
    return _page(request, found, page, "jobs/seeker/wanted.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_is_written
def entry(request: HttpRequest, pk: int, slug: str, entry_pk: int | None = None) -> HttpResponse:
    """One entry of a list, new or to be changed; `look` shows it again with what its words may mean."""
    found, page = resume_for(request, pk), _step(slug)
    if page.entries is None:
        raise Http404
    stored = get_object_or_404(page.entries.of(found), pk=entry_pk) if entry_pk else None
    kept = {field.name for field in page.entries.model._meta.get_fields()}
    names = [name for name in page.entries.form.base_fields if name in kept]
    initial = {name: getattr(stored, name) for name in names} if stored else None
    if "look" in request.POST:
        form = page.entries.form(initial=request.POST.dict())
        context = {"form": form, "entry": stored, "entries": page.entries}
        return _page(request, found, page, "jobs/seeker/entry.html", context)
    form = page.entries.form(written(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        changed: Any = stored or page.entries.model(resume=found)
        for name in names:
            setattr(changed, name, form.cleaned_data[name])
        if _save_entry(request, form, changed):
            return redirect(_address(found, page, request))
    context = {"form": form, "entry": stored, "entries": page.entries}
    status = 422 if request.method == "POST" else 200
    return _page(request, found, page, "jobs/seeker/entry.html", context, status=status)


def _save_entry(request: HttpRequest, form: PlainForm, changed: Any) -> bool:
    """Whether it could be stored; why not is an error of the form."""
    try:
        changed.validate_constraints()
        resume_entry_save(entry=changed, by=person(request))
    except ValidationError as error:
        form.add_error(None, error)
    except TooMany as error:
        form.add_error(None, _("There are %(count)s already: delete one first.") % {"count": error})
    return form.is_valid()


@require_POST
@login_required
def entry_delete(request: HttpRequest, pk: int, slug: str, entry_pk: int) -> HttpResponse:
    found, page = resume_for(request, pk), _step(slug)
    if page.entries is None:
        raise Http404
    resume_entry_delete(entry=get_object_or_404(page.entries.of(found), pk=entry_pk), by=person(request))
    return redirect(_address(found, page, request))


@require_safe
@login_required
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = resume_for(request, pk)
    file = resume_files.as_pdf(resume_data.as_data(found, contact=True))
    return _download(file, "application/pdf", f"{found.seeker.name or found.title}.pdf")


@require_safe
@login_required
def text(request: HttpRequest, pk: int) -> HttpResponse:
    found = resume_for(request, pk)
    file = resume_files.as_text(resume_data.as_data(found, contact=True)).encode()
    return _download(file, "text/plain; charset=utf-8", f"{found.seeker.name or found.title}.txt")


def _download(file: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(file, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def main(request: HttpRequest, pk: int) -> HttpResponse:
    resume_make_main(resume=resume_for(request, pk), by=person(request))
    messages.success(request, _("From now on you are found and matched by this résumé."))
    return redirect("me_resumes")


@require_POST
@login_required
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        made = resume_copy(resume=resume_for(request, pk), by=person(request))
    except TooMany as error:
        messages.error(request, _("You have %(count)s résumés: delete one first.") % {"count": error})
        return redirect("me_resumes")
    return redirect("me_resume", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """The name by which its owner tells a résumé from others."""
    found = resume_for(request, pk)
    if request.method == "POST":
        title = " ".join(request.POST.get("title", "").replace("\0", "").split())[:40]
        if title:
            resume_update(resume=found, by=person(request), title=title)
            return redirect("me_resumes")
    return render(request, "jobs/seeker/resume_rename.html", {"resume": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and says what stays."""
    found = resume_for(request, pk)
    if request.method == "POST":
        resume_delete(resume=found, by=person(request))
        messages.success(request, _("The résumé is deleted."))
        return redirect("me_resumes")
    return render(request, "jobs/seeker/resume_delete.html", {"resume": found})


def _step(slug: str) -> Step:
    found = step_of(slug)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Resume,
    page: Step,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    before, after = neighbours(page)
    frame = {
        "resume": found,
        "step": page,
        "number": STEPS.index(page) + 1,
        "total": len(STEPS),
        "before": before,
        "after": after,
        "to_review": _to_review(request),
        "address": _address(found, page, request),
    }
    return render(request, template, frame | context, status=status)


def _to_review(request: HttpRequest) -> bool:
    """Whether the person came from the whole résumé to change this page only."""
    return request.GET.get("then") == "review"


def _address(found: Resume, page: Step, request: HttpRequest) -> str:
    address = reverse("me_resume_step", args=[found.pk, page.slug])
    return f"{address}?then=review" if _to_review(request) else address


def _go_on(request: HttpRequest, found: Resume, page: Step) -> HttpResponse:
    _before, after = neighbours(page)
    if _to_review(request) or after is None:
        return redirect("me_resume", found.pk)
    return redirect("me_resume_step", found.pk, after.slug)


def _entry_lines(found: Resume, page: Step) -> list[tuple[Any, dict[str, str]]]:
    """The entries of a page with their words, which `in_words` gives in the same order."""
    assert page.entries
    stored = list(page.entries.of(found))
    sheet = resume_data.in_words(resume_data.as_data(found, contact=False))
    return list(zip(stored, sheet[page.entries.related], strict=True))
