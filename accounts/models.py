"""People who sign in, their roles in regions, the audit trail, what they ask of their own data."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in with a mail address."""

    username = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:  # type: ignore[override]
        """What the CMS calls the person."""
        return self.name

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email


class RegionalRole(models.Model):
    """A role that a person holds in a region, until it is revoked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="regional_roles")
    role = models.CharField(_("role"), max_length=32, choices=Role)
    region = models.CharField(
        _("region"), max_length=6, help_text=_("GB/T 2260 code; 000000 for the country")
    )
    granted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    expires_at = models.DateTimeField(
        _("ends at"), null=True, blank=True, help_text=_("where it was given for a time only")
    )
    confirmed_at = models.DateTimeField(
        _("confirmed at"), null=True, blank=True, help_text=_("the last time that the level above did")
    )
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("regional role")
        verbose_name_plural = _("regional roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                condition=Q(revoked_at=None),
                name="regional_role_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.region}"


class StaffInvitation(models.Model):
    """A role in a region, offered by the level above to who holds a mail address; taken once, for a time.

    The link's token is kept as its hash alone. What is over is deleted some weeks later.
    """

    email = models.EmailField(_("mail address"))
    role = models.CharField(_("role"), max_length=32, choices=Role)
    region = models.CharField(_("region"), max_length=6)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(max_length=10)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation of staff")
        verbose_name_plural = _("invitations of staff")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role", "region"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="staff_invitation_waits_once",
            )
        ]
        indexes = [models.Index(fields=["invited_by", "sent_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} · {self.get_role_display()} · {self.region}"

    @property
    def is_open(self) -> bool:
        """Neither accepted nor taken back nor too old."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class PracticeRegion(models.Model):
    """A time in which a region practises (培训模式): only its staff see what is in it, nothing of it counts.

    `prefix` is what the codes of all regions in it begin with; `until` is empty while it practises.
    """

    region = models.CharField(_("region"), max_length=6)
    prefix = models.CharField(max_length=6)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("region that practises")
        verbose_name_plural = _("regions that practise")
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(until=None), name="practice_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.region


class AuditEntry(models.Model):
    """Who did what to which record, when, and by which region's right: one line for each service that changes
    state.

    Lines are only added (a trigger refuses all else), signed, and linked: see `accounts.trail`. The actor is
    a number: it stays when the account behind it goes, and then names nobody.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        User, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    act = models.CharField(_("act"), max_length=64)
    subject = models.CharField(_("record"), max_length=64, help_text="app.model:id")
    region = models.CharField(_("region"), max_length=6, blank=True, help_text="of the record")
    right = models.CharField(
        _("right of"), max_length=6, blank=True,
        help_text="region in which the actor holds the right that they acted by; empty: for themselves",
    )  # fmt: skip
    detail = models.JSONField(default=dict)
    mac = models.BinaryField(help_text="keyed hash of the line")
    position = models.BigIntegerField(
        null=True, unique=True, help_text="in the chain; null until it is linked"
    )
    link = models.BinaryField(null=True, help_text="keyed hash of the link before and the line")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["subject", "at"]),
            models.Index(fields=["region", "-id"], name="audit_entry_region"),
            models.Index(fields=["actor", "-id"], name="audit_entry_actor"),
            models.Index(fields=["id"], condition=Q(position=None), name="audit_entry_unlinked"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"


class AuditCheck(models.Model):
    """What a check of the whole audit trail found; `broken` names the first line that is not as written."""

    at = models.DateTimeField()
    lines = models.PositiveBigIntegerField(help_text="linked ones that were found whole")
    waiting = models.PositiveBigIntegerField(help_text="signed, not linked yet")
    position = models.PositiveBigIntegerField(help_text="of the last of them")
    link = models.BinaryField(help_text="of the last of them")
    broken = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("check of the audit trail")
        verbose_name_plural = _("checks of the audit trail")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.broken or 'whole'}"


def private_storage() -> Storage:
    """Called, not kept, so that the migration names the place and not its settings of the day."""
    return storages["private"]


def export_path(_export: DataExport, _name: str) -> str:
    """Below private media, under a name that nobody can guess."""
    return f"exports/{uuid4().hex}.zip"


class DataExport(models.Model):
    """A person's wish for all that is held on them: one file, which goes after some days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="data_exports")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(storage=private_storage, upload_to=export_path, max_length=100, blank=True)

    class Meta:
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ready_at=None), name="export_under_way_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def expires_at(self) -> dt.datetime | None:
        return self.ready_at + dt.timedelta(days=settings.EXPORT_DAYS) if self.ready_at else None


class Erasure(models.Model):
    """A person's wish to be erased. `done` names the rooms that have erased what they held."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="erasures")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    done = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(cancelled_at=None, finished_at=None),
                name="erasure_under_way_once",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Asked for, neither taken back nor finished."""
        return self.cancelled_at is None and self.finished_at is None
