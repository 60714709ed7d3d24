from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A change reaches the index as soon as it is committed, not only at beat's next turn."""
        from jobs.signals import outbox_written
        from search import personal_data

        personal_data.register()
        outbox_written.connect(_kick, dispatch_uid="search.outbox_kick")


def _kick(**_unused: Any) -> None:
    from search.tasks import outbox_kick

    outbox_kick()
