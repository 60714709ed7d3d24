"""Reminds regions of their returns: by itself around the due date, and when a province asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import site_root
from accounts.enums import ACTIONS_OF_ROLE, Action
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import RegionalRole, User
from accounts.permissions import live_now
from accounts.services import audit
from stats_publishing.enums import OPEN_TO_FIGURES
from stats_publishing.models import Return, ReturnReminder


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a reminder does, or would do.

    Args:
        returns: those that are spoken of, by due date.
        people: how many people are written to.
        unmanned: codes of regions with a return that nobody there may fill in.
        told_today: how many returns are left out, as their regions were told of them today.
    """

    returns: tuple[Return, ...]
    people: int
    unmanned: tuple[str, ...]
    told_today: int


def open_returns(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Those that their regions still have to hand in, what is due first."""
    return returns.filter(state__in=OPEN_TO_FIGURES, excluded_at=None).order_by("due_on", "region", "pk")


def fillers(regions: Iterable[str]) -> dict[str, list[User]]:
    """Who fills in the returns of regions; a region without anybody is not there."""
    roles = [role.value for role, actions in ACTIONS_OF_ROLE.items() if Action.FILL_RETURNS in actions]
    held = RegionalRole.objects.filter(
        live_now(), region__in=set(regions), role__in=roles, user__is_active=True
    ).select_related("user")
    people: dict[str, list[User]] = {}
    for one in held.order_by("region", "user_id"):
        if one.user not in people.setdefault(one.region, []):
            people[one.region].append(one.user)
    return people


def reminder_of(returns: QuerySet[Return], *, on: dt.date) -> Reminded:
    """Whom a reminder of these returns would reach."""
    wanted = list(open_returns(returns).select_related("version", "form"))
    told = set(ReturnReminder.objects.filter(of__in=wanted, on=on).values_list("of", flat=True))
    untold = [one for one in wanted if one.pk not in told]
    people = fillers(one.region for one in untold)
    return Reminded(
        returns=tuple(one for one in untold if one.region in people),
        people=len({person.pk for some in people.values() for person in some}),
        unmanned=tuple(sorted({one.region for one in untold if one.region not in people})),
        told_today=len(told),
    )


@transaction.atomic
def returns_remind(*, returns: QuerySet[Return], by: User | None, at: dt.datetime) -> Reminded:
    """Write to those who fill in these returns: one mail a person, whatever the number of returns.

    Args:
        by: None: the portal by itself.
    """
    day = timezone.localdate(at)
    list(open_returns(returns).select_for_update(of=("self",)).values_list("pk"))  # two clicks, one mail
    reminded = reminder_of(returns, on=day)
    people = fillers(one.region for one in reminded.returns)
    ReturnReminder.objects.bulk_create(
        ReturnReminder(of=one, on=day, at=at, by=by, people=len(people[one.region]))
        for one in reminded.returns
    )
    its: dict[int, list[Return]] = {}
    known: dict[int, User] = {}
    for one in reminded.returns:
        for person in people[one.region]:
            its.setdefault(person.pk, []).append(one)
            known[person.pk] = person
    with translation.override(settings.LANGUAGE_CODE):
        letters = {known[pk].email: _letter(some, on=day) for pk, some in its.items()}
    transaction.on_commit(partial(_send, letters))
    if reminded.returns and by:
        audit(
            actor=by, act="returns_remind", subject=reminded.returns[0], region=reminded.returns[0].region,
            returns=len(reminded.returns), people=reminded.people,
        )  # fmt: skip
    return reminded


def _send(letters: Mapping[str, Letter]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        for address, letter in letters.items():
            letter_send(letter=letter, to=address)


def returns_remind_due(*, at: dt.datetime) -> Reminded:
    """The reminders of a day: `RETURN_REMINDER_DAYS` before (negative) and after due dates."""
    day = timezone.localdate(at)
    due = [day - dt.timedelta(days=days) for days in settings.RETURN_REMINDER_DAYS]
    return returns_remind(returns=Return.objects.filter(due_on__in=due), by=None, at=at)


def _letter(returns: Sequence[Return], *, on: dt.date) -> Letter:
    lines = [_line(one, on) for one in returns]
    return Letter(
        ngettext("A return waits for you", "%(count)s returns wait for you", len(returns))
        % {"count": len(returns)},
        (*lines, _("What is handed in after the due date counts as late.")),
        _("Open your returns"),
        f"{site_root()}{reverse('returns')}",
    )


def _line(one: Return, on: dt.date) -> str:
    said = {
        "title": one.version.title,
        "place": one.place_name,
        "period": one.period,
        "due": f"{one.due_on:%Y-%m-%d}",
    }
    if one.due_on < on:
        return _("%(title)s, %(place)s, %(period)s: was due on %(due)s.") % said
    return _("%(title)s, %(place)s, %(period)s: due on %(due)s.") % said
