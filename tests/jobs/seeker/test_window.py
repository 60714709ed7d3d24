"""The service window: for its clerks, in their region, with consent; it signs the person out by itself."""

from __future__ import annotations

import re
import time
from typing import ClassVar

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from jobs.checks import sms_backend_sends
from jobs.models import Application, ConsentCode, JobSeeker, WindowRegistration
from jobs.services.window import CODE_AGAIN, CODE_TRIES, CODE_VALID
from jobs.serving import IDLE_S
from jobs.sms import SmsNotSent
from tests.factories import JobSeekerFactory, UserFactory, VacancyFactory

NUMBER = "11010519491231002X"
PERSON = {
    "name": "周敏",
    "phone": "13800000000",
    "citizen_number": NUMBER,
    "lives_in": "武汉市江夏区",
    "consent_way": "paper",
    "paper_number": "WH-0001",
}


def clerk_of(region):
    user = UserFactory()
    role_grant(user=user, role=Role.WINDOW_CLERK, region=region, by=None)
    return user


@pytest.fixture
def clerk(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(clerk_of("420100"))
    return client


def register(client, **changes):
    return client.post(reverse("window_register"), PERSON | changes)


def serves(client) -> bool:
    return "正在窗口为办事人服务" in client.get(reverse("window")).content.decode()


def test_a_person_is_registered_with_consent_and_their_resume_begins(clerk):
    answer = register(clerk)
    seeker = JobSeeker.objects.get()
    assert answer.headers["Location"] == reverse("me_resume_step", args=[seeker.resumes.get().pk, "wanted"])
    assert (seeker.user, seeker.name, seeker.region) == (None, "周敏", "420115")
    assert seeker.consent_at is None
    kept = WindowRegistration.objects.get()
    assert (kept.region, kept.consent_way, kept.paper_number) == ("420100", "paper", "WH-0001")
    assert NUMBER not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert serves(clerk)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent_way": ""}, "未经本人同意"),
        ({"paper_number": ""}, "请写签字纸张的编号"),
        ({"citizen_number": "123"}, "身份号码不正确"),
        ({"lives_in": "桃花源"}, "没有找到"),
    ],
)
def test_nobody_is_registered_without_consent_or_with_wrong_facts(clerk, changes, words):
    answer = register(clerk, **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not JobSeeker.objects.exists()


def test_a_paper_without_a_number_is_refused_by_the_database_too():
    seeker = JobSeekerFactory(user=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        WindowRegistration.objects.create(seeker=seeker, region="420100", consent_way="paper")


def test_nobody_is_registered_twice(clerk):
    register(clerk)
    assert "请返回查找" in register(clerk, name="周小敏").content.decode()
    assert JobSeeker.objects.count() == 1


def test_all_that_stands_below_me_is_the_persons_while_they_are_served(clerk):
    register(clerk)
    seeker, vacancy = JobSeeker.objects.get(), VacancyFactory()
    clerk.post(reverse("me_apply", args=[vacancy.pk]), {"resume": seeker.resumes.get().pk, "letter": "您好"})
    clerk.post(reverse("me_apply_check", args=[vacancy.pk]))
    sent = Application.objects.get()
    assert (sent.seeker, sent.copy["name"]) == (seeker, "周敏")
    clerk.post(reverse("me_star", args=[VacancyFactory().pk]))
    assert seeker.saved.count() == 1
    assert "周敏，您好" in clerk.get(reverse("me_home")).content.decode()
    clerk.post(reverse("window_end"))
    assert clerk.get(reverse("me_application", args=[sent.pk])).status_code == 404
    assert "周敏" not in clerk.get(reverse("me_home")).content.decode()
    assert not JobSeeker.objects.filter(user__isnull=False).exists()


def test_a_registered_person_is_found_by_number_or_by_name_and_telephone_and_opening_is_audited(clerk):
    register(clerk)
    clerk.post(reverse("window_end"))
    for sought in ({"citizen_number": NUMBER.lower()}, {"name": "周敏", "phone": "13800000000"}):
        page = clerk.post(reverse("window"), sought).content.decode()
        assert "周敏" in page
    opened = re.search(r'action="(/window/open/\d+/)"', page)[1]
    assert clerk.post(opened).headers["Location"] == reverse("me_home")
    assert AuditEntry.objects.filter(act="window_open").count() == 1
    assert "没有登记" in clerk.post(reverse("window"), {"name": "周敏", "phone": "1"}).content.decode()
    assert clerk.post(reverse("window"), {"name": "周敏"}).status_code == 422


def test_a_clerk_of_another_city_finds_and_opens_nobody(clerk, client):
    register(clerk)
    seeker = JobSeeker.objects.get()
    client.force_login(clerk_of("440300"))
    assert "没有登记" in client.post(reverse("window"), {"citizen_number": NUMBER}).content.decode()
    assert client.post(reverse("window_open", args=[seeker.pk])).status_code == 404


def test_somebody_with_an_account_is_never_opened_at_a_window(clerk, seeker):
    assert clerk.post(reverse("window_open", args=[seeker.pk])).status_code == 404


@pytest.mark.parametrize("name", ["window", "window_register", "window_slip"])
def test_for_who_is_no_clerk_there_is_no_window(client, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 404


def test_after_ten_minutes_without_a_click_the_person_is_signed_out(clerk):
    register(clerk)
    page = clerk.get(reverse("me_home"))
    assert page.headers["Refresh"] == f"{IDLE_S}; url={reverse('window_idle')}"
    assert "no-store" in page.headers["Cache-Control"]
    with time_machine.travel(time.time() + IDLE_S + 1):
        assert "周敏" not in clerk.get(reverse("me_home")).content.decode()
        assert not serves(clerk)


def test_a_click_within_ten_minutes_keeps_the_person(clerk):
    register(clerk)
    now = time.time()
    for minutes in (9, 18, 27):
        with time_machine.travel(now + minutes * 60):
            assert "周敏" in clerk.get(reverse("me_home")).content.decode()


def test_the_page_that_an_idle_browser_goes_to_shows_nothing_of_the_person(clerk):
    register(clerk)
    page = clerk.get(reverse("window_idle"))
    assert "周敏" not in page.content.decode()
    assert "Refresh" not in page.headers
    assert not serves(clerk)


def test_whose_role_ends_serves_nobody_any_more(clerk):
    register(clerk)
    clerk_user = WindowRegistration.objects.get().by
    clerk_user.regional_roles.all().delete()
    assert "周敏" not in clerk.get(reverse("me_home")).content.decode()


def test_the_slip_has_a_code_for_each_vacancy_and_no_number_of_the_person(clerk):
    register(clerk)
    vacancy = VacancyFactory(title="装配钳工")
    clerk.post(reverse("me_star", args=[vacancy.pk]))
    page = clerk.get(reverse("window_slip")).content.decode()
    assert "装配钳工" in page
    assert page.count('class="slip-code"') == 1
    assert NUMBER not in page
    assert "13800000000" not in page
    clerk.post(reverse("window_end"))
    assert clerk.get(reverse("window_slip")).headers["Location"] == reverse("window")


MAILED = {"consent_way": "code", "paper_number": "", "email": "zhou@example.org"}


def code_in(mail) -> str:
    return re.search(r"\b\d{6}\b", mail.body)[0]


def ask_for_code(client, **changes):
    return client.post(reverse("window_register"), PERSON | MAILED | changes | {"send_code": "1"})


def test_whoever_tells_the_code_that_was_mailed_to_them_is_registered(clerk, mailoutbox):
    answer = ask_for_code(clerk)
    assert "已发送到 z***@example.org" in answer.content.decode()
    assert 'value="周敏"' in answer.content.decode()
    (mail,) = mailoutbox
    assert mail.to == ["zhou@example.org"]
    assert code_in(mail) not in mail.subject
    assert register(clerk, **MAILED, code=code_in(mail)).status_code == 302
    kept = WindowRegistration.objects.get()
    assert (kept.consent_way, kept.code_sent_to, kept.seeker.email) == (
        "code",
        "z***@example.org",
        "zhou@example.org",
    )
    assert not ConsentCode.objects.exists()


def test_a_code_is_in_no_log_and_no_audit_line_and_known_by_its_hash_only(clerk, mailoutbox, caplog):
    ask_for_code(clerk)
    code = code_in(mailoutbox[0])
    assert code not in caplog.text
    assert code not in str(list(AuditEntry.objects.values_list("detail", "subject")))
    assert code not in str(ConsentCode.objects.values().get())
    assert code not in str(dict(clerk.session))


@pytest.mark.parametrize("what", ["wrong", "old", "another address", "another clerk", "tried too often"])
def test_a_code_that_does_not_hold_registers_nobody(clerk, client, mailoutbox, what):
    ask_for_code(clerk)
    code, where, later = code_in(mailoutbox[0]), MAILED["email"], 0.0
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    if what == "another clerk":
        client.force_login(clerk_of("420100"))
    elif what == "tried too often":
        for _ in range(CODE_TRIES):
            register(clerk, **MAILED, code=wrong)
    elif what == "another address":
        where = "other@example.org"
    elif what == "old":
        later = CODE_VALID.total_seconds() + 1
    with time_machine.travel(time.time() + later):
        answer = register(clerk, **MAILED | {"email": where}, code=wrong if what == "wrong" else code)
    assert answer.status_code == 422
    assert "验证码无效" in answer.content.decode()
    assert not JobSeeker.objects.exists()


def test_a_code_holds_once(clerk, mailoutbox):
    ask_for_code(clerk)
    code = code_in(mailoutbox[0])
    register(clerk, **MAILED, code=code, citizen_number="")
    assert register(clerk, **MAILED, code=code, citizen_number="").status_code == 422
    assert JobSeeker.objects.count() == 1


def test_a_second_code_is_not_sent_at_once_and_replaces_the_first(clerk, mailoutbox):
    ask_for_code(clerk)
    assert ask_for_code(clerk).status_code == 422
    assert len(mailoutbox) == 1
    with time_machine.travel(time.time() + CODE_AGAIN.total_seconds() + 1):
        ask_for_code(clerk)
        first, second = map(code_in, mailoutbox)
        if first != second:
            assert register(clerk, **MAILED, code=first).status_code == 422
        assert register(clerk, **MAILED, code=second).status_code == 302


def test_without_a_gateway_only_a_mail_address_gets_a_code_and_the_page_says_so(clerk, mailoutbox):
    assert "此处不能发送短信" in clerk.get(reverse("window_register")).content.decode()
    answer = ask_for_code(clerk, email="")
    assert answer.status_code == 422
    assert "请先填写接收验证码的地址" in answer.content.decode()
    assert (mailoutbox, ConsentCode.objects.count()) == ([], 0)


class Gateway:
    """An operator's gateway that keeps what it is handed, for the test to read."""

    handed: ClassVar[list[tuple[str, str]]] = []
    is_down: ClassVar[bool] = False

    def send(self, *, number: str, text: str) -> None:
        if self.is_down:
            raise SmsNotSent
        self.handed.append((number, text))


@pytest.fixture
def gateway(settings, monkeypatch):
    settings.SMS_BACKEND = f"{__name__}.Gateway"
    monkeypatch.setattr(Gateway, "handed", [])
    return Gateway


def test_with_a_gateway_the_code_goes_to_the_telephone(clerk, gateway, mailoutbox):
    assert "此处不能发送短信" not in clerk.get(reverse("window_register")).content.decode()
    ask_for_code(clerk)
    ((number, text),) = gateway.handed
    assert (number, mailoutbox) == ("13800000000", [])
    assert register(clerk, **MAILED, code=re.search(r"\d{6}", text)[0]).status_code == 302
    assert WindowRegistration.objects.get().code_sent_to == "*********00"


def test_a_gateway_that_does_not_take_it_is_said_and_no_code_holds(clerk, gateway, monkeypatch):
    monkeypatch.setattr(gateway, "is_down", True)
    answer = ask_for_code(clerk)
    assert (answer.status_code, ConsentCode.objects.count()) == (422, 0)
    assert "验证码未能发出" in answer.content.decode()


@pytest.mark.parametrize("named", ["no.such.Gateway", "datetime.date", "builtins.dict"])
def test_a_gateway_that_cannot_send_fails_the_check(settings, named):
    settings.SMS_BACKEND = named
    (error,) = sms_backend_sends()
    assert error.id.startswith("jobs.E")
    settings.SMS_BACKEND = ""
    assert sms_backend_sends() == []


def test_a_code_sent_nowhere_is_refused_by_the_database_too():
    seeker = JobSeekerFactory(user=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        WindowRegistration.objects.create(seeker=seeker, region="420100", consent_way="code")
