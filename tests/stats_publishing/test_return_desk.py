"""The desk of returns: who sees which, filling in on screen, review."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from stats_publishing.enums import ReturnState
from stats_publishing.services.return_checks import values_of
from tests.factories import UserFactory
from tests.stats_publishing.returns import HUBEI, SHENZHEN, WUHAN, filled, opened, small_form, submitted

pytestmark = pytest.mark.django_db
PAGES = ("", "history/")


def client_of(role: Role, region: str) -> Client:
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def city() -> Client:
    return client_of(Role.CITY_STATISTICIAN, WUHAN)


@pytest.fixture
def province() -> Client:
    return client_of(Role.PROVINCE_SUPERVISOR, HUBEI)


@pytest.fixture
def nation() -> Client:
    return client_of(Role.NATIONAL_MANAGER, NATION)


def cells(**rows) -> dict[str, str]:
    return {
        f"c:{row}:{column}": value
        for row, values in rows.items()
        for column, value in zip(("men", "women"), values, strict=True)
        if value is not None
    }


GOOD = cells(start=("10", "5"), new=("4", "1"), stopped=("3", "2"), paid=("1.5", None))


@pytest.mark.parametrize("page", PAGES)
def test_a_return_exists_for_its_city_and_those_above_it_only(page, city, province, nation):
    address = opened().get_absolute_url() + page
    others = [
        client_of(Role.CITY_STATISTICIAN, SHENZHEN),
        client_of(Role.PROVINCE_SUPERVISOR, "440000"),
        client_of(Role.CITY_EDITOR, WUHAN),
    ]
    assert [one.get(address).status_code for one in (city, province, nation)] == [200] * 3
    assert [one.get(address).status_code for one in others] == [404] * 3


def test_who_reviews_does_not_fill_in_and_who_fills_in_does_not_review(city, province):
    of = opened()
    address = of.get_absolute_url()
    assert province.post(address, GOOD).status_code == 404
    assert province.post(f"{address}draft/", GOOD).status_code == 404
    assert city.post(f"{address}decide/", {"act": "accept"}).status_code == 404
    assert values_of(of) == {}


def test_lists_name_only_what_one_may_see(city, province):
    form = small_form()
    opened(form=form)
    opened(region=SHENZHEN, form=form)
    for client, show in ((city, "open"), (province, "all")):
        rows = client.get("/workspace/returns/", {"show": show}).content.decode()
        assert WUHAN in rows
        assert SHENZHEN not in rows.split("<tbody>")[1]


def test_what_is_typed_is_kept_and_submitted(city):
    of = opened()
    answer = city.post(of.get_absolute_url(), GOOD | {"act": "submit", "seen": "0"})
    assert answer.status_code == 302
    of.refresh_from_db()
    assert (of.state, of.submitted_by) == (ReturnState.SUBMITTED, city.user)
    assert values_of(of)["end", "all"] == 15
    assert AuditEntry.objects.filter(act="return_submitted", right=WUHAN).exists()


def test_a_text_that_is_no_figure_stays_in_its_cell_and_the_others_are_kept(city):
    of = opened()
    answer = city.post(of.get_absolute_url(), GOOD | {"c:start:men": "十个", "seen": "0"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="十个"' in page
    assert "aria-invalid" in page
    assert values_of(of)["start", "women"] == 5


def test_the_draft_answers_with_computed_cells_marks_and_findings(city):
    of = opened()
    answer = city.post(f"{of.get_absolute_url()}draft/", GOOD | {"c:stopped:men": "99", "seen": "0"}).json()
    assert answer["computed"]["c:end:men"] == "-85"
    assert answer["marks"]["c:stopped:men"] == "error"
    assert "finding-list" in answer["findings"]
    assert answer["seen"] > 0
    answer = city.post(
        f"{of.get_absolute_url()}draft/", {"c:stopped:men": "x", "seen": answer["seen"]}
    ).json()
    assert set(answer["errors"]) == {"c:stopped:men"}
    assert values_of(of)["stopped", "men"] == 99


def test_two_people_in_one_return_are_told_of_each_other(city):
    of = filled(opened(), by=UserFactory(name="李四"))
    answer = city.post(of.get_absolute_url(), GOOD | {"c:start:men": "12", "seen": "0"})
    assert answer.status_code == 422
    assert "李四" in answer.content.decode()
    assert values_of(of)["start", "men"] == Decimal(10)


def test_a_warning_is_explained_and_then_submitted(city):
    of = opened()
    city.post(of.get_absolute_url(), GOOD | {"c:new:men": "200", "seen": "0"})
    city.post(f"{of.get_absolute_url()}reason/", {"rule": "R3", "column": "", "text": "两场大型招聘会"})
    city.post(of.get_absolute_url(), {"act": "submit", "seen": "999999"})
    of.refresh_from_db()
    assert of.state == ReturnState.SUBMITTED


def test_the_province_sends_back_and_accepts_and_the_ministry_counts(city, province, nation):
    of = submitted(opened(), by=city.user)
    decide = f"{of.get_absolute_url()}decide/"
    assert "send_back" in province.get(of.get_absolute_url()).content.decode()
    province.post(decide, {"act": "send_back", "note": "支出与账面不一致"})
    page = city.get(of.get_absolute_url()).content.decode()
    assert "支出与账面不一致" in page
    submitted(of, by=city.user, paid=("1.60", None))
    province.post(decide, {"act": "accept"})
    assert province.post(decide, {"act": "count"}).status_code == 404
    nation.post(decide, {"act": "count"})
    of.refresh_from_db()
    assert of.state == ReturnState.COUNTED
    assert province.post(decide, {"act": "send_back", "note": "再核实一次"}).status_code == 404


def test_the_province_leaves_a_return_out_with_a_reason(province):
    of = opened()
    decide = f"{of.get_absolute_url()}decide/"
    province.post(decide, {"act": "exclude", "note": "本季系统迁移，口径不全"})
    assert "本季系统迁移" in province.get(of.get_absolute_url()).content.decode()
    province.post(decide, {"act": "include"})
    of.refresh_from_db()
    assert of.excluded_at is None


def test_the_history_tells_who_wrote_what(city):
    of = filled(opened(), by=city.user)
    page = city.get(f"{of.get_absolute_url()}history/", {"cell": "c:new:men"}).content.decode()
    assert "新增 · 男" in page
    assert "停止 · 男" not in page


def test_a_page_of_a_return_asks_few_questions_of_the_database(city, django_assert_max_num_queries):
    of = filled(opened())
    with django_assert_max_num_queries(32):
        assert city.get(of.get_absolute_url()).status_code == 200
