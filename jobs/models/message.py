"""Conversations (站内消息) between a person who looks for work and an employer, each about one vacancy."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import Party
from jobs.querysets import ConversationQuerySet

_PARTIES = (Party.SEEKER, Party.EMPLOYER)


class Conversation(models.Model):
    """What two sides write to each other about a vacancy; it begins with its first message."""

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, related_name="conversations")
    employer = models.ForeignKey("jobs.Employer", on_delete=models.PROTECT, related_name="conversations")
    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="conversations")
    begun_at = models.DateTimeField(_("begun"))
    latest = models.BigIntegerField(default=0, help_text="id of the newest message: lists go by it")

    objects: ClassVar[ConversationQuerySet] = ConversationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-latest"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "seeker"], name="conversation_once")]
        indexes = [
            models.Index(fields=["employer", "-latest"], name="conversation_of_employer"),
            models.Index(fields=["seeker", "-latest"], name="conversation_of_seeker"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ConversationSide(models.Model):
    """How a conversation stands for one of its two sides.

    `phone` and `email` are what the side agreed to show; empty unless it agrees.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="sides")
    party = models.CharField(max_length=8, choices=[(party.value, party.label) for party in _PARTIES])
    language = models.CharField(max_length=10, blank=True, help_text="of the mails to this side")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="who last wrote for this side",
    )  # fmt: skip
    unread = models.PositiveIntegerField(_("unread"), default=0)
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="a mail told of something new that nobody has read since"
    )
    agreed_at = models.DateTimeField(_("agreed to exchange contact"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("mail address"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "party"], name="conversation_side_once"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=False) | Q(phone="", email=""), name="contact_only_if_agreed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.party}"


class Message(models.Model):
    """What one side wrote, as it was written; readers get it by `jobs.conversations`."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    party = models.CharField(max_length=8, choices=[(party.value, party.label) for party in _PARTIES])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    text = models.TextField(_("message"))
    removed_at = models.DateTimeField(null=True, blank=True, help_text="by the city's staff after a report")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        indexes = [models.Index(fields=["conversation", "-id"], name="message_of_conversation")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ConversationBlock(models.Model):
    """One of both, or the city's staff, wants no more messages between a person and an employer."""

    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="blocks")
    employer = models.ForeignKey("jobs.Employer", on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=8, choices=Party)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seeker", "employer", "by"], name="conversation_block_once")
        ]

    def __str__(self) -> str:
        return f"{self.seeker_id} – {self.employer_id} {self.by}"
