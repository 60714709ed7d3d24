"""Mails about vacancies that are reported or that nobody keeps up: to the members of their employer."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.enums import EmployerRole, VacancyState
from jobs.mails import mail_kind, national_address, write_mail
from jobs.models import Membership, Vacancy, VacancyReport


@mail_kind("report_confirmed")
def report_confirmed_mail(pk: int) -> EmailMultiAlternatives | None:
    """To the owner of longest standing; None for an employer without members here."""
    report = VacancyReport.objects.select_related("vacancy__employer").filter(pk=pk).first()
    owner = report and owner_of(report.vacancy.employer_id)
    if report is None or not owner:
        return None
    return write_mail(
        "report_confirmed",
        to=owner.user.email,
        language=owner.language,
        subject=_("Closed after a report: %(title)s"),
        context={"title": report.vacancy.title, "report": report, "kind": report.get_kind_display},
    )


def owner_of(employer_id: int | None) -> Membership | None:
    """The owner of longest standing who can sign in."""
    owners = Membership.objects.filter(
        employer=employer_id, role=EmployerRole.OWNER, ended_at=None, user__is_active=True
    )
    return owners.select_related("user").order_by("pk").first()


@mail_kind("vacancy_ask")
def vacancy_ask_mail(pk: int) -> EmailMultiAlternatives | None:
    """Whether a vacancy still stands; None where somebody did something about it since."""
    vacancy = Vacancy.objects.select_related("employer").filter(pk=pk, state=VacancyState.OPEN).first()
    owner = vacancy and owner_of(vacancy.employer_id)
    if vacancy is None or vacancy.asked_at is None or not owner:
        return None
    path = reverse("employer_vacancy", args=[vacancy.employer_id, vacancy.pk])
    return write_mail(
        "vacancy_ask",
        to=owner.user.email,
        language=owner.language,
        subject=_("Does it still stand? %(title)s"),
        context={
            "title": vacancy.title,
            "untouched": settings.UNTOUCHED_DAYS,
            "days": settings.ASKED_DAYS,
            "link": national_address(path),
        },
    )
