"""What an employer sees of a person whom it found, and what it never sees."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from jobs.enums import Visibility
from jobs.found import as_found, called, reference_of, sheet_of
from jobs.models import JobSeeker
from jobs.services import resume_create, resume_update, seeker_contact_set, seeker_show
from tests.factories import JobSeekerFactory, UserFactory

DATA = {
    "name": "周敏",
    "phone": "13800138000",
    "email": "zhou@example.org",
    "about": "我叫周敏，电话13800138000，微信zhou_min88",
    "jobs": [
        {
            "title": "电工（周敏班组）",
            "employer": "武汉某某厂",
            "start": "",
            "end": "",
            "duties": "周敏负责巡检",
        }
    ],
    "schools": [{"level": "40", "school": "武汉某某学校", "subject": "机电", "end_year": 2015}],
    "certificates": [
        {"name": "低压电工证", "grade": "", "number": "T4201", "issuer": "应急局", "issued_on": ""}
    ],
}
WHO = ("周敏", "13800138000", "zhou@example.org", "zhou_min88", "武汉某某厂", "武汉某某学校", "T4201")


def test_who_is_found_without_a_name_is_not_known_by_anything_that_is_shown():
    shown = str(as_found(DATA, name="周敏", is_named=False))
    assert [who for who in WHO if who in shown] == []
    assert "低压电工证" in shown
    assert "负责巡检" in shown


def test_who_is_found_by_name_still_shows_no_contact_and_no_number_of_a_certificate():
    shown = str(as_found(DATA, name="周敏", is_named=True))
    assert [who for who in WHO if who in shown] == ["周敏", "武汉某某厂", "武汉某某学校"]


@given(st.text(max_size=60), st.text(min_size=1, max_size=8))
def test_a_name_is_nowhere_in_one_s_own_words(about, name):
    shown = as_found({"about": about + name + about}, name=name, is_named=False)
    assert name not in shown["about"] or set(name) == {"*"}


@pytest.mark.django_db
def test_the_main_resume_is_shown_and_without_one_the_profile():
    made = resume_create(user=UserFactory())
    seeker_contact_set(seeker=made.seeker, name="周敏", phone="13800138000", email="", by=None)
    resume_update(resume=made, by=None, wanted=["6-29-03-07"], about="周敏十年经验")
    seeker = JobSeeker.objects.with_profile().get(pk=made.seeker_id)
    sheet = sheet_of(seeker)
    assert (sheet["name"], sheet["contact"], sheet["about"]) == ("", [], "**十年经验")
    window = JobSeekerFactory(user=None, skills=["焊接"], education="40")
    with translation.override("en"):
        facts = dict(sheet_of(JobSeeker.objects.with_profile().get(pk=window.pk))["facts"])
    assert facts["Skills"] == "焊接"
    assert facts["Education"] == "vocational school"


@pytest.mark.django_db
def test_a_person_has_another_number_for_every_vacancy_and_a_name_only_where_they_want():
    seeker = JobSeekerFactory(name="周敏", consent_at=timezone.now())
    assert reference_of(seeker, 1) == reference_of(seeker, 1) != reference_of(seeker, 2)
    assert str(seeker.pk) != reference_of(seeker, 1)
    assert "周敏" not in called(seeker, 1)
    shown = seeker_show(seeker=seeker, visibility=Visibility.NAMED, by=None)
    assert called(shown, 1) == "周敏"
