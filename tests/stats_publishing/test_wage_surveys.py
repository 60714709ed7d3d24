"""A survey of wages: read in bounded memory, checked, decided with reasons; names are kept nowhere."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import polars as pl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.retention import retention_run
from stats_publishing.methods.wage_columns import recognised
from stats_publishing.models import DatasetVersion, WageFinding, WageSurvey
from stats_publishing.services import survey_files, survey_reading, surveys
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.survey_rows import counted_rows, decided, weighted
from stats_publishing.services.wage_tables import survey_approve
from stats_publishing.wage_enums import Decision, SurveyState, decisions_for
from tests.factories import UserFactory
from tests.stats_publishing.survey_files import (
    HEADINGS,
    csv_file,
    decide_all,
    employee_rows,
    sent_survey,
    tabulated_survey,
)
from tests.stats_publishing.test_datasets import NOW

PAY, OCCUPATION, INDUSTRY, SIZE, EDUCATION, GRADE = -1, 5, 3, 4, 8, 9


def found(survey):
    return dict(survey.findings.values_list("check_code", "rows"))


def test_columns_are_recognised_with_their_unit():
    columns = recognised(["序 号", "单位名称", "职业（工种）", "全年工资报酬(万元)", "备注", "学 历"])
    assert dict(columns.of) == {
        "line": "序 号", "employer": "单位名称", "occupation": "职业（工种）", "pay": "全年工资报酬(万元)",
        "education": "学 历",
    }  # fmt: skip
    assert (columns.pay_unit, columns.unread, columns.missing) == (10_000, ("备注",), ())
    assert recognised(["姓名", "学历"]).missing == ("pay", "occupation", "employer")


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_sound_survey_has_no_findings_and_its_words_are_codes(encoding):
    survey = sent_survey(employee_rows(), encoding=encoding)
    assert (survey.state, survey.rows, found(survey)) == (SurveyState.CHECKED, 400, {})
    row = survey_files.kept(survey, survey_files.ROWS).row(0, named=True)
    assert row["occupation"] in {"4-02-02-01", "6-29-03-07", "4-04-05-01", "2-02-10-03", "4-01-02-01"}
    assert row["industry"] in {"C3525", "I6513", "F5211", "E4710"}
    assert row["size"] in {"large", "medium", "small", "micro"}
    assert row["education"] in {"20", "30", "60", "14"}
    assert row["pay"] >= 40_000


@pytest.mark.django_db
def test_names_numbers_sex_and_age_are_kept_nowhere():
    survey = sent_survey(employee_rows(50))
    kept = survey_files.kept(survey, survey_files.ROWS)
    assert set(kept.columns) == set(survey_reading.SCHEMA)
    text = kept.drop("row", "pay").write_ndjson()
    assert "测试单位" not in text
    assert "91武" not in text
    assert kept["employer"].n_unique() > 20


@pytest.mark.django_db
def test_planted_mistakes_are_found_with_their_numbers():
    rows = employee_rows(300)
    usual = float(rows[0][PAY])
    rows[0][PAY] = f"{usual / 12:.2f}"
    rows[1][PAY] = f"{float(rows[1][PAY]) / 10_000:.4f}"
    rows[2][PAY] = ""
    rows[3][OCCUPATION] = "9-99-99-99"
    rows[4][INDUSTRY], rows[5][SIZE], rows[6][EDUCATION], rows[7][GRADE] = "Q", "?", "自学成才", "徒工"
    rows[4][INDUSTRY] = "ZZ"
    rows.append([str(len(rows) + 1), *rows[10][1:]])
    rows.append(["坏行", "x"])
    survey = sent_survey(rows)
    assert found(survey) == {
        "month_for_year": 1, "ten_thousands": 1, "no_pay": 1, "duplicate": 1, "unreadable": 1,
        "unknown_occupation": 1, "unknown_industry": 1, "unknown_size": 1, "unknown_education": 1,
        "unknown_grade": 1,
    }  # fmt: skip
    sample = survey.findings.get(check_code="month_for_year").samples
    assert [sample[0][0], round(sample[0][2])] == [1, round(usual)]


@pytest.mark.django_db
def test_decisions_need_a_reason_fit_the_check_and_are_carried_out():
    by = UserFactory()
    rows = employee_rows(300)
    usual = float(rows[0][PAY])
    rows[0][PAY], rows[2][PAY] = f"{usual / 12:.2f}", "-"
    survey = sent_survey(rows)
    month = survey.findings.get(check_code="month_for_year")
    with pytest.raises(ValidationError, match="理由"):
        surveys.finding_decide(finding=month, decision=Decision.CORRECT, reason=" ", by=by, at=NOW())
    no_pay = survey.findings.get(check_code="no_pay")
    with pytest.raises(ValidationError, match="不能这样处理"):
        surveys.finding_decide(finding=no_pay, decision=Decision.ACCEPT, reason="x", by=by, at=NOW())
    with pytest.raises(NotPossible, match="还有 2 项"):
        surveys.survey_tabulate(survey=survey, by=by, enqueue=False)
    decide_all(survey, by)
    counted = counted_rows(survey)
    assert len(counted) == 299
    assert counted["pay"][0] == pytest.approx(usual, abs=0.1)
    assert AuditEntry.objects.filter(act="survey_finding_decide").count() == 2


def test_a_row_that_one_decision_leaves_out_is_out():
    rows = pl.DataFrame({"row": [1, 2], "pay": [5_000.0, 60_000.0]})
    findings = pl.DataFrame(
        [(1, "month_for_year", 5_000.0, 60_000.0), (1, "unknown_size", 5_000.0, None)],
        schema=["row", "check", "figure", "expected"],
        orient="row",
    )
    both = {"month_for_year": Decision.CORRECT, "unknown_size": Decision.EXCLUDE}
    assert decided(rows, findings, both)["row"].to_list() == [2]
    both["unknown_size"] = Decision.ACCEPT
    assert decided(rows, findings, both)["pay"].to_list() == [60_000.0, 60_000.0]


def test_rows_stand_for_the_population_of_their_section_and_size():
    rows = pl.DataFrame(
        {
            "industry": ["C3525", "C1311", "I6513"],
            "size": ["large", "large", "small"],
            "weight": [1.0, 1.0, 3.0],
        }
    )
    assert weighted(rows, [("C", "large", 500)])["weight"].to_list() == [250.0, 250.0, 3.0]


@pytest.mark.django_db
def test_reading_that_was_killed_goes_on_with_the_next_chunk(monkeypatch):
    monkeypatch.setattr(survey_reading, "CHUNK_ROWS", 100)
    survey = surveys.survey_create(
        region="420100", year=2025, file=csv_file(employee_rows(350)), by=None, enqueue=False
    )
    read = survey_reading.read_chunk
    done = []

    def dies(rows, reading):
        if len(done) == 2:
            raise SystemExit
        done.append(rows[0].number)
        return read(rows, reading)

    monkeypatch.setattr(survey_reading, "read_chunk", dies)
    with pytest.raises(SystemExit):
        surveys.survey_work(survey_id=survey.pk)
    survey.refresh_from_db()
    assert (survey.state, survey.parts, survey.rows) == (SurveyState.UPLOADED, 2, 200)
    monkeypatch.setattr(survey_reading, "read_chunk", read)
    assert surveys.surveys_resume() == 1
    assert surveys.survey_work(survey_id=survey.pk)
    survey.refresh_from_db()
    assert (survey.state, survey.rows) == (SurveyState.CHECKED, 350)
    assert survey_files.kept(survey, survey_files.ROWS)["row"].to_list() == list(range(1, 351))


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return ContentFile(file.getvalue(), name="survey.xlsx")


@pytest.mark.django_db
def test_a_workbook_is_read_and_its_formulas_are_no_figures():
    rows = employee_rows(40)
    rows[0][PAY] = "=1+1"
    survey = surveys.survey_create(
        region="420100", year=2025, file=workbook([HEADINGS, *rows]), by=None, enqueue=False
    )
    surveys.survey_work(survey_id=survey.pk)
    survey.refresh_from_db()
    assert (survey.rows, found(survey)) == (40, {"no_pay": 1})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\x00\x01\x02binary", "format_unknown"),
        ("姓名,学历\n张三,本科\n".encode(), "columns_missing"),
        ("单位名称,职业,年薪\n".encode(), "file_empty"),
        (b"PK\x03\x04 no archive", "truncated"),
    ],
)
def test_what_is_no_survey_fails_with_a_reason(content, error):
    survey = surveys.survey_create(
        region="420100", year=2025, file=ContentFile(content, name="x.csv"), by=None, enqueue=False
    )
    surveys.survey_work(survey_id=survey.pk)
    survey.refresh_from_db()
    assert (survey.state, survey.error) == (SurveyState.FAILED, error)


@pytest.mark.django_db
def test_one_survey_of_a_region_and_year_is_worked_on_at_a_time():
    by = UserFactory()
    survey = sent_survey(employee_rows(40))
    with pytest.raises(ValidationError, match="正在处理"):
        sent_survey(employee_rows(40))
    assert WageSurvey.objects.count() == 1
    surveys.survey_discard(survey=survey, by=by)
    assert sent_survey(employee_rows(40)).state == SurveyState.CHECKED


@pytest.mark.django_db(transaction=True)
def test_who_gives_a_survey_up_removes_its_files():
    survey = sent_survey(employee_rows(40))
    surveys.survey_discard(survey=survey, by=UserFactory())
    with pytest.raises(FileNotFoundError):
        survey_files.kept(survey, survey_files.ROWS)
    assert not survey.file.storage.exists(str(survey.file.name))


def test_every_check_can_be_decided():
    assert all(decisions_for(code) for code in WageFinding._meta.get_field("check_code").choices)


@pytest.mark.django_db(transaction=True)
def test_a_survey_that_nobody_finishes_is_given_up_with_its_files():
    survey = sent_survey(employee_rows(40))
    now = NOW()
    assert retention_run(now=now + dt.timedelta(days=179))["wage surveys left lying"] == 0
    assert retention_run(now=now + dt.timedelta(days=181))["wage surveys left lying"] == 1
    survey.refresh_from_db()
    assert survey.state == SurveyState.DISCARDED
    with pytest.raises(FileNotFoundError):
        survey_files.kept(survey, survey_files.ROWS)


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_a_survey_go_three_years_after_approval_and_its_tables_stay():
    survey = tabulated_survey(employee_rows(60), UserFactory())
    survey_approve(survey=survey, by=UserFactory(), at=NOW())
    survey.refresh_from_db()
    kept = dt.timedelta(days=3 * 365)
    assert survey.rows_go_on == timezone.localdate(NOW() + kept)
    assert retention_run(now=NOW() + kept - dt.timedelta(days=1))["rows of wage surveys"] == 0
    assert retention_run(now=NOW() + kept + dt.timedelta(days=1))["rows of wage surveys"] == 1
    assert retention_run(now=NOW() + kept + dt.timedelta(days=2))["rows of wage surveys"] == 0
    survey.refresh_from_db()
    assert (survey.state, survey.rows_go_on) == (SurveyState.APPROVED, None)
    with pytest.raises(FileNotFoundError):
        survey_files.kept(survey, survey_files.ROWS)
    assert DatasetVersion.objects.filter(region=survey.region, approved_at__isnull=False).count() == 6
    with pytest.raises(NotPossible):
        surveys.survey_pool(region="420000", year=survey.year, by=None)
