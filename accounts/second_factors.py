"""A second factor that is lost: whose is taken away, by whom, and what follows.

For staff the level above does it (a province for its cities, the nation for all), for the public the nation,
after a service point has seen the person's identity card. Nobody does it for themselves.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.addresses import site_root
from accounts.enums import NATION, Action
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import RegionalRole, User
from accounts.permissions import held_regions, is_staff_member, region_prefix
from accounts.services import audit, sessions_end


class NotBelow(ValueError):
    """The person is not of a level below the one who would take the factor away."""


class NoneThere(ValueError):
    """The person has no second factor."""


def staff_below(by: User) -> QuerySet[User]:
    """Staff of the levels below, whose second factor the person may take away, by their number."""
    below = Q(pk__in=[])
    for held in held_regions(by, Action.RESET_SECOND_FACTORS):
        inside = Q(region__startswith=region_prefix(held))
        below |= inside if held == NATION else inside & ~Q(region=held)
    live = RegionalRole.objects.filter(revoked_at=None)
    reached = live.filter(below)
    people = User.objects.filter(is_active=True, pk__in=reached.values("user")).exclude(pk=by.pk)
    if not _is_national(by):
        beyond = live.exclude(pk__in=reached.values("pk"))
        people = people.filter(is_staff=False, is_superuser=False).exclude(pk__in=beyond.values("user"))
    return people.order_by("pk")


def may_reset(by: User, user: User) -> bool:
    """Whether one may take the other's second factor away."""
    if by.pk == user.pk or not user.is_active:
        return False
    return _is_national(by) or staff_below(by).filter(pk=user.pk).exists()


@transaction.atomic
def second_factor_reset(*, user: User, reason: str, by: User) -> None:
    """Take all second factors and recovery codes of a person away; sessions end, and a mail tells them.

    They sign in with the password alone then; staff have to set up a new factor before any page answers.

    Args:
        reason: why, and how it was made sure who asks; it stands in the audit trail.
    Raises:
        NotBelow, NoneThere
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not may_reset(by, locked):
        raise NotBelow(f"#{user.pk}")
    removed, _kinds = Authenticator.objects.filter(user=locked).delete()
    if not removed:
        raise NoneThere(f"#{user.pk}")
    sessions_end(user=locked)
    region = locked.regional_roles.filter(revoked_at=None).values_list("region", flat=True).first()
    audit(actor=by, act="second_factor_reset", subject=locked, region=region or "", reason=reason)
    letter = _told(is_staff_member(locked))
    transaction.on_commit(lambda: letter_send(letter=letter, to=locked.email))


def _is_national(by: User) -> bool:
    return NATION in held_regions(by, Action.RESET_SECOND_FACTORS)


def _told(is_staff: bool) -> Letter:
    next_ = _("Sign in with your password, then set up a new one.")
    if is_staff:
        next_ = _("Sign in with your password: you are led to where you set up a new one.")
    return Letter(
        _("Your second factor was taken away"),
        (
            _("A member of staff took away the second factors and recovery codes of your account."),
            _("All your sessions were ended."),
            next_,
        ),
        _("Sign in"),
        site_root() + "/sign-in/",
        (_("If you did not ask for it, set a new password at once and tell your service centre."),),
    )
