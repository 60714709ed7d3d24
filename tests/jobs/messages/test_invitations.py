"""Invitations to apply: to whom, how many, what the person decides, what the employer never learns."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from jobs.conversations import may_write, sides_of
from jobs.enums import CloseReason, Party, VacancyState, VerificationState
from jobs.models import ApplyInvitation, Conversation
from jobs.services import application_send, seeker_consent, vacancy_close
from jobs.services.invitations import (
    AlreadyInvited,
    NotInvitable,
    TooManyInvitations,
    apply_invitation_decline,
    apply_invite,
    invitations_left,
)
from jobs.services.messages import NotWritable, conversation_block, message_send
from jobs.tasks import mail_send
from tests.city_sites.pages import national_home
from tests.factories import ApplicationFactory, JobSeekerFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory

pytestmark = pytest.mark.django_db
WORDS = "您好，欢迎应聘。"


@pytest.fixture
def owner():
    return MembershipFactory()


@pytest.fixture
def vacancy(owner):
    return VacancyFactory(employer=owner.employer)


@pytest.fixture
def seeker():
    return findable()


def findable(**fields):
    return JobSeekerFactory(**({"consent_at": timezone.now()} | fields))


def invite(vacancy, seeker, owner, text=WORDS) -> ApplyInvitation:
    return apply_invite(vacancy=vacancy, seeker=seeker, text=text, by=owner.user)


def client_of(user) -> Client:
    national_home()
    client = Client()
    client.force_login(user)
    return client


def test_an_invitation_begins_a_conversation_in_which_both_write(vacancy, seeker, owner):
    invite(vacancy, seeker, owner)
    found = Conversation.objects.of_seeker(seeker).get()
    assert found.unread == 1
    assert found.messages.get().text == WORDS
    message_send(vacancy=vacancy, seeker=seeker, party=Party.SEEKER, text="几点上班？", by=None)
    assert Conversation.objects.of_employer(owner.employer).get().unread == 1


def test_who_does_not_want_to_be_found_is_not_invited(vacancy, owner):
    hidden, off = findable(consent_at=None), findable()
    off.user.is_active = False
    off.user.save()
    shy = findable()
    shy.hidden_from.add(owner.employer)
    for seeker in (hidden, off, shy):
        with pytest.raises(NotInvitable):
            invite(vacancy, seeker, owner)
    assert not Conversation.objects.exists()


def test_a_vacancy_that_takes_no_applications_invites_nobody(vacancy, seeker, owner):
    vacancy.employer.verification = VerificationState.REFUSED
    vacancy.employer.save()
    with pytest.raises(NotInvitable):
        invite(vacancy, seeker, owner)
    paused = VacancyFactory(employer=MembershipFactory().employer, state=VacancyState.PAUSED)
    with pytest.raises(NotInvitable):
        invite(paused, seeker, owner)


def test_nobody_is_invited_twice_nor_after_applying_nor_against_a_block(vacancy, seeker, owner):
    invite(vacancy, seeker, owner)
    applied, stopped = findable(), findable()
    ApplicationFactory(vacancy=vacancy, seeker=applied)
    conversation_block(seeker=stopped, employer=owner.employer, party=Party.EMPLOYER, by=None)
    for again in (seeker, applied):
        with pytest.raises(AlreadyInvited):
            invite(vacancy, again, owner)
    with pytest.raises(NotWritable):
        invite(vacancy, stopped, owner)
    assert ApplyInvitation.objects.count() == 1


def test_a_day_has_a_number_of_invitations_over_all_vacancies(vacancy, owner, settings):
    settings.INVITATIONS_A_DAY = 2
    invite(vacancy, findable(), owner)
    invite(VacancyFactory(employer=owner.employer), findable(), owner)
    assert invitations_left(owner.employer) == 0
    with pytest.raises(TooManyInvitations):
        invite(vacancy, findable(), owner)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=True):
        invite(vacancy, findable(), owner)


def test_the_person_is_told_by_mail_without_the_words(
    vacancy, seeker, owner, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))
    with django_capture_on_commit_callbacks(execute=True):
        invite(vacancy, seeker, owner, text="悄悄话")
    (told,) = mail.outbox
    assert told.to == [seeker.user.email]
    assert owner.employer.name in told.subject
    assert "悄悄话" not in told.body + told.alternatives[0].content
    found = Conversation.objects.get()
    assert reverse("me_conversation", args=[found.pk]) in told.body
    assert reverse("me_visibility") in told.body


def test_not_interested_ends_it_and_the_employer_is_not_told(
    vacancy, seeker, owner, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))
    sent = invite(vacancy, seeker, owner)
    me, boss = client_of(seeker.user), client_of(owner.user)
    assert vacancy.title in me.get(reverse("me_home")).content.decode()
    theirs = reverse("employer_conversation", args=[owner.employer_id, Conversation.objects.get().pk])
    with django_capture_on_commit_callbacks(execute=True):
        me.post(reverse("me_invitation_decline", args=[sent.pk]))
    assert mail.outbox == []
    assert vacancy.title not in me.get(reverse("me_invitations")).content.decode()
    declined = boss.get(theirs).content.decode()
    assert not may_write(vacancy=vacancy, seeker=seeker)
    ApplyInvitation.objects.update(declined_at=None)
    vacancy_close(vacancy=vacancy, reason=CloseReason.FILLED, by=None)
    assert written_of(boss.get(theirs).content.decode()) == written_of(declined)
    apply_invitation_decline(invitation=sent, by=None)
    assert AuditEntry.objects.filter(act="apply_invitation_decline").count() == 2


def written_of(page: str) -> str:
    """What the conversation's page says, without the marks that change with every request."""
    return page.split('<div class="conversation">')[1].split("csrfmiddlewaretoken")[0]


def test_an_invitation_ends_with_its_vacancy(vacancy, seeker, owner):
    invite(vacancy, seeker, owner)
    assert ApplyInvitation.objects.open().exists()
    later = timezone.localdate() + dt.timedelta(days=31)
    assert not ApplyInvitation.objects.open(today=later).exists()
    vacancy_close(vacancy=vacancy, reason=CloseReason.FILLED, by=None)
    assert not ApplyInvitation.objects.open().exists()


def test_who_applies_has_answered_the_invitation(vacancy, seeker, owner):
    invite(vacancy, seeker, owner)
    application_send(vacancy=vacancy, seeker=seeker, copy={"name": "周敏"}, by=seeker.user)
    assert not ApplyInvitation.objects.open().exists()
    assert may_write(vacancy=vacancy, seeker=seeker)


def test_who_hides_after_being_invited_may_still_answer(vacancy, seeker, owner):
    invite(vacancy, seeker, owner)
    seeker_consent(seeker=seeker, given=False, by=None)
    message_send(vacancy=vacancy, seeker=seeker, party=Party.SEEKER, text="谢谢", by=None)


def test_who_hides_from_the_employer_after_being_invited_is_not_written_to_any_more(vacancy, seeker, owner):
    invite(vacancy, seeker, owner)
    seeker.hidden_from.add(owner.employer)
    with pytest.raises(NotWritable):
        message_send(vacancy=vacancy, seeker=seeker, party=Party.EMPLOYER, text="在吗", by=None)
    ApplicationFactory(vacancy=vacancy, seeker=seeker)
    message_send(vacancy=vacancy, seeker=seeker, party=Party.EMPLOYER, text="在吗", by=None)


def test_who_applies_with_their_contact_after_being_invited_has_agreed_to_show_it(vacancy, seeker, owner):
    invite(vacancy, seeker, owner)
    copy = {"name": "周敏", "phone": "13800138000", "email": ""}
    application_send(vacancy=vacancy, seeker=seeker, copy=copy, shares_contact=True, by=seeker.user)
    begun = Conversation.objects.get()
    assert sides_of(begun, Party.SEEKER).own.phone == "13800138000"
    other = VacancyFactory(employer=owner.employer)
    invite(other, seeker, owner)
    application_send(vacancy=other, seeker=seeker, copy=copy, by=seeker.user)
    assert sides_of(Conversation.objects.get(vacancy=other), Party.SEEKER).own.agreed_at is None


def test_the_conversation_offers_to_apply_or_to_decline(vacancy, seeker, owner):
    sent = invite(vacancy, seeker, owner)
    page = reverse("me_conversation", args=[Conversation.objects.get().pk])
    text = client_of(seeker.user).get(page).content.decode()
    assert reverse("me_apply", args=[vacancy.pk]) in text
    assert reverse("me_invitation_decline", args=[sent.pk]) in text


def test_nobody_declines_for_somebody_else(vacancy, seeker, owner):
    sent = invite(vacancy, seeker, owner)
    for user in (UserFactory(), JobSeekerFactory().user, owner.user):
        assert client_of(user).post(reverse("me_invitation_decline", args=[sent.pk])).status_code == 404


def test_invitations_are_paged_by_the_newest(owner, seeker):
    for number in range(23):
        vacancy = VacancyFactory(employer=owner.employer, title=f"岗位{number:02}")
        ApplyInvitation.objects.create(vacancy=vacancy, seeker=seeker, at=timezone.now())
    client = client_of(seeker.user)
    text = client.get(reverse("me_invitations")).content.decode()
    assert "岗位22" in text
    assert "岗位02" not in text
    before = text.split('href="?before=')[1].split('"')[0]
    assert "岗位02" in client.get(reverse("me_invitations"), {"before": before}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_members_who_invite_somebody_at_once_send_one_invitation(settings):
    settings.INVITATIONS_A_DAY = 5
    owner = MembershipFactory()
    vacancy, seeker = VacancyFactory(employer=owner.employer), findable()

    def one(_number: int) -> bool:
        try:
            invite(vacancy, seeker, owner)
        except AlreadyInvited:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [False, True]
    assert ApplyInvitation.objects.count() == 1
