"""Applications answered: by state, one by one or many; each answer reaches the applicant, and is counted."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from jobs.answers import FEWEST, answer_rate
from jobs.enums import ApplicationState, EmployerRole
from jobs.models import Application, ApplicationEvent, Interview
from jobs.services.applications import MoveNotAllowed, application_move, application_withdraw
from jobs.services.candidates import (
    InPast,
    application_look,
    applications_move,
    interview_invite,
    reminders_send,
)
from jobs.tasks import mail_send
from tests.factories import ApplicationFactory, EmployerFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory

pytestmark = pytest.mark.django_db
SHEET = {
    "name": "李晓梅",
    "jobs": [{"title": "电工", "employer": "某厂", "start": "2020-01-01", "end": "", "duties": ""}],
}


@pytest.fixture(autouse=True)
def _mails_at_once(monkeypatch):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))


@pytest.fixture
def recruiter():
    return MembershipFactory(role=EmployerRole.RECRUITER)


@pytest.fixture
def apply(recruiter):
    """`apply(state=…)`: an application to the recruiter's employer by a person with an account."""

    def make(**fields) -> Application:
        vacancy = fields.pop("vacancy", None) or VacancyFactory(employer=recruiter.employer)
        fields = {"seeker__user": UserFactory(), "copy": SHEET, "language": "zh-hans"} | fields
        return ApplicationFactory(vacancy=vacancy, **fields)

    return make


def address(name, recruiter, *more):
    return reverse(name, args=[recruiter.employer_id, *more])


def tomorrow():
    return timezone.now().replace(microsecond=0) + dt.timedelta(days=1)


def test_that_a_recruiter_opens_it_marks_it_as_seen_and_a_viewer_s_look_does_not(client, recruiter, apply):
    application = apply()
    page = address("employer_candidate", recruiter, application.pk)
    viewer = MembershipFactory(employer=recruiter.employer, role=EmployerRole.VIEWER)
    client.force_login(viewer.user)
    assert "李晓梅" in client.get(page).content.decode()
    application.refresh_from_db()
    assert application.state == ApplicationState.NEW
    client.force_login(recruiter.user)
    client.get(page)
    application.refresh_from_db()
    assert application.state == ApplicationState.SEEN
    assert application_look(application=application, by=recruiter.user).state == ApplicationState.SEEN


@pytest.mark.parametrize(
    ("language", "words", "subject"),
    [
        ("zh-hans", "选择了其他人", "应聘的答复"),
        ("en", "chose somebody else", "an answer to your application"),
    ],
)
def test_an_answer_reaches_the_applicant_in_their_language(
    recruiter, apply, django_capture_on_commit_callbacks, language, words, subject
):
    application = apply(language=language)
    with django_capture_on_commit_callbacks(execute=True):
        application_move(
            application=application, to=ApplicationState.REFUSED, by=recruiter.user, note="欢迎再来应聘"
        )
    message = mail.outbox.pop()
    assert message.to == [application.seeker.user.email]
    assert subject in message.subject
    assert words in message.body
    assert "欢迎再来应聘" in message.body
    assert reverse("me_application", args=[application.pk]) in message.alternatives[0].content


@pytest.mark.parametrize("state", ["offered", "hired", "interview", "refused"])
def test_every_answer_has_a_mail_and_that_it_was_read_has_none(
    recruiter, apply, django_capture_on_commit_callbacks, state
):
    application = apply()
    with django_capture_on_commit_callbacks(execute=True):
        application_look(application=application, by=recruiter.user)
    assert not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):
        application_move(application=application, to=ApplicationState(state), by=recruiter.user)
    assert len(mail.outbox) == 1


def test_who_has_no_account_gets_no_mail(recruiter, apply, django_capture_on_commit_callbacks):
    application = apply(seeker__user=None)
    with django_capture_on_commit_callbacks(execute=True):
        application_move(application=application, to=ApplicationState.OFFERED, by=recruiter.user)
    assert not mail.outbox


def test_an_invitation_is_in_the_history_the_mail_and_the_calendar(
    recruiter, apply, django_capture_on_commit_callbacks
):
    application, begins = apply(), tomorrow()
    with django_capture_on_commit_callbacks(execute=True):
        interview_invite(
            application=application, starts_at=begins, minutes=45, place="光谷大道77号3楼",
            note="请带证书原件", by=recruiter.user,
        )  # fmt: skip
    application.refresh_from_db()
    assert application.state == ApplicationState.INVITED
    event = application.events.get(to_state="invited")
    assert "光谷大道77号3楼" in event.note
    assert "请带证书原件" in event.note
    message = mail.outbox.pop()
    assert "请带证书原件" in message.body
    name, content, kind = message.attachments[0]
    assert (name, kind.split(";")[0]) == ("interview.ics", "text/calendar")
    entry = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert entry["DTSTART"].dt == begins
    assert entry["DTEND"].dt - entry["DTSTART"].dt == dt.timedelta(minutes=45)
    assert entry["LOCATION"] == "光谷大道77号3楼"
    assert entry["SEQUENCE"] == 0
    text = content if isinstance(content, str) else content.decode()
    assert "李晓梅" not in text
    assert application.seeker.user.email not in text


def test_a_moved_interview_takes_the_place_of_the_former_in_the_calendar(
    recruiter, apply, django_capture_on_commit_callbacks
):
    application = apply()
    first = interview_invite(
        application=application, starts_at=tomorrow(), minutes=30, place="甲", by=recruiter.user
    )
    with django_capture_on_commit_callbacks(execute=True):
        second = interview_invite(
            application=application, starts_at=tomorrow(), minutes=30, place="乙", by=recruiter.user
        )
    assert Interview.objects.get().place == "乙"
    assert (second.uid, second.sequence) == (first.uid, 1)
    assert "SEQUENCE:1" in str(mail.outbox[-1].attachments[0][1])


def test_nobody_is_invited_to_the_past_or_after_the_end(recruiter, apply):
    with pytest.raises(InPast):
        interview_invite(
            application=apply(), starts_at=timezone.now(), minutes=30, place="甲", by=recruiter.user
        )
    with pytest.raises(MoveNotAllowed):
        interview_invite(
            application=apply(state=ApplicationState.REFUSED), starts_at=tomorrow(), minutes=30, place="甲",
            by=recruiter.user,
        )  # fmt: skip
    assert not Interview.objects.exists()


def test_only_the_person_and_the_employer_get_the_calendar_file(client, recruiter, apply):
    application = apply()
    interview_invite(application=application, starts_at=tomorrow(), minutes=30, place="甲", by=recruiter.user)
    own = reverse("me_interview", args=[application.pk])
    theirs = address("employer_candidate_calendar", recruiter, application.pk)
    for user, expected in (
        (application.seeker.user, (200, 404)),
        (recruiter.user, (404, 200)),
        (UserFactory(), (404, 404)),
    ):
        client.force_login(user)
        assert (client.get(own).status_code, client.get(theirs).status_code) == expected


def test_many_are_moved_after_a_page_that_says_what_will_happen(client, recruiter, apply):
    chosen = [apply(), apply(), apply(state=ApplicationState.HIRED)]
    stranger = ApplicationFactory(copy=SHEET)
    client.force_login(recruiter.user)
    bulk = address("employer_candidates_bulk", recruiter)
    sent = {"to": "refused", "chosen": [one.pk for one in [*chosen, stranger]]}
    asked = client.post(bulk, sent)
    assert asked.status_code == 200
    assert asked.content.decode().count("李晓梅") == 3
    assert not Application.objects.filter(state=ApplicationState.REFUSED).exists()
    done = client.post(bulk, sent | {"confirmed": "1", "note": "谢谢"}, follow=True).content.decode()
    assert Application.objects.filter(state=ApplicationState.REFUSED).count() == 2
    assert "1 份应聘未能更改" in done
    stranger.refresh_from_db()
    assert stranger.state == ApplicationState.NEW


def test_a_bulk_move_without_a_tick_or_to_a_state_that_needs_more_is_none(client, recruiter, apply):
    client.force_login(recruiter.user)
    bulk = address("employer_candidates_bulk", recruiter)
    assert client.post(bulk, {"to": "refused", "chosen": ["x", "-1"]}).status_code == 302
    assert client.post(bulk, {"to": "hired", "chosen": [apply().pk]}).status_code == 404


def test_one_that_cannot_move_does_not_stop_the_others(recruiter, apply):
    hired, new = apply(state=ApplicationState.HIRED), apply()
    moved, left = applications_move(
        applications=[hired, new], to=ApplicationState.REFUSED, note="", by=recruiter.user
    )
    assert ([one.pk for one in moved], left) == ([new.pk], [hired])


def test_the_board_shows_the_oldest_of_a_state_and_counts_the_others(client, recruiter, apply):
    apply(), apply(), apply(state=ApplicationState.HIRED)
    apply(state=ApplicationState.WITHDRAWN)
    client.force_login(recruiter.user)
    page = client.get(address("employer_candidates", recruiter))
    assert page.context["state"] == ApplicationState.NEW
    counts = dict(page.context["columns"])
    assert (counts["new"], counts["hired"]) == (2, 1)
    only = client.get(address("employer_candidates", recruiter), {"state": "hired", "vacancy": "1x"})
    assert len(only.context["applications"]) == 1


def test_a_page_moves_invites_and_says_when_it_was_too_late(client, recruiter, apply):
    application = apply()
    client.force_login(recruiter.user)
    invite = address("employer_candidate_invite", recruiter, application.pk)
    day = (timezone.localdate() + dt.timedelta(days=2)).isoformat()
    form = {"day": day, "time": "14:30", "minutes": "30", "place": "光谷大道77号"}
    for wrong in ({"place": ""}, {"day": "2020-01-01"}, {"time": "25:99"}, {"minutes": "7"}):
        assert client.post(invite, form | wrong).status_code == 422
    client.post(invite, form)
    interview = Interview.objects.get()
    assert timezone.localtime(interview.starts_at).strftime("%H:%M") == "14:30"
    move = address("employer_candidate_move", recruiter, application.pk)
    client.post(move, {"to": "hired", "note": ""})
    late = client.post(move, {"to": "refused", "note": ""}, follow=True).content.decode()
    assert "状态已有变化" in late
    assert client.post(move, {"to": "nonsense"}).status_code == 404


def test_the_last_opening_is_taken_once_and_the_page_says_so(client, recruiter, apply):
    vacancy = VacancyFactory(employer=recruiter.employer, headcount=1)
    first, second = apply(vacancy=vacancy), apply(vacancy=vacancy)
    client.force_login(recruiter.user)
    for application in (first, second):
        said = client.post(
            address("employer_candidate_move", recruiter, application.pk), {"to": "hired"}, follow=True
        )
    assert "名额已满" in said.content.decode()
    assert Application.objects.filter(state=ApplicationState.HIRED).get() == first


def test_another_employer_s_applications_do_not_exist_and_a_viewer_moves_none(client, recruiter, apply):
    application = apply()
    viewer = MembershipFactory(employer=recruiter.employer, role=EmployerRole.VIEWER)
    other = MembershipFactory()
    names = ("employer_candidate_move", "employer_candidate_invite")
    for membership in (viewer, other):
        client.force_login(membership.user)
        for name in names:
            assert client.post(address(name, recruiter, application.pk), {"to": "hired"}).status_code == 404
            own = reverse(name, args=[membership.employer_id, application.pk])
            assert client.post(own, {"to": "hired"}).status_code == 404
        assert client.post(address("employer_candidates_bulk", recruiter), {}).status_code == 404
    assert client.get(address("employer_candidate", recruiter, application.pk)).status_code == 404


def sent_ago(apply, days, *, answered_after=None, to="refused"):
    now = timezone.now()
    application = apply(sent_at=now - dt.timedelta(days=days))
    if answered_after is not None:
        ApplicationEvent.objects.create(
            application=application, to_state=to, from_state="new",
            at=application.sent_at + dt.timedelta(days=answered_after),
        )  # fmt: skip
    return application


def test_the_answer_rate_counts_answers_in_time(apply, recruiter):
    for _ in range(3):
        sent_ago(apply, 20, answered_after=6.9)
    sent_ago(apply, 20, answered_after=7.1)
    sent_ago(apply, 20)
    sent_ago(apply, 20, answered_after=1, to="seen")
    sent_ago(apply, 20, answered_after=1, to="closed")
    sent_ago(apply, 20, answered_after=2, to="withdrawn")  # taken back before an answer was due
    sent_ago(apply, 3)  # not due yet
    sent_ago(apply, 400, answered_after=1)  # long ago
    rate = answer_rate(recruiter.employer)
    assert (rate.applications, rate.answered, rate.percent) == (7, 3, 43)


def test_of_a_few_applications_no_rate_is_shown(apply, recruiter):
    for _ in range(FEWEST - 1):
        sent_ago(apply, 20, answered_after=1)
    assert answer_rate(recruiter.employer) is None


def test_members_are_reminded_of_what_waits_too_long_at_most_once_a_week(
    apply, recruiter, django_capture_on_commit_callbacks
):
    MembershipFactory(employer=recruiter.employer, role=EmployerRole.VIEWER)
    MembershipFactory()
    sent_ago(apply, 3)
    assert reminders_send() == 0
    sent_ago(apply, 9)
    sent_ago(apply, 8)
    with django_capture_on_commit_callbacks(execute=True):
        assert reminders_send() == 1
        assert reminders_send() == 0
    message = mail.outbox[0]
    assert message.to == [recruiter.user.email]
    assert "2" in message.subject
    assert reminders_send(now=timezone.now() + dt.timedelta(days=8)) == 1


def test_a_withdrawn_application_is_no_longer_the_employer_s(client, apply, recruiter):
    application = apply()
    application_withdraw(application=application, by=application.seeker.user)
    client.force_login(recruiter.user)
    assert client.get(address("employer_candidate", recruiter, application.pk)).status_code == 404


def test_the_public_page_shows_a_verified_employer_and_its_public_vacancies(client, recruiter, apply):
    shown = VacancyFactory(employer=recruiter.employer, title="数控车工")
    VacancyFactory(employer=recruiter.employer, title="已关闭的岗位", closed=True)
    for _ in range(FEWEST):
        sent_ago(apply, 20, answered_after=1)
    page = client.get(reverse("employer_page", args=[recruiter.employer_id])).content.decode()
    assert shown.get_absolute_url() in page
    assert "已关闭的岗位" not in page
    assert "100%" in page
    unverified = EmployerFactory(verification="unverified")
    assert client.get(reverse("employer_page", args=[unverified.pk])).status_code == 404
