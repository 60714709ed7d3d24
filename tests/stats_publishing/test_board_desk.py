"""The desk of the board: provinces watch and remind their cities, the ministry keeps the days off."""

from __future__ import annotations

import csv
import io

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import NATION, Role
from accounts.services import role_grant
from stats_publishing.methods.periods import Period
from stats_publishing.models import HolidayNotice
from stats_publishing.services.timeliness import timeliness_publish
from tests.factories import UserFactory
from tests.stats_publishing.returns import SHENZHEN, WUHAN, opened, small_form, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    form = small_form(first="2026-02")
    for period in ("2026-02", "2026-03"):
        opened(SHENZHEN, period, form)
    submitted(opened(WUHAN, "2026-02", form))
    opened(WUHAN, "2026-03", form)
    return form


@pytest.fixture
def at_desk(client):
    """Call it with a role and its region to be signed in as somebody who holds it."""

    def sign_in(role: Role, region: str):
        person = UserFactory()
        role_grant(user=person, role=role, region=region, by=None)
        client.force_login(person)
        return client

    return sign_in


@pytest.mark.parametrize(
    ("role", "region", "sees"),
    [
        (Role.CITY_STATISTICIAN, WUHAN, {"武汉"}),
        (Role.PROVINCE_SUPERVISOR, "420000", {"武汉"}),
        (Role.PROVINCE_SUPERVISOR, "440000", {"深圳"}),
        (Role.NATIONAL_MANAGER, NATION, {"武汉", "深圳"}),
    ],
)
def test_everybody_sees_the_board_of_their_own_cities(form, at_desk, role, region, sees):
    client = at_desk(role, region)
    page = client.get("/workspace/board/", {"form": "small", "until": "2026-03", "q": ""})
    assert page.status_code == 200
    file = client.get("/workspace/board/small.csv", {"until": "2026-03"})
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {row["name"] for row in rows} == sees
    assert len(rows) == 2 * len(sees)


def test_the_country_sees_provinces_first_and_their_cities_on_demand(form, at_desk):
    client = at_desk(Role.NATIONAL_MANAGER, NATION)
    whole = client.get("/workspace/board/", {"form": "small", "until": "2026-03"}).content.decode()
    assert "湖北" in whole
    assert "武汉" not in whole
    one = client.get("/workspace/board/", {"form": "small", "until": "2026-03", "province": "420000"})
    assert "武汉" in one.content.decode()


def test_a_province_reminds_its_cities_once_it_has_seen_whom(
    form, at_desk, tasks_at_once, django_capture_on_commit_callbacks
):
    for region, name in ((WUHAN, "wuhan"), (SHENZHEN, "shenzhen")):
        person = UserFactory(email=f"{name}@tongji.example")
        role_grant(user=person, role=Role.CITY_STATISTICIAN, region=region, by=None)
    client = at_desk(Role.PROVINCE_SUPERVISOR, "420000")
    asked = client.get("/workspace/board/small/2026-03/remind/")
    assert "武汉" in asked.content.decode()
    assert "深圳" not in asked.content.decode()
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/workspace/board/small/2026-03/remind/")
        client.post("/workspace/board/small/2026-03/remind/")
    assert [sent.to for sent in mail.outbox] == [["wuhan@tongji.example"]]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_reminds_cities_of_others(form, at_desk, method):
    for role, region in ((Role.PROVINCE_SUPERVISOR, "430000"), (Role.CITY_STATISTICIAN, WUHAN)):
        answer = getattr(at_desk(role, region), method)(
            "/workspace/board/small/2026-03/remind/", {"region": WUHAN}
        )
        assert answer.status_code == 404


def test_the_ministry_publishes_timeliness_and_takes_it_back(form, at_desk, client):
    assert client.get("/timeliness/").status_code == 404
    desk = at_desk(Role.NATIONAL_MANAGER, NATION)
    desk.post("/workspace/board/small/publish/", {"since": "2026-02"})
    public = client.get("/timeliness/")
    assert "湖北" in public.content.decode()
    assert "武汉" not in public.content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get("/timeliness.csv").content.decode("utf-8-sig"))))
    assert {row["name"] for row in rows} == {"湖北", "广东"}
    desk.post("/workspace/board/small/publish/", {"act": "withdraw"})
    assert client.get("/timeliness/").status_code == 404


def test_a_province_publishes_nothing(form, at_desk):
    answer = at_desk(Role.PROVINCE_SUPERVISOR, "420000").post(
        "/workspace/board/small/publish/", {"since": "2026-02"}
    )
    assert answer.status_code == 404


def test_a_notice_is_looked_at_before_it_is_kept(at_desk):
    client = at_desk(Role.NATIONAL_MANAGER, NATION)
    notice = {
        "year": "2027",
        "title": "关于2027年部分节假日安排的通知",
        "announced_on": "2026-11-10",
        "text": "元旦：1月1日（周五）至3日（周日）放假。劳动节：5月1日至5日放假，4月25日（周日）上班。",
    }
    looked = client.post("/workspace/holidays/", notice | {"look": "1"}).content.decode()
    assert "2027-05-01 – 05-05" in looked
    assert not HolidayNotice.objects.exists()
    client.post("/workspace/holidays/", notice | {"save": "1"})
    kept = HolidayNotice.objects.get()
    assert (len(kept.off), [str(day) for day in kept.work]) == (8, ["2027-04-25"])


@pytest.mark.parametrize("text", ["元旦：2月30日放假。", "各单位要安排好值班。", "5月1日放假，4月26日上班。"])
def test_a_text_that_is_no_notice_is_refused_in_words(at_desk, text):
    client = at_desk(Role.NATIONAL_MANAGER, NATION)
    answer = client.post(
        "/workspace/holidays/",
        {"year": "2027", "title": "通知", "announced_on": "2026-11-10", "text": text, "save": "1"},
    )
    assert 'id="id_text_error"' in answer.content.decode()
    assert not HolidayNotice.objects.exists()


def test_the_board_takes_few_queries(form, at_desk, django_assert_max_num_queries):
    client = at_desk(Role.NATIONAL_MANAGER, NATION)
    client.get("/workspace/board/")
    timeliness_publish(form=form, since=Period.read("2026-02"), by=UserFactory(), at=timezone.now())
    with django_assert_max_num_queries(16):
        client.get("/workspace/board/", {"form": "small", "until": "2026-03"})
