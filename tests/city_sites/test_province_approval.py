"""A province reads its cities, approves what it wants to, and edits only where a city lends its pages."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow

from accounts.enums import Action, Role
from accounts.models import AuditEntry
from accounts.permissions import may
from accounts.services import role_grant, roles_end_over
from city_sites.enums import BulletinKind
from city_sites.models import BulletinPage, CitySite
from city_sites.services.approvals import (
    Decided,
    MayNot,
    approval_decide,
    lending_end,
    province_ask_to_edit,
    province_rule_set,
    waiting_for,
)
from city_sites.services.staff import WORKFLOW
from tests.city_sites.pages import WUHAN, add, home_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HUBEI = "420000"


@pytest.fixture
def home(wuhan):
    return home_of(WUHAN)


def staff(role, region=WUHAN):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    return user


@pytest.fixture
def people(home):
    return {
        "editor": staff(Role.CITY_EDITOR),
        "publisher": staff(Role.CITY_PUBLISHER),
        "province": staff(Role.PROVINCE_SUPERVISOR, HUBEI),
        "elsewhere": staff(Role.PROVINCE_SUPERVISOR, "440000"),
    }


def submitted(home, by, kind=BulletinKind.SUPPLY_DEMAND):
    page = add(home, BulletinPage, "一季度供求", live=False, kind=kind)
    page.save_revision(user=by)
    Workflow.objects.get(name=WORKFLOW).start(page, by)
    return page


def decide(page, by, *, approves=True, comment=""):
    approval_decide(state=page.current_workflow_task_state, approves=approves, comment=comment, by=by)
    page.refresh_from_db()


def test_without_the_rule_the_city_alone_decides(home, people):
    page = submitted(home, people["editor"])
    assert not waiting_for(people["province"]).exists()
    decide(page, people["publisher"])
    assert page.live


def test_with_the_rule_figures_are_public_after_both_and_other_pages_pass_by(home, people):
    province_rule_set(region=HUBEI, approves_figures=True, by=people["province"])
    news = submitted(home, people["editor"], BulletinKind.ANNOUNCEMENT)
    decide(news, people["publisher"])
    assert news.live
    page = submitted(home, people["editor"])
    decide(page, people["publisher"])
    assert not page.live
    assert waiting_for(people["province"]).get().task.name == "省级审批"
    assert not waiting_for(people["elsewhere"]).exists()
    state = page.current_workflow_task_state
    for other in ("publisher", "editor", "elsewhere"):
        with pytest.raises(MayNot):
            approval_decide(state=state, approves=True, comment="", by=people[other])
    decide(page, people["province"], approves=False, comment="数据有误")
    assert not page.live
    page.current_workflow_state.resume(user=people["editor"])
    decide(page, people["province"])
    assert page.live
    with pytest.raises(Decided):
        approval_decide(state=state, approves=True, comment="", by=people["province"])
    steps = TaskState.objects.filter(workflow_state__object_id=str(page.pk), status="approved")
    assert set(steps.values_list("finished_by", flat=True)) == {people["publisher"].pk, people["province"].pk}
    assert AuditEntry.objects.filter(act="page_approve", region=WUHAN).count() == 3


def test_a_province_s_rule_is_its_own(home, people):
    for by in ("publisher", "elsewhere"):
        with pytest.raises(MayNot):
            province_rule_set(region=HUBEI, approves_figures=True, by=people[by])
    with pytest.raises(MayNot):
        province_rule_set(region=WUHAN, approves_figures=True, by=people["province"])


def test_at_the_desk_a_page_is_read_and_decided_with_a_reason(client, home, people):
    client.force_login(people["province"])
    client.post(reverse("workspace_approval_rule"), {"region": HUBEI, "approves": "1"})
    page = submitted(home, people["editor"])
    decide(page, people["publisher"])
    assert "一季度供求" in client.get(reverse("workspace_approvals")).content.decode()
    path = reverse("workspace_approval", args=[page.current_workflow_task_state.pk])
    preview = reverse(
        "wagtailadmin_pages:workflow_preview", args=[page.pk, page.current_workflow_task_state.task_id]
    )
    assert preview in client.get(path).content.decode()
    assert "一季度供求" in client.get(preview).content.decode()
    assert client.post(path, {"judgement": "reject"}).status_code == 422
    assert client.post(path, {"judgement": "approve"}).headers["Location"] == reverse("workspace_approvals")
    page.refresh_from_db()
    assert page.live
    assert client.get(path).status_code == 404


def test_a_city_lends_its_pages_for_a_time_and_ends_it(home, people, django_capture_on_commit_callbacks):
    province, site = people["province"], CitySite.objects.get(region=WUHAN)
    assert not may(province, Action.EDIT_CONTENT, WUHAN)
    with pytest.raises(MayNot):
        province_ask_to_edit(city_site=site, days=3, reason="改版", by=people["editor"])
    with django_capture_on_commit_callbacks(execute=True):
        assert province_ask_to_edit(city_site=site, days=3, reason="改版", by=people["publisher"]) == 1
    assert may(province, Action.EDIT_CONTENT, WUHAN)
    assert home.permissions_for_user(type(province).objects.get(pk=province.pk)).can_edit()
    assert not may(people["elsewhere"], Action.EDIT_CONTENT, WUHAN)
    assert AuditEntry.objects.get(act="province_ask_to_edit").detail["reason"] == "改版"
    with time_machine.travel(timezone.now() + dt.timedelta(days=3, seconds=1), tick=False):
        assert not may(province, Action.EDIT_CONTENT, WUHAN)
        assert roles_end_over() == 1
    assert not home.permissions_for_user(type(province).objects.get(pk=province.pk)).can_edit()
    province_ask_to_edit(city_site=site, days=3, reason="改版", by=people["publisher"])
    assert lending_end(city_site=site, by=people["publisher"]) == 1
    assert not may(province, Action.EDIT_CONTENT, WUHAN)
    assert may(province, Action.SUPERVISE, WUHAN)
    assert mail.outbox == [] or mail.outbox[0].to == [province.email]


def test_at_the_city_s_desk_the_province_is_asked_and_sent_away(client, home, people):
    client.force_login(people["publisher"])
    path = reverse("workspace_lend", args=[WUHAN])
    assert client.post(path, {"days": "99", "reason": ""}).status_code == 422
    client.post(path, {"days": "5", "reason": "改版"})
    assert str(people["province"]) in client.get(path).content.decode()
    client.post(path, {"act": "end"})
    assert str(people["province"]) not in client.get(path).content.decode()
