"""The pages of staff: for nobody else they are there, and staff show two factors."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.permissions import is_staff_member

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffMiddleware:
    """Guards `STAFF_PATHS`, whatever the views below them ask for.

    Who is not signed in goes on to the sign-in, by the view; who has no desk here gets 404; staff without a
    second factor are led to where they set one up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.STAFF_PATHS) or not request.user.is_authenticated:
            return self.get_response(request)
        if not is_staff_member(request.user):
            raise Http404
        if not settings.STAFF_MFA_REQUIRED or is_mfa_enabled(request.user, SECOND_FACTORS):
            return self.get_response(request)
        messages.warning(request, _("Staff sign in with a second factor. Set one up, then go on."))
        return redirect("mfa_index")
