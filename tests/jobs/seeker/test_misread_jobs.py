"""A past job whose occupation was misread: the person sees what was read, and chooses what counts."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jobs.models import ResumeJob
from jobs.occupation_search import occupation_of_title
from jobs.services import resume_copy, resume_entry_save

JOB = {"title": "维修电工", "start": "2020-01", "end": "2021-12"}
DRIVER = "6-30-01-00"
ELECTRICIAN = occupation_of_title("维修电工")


@pytest.fixture
def add(me, resume):
    """`add(**changes)` sends the page of a new job."""

    def send(**changes):
        return me.post(reverse("me_resume_entry_add", args=[resume.pk, "experience"]), JOB | changes)

    return send


def months(resume) -> dict[str, int]:
    resume.seeker.refresh_from_db()
    return dict(resume.seeker.experience.values_list("occupation", "months"))


def test_what_was_read_is_said(me, resume, add):
    add()
    page = me.get(reverse("me_resume_step", args=[resume.pk, "experience"])).content.decode()
    assert "计入职业：" in page
    change = reverse("me_resume_entry", args=[resume.pk, "experience", ResumeJob.objects.get().pk])
    assert "本站判断：" in me.get(change).content.decode()


def test_what_is_chosen_feeds_the_profile_instead_of_the_reading(resume, add):
    add()
    assert months(resume) == {ELECTRICIAN: 24}
    ResumeJob.objects.all().delete()
    add(occupation_chosen=DRIVER)
    assert months(resume) == {DRIVER: 24}
    assert ResumeJob.objects.get().occupation_chosen == DRIVER


def test_a_job_that_nothing_is_read_from_counts_by_the_choice_and_says_so_without_one(me, resume, add):
    add(title="打杂小能手XYZ")
    assert months(resume) == {}
    listed = reverse("me_resume_step", args=[resume.pk, "experience"])
    assert "未计入任何职业" in me.get(listed).content.decode()
    entry = ResumeJob.objects.get()
    me.post(
        reverse("me_resume_entry", args=[resume.pk, "experience", entry.pk]),
        JOB | {"title": entry.title, "occupation_chosen": DRIVER},
    )
    assert months(resume) == {DRIVER: 24}
    assert "由您选择" in me.get(listed).content.decode()


def test_other_words_find_other_occupations_and_nothing_that_was_written_is_lost(add):
    answer = add(occupation_words="会计", duties="记账", look="1")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="维修电工"' in page
    assert "记账" in page
    assert f'value="{occupation_of_title("会计")}"' in page
    assert not ResumeJob.objects.exists()


def test_a_code_that_no_standard_has_is_refused(add):
    assert add(occupation_chosen="9-99-99-99").status_code == 422


def test_the_choice_outlives_other_changes_and_goes_with_a_copy(resume, add):
    add(occupation_chosen=DRIVER)
    entry = ResumeJob.objects.get()
    entry.duties = "值夜班"
    resume_entry_save(entry=entry, by=None)
    assert months(resume) == {DRIVER: 24}
    assert resume_copy(resume=resume, by=None).jobs.get().occupation == DRIVER
