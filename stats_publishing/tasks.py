from celery import shared_task
from django.utils import timezone

from stats_publishing.services import market_snapshot_take


@shared_task
def market_snapshot_renew() -> None:
    market_snapshot_take(at=timezone.now())
