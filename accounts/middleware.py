"""Staff show two factors: without a second one no page of theirs answers."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.permissions import is_staff_member

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffSecondFactorMiddleware:
    """Leads staff without a second factor to where they set one up, instead of to a page for staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (settings.STAFF_MFA_REQUIRED and request.path_info.startswith(settings.STAFF_PATHS)):
            return self.get_response(request)
        if is_mfa_enabled(request.user, SECOND_FACTORS) or not is_staff_member(request.user):
            return self.get_response(request)
        messages.warning(request, _("Staff sign in with a second factor. Set one up, then go on."))
        return redirect("mfa_index")
