"""The release calendar: what is published when, and who may look before.

One rule decides what everybody sees: `ReleaseQuerySet.out` and `DatasetVersionQuerySet.released`. It compares
the clock with `release_at` in the query itself, so nothing has to run at that second.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stats_publishing.enums import RELEASE_MOVES, ReleaseState, Subject
from stats_publishing.methods.periods import Period, PeriodKind

PUBLIC_STATES = (ReleaseState.CONFIRMED, ReleaseState.PUBLISHED)


def is_out(now: dt.datetime, release: str = "") -> Q:
    """The rule of the clock: what a release holds is public from its second on, once its date is confirmed.

    Args:
        release: the way to the release from the model that is asked, such as "release__".
    """
    return Q(**{f"{release}state__in": PUBLIC_STATES, f"{release}release_at__lte": now})


class ReleaseRule(models.Model):
    """What comes again and again: from it the calendar is filled twelve months ahead."""

    title_zh = models.CharField(
        _("title"), max_length=120, help_text=_("{region} and {period} stand for their names")
    )
    title_en = models.CharField(_("title in English"), max_length=160)
    subject = models.CharField(_("subject"), max_length=20, choices=Subject)
    region = models.CharField(_("region"), max_length=6, help_text=_("000000 for the country"))
    period_kind = models.CharField(
        _("period"),
        max_length=8,
        choices=[
            (PeriodKind.MONTH, _("month")),
            (PeriodKind.QUARTER, _("quarter")),
            (PeriodKind.YEAR, _("year")),
        ],
    )
    days_after = models.PositiveSmallIntegerField(_("days after the end of the period"))
    time = models.TimeField(_("time"), default=dt.time(9, 30))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rule of the calendar")
        verbose_name_plural = _("rules of the calendar")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "region", "period_kind"],
                condition=Q(is_active=True),
                name="release_rule_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title_zh} {self.region}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def out(self, now: dt.datetime | None = None) -> Self:
        """Those that everybody sees the contents of; one that holds nothing approved in time stays late."""
        held = ReleaseItem.objects.filter(
            release=OuterRef("pk"), version__approved_at__lte=OuterRef("release_at")
        )
        return self.filter(Exists(held), is_out(now or timezone.now()))

    def upcoming(self, now: dt.datetime) -> Self:
        """Those to come, the next one first."""
        states = (ReleaseState.PROVISIONAL, ReleaseState.CONFIRMED)
        return self.filter(state__in=states, release_at__gt=now).order_by("release_at", "pk")


class Release(models.Model):
    """One publication: at `release_at` all that it holds becomes public together."""

    title_zh = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=200)
    subject = models.CharField(_("subject"), max_length=20, choices=Subject)
    region = models.CharField(_("region"), max_length=6, help_text=_("000000 for the country"))
    period = models.CharField(_("period"), max_length=7, help_text=_("such as 2026, 2026Q4 or 2026-11"))
    release_at = models.DateTimeField(_("release"))
    state = models.CharField(
        _("state"), max_length=12, choices=ReleaseState, default=ReleaseState.PROVISIONAL
    )
    rule = models.ForeignKey(ReleaseRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    notice = models.TextField(
        _("notice"), blank=True, help_text=_("what everybody reads: what was corrected, why it is cancelled")
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: a rule",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True, help_text="when the state followed; not what readers see")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["release_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "period"], condition=Q(rule__isnull=False), name="release_of_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReleaseState.PROVISIONAL, ReleaseState.CANCELLED))
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="release_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(prepared_by=None) | ~Q(prepared_by=F("confirmed_by")) | Q(confirmed_by=None),
                name="release_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.CANCELLED) | Q(notice__gt=""),
                name="release_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(notice__gt=""), name="release_correction_says_what"
            ),
        ]
        indexes = [
            models.Index(fields=["release_at", "id"], name="release_by_date"),
            models.Index(
                fields=["release_at"], condition=Q(state=ReleaseState.CONFIRMED), name="release_due"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/releases/{self.pk}/"

    @property
    def title(self) -> str:
        english = (get_language() or "").startswith("en")
        return capfirst((self.title_en if english else "") or self.title_zh)

    @property
    def span(self) -> Period:
        return Period.read(self.period)

    def is_out(self, now: dt.datetime | None = None) -> bool:
        """The same rule for a release at hand."""
        return type(self).objects.out(now).filter(pk=self.pk).exists()

    def is_late(self, now: dt.datetime | None = None) -> bool:
        """Whether its time is over and nothing came out."""
        states = (ReleaseState.PROVISIONAL, ReleaseState.CONFIRMED)
        return self.state in states and self.release_at <= (now or timezone.now()) and not self.is_out(now)

    def may_become(self, state: str) -> bool:
        return state in RELEASE_MOVES[self.state]


class ReleaseItem(models.Model):
    """A frozen version that a release holds; a version comes out once."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    version = models.OneToOneField(
        "stats_publishing.DatasetVersion", on_delete=models.PROTECT, related_name="release_item"
    )

    class Meta:
        verbose_name = _("table of a release")
        verbose_name_plural = _("tables of releases")

    def __str__(self) -> str:
        return f"{self.release_id}: {self.version_id}"


class ReleaseDateChange(models.Model):
    """A date that was moved. After the confirmation the reason is read by everybody."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="date_changes")
    was = models.DateTimeField(_("was"))
    becomes = models.DateTimeField(_("becomes"))
    was_confirmed = models.BooleanField()
    reason = models.TextField(_("reason"), blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of a date")
        verbose_name_plural = _("changes of dates")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(was_confirmed=False) | Q(reason__gt=""), name="release_moved_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.was:%Y-%m-%d} → {self.becomes:%Y-%m-%d}"


class EarlyReader(models.Model):
    """Somebody who may look before the release; their office is public, their name is not."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="early_readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(_("office"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("early reader")
        verbose_name_plural = _("early readers")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "person"], condition=Q(revoked_at=None), name="release_early_reader_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.office}"


class EarlyLook(models.Model):
    """That somebody looked into a release before it came out."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("early look")
        verbose_name_plural = _("early looks")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.at:%Y-%m-%d %H:%M}"
