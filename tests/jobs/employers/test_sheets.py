"""The sheet: made of the contract, read by the parsers of feeds, safe to open and to fill in."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.contract import BY_NAME
from jobs.feeds.parsers.education import parse_education
from jobs.feeds.parsers.employment import parse_employment_type
from jobs.feeds.parsers.experience import parse_experience
from jobs.feeds.parsers.grade import parse_grade
from jobs.feeds.reasons import REASONS
from jobs.models import Employer
from jobs.posting import CONTENT_FIELDS, VacancyContent, content_as_data, content_from_data
from jobs.sheets.columns import COLUMNS, HEADINGS, allowed_words, sheet_profile
from jobs.sheets.reading import SheetReader, open_sheet
from jobs.sheets.sample import sample_csv, sample_xlsx
from tests.jobs.employers.sheets import GOOD, sheet, workbook

TODAY = timezone.localdate()
OURS = Employer(name="武汉江夏精密机械有限公司", name_key="武汉江夏精密机械有限公司", region="420100")
TEXT = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
"""A file with null characters is no text: it is refused as a whole."""
PARSERS = {
    "employment_type": parse_employment_type,
    "education": parse_education,
    "experience": parse_experience,
    "grade": parse_grade,
}


def read(content: bytes):
    """The rows of a sheet, as they are understood."""
    rows = list(open_sheet(io.BytesIO(content), OURS).rows)
    return SheetReader(OURS, today=TODAY, minimum_wages={"420100": 2_000}).read(rows)


def reasons(**changes) -> list[str]:
    (row,) = read(sheet(changes))
    return row.reasons


def test_every_column_is_a_field_of_the_contract_and_fills_fields_of_a_vacancy():
    assert {column.field for column in COLUMNS} <= set(BY_NAME)
    assert {name for column in COLUMNS for name in column.says} <= set(CONTENT_FIELDS)
    assert len(set(HEADINGS)) == len(HEADINGS)
    assert sheet_profile(OURS).columns == {"职位名称", "工作地点"}


def test_every_word_that_the_sample_offers_is_understood():
    for field, words in allowed_words().items():
        read_as = [PARSERS[field](word) for word in words]
        assert len(set(read_as)) == len(words), field


def test_the_sample_shows_in_both_forms_one_vacancy_that_only_has_to_be_replaced():
    (from_xlsx,), (from_csv,) = read(sample_xlsx()), read(sample_csv())
    assert from_xlsx.reasons == from_csv.reasons == ["example_row"]
    own = sample_csv().decode("utf-8-sig").replace("示例", "A-1").encode()
    (row,) = read(own)
    assert (row.reasons, row.own_number) == ([], "A-1")
    assert (row.content.title, row.content.region) == ("叉车司机", "420115")
    assert (row.content.pay_min, row.content.pay_max, row.content.pay_months) == (6_000, 8_000, 13)
    assert (row.content.education, row.content.experience_min, row.content.grade) == ("60", 1, "30")
    assert row.content.benefits == ["五险一金", "双休"]
    assert row.content.expires_on == TODAY + dt.timedelta(days=30)


def test_the_sample_explains_every_column_and_offers_its_words_in_the_cells():
    book = openpyxl.load_workbook(io.BytesIO(sample_xlsx()))
    vacancies, explained, words = book.worksheets
    assert [cell.value for cell in vacancies[1]] == list(HEADINGS)
    assert [cell.value for cell in explained["A"]][1 : len(HEADINGS) + 1] == list(HEADINGS)
    assert [cell.value for cell in words[1]] == ["用工形式", "学历要求", "工作经验", "技能等级"]
    assert len(vacancies.data_validations.dataValidation) == len(allowed_words())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "title_missing"),
        ({"region": "桃花源"}, "region_unknown"),
        ({"title": "叉" * 61}, "text_too_long"),
        ({"benefits": "、".join(f"福利{number}" for number in range(13))}, "benefits_too_many"),
        ({"headcount": "10000"}, "number_too_high"),
        ({"pay_max": "600000"}, "number_too_high"),
        ({"expires_on": (TODAY + dt.timedelta(days=181)).isoformat()}, "expires_too_late"),
        ({"duties": "限男性，能吃苦。"}, "limits_sex"),
        ({"pay_min": "1000", "pay_max": "1500"}, "pay_below_minimum"),
        ({"title": '=HYPERLINK("http://x.example","电工")'}, "formula"),
        ({"id": "x" * 101}, "id_too_long"),
    ],
)
def test_what_the_form_or_the_law_would_not_take_is_refused_with_its_reason(changes, code):
    found = reasons(**changes)
    assert found[0] == code
    assert code in REASONS


def test_a_formula_is_refused_in_a_workbook_too_whatever_it_last_came_to():
    row = [GOOD[column.field] for column in COLUMNS]
    row[1] = '=CONCATENATE("叉车","司机")'
    assert read(workbook(row))[0].reasons == ["formula"]


def test_an_empty_cell_says_nothing_and_defaults_stand_in():
    (row,) = read(sheet({"headcount": "", "employment_type": "", "address": ""}))
    assert (row.content.headcount, row.content.employment_type) == (1, "full_time")
    assert not {"headcount", "employment_type", "address", "expires_on"} & row.stated
    assert "title" in row.stated


def test_a_telephone_that_we_wrote_as_text_comes_back_as_it_was():
    (row,) = read(sheet({"contact_phone": "'+86 27 0000"}))
    assert row.content.contact_phone == "+86 27 0000"


@given(
    changes=st.fixed_dictionaries(
        {},
        optional={column.field: st.text(TEXT, max_size=80) for column in COLUMNS},
    )
)
def test_whatever_stands_in_a_row_it_is_refused_with_a_reason_or_within_the_forms_limits(changes):
    for row in read(sheet(changes)):
        assert all(code in REASONS for code in row.reasons)
        if row.content is None:
            assert row.reasons
        else:
            assert 0 < len(row.content.title) <= 60
            assert len(row.content.region) == 6
            assert 1 <= row.content.headcount <= 9_999


contents = st.builds(
    VacancyContent,
    title=st.text(max_size=60),
    headcount=st.integers(1, 9_999),
    pay_min=st.none() | st.integers(1, 500_000),
    benefits=st.lists(st.text(max_size=20), max_size=12),
    expires_on=st.none() | st.dates(),
)


@given(content=contents)
def test_a_content_comes_back_from_json_as_it_was(content):
    assert content_from_data(content_as_data(content)) == content


def test_the_refused_file_opens_without_running_anything_and_can_be_mended(db):
    from jobs.models import VacancyUploadRow
    from jobs.sheets.words import refused_csv

    values = dict(zip(HEADINGS, [GOOD[column.field] for column in COLUMNS], strict=True))
    values |= {"职位名称": "@SUM(1)", "备注": "夜班", "联系电话": "+8627"}
    row = VacancyUploadRow(row=3, values=values, outcome="refused", reasons=["region_unknown"])
    text = refused_csv([row]).decode("utf-8-sig")
    header, cells = csv.reader(io.StringIO(text))
    assert header == [*HEADINGS, "备注", "问题"]
    assert (cells[1], cells[header.index("联系电话")]) == ("'@SUM(1)", "'+8627")
    assert cells[-1] == "工作地点不是本站认识的地区。"
    (mended,) = read(text.replace("'@SUM(1)", "电工").encode())
    assert (mended.content.title, mended.content.contact_phone) == ("电工", "+8627")
