"""Runs and receipts for the tests of the workspace."""

from __future__ import annotations

import uuid

import factory

from jobs.enums import FeedKind, Outcome, RunState, RunTrigger
from jobs.models import FeedReceipt, FeedRun
from tests.jobs.factories import CityFeedFactory


class FeedRunFactory(factory.django.DjangoModelFactory):
    """A run that has ended well."""

    class Meta:
        model = FeedRun

    public_id = factory.LazyFunction(uuid.uuid4)
    feed = factory.SubFactory(CityFeedFactory)
    trigger = RunTrigger.UPLOAD
    kind = FeedKind.FULL
    state = RunState.DONE
    file_name = "vacancies.ndjson"
    file_size = 1000


class FeedReceiptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedReceipt

    run = factory.SubFactory(FeedRunFactory)
    row = factory.Sequence(lambda n: n + 1)
    external_id = factory.Sequence(lambda n: f"WH-{n:06d}")
    outcome = Outcome.NEW
    reasons = factory.LazyFunction(list)
