"""How each city stands in the portal, and the settings of its site."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from city_sites.enums import PresenceState

DEFAULT_ACCENT = "#b4232a"


class CitySite(models.Model):
    """One city's presence: hosted here with a Wagtail site of its own, or linked to a site elsewhere.

    A city without a row has neither yet. A retired one keeps its site, whose addresses lead elsewhere.
    """

    region = models.CharField(
        _("region"), max_length=6, unique=True, help_text=_("GB/T 2260 code of the city")
    )
    slug = models.SlugField(_("name in addresses"), max_length=40, unique=True)
    name = models.CharField(_("name of the site"), max_length=60)
    state = models.CharField(_("state"), max_length=8, choices=PresenceState)
    site = models.OneToOneField(
        "wagtailcore.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="city_site"
    )
    link = models.CharField(
        _("address of the linked site"),
        max_length=300,
        blank=True,
        validators=[URLValidator(["http", "https"])],
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write a colour as #rrggbb."))],
    )
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    contact_mail = models.EmailField(_("mail address"), blank=True)
    icp_number = models.CharField(_("ICP number"), max_length=40, blank=True)
    police_number = models.CharField(_("public security number"), max_length=40, blank=True)
    social_accounts = models.JSONField(_("social accounts"), default=list, blank=True)
    """Pairs of a network's name and the city's name there."""
    emblem_key = models.CharField(max_length=16, blank=True, editable=False)
    """Names the emblem in addresses, which may be kept for ever; "" where there is none."""
    client_url = models.CharField(
        _("address of the headless client"),
        max_length=300,
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("Editors see drafts there too: it opens with ?preview= and a token good for 15 minutes."),
    )
    is_demo = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    practises: bool = False
    """Set by `city_sites.services.city_site_of`: only its staff see the site (`accounts.practice`)."""

    class Meta:
        verbose_name = _("city site")
        verbose_name_plural = _("city sites")
        ordering = ["region"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(PresenceState.HOSTED, PresenceState.RETIRED), site__isnull=False)
                | Q(state=PresenceState.LINKED, site__isnull=True, link__gt=""),
                name="city_site_hosted_or_linked",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def portal_host(self) -> str:
        """The host below the portal's: where the site is while it has no domain of its own."""
        return f"{self.slug}.{settings.PORTAL_HOST}"

    @property
    def address_root(self) -> str:
        """Where the city's site is, without a slash at the end."""
        if self.site is None or self.state != PresenceState.HOSTED:
            return self.link.rstrip("/")
        secure = not settings.DEBUG and getattr(settings, "SECURE_SSL_REDIRECT", False)
        scheme, usual = ("https", 443) if secure else ("http", 80)
        port = "" if self.site.port == usual else f":{self.site.port}"
        return f"{scheme}://{self.site.hostname}{port}"


class Emblem(models.Model):
    """The emblem of a site as PNG; apart from the site, which every request reads."""

    city_site = models.OneToOneField(CitySite, on_delete=models.CASCADE, related_name="emblem")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("emblem")
        verbose_name_plural = _("emblems")

    def __str__(self) -> str:
        return str(self.city_site)
