"""The yearly review: the level above confirms what staff hold, or takes it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import site_root
from accounts.enums import NATION, Action, Role
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import RegionalRole, User
from accounts.permissions import held_regions
from accounts.services import audit
from accounts.staff import roles_below


def due(roles: QuerySet[RegionalRole], *, ahead: bool = False) -> QuerySet[RegionalRole]:
    """Those whose year is over since the level above last confirmed them, or gave them.

    Args:
        ahead: or is over within the days that the review begins earlier.
    """
    days = settings.STAFF_REVIEW_DAYS - (settings.STAFF_REVIEW_AHEAD_DAYS if ahead else 0)
    before = timezone.now() - dt.timedelta(days=days)
    return roles.filter(Q(confirmed_at__lte=before) | Q(confirmed_at=None, granted_at__lte=before))


def due_on(held: RegionalRole) -> dt.date:
    """The day on which a right is to be confirmed again."""
    seen = held.confirmed_at or held.granted_at
    return timezone.localdate(seen + dt.timedelta(days=settings.STAFF_REVIEW_DAYS))


def asked_of(user: User) -> QuerySet[RegionalRole]:
    """What the person is asked to review: what is right below. The nation is asked for the staff of cities
    only where their province has no supervisor."""
    below = roles_below(user)
    if NATION not in held_regions(user, Action.INVITE_STAFF):
        return below
    supervisors = RegionalRole.objects.filter(
        role=Role.PROVINCE_SUPERVISOR, revoked_at=None, user__is_active=True
    )
    supervised = supervisors.annotate(province=Left("region", 2)).filter(province=Left(OuterRef("region"), 2))
    return below.filter(Q(role=Role.PROVINCE_SUPERVISOR) | ~Exists(supervised))


@transaction.atomic
def roles_confirm(*, roles: Iterable[int], by: User) -> int:
    """Confirm rights of the levels below, by their keys, each with a line in the audit trail.

    Others, and what was taken back meanwhile, are left alone.

    Returns:
        How many were confirmed.
    """
    now = timezone.now()
    found = list(roles_below(by).filter(pk__in=list(roles)).select_for_update(of=("self",)))
    RegionalRole.objects.filter(pk__in=[held.pk for held in found]).update(confirmed_at=now, confirmed_by=by)
    for held in found:
        audit(actor=by, act="role_confirm", subject=held, region=held.region, role=held.role)
    return len(found)


def reminders_send() -> int:
    """Write to everybody who is asked to review something soon or already; how many letters."""
    reviewers = RegionalRole.objects.filter(
        role__in=(Role.PROVINCE_SUPERVISOR, Role.NATIONAL_MANAGER), revoked_at=None, user__is_active=True
    )
    written = 0
    for user in User.objects.filter(pk__in=reviewers.values("user")).order_by("pk").iterator():
        roles = asked_of(user)
        soon = due(roles, ahead=True).count()
        if soon:
            with translation.override(settings.LANGUAGE_CODE):
                letter_send(letter=_reminder(soon, due(roles).count()), to=user.email)
            written += 1
    return written


def _reminder(soon: int, overdue: int) -> Letter:
    return Letter(
        _("Rights of staff wait for your yearly review"),
        (
            ngettext(
                "%(count)s right below your level is to be confirmed or taken back within %(days)s days.",
                "%(count)s rights below your level are to be confirmed or taken back within %(days)s days.",
                soon,
            )
            % {"count": soon, "days": settings.STAFF_REVIEW_AHEAD_DAYS},
            ngettext("%(count)s of them is overdue.", "%(count)s of them are overdue.", overdue)
            % {"count": overdue},
        ),
        _("To the review"),
        site_root() + reverse("workspace_staff_review"),
        (_("This mail comes once a week until nothing waits."),),
    )
