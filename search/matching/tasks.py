"""Celery: the night's recommendations."""

from __future__ import annotations

import structlog
from celery import shared_task

from search.client import INDEX_ERRORS
from search.matching import nightly

log = structlog.get_logger(__name__)


@shared_task(acks_late=True)
def recommendations_renew() -> None:
    """Propose vacancies anew; with the index away the lists of the night before stay."""
    try:
        done = nightly.recommendations_renew()
    except INDEX_ERRORS as error:
        log.warning("no recommendations tonight", reason=str(error))
        return
    log.info("recommendations renewed", people=done.people, proposed=done.proposed)
