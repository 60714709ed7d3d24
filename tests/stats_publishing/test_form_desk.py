"""The desk of forms: national staff draw up versions, everybody who fills in reads them."""

from __future__ import annotations

import pytest

from accounts.enums import NATION, Role
from stats_publishing.models import FormVersion, ReturnForm
from tests.stats_publishing.returns import HUBEI, WUHAN, small_form
from tests.stats_publishing.test_return_desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation():
    return client_of(Role.NATIONAL_MANAGER, NATION)


@pytest.fixture
def draft(nation) -> str:
    """Address of the draft of the small form's second version."""
    small_form()
    return nation.post("/workspace/forms/small/begin/").url


def newest() -> FormVersion:
    return FormVersion.objects.latest("number")


def test_forms_are_read_by_who_fills_in_and_drawn_up_by_the_ministry_only(draft):
    for role, region in ((Role.CITY_STATISTICIAN, WUHAN), (Role.PROVINCE_SUPERVISOR, HUBEI)):
        client = client_of(role, region)
        assert client.get("/workspace/forms/").status_code == 200
        assert client.get("/workspace/forms/small/1/").status_code == 200
        assert client.get(draft).status_code == 404
        assert client.get("/workspace/forms/small/draft/row/1/").status_code == 404
        assert client.post("/workspace/forms/small/draft/publish/").status_code == 404


def test_a_new_form_is_drawn_up_from_nothing_and_published(nation):
    new = {"code": "fairs", "name": "招聘会月报", "period_kind": "month", "filled_by": "city"}
    head = nation.post("/workspace/forms/new/", new).url
    given = {"table_number": "招1表", "title": "招聘会月报表", "authority": "就业司", "due_days": "6"}
    page = nation.post(head, given).url
    at = "/workspace/forms/fairs/draft"
    nation.post(f"{at}/column/add/", {"code": "all", "name": "合计"})
    nation.post(f"{at}/row/add/", {"code": "held", "name": "举办场次", "kind": "int", "unit": "场"})
    nation.post(f"{at}/row/add/", {"code": "met", "name": "达成意向", "kind": "int", "unit": "人"})
    nation.post(f"{at}/rule/add/", {"code": "R1", "text": "达成意向 >= 举办场次", "severity": "warning"})
    assert nation.get(page).status_code == 200
    assert nation.post(f"{at}/publish/", {"first_period": "2027年"}).status_code == 422
    nation.post(f"{at}/publish/", {"first_period": "2027-01"})
    assert newest().first_period == "2027-01"
    assert ReturnForm.objects.get().name == "招聘会月报"


def test_a_rule_is_checked_as_it_is_typed(nation, draft):
    check = "/workspace/forms/small/draft/check/"
    assert "期末" in nation.post(check, {"text": "期未 = 期初"}).content.decode()
    assert "checked" in nation.post(check, {"text": "期末 = 期初"}).content.decode()
    assert "field-error" in nation.post(check, {"name": "期末", "rule": "期初 +"}).content.decode()
    assert "checked" in nation.post(check, {"name": "期末", "rule": "期初 + 新增"}).content.decode()


def test_a_row_is_changed_moved_and_taken_out_and_the_page_says_what_differs(nation, draft):
    at = "/workspace/forms/small/draft/row"
    row = {"code": "start", "name": "上期结转", "kind": "int", "unit": "人", "parent": "people"}
    answer = nation.post(f"{at}/1/", row)
    assert answer.status_code == 302
    page = nation.get(draft).content.decode()
    assert "name: 期初 → 上期结转" in page
    assert "Is 期初" not in page
    assert (
        nation.post("/workspace/forms/small/draft/publish/", {"first_period": "2027-01"}).status_code == 422
    )
    nation.post(f"{at}/5/", {"act": "up"})
    assert [row.code for row in newest().content.rows][-2:] == ["paid", "end"]
    nation.post(f"{at}/4/", {"act": "remove"})
    assert "paid" not in newest().content.row_of


def test_what_is_wrong_with_a_part_is_kept_and_said(nation, draft):
    bad = {"code": "R9", "text": "新增 <= 乌有", "severity": "error"}
    answer = nation.post("/workspace/forms/small/draft/rule/add/", bad, follow=True)
    assert "乌有" in answer.content.decode()
    assert newest().content.rules[-1].code == "R9"


def test_a_draft_is_thrown_away(nation, draft):
    nation.post("/workspace/forms/small/draft/discard/")
    assert newest().number == 1
    assert nation.get(draft).status_code == 404
