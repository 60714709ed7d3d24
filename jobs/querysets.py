"""Reusable reads of vacancies, job seekers and applications."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from accounts import practice
from accounts.permissions import region_prefix
from jobs.enums import UNDER_WAY, ApplicationState, Party, VacancyState, VerificationState

if TYPE_CHECKING:
    from jobs.models.application import Application  # noqa: F401
    from jobs.models.employer import Employer
    from jobs.models.invitation import ApplyInvitation  # noqa: F401
    from jobs.models.message import Conversation  # noqa: F401
    from jobs.models.seeker import JobSeeker
    from jobs.models.vacancy import Vacancy  # noqa: F401


class OfPracticeFeed(models.Func):
    """Whether the key of a feed is one of a city that practises."""

    template = f"""(coalesce(%(expressions)s, 0) = ANY (
        ARRAY(SELECT id FROM jobs_cityfeed WHERE region ^@ ANY ({practice.PREFIXES}))))"""  # noqa: S608
    output_field = models.BooleanField()


_OF_PRACTICE = (
    models.Q(practice.InPractice("region"))
    | models.Q(practice.InPractice("employer__region"))
    | models.Q(OfPracticeFeed("feed_id"))
)


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def public(self, *, today: dt.date | None = None) -> VacancyQuerySet:
        """What anybody may see: open, not expired, of a verified employer, not another one's duplicate, and
        neither in a city that practises nor from one."""
        return self.standing(today=today).filter(~_OF_PRACTICE)

    def with_practice(self) -> VacancyQuerySet:
        """With `practises`: whether a vacancy is in a city that practises, or from one."""
        practises = models.ExpressionWrapper(_OF_PRACTICE, output_field=models.BooleanField())
        return self.annotate(practises=practises)

    def standing(self, *, today: dt.date | None = None) -> VacancyQuerySet:
        """What would be public if no city practised: what the staff of one that does see as the public."""
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
        """Who may be matched and shown to employers: those who agreed to it and did not take it back, but for
        those of cities that practise."""
        return self.filter(
            models.Q(user=None) | models.Q(user__is_active=True),
            ~models.Q(practice.InPractice("region")),
            consent_at__isnull=False,
        )

    def with_profile(self) -> JobSeekerQuerySet:
        """With all that a profile holds, in a number of queries that does not grow."""
        return self.prefetch_related("wanted", "experience", "grades", "places", "hidden_from")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def standing(self) -> ApplicationQuerySet:
        """Those that were not withdrawn: of these a person has at most one to a vacancy."""
        return self.exclude(state=ApplicationState.WITHDRAWN)

    def under_way(self) -> ApplicationQuerySet:
        return self.filter(state__in=UNDER_WAY)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of_seeker(self, seeker: JobSeeker | None) -> ConversationQuerySet:
        """A person's conversations, with `unread`: how many messages they have not read."""
        return self.filter(seeker=seeker)._seen_by(Party.SEEKER)

    def of_employer(self, employer: Employer) -> ConversationQuerySet:
        """An employer's, likewise: with those who applied and did not withdraw, and whom it invited."""
        from jobs.models import Application, ApplyInvitation

        two = {"vacancy": models.OuterRef("vacancy"), "seeker": models.OuterRef("seeker")}
        applied = models.Exists(Application.objects.standing().filter(**two))
        invited = models.Exists(ApplyInvitation.objects.filter(**two))
        return self.filter(applied | invited, employer=employer)._seen_by(Party.EMPLOYER)

    def _seen_by(self, party: Party) -> ConversationQuerySet:
        own = models.FilteredRelation("sides", condition=models.Q(sides__party=party))
        found = self.annotate(own=own, unread=models.F("own__unread"))
        return found.select_related("vacancy", "employer", "seeker__user")


class ApplyInvitationQuerySet(models.QuerySet["ApplyInvitation"]):
    def open(self, *, today: dt.date | None = None) -> ApplyInvitationQuerySet:
        """Those that wait for an answer: not declined, not followed, to a vacancy that is public still."""
        from jobs.models import Application, Vacancy

        applied = Application.objects.standing().filter(
            vacancy=models.OuterRef("vacancy"), seeker=models.OuterRef("seeker")
        )
        public = Vacancy.objects.public(today=today).filter(pk=models.OuterRef("vacancy"))
        return self.filter(~models.Exists(applied), models.Exists(public), declined_at=None)
