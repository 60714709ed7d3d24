"""People of the database who are matched."""

from __future__ import annotations

import factory
from django.utils import timezone

from jobs.enums import PlaceMode
from jobs.models import Experience, HeldGrade, JobSeeker, PlaceWish, WantedOccupation


class MatchedSeekerFactory(factory.django.DjangoModelFactory):
    """An electrician in 武汉 who agreed to be matched and would work in the city or move to 长沙."""

    class Meta:
        model = JobSeeker
        skip_postgeneration_save = True

    region = "420100"
    education = "60"
    skills = factory.LazyFunction(lambda: ["PLC"])
    licences = factory.LazyFunction(lambda: ["electrician"])
    pay_wanted = 6000
    pay_floor = 5000
    consent_at = factory.LazyFunction(timezone.now)
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def profile(seeker, create, extracted, **_):
        if not create or extracted is False:
            return
        WantedOccupation.objects.create(seeker=seeker, occupation="6-31-01-03", weight=100)
        Experience.objects.create(seeker=seeker, occupation="6-31-01-03", months=36)
        HeldGrade.objects.create(seeker=seeker, occupation="6-31-01-03", grade="40")
        PlaceWish.objects.create(seeker=seeker, region="420100", mode=PlaceMode.COMMUTE, within_km=50)
        PlaceWish.objects.create(seeker=seeker, region="430100", mode=PlaceMode.MOVE)
