"""Applications (应聘): what a person sent to an employer, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import ApplicationState
from jobs.querysets import ApplicationQuerySet


class Application(models.Model):
    """One person's application to one vacancy. What was sent stays as it was sent.

    answers: [{"question": …, "answer": …}]. copy: the résumé as `jobs.resume.as_data` gives it.
    """

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, related_name="applications")
    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(
        _("state"), max_length=10, choices=ApplicationState, default=ApplicationState.NEW
    )
    state_at = models.DateTimeField(help_text="when the state began")
    sent_at = models.DateTimeField(_("sent"))
    resume = models.ForeignKey(
        "jobs.Resume", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    letter = models.TextField(_("letter"), blank=True)
    answers = models.JSONField(default=list)
    copy = models.JSONField(default=dict)
    shares_contact = models.BooleanField(
        _("shows contact"), default=False, help_text="the person let this employer see telephone and mail"
    )
    language = models.CharField(max_length=10, blank=True, help_text="of the mails about it")

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "seeker"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="application_once",
            )
        ]
        indexes = [
            models.Index(fields=["vacancy", "state", "sent_at"], name="application_board"),
            models.Index(fields=["seeker", "-sent_at"], name="application_of_seeker"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"


class ApplicationEvent(models.Model):
    """One move of an application: what both sides read as its history."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    from_state = models.CharField(max_length=10, choices=ApplicationState, blank=True)
    to_state = models.CharField(max_length=10, choices=ApplicationState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, help_text="said to the other side with the move")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class ApplicationRecord(models.Model):
    """That somebody applied, and what became of it, after the person was erased: no name, letter or résumé.

    moves: [{"at": …, "from": …, "to": …}], as the history had them.
    """

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, related_name="application_records")
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ApplicationState)
    state_at = models.DateTimeField()
    moves = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["state_at"], name="application_record_ended")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"


class ApplicationDraft(models.Model):
    """What somebody has filled in and not sent yet; it outlives the session, and goes when it is sent."""

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="+")
    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="drafts")
    resume = models.ForeignKey(
        "jobs.Resume", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    letter = models.TextField(blank=True)
    answers = models.JSONField(default=list)
    shares_contact = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vacancy", "seeker"], name="application_draft_once")]

    def __str__(self) -> str:
        return f"draft #{self.pk}"
