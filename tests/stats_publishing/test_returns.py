"""Returns: opened, filled in with a history, checked, and handed on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from jobs.tasks import mail_send
from standards import regions
from stats_publishing.enums import CellSource, ReturnState
from stats_publishing.models import CellChange, FormVersion, Return
from stats_publishing.services import return_moves as moves
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.holidays import holidays_load
from stats_publishing.services.return_checks import check_return, values_of
from stats_publishing.services.returns import figures_write, returns_open
from tests.factories import UserFactory
from tests.stats_publishing.returns import WUHAN, figures, filled, opened, small_form, submitted

pytestmark = pytest.mark.django_db


def now() -> dt.datetime:
    return timezone.now()


def write(of: Return, *, seen=None, by=None, source=CellSource.SCREEN, **rows):
    return figures_write(of=of, figures=figures(**rows), source=source, by=by, at=now(), seen=seen)


def test_every_city_has_a_return_of_every_month_that_is_over_once():
    form = small_form(first="2026-02")
    cities = len(regions.cities())
    assert returns_open(on=dt.date(2026, 4, 1), at=now()) == 2 * cities
    assert returns_open(on=dt.date(2026, 4, 30), at=now()) == 0
    assert set(form.returns.values_list("period", flat=True)) == {"2026-02", "2026-03"}


def test_a_due_date_on_a_holiday_moves_to_the_next_working_day():
    holidays_load(at=now())
    assert opened(period="2026-03").due_on == dt.date(2026, 4, 7)  # the 5th lies in 清明节
    assert opened(period="2026-02").due_on == dt.date(2026, 3, 5)


def test_a_figure_keeps_who_wrote_it_when_and_from_what():
    of, person = opened(), UserFactory()
    write(of, start=(10, None), by=person)
    write(of, start=(12, None), source=CellSource.UPLOAD)
    first, second = CellChange.objects.filter(of=of, row="start", column="men").order_by("pk")
    assert (first.old, first.new, first.source, first.by) == (None, 10, "screen", person)
    assert (second.old, second.new, second.source) == (10, 12, "upload")
    assert AuditEntry.objects.filter(act="return_write").count() == 1


def test_the_same_figure_again_is_no_change():
    of = filled(opened())
    before = of.changes.count()
    assert filled(of).changes.count() == before


def test_computed_cells_follow_and_leave_with_what_they_come_from():
    of = filled(opened())
    values = values_of(of)
    assert (values["end", "men"], values["end", "women"], values["end", "all"]) == (11, 4, 15)
    write(of, stopped=(None, 2))
    assert ("end", "men") not in values_of(of)
    assert ("end", "women") in values_of(of)


def test_a_cell_that_the_form_computes_is_not_written():
    of = opened()
    with pytest.raises(LookupError):
        figures_write(
            of=of, figures={("end", "men"): Decimal(3)}, source=CellSource.SCREEN, by=None, at=now()
        )


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_and_both_are_told():
    of, mine, theirs = opened(), UserFactory(), UserFactory()
    seen = write(of, start=(10, 5), by=mine).last
    write(of, start=(11, 5), by=theirs)
    answer = write(of, start=(12, 6), by=mine, seen=seen)
    (conflict,) = answer.conflicts
    assert (conflict.place, conflict.yours, conflict.theirs, conflict.by) == (
        ("start", "men"),
        12,
        11,
        theirs,
    )
    assert (values_of(of)["start", "men"], values_of(of)["start", "women"]) == (11, 6)
    assert write(of, start=(12, 6), by=mine, seen=answer.last).conflicts == ()
    assert values_of(of)["start", "men"] == 12


def test_a_whole_form_sent_back_does_not_undo_what_others_wrote_into_cells_left_alone():
    of, mine, theirs = opened(), UserFactory(), UserFactory()
    seen = write(of, start=(10, 5), by=mine).last
    write(of, start=(11, 5), by=theirs)
    answer = write(of, start=(10, 5), new=(1, 1), by=mine, seen=seen)
    assert answer.conflicts == ()
    assert values_of(of)["start", "men"] == 11


def test_the_period_before_counts_once_it_is_handed_in():
    before, of = opened(period="2026-02"), filled(opened(), start=(11, 4))
    filled(before)
    assert check_return(of=of).open_rules == 3
    submitted(before)
    check = check_return(of=of)
    assert (check.open_rules, check.findings) == (0, ())
    write(of, start=(12, 4))
    (men, together) = check_return(of=of).errors
    assert men.finding.words == "期初 12 = 期末@-1 11: 12 ≠ 11"
    assert men.places == (("start", "men"),)
    assert together.finding.column == "合计"


def test_missing_cells_and_errors_keep_a_return_from_being_submitted():
    of = opened()
    with pytest.raises(moves.NotClean) as refused:
        moves.return_submit(of=of, by=None, at=now())
    assert len(refused.value.check.missing) == 7
    filled(of, stopped=(99, 2))
    check = moves.return_check(of=of, by=None, at=now())
    assert {one.rule.code for one in check.errors} == {"R2"}
    of.refresh_from_db()
    assert of.state == ReturnState.DRAFT


def test_a_warning_needs_a_reason_that_holds_as_long_as_its_figures():
    of = filled(opened(), new=(80, 30))
    (warning,) = check_return(of=of).unexplained
    with pytest.raises(NotPossible):
        moves.reason_write(of=of, rule="R3", column="", text="", by=None, at=now())
    moves.reason_write(of=of, rule="R3", column=warning.finding.column, text="两场招聘会", by=None, at=now())
    assert moves.return_check(of=of, by=None, at=now()).is_clean
    filled(of, new=(80, 31))
    assert len(check_return(of=of).unexplained) == 1
    with pytest.raises(moves.NotClean):
        moves.return_submit(of=of, by=None, at=now())


def test_the_way_from_draft_to_counted_is_written_down():
    city, province, nation = UserFactory(), UserFactory(), UserFactory()
    of = submitted(opened(), by=city)
    with pytest.raises(NotPossible):
        filled(of, new=(9, 9))
    with pytest.raises(NotPossible):
        moves.return_accept(of=of, by=city, at=now())
    with pytest.raises(NotPossible):
        moves.return_count(of=of, by=nation, at=now())
    moves.return_send_back(of=of, note="支出请核实", by=province, at=now())
    of.refresh_from_db()
    assert of.state == ReturnState.SENT_BACK
    first = of.first_submitted_at
    submitted(of, by=city, paid=("1.60", None))
    moves.return_accept(of=of, by=province, at=now())
    of = moves.return_count(of=of, by=nation, at=now())
    assert (of.state, of.first_submitted_at) == (ReturnState.COUNTED, first)
    assert of.submitted_at > first
    assert list(of.moves.values_list("after", flat=True)) == [
        "checked", "submitted", "sent_back", "draft", "checked", "submitted", "accepted", "counted",
    ]  # fmt: skip
    assert of.moves.get(after="sent_back").note == "支出请核实"


def test_who_submitted_is_told_what_became_of_it(mailoutbox, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))
    city, province = UserFactory(email="city@example.org"), UserFactory()
    role_grant(user=city, role=Role.CITY_STATISTICIAN, region=WUHAN, by=None)
    of = submitted(opened(), by=city)
    with django_capture_on_commit_callbacks(execute=True):
        moves.return_send_back(of=of, note="支出请核实", by=province, at=now())
    with django_capture_on_commit_callbacks(execute=True):
        moves.return_accept(of=submitted(of, paid=("1.60", None)), by=province, at=now())
    back, accepted = mailoutbox
    assert (back.to, accepted.to) == (["city@example.org"], ["city@example.org"])
    assert "支出请核实" in back.body
    assert of.get_absolute_url() in accepted.body


def test_a_return_is_excluded_with_a_reason_and_taken_in_again():
    of, nation = opened(), UserFactory()
    with pytest.raises(NotPossible):
        moves.return_exclude(of=of, reason=" ", by=nation, at=now())
    assert moves.return_exclude(of=of, reason="行政区划调整", by=nation, at=now()).exclusion
    of = moves.return_include(of=of, by=nation)
    assert (of.excluded_at, of.exclusion) == (None, "")


@pytest.mark.parametrize("change", [{"new": 1}, {"at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}])
def test_the_database_keeps_the_history_of_figures(change):
    of = filled(opened())
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        of.changes.update(**change)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        of.changes.all()._raw_delete("default")


def test_the_database_keeps_published_forms():
    form = small_form()
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        FormVersion.objects.filter(form=form).update(title="别的")
