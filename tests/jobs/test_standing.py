import datetime as dt
from itertools import product

import pytest
from django.utils import timezone

from jobs.enums import CloseReason, VacancyState, VerificationState
from jobs.models import Vacancy
from jobs.standing import Standing, vacancy_standing
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def test_one_vacancy_is_public_exactly_when_the_queryset_says_so():
    today = timezone.localdate()
    lead = VacancyFactory()
    for state, verification, expires, duplicate in product(
        VacancyState,
        VerificationState,
        (None, today - dt.timedelta(days=1), today),
        (None, lead),
    ):
        VacancyFactory(
            state=state,
            close_reason=CloseReason.FILLED if state == VacancyState.CLOSED else "",
            employer=EmployerFactory(verification=verification),
            expires_on=expires,
            duplicate_of=duplicate,
        )
    VacancyFactory(employer=None)
    public = set(Vacancy.objects.public(today=today).values_list("pk", flat=True))
    for vacancy in Vacancy.objects.select_related("employer"):
        shown = vacancy_standing(vacancy, today=today) is Standing.PUBLIC
        assert shown == (vacancy.pk in public), vacancy.__dict__


def test_what_was_never_public_is_hidden_and_what_was_is_gone():
    today = timezone.localdate()
    unverified = EmployerFactory(verification=VerificationState.UNVERIFIED)
    assert vacancy_standing(VacancyFactory(employer=unverified), today=today) is Standing.HIDDEN
    assert vacancy_standing(VacancyFactory(employer=None), today=today) is Standing.HIDDEN
    assert vacancy_standing(VacancyFactory(state=VacancyState.DRAFT), today=today) is Standing.HIDDEN
    assert vacancy_standing(VacancyFactory(closed=True), today=today) is Standing.GONE
    past = VacancyFactory(expires_on=today - dt.timedelta(days=1))
    assert vacancy_standing(past, today=today) is Standing.GONE
