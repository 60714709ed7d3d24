"""Registers unemployment, ends it, grants and stops benefit, and keeps what was done to help.

Nothing here reaches back into a month that is over: what was counted for it stays as it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs import citizen_id
from jobs.enums import EndReason, Sex, SupportKind, UnemploymentCause, UnemploymentState
from jobs.models import BenefitPeriod, JobSeeker, SupportRecord, Unemployment
from jobs.unemployment import MOVES, longest_benefit, month_start, months_later, state_after


class AlreadyUnemployed(ValueError):
    """Somebody with this citizen number is registered as unemployed; `known` is the record."""

    def __init__(self, known: Unemployment) -> None:
        super().__init__(f"#{known.pk}")
        self.known = known


@transaction.atomic
def unemployment_register(
    *,
    region: str,
    name: str,
    phone: str,
    citizen_number: str,
    cause: UnemploymentCause,
    without_work_since: dt.date | None,
    hard_to_place: bool,
    by: User,
    today: dt.date | None = None,
) -> Unemployment:
    """Register a person as unemployed from today on.

    Args:
        region: of the service point.
        citizen_number: valid, from the card that the person shows; sex and year of birth are read from it.
    Raises:
        AlreadyUnemployed: the number is registered, here or elsewhere.
        ValidationError: without work since a day to come.
    """
    day = today or timezone.localdate()
    if without_work_since and without_work_since > day:
        raise ValidationError({"without_work_since": _("This day is still to come.")})
    keys = citizen_id.lookup_keys(citizen_number)
    open_ones = Unemployment.objects.filter(state=UnemploymentState.REGISTERED)
    if known := open_ones.filter(citizen_id_key__in=keys).first():
        raise AlreadyUnemployed(known)
    made = Unemployment.objects.create(
        region=region,
        seeker=JobSeeker.objects.filter(citizen_id_key__in=keys, window__isnull=False).first(),
        name=name,
        phone=phone,
        citizen_id=citizen_id.encrypt(citizen_number),
        citizen_id_key=citizen_id.lookup_key(citizen_number),
        sex=Sex.MALE if int(citizen_number[16]) % 2 else Sex.FEMALE,
        birth_year=int(citizen_number[6:10]),
        cause=cause,
        without_work_since=without_work_since,
        hard_to_place=hard_to_place,
        registered_on=day,
    )
    audit(actor=by, act="unemployment_register", subject=made, region=region, cause=cause.value)
    return made


@transaction.atomic
def unemployment_end(
    *,
    unemployment: Unemployment,
    reason: EndReason,
    employer_name: str = "",
    by: User | None,
    today: dt.date | None = None,
) -> Unemployment:
    """End a registration today; its benefit ends with the month.

    Raises:
        ValidationError: it has ended already, or who found work is said to have no employer.
    """
    day = today or timezone.localdate()
    found = Unemployment.objects.select_for_update().get(pk=unemployment.pk)
    state = state_after(reason)
    if state not in MOVES[UnemploymentState(found.state)]:
        raise ValidationError(_("This registration has ended already."))
    if reason == EndReason.EMPLOYED and not employer_name:
        raise ValidationError({"employer_name": _("Write who employs the person now.")})
    found.state, found.end_reason, found.ended_on = state, reason, day
    found.employer_name = employer_name if reason == EndReason.EMPLOYED else ""
    found.save(update_fields=["state", "end_reason", "ended_on", "employer_name"])
    for benefit in found.benefits.select_for_update():
        _benefit_cut(benefit, months_later(day, 1), reason)
    audit(actor=by, act="unemployment_end", subject=found, region=found.region, reason=reason.value)
    return found


@transaction.atomic
def benefit_grant(
    *,
    unemployment: Unemployment,
    starts_on: dt.date,
    months: int,
    years_insured: int,
    yuan_a_month: int | None,
    by: User,
    today: dt.date | None = None,
) -> BenefitPeriod:
    """Grant benefit for so many months from a month on.

    Raises:
        ValidationError: the registration has ended; the month is over; it overlaps a period before; or it is
            longer than the years insured allow, together with what was granted before.
    """
    day = today or timezone.localdate()
    found = Unemployment.objects.select_for_update().get(pk=unemployment.pk)
    first = month_start(starts_on)
    if found.state != UnemploymentState.REGISTERED:
        raise ValidationError(_("This registration has ended already."))
    if first < month_start(day):
        raise ValidationError({"starts_on": _("This month is over: its figures stay as they were.")})
    if months < 1:
        raise ValidationError({"months": _("Grant one month at least.")})
    if found.benefits.filter(ends_on__gt=first, starts_on__lt=months_later(first, months)).exists():
        raise ValidationError({"starts_on": _("Benefit is granted for these months already.")})
    left = longest_benefit(years_insured) - _granted(found)
    if months > left:
        said = _("At most %(left)s months are left for %(years)s years insured.")
        raise ValidationError({"months": said % {"left": max(left, 0), "years": years_insured}})
    made = BenefitPeriod.objects.create(
        unemployment=found,
        starts_on=first,
        ends_on=months_later(first, months),
        months=months,
        years_insured=years_insured,
        yuan_a_month=yuan_a_month,
        granted_by=by,
        granted_at=timezone.now(),
    )
    audit(
        actor=by, act="benefit_grant", subject=made, region=found.region, months=months,
        starts_on=first, years_insured=years_insured,
    )  # fmt: skip
    return made


def _granted(unemployment: Unemployment) -> int:
    """Months that benefit was granted for and not cut."""
    return sum(
        (one.ends_on.year - one.starts_on.year) * 12 + one.ends_on.month - one.starts_on.month
        for one in unemployment.benefits.all()
    )


@transaction.atomic
def benefit_stop(
    *, benefit: BenefitPeriod, from_month: dt.date, reason: EndReason, by: User, today: dt.date | None = None
) -> BenefitPeriod:
    """Stop benefit from a month on, this month at the earliest.

    Raises:
        ValidationError: the month is over, or benefit ends before it anyway.
    """
    day = today or timezone.localdate()
    found = BenefitPeriod.objects.select_for_update().get(pk=benefit.pk)
    first = month_start(from_month)
    if first < month_start(day):
        raise ValidationError({"from_month": _("This month is over: its figures stay as they were.")})
    if first >= found.ends_on:
        raise ValidationError({"from_month": _("Benefit ends before this month anyway.")})
    _benefit_cut(found, first, reason)
    audit(
        actor=by, act="benefit_stop", subject=found, region=found.unemployment.region, reason=reason.value,
        from_month=first,
    )  # fmt: skip
    return found


def _benefit_cut(benefit: BenefitPeriod, first: dt.date, reason: EndReason) -> None:
    """End a period before a month; one that begins later never begins."""
    if first < benefit.ends_on:
        benefit.ends_on, benefit.stop_reason = max(first, benefit.starts_on), reason
        benefit.save(update_fields=["ends_on", "stop_reason"])


@transaction.atomic
def support_add(
    *,
    unemployment: Unemployment,
    kind: SupportKind,
    on: dt.date,
    note: str,
    by: User,
    today: dt.date | None = None,
) -> SupportRecord:
    """Keep what was done to help the person back to work.

    Raises:
        ValidationError: the day is still to come, or lies before the registration.
    """
    if on > (today or timezone.localdate()):
        raise ValidationError({"on": _("This day is still to come.")})
    if on < unemployment.registered_on:
        raise ValidationError({"on": _("This day lies before the registration.")})
    made = SupportRecord.objects.create(unemployment=unemployment, kind=kind, on=on, note=note, by=by)
    audit(actor=by, act="support_add", subject=made, region=unemployment.region, kind=kind.value)
    return made


def unemployment_anonymise(rows: Iterable[Unemployment]) -> None:
    """Take everything personal from ended registrations; the days that figures count stay.

    What was done to help goes; of benefit the months stay, which say nothing of anybody.
    """
    pks = [row.pk for row in rows]
    SupportRecord.objects.filter(unemployment__in=pks).delete()
    Unemployment.objects.filter(pk__in=pks).update(
        seeker=None, name="", phone="", citizen_id="", citizen_id_key="", birth_year=None,
        without_work_since=None, employer_name="", erased_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def unemployment_erase(*, unemployment: Unemployment, by: User) -> None:
    """Erase what is personal of an ended registration, as the person wishes.

    Raises:
        ValidationError: it has not ended, or benefit is still due: it is needed until then.
    """
    found = Unemployment.objects.select_for_update().get(pk=unemployment.pk)
    running = found.benefits.filter(ends_on__gt=timezone.localdate()).exists()
    if found.state == UnemploymentState.REGISTERED or running:
        raise ValidationError(_("It is erased once it has ended and no benefit is due any more."))
    unemployment_anonymise([found])
    audit(actor=by, act="unemployment_erase", subject=found, region=found.region)


def months_of_benefit_left(unemployment: Unemployment, today: dt.date | None = None) -> int:
    """Granted months that are still to come, this one included."""
    first = month_start(today or timezone.localdate())
    return sum(
        max((one.ends_on.year - first.year) * 12 + one.ends_on.month - first.month, 0)
        - max((one.starts_on.year - first.year) * 12 + one.starts_on.month - first.month, 0)
        for one in unemployment.benefits.all()
    )
