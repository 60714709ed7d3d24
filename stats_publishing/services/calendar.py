"""Fills the release calendar from its rules, and writes it for calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import User
from accounts.services import audit
from stats_publishing.enums import ReleaseState
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.methods.workdays import DaysOfRest, workday_from
from stats_publishing.models import Release, ReleaseRule
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.holidays import days_of_rest
from stats_publishing.words import in_both

AHEAD: Final = dt.timedelta(days=366)
_STATUS: Final = {
    ReleaseState.PROVISIONAL: "TENTATIVE",
    ReleaseState.CONFIRMED: "CONFIRMED",
    ReleaseState.PUBLISHED: "CONFIRMED",
    ReleaseState.CANCELLED: "CANCELLED",
}


@transaction.atomic
def rule_save(*, rule: ReleaseRule, by: User, now: dt.datetime) -> int:
    """Put a rule in force, or end it (`is_active` false), and fill the calendar from it.

    Dates that stand in the calendar stay: they are moved or cancelled one by one, with a reason.

    Returns:
        How many releases it made.
    Raises:
        NotPossible: there is such a rule already.
    """
    same = ReleaseRule.objects.filter(
        subject=rule.subject, region=rule.region, period_kind=rule.period_kind, is_active=True
    )
    if rule.is_active and same.exclude(pk=rule.pk).exists():
        raise NotPossible(_("There is a rule for this subject, region and period already."))
    rule.save()
    audit(actor=by, act="release_rule_save", subject=rule, region=rule.region, is_active=rule.is_active)
    return calendar_fill(now=now)


@transaction.atomic
def calendar_fill(*, now: dt.datetime) -> int:
    """Make the provisional releases of the coming twelve months that rules ask for and that are not there.

    Returns:
        How many were made; done again at the same time, none.
    """
    rest = days_of_rest()
    wanted = [
        release for rule in ReleaseRule.objects.filter(is_active=True) for release in _coming(rule, now, rest)
    ]
    known = set(
        Release.objects.filter(rule__isnull=False, release_at__gte=now - AHEAD).values_list("rule", "period")
    )
    fresh = [release for release in wanted if (release.rule_id, release.period) not in known]
    Release.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _coming(rule: ReleaseRule, now: dt.datetime, rest: DaysOfRest) -> Iterable[Release]:
    kind = PeriodKind(rule.period_kind)
    period = Period.of(timezone.localdate(now) - dt.timedelta(days=rule.days_after), kind).moved(-1)
    while (at := release_time(period, rule.days_after, rule.time, rest)) <= now + AHEAD:
        if at > now:
            titles = {
                f"title_{short}": in_both(words, region=rule.region, period=period, language=language)
                for short, words, language in (("zh", rule.title_zh, "zh-hans"), ("en", rule.title_en, "en"))
            }
            yield Release(
                **titles, rule=rule, subject=rule.subject, region=rule.region, period=period.code,
                release_at=at,
            )  # fmt: skip
        period = period.moved(1)


def release_time(period: Period, days_after: int, time: dt.time, rest: DaysOfRest) -> dt.datetime:
    """So many days after the end of a period; from a day without work on to the next working day."""
    day = workday_from(period.end + dt.timedelta(days=days_after - 1), rest)
    return timezone.make_aware(dt.datetime.combine(day, time))


def calendar_file(*, releases: Iterable[Release], root: str) -> bytes:
    """Releases as a calendar file (RFC 5545), times in UTC; a date that moves keeps its event.

    Args:
        root: scheme and host of their pages.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//China Labour Market//releases//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Release calendar"))
    for release in releases:
        event = Event()
        event.add("uid", f"release-{release.pk}@{settings.PORTAL_HOST}")
        event.add("dtstamp", timezone.now().astimezone(dt.UTC))
        event.add("dtstart", release.release_at.astimezone(dt.UTC))
        event.add("duration", dt.timedelta(minutes=15))
        event.add("summary", release.title)
        event.add("status", _STATUS[ReleaseState(release.state)])
        event.add("url", f"{root}{release.get_absolute_url()}")
        if release.notice:
            event.add("description", release.notice)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
