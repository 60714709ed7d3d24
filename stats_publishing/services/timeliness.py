"""How punctual provinces are, as the ministry publishes it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import PublishedTimeliness, Return, ReturnForm
from stats_publishing.services.board import Board, board
from stats_publishing.services.datasets import NotPossible


@transaction.atomic
def timeliness_publish(*, form: ReturnForm, since: Period, by: User, at: dt.datetime) -> PublishedTimeliness:
    """Publish how punctual provinces hand a form in; published before, it begins with another period.

    Raises:
        NotPossible: the period is none of the form's.
    """
    if since.kind != form.period_kind:
        raise NotPossible(_("%(period)s is no period of this form.") % {"period": since.code})
    kept, _created = PublishedTimeliness.objects.update_or_create(
        form=form, defaults={"since": since.code, "published_at": at, "published_by": by}
    )
    audit(actor=by, act="timeliness_publish", subject=kept, form=form.code, since=since.code)
    return kept


@transaction.atomic
def timeliness_withdraw(*, form: ReturnForm, by: User) -> None:
    """Publish it no longer."""
    for kept in PublishedTimeliness.objects.filter(form=form):
        audit(actor=by, act="timeliness_withdraw", subject=kept, form=form.code, since=kept.since)
        kept.delete()


def published_board(published: PublishedTimeliness, *, on: dt.date) -> Board:
    """The board of what is published: the periods that are over and due, not before the first."""
    form = published.form
    kind = PeriodKind(form.period_kind)
    returns = Return.objects.filter(period_start__gte=Period.read(published.since).start, due_on__lt=on)
    return board(form=form, returns=returns, until=Period.of(on, kind).moved(-1), on=on)
