"""What every page of an employer's desk asks of its request."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from jobs.enums import EmployerAct
from jobs.models import Employer, Membership
from jobs.permissions import memberships_of


def person(request: HttpRequest) -> User:
    """The person who is signed in: the view stands behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def membership_for(request: HttpRequest, pk: int, act: EmployerAct = EmployerAct.SEE) -> Membership:
    """The person's membership in an employer, for who may do `act` there; else there is none to be seen."""
    found = memberships_of(request.user).filter(employer=pk).first()
    if found is None or act not in found.acts:
        raise Http404
    return found


def employer_for(request: HttpRequest, pk: int, act: EmployerAct = EmployerAct.SEE) -> Employer:
    return membership_for(request, pk, act).employer


def desk(
    request: HttpRequest, template: str, membership: Membership, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the desk, which knows the employer and what the person may do there."""
    frame = {
        "employer": membership.employer,
        "membership": membership,
        "may_recruit": EmployerAct.RECRUIT in membership.acts,
        "may_manage": EmployerAct.MANAGE in membership.acts,
    }
    return render(request, template, frame | context, status=status)
