"""Versions of datasets: frozen once, approved by somebody else, superseded with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from stats_publishing.datasets import all_datasets
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import DatasetVersion
from stats_publishing.services.datasets import Draft, NotPossible, datasets_approve, datasets_freeze
from stats_publishing.services.disclosure import seeker_drafts
from stats_publishing.tables import SUPPRESSED, Table

WUHAN = "420100"
NOW = timezone.now


def draft(demand: int = 120, **notes: str) -> Draft:
    table = Table(
        ("group",), ("demand", "seekers"), (("男", demand, 80), ("女", 90, None)), {(1, "seekers"): "c"}
    )
    plain = Draft(
        "supply-demand-sex", WUHAN, Period.read("2026Q3"), table, [{"return": 1, "checksum": "a"}], notes
    )
    (cleared,) = seeker_drafts([plain])
    return cleared


@pytest.mark.django_db
def test_the_same_table_is_not_frozen_twice():
    (first,) = datasets_freeze(drafts=[draft()], by=None, at=NOW())
    (again,) = datasets_freeze(drafts=[draft()], by=None, at=NOW())
    assert again.pk == first.pk
    assert first.figures == draft().table


@pytest.mark.django_db
def test_another_figure_supersedes_with_a_reason_only():
    (first,) = datasets_freeze(drafts=[draft()], by=None, at=NOW())
    with pytest.raises(NotPossible):
        datasets_freeze(drafts=[draft(demand=121)], by=None, at=NOW())
    (second,) = datasets_freeze(drafts=[draft(demand=121)], by=None, at=NOW(), reason="汉阳区补报")
    assert (second.number, second.supersedes, second.reason) == (2, first, "汉阳区补报")
    assert DatasetVersion.objects.get(pk=first.pk).figures.cell(("男",), "demand") == 120


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"table": {}}, {"reason": "x"}, {"made_at": NOW()}])
def test_the_database_refuses_to_change_a_frozen_version(change):
    (version,) = datasets_freeze(drafts=[draft()], by=None, at=NOW())
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        DatasetVersion.objects.filter(pk=version.pk).update(**change)


@pytest.mark.django_db
def test_the_database_refuses_to_remove_a_frozen_version():
    (version,) = datasets_freeze(drafts=[draft()], by=None, at=NOW())
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        DatasetVersion.objects.filter(pk=version.pk).delete()


@pytest.mark.django_db
def test_who_made_figures_does_not_approve_them():
    maker, other = (User.objects.create_user(f"{name}@city.example") for name in ("maker", "other"))
    (version,) = datasets_freeze(drafts=[draft()], by=maker, at=NOW())
    every = DatasetVersion.objects.all()
    with pytest.raises(NotPossible):
        datasets_approve(versions=every, by=maker, at=NOW())
    assert datasets_approve(versions=every, by=other, at=NOW()) == 1
    assert datasets_approve(versions=every, by=other, at=NOW()) == 0
    version.refresh_from_db()
    assert version.approved_by == other
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        every.update(approved_at=NOW())


@pytest.mark.django_db
def test_a_table_survives_the_database_and_keeps_its_checksum():
    table = draft().table
    again = Table.of_json(table.as_json())
    assert (again, again.checksum()) == (table, table.checksum())
    assert again.mark(("女",), "seekers") == SUPPRESSED
    assert again.frame()["demand"].to_list() == [120, 90]


def test_every_dataset_names_only_what_is_defined():
    assert {kind.period_kind for kind in all_datasets().values()} <= set(PeriodKind)
    assert "ratio" in all_datasets()["supply-demand-sex"].measures


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(PeriodKind), st.integers(-40, 40)
)
def test_periods_are_read_as_written_and_follow_each_other(day, kind, steps):
    period = Period.of(day, kind)
    assert Period.read(period.code) == period
    assert period.start <= day < period.end
    assert period.moved(steps).moved(-steps) == period
    assert period.year_before.start == period.start.replace(year=period.start.year - 1)
