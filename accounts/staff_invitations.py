"""Invitations of staff: by the level above, to one mail address, for one role in one region, taken once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.addresses import site_root
from accounts.enums import Action, Role
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import RegionalRole, StaffInvitation, User
from accounts.permissions import visible
from accounts.rights import acting_by
from accounts.services import address_trust, audit, role_grant
from accounts.staff import may_give, role_words, roles_to_give

_DAY = dt.timedelta(days=1)


class MayNotGive(ValueError):
    """The role is not of a level below that of who invites, or does not go with the region."""


class AlreadyHeld(ValueError):
    """Who has the address holds the role already."""


class TooMany(ValueError):
    """The person has sent as many invitations as a day allows."""


class InvitationOver(ValueError):
    """It was accepted, taken back, is too old, or who sent it may not give the role any more."""


class NotInvited(ValueError):
    """It went to another mail address than the person's."""


class AccountThere(ValueError):
    """The address has an account already: sign in and accept."""


def invitations_of(user: User) -> QuerySet[StaffInvitation]:
    """Those that wait for an answer, too old ones among them, for roles that the person may give."""
    waiting = StaffInvitation.objects.filter(accepted_at=None, revoked_at=None, role__in=roles_to_give(user))
    return visible(waiting, user, Action.INVITE_STAFF).select_related("invited_by").order_by("-sent_at", "pk")


def invitation_of_token(token: str) -> StaffInvitation | None:
    """The invitation of a link, open or not; None for a link that is not the newest one of any."""
    found = StaffInvitation.objects.select_related("invited_by").filter(token_hash=_hash(token))
    return found.first()


@transaction.atomic
def invitation_send(*, email: str, role: Role, region: str, by: User) -> StaffInvitation:
    """Invite somebody. Where the same invitation waits already it is sent anew, and its old link ends.

    Raises:
        MayNotGive, AlreadyHeld, TooMany
    """
    email = email.strip().lower()
    _check(email, role, region, by)
    waiting = StaffInvitation.objects.select_for_update().filter(
        email=email, role=role, region=region, accepted_at=None, revoked_at=None
    )
    invitation = waiting.first() or StaffInvitation(email=email, role=role, region=region)
    return _sent(invitation, by)


@transaction.atomic
def invitation_resend(*, invitation: StaffInvitation, by: User) -> StaffInvitation:
    """Send one that waits once more, with a new link and a new last day; it is then the sender's own.

    Raises:
        InvitationOver: it was accepted or taken back meanwhile.
        MayNotGive, AlreadyHeld, TooMany
    """
    locked = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise InvitationOver
    _check(locked.email, Role(locked.role), locked.region, by)
    return _sent(locked, by)


@transaction.atomic
def invitation_take_back(*, invitation: StaffInvitation, by: User) -> None:
    """End an invitation; one that is over stays as it is.

    Raises:
        MayNotGive
    """
    locked = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not may_give(by, Role(locked.role), locked.region):
        raise MayNotGive
    if locked.accepted_at is None and locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit(actor=by, act="staff_invitation_take_back", subject=locked, region=locked.region)


@transaction.atomic
def invitation_accept(*, invitation: StaffInvitation, by: User) -> RegionalRole:
    """Take the role, once: the invitation is locked. Who sent it must still be allowed to give it.

    Raises:
        NotInvited, InvitationOver
    """
    locked = (
        StaffInvitation.objects.select_for_update(of=("self",)).select_related("invited_by")
    ).get(pk=invitation.pk)  # fmt: skip
    if locked.email != by.email.lower():
        raise NotInvited
    giver, role = locked.invited_by, Role(locked.role)
    if not locked.is_open or giver is None or not may_give(giver, role, locked.region):
        raise InvitationOver
    locked.accepted_at = timezone.now()
    locked.save(update_fields=["accepted_at"])
    audit(actor=by, act="staff_invitation_accept", subject=locked, region=locked.region)
    with acting_by(Action.INVITE_STAFF):
        return role_grant(user=by, role=role, region=locked.region, by=giver)


@transaction.atomic
def invitation_accept_anew(*, invitation: StaffInvitation, name: str, password: str) -> User:
    """Make the account that the address lacks, confirmed since the link came there, and take the role.

    Raises:
        AccountThere, InvitationOver
    """
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AccountThere
    user = User.objects.create_user(invitation.email, password, name=name)
    address_trust(user=user)
    invitation_accept(invitation=invitation, by=user)
    return user


def _check(email: str, role: Role, region: str, by: User) -> None:
    if not may_give(by, role, region):
        raise MayNotGive
    held = RegionalRole.objects.filter(user__email__iexact=email, role=role, region=region, revoked_at=None)
    if held.exists():
        raise AlreadyHeld
    User.objects.select_for_update().get(pk=by.pk)  # who invites twice at once is counted one by one
    sent = StaffInvitation.objects.filter(invited_by=by, sent_at__gt=timezone.now() - _DAY)
    if sent.count() >= settings.STAFF_INVITATIONS_A_DAY:
        raise TooMany


def _sent(invitation: StaffInvitation, by: User) -> StaffInvitation:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    invitation.invited_by = by
    invitation.language = get_language() or settings.LANGUAGE_CODE
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + dt.timedelta(days=settings.STAFF_INVITATION_DAYS)
    invitation.save()
    audit(
        actor=by, act="staff_invitation_send", subject=invitation, region=invitation.region,
        role=invitation.role,
    )  # fmt: skip
    letter = _letter(invitation, token)
    transaction.on_commit(lambda: letter_send(letter=letter, to=invitation.email))
    return invitation


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _letter(invitation: StaffInvitation, token: str) -> Letter:
    return Letter(
        _("You are invited to work at the portal"),
        (
            _("%(name)s invites you to this right: %(right)s.")
            % {"name": invitation.invited_by, "right": role_words(invitation.role, invitation.region)},
            _("The link works once, for this address alone, until %(day)s.")
            % {"day": timezone.localtime(invitation.expires_at).strftime("%Y-%m-%d %H:%M")},
        ),
        _("See the invitation"),
        site_root() + reverse("staff_invitation", args=[token]),
        (_("If you do not expect it, do nothing: the invitation ends by itself."),),
    )
