from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts and rights")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from accounts import cleaning, holdings

        holdings.register()
        cleaning.register()
        authenticator_added.connect(_end_other_sessions, dispatch_uid="accounts.second_factor")


def _end_other_sessions(request: Any, user: Any, **_unused: Any) -> None:
    """Sessions that were begun without the second factor do not outlive its coming."""
    from accounts.services import sessions_end

    sessions_end(user=user, but=request.session.session_key or "")
