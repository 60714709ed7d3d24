"""Who acts for an employer: invited by mail, given a role, taken out again. One owner always stays."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from accounts.services import audit
from jobs.enums import EmployerRole
from jobs.mails import mail_later
from jobs.models import Employer, Invitation, Membership

INVITATION_DAYS = 7
MOST_OPEN_INVITATIONS = 20
_SALT = "jobs.invitation"


class TooManyInvitations(ValueError):
    """Too many invitations of the employer wait for an answer."""


class AlreadyMember(ValueError):
    """The person belongs to the employer already."""


class InvitationOver(ValueError):
    """The invitation was used, taken back or is too old."""


class NotInvited(ValueError):
    """The invitation went to another mail address than the person's."""


class LastOwner(ValueError):
    """The employer would be left without an owner."""


def invitation_token(invitation: Invitation) -> str:
    """The signed part of an invitation's link; who holds it still has to be the person it was sent to."""
    return signing.dumps(invitation.pk, salt=_SALT)


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link, whether it is still open or not; None for a link that is not ours."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("employer", "invited_by").filter(pk=pk).first()


@transaction.atomic
def invitation_send(*, employer: Employer, email: str, role: EmployerRole, by: User) -> Invitation:
    """Invite somebody; an open invitation to the same address is replaced, so that its link ends.

    Raises:
        AlreadyMember, TooManyInvitations
    """
    locked = Employer.objects.select_for_update().get(pk=employer.pk)
    email = User.objects.normalize_email(email).lower()
    if Membership.objects.filter(employer=locked, ended_at=None, user__email__iexact=email).exists():
        raise AlreadyMember
    now = timezone.now()
    waiting = Invitation.objects.filter(employer=locked, accepted_at=None, revoked_at=None)
    waiting.filter(email=email).update(revoked_at=now)
    if waiting.filter(expires_at__gt=now).count() >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitations
    invitation = Invitation.objects.create(
        employer=locked,
        email=email,
        role=role,
        invited_by=by,
        language=get_language() or "",
        expires_at=now + dt.timedelta(days=INVITATION_DAYS),
    )
    audit(
        actor=by, act="invitation_send", subject=invitation, region=locked.region, employer=locked.pk,
        role=role.value,
    )  # fmt: skip
    mail_later("invitation", invitation.pk)
    return invitation


@transaction.atomic
def invitation_revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Take an invitation back; one that is over already stays as it is."""
    locked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("employer").get(pk=invitation.pk)
    )
    if locked.accepted_at is None and locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit(actor=by, act="invitation_revoke", subject=locked, region=locked.employer.region)
    return locked


@transaction.atomic
def invitation_accept(*, invitation: Invitation, by: User) -> Membership:
    """Become a member, once: the invitation is locked.

    Raises:
        NotInvited, InvitationOver, AlreadyMember
    """
    locked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("employer").get(pk=invitation.pk)
    )
    if locked.email.lower() != by.email.lower():
        raise NotInvited
    now = timezone.now()
    if locked.accepted_at or locked.revoked_at or locked.expires_at <= now:
        raise InvitationOver
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    return membership_grant(employer=locked.employer, user=by, role=EmployerRole(locked.role), by=by)


@transaction.atomic
def membership_grant(*, employer: Employer, user: User, role: EmployerRole, by: User | None) -> Membership:
    """Make somebody a member.

    Raises:
        AlreadyMember
    """
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                employer=employer, user=user, role=role, language=get_language() or ""
            )
    except IntegrityError as error:
        raise AlreadyMember from error
    audit(
        actor=by, act="membership_grant", subject=membership, region=employer.region, employer=employer.pk,
        user=user.pk, role=role.value,
    )  # fmt: skip
    return membership


@transaction.atomic
def membership_set_role(*, membership: Membership, role: EmployerRole, by: User) -> Membership:
    """Give a member another role.

    Raises:
        LastOwner: nobody else owns the employer.
    """
    locked = _locked(membership)
    if role != EmployerRole.OWNER:
        _keep_an_owner(locked)
    before, locked.role = locked.role, role.value
    locked.save(update_fields=["role"])
    audit(
        actor=by, act="membership_set_role", subject=locked, region=locked.employer.region, before=before,
        after=role.value,
    )  # fmt: skip
    return locked


@transaction.atomic
def membership_end(*, membership: Membership, by: User) -> Membership:
    """Take a member out; ending twice changes nothing.

    Raises:
        LastOwner: nobody else owns the employer.
    """
    locked = _locked(membership)
    if locked.ended_at is None:
        _keep_an_owner(locked)
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        audit(actor=by, act="membership_end", subject=locked, region=locked.employer.region)
    return locked


def _locked(membership: Membership) -> Membership:
    """Read again, under the lock of its employer: who stays an owner is decided one after the other."""
    Employer.objects.select_for_update().get(pk=membership.employer_id)
    return Membership.objects.select_related("employer").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(
        employer=membership.employer_id, role=EmployerRole.OWNER, ended_at=None, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role == EmployerRole.OWNER and not others.exists():
        raise LastOwner
