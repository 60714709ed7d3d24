"""People recommended to an employer: who agreed, with reasons, by name only where they want; and invited."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.enums import EmployerRole, Party, VacancyState
from jobs.found import reference_of
from jobs.models import ApplyInvitation, Conversation, SeekerLook
from jobs.services import seeker_consent, seeker_hide_from
from jobs.services.messages import conversation_block
from portal.services import national_site_ensure
from search.indexing import index_rebuild
from search.kinds import KINDS
from search.recommended_people import people_recommended
from tests.factories import ApplicationFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory
from tests.search.matching.factories import MatchedSeekerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]


@pytest.fixture
def owner():
    national_site_ensure()
    cache.clear()
    return MembershipFactory()


@pytest.fixture
def vacancy(owner):
    return VacancyFactory(
        employer=owner.employer,
        occupation="6-31-01-03",
        title="维修电工",
        region="420100",
        pay_min=6000,
        grade="40",
    )


def indexed() -> None:
    for kind in KINDS:
        index_rebuild(kind)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def people_page(owner, vacancy) -> str:
    return reverse("employer_people", args=[owner.employer_id, vacancy.pk])


def person_page(owner, vacancy, seeker) -> str:
    return reverse("employer_person", args=[owner.employer_id, vacancy.pk, reference_of(seeker, vacancy.pk)])


def text_of(response) -> str:
    return response.content.decode()


def test_people_who_fit_are_listed_with_reasons_and_by_name_only_where_they_want_it(owner, vacancy):
    nameless = MatchedSeekerFactory(name="周敏", phone="13800138000", user=UserFactory())
    named = MatchedSeekerFactory(name="李晓梅", shows_name=True)
    indexed()
    client = client_of(owner.user)
    assert people_page(owner, vacancy) in text_of(
        client.get(reverse("employer_vacancy", args=[owner.employer_id, vacancy.pk]))
    )
    listed = text_of(client.get(people_page(owner, vacancy)))
    seen = text_of(client.get(person_page(owner, vacancy, nameless)))
    assert "李晓梅" in listed
    assert reference_of(nameless, vacancy.pk) in listed
    assert 'class="reasons is-good"' in listed
    assert 'class="reasons is-good"' in seen
    for hidden in ("周敏", "13800138000", nameless.user.email):
        assert hidden not in listed + seen
    assert "李晓梅" in text_of(client.get(person_page(owner, vacancy, named)))


def test_that_an_employer_looks_is_told_to_the_person_and_that_it_reads_the_list_is_no_look(owner, vacancy):
    seeker = MatchedSeekerFactory(user=UserFactory())
    indexed()
    client = client_of(owner.user)
    client.get(people_page(owner, vacancy))
    assert not SeekerLook.objects.exists()
    client.get(person_page(owner, vacancy, seeker))
    assert SeekerLook.objects.get().employer == owner.employer
    assert owner.employer.name in text_of(client_of(seeker.user).get(reverse("me_visibility")))


def test_who_changed_their_mind_since_the_index_learned_of_them_is_not_shown(owner, vacancy):
    hidden, shy, applied, stopped, shown = (MatchedSeekerFactory() for _number in range(5))
    indexed()
    seeker_consent(seeker=hidden, given=False, by=None)
    seeker_hide_from(seeker=shy, employers=[owner.employer], by=None)
    ApplicationFactory(vacancy=vacancy, seeker=applied)
    conversation_block(seeker=stopped, employer=owner.employer, party=Party.EMPLOYER, by=None)
    assert [one.seeker for one in people_recommended(vacancy)] == [shown]
    client = client_of(owner.user)
    for seeker in (hidden, shy, applied, stopped):
        assert client.get(person_page(owner, vacancy, seeker)).status_code == 404
    assert not SeekerLook.objects.exists()


def test_nobody_but_who_recruits_for_the_employer_sees_people(owner, vacancy):
    seeker = MatchedSeekerFactory()
    indexed()
    viewer = MembershipFactory(employer=owner.employer, role=EmployerRole.VIEWER)
    for user in (viewer.user, MembershipFactory().user, UserFactory()):
        client = client_of(user)
        for page in (people_page(owner, vacancy), person_page(owner, vacancy, seeker)):
            assert client.get(page).status_code == 404
            assert client.post(page).status_code in (404, 405)
    other = VacancyFactory()
    assert client_of(owner.user).get(people_page(owner, other)).status_code == 404


def test_an_invitation_is_sent_from_the_page_and_marks_the_person(owner, vacancy):
    seeker = MatchedSeekerFactory()
    indexed()
    client, page = client_of(owner.user), person_page(owner, vacancy, seeker)
    assert owner.employer.name in text_of(client.get(page)).split("<textarea")[1]
    assert client.post(page, {"text": ""}).status_code == 422
    answer = client.post(page, {"text": "欢迎应聘"})
    begun = Conversation.objects.get()
    assert answer.headers["Location"] == reverse("employer_conversation", args=[owner.employer_id, begun.pk])
    assert reference_of(seeker, vacancy.pk) in text_of(client.get(answer.headers["Location"]))
    assert "已邀请" in text_of(client.get(people_page(owner, vacancy)))
    assert "<textarea" not in text_of(client.get(page))
    client.post(page, {"text": "再来一次"})
    assert ApplyInvitation.objects.count() == 1


def test_used_up_invitations_are_said_and_what_was_written_stays(owner, vacancy, settings):
    settings.INVITATIONS_A_DAY = 0
    seeker = MatchedSeekerFactory()
    indexed()
    client, page = client_of(owner.user), person_page(owner, vacancy, seeker)
    assert "<textarea" not in text_of(client.get(page))
    answer = client.post(page, {"text": "欢迎应聘"})
    assert answer.status_code == 422
    assert "欢迎应聘</textarea>" in text_of(answer)


def test_twenty_are_shown_and_there_is_a_way_to_more(owner, vacancy):
    for _number in range(25):
        MatchedSeekerFactory()
    indexed()
    client, page = client_of(owner.user), people_page(owner, vacancy)
    assert text_of(client.get(page)).count('id="person-') == 20
    assert 'href="?shown=40#person-21"' in text_of(client.get(page))
    assert text_of(client.get(page, {"shown": "40"})).count('id="person-') == 25
    for nonsense in ("-1", "abc", "9" * 40, "²"):
        assert text_of(client.get(page, {"shown": nonsense})).count('id="person-') in (20, 25)


def test_the_list_asks_the_database_as_often_for_many_as_for_one(owner, vacancy):
    MatchedSeekerFactory()
    indexed()
    client, page = client_of(owner.user), people_page(owner, vacancy)
    client.get(page)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    before = asked()
    for _number in range(5):
        MatchedSeekerFactory()
    indexed()
    assert asked() == before
    assert before <= 25


def test_a_vacancy_that_is_not_public_and_one_that_nobody_fits_say_so(owner, vacancy):
    indexed()
    client = client_of(owner.user)
    assert "没有适合" in text_of(client.get(people_page(owner, vacancy)))
    paused = VacancyFactory(employer=owner.employer, state=VacancyState.PAUSED)
    assert "只有公开的岗位" in text_of(client.get(people_page(owner, paused)))


def test_a_dead_index_is_said_in_words(owner, vacancy, settings):
    seeker = MatchedSeekerFactory(consent_at=timezone.now())
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    client = client_of(owner.user)
    assert "推荐暂时不可用" in text_of(client.get(people_page(owner, vacancy)))
    answer = client.get(person_page(owner, vacancy, seeker))
    assert answer.headers["Location"] == people_page(owner, vacancy)
