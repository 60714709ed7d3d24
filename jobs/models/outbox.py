"""The outbox: what changed and must reach other systems, written in the transaction of the change."""

from __future__ import annotations

from django.db import models


class OutboxTopic(models.TextChoices):
    VACANCY = "vacancy", "vacancy"
    PERSON = "person", "person"


class OutboxEntry(models.Model):
    """One changed record; drained in the order of `id`, deleted once the other system acknowledged it."""

    id = models.BigAutoField(primary_key=True)
    topic = models.CharField(max_length=16, choices=OutboxTopic)
    key = models.BigIntegerField(help_text="primary key of the changed record")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "outbox entries"
        indexes = [models.Index(fields=["topic", "id"])]

    def __str__(self) -> str:
        return f"{self.topic}:{self.key}"
