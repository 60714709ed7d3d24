"""A file becomes vacancies: a receipt for each row, nothing twice, nothing lost, nothing closed in doubt."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from jobs.enums import CloseReason, FeedKind, RunState, VacancyState
from jobs.models import FeedReceipt, FeedRun, MinimumWage, Vacancy
from jobs.services import feed_run_decide, vacancy_close, vacancy_move
from standards.models import CodeMapping
from tests.factories import UserFactory
from tests.jobs.conftest import ndjson
from tests.jobs.factories import CityFeedFactory, row, rows

pytestmark = pytest.mark.django_db


def counts(run) -> tuple[int, ...]:
    return run.count_new, run.count_changed, run.count_unchanged, run.count_closed, run.count_refused


def test_a_row_becomes_a_vacancy_in_codes_with_its_words_beside_them(send):
    run = send([row(1, published_on="2026-01-05", expires_on=str(timezone.localdate() + dt.timedelta(9)))])
    assert (run.state, run.rows_done, counts(run)) == (RunState.DONE, 1, (1, 0, 0, 0, 0))
    vacancy = Vacancy.objects.public().get()
    assert (vacancy.title, vacancy.region, vacancy.headcount) == ("装配钳工1号线", "420115", 2)
    assert (vacancy.pay_min, vacancy.pay_max, vacancy.pay_months) == (6000, 8000, 13)
    assert vacancy.pay_text == "6千-8千·13薪"
    assert (vacancy.education, vacancy.education_text) == ("60", "高中")
    assert (vacancy.experience_min, vacancy.experience_max) == (1, 3)
    assert (vacancy.employment_type, vacancy.benefits) == ("full_time", ["五险一金", "双休"])
    assert vacancy.occupation
    assert 0 < vacancy.occupation_confidence <= 1
    assert vacancy.source_name == "武汉市公共就业服务中心"
    assert timezone.localtime(vacancy.published_at).date() == dt.date(2026, 1, 5)
    assert vacancy.expiry_stated
    assert vacancy.employer.economic_type == "170"
    assert not vacancy.is_demo


def test_every_row_has_a_receipt_with_its_number_the_citys_id_and_reasons(send, receipts):
    run = send([row(1), row(2, title=None), row(3, duties=None), row(1), row(5, duties="限女性")])
    assert receipts(run) == {
        1: ("new", ["expires_default"]),
        2: ("refused", ["title_missing"]),
        3: ("new", ["duties_missing", "expires_default"]),
        4: ("refused", ["duplicate_id"]),
        5: ("refused", ["limits_sex"]),
    }
    assert FeedReceipt.objects.get(run=run, row=4).external_id == "WH-000001"
    assert run.reason_counts == {
        "expires_default": 2, "duties_missing": 1, "title_missing": 1, "duplicate_id": 1, "limits_sex": 1,
    }  # fmt: skip


def test_the_same_file_twice_changes_nothing(send, outbox):
    data = ndjson(rows(30))
    send(data)
    before = list(Vacancy.objects.order_by("pk").values())
    assert len(outbox()) == 30
    run = send(data)
    assert counts(run) == (0, 0, 30, 0, 0)
    assert list(Vacancy.objects.order_by("pk").values()) == before
    assert outbox() == set()


def test_a_row_written_otherwise_that_means_the_same_is_unchanged_and_known_next_time(send, outbox):
    send([row(1)])
    outbox()
    other = dict(reversed(row(1, pay="6000-8000元/月·13薪").items())) | {"pay": "6千-8千·13薪", "note": "x"}
    assert counts(send([other])) == (0, 0, 1, 0, 0)
    vacancy = Vacancy.objects.get()
    assert counts(send([other])) == (0, 0, 1, 0, 0)
    assert Vacancy.objects.get().raw_hash == vacancy.raw_hash
    assert outbox() == set()


def test_a_changed_row_changes_its_vacancy_and_reaches_the_outbox(send, outbox):
    send(rows(3))
    outbox()
    run = send([row(1), row(2, pay="7千-9千"), row(3)])
    assert counts(run) == (0, 1, 2, 0, 0)
    changed = Vacancy.objects.get(external_id="WH-000002")
    assert (changed.pay_min, changed.pay_max, changed.pay_months) == (7000, 9000, None)
    assert outbox() == {changed.pk}


def test_a_profile_that_changed_reads_every_row_again(send, feed):
    data = ndjson([row(1, education="三专")])
    assert "education_unknown" in send(data).reason_counts
    fields = dict(feed.profile.mapping["fields"])
    fields["education"] = {"column": "education", "values": {"三专": "30"}}
    feed.profile.mapping = feed.profile.mapping | {"fields": fields}
    feed.profile.save()
    assert counts(send(data)) == (0, 1, 0, 0, 0)
    assert Vacancy.objects.get().education == "30"


def test_a_vacancy_missing_from_a_full_feed_is_closed_and_opens_when_it_comes_back(
    send, states, receipts, outbox
):
    send(rows(10))
    outbox()
    run = send(rows(9))
    assert run.count_missing_closed == 1
    assert states()["WH-000010"] == ("closed", CloseReason.MISSING_FROM_FEED)
    gone = Vacancy.objects.get(external_id="WH-000010")
    assert outbox() == {gone.pk}
    run = send(rows(10))
    assert counts(run) == (0, 1, 9, 0, 0)
    assert "reopened" in receipts(run)[10][1]
    assert states()["WH-000010"] == ("open", "")
    assert outbox() == {gone.pk}


def test_a_suddenly_small_feed_closes_nothing_and_asks_a_person(send, states, feed):
    send(rows(10))
    run = send(rows(7))
    assert (run.state, run.error) == (RunState.HELD, "small_feed")
    assert run.error_detail == {"missing": 3, "rows": 7, "last_good_rows": 10}
    assert set(states().values()) == {("open", "")}
    feed.refresh_from_db()
    assert feed.last_good_rows == 10


def test_exactly_eighty_percent_is_not_small(send):
    send(rows(10))
    run = send(rows(8))
    assert (run.state, run.count_missing_closed) == (RunState.DONE, 2)


@pytest.mark.parametrize(("close", "closed"), [(True, 3), (False, 0)])
def test_a_person_decides_on_a_held_run(send, states, feed, close, closed):
    send(rows(10))
    person = UserFactory()
    run = feed_run_decide(run=send(rows(7)), close_missing=close, by=person)
    assert (run.state, run.count_missing_closed, run.decided_by) == (RunState.DONE, closed, person)
    assert sum(state == "closed" for state, _ in states().values()) == closed
    feed.refresh_from_db()
    assert feed.last_good_rows == (7 if close else 10)


def test_a_held_run_is_overtaken_by_a_good_one(send, states):
    send(rows(10))
    held = send(rows(7))
    assert send(rows(10)).state == RunState.DONE
    held.refresh_from_db()
    assert (held.state, held.count_missing_closed) == (RunState.DONE, 0)
    assert {state for state, _ in states().values()} == {"open"}


def test_a_held_run_closes_nothing_once_newer_rows_have_come(send, states):
    send(rows(10))
    held = send(rows(7))
    send([row(11)], kind=FeedKind.INCREMENTAL)
    with pytest.raises(ValidationError):
        feed_run_decide(run=held, close_missing=True, by=None)
    assert feed_run_decide(run=held, close_missing=False, by=None).state == RunState.DONE
    assert len(states()) == 11


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\n\n\n", "file_empty"),
        (ndjson(rows(5)) + b'{"id": "WH-0000', "truncated"),
        (b'[{"id": "WH-000001", "title": "x", "region": "420115"}, {"id"', "truncated"),
        (b'id,title,region\nWH-000001,\xe7\x94\xb5\xe5\xb7\xa5,"4201', "truncated"),
    ],
)
def test_an_empty_or_truncated_file_closes_nothing_and_asks(send, states, data, error):
    send(rows(10))
    run = send(data)
    assert (run.state, run.error) == (RunState.HELD, error)
    assert {state for state, _ in states().values()} == {"open"}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"id;name\n1;x\n", "columns_missing"),
        ("id,title,region\n".encode("utf-16"), "encoding_unknown"),
        (b"PK\x03\x04" + b"\0" * 50 + b"PK\x05\x06", "archive_broken"),
    ],
)
def test_a_failed_run_says_why_and_closes_nothing(send, states, data, error):
    send(rows(10))
    run = send(data)
    assert (run.state, run.error) == (RunState.FAILED, error)
    assert {state for state, _ in states().values()} == {"open"}


def test_a_profile_that_is_not_valid_fails_its_run(send, feed):
    feed.profile.mapping = {"fields": {}}
    feed.profile.save()
    run = send(rows(1))
    assert (run.state, run.error) == (RunState.FAILED, "profile_invalid")
    assert run.error_detail["problems"]


def test_rows_that_cannot_be_told_close_nothing(send, states):
    send(rows(10))
    run = send(ndjson(rows(9)) + b"{broken\n")
    assert (run.state, run.error) == (RunState.HELD, "rows_unidentified")
    assert states()["WH-000010"] == ("open", "")
    assert send(ndjson(rows(10)) + b"{broken\n").state == RunState.DONE


def test_a_malformed_new_version_keeps_the_old_one(send, states):
    send(rows(10))
    run = send([*rows(9), row(10, title=None, pay="1万")])
    assert (run.state, run.count_missing_closed) == (RunState.DONE, 0)
    assert states()["WH-000010"] == ("open", "")
    assert Vacancy.objects.get(external_id="WH-000010").pay_min == 6000


def test_a_new_version_that_breaks_a_rule_closes_the_old_one(send, states, outbox):
    send(rows(2))
    outbox()
    send([row(1), row(2, duties="仅限男性")])
    assert states()["WH-000002"] == ("closed", CloseReason.REFUSED)
    assert outbox() == {Vacancy.objects.get(external_id="WH-000002").pk}
    send(rows(2))
    assert states()["WH-000002"] == ("open", "")


def test_an_incremental_feed_closes_only_what_it_names(send, states, receipts):
    send(rows(4))
    run = send(
        [row(5), {"id": "WH-000002", "state": "closed"}, {"id": "nobody", "state": "closed"}],
        kind=FeedKind.INCREMENTAL,
    )
    assert counts(run) == (1, 0, 0, 1, 1)
    assert receipts(run)[3] == ("refused", ["close_unknown_id"])
    assert states()["WH-000002"] == ("closed", CloseReason.CLOSED_BY_FEED)
    assert sum(state == "open" for state, _ in states().values()) == 4
    again = send([{"id": "WH-000002", "state": "closed"}], kind=FeedKind.INCREMENTAL)
    assert counts(again) == (0, 0, 1, 0, 0)


def test_an_empty_incremental_file_is_an_error_but_needs_no_decision_to_close(send, states):
    send(rows(2))
    assert send(b"\n", kind=FeedKind.INCREMENTAL).error == "file_empty"
    assert {state for state, _ in states().values()} == {"open"}


def test_a_vacancy_closed_by_hand_stays_closed_though_it_is_still_sent(send, states, receipts):
    send(rows(2))
    filled = Vacancy.objects.get(external_id="WH-000002")
    vacancy_close(vacancy=filled, reason=CloseReason.FILLED, by=None)
    run = send(rows(2))
    assert receipts(run)[2] == ("unchanged", ["expires_default", "closed_by_hand"])
    send([row(1), row(2, headcount=9)])
    assert states()["WH-000002"] == ("closed", CloseReason.FILLED)
    assert Vacancy.objects.get(pk=filled.pk).headcount == 9


def test_a_paused_vacancy_stays_paused_when_its_content_changes(send, states):
    send(rows(2))
    vacancy = Vacancy.objects.get(external_id="WH-000002")
    vacancy_move(vacancy=vacancy, to=VacancyState.PAUSED, by=None)
    send([row(1), row(2, headcount=9)])
    assert states()["WH-000002"] == ("paused", "")


def test_a_default_validity_is_renewed_while_the_row_is_sent_and_less_than_half_is_left(send, outbox):
    now = timezone.now()
    send(rows(1))
    first = Vacancy.objects.get().expires_on
    assert first == timezone.localdate() + dt.timedelta(30)
    with time_machine.travel(now + dt.timedelta(days=14), tick=False):
        send(rows(1))
        assert Vacancy.objects.get().expires_on == first
    outbox()
    with time_machine.travel(now + dt.timedelta(days=16), tick=False):
        assert counts(send(rows(1))) == (0, 0, 1, 0, 0)
        assert Vacancy.objects.get().expires_on == first + dt.timedelta(16)
    assert outbox() == {Vacancy.objects.get().pk}


def test_a_vacancy_whose_last_day_has_passed_comes_in_closed(send, states, receipts):
    yesterday = timezone.localdate() - dt.timedelta(1)
    run = send([row(1, expires_on=str(yesterday))])
    assert receipts(run)[1] == ("new", ["already_expired"])
    assert states()["WH-000001"] == ("closed", CloseReason.EXPIRED)
    assert counts(send([row(1, expires_on=str(yesterday))])) == (0, 0, 1, 0, 0)
    send([row(1, expires_on=str(yesterday + dt.timedelta(20)))])
    assert states()["WH-000001"] == ("open", "")


def test_dates_in_2099_and_endless_fields_cost_only_their_row(send, receipts):
    run = send([row(1), row(2, expires_on="2099-12-31"), row(3, duties="长" * 100_000), row(4)])
    assert [receipts(run)[number][0] for number in (1, 2, 3, 4)] == ["new", "refused", "refused", "new"]
    assert receipts(run)[2][1] == ["expires_out_of_range"]
    assert receipts(run)[3][1] == ["field_too_long"]


def test_texts_that_databases_choke_on_come_through(send):
    send(
        [
            row(
                1,
                title="电\x00工\\N\t二",
                duties='行一\\n"引号"\n{花括号},\x00',
                benefits=['a"b', "c\\d", "{e}"],
            )
        ]
    )
    vacancy = Vacancy.objects.get()
    assert vacancy.title == "电工\\N 二"
    assert vacancy.duties == '行一\\n"引号"\n{花括号},'
    assert vacancy.benefits == ['a"b', "c\\d", "{e}"]
    strange = 'x\\y\t"z'
    run = send([row(1), row(2, id=strange)])
    assert FeedReceipt.objects.get(run=run, row=2).external_id == Vacancy.objects.latest("pk").external_id


@pytest.mark.parametrize(
    "field",
    ["region", "employer_size", "industry", "occupation", "pay", "education", "expires_on", "source_url"],
)
def test_a_null_character_in_any_field_costs_the_file_nothing(send, field):
    run = send([row(1), row(2, **{field: "http://x\x00y"}), row(3)])
    assert (run.state, run.rows_done) == (RunState.DONE, 3)


@pytest.mark.parametrize("months", ["²", "1" * 5_000])
def test_numbers_that_are_none_cost_the_file_nothing(send, months):
    run = send([row(1, pay=None, pay_min=5000, pay_max=6000, pay_months=months), row(2)])
    assert (run.state, run.count_new) == (RunState.DONE, 2)


@pytest.mark.parametrize(
    "nested", [b"[" * 900 + b"]" * 900, b'{"a":' * 300 + b"1" + b"}" * 300], ids=["lists", "objects"]
)
@pytest.mark.parametrize("field", ["id", "title", "region", "benefits"])
def test_values_nested_without_end_cost_the_file_nothing(send, receipts, nested, field):
    line = ndjson([row(2)]).rstrip(b"}\n") + b',"%s":%s}\n' % (field.encode(), nested)
    run = send(ndjson([row(1)]) + line + ndjson([row(3)]))
    assert (run.state, run.rows_done) == (RunState.DONE, 3)
    assert [receipts(run)[number][0] for number in (1, 3)] == ["new", "new"]


def test_pay_below_the_citys_minimum_wage_is_refused_from_its_day_on(send, receipts):
    today = timezone.localdate()
    MinimumWage.objects.create(region="420000", valid_from=today - dt.timedelta(99), monthly=1800)
    MinimumWage.objects.create(region="420100", valid_from=today, monthly=2210)
    MinimumWage.objects.create(region="420100", valid_from=today + dt.timedelta(9), monthly=9000)
    run = send(
        [
            row(1, pay="2000元/月"),
            row(2, pay="2000-2500元/月"),
            row(3, pay="2000元/月", region="420500"),
            row(4, pay="15元/小时"),
        ]
    )
    assert receipts(run)[1] == ("refused", ["pay_below_minimum"])
    assert "pay_partly_below_minimum" in receipts(run)[2][1]
    assert [receipts(run)[number][0] for number in (3, 4)] == ["new", "new"]


def test_unmapped_words_are_reported_with_counts(send):
    run = send([row(1, industry="占星"), row(2, industry="占星", education="火星")])
    assert run.unmapped == {"industry": {"占星": 2}, "education": {"火星": 1}}


def test_a_demonstration_feed_marks_its_vacancies(send):
    demo = CityFeedFactory(is_demo=True, slug="demo")
    send(rows(1), feed=demo)
    assert Vacancy.objects.get().is_demo


def test_two_feeds_may_use_the_same_ids(send, feed):
    other = CityFeedFactory(slug="other", region="420500")
    send(rows(2))
    send(rows(2), feed=other)
    assert Vacancy.objects.count() == 4
    send(rows(1), feed=other)
    assert feed.vacancies.filter(state="open").count() == 2


def test_runs_of_a_feed_are_executed_in_the_order_of_their_arrival(feed, send):
    from django.core.files.base import ContentFile

    from jobs.enums import RunTrigger
    from jobs.services import feed_run_create, feed_run_execute

    first, second = (
        feed_run_create(
            feed=feed, file=ContentFile(ndjson([row(1, headcount=people)]), "x.ndjson"),
            trigger=RunTrigger.UPLOAD, enqueue=False,
        )
        for people in (5, 6)
    )  # fmt: skip
    assert feed_run_execute(run_id=second.pk)
    assert set(FeedRun.objects.values_list("state", flat=True)) == {RunState.DONE}
    assert Vacancy.objects.get().headcount == 6
    assert first.pk < second.pk


def test_a_run_whose_file_is_gone_fails_and_says_so(feed):
    from jobs.services import feed_run_execute

    run = FeedRun.objects.create(
        public_id=uuid.uuid4(), feed=feed, trigger="upload", file="feeds/none.ndjson",
        profile_snapshot=feed.profile.mapping,
    )  # fmt: skip
    feed_run_execute(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, "file_missing")


def test_codes_of_an_older_edition_are_mapped_by_the_administrators_table(send, feed):
    CodeMapping.objects.create(
        standard="occupations", edition="1999", old_code="6-05-02-01", current_code="6-20-01-01"
    )
    fields = dict(feed.profile.mapping["fields"])
    fields["occupation"] = {"column": "occupation", "edition": "1999"}
    feed.profile.mapping = feed.profile.mapping | {"fields": fields}
    feed.profile.save()
    run = send([row(1, occupation="6-05-02-01"), row(2, occupation="9-99-99-99")])
    assert Vacancy.objects.get(external_id="WH-000001").occupation == "6-20-01-01"
    assert run.unmapped == {"occupation": {"9-99-99-99": 1}}
