"""City feeds: where vacancies come from, how a city's words are read, and what became of each row."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import FeedFormat, FeedKind, Outcome, RunState, RunTrigger


class FeedProfile(models.Model):
    """How a city's columns and words map to the contract: stored, editable data, not code.

    `mapping` is validated by `jobs.feeds.profile.Profile`; its JSON Schema stands in docs/feed-format.md.
    """

    name = models.SlugField(_("name"), max_length=60, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    mapping = models.JSONField(_("mapping"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("feed profile")
        verbose_name_plural = _("feed profiles")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A mapping that is not valid is refused, and what is wrong where is said."""
        from jobs.feeds.profile import profile_from
        from jobs.feeds.reasons import RunError

        try:
            profile_from(self.mapping)
        except RunError as error:
            problems = error.detail["problems"]
            assert isinstance(problems, list)
            said = [f"{problem['where']}: {problem['what']}".removeprefix(": ") for problem in problems]
            raise ValidationError({"mapping": said}) from error


class CityFeed(models.Model):
    """A stream of vacancies that a city sends or that is pulled from it."""

    region = models.CharField(_("region"), max_length=6, help_text=_("GB/T 2260 code of the city"))
    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100, help_text=_("named as the source of its vacancies"))
    profile = models.ForeignKey(FeedProfile, on_delete=models.PROTECT, related_name="feeds")
    kind = models.CharField(_("kind"), max_length=12, choices=FeedKind, default=FeedKind.FULL)
    format = models.CharField(_("format"), max_length=8, choices=FeedFormat, default=FeedFormat.AUTO)
    vouches_for_employers = models.BooleanField(
        _("vouches for its employers"),
        default=False,
        help_text=_(
            "The city checked the employers' licences; they are verified on its word, which is recorded."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    pull_url = models.CharField(
        _("address to pull from"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    pull_every_minutes = models.PositiveIntegerField(_("pull every (minutes)"), null=True, blank=True)
    pull_allow_private = models.BooleanField(
        _("may pull from private addresses"),
        default=False,
        help_text=_("Also allows redirects to other hosts."),
    )
    pull_etag = models.CharField(max_length=200, blank=True)
    pull_last_modified = models.CharField(max_length=100, blank=True)
    pulled_at = models.DateTimeField(null=True, blank=True)
    push_key_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the key; shown once")

    last_good_rows = models.PositiveIntegerField(
        null=True, blank=True, help_text="accepted rows of the last complete run; guards against a small feed"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("city feed")
        verbose_name_plural = _("city feeds")
        indexes = [models.Index(fields=["region"])]

    def __str__(self) -> str:
        return self.name


def private_storage() -> Storage:
    """Where files from outside are kept: never served by address."""
    return storages["private"]


def feed_file_path(run: FeedRun, filename: str) -> str:
    """Where the file of a run is kept: below private media, never under the name it came with."""
    suffix = "." + filename.rsplit(".", 1)[-1].lower()[:8] if "." in filename else ""
    return f"feeds/{run.feed.slug}/{run.public_id}{suffix}"


class FeedRun(models.Model):
    """One arrival of one file (or push) of a feed, and how far its import has come.

    `rows_done` is committed in the transaction of each chunk, so that a run killed at any moment goes on
    from there.
    """

    public_id = models.UUIDField(unique=True)
    feed = models.ForeignKey(CityFeed, on_delete=models.PROTECT, related_name="runs")
    trigger = models.CharField(_("how it came"), max_length=8, choices=RunTrigger)
    kind = models.CharField(_("kind"), max_length=12, choices=FeedKind, default=FeedKind.FULL)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=feed_file_path, max_length=300, blank=True
    )
    file_name = models.CharField(_("file name as sent"), max_length=200, blank=True)
    file_size = models.BigIntegerField(_("bytes"), default=0)
    checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file")
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    format = models.CharField(_("format"), max_length=8, choices=FeedFormat, blank=True)
    profile_snapshot = models.JSONField(default=dict, help_text="the mapping as it was when the run began")

    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.QUEUED)
    error = models.CharField(max_length=40, blank=True, help_text="reason code of a failed or held run")
    error_detail = models.JSONField(default=dict, blank=True)
    bytes_read = models.BigIntegerField(default=0)
    rows_done = models.PositiveIntegerField(_("rows read"), default=0)
    count_new = models.PositiveIntegerField(_("new"), default=0)
    count_changed = models.PositiveIntegerField(_("changed"), default=0)
    count_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    count_closed = models.PositiveIntegerField(_("closed by name"), default=0)
    count_refused = models.PositiveIntegerField(_("refused"), default=0)
    count_missing_closed = models.PositiveIntegerField(_("closed because missing"), default=0)
    reason_counts = models.JSONField(default=dict, help_text="reason code → rows")
    unmapped = models.JSONField(default=dict, help_text="field → word → rows, for words no list knows")

    started_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("feed run")
        verbose_name_plural = _("feed runs")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["feed", "-id"]),
            models.Index(
                fields=["heartbeat_at"],
                condition=Q(state__in=["queued", "running"]),
                name="feed_run_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed} #{self.pk}"

    @property
    def count_accepted(self) -> int:
        return self.count_new + self.count_changed + self.count_unchanged

    @property
    def is_finished(self) -> bool:
        return self.state in (RunState.DONE, RunState.FAILED)


class FeedReceipt(models.Model):
    """What became of one row: kept as narrow as it can be, since there is one for every row of every run."""

    run = models.ForeignKey(
        FeedRun,
        on_delete=models.CASCADE,
        related_name="receipts",
        db_index=False,
        db_constraint=False,  # written only by the run's own import; checked row by row it costs a quarter
    )
    row = models.PositiveIntegerField(_("row"))
    external_id = models.CharField(_("the city's own id"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    reasons = ArrayField(
        models.CharField(max_length=40), default=list, help_text="reason codes, errors first"
    )

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="feed_receipt_once_a_row")]
        indexes = [
            # Most rows of most runs are unchanged: those are found by their row number as well.
            models.Index(
                fields=["run", "outcome", "row"],
                condition=~Q(outcome=Outcome.UNCHANGED),
                name="feed_receipt_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.row} {self.outcome}"
