"""Mails about what the city's staff decided of a vacancy: to the members of its employer."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.enums import Verdict
from jobs.mails import mail_kind, national_address, write_mail
from jobs.mails.reports import owner_of
from jobs.models import VacancyDecision

_SUBJECTS = {
    Verdict.APPROVED: _("Public now: %(title)s"),
    Verdict.SENT_BACK: _("To be mended: %(title)s"),
    Verdict.CLOSED: _("Closed by the city's staff: %(title)s"),
    Verdict.REOPENED: _("Open again: %(title)s"),
}


@mail_kind("vacancy_decision")
def vacancy_decision_mail(pk: int) -> EmailMultiAlternatives | None:
    """To the owner of longest standing; None for an employer without members here, or where it was undone."""
    decision = VacancyDecision.objects.select_related("vacancy").filter(pk=pk).first()
    owner = decision and owner_of(decision.vacancy.employer_id)
    if decision is None or not owner:
        return None
    vacancy = decision.vacancy
    return write_mail(
        "vacancy_decision",
        to=owner.user.email,
        language=owner.language,
        subject=_SUBJECTS[Verdict(decision.verdict)],
        context={
            "title": vacancy.title,
            "verdict": decision.verdict,
            "decision": decision,
            "link": national_address(reverse("employer_vacancy", args=[vacancy.employer_id, vacancy.pk])),
        },
    )
