"""The way of a return: checked, submitted, accepted or sent back, counted; excluded with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs.mails import mail_later
from stats_publishing.enums import ReturnState
from stats_publishing.models import Return, ReturnMove, WarningReason
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.return_checks import ReturnCheck, check_return

SHORTEST_REASON: Final = 4
"""Characters; less is no reason."""


class NotClean(NotPossible):
    """A return cannot be submitted yet; `check` says why."""

    def __init__(self, check: ReturnCheck) -> None:
        super().__init__(
            _(
                "Before submission: %(missing)s cells to fill in, %(errors)s errors, "
                "%(warnings)s warnings without a reason."
            )
            % {
                "missing": len(check.missing),
                "errors": len(check.errors),
                "warnings": len(check.unexplained),
            }
        )
        self.check = check


def _locked(of: Return) -> Return:
    return Return.objects.select_for_update(of=("self",)).select_related("version", "form").get(pk=of.pk)


def _move(of: Return, after: ReturnState, *, by: User | None, at: dt.datetime, note: str = "") -> ReturnMove:
    """One step of the way, if it is allowed."""
    if not of.may_become(after):
        raise NotPossible(
            _("This return is %(state)s: that is not possible now.") % {"state": of.get_state_display()}
        )
    move = ReturnMove.objects.create(of=of, before=of.state, after=after, note=note, at=at, by=by)
    of.state = after
    audit(actor=by, act=f"return_{after.value}", subject=of, region=of.region, note=note)
    return move


@transaction.atomic
def return_check(*, of: Return, by: User | None, at: dt.datetime) -> ReturnCheck:
    """Check a return; in order, it is marked as checked."""
    kept = _locked(of)
    check = check_return(of=kept)
    if check.is_clean and kept.may_become(ReturnState.CHECKED):
        _move(kept, ReturnState.CHECKED, by=by, at=at)
        kept.save(update_fields=["state"])
    return check


@transaction.atomic
def return_submit(*, of: Return, by: User | None, at: dt.datetime) -> Return:
    """Hand a return in to the province; it is checked once more.

    Args:
        by: None: the region's own system, by its key.
    Raises:
        NotClean: cells are missing, rules do not hold, or a warning has no reason.
        NotPossible: it is submitted already.
    """
    kept = _locked(of)
    if kept.takes_figures:
        check = check_return(of=kept)
        if not check.is_clean:
            raise NotClean(check)
        if kept.state != ReturnState.CHECKED:
            _move(kept, ReturnState.CHECKED, by=by, at=at)
    _move(kept, ReturnState.SUBMITTED, by=by, at=at)
    kept.submitted_at, kept.submitted_by = at, by
    kept.first_submitted_at = kept.first_submitted_at or at
    kept.save(update_fields=["state", "submitted_at", "submitted_by", "first_submitted_at"])
    return kept


@transaction.atomic
def return_accept(*, of: Return, by: User, at: dt.datetime) -> Return:
    """The province takes a return as right.

    Raises:
        NotPossible: it is not submitted, the same person submitted it, or a figure stands out that nobody
            has explained, now that more regions are there to compare it with.
    """
    kept = _locked(of)
    if kept.submitted_by_id == by.pk:
        raise NotPossible(_("You submitted this return: somebody else accepts it."))
    if kept.may_become(ReturnState.ACCEPTED) and check_return(of=kept).unexplained:
        raise NotPossible(_("Figures stand out that nobody has explained: send it back for that."))
    move = _move(kept, ReturnState.ACCEPTED, by=by, at=at)
    mail_later("return_decided", move.pk)
    kept.save(update_fields=["state"])
    return kept


@transaction.atomic
def return_send_back(*, of: Return, note: str, by: User, at: dt.datetime) -> Return:
    """Give a return back to who filled it in, with what is to be mended.

    Raises:
        NotPossible: there is no reason, or it is not with the province or beyond.
    """
    kept = _locked(of)
    note = note.strip()
    if len(note) < SHORTEST_REASON:
        raise NotPossible(_("Write what is to be mended."))
    move = _move(kept, ReturnState.SENT_BACK, by=by, at=at, note=note)
    mail_later("return_decided", move.pk)
    kept.save(update_fields=["state"])
    return kept


@transaction.atomic
def return_count(*, of: Return, by: User, at: dt.datetime) -> Return:
    """The ministry counts an accepted return: analyses are made of it.

    Raises:
        NotPossible: it is not accepted.
    """
    kept = _locked(of)
    _move(kept, ReturnState.COUNTED, by=by, at=at)
    kept.save(update_fields=["state"])
    return kept


@transaction.atomic
def return_exclude(*, of: Return, reason: str, by: User, at: dt.datetime) -> Return:
    """Leave a region's return out of all analyses, reported or not; the reason is published.

    Raises:
        NotPossible: there is no reason, or it is excluded already.
    """
    kept = _locked(of)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise NotPossible(_("Write why it is left out: the reason is published."))
    if kept.excluded_at:
        raise NotPossible(_("It is left out already."))
    kept.excluded_at, kept.excluded_by, kept.exclusion = at, by, reason
    kept.save(update_fields=["excluded_at", "excluded_by", "exclusion"])
    audit(actor=by, act="return_exclude", subject=kept, region=kept.region, reason=reason)
    return kept


@transaction.atomic
def return_include(*, of: Return, by: User) -> Return:
    """Take an exclusion back."""
    kept = _locked(of)
    if kept.excluded_at:
        audit(actor=by, act="return_include", subject=kept, region=kept.region, reason=kept.exclusion)
        kept.excluded_at, kept.excluded_by, kept.exclusion = None, None, ""
        kept.save(update_fields=["excluded_at", "excluded_by", "exclusion"])
    return kept


@transaction.atomic
def reason_write(
    *, of: Return, rule: str, column: str, text: str, by: User | None, at: dt.datetime
) -> WarningReason:
    """Write why a figure that a rule warns about is right.

    Raises:
        NotPossible: there is no such warning now, no reason, or the return is submitted.
    """
    kept = _locked(of)
    text = text.strip()
    if not kept.takes_figures:
        raise NotPossible(
            _("This return is %(state)s: its figures stay.") % {"state": kept.get_state_display()}
        )
    if len(text) < SHORTEST_REASON:
        raise NotPossible(_("Write in a sentence why the figures are right."))
    warnings = {(one.rule.code, one.finding.column): one for one in check_return(of=kept).warnings}
    found = warnings.get((rule, column))
    if found is None:
        raise NotPossible(_("The figures changed: this warning is no longer there."))
    reason, _created = WarningReason.objects.update_or_create(
        of=kept, rule=rule, column=column,
        defaults={"figures": found.finding.words, "text": text[:500], "at": at, "by": by},
    )  # fmt: skip
    audit(actor=by, act="return_reason", subject=kept, region=kept.region, rule=rule)
    return reason
