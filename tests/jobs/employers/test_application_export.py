"""Applications to a vacancy as a table: what the employer may see, no formulas, noted in the trail."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from jobs.enums import ApplicationState, EmployerRole
from tests.city_sites.pages import national_home
from tests.factories import ApplicationFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory

pytestmark = pytest.mark.django_db
COPY = {
    "name": "李晓梅",
    "phone": "",
    "email": "",
    "region": "420115",
    "skills": ["电气维修", "PLC"],
    "schools": [
        {"level": "60", "school": "x", "subject": "", "end_year": 2010},
        {"level": "30", "school": "y", "subject": "", "end_year": 2013},
    ],
    "jobs": [{"title": "电工", "employer": "某厂", "start": "2020-01-01", "end": "", "duties": ""}],
}


@pytest.fixture
def owner():
    national_home()
    return MembershipFactory()


@pytest.fixture
def vacancy(owner):
    return VacancyFactory(employer=owner.employer, questions=[{"text": "能上夜班吗？", "required": True}])


def fetch(member, vacancy, form="csv"):
    client = Client()
    client.force_login(member.user)
    return client.get(reverse("employer_applications_file", args=[member.employer_id, vacancy.pk, form]))


def rows_of(response) -> list[list[str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_row_says_what_the_pages_say(owner, vacancy):
    ApplicationFactory(
        vacancy=vacancy,
        copy=COPY,
        letter="有三年经验。",
        answers=[{"question": "能上夜班吗？", "answer": "能"}],
    )
    heading, row = rows_of(fetch(owner, vacancy))
    told = dict(zip(heading, row, strict=True))
    assert told["姓名"] == "李晓梅"
    assert told["能上夜班吗？"] == "能"
    assert told["技能"] == "电气维修、PLC"
    assert told["学历"] == "大专"
    assert "某厂" in told["工作经历"]
    assert "有三年经验。" in row


def test_contact_stands_there_only_for_who_shows_it(owner, vacancy):
    ApplicationFactory(vacancy=vacancy, copy=COPY)
    ApplicationFactory(vacancy=vacancy, copy=COPY | {"phone": "13800138000"}, shares_contact=True)
    text = fetch(owner, vacancy).content.decode()
    assert text.count("13800138000") == 1


def test_what_was_withdrawn_or_sent_to_another_vacancy_or_employer_is_not_there(owner, vacancy):
    ApplicationFactory(vacancy=vacancy, copy=COPY | {"name": "撤回者"}, state=ApplicationState.WITHDRAWN)
    ApplicationFactory(vacancy=VacancyFactory(employer=owner.employer), copy=COPY | {"name": "别的岗位"})
    assert len(rows_of(fetch(owner, vacancy))) == 1
    assert fetch(owner, VacancyFactory()).status_code == 404


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_what_people_write_is_no_formula_in_either_file(owner, vacancy, sign):
    ApplicationFactory(vacancy=vacancy, copy=COPY | {"name": f"{sign}cmd()"}, letter=f"{sign}1+1")
    row = rows_of(fetch(owner, vacancy))[1]
    assert row[0] == f"'{sign}cmd()"
    sheet = load_workbook(io.BytesIO(fetch(owner, vacancy, "xlsx").content)).active
    assert [cell.data_type for cell in sheet[2] if cell.value] == ["s"] * sum(
        bool(cell.value) for cell in sheet[2]
    )
    assert sheet["A2"].value == f"'{sign}cmd()"


def test_the_workbook_holds_the_same_as_the_csv_and_takes_control_characters(owner, vacancy):
    ApplicationFactory(vacancy=vacancy, copy=COPY, letter="第一行\n第二行\x0b")
    written = rows_of(fetch(owner, vacancy))
    sheet = load_workbook(io.BytesIO(fetch(owner, vacancy, "xlsx").content)).active
    read = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert [[cell.replace("\x0b", "") for cell in row] for row in written] == read


def test_only_who_recruits_takes_it_out_and_it_is_in_the_trail(owner, vacancy):
    ApplicationFactory(vacancy=vacancy, copy=COPY)
    viewer = MembershipFactory(employer=owner.employer, role=EmployerRole.VIEWER)
    other = MembershipFactory()
    assert fetch(viewer, vacancy).status_code == 404
    assert fetch(other, vacancy).status_code == 404
    assert not AuditEntry.objects.filter(act="applications_export").exists()
    assert fetch(owner, vacancy).status_code == 200
    line = AuditEntry.objects.get(act="applications_export")
    assert (line.actor, line.detail["number"]) == (owner.user, 1)
    assert "李晓梅" not in str(line.detail)
    assert fetch(owner, vacancy, "pdf").status_code == 404


def test_the_board_of_a_vacancy_leads_to_both_files(owner, vacancy):
    ApplicationFactory(vacancy=vacancy, copy=COPY)
    client = Client()
    client.force_login(owner.user)
    board = reverse("employer_candidates", args=[owner.employer_id])
    text = client.get(board, {"vacancy": vacancy.pk}).content.decode()
    for form in ("csv", "xlsx"):
        assert reverse("employer_applications_file", args=[owner.employer_id, vacancy.pk, form]) in text
    assert "applications." not in client.get(board).content.decode()


def test_the_table_asks_the_database_as_often_for_many_as_for_one(owner, vacancy):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            fetch(owner, vacancy)
        return len(queries)

    ApplicationFactory(vacancy=vacancy, copy=COPY)
    before = asked()
    for _number in range(11):
        ApplicationFactory(vacancy=vacancy, copy=COPY)
    assert asked() == before
