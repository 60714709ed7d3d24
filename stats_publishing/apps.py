from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatsPublishingConfig(AppConfig):
    name = "stats_publishing"
    verbose_name = _("Statistics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stats_publishing import retention

        retention.register()
        from stats_publishing import mails  # noqa: F401 -- they register themselves
