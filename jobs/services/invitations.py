"""Invitations to apply: sent to a person who lets employers find them, declined without a word."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.applying import takes_applications
from jobs.enums import Party
from jobs.models import Application, ApplyInvitation, Employer, JobSeeker, Vacancy
from jobs.services.messages import message_send


class NotInvitable(ValueError):
    """The vacancy takes no applications, or the person does not want to be found by the employer."""


class AlreadyInvited(ValueError):
    """The person was invited to the vacancy before, or has applied to it."""


class TooManyInvitations(ValueError):
    """The employer's number of invitations a day is reached."""


@transaction.atomic
def apply_invite(*, vacancy: Vacancy, seeker: JobSeeker, text: str, by: User) -> ApplyInvitation:
    """Invite a person to apply; the words of the invitation begin a conversation.

    Raises:
        NotInvitable, AlreadyInvited, TooManyInvitations
        NotWritable: one of both, or the city's staff, wants no more messages between them.
        ValidationError: there are no words, or too many.
    """
    locked = Vacancy.objects.select_for_update(of=("self",)).select_related("employer").get(pk=vacancy.pk)
    if locked.employer is None or not takes_applications(locked):
        raise NotInvitable
    Employer.objects.select_for_update().get(pk=locked.employer.pk)
    findable = JobSeeker.objects.findable().exclude(hidden_from=locked.employer)
    if not findable.filter(pk=seeker.pk).exists():
        raise NotInvitable
    before = (
        ApplyInvitation.objects.filter(vacancy=locked, seeker=seeker),
        Application.objects.standing().filter(vacancy=locked, seeker=seeker),
    )
    if any(found.exists() for found in before):
        raise AlreadyInvited
    if invitations_left(locked.employer) <= 0:
        raise TooManyInvitations
    invitation = ApplyInvitation.objects.create(vacancy=locked, seeker=seeker, by=by, at=timezone.now())
    message_send(
        vacancy=locked, seeker=seeker, party=Party.EMPLOYER, text=text, by=by, news="apply_invitation"
    )
    audit(actor=by, act="apply_invite", subject=invitation, region=locked.region, vacancy=locked.pk)
    return invitation


def invitations_left(employer: Employer) -> int:
    """How many people the employer may still invite today."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    sent = ApplyInvitation.objects.filter(vacancy__employer=employer, at__gte=today).count()
    return max(0, int(settings.INVITATIONS_A_DAY) - sent)


@transaction.atomic
def apply_invitation_decline(*, invitation: ApplyInvitation, by: User | None) -> ApplyInvitation:
    """Not be interested. The employer is not told; declining twice changes nothing."""
    locked = ApplyInvitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.declined_at is None:
        locked.declined_at = timezone.now()
        locked.save(update_fields=["declined_at"])
        audit(actor=by, act="apply_invitation_decline", subject=locked, region=locked.vacancy.region)
    return locked
