"""Returns by file, by interface and from the portal's own records."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Role
from jobs.enums import EndReason
from jobs.feeds.reasons import RunError
from jobs.services.unemployment import benefit_grant, unemployment_end
from stats_publishing.enums import CellSource, ReturnState
from stats_publishing.models import ReturnForm
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.forms import forms_load
from stats_publishing.services.return_checks import values_of
from stats_publishing.services.return_entry import Outcome
from stats_publishing.services.return_files import return_csv, return_upload, return_xlsx
from stats_publishing.services.return_keys import return_key_issue
from stats_publishing.services.return_prefill import return_prefill as prefill
from tests.factories import UserFactory, VacancyFactory
from tests.jobs.unemployed import unemployed
from tests.stats_publishing.returns import SHENZHEN, WUHAN, filled, opened, submitted
from tests.stats_publishing.test_return_desk import client_of

pytestmark = pytest.mark.django_db
HEAD = "代码,指标,单位,男,女,合计\n"


def upload(of, content: bytes, name: str = "三月.csv"):
    return return_upload(of=of, file=io.BytesIO(content), name=name, by=UserFactory(), at=timezone.now())


def outcomes(receipts) -> dict:
    return {(one.row, one.column): one.outcome for one in receipts}


def test_the_template_that_comes_back_fills_the_return_and_every_cell_has_a_receipt():
    of = filled(opened())
    book = load_workbook(io.BytesIO(return_xlsx(of)))
    sheet = book["数据"]
    assert [cell.value for cell in sheet[1]] == ["代码", "指标", "单位", "男", "女", "合计"]
    assert sheet.data_validations.dataValidation
    sheet["D4"] = 7
    written = io.BytesIO()
    book.save(written)
    receipts = upload(of, written.getvalue(), "三月.xlsx")
    assert len(receipts) == 7
    assert outcomes(receipts)["new", "men"] == Outcome.CHANGED
    assert outcomes(receipts)["new", "women"] == Outcome.SAME
    assert of.cells.get(row="new", column="men").origin == "三月.xlsx"


def test_the_csv_of_a_return_changes_nothing_when_it_comes_back():
    of = filled(opened())
    assert {one.outcome for one in upload(of, return_csv(of))} == {Outcome.SAME}


def test_each_bad_cell_is_refused_with_its_reason_and_the_good_ones_are_kept():
    of = opened()
    text = (
        HEAD
        + "start,期初,人,10,=1+1,\nnew,新增,人,四,1.5,\nlost,丢失,人,3,,\n"
        + "end,期末,人,99,99,99\npaid,支出,万元,1.50,9,\n"
    )
    receipts = upload(of, text.encode())
    refused = {(one.row, one.column) for one in receipts if one.outcome == Outcome.REFUSED}
    assert refused == {
        ("start", "女"),
        ("new", "men"),
        ("new", "women"),
        ("lost", "men"),
        ("paid", "women"),
    }
    assert all(one.words for one in receipts if one.outcome == Outcome.REFUSED)
    assert values_of(of)["start", "men"] == 10
    assert values_of(of)["paid", "men"] == Decimal("1.5")


def test_a_file_in_the_encoding_of_old_spreadsheets_is_read():
    of = opened()
    assert outcomes(upload(of, (HEAD + "start,期初,人,10,5,\n").encode("gb18030")))["start", "men"] == "new"


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", "名称,数\na,1\n".encode(), bomb()])
def test_a_file_that_is_none_is_refused_whole(content):
    with pytest.raises(RunError):
        upload(opened(), content)


def test_a_file_is_sent_at_the_desk():
    city, of = client_of(Role.CITY_STATISTICIAN, WUHAN), opened()
    at = of.get_absolute_url()
    file = SimpleUploadedFile("三月.csv", (HEAD + "start,期初,人,10,5,\n").encode())
    page = city.post(f"{at}file/", {"file": file})
    assert "期初 · 男" in page.content.decode()
    broken = city.post(f"{at}file/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")})
    assert broken.status_code == 422
    assert "field-error" in broken.content.decode()
    for kind in ("xlsx", "csv"):
        assert city.get(f"{at}file/return.{kind}").status_code == 200
    assert client_of(Role.CITY_STATISTICIAN, SHENZHEN).get(f"{at}file/return.csv").status_code == 404


@pytest.fixture
def key() -> str:
    return return_key_issue(region=WUHAN, by=UserFactory(), at=timezone.now())


def call(method: str, of, key: str, body: dict | None = None):
    path = f"/api/v1/returns/{of.form.code}/{of.region}/{of.period}"
    return getattr(Client(), method)(
        path,
        json.dumps(body or {}) if method == "put" else None,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


FIGURES = {
    "start": {"men": 10, "women": 5},
    "new": {"men": 80, "women": "30"},
    "stopped": {"men": 3, "women": 2},
    "paid": {"men": 1.5},
}


def test_a_region_s_system_writes_explains_and_hands_in(key):
    of = opened()
    answer = call("put", of, key, {"figures": FIGURES, "submit": True}).json()
    assert answer["state"] == ReturnState.DRAFT
    assert answer["refused"]
    (warning,) = answer["findings"]
    reason = {"rule": warning["rule"], "column": warning["column"], "text": "两场大型招聘会"}
    answer = call("put", of, key, {"figures": {}, "reasons": [reason], "submit": True}).json()
    assert (answer["state"], answer["refused"]) == (ReturnState.SUBMITTED, "")
    assert call("get", of, key).json()["figures"]["end"]["all"] == "120"
    assert of.changes.filter(source=CellSource.API).count() == 7
    assert call("put", of, key, {"figures": FIGURES}).status_code == 409


def test_the_interface_gives_a_receipt_in_words_for_each_cell(key):
    of = opened()
    figures = {"start": {"men": "十", "women": 5}, "end": {"men": 1}, "none": {"men": 1}}
    answer = call("put", of, key, {"figures": figures, "submit": True}).json()
    told = {(one["row"], one["column"]): (one["outcome"], bool(one["words"])) for one in answer["receipts"]}
    assert told == {
        ("start", "men"): ("refused", True),
        ("start", "women"): ("new", False),
        ("end", "men"): ("refused", True),
        ("none", "men"): ("refused", True),
    }
    assert "start:men" in answer["missing"]


def test_a_key_opens_the_returns_of_its_region_only_and_the_newest_key_only(key):
    of = opened()
    other = opened(region=SHENZHEN, form=of.form)
    assert call("get", of, key).status_code == 200
    assert call("get", other, key).status_code == 404
    assert call("get", of, "wrong").status_code == 404
    assert call("get", of, "").status_code == 404
    newer = return_key_issue(region=WUHAN, by=UserFactory(), at=timezone.now())
    assert call("get", of, key).status_code == 404
    assert call("get", of, newer).status_code == 200


def test_a_key_is_issued_at_the_desk_and_shown_once():
    city = client_of(Role.CITY_STATISTICIAN, WUHAN)
    page = city.post(f"/workspace/returns/key/{WUHAN}/")
    assert page.context["new_key"] in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert not city.get(f"/workspace/returns/key/{WUHAN}/").context["new_key"]
    assert city.post(f"/workspace/returns/key/{SHENZHEN}/").status_code == 404


def test_the_quarterly_return_is_filled_in_from_registrations_and_says_so():
    now = timezone.localtime()
    VacancyFactory(headcount=3, industry="K7020", region="420115")
    forms_load(on=now.date(), at=timezone.now())
    quarter = f"{now.year}Q{(now.month - 1) // 3 + 1}"
    of = opened(period=quarter, form=ReturnForm.objects.get(code="supply-demand"))
    written = prefill(of=of, by=UserFactory(), at=timezone.now())
    values = values_of(of)
    assert written.changed
    assert (values["total", "need_new"], values["total", "need"]) == (3, 3)
    design = of.version.content
    estate = next(row.code for row in design.rows if row.counts == "industry/房地产业")
    assert values[estate, "need_new"] == 3
    cell = of.cells.get(row="total", column="need_new")
    assert cell.source == CellSource.PREFILL
    assert quarter in cell.origin


def test_the_monthly_returns_are_filled_in_from_registered_unemployment(month_of_unemployment):
    composite, insurance = month_of_unemployment
    prefill(of=composite, by=UserFactory(), at=timezone.now())
    prefill(of=insurance, by=UserFactory(), at=timezone.now())
    stated, paid = values_of(composite), values_of(insurance)
    by_row = {row: value for (row, _column), value in stated.items()}
    assert (by_row["unemployed_start"], by_row["unemployed_new"], by_row["unemployed_stopped"]) == (0, 3, 1)
    assert {row: value for (row, _column), value in paid.items()}["recipients_new"] == 1


@pytest.fixture
def month_of_unemployment():
    """Three people register, one gets benefit, one leaves again; the two returns of the month."""
    by = UserFactory()
    first, second, _third = (unemployed(region=WUHAN, order=order, by=by) for order in (1, 2, 3))
    benefit_grant(
        unemployment=first, starts_on=timezone.localdate().replace(day=1), months=6, years_insured=5,
        yuan_a_month=None, by=by,
    )  # fmt: skip
    unemployment_end(unemployment=second, reason=EndReason.RETIRED, by=by)
    forms_load(on=timezone.localdate(), at=timezone.now())
    month = f"{timezone.localdate():%Y-%m}"
    return [
        opened(period=month, form=ReturnForm.objects.get(code=code))
        for code in ("monthly-composite", "unemployment-insurance")
    ]


def test_nothing_is_filled_in_where_the_portal_has_nothing():
    with pytest.raises(NotPossible):
        prefill(of=opened(), by=UserFactory(), at=timezone.now())


def test_a_return_that_is_handed_in_takes_no_file():
    of = submitted(opened())
    with pytest.raises(NotPossible):
        upload(of, (HEAD + "start,期初,人,11,5,\n").encode())
    assert isinstance(of.submitted_at, dt.datetime)
