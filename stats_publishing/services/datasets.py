"""Freezes tables as versions of datasets, approves them, and reads them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from stats_publishing.clearance import Clearance
from stats_publishing.datasets import dataset
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion
from stats_publishing.tables import Table, Value, checksum_of


class NotPossible(Exception):
    """The act is refused; the message says why in the person's language."""


class NotCleared(Exception):
    """A table that has to pass disclosure control has not."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A table about to be frozen.

    Args:
        inputs: what it was made of: JSON-able, each with its id and checksum.
        notes: what is to be said beside it.
        kept_back: [row, measure, figure] of what disclosure control took out of the table: for sums of larger
            areas, shown to nobody.
        clearance: that disclosure control let it leave; a dataset that is controlled needs it.
    """

    dataset: str
    region: str
    period: Period
    table: Table
    inputs: Sequence[Mapping[str, Any]]
    notes: Mapping[str, Any] = field(default_factory=dict)
    kept_back: Sequence[Sequence[Value]] = ()
    clearance: Clearance | None = None


def is_cleared(draft: Draft) -> bool:
    """Whether disclosure control has let just this table leave."""
    return draft.clearance is not None and draft.clearance.holds(
        dataset=draft.dataset,
        region=draft.region,
        period=draft.period.code,
        checksum=draft.table.checksum(),
    )


@transaction.atomic
def datasets_freeze(
    *, drafts: Sequence[Draft], by: User | None, at: dt.datetime, reason: str = ""
) -> list[DatasetVersion]:
    """Freeze tables as versions; a table that is as its newest version is already is not frozen again.

    Args:
        reason: why figures that were frozen before are superseded; only asked for where that is so.
    Returns:
        The newest version of each draft, made now or before, in their order.
    Raises:
        NotPossible: figures would change and no reason is given.
        NotCleared: a controlled table did not come through `stats_publishing.services.disclosure`.
    """
    newest = {
        (version.dataset, version.region, version.period): version
        for version in DatasetVersion.objects.select_for_update()
        .filter(
            dataset__in={draft.dataset for draft in drafts},
            period__in={draft.period.code for draft in drafts},
            region__in={draft.region for draft in drafts},
        )
        .order_by("number")
    }
    kept: list[DatasetVersion] = []
    made: list[DatasetVersion] = []
    for draft in drafts:
        before = newest.get((draft.dataset, draft.region, draft.period.code))
        version = _version(draft, before, by=by, at=at, reason=reason)
        if before and _content(before) == _content(version):
            kept.append(before)
            continue
        if before and not reason:
            raise NotPossible(_("These figures were frozen before: say why they change."))
        kept.append(version)
        made.append(version)
    DatasetVersion.objects.bulk_create(made)
    if made:
        first = made[0]
        audit(
            actor=by, act="datasets_freeze", subject=first, region=first.region,
            versions=len(made), period=first.period, reason=reason,
        )  # fmt: skip
    return kept


def _content(version: DatasetVersion) -> tuple[str, Any, Any]:
    return version.table_checksum, version.notes, version.kept_back


def _version(
    draft: Draft, before: DatasetVersion | None, *, by: User | None, at: dt.datetime, reason: str
) -> DatasetVersion:
    kind = dataset(draft.dataset)
    if draft.table.dimensions != tuple(kind.dimensions) or not set(draft.table.measures) <= set(
        kind.measures
    ):
        raise ValueError(f"the table is none of {kind.code}")
    if kind.controlled and not is_cleared(draft):
        raise NotCleared(kind.code)
    inputs = [dict(one) for one in draft.inputs]
    return DatasetVersion(
        dataset=draft.dataset,
        region=draft.region,
        period=draft.period.code,
        number=before.number + 1 if before else 1,
        table=draft.table.as_json(),
        table_checksum=draft.table.checksum(),
        inputs=inputs,
        inputs_checksum=checksum_of(inputs),
        notes=dict(draft.notes),
        kept_back=[list(one) for one in draft.kept_back],
        code_version=methods_version(),
        made_at=at,
        made_by=by,
        supersedes=before,
        reason=reason if before else "",
    )


@transaction.atomic
def datasets_approve(*, versions: QuerySet[DatasetVersion], by: User, at: dt.datetime) -> int:
    """Approve those that nobody has approved yet, together.

    Returns:
        How many were approved now.
    Raises:
        NotPossible: the person made one of them: whoever makes figures does not approve them.
    """
    waiting = list(versions.filter(approved_at=None).select_for_update())
    if any(version.made_by_id == by.pk for version in waiting):
        raise NotPossible(_("You made these figures: somebody else approves them."))
    DatasetVersion.objects.filter(pk__in=[version.pk for version in waiting]).update(
        approved_at=at, approved_by=by
    )
    for version in waiting:
        audit(actor=by, act="dataset_approve", subject=version, region=version.region)
    return len(waiting)


@cache
def methods_version() -> str:
    """SHA-256 of the sources of the methods and datasets: the same code gives the same version."""
    room = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in [*sorted((room / "methods").glob("*.*")), *sorted((room / "data").glob("datasets.toml"))]:
        if path.suffix != ".pyc":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
