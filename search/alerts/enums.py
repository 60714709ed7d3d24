"""Closed lists of saved searches and their mails."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Once a week")


class EndReason(models.TextChoices):
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed by the link in a mail")
    DELETED = "deleted", _("Deleted by its owner")
    REFUSED = "refused", _("The mailbox refuses our mails")


class DeliveryState(models.TextChoices):
    """PREPARED → SENDING → SENT, or back to PREPARED where the mail server plainly refused it for now."""

    PREPARED = "prepared", _("Waits to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused by the mail server")
    DROPPED = "dropped", _("No longer wanted, or nothing left to tell")
