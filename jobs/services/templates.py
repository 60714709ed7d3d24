"""Templates of vacancies: kept under a name, renamed, removed."""

from __future__ import annotations

from dataclasses import replace

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import audit
from jobs.models import Employer, Vacancy, VacancyTemplate
from jobs.posting import VacancyContent, content_as_data, content_from_data, content_of

TEMPLATES_AT_MOST = 100


class TooManyTemplates(ValueError):
    """The employer has `TEMPLATES_AT_MOST`."""


class NameTaken(ValueError):
    """The employer has a template of this name."""


@transaction.atomic
def template_save(*, vacancy: Vacancy, name: str, by: User) -> VacancyTemplate:
    """Keep what a vacancy says, but for its last day, as a template of its employer.

    Raises:
        TooManyTemplates, NameTaken
    """
    assert vacancy.employer_id is not None
    employer = Employer.objects.select_for_update().get(pk=vacancy.employer_id)
    if employer.templates.count() >= TEMPLATES_AT_MOST:
        raise TooManyTemplates(TEMPLATES_AT_MOST)
    content = replace(content_of(vacancy), expires_on=None)
    made = VacancyTemplate(employer=employer, name=name, content=content_as_data(content), made_by=by)
    _store(made)
    audit(actor=by, act="template_save", subject=made, region=employer.region, vacancy=vacancy.pk)
    return made


@transaction.atomic
def template_rename(*, template: VacancyTemplate, name: str, by: User) -> VacancyTemplate:
    """Raises: NameTaken"""
    template.name = name
    _store(template)
    audit(actor=by, act="template_rename", subject=template, region=template.employer.region)
    return template


@transaction.atomic
def template_delete(*, template: VacancyTemplate, by: User) -> None:
    """Remove a template; vacancies that began with it stay as they are."""
    audit(actor=by, act="template_delete", subject=template, region=template.employer.region)
    template.delete()


def template_content(template: VacancyTemplate) -> VacancyContent:
    """What a vacancy that begins with it says."""
    return content_from_data(template.content)


def _store(template: VacancyTemplate) -> None:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise NameTaken(template.name) from None
