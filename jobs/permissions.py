"""Who may do what with an employer's or a person's records: the one place that says so."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from jobs.enums import ACTS_OF_EMPLOYER_ROLE, EmployerAct, EmployerRole
from jobs.models import Employer, JobSeeker, Membership


def memberships_of(user: User | AnonymousUser) -> QuerySet[Membership]:
    """The employers that a person acts for, with the role in each."""
    if not isinstance(user, User) or not user.is_active:
        return Membership.objects.none()
    held = Membership.objects.filter(user=user, ended_at=None)
    return held.select_related("employer").order_by("employer__name", "pk")


def employer_role(user: User | AnonymousUser, employer: Employer) -> EmployerRole | None:
    """The person's role in an employer; None for who does not belong to it."""
    held = memberships_of(user).filter(employer=employer).values_list("role", flat=True).first()
    return EmployerRole(held) if held else None


def may_for_employer(user: User | AnonymousUser, act: EmployerAct, employer: Employer) -> bool:
    """Whether the person may do `act` in the employer's name."""
    role = employer_role(user, employer)
    return role is not None and act in ACTS_OF_EMPLOYER_ROLE[role]


def seeker_of(user: User | AnonymousUser) -> JobSeeker | None:
    """The person as a job seeker; None for who has not begun to be one."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return JobSeeker.objects.filter(user=user).first()
