"""Service outlets (服务网点), down to the street."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from city_sites.enums import ServiceKind


class Outlet(models.Model):
    """A place where people are served: of a city, a district, a street (街道) or a community.

    `number` is the city's own name for it: a file that names it again changes it.
    """

    region = models.CharField(
        _("region"), max_length=6, db_index=True, help_text=_("GB/T 2260 code of the district or city")
    )
    number = models.CharField(_("number of the outlet"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=80)
    street = models.CharField(_("street or town"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200)
    lon = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(73), MaxValueValidator(136)]
    )
    lat = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(54)]
    )
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    services = ArrayField(
        models.CharField(max_length=16, choices=ServiceKind), default=list, verbose_name=_("services")
    )
    is_open = models.BooleanField(_("open"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    mark: int | None = None
    """Its number on the map that it is shown beside."""
    km: float | None = None
    """How far it is from where somebody asked, in kilometres."""
    queue_now: OutletQueue | None = None
    """Its queue, where somebody told it not long ago."""

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"], condition=~Q(number=""), name="outlet_number_once"
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                name="outlet_whole_point",
            ),
        ]
        indexes = [GinIndex(fields=["services"], name="outlet_services")]

    def __str__(self) -> str:
        return self.name

    def services_words(self) -> list[str]:
        """The services in words, in the order of the list of services."""
        return [str(kind.label) for kind in ServiceKind if kind in self.services]


class OutletQueue(models.Model):
    """How many wait at an outlet, as its staff last said; what is old is shown to nobody."""

    outlet = models.OneToOneField(Outlet, on_delete=models.CASCADE, related_name="queue")
    waiting = models.PositiveSmallIntegerField(_("people waiting"), validators=[MaxValueValidator(999)])
    ticket = models.CharField(_("ticket being served"), max_length=12, blank=True)
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("queue of an outlet")
        verbose_name_plural = _("queues of outlets")

    def __str__(self) -> str:
        return f"{self.outlet_id}: {self.waiting}"
