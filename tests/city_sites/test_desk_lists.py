"""One way for all lists: search, filters, columns, CSV; acts shown first, done, taken back."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from city_sites.models import DeskAct, Outlet
from city_sites.services import city_provision
from city_sites.workspace.lists.acts import MOST_ROWS, UNDO_WITHIN
from city_sites.workspace.lists.registry import LISTS
from jobs.enums import (
    ApplicationState,
    CloseReason,
    EmployerRole,
    ReportKind,
    ReportState,
    RunState,
    VacancyState,
    VerificationState,
)
from jobs.models import Employer, Membership, OutboxEntry, Vacancy, VacancyReport
from jobs.services.reports import report_file
from jobs.tasks import mail_send
from tests.city_sites.factories import FeedRunFactory
from tests.city_sites.pages import national_home
from tests.factories import ApplicationFactory, EmployerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

pytestmark = pytest.mark.django_db
WUHAN, SHENZHEN = "420100", "440300"


@pytest.fixture(autouse=True)
def _national_site(monkeypatch):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))
    national_home()


def signed_in(client, role=Role.CITY_FEEDS, region=WUHAN):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


def listed(client, name, **query):
    return client.get(reverse(f"workspace_{name}"), query).context["page"].rows


def act(client, name, which, rows, **more):
    """Asks first; gives what the plan says and the answer to doing it."""
    body = {"act": which, "chosen": [row.pk for row in rows], "back": reverse(f"workspace_{name}")}
    asked = client.post(reverse("workspace_act_on_rows", args=[name]), body | more)
    plan = asked.context["plan"]
    done = client.post(
        reverse("workspace_act_on_rows", args=[name]),
        body | more | {"confirmed": "1", "promised": plan.button},
    )
    return plan, done


def undo(client):
    return client.post(reverse("workspace_act_undo", args=[DeskAct.objects.latest("pk").public_id]))


def applied(vacancy, state=ApplicationState.SEEN):
    application = ApplicationFactory(vacancy=vacancy, state=state)
    application.events.create(at=timezone.now(), to_state=state)
    return application


def test_search_filters_and_region_narrow_a_list_and_stand_in_the_address(client):
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    wanted = VacancyFactory(title="数控车工", region="420106", state=VacancyState.PAUSED)
    VacancyFactory(title="数控车工", region="420106")
    VacancyFactory(title="数控车工", region="440305", state=VacancyState.PAUSED)
    VacancyFactory(title="厨师", region="420106", state=VacancyState.PAUSED)
    assert listed(client, "vacancies", q="数控", state="paused", region="420000") == [wanted]
    assert listed(client, "vacancies", q=wanted.employer.name) == [wanted]
    assert len(listed(client, "vacancies", state="nonsense", region="nonsense")) == 4


def test_another_city_s_rows_are_in_no_list_however_one_asks(client):
    signed_in(client, region=SHENZHEN)
    vacancy = VacancyFactory(employer=EmployerFactory(verification=VerificationState.UNVERIFIED))
    report_file(vacancy=vacancy, kind=ReportKind.FEE)
    FeedRunFactory()
    for name in ("vacancies", "employers", "reports", "runs"):
        assert listed(client, name, state="all", region=WUHAN) == []
        everything = {"act": LISTS[name].acts[0].name, "chosen": [1, vacancy.pk], "everything": "1"}
        response = client.post(reverse("workspace_act_on_rows", args=[name]), everything)
        assert response.status_code == 302
    assert client.get(reverse("workspace_vacancy", args=[vacancy.pk])).status_code == 404


def test_drafts_are_their_employer_s_own(client):
    signed_in(client)
    draft = VacancyFactory(state=VacancyState.DRAFT)
    assert listed(client, "vacancies") == []
    assert client.get(reverse("workspace_vacancy", args=[draft.pk])).status_code == 404


def test_the_columns_that_are_chosen_are_those_of_the_table_and_of_the_file(client):
    signed_in(client)
    VacancyFactory(title="=电工", headcount=3)
    query = {"column": ["title", "wanted", "nonsense"]}
    page = client.get(reverse("workspace_vacancies"), query)
    assert [column.name for column in page.context["chosen"].columns] == ["title", "wanted"]
    file = client.get(reverse("workspace_vacancies"), query | {"as": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert rows[1:] == [["'=电工", "3"]]


def test_a_list_says_how_many_rows_there_are_and_goes_on_behind_the_last(client):
    signed_in(client)
    VacancyFactory.create_batch(32)
    first = client.get(reverse("workspace_vacancies"))
    assert first.context["counted"] == 32
    rest = listed(client, "vacancies", after=first.context["page"].next_after)
    assert len({row.pk for row in [*first.context["page"].rows, *rest]}) == 32


@pytest.mark.parametrize("name", sorted(set(LISTS) - {"outlets"}))
def test_a_list_takes_the_same_queries_for_many_rows(client, name, django_assert_max_num_queries):
    signed_in(client)
    for number in range(6):
        vacancy = VacancyFactory(employer=EmployerFactory(verification=VerificationState.UNVERIFIED))
        report_file(vacancy=vacancy, kind=ReportKind.FEE)
        FeedRunFactory(feed=CityFeedFactory(slug=f"feed-of-{number}"))
    with django_assert_max_num_queries(10):
        client.get(reverse(f"workspace_{name}"))


def test_closing_says_first_how_many_vacancies_and_people_it_is_about_and_changes_nothing(client):
    signed_in(client)
    two, none, closed = VacancyFactory(), VacancyFactory(), VacancyFactory(closed=True)
    applied(two), applied(two)
    body = {"act": "close", "chosen": [two.pk, none.pk, closed.pk]}
    response = client.post(reverse("workspace_act_on_rows", args=["vacancies"]), body)
    assert response.context["plan"].button == "关闭 2 个岗位并通知 2 名求职者"
    assert "24 小时内可以撤回" in response.content.decode()
    assert [row.pk for row, _ in response.context["plan"].left] == [closed.pk]
    assert Vacancy.objects.filter(state=VacancyState.OPEN).count() == 2
    assert not DeskAct.objects.exists()


def test_closing_tells_the_people_and_the_employer_why_and_undoing_puts_all_back(
    client, django_capture_on_commit_callbacks
):
    user = signed_in(client)
    vacancy = VacancyFactory()
    owner = Membership.objects.create(
        employer=vacancy.employer, user=UserFactory(), role=EmployerRole.OWNER, language="zh-hans"
    )
    application = applied(vacancy)
    with django_capture_on_commit_callbacks(execute=True):
        _, done = act(client, "vacancies", "close", [vacancy], reason="gone", note="多次核实")
    kept = DeskAct.objects.get()
    assert done.headers["Location"] == reverse("workspace_act", args=[kept.public_id])
    vacancy.refresh_from_db(), application.refresh_from_db()
    assert (vacancy.state, vacancy.close_reason) == (VacancyState.CLOSED, CloseReason.BY_STAFF)
    assert application.state == ApplicationState.CLOSED
    told = {one.to[0]: one.body for one in mail.outbox}
    assert set(told) == {owner.user.email, application.seeker.user.email}
    assert "多次核实" in told[owner.user.email]
    assert OutboxEntry.objects.filter(key=vacancy.pk).exists()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        undo(client)
    vacancy.refresh_from_db(), application.refresh_from_db()
    assert (vacancy.state, application.state) == (VacancyState.OPEN, ApplicationState.SEEN)
    assert len(mail.outbox) == 2
    acts = AuditEntry.objects.filter(actor=user).values_list("act", flat=True)
    assert {"desk_act", "desk_act_undo", "vacancy_move"} <= set(acts)


def test_what_changed_since_stays_when_an_act_is_taken_back(client):
    signed_in(client)
    two = VacancyFactory.create_batch(2)
    act(client, "vacancies", "close", two, reason="gone")
    Vacancy.objects.filter(pk=two[0].pk).update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    undo(client)
    assert DeskAct.objects.get().undone == 1
    assert set(Vacancy.objects.filter(state=VacancyState.OPEN)) == {two[1]}


def test_an_act_is_taken_back_once_by_who_did_it_within_a_day(client):
    signed_in(client)
    act(client, "vacancies", "close", [VacancyFactory()], reason="gone")
    kept = DeskAct.objects.get()
    signed_in(client)
    assert undo(client).status_code == 404
    client.force_login(kept.by)
    DeskAct.objects.update(at=timezone.now() - UNDO_WITHIN)
    undo(client)
    assert Vacancy.objects.get().state == VacancyState.CLOSED
    DeskAct.objects.update(at=timezone.now())
    undo(client)
    assert Vacancy.objects.get().state == VacancyState.OPEN
    act(client, "vacancies", "close", [Vacancy.objects.get()], reason="gone")
    DeskAct.objects.filter(pk=kept.pk).update(at=timezone.now())
    client.post(reverse("workspace_act_undo", args=[kept.public_id]))
    assert Vacancy.objects.get().state == VacancyState.CLOSED


def test_who_lost_the_right_takes_nothing_back(client):
    user = signed_in(client)
    act(client, "vacancies", "close", [VacancyFactory()], reason="gone")
    user.regional_roles.update(revoked_at=timezone.now())
    role_grant(user=user, role=Role.CITY_EDITOR, region=WUHAN, by=None)
    assert undo(client).status_code == 404
    assert Vacancy.objects.get().state == VacancyState.CLOSED


def test_what_would_happen_now_is_shown_again_where_it_changed_meanwhile(client):
    signed_in(client)
    vacancy = VacancyFactory()
    body = {"act": "close", "chosen": [vacancy.pk], "reason": "gone", "confirmed": "1"}
    applied(vacancy)
    response = client.post(
        reverse("workspace_act_on_rows", args=["vacancies"]),
        body | {"promised": "关闭 1 个岗位并通知 0 名求职者"},
    )
    assert response.context["plan"].button == "关闭 1 个岗位并通知 1 名求职者"
    assert Vacancy.objects.get().state == VacancyState.OPEN


def test_all_rows_of_the_list_means_those_that_its_filters_let_through(client):
    signed_in(client)
    meant = VacancyFactory.create_batch(3, title="数控车工")
    other = VacancyFactory(title="厨师")
    body = {"act": "close", "everything": "1", "query": "q=数控"}
    response = client.post(reverse("workspace_act_on_rows", args=["vacancies"]), body)
    assert {row.pk for row in response.context["plan"].will} == {row.pk for row in meant}
    assert other.state == VacancyState.OPEN


def test_more_rows_than_are_acted_on_at_once_are_refused_not_cut(client, monkeypatch):
    signed_in(client)
    monkeypatch.setattr("city_sites.workspace.lists.acts.MOST_ROWS", 2)
    VacancyFactory.create_batch(3)
    body = {"act": "close", "everything": "1", "back": "/workspace/vacancies/?q=x"}
    response = client.post(reverse("workspace_act_on_rows", args=["vacancies"]), body)
    assert response.headers["Location"] == "/workspace/vacancies/?q=x"
    assert MOST_ROWS == 500


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/workspace/\\evil", ""])
def test_the_way_back_leads_to_the_workspace_only(client, back):
    signed_in(client)
    response = client.post(
        reverse("workspace_act_on_rows", args=["vacancies"]), {"act": "close", "back": back}
    )
    assert response.headers["Location"] == "/workspace/"


def test_who_only_looks_acts_on_nothing(client):
    signed_in(client, Role.CITY_EDITOR)
    vacancy = VacancyFactory()
    assert client.get(reverse("workspace_vacancies")).context["acts"] == []
    body = {"act": "close", "chosen": [vacancy.pk]}
    assert client.post(reverse("workspace_act_on_rows", args=["vacancies"]), body).status_code == 404


def test_a_right_in_one_city_does_not_act_in_another_that_is_only_seen(client):
    user = signed_in(client)
    role_grant(user=user, role=Role.PROVINCE_SUPERVISOR, region="440000", by=None)
    own, seen = VacancyFactory(), VacancyFactory(region="440305")
    plan, _ = act(client, "vacancies", "close", [own, seen], reason="gone")
    assert (plan.will, [row for row, _ in plan.left]) == ([own], [seen])
    seen.refresh_from_db()
    assert seen.state == VacancyState.OPEN


def test_employers_are_verified_together_and_stand_as_before_when_it_is_taken_back(client):
    signed_in(client)
    two = EmployerFactory.create_batch(2, verification=VerificationState.UNVERIFIED, verified_at=None)
    vacancies = [VacancyFactory(employer=employer) for employer in two]
    assert listed(client, "employers") == two
    act(client, "employers", "verify", two)
    assert Vacancy.objects.public().count() == 2
    undo(client)
    assert Vacancy.objects.public().count() == 0
    assert Employer.objects.filter(verification=VerificationState.UNVERIFIED).count() == 2
    assert OutboxEntry.objects.filter(key=vacancies[0].pk).count() == 2


def test_an_employer_is_refused_with_a_reason_only(client):
    signed_in(client)
    employer = EmployerFactory(verification=VerificationState.UNVERIFIED)
    _, response = act(client, "employers", "refuse", [employer])
    assert response.status_code == 422
    act(client, "employers", "refuse", [employer], note="执照已注销")
    employer.refresh_from_db()
    assert (employer.verification, employer.verification_note) == (VerificationState.REFUSED, "执照已注销")


def test_reports_that_are_not_confirmed_wait_again_when_it_is_taken_back(client):
    signed_in(client)
    report = report_file(vacancy=VacancyFactory(), kind=ReportKind.FEE)
    act(client, "reports", "reject", [report], note="未发现收费")
    assert VacancyReport.objects.get().state == ReportState.REJECTED
    undo(client)
    assert listed(client, "reports") == [report]


def test_held_runs_end_without_closing_and_that_is_for_good(client):
    signed_in(client)
    run = FeedRunFactory(state=RunState.HELD, error="small_feed", error_detail={"missing": 12})
    plan, _ = act(client, "runs", "keep", [run])
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert "12" in plan.lines[0]
    page = client.get(reverse("workspace_act", args=[DeskAct.objects.get().public_id]))
    assert page.context["may_undo"] is False


def test_outlets_of_one_site_are_meant_however_far_a_right_reaches(client):
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    for region in (WUHAN, SHENZHEN):
        city_provision(region=region)
    here = Outlet.objects.create(region="420106", name="珞南街道党群服务中心", address="珞喻路 1 号")
    Outlet.objects.create(region="440305", name="粤海街道党群服务中心", address="海德三道 1 号")
    page = client.get(reverse("workspace_outlets", args=[WUHAN]))
    assert page.context["page"].rows == [here]
    body = {"act": "close", "everything": "1", "query": page.context["chosen"].query}
    response = client.post(reverse("workspace_act_on_rows", args=["outlets"]), body)
    assert response.context["plan"].will == [here]
