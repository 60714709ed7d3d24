"""What city sites do by themselves."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task
def pages_publish_due() -> None:
    """Publish the pages whose time has come, and take away those whose last day is over."""
    call_command("publish_scheduled", verbosity=0)
