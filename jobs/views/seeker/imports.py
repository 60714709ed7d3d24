"""A résumé brought as a file: read, shown, and made only of what the person confirms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobs import resume as resume_data
from jobs.forms.resume_import import ImportForm
from jobs.services import TooMany, resume_take_in
from jobs.views.seeker.access import person, seeker_begun

_DRAFT = "resume_draft"
_LISTS = ("jobs", "schools", "certificates")
_NOTHING = {"name": "", "phone": "", "email": "", "region": "", "about": "", "pay_wanted": None}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, read it, and keep nothing of it but the draft, in the session."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        request.session[_DRAFT] = form.draft
        return redirect("me_resume_import_check")
    status = 422 if request.method == "POST" else 200
    return render(request, "jobs/seeker/import.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest) -> HttpResponse:
    """What was read, each thing with a box to cross it out."""
    draft = request.session.get(_DRAFT)
    if draft is None:
        return redirect("me_resume_import")
    if request.method == "POST":
        kept = _kept(draft, set(request.POST.getlist("keep")))
        try:
            made = resume_take_in(
                seeker=seeker_begun(request), draft=kept, title=_("Résumé from a file"), by=person(request)
            )
        except TooMany as error:
            messages.error(request, _("You have %(count)s résumés: delete one first.") % {"count": error})
            return redirect("me_resumes")
        del request.session[_DRAFT]
        messages.success(request, _("The résumé is made. Look through its pages and fill in the rest."))
        return redirect("me_resume", made.pk)
    return render(request, "jobs/seeker/import_check.html", {"groups": _groups(draft)})


def _kept(draft: dict[str, Any], keep: set[str]) -> dict[str, Any]:
    """The draft without what is not to be kept."""
    single = {name: draft[name] if name in keep else nothing for name, nothing in _NOTHING.items()}
    several = {name: draft[name] if name in keep else [] for name in ("wanted", "skills")}
    entries = {
        name: [entry for at, entry in enumerate(draft[name]) if f"{name}-{at}" in keep] for name in _LISTS
    }
    return single | several | entries


def _groups(draft: dict[str, Any]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """[(title, [(name of the box, what it is, the words)])] of what was read, without empty groups."""
    sheet = resume_data.in_words(draft)
    facts = dict(sheet["facts"])
    labels = {"name": _("Your name"), "phone": _("Telephone"), "email": _("Mail address for employers")}
    stated = [(name, label, draft[name]) for name, label in labels.items()]
    stated += [
        (name, label, facts.get(label, ""))
        for name, label in (
            ("wanted", _("Work wanted")),
            ("region", _("Lives in")),
            ("pay_wanted", _("Pay wanted")),
            ("skills", _("Skills")),
        )
    ]
    stated.append(("about", _("About me"), draft["about"]))
    groups = [(_("About the person"), [line for line in stated if line[2]])]
    titles = (_("Work experience"), _("Education and training"), _("Grades and certificates"))
    for name, title in zip(_LISTS, titles, strict=True):
        groups.append((title, [_line(f"{name}-{at}", line) for at, line in enumerate(sheet[name])]))
    return [(title, lines) for title, lines in groups if lines]


def _line(name: str, line: dict[str, str]) -> tuple[str, str, str]:
    words = " · ".join(filter(None, (line["where"], line["when"], line.get("text", ""))))
    return name, line["what"], words
