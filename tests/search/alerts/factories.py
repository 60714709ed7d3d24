"""Saved searches for tests: confirmed and daily unless told otherwise."""

from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone

from search.alerts.enums import Frequency
from search.alerts.limits import address_key
from search.models import AlertDelivery, SavedSearch, Subscriber


class SubscriberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subscriber

    email = factory.Sequence(lambda n: f"seeker{n}@example.com")
    key = factory.LazyAttribute(lambda made: address_key(made.email))


class SavedSearchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedSearch

    class Params:
        unconfirmed = factory.Trait(confirmed_at=None, next_run_at=None)

    subscriber = factory.SubFactory(SubscriberFactory)
    name = "电工 · 武汉市"
    parameters = factory.LazyFunction(lambda: {"v": 1, "pairs": [["q", "电工"], ["region", "420100"]]})
    language = "zh-hans"
    frequency = Frequency.DAILY
    created_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=3))
    confirmed_at = factory.SelfAttribute("created_at")
    told_until = factory.SelfAttribute("created_at")
    next_run_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(minutes=1))


class AlertDeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AlertDelivery

    search = factory.SubFactory(SavedSearchFactory)
    period = factory.LazyFunction(timezone.localdate)
    vacancies = factory.LazyFunction(list)
    total = factory.LazyAttribute(lambda made: len(made.vacancies))
