"""Saved searches, the mails that tell of new finds, and when a vacancy was first to be found."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.alerts.enums import DeliveryState, EndReason, Frequency


class ShownVacancy(models.Model):
    """When a vacancy first entered the index: from then on it is news to whoever waits for it.

    Its date of publication cannot say that: a source may send today what it published last week. The row
    stays when the vacancy is closed, so that one that comes back is no news.
    """

    vacancy = models.OneToOneField(
        "jobs.Vacancy",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="shown",
        db_constraint=False,  # written only for rows just read, thousands at once
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.vacancy_id} {self.at:%Y-%m-%d %H:%M}"


class Subscriber(models.Model):
    """A mail address without an account, kept only while it has a saved search."""

    email = models.EmailField(_("mail address"))
    key = models.CharField(max_length=64, unique=True, help_text="keyed hash: finds the address in any case")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        return f"#{self.pk}"  # never the address: this stands in logs and messages


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def active(self) -> SavedSearchQuerySet:
        """Confirmed and not ended, of nobody whose account is off.

        A paused one is active, its next run lies behind the pause.
        """
        return self.exclude(user__is_active=False).filter(confirmed_at__isnull=False, ended_at=None)

    def due(self, now: dt.datetime) -> SavedSearchQuerySet:
        return self.active().filter(next_run_at__lte=now).order_by("next_run_at", "id")


class SavedSearch(models.Model):
    """A search that somebody wants to be told about, of a user or of an address without an account.

    `parameters` is `{"v": version, "pairs": [[name, value], …]}` as `search.alerts.stored` writes and reads
    it. `scope` is the region of the city's host it was saved on, "" for the national one.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    subscriber = models.ForeignKey(
        Subscriber, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=80)
    parameters = models.JSONField()
    scope = models.CharField(_("region"), max_length=6, blank=True)
    language = models.CharField(_("language"), max_length=8)
    frequency = models.CharField(_("frequency"), max_length=6, choices=Frequency)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="of weekly mails; 0 is Monday")

    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)
    next_run_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(help_text="vacancies shown up to then have been looked at")
    refusals = models.PositiveSmallIntegerField(default=0, help_text="mails refused one after the other")

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, subscriber=None) | Q(user=None, subscriber__isnull=False),
                name="saved_search_of_one_owner",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="saved_search_weekday"),
        ]
        indexes = [
            models.Index(
                fields=["next_run_at", "id"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="saved_search_due",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def address(self) -> str:
        """Where its mails go; "" where the account may not sign in any more."""
        if self.subscriber is not None:
            return self.subscriber.email
        return self.user.email if self.user is not None and self.user.is_active else ""


class AlertDelivery(models.Model):
    """One mail of a saved search, and the vacancies in it: they are never sent to it again.

    It is written before the mail is sent. `SENDING` is committed before the mail server hears of it, and
    from then on nobody tries again unless the server plainly refused: a worker that dies leaves it so.
    """

    search = models.ForeignKey(
        SavedSearch, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    period = models.DateField(help_text="the day that the mail is for: one mail a day at most")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.PREPARED)
    vacancies = ArrayField(models.BigIntegerField(), help_text="ids in the order of the mail")
    total = models.PositiveIntegerField(help_text="how many there were, listed or not")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now, help_text="not to be tried before")
    prepared_at = models.DateTimeField(default=timezone.now)
    state_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("alert mail")
        verbose_name_plural = _("alert mails")
        constraints = [
            models.UniqueConstraint(fields=["search", "period"], name="alert_delivery_once_a_period")
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state=DeliveryState.PREPARED),
                name="alert_delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.search_id} {self.period} {self.state}"
