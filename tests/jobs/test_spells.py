"""The history that demand and supply are counted from: written whatever changes, never changed once over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from jobs.enums import VacancyState, VerificationState
from jobs.models import JobSeeker, SeekerSpell, Vacancy, VacancySpell
from jobs.services import SeekerProfile, seeker_register, seeker_update
from jobs.services.seekers import seeker_registration_set
from standards import regions
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def aged(model, days: int = 10) -> None:
    """As if all that was written now had been written so many days ago."""
    for spell in model.objects.all():
        model.objects.filter(pk=spell.pk).update(begins_at=spell.begins_at - days * DAY)


def standing(vacancy: Vacancy) -> list[VacancySpell]:
    return list(
        VacancySpell.objects.filter(vacancy=vacancy.pk, ends_at__gt=timezone.now()).order_by("number")
    )


def test_the_database_knows_the_city_of_every_region_as_the_standards_do():
    codes = [unit.code for unit in regions.all_regions()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, jobs_city_of(code) FROM unnest(%s::text[]) AS code", [codes])
        found = dict(cursor.fetchall())
    for code in codes:
        city = regions.city_of(code)
        assert found[code] == (city.code if city else ""), code


@pytest.mark.parametrize(
    "changes",
    [
        {"state": VacancyState.DRAFT},
        {"is_demo": True},
        {"expires_on": dt.date(2020, 1, 1)},
        {"employer__verification": VerificationState.UNVERIFIED},
    ],
)
def test_what_nobody_may_see_is_not_counted(changes):
    assert standing(VacancyFactory(**changes)) == []


def test_a_vacancy_is_counted_from_when_its_employer_is_verified():
    vacancy = VacancyFactory(employer__verification=VerificationState.UNVERIFIED)
    employer = vacancy.employer
    employer.verification = VerificationState.VERIFIED
    employer.save()
    assert len(standing(vacancy)) == 1


def test_a_change_of_what_is_counted_ends_one_spell_and_begins_another():
    vacancy = VacancyFactory(headcount=2, region="420115")
    aged(VacancySpell)
    Vacancy.objects.filter(pk=vacancy.pk).update(title="别的", updated_at=timezone.now())
    assert VacancySpell.objects.count() == 1
    Vacancy.objects.filter(pk=vacancy.pk).update(headcount=5)
    first, second = VacancySpell.objects.order_by("number")
    assert (first.headcount, first.followed, second.headcount, second.followed) == (2, True, 5, False)
    assert (first.ends_at, second.city) == (second.begins_at, "420100")


def test_what_begins_and_ends_in_one_transaction_never_stood():
    vacancy = VacancyFactory()
    Vacancy.objects.filter(pk=vacancy.pk).update(duplicate_of=VacancyFactory())
    assert standing(vacancy) == []
    assert not VacancySpell.objects.filter(vacancy=vacancy.pk).exists()


def test_an_expired_vacancy_ended_on_its_day_however_late_it_is_closed():
    today = timezone.localdate()
    vacancy = VacancyFactory(expires_on=today)
    (spell,) = standing(vacancy)
    assert timezone.localtime(spell.ends_at) == timezone.make_aware(
        dt.datetime.combine(today + DAY, dt.time())
    )
    aged(VacancySpell)
    past = timezone.now() - DAY
    VacancySpell.objects.update(ends_at=past)
    Vacancy.objects.filter(pk=vacancy.pk).update(
        state=VacancyState.CLOSED, close_reason="expired", expires_on=today - 2 * DAY
    )
    assert VacancySpell.objects.get().ends_at == past


def test_a_vacancy_that_is_deleted_leaves_its_history():
    vacancy = VacancyFactory()
    aged(VacancySpell)
    vacancy.delete()
    assert VacancySpell.objects.get().ends_at <= timezone.now()


PROFILE = SeekerProfile(
    region="420106",
    wanted={"6-31-01-03": 60, "4-03-02-01": 100},
    grades=(("6-31-01-03", "40"), ("6-31-01-03", "T1")),
    education="20",
)


def registered() -> JobSeeker:
    seeker = seeker_register(profile=PROFILE, user=None, by=None)
    born = timezone.localdate().replace(year=timezone.localdate().year - 30, month=1, day=1)
    seeker_registration_set(
        seeker=seeker, category="lost_job", sex="2", birth_date=born, citizen_number=None, by=None
    )
    connection.check_constraints()  # what happens at the end of a transaction
    return seeker


def test_a_person_is_counted_by_what_they_want_most_and_their_highest_grade():
    registered()
    spell = SeekerSpell.objects.get()
    assert (spell.city, spell.occupation, spell.grade, spell.education) == (
        "420100", "4-03-02-01", "T1", "20",
    )  # fmt: skip
    assert (spell.category, spell.sex, spell.age_from) == ("lost_job", "2", 25)
    assert dt.timedelta(days=179) < spell.ends_at - timezone.now() <= dt.timedelta(days=180)


def test_saving_the_same_again_goes_on_with_the_registration():
    seeker = registered()
    aged(SeekerSpell)
    seeker_update(seeker=seeker, profile=PROFILE, by=None)
    connection.check_constraints()
    assert SeekerSpell.objects.count() == 1


def test_moving_to_another_city_ends_the_registration_in_the_first():
    seeker = registered()
    aged(SeekerSpell)
    seeker_update(seeker=seeker, profile=SeekerProfile(region="430100"), by=None)
    connection.check_constraints()
    first, second = SeekerSpell.objects.order_by("number")
    assert (first.city, first.followed, second.city, second.occupation) == ("420100", True, "430100", "")


def test_an_erased_person_stays_counted_and_nobody_knows_who_it_was():
    seeker = registered()
    number = seeker.pk
    aged(SeekerSpell)
    seeker.delete()
    connection.check_constraints()
    spell = SeekerSpell.objects.get()
    assert spell.seeker < 0
    assert spell.ends_at <= timezone.now()
    assert not SeekerSpell.objects.filter(seeker=number).exists()


def test_a_person_without_a_city_is_not_registered_anywhere():
    seeker_register(profile=SeekerProfile(), user=None, by=None)
    connection.check_constraints()
    assert not SeekerSpell.objects.exists()


def test_employers_that_are_no_companies_are_told_by_their_code():
    school = EmployerFactory(credit_code="12100000400000000Y", economic_type="")
    assert standing(VacancyFactory(employer=school))[0].employer_type == "P"
