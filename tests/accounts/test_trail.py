"""The audit trail: whatever is done to its lines behind the portal's back is found, and named."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import trail
from accounts.enums import NATION, Action, Role
from accounts.models import AuditCheck, AuditEntry, Erasure, User
from accounts.retention import retention_run
from accounts.rights import acting_by
from accounts.services import audit, role_grant
from tests.factories import UserFactory

COLUMNS = 'at, actor_id, act, subject, region, "right", detail, mac'


def sql(statement, *values):
    """What somebody does who owns the database: no trigger is in their way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def lines(db):
    """Ten lines of one person, linked and found whole."""
    user = UserFactory()
    written = [audit(actor=user, act="did", subject=user, region="420100", turn=turn) for turn in range(10)]
    assert trail.lines_link() == 10
    assert trail.trail_check().broken == ""
    return written


def test_every_line_has_its_place_without_a_gap(lines):
    found = AuditEntry.objects.order_by("pk").values_list("pk", "position")
    assert list(found) == [(line.pk, place) for place, line in enumerate(lines, 1)]
    assert trail.lines_link() == 0


@pytest.mark.parametrize(
    "change",
    [
        "act = 'did_not'",
        "actor_id = NULL",
        "at = at + interval '1 microsecond'",
        "subject = 'accounts.user:1'",
        "region = '440300'",
        "\"right\" = '000000'",
        "detail = '{}'",
    ],
)
def test_a_line_that_was_altered_is_named(lines, change):
    sql(f"UPDATE accounts_auditentry SET {change} WHERE id = %s", lines[4].pk)
    assert trail.trail_check().broken == f"line #{lines[4].pk} at 5: altered or inserted"


def test_a_line_that_was_removed_is_named(lines):
    sql("DELETE FROM accounts_auditentry WHERE id = %s", lines[4].pk)
    assert trail.trail_check().broken == f"position 5: removed; line #{lines[5].pk} at 6 follows"


def test_a_removed_line_is_missed_though_the_others_move_up(lines):
    sql("DELETE FROM accounts_auditentry WHERE id = %s", lines[4].pk)
    for line in lines[5:]:
        sql("UPDATE accounts_auditentry SET position = position - 1 WHERE id = %s", line.pk)
    assert trail.trail_check().broken == f"line #{lines[5].pk} at 5: not in the place where it was written"


@pytest.mark.parametrize("where", ["the end", "the beginning", "everything"])
def test_an_end_that_is_cut_off_is_missed(lines, where):
    condition = {"the end": "position > 7", "the beginning": "position < 4", "everything": "true"}[where]
    sql(f"DELETE FROM accounts_auditentry WHERE {condition}")
    place = {"the end": 8, "the beginning": 1, "everything": 1}[where]
    assert trail.trail_check().broken.startswith(f"position {place}: removed")


def test_a_line_that_was_inserted_is_named_before_and_after_it_is_linked(lines):
    sql(
        f"INSERT INTO accounts_auditentry ({COLUMNS})"
        f" SELECT {COLUMNS} FROM accounts_auditentry WHERE id = %s",
        lines[0].pk,
    )
    forged = AuditEntry.objects.latest("pk").pk
    assert trail.trail_check().broken == f"line #{forged}: altered or inserted"
    trail.lines_link()
    assert trail.trail_check().broken == f"line #{forged} at 11: altered or inserted"


def test_two_lines_that_changed_places_are_named(lines):
    third, seventh = (AuditEntry.objects.get(pk=lines[at].pk) for at in (2, 6))
    swap = "UPDATE accounts_auditentry SET position = %s, link = %s WHERE id = %s"
    sql(swap, None, None, third.pk)
    sql(swap, third.position, third.link, seventh.pk)
    sql(swap, seventh.position, seventh.link, third.pk)
    assert trail.trail_check().broken == f"line #{seventh.pk} at 3: not in the place where it was written"


def test_two_lines_that_changed_what_they_say_are_named(lines):
    for line, other in ((lines[2], lines[6]), (lines[6], lines[2])):
        sql(
            "UPDATE accounts_auditentry SET detail = %s, at = %s, mac = %s WHERE id = %s",
            f'{{"turn": {other.detail["turn"]}}}', other.at, other.mac, line.pk,
        )  # fmt: skip
    assert trail.trail_check().broken == f"line #{lines[2].pk} at 3: altered or inserted"


@pytest.mark.parametrize(
    "refused", ["UPDATE accounts_auditentry SET act = 'x'", "DELETE FROM accounts_auditentry"]
)
def test_the_database_refuses_to_change_or_remove_lines(lines, refused):
    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(refused)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_whole_chain():
    """Eight write, each in transactions of its own, some of which fail, while others link."""
    user = UserFactory()

    def write(writer):
        for turn in range(25):
            try:
                with transaction.atomic():
                    audit(actor=user, act="did", subject=user, writer=writer, turn=turn)
                    if turn % 5 == 4:
                        raise ArithmeticError
            except ArithmeticError:
                pass
        connections.close_all()

    def link(_):
        for _turn in range(20):
            trail.lines_link()
        connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        linkers = [threads.submit(link, None) for _ in range(2)]
        for done in [*[threads.submit(write, writer) for writer in range(8)], *linkers]:
            done.result()
    trail.lines_link()
    check = trail.trail_check()
    assert (check.broken, check.lines, check.waiting) == ("", 8 * 20, 0)


@pytest.mark.django_db(transaction=True)
def test_a_line_that_commits_late_waits_for_the_next_time_and_holds_nobody_up():
    user = UserFactory()

    def other_line():
        audit(actor=user, act="did", subject=user)
        linked = trail.lines_link()
        connections.close_all()
        return linked

    with transaction.atomic(), ThreadPoolExecutor(1) as thread:
        audit(actor=user, act="did", subject=user)
        assert thread.submit(other_line).result(timeout=10) == 1
    assert trail.lines_link() == 1
    assert trail.trail_check().broken == ""


def test_the_erasure_of_a_person_breaks_nothing(lines):
    user = User.objects.get(pk=lines[0].actor_id)
    long_ago = timezone.now() - dt.timedelta(days=4000)
    Erasure.objects.create(user=user, language="en", due_at=long_ago, finished_at=long_ago)
    assert retention_run()["numbers of erased people"] == 1
    assert trail.trail_check().broken == ""


def test_the_old_end_goes_and_the_trail_stays_whole(db):
    user = UserFactory()
    written = [audit(actor=user, act="did", subject=user) for _ in range(10)]
    trail.lines_link()
    before = written[6].at
    assert trail.lines_before(before) == 6
    assert trail.trail_cut(before=before) == 6
    assert trail.trail_cut(before=before) == 0
    trail.lines_link()
    check = trail.trail_check()
    assert (check.broken, check.lines, check.position) == ("", 5, 11)
    sql("DELETE FROM accounts_auditentry WHERE position = 7")
    assert trail.trail_check().broken.startswith("position 1: removed")


def test_the_newest_line_stays_for_the_chain_to_go_on_from(db):
    user = UserFactory()
    audit(actor=user, act="did", subject=user)
    trail.lines_link()
    later = timezone.now() + dt.timedelta(days=1)
    assert trail.trail_cut(before=later) == 0
    audit(actor=user, act="did", subject=user)
    trail.lines_link()
    assert trail.trail_cut(before=later) == 1
    trail.lines_link()
    assert trail.trail_check().broken == ""


def test_lines_signed_with_an_old_key_are_believed_as_long_as_it_is_named(lines, settings):
    settings.AUDIT_KEYS = ["new", settings.SECRET_KEY]
    audit(actor=None, act="did", subject=lines[0])
    trail.lines_link()
    assert trail.trail_check().broken == ""
    settings.AUDIT_KEYS = ["new"]
    assert trail.trail_check().broken.startswith(f"line #{lines[0].pk} at 1")


def test_the_command_names_the_first_broken_line_and_fails(lines):
    out = io.StringIO()
    call_command("audit_check", stdout=out)
    assert "is whole: 10 lines" in out.getvalue()
    sql("UPDATE accounts_auditentry SET act = 'x' WHERE id = %s", lines[3].pk)
    with pytest.raises(CommandError, match=f"line #{lines[3].pk} at 4") as failed:
        call_command("audit_check", stdout=out)
    assert failed.value.returncode == 1
    assert AuditCheck.objects.latest("pk").broken


def test_health_tells_of_a_broken_trail_but_not_where(client, lines):
    assert client.get("/health/ready").json()["audit_trail"]["state"] == "whole"
    sql("DELETE FROM accounts_auditentry WHERE id = %s", lines[4].pk)
    trail.trail_check()
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["audit_trail"] == {"state": "broken", "hours_ago": 0.0}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("abc电工", max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@pytest.mark.django_db(transaction=False)
@given(detail=JSON)
def test_whatever_a_line_holds_is_read_back_as_it_was_signed(django_db_setup, django_db_blocker, detail):
    with django_db_blocker.unblock(), transaction.atomic():
        entry = audit(actor=None, act="did", subject=User(pk=1), what=detail)
        assert trail.signature(AuditEntry.objects.get(pk=entry.pk)) == entry.mac
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("roles", "region", "right"),
    [
        ([(Role.CITY_FEEDS, "420100")], "420115", "420100"),
        ([(Role.CITY_FEEDS, "420100"), (Role.NATIONAL_MANAGER, NATION)], "420115", "420100"),
        ([(Role.CITY_EDITOR, "420100"), (Role.NATIONAL_MANAGER, NATION)], "420115", NATION),
        ([(Role.CITY_FEEDS, "420100")], "440300", "420100"),
        ([(Role.CITY_EDITOR, "420100")], "420100", ""),
    ],
)
def test_a_line_names_the_region_whose_right_was_used(db, roles, region, right):
    """The narrowest of those that reach the record, for this very act."""
    user = UserFactory()
    for role, held_in in roles:
        role_grant(user=user, role=role, region=held_in, by=None)
    with acting_by(Action.HANDLE_REPORTS):
        assert audit(actor=user, act="did", subject=user, region=region).right == right
    assert audit(actor=user, act="did", subject=user, region=region).right == ""
