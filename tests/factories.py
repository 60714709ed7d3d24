"""Factories of the records that several rooms' tests need."""

from __future__ import annotations

import datetime as dt

import factory
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.services import address_trust
from jobs.enums import CloseReason, EmploymentType, VacancyState, VerificationState
from jobs.models import Application, Employer, JobSeeker, Vacancy


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"工作人员{n}")
    password = factory.django.Password("correct horse battery")
    confirmed = factory.PostGeneration(
        lambda user, create, given, **_: create and given is not False and address_trust(user=user)
    )


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"武汉测试制造{n}有限公司")
    name_key = factory.SelfAttribute("name")
    region = "420100"
    verification = VerificationState.VERIFIED
    verified_at = factory.LazyFunction(timezone.now)


class VacancyFactory(factory.django.DjangoModelFactory):
    """A public vacancy in 武汉市江夏区, unless told otherwise."""

    class Meta:
        model = Vacancy

    class Params:
        closed = factory.Trait(state=VacancyState.CLOSED, close_reason=CloseReason.FILLED)

    employer = factory.SubFactory(EmployerFactory)
    title = "物业维修电工"
    duties = "负责园区配电设施的日常巡检和维修。"
    headcount = 2
    occupation = "6-29-03-07"
    industry = "K7020"
    region = "420115"
    place_text = "武汉·江夏区"
    pay_min = 5500
    pay_max = 7000
    pay_text = "5500-7000元/月"
    education = "60"
    experience_min = 1
    experience_max = 3
    employment_type = EmploymentType.FULL_TIME
    benefits = factory.LazyFunction(lambda: ["双休", "五险一金"])
    source_name = "武汉市公共就业服务中心"
    state = VacancyState.OPEN
    state_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyFunction(timezone.now)
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)


def vacancies_alike(number: int, **values: object) -> None:
    """So many vacancies of one employer that differ in nothing but their ids; PostgreSQL copies the first."""
    one = VacancyFactory(**values)
    columns = [field.column for field in Vacancy._meta.local_concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO jobs_vacancy ({', '.join(columns)}) SELECT {', '.join(columns)}"
            " FROM jobs_vacancy CROSS JOIN generate_series(2, %s) WHERE id = %s",
            [number, one.pk],
        )


class JobSeekerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobSeeker

    user = factory.SubFactory(UserFactory)
    region = "420106"
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application

    vacancy = factory.SubFactory(VacancyFactory)
    seeker = factory.SubFactory(JobSeekerFactory)
    state_at = factory.LazyFunction(timezone.now)
    sent_at = factory.LazyFunction(timezone.now)
    copy = factory.LazyFunction(lambda: {"name": "周敏"})
