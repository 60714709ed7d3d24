"""Applying, the list of applications, saved vacancies, visibility: as the person sees them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from jobs.enums import ApplicationState, CloseReason, VacancyState, Visibility
from jobs.models import Application, ApplicationDraft, JobSeeker, SavedVacancy
from jobs.services import application_move, resume_update, seeker_contact_set, seeker_look, vacancy_close
from tests.factories import ApplicationFactory, EmployerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

QUESTIONS = [{"text": "能上夜班吗？", "required": True}, {"text": "何时到岗？", "required": False}]


@pytest.fixture
def vacancy():
    return VacancyFactory(title="装配钳工", questions=QUESTIONS, region="440305")


def fill_in(client, vacancy, resume, **changes):
    data = {"resume": resume.pk, "letter": "您好", "answer_0": "能", "answer_1": ""} | changes
    return client.post(reverse("me_apply", args=[vacancy.pk]), data)


def send(client, vacancy):
    return client.post(reverse("me_apply_check", args=[vacancy.pk]))


def test_an_application_takes_three_screens(me, resume, vacancy):
    page = me.get(vacancy.get_absolute_url()).content.decode()
    apply = reverse("me_apply", args=[vacancy.pk])
    assert f'href="{apply}"' in page
    assert "能上夜班吗" in me.get(apply).content.decode()
    checked = fill_in(me, vacancy, resume)
    text = me.get(checked.headers["Location"]).content.decode()
    for words in ("您好", "能上夜班吗？", "周敏", "电气维修"):
        assert words in text
    assert "13800000000" not in text
    sent = me.get(send(me, vacancy).headers["Location"]).content.decode()
    assert "投递成功" in sent
    application = Application.objects.get()
    assert application.answers[0] == {"question": "能上夜班吗？", "answer": "能"}
    assert (application.copy["name"], application.copy["phone"]) == ("周敏", "")
    assert not ApplicationDraft.objects.exists()


def test_the_employer_gets_telephone_and_mail_only_where_the_person_ticked_it(me, resume, vacancy):
    fill_in(me, vacancy, resume, shares_contact="on")
    assert "13800000000" in me.get(reverse("me_apply_check", args=[vacancy.pk])).content.decode()
    send(me, vacancy)
    assert Application.objects.get().copy["phone"] == "13800000000"


def test_what_was_sent_stays_as_it_was_sent(me, resume, vacancy):
    fill_in(me, vacancy, resume)
    send(me, vacancy)
    resume_update(resume=resume, by=None, skills=["绣花"])
    page = me.get(reverse("me_application", args=[Application.objects.get().pk])).content.decode()
    assert "电气维修" in page
    assert "绣花" not in page


def test_an_answer_that_is_missing_is_asked_for_and_the_letter_stays(me, resume, vacancy):
    answer = fill_in(me, vacancy, resume, answer_0="", letter="写好的信")
    assert answer.status_code == 422
    assert "写好的信" in answer.content.decode()
    assert not Application.objects.exists()


def test_a_draft_waits_for_the_person(me, resume, vacancy):
    fill_in(me, vacancy, resume, letter="写到一半")
    assert "写到一半" in me.get(reverse("me_apply", args=[vacancy.pk])).content.decode()
    for name in ("me_home", "me_applications"):
        assert "装配钳工" in me.get(reverse(name)).content.decode()


def test_the_second_click_leads_to_what_the_first_one_sent(me, resume, vacancy):
    fill_in(me, vacancy, resume)
    first = send(me, vacancy)
    application = Application.objects.get()
    assert send(me, vacancy).headers["Location"] == reverse("me_application", args=[application.pk])
    assert first.headers["Location"] == reverse("me_application_sent", args=[application.pk])
    page = me.get(vacancy.get_absolute_url()).content.decode()
    assert reverse("me_application", args=[application.pk]) in page
    assert reverse("me_apply", args=[vacancy.pk]) not in page


def test_a_vacancy_that_closed_a_second_ago_says_so_and_nothing_written_is_lost(me, resume, vacancy):
    fill_in(me, vacancy, resume)
    vacancy_close(vacancy=vacancy, reason=CloseReason.FILLED, by=None)
    answer = me.post(reverse("me_apply_check", args=[vacancy.pk]), follow=True)
    assert answer.status_code == 410
    text = answer.content.decode()
    assert "没有投递" in text
    assert "查询同类岗位" in text
    assert not Application.objects.exists()
    assert ApplicationDraft.objects.get().letter == "您好"


def test_a_resume_without_a_name_is_not_sent(me, resume, vacancy):
    seeker_contact_set(seeker=resume.seeker, name="", phone="", email="", by=None)
    fill_in(me, vacancy, resume)
    answer = me.post(reverse("me_apply_check", args=[vacancy.pk]), follow=True)
    assert "还没有姓名" in answer.content.decode()
    assert not Application.objects.exists()


def test_who_has_no_resume_begins_one_and_finds_the_way_back(client, vacancy):
    user = UserFactory()
    client.force_login(user)
    apply = reverse("me_apply", args=[vacancy.pk])
    assert "请先写一份简历" in client.get(apply).content.decode()
    client.post(apply)
    seeker = JobSeeker.objects.get(user=user)
    seeker_contact_set(seeker=seeker, name="周敏", phone="", email="", by=user)
    page = client.get(reverse("me_resume", args=[seeker.resumes.get().pk])).content.decode()
    assert f'href="{apply}"' in page


def test_applying_begins_with_signing_in(client, vacancy):
    answer = client.get(reverse("me_apply", args=[vacancy.pk]))
    assert answer.status_code == 302
    assert f"next={reverse('me_apply', args=[vacancy.pk])}" in answer.headers["Location"]


def test_a_vacancy_of_a_feed_keeps_its_contact_and_has_no_button(me):
    vacancy = VacancyFactory(feed=CityFeedFactory(), external_id="1", contact_phone="027-85550188")
    page = me.get(vacancy.get_absolute_url()).content.decode()
    assert reverse("me_apply", args=[vacancy.pk]) not in page
    assert "tel:027-85550188" in page


def test_somebody_elses_resume_cannot_be_sent(me, vacancy):
    other = ApplicationFactory().seeker.resumes.create(title="x")
    assert fill_in(me, vacancy, other).status_code == 422


@pytest.mark.parametrize(
    "hidden", [{"state": VacancyState.DRAFT}, {"employer": None}, {"state": VacancyState.IN_REVIEW}]
)
def test_a_vacancy_that_never_was_public_cannot_be_applied_to_or_saved(me, hidden):
    vacancy = VacancyFactory(**hidden)
    for name in ("me_apply", "me_apply_check", "me_star"):
        assert me.post(reverse(name, args=[vacancy.pk])).status_code == 404


def test_the_history_tells_each_move_with_the_words_of_the_employer(me, seeker):
    application = ApplicationFactory(seeker=seeker)
    application_move(application=application, to=ApplicationState.INVITED, by=None, note="周五上午九点")
    page = me.get(reverse("me_application", args=[application.pk])).content.decode()
    assert "已邀请面试" in page
    assert "周五上午九点" in page
    assert "已邀请面试" in me.get(reverse("me_applications")).content.decode()


def test_a_withdrawal_is_confirmed_first(me, seeker):
    application = ApplicationFactory(seeker=seeker)
    address = reverse("me_application_withdraw", args=[application.pk])
    assert "撤回后不能恢复" in me.get(address).content.decode()
    assert "已撤回" in me.post(address, follow=True).content.decode()
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert AuditEntry.objects.filter(act="application_move", actor=seeker.user).exists()


def test_what_is_decided_cannot_be_withdrawn(me, seeker):
    application = ApplicationFactory(seeker=seeker, state=ApplicationState.REFUSED)
    address = reverse("me_application_withdraw", args=[application.pk])
    assert me.get(address).status_code == 302
    assert "未能撤回" in me.post(address, follow=True).content.decode()


def test_somebody_elses_application_does_not_exist(me):
    application = ApplicationFactory()
    for name in ("me_application", "me_application_sent", "me_application_withdraw"):
        assert me.get(reverse(name, args=[application.pk])).status_code == 404
    assert me.post(reverse("me_application_withdraw", args=[application.pk])).status_code == 404


def test_all_applications_can_be_paged_through(me, seeker):
    made = ApplicationFactory.create_batch(23, seeker=seeker)
    first = me.get(reverse("me_applications"))
    second = me.get(reverse("me_applications"), {"before": first.context["next_before"]})
    shown = [*first.context["applications"], *second.context["applications"]]
    assert [entry.pk for entry in shown] == [entry.pk for entry in reversed(made)]
    assert second.context["next_before"] is None


def test_the_pages_take_a_fixed_number_of_queries(me, seeker, django_assert_max_num_queries):
    ApplicationFactory.create_batch(8, seeker=seeker)
    for vacancy in VacancyFactory.create_batch(8):
        SavedVacancy.objects.create(seeker=seeker, vacancy=vacancy)
    for name in ("me_home", "me_applications", "me_saved"):
        me.get(reverse(name))
        with django_assert_max_num_queries(14):
            me.get(reverse(name))


def test_a_vacancy_is_saved_listed_marked_when_it_closes_and_removed(me, vacancy):
    star = reverse("me_star", args=[vacancy.pk])
    for _twice in range(2):
        me.post(star, {"act": "save"})
    assert SavedVacancy.objects.count() == 1
    assert "已收藏，取消" in me.get(vacancy.get_absolute_url()).content.decode()
    vacancy_close(vacancy=vacancy, reason=CloseReason.FILLED, by=None)
    assert "已停止招聘" in me.get(reverse("me_saved")).content.decode()
    me.post(star, {"act": "remove", "then": "list"})
    assert "还没有收藏" in me.get(reverse("me_saved")).content.decode()


def test_saving_needs_no_resume_but_an_account(client, vacancy):
    star = reverse("me_star", args=[vacancy.pk])
    assert f'href="{star}"' in client.get(vacancy.get_absolute_url()).content.decode()
    assert client.post(star).status_code == 302
    assert not SavedVacancy.objects.exists()
    client.force_login(UserFactory())
    assert client.get(star).headers["Location"] == vacancy.get_absolute_url()
    client.post(star)
    assert SavedVacancy.objects.exists()


def test_a_person_says_who_finds_them_and_hides_from_employers(me, seeker):
    address = reverse("me_visibility")
    me.post(address, {"act": "show", "visibility": "named"})
    seeker.refresh_from_db()
    assert seeker.visibility == Visibility.NAMED
    boss = EmployerFactory(name="武汉某机械有限公司")
    assert "武汉某机械" in me.get(address, {"employer": "某机械"}).content.decode()
    me.post(address, {"act": "hide", "employer": [str(boss.pk), "x"]})
    assert list(seeker.hidden_from.all()) == [boss]
    me.post(address, {"act": "unhide", "employer": str(boss.pk)})
    assert not seeker.hidden_from.exists()
    me.post(address, {"act": "show", "visibility": "everybody"})
    seeker.refresh_from_db()
    assert seeker.visibility == Visibility.NAMED


def test_a_person_reads_who_looked(me, seeker):
    employer = EmployerFactory(name="武汉某物业公司")
    seeker_look(seeker=seeker, employer=employer)
    assert "武汉某物业公司" in me.get(reverse("me_visibility")).content.decode()


def test_who_is_no_job_seeker_has_no_visibility_page(client):
    client.force_login(UserFactory())
    assert client.get(reverse("me_visibility")).status_code == 404
