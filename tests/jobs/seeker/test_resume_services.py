"""Résumés: the main one feeds the profile, others do not; numbers are encrypted; limits hold."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import AuditEntry
from jobs import citizen_id
from jobs.enums import Visibility
from jobs.models import JobSeeker, OutboxEntry, Resume, ResumeCertificate, ResumeJob, ResumeSchool
from jobs.services import (
    TooMany,
    citizen_ids_rekey,
    resume_copy,
    resume_create,
    resume_delete,
    resume_entry_delete,
    resume_entry_save,
    resume_make_main,
    resume_update,
    seeker_look,
    seeker_region_set,
    seeker_registration_set,
    seeker_show,
)
from jobs.services.resumes import months_between
from tests.factories import EmployerFactory, JobSeekerFactory

NUMBER = "11010519491231002X"


def test_the_first_resume_makes_a_job_seeker_and_is_the_main_one(resume):
    assert resume.is_main
    second = resume_create(user=resume.seeker.user)
    assert (second.seeker, second.is_main) == (resume.seeker, False)


def test_the_main_resume_feeds_the_profile_and_the_outbox(resume):
    OutboxEntry.objects.all().delete()
    resume_update(
        resume=resume,
        by=None,
        wanted=["6-29-03-07", "4-01-02-01"],
        pay_wanted=8000,
        places=[{"region": "440300", "mode": "move", "within_km": None}],
    )
    resume_entry_save(
        entry=ResumeJob(resume=resume, title="维修电工", start=dt.date(2020, 1, 1), end=dt.date(2021, 12, 1)),
        by=None,
    )
    resume_entry_save(entry=ResumeSchool(resume=resume, level="40"), by=None)
    resume_entry_save(entry=ResumeSchool(resume=resume, level="30"), by=None)
    resume_entry_save(
        entry=ResumeCertificate(resume=resume, name="高级电工证", grade="30", licence="electrician"), by=None
    )
    seeker = JobSeeker.objects.get(pk=resume.seeker_id)
    assert [(wish.occupation, wish.weight) for wish in seeker.wanted.all()] == [
        ("6-29-03-07", 100),
        ("4-01-02-01", 90),
    ]
    assert [entry.months for entry in seeker.experience.all()] == [24]
    assert (seeker.education, seeker.pay_wanted, seeker.licences) == ("30", 8000, ["electrician"])
    assert [place.region for place in seeker.places.all()] == ["440300"]
    assert [held.grade for held in seeker.grades.all()] == ["30"]
    assert seeker.skills == ["电气维修"]
    assert set(OutboxEntry.objects.values_list("topic", "key")) == {("person", seeker.pk)}


def test_another_resume_feeds_it_only_once_it_is_the_main_one(resume):
    other = resume_create(user=resume.seeker.user)
    resume_update(resume=other, by=None, wanted=["4-01-02-01"])
    wanted = resume.seeker.wanted
    assert wanted.get().occupation == "6-29-03-07"
    resume_make_main(resume=other, by=None)
    assert wanted.get().occupation == "4-01-02-01"
    assert list(Resume.objects.filter(is_main=True)) == [other]


def test_when_the_main_resume_goes_the_next_one_is_main_and_after_the_last_the_profile_is_empty(resume):
    other = resume_create(user=resume.seeker.user)
    resume_delete(resume=resume, by=None)
    other.refresh_from_db()
    assert other.is_main
    resume_delete(resume=other, by=None)
    assert not resume.seeker.wanted.exists()


def test_a_copy_has_all_that_its_original_has(resume):
    resume_entry_save(entry=ResumeJob(resume=resume, title="电工", start=dt.date(2020, 1, 1)), by=None)
    made = resume_copy(resume=resume, by=None)
    assert (made.wanted, made.skills, made.is_main) == (resume.wanted, resume.skills, False)
    assert made.jobs.get().title == "电工"
    assert resume.jobs.count() == 1


def test_there_are_limits(resume):
    for _number in range(9):
        resume_create(user=resume.seeker.user)
    with pytest.raises(TooMany):
        resume_create(user=resume.seeker.user)
    for _number in range(30):
        resume_entry_save(entry=ResumeSchool(resume=resume, level="30"), by=None)
    with pytest.raises(TooMany):
        resume_entry_save(entry=ResumeSchool(resume=resume, level="30"), by=None)


def test_an_entry_that_is_removed_counts_no_more(resume):
    entry = resume_entry_save(
        entry=ResumeJob(resume=resume, title="维修电工", start=dt.date(2020, 1, 1)), by=None
    )
    assert resume.seeker.experience.exists()
    resume_entry_delete(entry=entry, by=None)
    assert not resume.seeker.experience.exists()


def test_a_code_that_no_standard_has_is_refused_and_nothing_is_stored(resume):
    with pytest.raises(ValidationError):
        resume_update(resume=resume, by=None, wanted=["9-99-99-99"])
    resume.refresh_from_db()
    assert resume.wanted == ["6-29-03-07"]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2020-03-01", "2020-03-01", 1), ("2020-01-01", "2021-12-01", 24), ("2021-05-01", "2021-03-01", 0)],
)
def test_months_are_counted_both_included(start, end, months):
    assert months_between(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == months


def register(seeker, number):
    return seeker_registration_set(
        seeker=seeker, category="laid_off", sex="", birth_date=None, citizen_number=number, by=None
    )


def test_a_citizen_number_is_unreadable_at_rest_and_found_by_its_key(seeker):
    register(seeker, NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jobs_jobseeker::text FROM jobs_jobseeker")
        assert NUMBER not in cursor.fetchone()[0]
    stored = JobSeeker.objects.get(citizen_id_key__in=citizen_id.lookup_keys(NUMBER))
    assert citizen_id.decrypt(stored.citizen_id) == NUMBER
    assert NUMBER not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_saving_without_a_number_keeps_it_and_an_empty_one_takes_it_away(seeker):
    register(seeker, NUMBER)
    assert register(seeker, None).citizen_id
    gone = register(seeker, "")
    assert (gone.citizen_id, gone.citizen_id_key) == ("", "")


def test_keys_of_citizen_numbers_can_be_changed_without_losing_one(seeker, settings):
    settings.CITIZEN_ID_KEYS = ["old"]
    register(seeker, NUMBER)
    settings.CITIZEN_ID_KEYS = ["new", "old"]
    assert JobSeeker.objects.filter(citizen_id_key__in=citizen_id.lookup_keys(NUMBER)).exists()
    assert citizen_ids_rekey() == 1
    settings.CITIZEN_ID_KEYS = ["new"]
    stored = JobSeeker.objects.get(citizen_id_key=citizen_id.lookup_key(NUMBER))
    assert citizen_id.decrypt(stored.citizen_id) == NUMBER


def test_a_masked_number_shows_its_ends_only():
    assert citizen_id.masked(NUMBER) == "1101**********002X"


@pytest.mark.parametrize("visibility", list(Visibility))
def test_who_may_find_a_person_is_what_they_said_last(seeker, visibility):
    assert seeker.visibility == Visibility.HIDDEN
    seeker_show(seeker=seeker, visibility=Visibility.NAMED, by=None)
    shown = seeker_show(seeker=seeker, visibility=visibility, by=None)
    assert JobSeeker.objects.get(pk=shown.pk).visibility == visibility
    assert JobSeeker.objects.findable().exists() == (visibility != Visibility.HIDDEN)


def test_an_employer_that_looks_twice_on_a_day_is_one_line():
    seeker, employer = JobSeekerFactory(), EmployerFactory()
    first = seeker_look(seeker=seeker, employer=employer)
    second = seeker_look(seeker=seeker, employer=employer)
    assert (first.pk, second.at >= first.at) == (second.pk, True)


def test_moving_to_another_place_forgets_the_point(seeker):
    JobSeeker.objects.filter(pk=seeker.pk).update(region="420106", longitude=114.3, latitude=30.5)
    moved = seeker_region_set(seeker=seeker, region="440305", by=None)
    assert (moved.region, moved.longitude) == ("440305", None)
    with pytest.raises(ValidationError):
        seeker_region_set(seeker=seeker, region="999999", by=None)
