"""A résumé as PDF and as text: all that it says, in Chinese, and nothing fetched from elsewhere."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from pdfminer.high_level import extract_text

from jobs import resume_files
from jobs.models import ResumeJob
from jobs.resume import as_data
from jobs.services import resume_create, resume_entry_save, resume_update
from tests.factories import UserFactory


@pytest.fixture
def full(resume):
    resume_entry_save(
        entry=ResumeJob(
            resume=resume, title="维修电工", start=dt.date(2020, 1, 1), end=None, duties="巡检\n维修"
        ),
        by=None,
    )
    return resume_update(resume=resume, by=None, pay_wanted=8000, about="<img src=file:///etc/passwd> 踏实")


def test_the_pdf_says_all_in_chinese(me, full):
    answer = me.get(reverse("me_resume_pdf", args=[full.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    text = extract_text(io.BytesIO(answer.content))
    for words in (
        "周敏",
        "13800000000",
        "8,000",
        "电气维修",
        "维修电工",
        "2020年1月–至今",
        "巡检",
        "/etc/passwd",
    ):
        assert words in text


def test_a_picture_named_in_a_resume_is_never_fetched():
    with pytest.raises(ValueError, match="fetches nothing"):
        resume_files._nothing("file:///etc/passwd")


def test_the_text_says_all_line_by_line(me, full):
    lines = me.get(reverse("me_resume_text", args=[full.pk])).content.decode().splitlines()
    assert lines[0] == "周敏"
    assert "技能: 电气维修" in lines
    assert "2020年1月–至今  维修电工" in lines
    assert "    巡检" in lines


def test_a_long_resume_goes_over_several_pages(full):
    data = as_data(full, contact=False)
    data["jobs"] = data["jobs"] * 60
    pdf = resume_files.as_pdf(data)
    assert "2 / " in extract_text(io.BytesIO(pdf))


def test_somebody_elses_file_does_not_exist(me):
    other = resume_create(user=UserFactory())
    for name in ("me_resume_pdf", "me_resume_text"):
        assert me.get(reverse(name, args=[other.pk])).status_code == 404
