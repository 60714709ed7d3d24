from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitySitesConfig(AppConfig):
    name = "city_sites"
    verbose_name = _("City sites")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from city_sites import personal_data, signals  # noqa: F401 -- the groups follow the roles
        from city_sites.services import links
        from city_sites.workspace import duties

        personal_data.register()
        links.register()
        duties.register()
