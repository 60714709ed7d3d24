"""A résumé as DOCX or PDF: read within limits, understood by its headings, confirmed by the person."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from jobs import resume_files
from jobs.models import Resume
from jobs.resume import as_data
from jobs.resume_import import Unreadable, draft_of, extract, text_of
from tests.factories import UserFactory

LINES = """周敏
电话：138 0000 0000    邮箱：zhou@example.org
现居住地：武汉市江夏区
求职意向：电工、焊工
期望薪资：8000元/月
教育背景
2015.09-2018.06  武汉职业技术学院  机电一体化  大专
工作经历
2018年7月 - 2021年6月  武汉某机械有限公司  维修电工
1. 负责车间设备的日常巡检；
2. 处理配电柜故障。
2021.07-至今
深圳某物业公司 | 物业电工
园区供电维护
专业技能
电气维修、CAD、PLC
资格证书
高级电工证、C1驾驶证
自我评价
踏实，可以倒班。"""


def docx(text: str, *, table: bool = False) -> bytes:
    document, file = Document(), io.BytesIO()
    for line in text.splitlines():
        if table:
            cells = line.split("  ")
            row = document.add_table(rows=1, cols=len(cells)).rows[0]
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        else:
            document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def test_what_a_resume_says_is_understood():
    draft = draft_of(LINES)
    assert (draft["name"], draft["phone"], draft["email"]) == ("周敏", "13800000000", "zhou@example.org")
    assert (draft["region"], draft["pay_wanted"]) == ("420115", 8000)
    assert draft["wanted"][0] == "6-31-01-03"
    assert draft["schools"] == [
        {"level": "30", "school": "武汉职业技术学院", "subject": "机电一体化", "end_year": 2018}
    ]
    assert draft["jobs"] == [
        {
            "title": "维修电工",
            "employer": "武汉某机械有限公司",
            "start": "2018-07-01",
            "end": "2021-06-01",
            "duties": "负责车间设备的日常巡检；\n处理配电柜故障。",
        },
        {
            "title": "物业电工",
            "employer": "深圳某物业公司",
            "start": "2021-07-01",
            "end": "",
            "duties": "园区供电维护",
        },
    ]
    assert draft["skills"] == ["电气维修", "CAD", "PLC"]
    assert [(held["name"], held["grade"]) for held in draft["certificates"]] == [
        ("高级电工证", "30"),
        ("C1驾驶证", ""),
    ]
    assert draft["about"] == "踏实，可以倒班。"


def test_what_a_resume_does_not_say_is_not_guessed():
    draft = draft_of("个人简历\n工作经历\n在很多地方做过\n期望薪资：面议")
    assert not any(draft.values())


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text):
    draft = draft_of(f"{LINES}\n{text}\n{text}")
    assert len(draft["about"]) <= 1000
    assert all(job["title"] and job["start"] for job in draft["jobs"])


@pytest.mark.parametrize("table", [False, True])
def test_the_text_of_a_docx_is_read_paragraphs_and_tables(table):
    text = text_of(docx(LINES, table=table))
    assert "周敏" in text
    assert "武汉职业技术学院" in text


def test_our_own_pdf_is_read_again(resume):
    resume.jobs.create(title="维修电工", employer="某厂", start=dt.date(2018, 7, 1), end=dt.date(2021, 6, 1))
    text = text_of(resume_files.as_pdf(as_data(resume, contact=True)))
    draft = draft_of(text)
    assert (draft["name"], draft["phone"]) == ("周敏", "13800000000")
    assert draft["jobs"][0]["start"] == "2018-07-01"


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * (extract.UNPACKED_AT_MOST + 1))
    return file.getvalue()


def entities() -> bytes:
    """A DOCX whose XML names entities that grow without end ("billion laughs")."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l11;</d>'
    source, file = zipfile.ZipFile(io.BytesIO(docx("x"))), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for part in source.infolist():
            parts.writestr(part, xml if part.filename == "word/document.xml" else source.read(part))
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"%PDF-1.7\nnot really", b"PK\x03\x04broken"],
    ids=["empty", "plain", "broken PDF", "broken DOCX"],
)
def test_a_broken_file_is_unreadable_and_nothing_else_happens(content):
    with pytest.raises(Unreadable):
        text_of(content)


@pytest.mark.parametrize("hostile", [bomb, entities])
def test_a_hostile_file_is_unreadable_and_nothing_else_happens(hostile):
    with pytest.raises(Unreadable):
        text_of(hostile())


def test_a_file_that_keeps_its_reader_busy_is_given_up(monkeypatch):
    monkeypatch.setattr(extract, "WAIT_SECONDS", 0.01)
    with pytest.raises(Unreadable, match="too long"):
        text_of(docx(LINES))


def test_a_file_that_is_too_large_is_not_opened():
    with pytest.raises(Unreadable, match="larger"):
        text_of(b"%PDF" + b" " * extract.MOST_BYTES)


@pytest.fixture
def newcomer(client):
    client.force_login(UserFactory(name=""))
    return client


def bring(client, content, name="简历.docx"):
    return client.post(reverse("me_resume_import"), {"file": SimpleUploadedFile(name, content)})


def test_a_person_confirms_what_was_read_and_crosses_out_what_is_wrong(newcomer):
    answer = bring(newcomer, docx(LINES))
    assert not Resume.objects.exists()
    text = newcomer.get(answer.headers["Location"]).content.decode()
    for words in ("周敏", "武汉·江夏区", "武汉某机械有限公司", "2018年7月–2021年6月", "高级电工证"):
        assert words in text
    keep = ["name", "phone", "region", "wanted", "skills", "jobs-0", "schools-0", "certificates-0"]
    newcomer.post(reverse("me_resume_import_check"), {"keep": keep})
    made = Resume.objects.get()
    assert (made.seeker.name, made.seeker.phone, made.seeker.email) == ("周敏", "13800000000", "")
    assert made.seeker.region == "420115"
    assert [job.title for job in made.jobs.all()] == ["维修电工"]
    assert [held.name for held in made.certificates.all()] == ["高级电工证"]
    assert (made.skills, made.about, made.pay_wanted) == (["电气维修", "CAD", "PLC"], "", None)
    assert newcomer.get(reverse("me_resume_import_check")).status_code == 302


def test_what_the_person_stated_before_stays(me, seeker):
    bring(me, docx(LINES.replace("周敏", "李强")))
    me.post(reverse("me_resume_import_check"), {"keep": ["name", "skills"]})
    seeker.refresh_from_db()
    assert seeker.name == "周敏"
    assert Resume.objects.filter(seeker=seeker, is_main=False).get().skills == ["电气维修", "CAD", "PLC"]


@pytest.mark.parametrize(("content", "words"), [(b"GIF89a", "读不出文字"), (b"", "空的")])
def test_a_file_that_cannot_be_read_is_refused_in_words(newcomer, content, words):
    answer = bring(newcomer, content, "photo.gif")
    assert answer.status_code == 422
    assert words in answer.content.decode()
