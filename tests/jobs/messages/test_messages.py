"""Messages: who may write to whom, what each side reads, what mails tell, how it is stopped."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from accounts import personal_data
from accounts.models import AuditEntry
from jobs.conversations import lines_for, may_write, names_of_seekers, sides_of, unread_in
from jobs.enums import ApplicationState, CloseReason, EmployerRole, Party
from jobs.found import reference_of
from jobs.models import Conversation, ConversationSide, JobSeeker, Message
from jobs.services import vacancy_close
from jobs.services.applications import application_move, application_withdraw
from jobs.services.messages import (
    IN_A_ROW,
    NotWritable,
    TooManyMessages,
    UnansweredMessages,
    contact_agree,
    contact_withdraw,
    conversation_block,
    conversation_read,
    conversation_unblock,
    message_send,
)
from jobs.tasks import mail_send
from tests.factories import EmployerFactory, JobSeekerFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory
from tests.jobs.messages.factories import application, conversation, write

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def mailed(monkeypatch, django_capture_on_commit_callbacks):
    """`with mailed():` mails go out as if it were committed."""
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))
    return lambda: django_capture_on_commit_callbacks(execute=True)


def read_by(found: Conversation, party: Party) -> list[str]:
    found = Conversation.objects.get(pk=found.pk)
    exchanged = sides_of(found, party).exchanged
    return [line.text for line in lines_for(found.messages.all(), party=party, exchanged=exchanged)]


def agree(found: Conversation, party: Party, phone: str = PHONE, email: str = "") -> None:
    contact_agree(conversation=found, party=party, phone=phone, email=email, by=None)


def two(found: Conversation) -> dict:
    return {"vacancy": found.vacancy, "seeker": JobSeeker.objects.get(pk=found.seeker_id)}


def test_who_applied_and_the_employer_write_to_each_other_in_one_conversation():
    sent = application()
    first = write(sent, Party.SEEKER, "请问有宿舍吗？")
    second = write(sent, Party.EMPLOYER, "有，四人间。")
    assert first.conversation == second.conversation
    assert read_by(first.conversation, Party.SEEKER) == ["请问有宿舍吗？", "有，四人间。"]


def test_who_neither_applied_nor_was_invited_cannot_write_nor_be_written_to():
    vacancy, seeker = VacancyFactory(), JobSeekerFactory()
    for party in (Party.SEEKER, Party.EMPLOYER):
        with pytest.raises(NotWritable):
            message_send(vacancy=vacancy, seeker=seeker, party=party, text="你好", by=None)
    assert not Conversation.objects.exists()


def test_a_withdrawn_application_ends_the_writing_and_the_employer_s_reading():
    found = conversation()
    application_withdraw(application=found.vacancy.applications.get(), by=None)
    assert not may_write(**two(found))
    assert not Conversation.objects.of_employer(found.employer).exists()
    assert Conversation.objects.of_seeker(found.seeker).get() == found


@pytest.mark.parametrize("ended", ["refused", "closed"])
def test_after_a_refusal_or_a_closing_one_may_write_for_thirty_days(ended):
    found = conversation()
    if ended == "refused":
        sent = found.vacancy.applications.get()
        application_move(application=sent, to=ApplicationState.REFUSED, by=None)
    else:
        vacancy_close(vacancy=found.vacancy, reason=CloseReason.FILLED, by=None)
    assert may_write(**two(found), now=timezone.now() + dt.timedelta(days=29))
    assert not may_write(**two(found), now=timezone.now() + dt.timedelta(days=31))


def test_who_is_hired_and_the_employer_go_on_writing():
    found = conversation()
    sent = found.vacancy.applications.get()
    application_move(application=sent, to=ApplicationState.HIRED, by=None)
    assert may_write(**two(found), now=timezone.now() + dt.timedelta(days=300))


def test_a_person_whose_account_is_off_is_not_written_to():
    found = conversation()
    found.seeker.user.is_active = False
    found.seeker.user.save()
    assert not may_write(**two(found))


@pytest.mark.parametrize("text", ["", "字" * 2001])
def test_an_empty_message_and_one_that_is_too_long_are_refused(text):
    with pytest.raises(ValidationError):
        write(application(), text=text)


def test_a_telephone_number_is_hidden_from_its_reader_until_both_agree_and_again_once_one_takes_it_back():
    sent = application()
    found = write(sent, Party.SEEKER, f"我的电话{PHONE}").conversation
    assert read_by(found, Party.SEEKER) == [f"我的电话{PHONE}"]
    assert read_by(found, Party.EMPLOYER) == ["我的电话" + "*" * 11]
    agree(found, Party.EMPLOYER, phone="", email="hr@firm.example")
    assert read_by(found, Party.EMPLOYER) == ["我的电话" + "*" * 11]
    agree(found, Party.SEEKER)
    assert read_by(found, Party.EMPLOYER) == [f"我的电话{PHONE}"]
    assert sides_of(found, Party.EMPLOYER).other.phone == PHONE
    contact_withdraw(conversation=found, party=Party.EMPLOYER, by=None)
    found = Conversation.objects.get(pk=found.pk)
    assert not sides_of(found, Party.SEEKER).exchanged
    assert sides_of(found, Party.EMPLOYER).own.email == ""
    assert read_by(found, Party.EMPLOYER) == ["我的电话" + "*" * 11]


def test_who_agrees_states_a_telephone_number_or_a_mail_address():
    with pytest.raises(ValidationError):
        agree(conversation(), Party.SEEKER, phone="")


def test_who_shows_their_contact_in_the_application_has_agreed_already():
    shown = application(shares_contact=True, copy={"name": "周敏", "phone": PHONE, "email": ""})
    assert sides_of(write(shown).conversation, Party.SEEKER).own.phone == PHONE
    hidden = application(copy={"name": "周敏", "phone": "", "email": ""})
    assert sides_of(write(hidden).conversation, Party.SEEKER).own.agreed_at is None


def test_unread_messages_are_counted_for_each_side_until_it_reads():
    sent = application()
    for _number in range(2):
        found = write(sent, Party.SEEKER).conversation
    theirs = Conversation.objects.of_employer(found.employer)
    assert unread_in(theirs) == 2
    assert unread_in(Conversation.objects.of_seeker(found.seeker)) == 0
    conversation_read(conversation=found, party=Party.EMPLOYER)
    assert unread_in(theirs) == 0


def test_a_mail_tells_once_until_it_is_read_and_never_what_was_written(mailed):
    owner = MembershipFactory(language="zh-hans")
    sent = application(owner)
    with mailed():
        found = write(sent, Party.SEEKER, "秘密内容").conversation
    with mailed():
        write(sent, Party.SEEKER, "还有一句")
    (message,) = mail.outbox
    assert message.to == [owner.user.email]
    whole = message.subject + message.body + message.alternatives[0].content
    assert sent.vacancy.title in message.subject
    for secret in ("秘密内容", "周敏", sent.seeker.user.email):
        assert secret not in whole
    assert reverse("employer_conversation", args=[owner.employer_id, found.pk]) in message.body
    conversation_read(conversation=found, party=Party.EMPLOYER)
    with mailed():
        write(sent, Party.SEEKER, "第三句")
    assert len(mail.outbox) == 2


def test_what_was_read_before_the_mail_went_out_needs_no_mail(mailed):
    with mailed():
        found = conversation()
        conversation_read(conversation=found, party=Party.EMPLOYER)
    assert mail.outbox == []


def test_a_mail_is_in_the_language_of_its_reader(mailed):
    sent = application(language="en")
    with mailed():
        write(sent, Party.EMPLOYER)
    assert "a message for you" in mail.outbox.pop().subject
    with translation.override("zh-hans"):
        found = write(sent, Party.SEEKER).conversation
        conversation_read(conversation=found, party=Party.SEEKER)
    with mailed():
        write(sent, Party.EMPLOYER)
    assert "给您的消息" in mail.outbox.pop().subject


def test_the_employer_s_mail_goes_to_who_wrote_last_while_they_recruit_there(mailed):
    owner = MembershipFactory()
    recruiter = MembershipFactory(employer=owner.employer, role=EmployerRole.RECRUITER)
    sent = application(owner)
    found = write(sent, Party.EMPLOYER, by=recruiter.user).conversation
    with mailed():
        write(sent, Party.SEEKER)
    assert mail.outbox.pop().to == [recruiter.user.email]
    conversation_read(conversation=found, party=Party.EMPLOYER)
    recruiter.ended_at = timezone.now()
    recruiter.save()
    with mailed():
        write(sent, Party.SEEKER)
    assert mail.outbox.pop().to == [owner.user.email]


def test_a_person_of_a_service_window_gets_no_mail_and_reads_there(mailed):
    sent = application(seeker__user=None)
    with mailed():
        found = write(sent, Party.EMPLOYER).conversation
    assert mail.outbox == []
    assert unread_in(Conversation.objects.of_seeker(found.seeker)) == 1


@pytest.mark.parametrize("party", [Party.SEEKER, Party.EMPLOYER])
def test_who_is_blocked_cannot_write_about_any_vacancy_and_nobody_is_told(party, mailed):
    owner = MembershipFactory()
    found = conversation(owner)
    agree(found, party)
    other = application(owner, seeker=found.seeker)
    with mailed():
        conversation_block(seeker=found.seeker, employer=found.employer, party=party, by=None)
    assert mail.outbox == []
    for sent in (found.vacancy.applications.get(), other):
        for writer in (Party.SEEKER, Party.EMPLOYER):
            with pytest.raises(NotWritable):
                write(sent, writer)
    assert sides_of(Conversation.objects.get(pk=found.pk), party).own.phone == ""
    conversation_unblock(seeker=found.seeker, employer=found.employer, party=party.other, by=None)
    assert not may_write(**two(found))
    conversation_unblock(seeker=found.seeker, employer=found.employer, party=party, by=None)
    assert may_write(**two(found))


def test_who_blocks_an_employer_hides_from_it_too_and_stays_hidden_after():
    found, elsewhere = conversation(), EmployerFactory()
    found.seeker.hidden_from.add(elsewhere)
    conversation_block(seeker=found.seeker, employer=found.employer, party=Party.SEEKER, by=None)
    conversation_unblock(seeker=found.seeker, employer=found.employer, party=Party.SEEKER, by=None)
    assert set(found.seeker.hidden_from.all()) == {found.employer, elsewhere}


def test_a_day_has_a_number_of_messages_and_the_next_one_a_new_one(settings):
    settings.MESSAGES_A_DAY_OF_A_PERSON = 2
    sent = application()
    write(sent)
    write(sent)
    with pytest.raises(TooManyMessages):
        write(sent)
    write(sent, Party.EMPLOYER)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=True):
        write(sent)


def test_who_gets_no_answer_writes_no_more_than_ten_times():
    sent = application()
    for _number in range(IN_A_ROW):
        write(sent)
    with pytest.raises(UnansweredMessages):
        write(sent)
    write(sent, Party.EMPLOYER)
    write(sent)


def test_the_trail_tells_of_messages_and_holds_none_of_their_words():
    write(application(), text=f"电话{PHONE}")
    (line,) = AuditEntry.objects.filter(act="message_send")
    assert line.detail["party"] == "seeker"
    assert PHONE not in str(line.detail)


def test_a_person_is_called_by_the_name_in_the_application_or_by_a_number():
    found = conversation(copy={"name": "李晓梅"})
    assert names_of_seekers([found]) == {found.pk: "李晓梅"}
    found.vacancy.applications.update(state=ApplicationState.WITHDRAWN)
    with translation.override("en"):
        number = reference_of(found.seeker, found.vacancy_id)
        assert names_of_seekers([found]) == {found.pk: f"Job seeker {number}"}


def test_a_person_s_export_holds_what_they_read_and_nothing_that_was_hidden_from_them():
    owner = MembershipFactory()
    sent = application(owner)
    found = write(sent, Party.SEEKER, f"我的号码{PHONE}").conversation
    write(sent, Party.EMPLOYER, "打我13900139000")
    agree(found, Party.EMPLOYER, phone="02788880000")
    conversation_block(seeker=found.seeker, employer=found.employer, party=Party.EMPLOYER, by=None)
    held = str(personal_data.export_of(found.seeker.user))
    assert PHONE in held
    assert owner.employer.name in held
    for hidden in ("13900139000", "02788880000", "block"):
        assert hidden not in held


def test_a_member_s_export_holds_what_they_wrote_for_the_employer():
    owner = MembershipFactory()
    sent = application(owner)
    write(sent, Party.SEEKER, "求职者的话")
    write(sent, Party.EMPLOYER, "招聘方的话", by=owner.user)
    held = str(personal_data.export_of(owner.user))
    assert "招聘方的话" in held
    assert "求职者的话" not in held


def test_an_erased_person_s_conversations_go_with_them():
    found = conversation()
    personal_data.holdings()
    JobSeeker.objects.filter(pk=found.seeker_id).delete()
    assert not Message.objects.exists()
    assert not ConversationSide.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_first_messages_at_once_begin_one_conversation():
    sent = application()

    def one(party: Party) -> None:
        try:
            write(sent, party)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [Party.SEEKER, Party.EMPLOYER]))
    found = Conversation.objects.get()
    assert found.messages.count() == 2
    assert found.latest == max(found.messages.values_list("pk", flat=True))
    assert sorted(found.sides.values_list("unread", flat=True)) == [1, 1]
