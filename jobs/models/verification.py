"""How an employer proves who it is (单位认证): what it states, its papers, what staff decided."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import DocumentKind, RequestRefusal, RequestState
from jobs.models.feed import private_storage


class VerificationRequest(models.Model):
    """What somebody states of an employer and asks the city's staff to check.

    Nothing of it holds before it is approved: neither the employer, its new name, nor the person's right to
    act for it. `employer` is the one to be changed; a registration has one only once it is approved.
    """

    public_id = models.UUIDField(unique=True)
    employer = models.ForeignKey(
        "jobs.Employer", null=True, blank=True, on_delete=models.CASCADE, related_name="verification_requests"
    )
    name = models.CharField(_("name"), max_length=200)
    credit_code = models.CharField(_("social credit code"), max_length=18)
    region = models.CharField(_("city"), max_length=6, help_text="GB/T 2260 code of its city")
    economic_type = models.CharField(_("economic type"), max_length=3, blank=True)
    handler_name = models.CharField(_("handler"), max_length=60)

    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="verification_requests"
    )
    language = models.CharField(max_length=10, help_text="of the mails about it")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refusals = ArrayField(models.CharField(max_length=24, choices=RequestRefusal), default=list, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request to verify an employer")
        verbose_name_plural = _("requests to verify employers")
        constraints = [
            models.UniqueConstraint(
                fields=["submitted_by", "credit_code"],
                condition=~Q(state=RequestState.APPROVED),
                name="verification_request_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["employer"],
                condition=~Q(state=RequestState.APPROVED),
                name="verification_change_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"], condition=Q(state="waiting"), name="verification_request_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.name


class VerificationDocument(models.Model):
    """A paper of a request, rewritten without what was hidden in it; one of each kind."""

    request = models.ForeignKey(VerificationRequest, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=16, choices=DocumentKind)
    file = models.FileField(storage=private_storage, upload_to="verification", max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    pages = models.PositiveSmallIntegerField(default=1)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("document of an employer")
        verbose_name_plural = _("documents of employers")
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="verification_document_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"
