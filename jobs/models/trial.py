"""Test runs of feeds: a whole file read by a mapping, with a receipt for every row, and nothing changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.enums import RunState
from jobs.models.feed import CityFeed, FeedRun, private_storage


def trial_file_path(trial: FeedTrial, _filename: str) -> str:
    return f"trials/{trial.feed.slug}/{trial.public_id}.csv"


class FeedTrial(models.Model):
    """What a mapping would make of a file that was sent before; kept apart from the runs, which count."""

    public_id = models.UUIDField(unique=True)
    feed = models.ForeignKey(CityFeed, on_delete=models.CASCADE, related_name="trials")
    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="trials")
    mapping = models.JSONField(_("mapping"))
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.QUEUED)
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.JSONField(default=dict, blank=True)
    rows_done = models.PositiveIntegerField(_("rows read"), default=0)
    outcomes = models.JSONField(default=dict, help_text="outcome → rows")
    reason_counts = models.JSONField(default=dict, help_text="reason code → rows")
    unmapped = models.JSONField(default=dict, help_text="field → word → rows")
    would_close = models.PositiveIntegerField(default=0, help_text="vacancies that the file does not name")
    receipts = models.FileField(
        storage=private_storage, upload_to=trial_file_path, max_length=300, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("test run of a feed")
        verbose_name_plural = _("test runs of feeds")
        ordering = ["-id"]
        indexes = [models.Index(fields=["feed", "-id"], name="feed_trial_newest")]

    def __str__(self) -> str:
        return f"{self.feed} #{self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (RunState.QUEUED, RunState.RUNNING)
