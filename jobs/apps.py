from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = _("Vacancies and feeds")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobs import checks, personal_data, retention  # noqa: F401 -- checks register themselves
        from jobs.mails import (  # noqa: F401 -- they register their mails
            applications,
            employers,
            messages,
            moderation,
            reports,
        )

        personal_data.register()
        retention.register()
