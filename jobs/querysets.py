"""Reusable reads of vacancies, job seekers and applications."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from accounts.permissions import region_prefix
from jobs.enums import UNDER_WAY, ApplicationState, VacancyState, VerificationState

if TYPE_CHECKING:
    from jobs.models.application import Application  # noqa: F401
    from jobs.models.seeker import JobSeeker  # noqa: F401
    from jobs.models.vacancy import Vacancy  # noqa: F401


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def public(self, *, today: dt.date | None = None) -> VacancyQuerySet:
        """What anybody may see: open, not expired, of a verified employer, not another one's duplicate."""
        return self.filter(
            models.Q(expires_on=None) | models.Q(expires_on__gte=today or timezone.localdate()),
            state=VacancyState.OPEN,
            employer__verification=VerificationState.VERIFIED,
            duplicate_of=None,
        )

    def in_region(self, region: str) -> VacancyQuerySet:
        """Vacancies whose workplace lies in the region with this GB/T 2260 code, at any level."""
        return self.filter(region__startswith=region_prefix(region))

    def newest_first(self) -> VacancyQuerySet:
        return self.order_by("-published_at", "-id")


class JobSeekerQuerySet(models.QuerySet["JobSeeker"]):
    def findable(self) -> JobSeekerQuerySet:
        """Who may be matched and shown to employers: those who agreed to it and did not take it back."""
        return self.filter(models.Q(user=None) | models.Q(user__is_active=True), consent_at__isnull=False)

    def with_profile(self) -> JobSeekerQuerySet:
        """With all that a profile holds, in a number of queries that does not grow."""
        return self.prefetch_related("wanted", "experience", "grades", "places", "hidden_from")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def standing(self) -> ApplicationQuerySet:
        """Those that were not withdrawn: of these a person has at most one to a vacancy."""
        return self.exclude(state=ApplicationState.WITHDRAWN)

    def under_way(self) -> ApplicationQuerySet:
        return self.filter(state__in=UNDER_WAY)
