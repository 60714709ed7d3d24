"""Pages of conversations, from both sides: who sees which, reads, writes, agrees, blocks and reports."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.enums import ApplicationState, EmployerRole, Party, ReportAbout
from jobs.models import Conversation, ConversationBlock, Message, VacancyReport
from jobs.services.messages import IN_A_ROW
from tests.city_sites.pages import national_home
from tests.factories import EmployerFactory, JobSeekerFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory
from tests.jobs.messages.factories import application, conversation, write

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _site(db):
    national_home()


@pytest.fixture
def owner():
    return MembershipFactory()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def clients(found: Conversation, owner) -> dict[Party, Client]:
    return {Party.SEEKER: client_of(found.seeker.user), Party.EMPLOYER: client_of(owner.user)}


def page_of(found: Conversation, party: Party, name: str = "conversation", *more) -> str:
    if party == Party.SEEKER:
        return reverse(f"me_{name}", args=[found.pk, *more])
    return reverse(f"employer_{name}", args=[found.employer_id, found.pk, *more])


def text_of(response) -> str:
    return response.content.decode()


def test_both_sides_find_it_on_the_pages_of_the_application_and_write(owner):
    sent = application(owner)
    me, boss = client_of(sent.seeker.user), client_of(owner.user)
    begin = reverse("me_application_message", args=[sent.pk])
    assert begin in text_of(me.get(reverse("me_application", args=[sent.pk])))
    assert me.get(begin).status_code == 200
    assert not Conversation.objects.exists()
    answer = me.post(begin, {"text": "请问有宿舍吗？"})
    found = Conversation.objects.get()
    assert answer.headers["Location"] == page_of(found, Party.SEEKER)
    theirs = reverse("employer_candidate_message", args=[owner.employer_id, sent.pk])
    assert theirs in text_of(boss.get(reverse("employer_candidate", args=[owner.employer_id, sent.pk])))
    assert boss.get(theirs).headers["Location"] == page_of(found, Party.EMPLOYER)
    answer = boss.post(page_of(found, Party.EMPLOYER), {"text": "有，四人间。"})
    newest = found.messages.last()
    assert answer.headers["Location"] == page_of(found, Party.EMPLOYER) + f"#message-{newest.pk}"
    assert "有，四人间。" in text_of(me.get(page_of(found, Party.SEEKER)))


def test_the_first_pages_of_both_count_what_is_unread_and_reading_it_counts_it_no_more(owner):
    found = conversation(owner)
    write(found.vacancy.applications.get(), Party.EMPLOYER)
    homes = {
        Party.SEEKER: reverse("me_home"),
        Party.EMPLOYER: reverse("employer_desk", args=[owner.employer_id]),
    }
    for party, client in clients(found, owner).items():
        lists = (
            reverse("me_messages")
            if party == Party.SEEKER
            else reverse("employer_messages", args=[owner.employer_id])
        )
        assert f'href="{lists}"><b>1</b>' in text_of(client.get(homes[party]))
        assert "1 条未读" in text_of(client.get(lists))
        client.get(page_of(found, party))
        assert f'href="{lists}"><b>0</b>' in text_of(client.get(homes[party]))
        assert "条未读</span>" not in text_of(client.get(lists))


def test_who_has_no_messages_is_told_how_they_begin(owner):
    assert reverse("me_applications") in text_of(
        client_of(JobSeekerFactory().user).get(reverse("me_messages"))
    )
    assert client_of(UserFactory()).get(reverse("me_messages")).status_code == 200
    page = reverse("employer_messages", args=[owner.employer_id])
    assert "还没有消息" in text_of(client_of(owner.user).get(page))


@pytest.mark.parametrize("party", [Party.SEEKER, Party.EMPLOYER])
@pytest.mark.parametrize("name", ["conversation", "conversation_stop", "conversation_contact"])
def test_nobody_else_finds_a_conversation(owner, party, name):
    found = conversation(owner)
    others = (JobSeekerFactory().user, MembershipFactory().user, UserFactory())
    for user in others:
        client = client_of(user)
        assert client.post(page_of(found, party, name)).status_code == 404
        assert client.get(page_of(found, party, name)).status_code in (404, 405)


def test_an_employer_finds_no_conversation_of_another_one_below_its_own_address(owner):
    found, other = conversation(), MembershipFactory()
    address = reverse("employer_conversation", args=[other.employer_id, found.pk])
    assert client_of(other.user).get(address).status_code == 404


def test_who_only_views_reads_along_and_neither_writes_nor_takes_it_for_read(owner):
    found = conversation(owner)
    viewer = client_of(MembershipFactory(employer=owner.employer, role=EmployerRole.VIEWER).user)
    text = text_of(viewer.get(page_of(found, Party.EMPLOYER)))
    assert "请问几号可以上班？" in text
    assert "<textarea" not in text
    assert Conversation.objects.of_employer(owner.employer).get().unread == 1
    for name in ("conversation", "conversation_contact", "conversation_stop"):
        assert viewer.post(page_of(found, Party.EMPLOYER, name), {"text": "x"}).status_code == 404
    assert found.messages.count() == 1


def test_who_writes_a_telephone_number_is_warned_once_and_may_send_it_hidden(owner):
    found = conversation(owner)
    both = clients(found, owner)
    here = page_of(found, Party.SEEKER)
    warned = both[Party.SEEKER].post(here, {"text": f"我的电话是{PHONE}"})
    assert warned.status_code == 422
    assert 'name="knows"' in text_of(warned)
    assert f"我的电话是{PHONE}</textarea>" in text_of(warned)
    assert found.messages.count() == 1
    assert both[Party.SEEKER].post(here, {"text": f"我的电话是{PHONE}", "knows": "1"}).status_code == 302
    assert PHONE in text_of(both[Party.SEEKER].get(here))
    read = text_of(both[Party.EMPLOYER].get(page_of(found, Party.EMPLOYER)))
    assert PHONE not in read
    assert "我的电话是" + "*" * 11 in read


def test_contact_is_shown_once_both_agree_and_no_more_once_one_takes_it_back(owner):
    found = conversation(owner)
    both = clients(found, owner)
    stated = {
        Party.SEEKER: {"phone": PHONE, "email": ""},
        Party.EMPLOYER: {"phone": "", "email": "hr@firm.example"},
    }

    def sees(party: Party) -> bool:
        theirs = next(filter(None, stated[party.other].values()))
        return f":{theirs}" in text_of(both[party].get(page_of(found, party)))

    for party in (Party.SEEKER, Party.EMPLOYER):
        assert not sees(Party.SEEKER)
        assert not sees(Party.EMPLOYER)
        both[party].post(page_of(found, party, "conversation_contact"), stated[party] | {"act": "agree"})
    assert sees(Party.SEEKER)
    assert sees(Party.EMPLOYER)
    both[Party.EMPLOYER].post(page_of(found, Party.EMPLOYER, "conversation_contact"), {"act": "withdraw"})
    assert not sees(Party.SEEKER)
    assert not sees(Party.EMPLOYER)


@pytest.mark.parametrize("stated", [{"phone": "", "email": ""}, {"phone": "", "email": "no address"}])
def test_a_contact_that_reaches_nobody_is_refused_beside_the_form(owner, stated):
    found = conversation(owner)
    client = client_of(found.seeker.user)
    answer = client.post(page_of(found, Party.SEEKER, "conversation_contact"), stated | {"act": "agree"})
    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)


@pytest.mark.parametrize("party", [Party.SEEKER, Party.EMPLOYER])
def test_blocking_asks_first_and_the_other_side_only_reads_that_nothing_more_can_be_written(owner, party):
    found = conversation(owner)
    both = clients(found, owner)
    stop = page_of(found, party, "conversation_stop")
    assert both[party].get(stop).status_code == 200
    assert not ConversationBlock.objects.exists()
    both[party].post(stop, {"act": "block"})
    own = text_of(both[party].get(page_of(found, party)))
    other = text_of(both[party.other].get(page_of(found, party.other)))
    assert 'value="unblock"' in own
    assert "屏蔽" not in other.split('<ol class="thread"')[1].split("<h2")[0]
    assert "此对话不能再发送消息" in other
    answer = both[party.other].post(page_of(found, party.other), {"text": "喂？"})
    assert answer.status_code == 409
    assert "喂？</textarea>" in text_of(answer)
    both[party].post(stop, {"act": "unblock"})
    assert both[party.other].post(page_of(found, party.other), {"text": "你好"}).status_code == 302


def test_what_is_written_after_the_session_ended_stands_in_the_form_again(owner):
    found = conversation(owner)
    client, here = Client(), page_of(found, Party.SEEKER)
    assert client.post(here, {"text": "写了很久的一段话"}).headers["Location"].startswith("/sign-in/")
    client.post("/sign-in/", {"login": found.seeker.user.email, "password": "correct horse battery"})
    assert "写了很久的一段话</textarea>" in text_of(client.get(here))
    assert found.messages.count() == 1


def test_too_many_messages_are_answered_in_words_and_lose_nothing(owner, settings):
    found = conversation(owner)
    client, here = client_of(found.seeker.user), page_of(found, Party.SEEKER)
    for _number in range(IN_A_ROW - 1):
        client.post(here, {"text": "在吗"})
    answer = client.post(here, {"text": "最后一句"})
    assert answer.status_code == 429
    assert "最后一句</textarea>" in text_of(answer)
    settings.MESSAGES_A_DAY_OF_AN_EMPLOYER = 0
    answer = client_of(owner.user).post(page_of(found, Party.EMPLOYER), {"text": "在"})
    assert answer.status_code == 429


def test_a_message_is_reported_once_and_has_a_case(owner):
    found = conversation(owner)
    theirs = write(found.vacancy.applications.get(), Party.EMPLOYER, "请先交500元服装费")
    client = client_of(found.seeker.user)
    report = page_of(found, Party.SEEKER, "message_report", theirs.pk)
    assert report in text_of(client.get(page_of(found, Party.SEEKER)))
    assert "expired" not in text_of(client.get(report)).split("<fieldset")[1].split("</fieldset>")[0]
    assert client.post(report, {"kind": "expired"}).status_code == 422
    case = client.post(report, {"kind": "fee", "text": "要钱"}).headers["Location"]
    filed = VacancyReport.objects.get()
    assert (filed.about, filed.message, filed.vacancy) == (ReportAbout.MESSAGE, theirs, found.vacancy)
    assert case == reverse("report_case", args=[filed.number])
    assert client.get(report).headers["Location"] == case
    assert Client().get(case).status_code == 200
    assert "服装费" not in text_of(Client().get(case))


def test_one_reports_neither_one_s_own_messages_nor_those_of_other_conversations(owner):
    found, other = conversation(owner), conversation()
    own, elsewhere = found.messages.get(), write(other.vacancy.applications.get(), Party.EMPLOYER)
    client = client_of(found.seeker.user)
    for message in (own, elsewhere):
        assert client.get(page_of(found, Party.SEEKER, "message_report", message.pk)).status_code == 404


def test_a_long_conversation_has_a_way_to_earlier_messages(owner):
    found = conversation(owner)
    Message.objects.bulk_create(
        Message(conversation=found, party=Party.SEEKER, at=found.begun_at, text=f"第{number}条")
        for number in range(40)
    )
    client, here = client_of(owner.user), page_of(found, Party.EMPLOYER)
    text = text_of(client.get(here))
    assert "第39条" in text
    assert "第9条" not in text
    earlier = text.split('href="?before=')[1].split('"')[0]
    text = text_of(client.get(here, {"before": earlier}))
    assert "第9条" in text
    assert "请问几号可以上班？" in text
    assert client.get(here, {"before": "9" * 30}).status_code == 200


def test_the_list_is_paged_by_the_newest_message(owner):
    vacancy = VacancyFactory(employer=owner.employer)
    people = [conversation(owner, vacancy=vacancy, copy={"name": f"李{n:02}"}) for n in range(25)]
    write(people[0].vacancy.applications.get(seeker=people[0].seeker), text="又一句")
    client = client_of(owner.user)
    address = reverse("employer_messages", args=[owner.employer_id])
    text = text_of(client.get(address))
    assert text.index("李00") < text.index("李24") < text.index("李23")
    before = text.split('href="?before=')[1].split('"')[0]
    older = text_of(client.get(address, {"before": before}))
    assert [f"李{n:02}" in older for n in (1, 5, 6, 24)] == [True, True, False, False]


def test_lists_and_conversations_ask_as_often_for_many_as_for_one(owner):
    first = conversation(owner)
    seeker = first.seeker
    pages = {
        owner.user: (reverse("employer_messages", args=[owner.employer_id]), page_of(first, Party.EMPLOYER)),
        seeker.user: (reverse("me_messages"), page_of(first, Party.SEEKER)),
    }

    def asked() -> list[int]:
        counted = []
        for user, addresses in pages.items():
            client = client_of(user)
            for address in addresses:
                client.get(address)
                with CaptureQueriesContext(connection) as queries:
                    client.get(address)
                counted.append(len(queries))
        return counted

    before = asked()
    for _number in range(5):
        conversation(owner, seeker=seeker)
        write(first.vacancy.applications.get())
    assert asked() == before
    assert max(before) <= 20


def test_the_employer_of_an_application_that_was_withdrawn_finds_its_conversation_no_more(owner):
    found = conversation(owner)
    found.vacancy.applications.update(state=ApplicationState.WITHDRAWN)
    both = clients(found, owner)
    assert both[Party.EMPLOYER].get(page_of(found, Party.EMPLOYER)).status_code == 404
    assert "此对话不能再发送消息" in text_of(both[Party.SEEKER].get(page_of(found, Party.SEEKER)))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_are_whole_in_both_languages(owner, language):
    found = conversation(owner)
    for party, client in clients(found, owner).items():
        for name in ("conversation", "conversation_stop"):
            assert client.get(page_of(found, party, name), {"lang": language}).status_code == 200


def test_an_employer_without_a_vacancy_s_own_contact_is_offered_the_member_s_address():
    owner = MembershipFactory(employer=EmployerFactory())
    found = conversation(owner)
    text = text_of(client_of(owner.user).get(page_of(found, Party.EMPLOYER)))
    assert f'value="{owner.user.email}"' in text
