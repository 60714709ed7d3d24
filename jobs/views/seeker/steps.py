"""The pages of a résumé in their order, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.forms import resume as forms
from jobs.forms.plain import PlainForm
from jobs.models import Resume, ResumeCertificate, ResumeJob, ResumeLanguage, ResumeSchool

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Entries:
    """A list in a résumé, whose entries have a page of their own each."""

    model: type[models.Model]
    related: str
    form: type[PlainForm]
    add: Words
    none: Words

    def of(self, resume: Resume) -> Any:
        return getattr(resume, self.related).all()


@dataclass(frozen=True, slots=True)
class Step:
    """One page: a form, or a list of entries, or (the wanted work) a page with a view of its own."""

    slug: str
    title: Words
    lead: Words
    form: type[forms.StepForm] | None = None
    entries: Entries | None = None

    def is_filled(self, resume: Resume) -> bool:
        if self.entries:
            return bool(self.entries.of(resume).exists())
        if self.form:
            return any(self.form.stated(resume).values())
        return bool(resume.wanted)


STEPS = (
    Step("wanted", _("Work wanted"), _("Vacancies are found and recommended by it.")),
    Step(
        "place",
        _("Where you live and would work"),
        _("Vacancies that are too far away are left out."),
        form=forms.PlaceForm,
    ),
    Step("terms", _("Pay and start"), _("What a vacancy must offer."), form=forms.TermsForm),
    Step(
        "experience",
        _("Work experience"),
        _("Many vacancies ask for it. The newest first."),
        entries=Entries(
            ResumeJob,
            "jobs",
            forms.JobForm,
            _("Add a job"),
            _("No job yet. If you look for your first, go on."),
        ),
    ),
    Step(
        "education",
        _("Education and training"),
        _("Compared with what vacancies ask for."),
        entries=Entries(ResumeSchool, "schools", forms.SchoolForm, _("Add a school"), _("Nothing yet.")),
    ),
    Step(
        "certificates",
        _("Grades and certificates"),
        _("Skill grades, professional titles and licences; some work may only be done with one."),
        entries=Entries(
            ResumeCertificate,
            "certificates",
            forms.CertificateForm,
            _("Add a certificate"),
            _("Nothing yet. If you hold none, go on."),
        ),
    ),
    Step("skills", _("Skills"), _("Employers search by them."), form=forms.SkillsForm),
    Step(
        "languages",
        _("Languages"),
        _("Only those that you would use at work."),
        entries=Entries(
            ResumeLanguage, "languages", forms.LanguageForm, _("Add a language"), _("Nothing yet.")
        ),
    ),
    Step("contact", _("Name and contact"), _("So that an employer can answer."), form=forms.ContactForm),
    Step(
        "registration",
        _("Registration as a job seeker"),
        _(
            "For the public employment service only: no employer sees it, and nothing is recommended by it. "
            "You may leave all of it empty."
        ),
        form=forms.RegistrationForm,
    ),
)


def step_of(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)


def neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """The pages before and after one."""
    place = STEPS.index(step)
    return (STEPS[place - 1] if place else None), (STEPS[place + 1] if place + 1 < len(STEPS) else None)
