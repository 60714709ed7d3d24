"""Consumer prices, by which changes of pay are stated in real terms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from stats_publishing.models import PriceIndex


@transaction.atomic
def price_index_enter(
    *, region: str, year: int, index: Decimal, source: str, by: User, at: dt.datetime
) -> PriceIndex:
    """Enter the consumer price index of a region and year; the last one entered counts, earlier ones stay."""
    entered = PriceIndex.objects.create(
        region=region, year=year, index=index, source=source, entered_at=at, entered_by=by
    )
    audit(
        actor=by, act="price_index_enter", subject=entered, region=region, year=year, index=str(index),
        source=source,
    )  # fmt: skip
    return entered
