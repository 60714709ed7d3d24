from django.db import models
from django.utils.translation import gettext_lazy as _


class PresenceState(models.TextChoices):
    """How a city stands in the national portal (建成一个，链接一个)."""

    HOSTED = "hosted", _("Open here")
    LINKED = "linked", _("Linked")
    NONE = "none", _("Not yet")
