import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from jobs.enums import Outcome, RunState, VacancyState
from jobs.models import FeedRun
from jobs.spreadsheets import harmless
from tests.city_sites.factories import FeedReceiptFactory, FeedRunFactory
from tests.city_sites.pages import national_home
from tests.factories import UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

pytestmark = pytest.mark.django_db
WUHAN, SHENZHEN = "420100", "440300"


@pytest.fixture(autouse=True)
def _national_site():
    national_home()


def signed_in(client, role=Role.CITY_FEEDS, region=WUHAN):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


def run_page(run, name="workspace_run"):
    return reverse(name, args=[run.public_id])


def addresses(feed, run):
    return [
        reverse("workspace_feed", args=[feed.slug]),
        run_page(run),
        run_page(run, "workspace_run_progress"),
        run_page(run, "workspace_run_receipts"),
    ]


def acts(feed, run):
    return [
        reverse("workspace_feed_upload", args=[feed.slug]),
        reverse("workspace_feed_schedule", args=[feed.slug]),
        reverse("workspace_feed_key", args=[feed.slug]),
        run_page(run, "workspace_run_decide"),
    ]


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(client):
    run = FeedRunFactory()
    for address in [reverse("workspace"), *addresses(run.feed, run)]:
        response = client.get(address)
        assert response.headers["Location"] == f"{reverse('sign_in')}?next={address}"


def test_another_city_s_feeds_and_runs_do_not_exist(client):
    signed_in(client, region=SHENZHEN)
    run = FeedRunFactory(feed__region=WUHAN)
    assert [client.get(address).status_code for address in addresses(run.feed, run)] == [404] * 4
    assert [client.post(address).status_code for address in acts(run.feed, run)] == [404] * 4
    listed = client.get(reverse("workspace_runs")).content.decode()
    assert str(run.public_id) not in listed


@pytest.mark.parametrize(
    ("role", "region"), [(Role.CITY_EDITOR, WUHAN), (Role.PROVINCE_SUPERVISOR, "420000")]
)
def test_who_may_only_look_sees_everything_and_changes_nothing(client, role, region):
    signed_in(client, role, region)
    run = FeedRunFactory(state=RunState.HELD, error="small_feed", error_detail={"missing": 12})
    assert [client.get(address).status_code for address in addresses(run.feed, run)] == [200] * 4
    assert [client.post(address).status_code for address in acts(run.feed, run)] == [404] * 4
    run.refresh_from_db()
    assert run.state == RunState.HELD


def test_the_list_of_feeds_takes_the_same_queries_for_many_feeds(client, django_assert_max_num_queries):
    signed_in(client, Role.NATIONAL_MANAGER, "000000")
    for feed in CityFeedFactory.create_batch(8):
        FeedRunFactory.create_batch(2, feed=feed)
    client.get(reverse("workspace_feeds"))
    with django_assert_max_num_queries(10):
        client.get(reverse("workspace_feeds"))


def test_feeds_are_a_list_as_all_others_with_their_newest_run(client):
    signed_in(client)
    sent, silent = CityFeedFactory(name="市就业中心"), CityFeedFactory(name="人才网", is_active=False)
    FeedRunFactory(feed=sent, rows_done=11)
    newest = FeedRunFactory(feed=sent, rows_done=1234, unmapped={"education": {"高小": 3}})
    address = reverse("workspace_feeds")
    page = client.get(address).content.decode()
    assert run_page(newest) in page
    assert "1,234" in page
    for asked, found in (
        ({"q": "人才"}, [silent]),
        ({"use": "in_use"}, [sent]),
        ({"words": "unknown"}, [sent]),
        ({"region": "440000"}, []),
    ):
        assert client.get(address, asked).context["page"].rows == found
    table = list(csv.reader(io.StringIO(told(client.get(address, {"as": "csv"})))))
    assert {row[0]: row[-2] for row in table[1:]} == {"市就业中心": "1234", "人才网": "–"}


def told(response):
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_runs_are_filtered_by_state_and_paged_by_a_cursor(client):
    signed_in(client)
    feed = CityFeedFactory()
    runs = FeedRunFactory.create_batch(35, feed=feed)
    FeedRunFactory(feed=feed, state=RunState.HELD)
    page = client.get(reverse("workspace_runs"), {"state": "done"}).context["page"]
    assert page.rows == runs[:4:-1]
    rest = client.get(reverse("workspace_runs"), {"state": "done", "after": page.next_after}).context["page"]
    assert rest.rows == runs[4::-1]
    assert rest.next_after is None


def test_a_file_is_taken_and_leads_to_its_run(client, django_capture_on_commit_callbacks):
    user = signed_in(client)
    feed = CityFeedFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        response = client.post(
            reverse("workspace_feed_upload", args=[feed.slug]),
            {"file": SimpleUploadedFile("岗位.ndjson", b'{"id": "1"}\n')},
        )
    run = FeedRun.objects.get()
    assert response.headers["Location"] == run_page(run)
    assert (run.started_by, run.file_name, run.state) == (user, "岗位.ndjson", RunState.QUEUED)
    assert len(callbacks) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("岗位.pdf", b"x", "不支持这种文件"),
        ("岗位.csv", b"", "文件是空的"),
        (None, b"", "请先选择文件"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(client, name, content, words):
    signed_in(client)
    feed = CityFeedFactory()
    data = {"file": SimpleUploadedFile(name, content)} if name else {}
    response = client.post(reverse("workspace_feed_upload", args=[feed.slug]), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not FeedRun.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_both_sizes(client, settings):
    settings.FEED_MAX_BYTES = 1024
    signed_in(client)
    feed = CityFeedFactory()
    response = client.post(
        reverse("workspace_feed_upload", args=[feed.slug]),
        {"file": SimpleUploadedFile("岗位.csv", b"x" * 2048)},
    )
    assert "2.0 KB，最多接收 1.0 KB" in response.content.decode().replace("\xa0", " ")


def test_a_push_key_is_shown_once_and_kept_only_as_a_hash(client):
    signed_in(client)
    feed = CityFeedFactory()
    response = client.post(reverse("workspace_feed_key", args=[feed.slug]))
    assert response.headers["Cache-Control"] == "no-store"
    key = response.context["new_key"]
    assert key in response.content.decode()
    feed.refresh_from_db()
    assert feed.push_key_hash
    assert key not in feed.push_key_hash
    assert key not in client.get(reverse("workspace_feed", args=[feed.slug])).content.decode()


def test_a_schedule_is_set_with_an_audit_line_and_forgets_the_old_address_s_version(client):
    user = signed_in(client)
    feed = CityFeedFactory(pull_url="https://old.example.org/f", pull_etag='"1"')
    client.post(
        reverse("workspace_feed_schedule", args=[feed.slug]),
        {"pull_url": "https://new.example.org/f.ndjson", "pull_every_minutes": "60"},
    )
    feed.refresh_from_db()
    assert (feed.pull_url, feed.pull_every_minutes, feed.pull_etag) == (
        "https://new.example.org/f.ndjson",
        60,
        "",
    )
    line = AuditEntry.objects.get(act="feed_schedule_set")
    assert (line.actor, line.region) == (user, WUHAN)


def test_a_password_in_an_address_does_not_reach_the_audit_trail(client):
    signed_in(client)
    feed = CityFeedFactory(region=WUHAN)
    address = "https://city:secret@data.example.org/a.ndjson"
    client.post(reverse("workspace_feed_schedule", args=[feed.slug]), {"pull_url": address})
    feed.refresh_from_db()
    assert feed.pull_url == address
    assert AuditEntry.objects.get(act="feed_schedule_set").detail["pull_url"] == (
        "https://data.example.org/a.ndjson"
    )


@pytest.mark.parametrize(
    ("address", "stays"), [("http://10.0.0.5/b.ndjson", True), ("http://127.0.0.1:9200/_search", False)]
)
def test_leave_to_pull_from_a_private_host_is_not_carried_to_another_host(client, address, stays):
    signed_in(client)
    feed = CityFeedFactory(region=WUHAN, pull_url="http://10.0.0.5/a.ndjson", pull_allow_private=True)
    client.post(reverse("workspace_feed_schedule", args=[feed.slug]), {"pull_url": address})
    feed.refresh_from_db()
    assert (feed.pull_url, feed.pull_allow_private) == (address, stays)


@pytest.mark.parametrize("name", ["outcome", "reason", "id", "state", "feed", "after", "before"])
def test_null_characters_in_an_address_find_nothing_and_break_nothing(client, name):
    signed_in(client)
    run = FeedRunFactory(feed__region=WUHAN)
    assert client.get(run_page(run), {name: "\0"}).status_code == 200
    assert client.get(reverse("workspace_runs"), {name: "\0"}).status_code == 200


def test_a_schedule_without_an_address_is_refused(client):
    signed_in(client)
    feed = CityFeedFactory()
    response = client.post(
        reverse("workspace_feed_schedule", args=[feed.slug]), {"pull_url": "", "pull_every_minutes": "60"}
    )
    assert response.status_code == 422
    assert "请填写拉取地址" in response.content.decode()


def test_a_moving_run_asks_again_and_an_ended_one_loads_the_whole_page(client):
    signed_in(client)
    run = FeedRunFactory(state=RunState.RUNNING, bytes_read=340, rows_done=12000)
    moving = client.get(run_page(run, "workspace_run_progress"))
    assert "HX-Refresh" not in moving.headers
    assert 'hx-trigger="every 2s"' in moving.content.decode()
    assert "已读 12,000 行" in moving.content.decode()
    FeedRun.objects.update(state=RunState.DONE)
    assert client.get(run_page(run, "workspace_run_progress")).headers["HX-Refresh"] == "true"


def test_a_moving_run_offers_a_refresh_where_there_is_no_javascript(client):
    signed_in(client)
    page = client.get(run_page(FeedRunFactory(state=RunState.RUNNING))).content.decode()
    assert "<noscript>" in page
    assert "刷新" in page


def test_a_run_tells_reasons_and_unmapped_words_with_their_counts(client):
    signed_in(client)
    run = FeedRunFactory(
        reason_counts={"pay_missing": 30, "title_missing": 2},
        unmapped={"education": {"秀才": 3, "举人": 5}, "industry": {}},
    )
    context = client.get(run_page(run)).context
    assert [(reason.code, reason.rows, reason.refuses) for reason in context["reasons"]] == [
        ("title_missing", 2, True),
        ("pay_missing", 30, False),
    ]
    assert [(field.field, field.words) for field in context["unmapped"]] == [
        ("学历", [("举人", 5), ("秀才", 3)])
    ]


@pytest.fixture
def receipts():
    run = FeedRunFactory()
    for row in range(1, 121):
        refused = row % 10 == 0
        FeedReceiptFactory(
            run=run,
            row=row,
            external_id=f"WH-{row}",
            outcome=Outcome.REFUSED if refused else Outcome.NEW,
            reasons=["title_missing"] if refused else ["pay_missing"] if row % 2 else [],
        )
    return run


def shown_rows(response):
    return [receipt.row for receipt, _words in response.context["receipts"]]


def test_receipts_are_paged_by_row_and_none_is_left_out(client, receipts):
    signed_in(client)
    rows, after = [], ""
    while after is not None:
        page = client.get(run_page(receipts), {"after": after})
        rows += shown_rows(page)
        after = page.context["next_after"]
    assert rows == list(range(1, 121))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"outcome": "refused"}, list(range(10, 121, 10))),
        ({"reason": "title_missing"}, list(range(10, 121, 10))),
        ({"id": "WH-11"}, [11, *range(110, 120)]),
        ({"id": "WH-11", "outcome": "refused"}, [110]),
        ({"outcome": "nonsense", "after": "x"}, list(range(1, 51))),
    ],
)
def test_receipts_are_filtered_by_outcome_reason_and_id(client, receipts, query, expected):
    signed_in(client)
    assert shown_rows(client.get(run_page(receipts), query)) == expected


def test_the_table_downloads_as_csv_that_spreadsheets_read_and_do_not_execute(client, receipts):
    signed_in(client)
    FeedReceiptFactory(run=receipts, row=121, external_id="=HYPERLINK(1)", outcome=Outcome.NEW)
    response = client.get(run_page(receipts, "workspace_run_receipts"))
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 122
    assert lines[10] == ["10", "WH-10", "退回", "title_missing", "缺少职位名称。"]
    assert lines[121][1] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_no_id_of_a_city_becomes_a_formula(sign):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless("WH-1") == "WH-1"


def test_the_download_keeps_the_filters_of_the_page(client, receipts):
    signed_in(client)
    response = client.get(run_page(receipts, "workspace_run_receipts"), {"outcome": "refused"})
    assert len(b"".join(response.streaming_content).splitlines()) == 13


@pytest.fixture
def held():
    feed = CityFeedFactory(last_good_rows=100)
    for number in range(3):
        VacancyFactory(feed=feed, external_id=f"WH-{number}")
    return FeedRunFactory(feed=feed, state=RunState.HELD, error="small_feed", error_detail={"missing": 3})


def test_a_held_run_says_what_each_decision_will_do(client, held):
    signed_in(client)
    page = client.get(run_page(held)).content.decode()
    assert "关闭 3 个岗位" in page
    assert "一个也不关闭" in page


@pytest.mark.parametrize(("decision", "still_open"), [("keep", 3), ("close", 0)])
def test_a_decision_is_carried_out_and_recorded(client, held, decision, still_open):
    user = signed_in(client)
    client.post(run_page(held, "workspace_run_decide"), {"decision": decision})
    held.refresh_from_db()
    assert (held.state, held.decided_by) == (RunState.DONE, user)
    assert held.feed.vacancies.filter(state=VacancyState.OPEN).count() == still_open
    assert AuditEntry.objects.filter(act="feed_run_decide", actor=user).exists()


def test_a_run_is_decided_once(client, held):
    signed_in(client)
    client.post(run_page(held, "workspace_run_decide"), {"decision": "keep"})
    second = client.post(run_page(held, "workspace_run_decide"), {"decision": "close"}, follow=True)
    assert "只有等待处理的导入才能作出决定" in second.content.decode()
    assert held.feed.vacancies.filter(state=VacancyState.OPEN).count() == 3
