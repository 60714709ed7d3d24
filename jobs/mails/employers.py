"""Mails about membership and verification of employers."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.enums import RequestRefusal, RequestState
from jobs.mails import mail_kind, national_address, write_mail
from jobs.models import Invitation, VerificationRequest


@mail_kind("invitation")
def invitation_mail(pk: int) -> EmailMultiAlternatives | None:
    from jobs.services.memberships import INVITATION_DAYS, invitation_token

    invitation = Invitation.objects.select_related("employer", "invited_by").filter(pk=pk).first()
    if invitation is None or invitation.accepted_at or invitation.revoked_at:
        return None
    if invitation.expires_at <= timezone.now():
        return None
    link = reverse("employer_invitation", args=[invitation_token(invitation)])
    return write_mail(
        "invitation",
        to=invitation.email,
        language=invitation.language,
        subject=_("%(employer)s invites you to recruit together"),
        context={
            "employer": invitation.employer.name,
            "invitation": invitation,
            "days": INVITATION_DAYS,
            "link": national_address(link),
        },
    )


_SUBJECTS = {
    RequestState.APPROVED: _("%(employer)s is verified"),
    RequestState.REFUSED: _("%(employer)s could not be verified yet"),
}


@mail_kind("verification")
def verification_mail(pk: int) -> EmailMultiAlternatives | None:
    """What became of a request: the mail is about the state that it has now."""
    request = VerificationRequest.objects.select_related("submitted_by").filter(pk=pk).first()
    if request is None or request.state not in _SUBJECTS or not request.submitted_by.is_active:
        return None
    state = RequestState(request.state)
    path = (
        reverse("employer_desk", args=[request.employer_id])
        if state == RequestState.APPROVED
        else reverse("employer_request", args=[request.public_id])
    )
    return write_mail(
        f"verification_{state.value}",
        to=request.submitted_by.email,
        language=request.language,
        subject=_SUBJECTS[state],
        context={
            "employer": request.name,
            "request": request,
            "refusals": [RequestRefusal(code).label for code in request.refusals],
            "link": national_address(path),
        },
    )
