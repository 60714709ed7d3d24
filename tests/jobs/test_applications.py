"""Applications: what is sent, who may move it where, and races with exactly one outcome."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from jobs.enums import EMPLOYER_MOVES, UNDER_WAY, ApplicationState, CloseReason, VacancyState
from jobs.models import Application, ApplicationDraft, ApplicationEvent, Vacancy
from jobs.services import (
    AlreadyApplied,
    MoveNotAllowed,
    NotTaken,
    OpeningsTaken,
    application_draft_save,
    application_move,
    application_send,
    application_withdraw,
    vacancies_expire,
    vacancy_close,
)
from jobs.signals import application_changed
from tests.factories import ApplicationFactory, JobSeekerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

STATES = list(ApplicationState)
db = pytest.mark.django_db
QUESTIONS = [{"text": "能上夜班吗？", "required": True}, {"text": "何时到岗？", "required": False}]


def send(vacancy, seeker, **changes):
    return application_send(vacancy=vacancy, seeker=seeker, copy={"name": "周敏"}, by=seeker.user, **changes)


@db
def test_what_was_sent_stays_and_has_a_history_an_audit_line_and_a_hook():
    heard = []
    application_changed.connect(hear := lambda event, **_: heard.append(event), weak=False)
    vacancy, seeker = VacancyFactory(), JobSeekerFactory()
    try:
        sent = send(vacancy, seeker, letter="您好", shares_contact=True)
    finally:
        application_changed.disconnect(hear)
    sent.refresh_from_db()
    assert (sent.letter, sent.copy, sent.shares_contact) == ("您好", {"name": "周敏"}, True)
    event = sent.events.get()
    assert (event.from_state, event.to_state, event.by) == ("", "new", seeker.user)
    assert heard == [event]
    line = AuditEntry.objects.get(act="application_send")
    assert (line.actor, line.detail["vacancy"]) == (seeker.user, vacancy.pk)
    assert "您好" not in str(line.detail)


@db
def test_nobody_applies_twice_but_anew_after_withdrawing():
    vacancy, seeker = VacancyFactory(), JobSeekerFactory()
    first = send(vacancy, seeker)
    with pytest.raises(AlreadyApplied) as caught:
        send(vacancy, seeker)
    assert caught.value.application == first
    application_withdraw(application=first, by=seeker.user)
    assert send(vacancy, seeker).pk != first.pk


@db
def test_the_database_itself_refuses_a_second_standing_application():
    first = ApplicationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(vacancy=first.vacancy, seeker=first.seeker, state=ApplicationState.REFUSED)


@db
@pytest.mark.parametrize(
    "changes",
    [
        {"closed": True},
        {"state": VacancyState.PAUSED},
        {"employer": None},
        {"expires_on": dt.date(2020, 1, 1)},
    ],
)
def test_a_vacancy_that_is_not_public_takes_no_application(changes):
    with pytest.raises(NotTaken):
        send(VacancyFactory(**changes), JobSeekerFactory())
    assert not Application.objects.exists()


@db
def test_a_vacancy_of_a_feed_keeps_the_contact_of_its_source():
    with pytest.raises(NotTaken):
        send(VacancyFactory(feed=CityFeedFactory(), external_id="1"), JobSeekerFactory())


@db
def test_a_question_that_wants_an_answer_gets_one():
    vacancy, seeker = VacancyFactory(questions=QUESTIONS), JobSeekerFactory()
    for answers in ([], [{"question": "能上夜班吗？", "answer": "  "}]):
        with pytest.raises(ValidationError, match="能上夜班吗"):
            send(vacancy, seeker, answers=answers)
    answers = [{"question": "能上夜班吗？", "answer": "能"}]
    assert send(vacancy, seeker, answers=answers).answers == answers


@db
def test_texts_have_a_limit():
    with pytest.raises(ValidationError):
        send(VacancyFactory(), JobSeekerFactory(), letter="长" * 1001)


@db
def test_a_draft_outlives_the_session_and_goes_when_it_is_sent():
    vacancy, seeker = VacancyFactory(), JobSeekerFactory()
    for letter in ("您", "您好"):
        application_draft_save(
            vacancy=vacancy, seeker=seeker, letter=letter, answers=[], shares_contact=False
        )
    assert ApplicationDraft.objects.get().letter == "您好"
    send(vacancy, seeker)
    assert not ApplicationDraft.objects.exists()


@db
@pytest.mark.parametrize("before", STATES)
def test_the_employer_makes_the_allowed_moves_and_no_other(before):
    for after in STATES:
        application = ApplicationFactory(state=before)
        if after in EMPLOYER_MOVES[before]:
            moved = application_move(application=application, to=after, by=None, note="谢谢")
            assert (moved.state, moved.events.get().note) == (after, "谢谢")
        else:
            with pytest.raises(MoveNotAllowed):
                application_move(application=application, to=after, by=None)
            application.refresh_from_db()
            assert application.state == before


@db
@pytest.mark.parametrize("before", STATES)
def test_a_person_withdraws_what_is_under_way_and_nothing_else(before):
    application = ApplicationFactory(state=before)
    if before in UNDER_WAY:
        assert application_withdraw(application=application, by=None).state == ApplicationState.WITHDRAWN
    else:
        with pytest.raises(MoveNotAllowed):
            application_withdraw(application=application, by=None)


@db
def test_applications_under_way_close_with_their_vacancy_and_others_stay():
    vacancy = VacancyFactory(headcount=9)
    made = {state: ApplicationFactory(vacancy=vacancy, state=state) for state in STATES}
    vacancy_close(vacancy=vacancy, reason=CloseReason.FILLED, by=None)
    for state, application in made.items():
        application.refresh_from_db()
        assert application.state == ("closed" if state in UNDER_WAY else state)
    assert ApplicationEvent.objects.filter(to_state="closed").count() == len(UNDER_WAY)


@db
def test_after_expiry_the_employer_may_still_answer():
    vacancy = VacancyFactory(expires_on=timezone.localdate() - dt.timedelta(days=1))
    application = ApplicationFactory(vacancy=vacancy)
    assert vacancies_expire() == 1
    assert application_move(application=application, to=ApplicationState.INVITED, by=None).state == "invited"


@db
def test_no_more_people_are_hired_than_there_are_openings_and_a_slip_is_mended():
    vacancy = VacancyFactory(headcount=1)
    first, second = ApplicationFactory.create_batch(2, vacancy=vacancy, state=ApplicationState.OFFERED)
    application_move(application=first, to=ApplicationState.HIRED, by=None)
    with pytest.raises(OpeningsTaken):
        application_move(application=second, to=ApplicationState.HIRED, by=None)
    application_move(application=first, to=ApplicationState.OFFERED, by=None)
    assert application_move(application=second, to=ApplicationState.HIRED, by=None).state == "hired"


def at_once(*acts):
    """Run each act in a thread of its own, all released together; what each gave or raised."""
    ready, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait()
            outcomes.append(act())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_sends_one_application():
    vacancy, seeker = VacancyFactory(), JobSeekerFactory()
    outcomes = at_once(*[lambda: send(vacancy, seeker)] * 4)
    assert kinds(outcomes) == ["AlreadyApplied"] * 3 + ["Application"]
    assert Application.objects.count() == ApplicationEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_an_application_while_the_vacancy_closes_is_refused_or_closed_with_it(turn):
    vacancy, seekers = VacancyFactory(), JobSeekerFactory.create_batch(3)
    outcomes = at_once(
        lambda: vacancy_close(vacancy=vacancy, reason=CloseReason.FILLED, by=None),
        *[lambda seeker=seeker: send(vacancy, seeker) for seeker in seekers],
    )
    sent = kinds(outcomes).count("Application")
    assert kinds(outcomes).count("NotTaken") == 3 - sent
    assert Vacancy.objects.get().state == VacancyState.CLOSED
    assert Application.objects.filter(state=ApplicationState.CLOSED).count() == sent
    assert not Application.objects.under_way().exists()


@pytest.mark.django_db(transaction=True)
def test_two_members_who_take_the_last_opening_get_one_hired_and_one_clear_answer():
    vacancy, members = VacancyFactory(headcount=1), UserFactory.create_batch(2)
    applications = ApplicationFactory.create_batch(2, vacancy=vacancy, state=ApplicationState.OFFERED)
    outcomes = at_once(
        *[
            lambda application=application, member=member: application_move(
                application=application, to=ApplicationState.HIRED, by=member
            )
            for application, member in zip(applications, members, strict=True)
        ]
    )
    assert kinds(outcomes) == ["Application", "OpeningsTaken"]
    assert Application.objects.filter(state=ApplicationState.HIRED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_and_a_move_at_once_leave_one_history_without_a_gap():
    application = ApplicationFactory()
    at_once(
        lambda: application_withdraw(application=application, by=None),
        lambda: application_move(application=application, to=ApplicationState.INVITED, by=None),
    )
    steps = list(application.events.values_list("from_state", "to_state"))
    assert steps in ([("new", "withdrawn")], [("new", "invited"), ("invited", "withdrawn")])
