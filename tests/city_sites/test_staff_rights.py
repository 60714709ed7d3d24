"""Who edits and publishes a city's pages: the role in the region says it, nothing else does."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Workflow

from accounts.enums import NATION, Role
from accounts.services import role_grant, role_revoke
from city_sites.enums import BulletinKind
from city_sites.models import BulletinPage, PolicyPage
from city_sites.services import city_provision
from city_sites.services.staff import WORKFLOW
from portal.services import national_site_ensure
from tests.city_sites.pages import SHENZHEN, WUHAN, YICHANG, add, home_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
XIANGYANG = "420600"
"""A city whose site no fixture opens."""


@pytest.fixture(scope="module")
def opened(file_database):
    """武汉 and 宜昌 in one province, 深圳 in another."""
    with file_database():
        national_site_ensure()
        for region in (WUHAN, YICHANG, SHENZHEN):
            city_provision(region=region)


@pytest.fixture
def homes(opened):
    return {region: home_of(region) for region in (WUHAN, YICHANG, SHENZHEN)}


def staff(role=Role.CITY_EDITOR, region=WUHAN):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    return user


def groups_of(user):
    return set(user.groups.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("role", "region", "groups"),
    [
        (Role.CITY_EDITOR, WUHAN, {"420100 武汉市"}),
        (Role.CITY_PUBLISHER, WUHAN, {"420100 武汉市", "420100 武汉市 发布"}),
        (Role.CITY_FEEDS, WUHAN, set()),
        (Role.PROVINCE_SUPERVISOR, "420000", {"420000 湖北省 监督"}),
        (Role.NATIONAL_MANAGER, NATION, {"000000 全国", "000000 全国 发布"}),
    ],
)
def test_the_groups_of_the_cms_follow_the_role_and_leave_with_it(homes, role, region, groups):
    user = staff(role, region)
    own = Group.objects.create(name="摄影小组")
    user.groups.add(own)
    assert groups_of(user) == groups | {"摄影小组"}
    role_revoke(held=user.regional_roles.get(), by=None)
    assert groups_of(user) == {"摄影小组"}


def test_who_held_a_role_before_the_site_was_opened_is_in_its_group_then():
    national_site_ensure()
    user = staff(region=XIANGYANG)
    assert groups_of(user) == set()
    city_provision(region=XIANGYANG)
    assert groups_of(user) == {"420600 襄阳市"}


def test_an_editor_submits_and_a_publisher_of_the_city_approves(client, homes):
    page = add(homes[WUHAN], BulletinPage, "夜校通知", live=False)
    editor = staff()
    page.save_revision(user=editor)
    Workflow.objects.get(name=WORKFLOW).start(page, editor)
    state = page.current_workflow_task_state
    for region, role, may in [
        (SHENZHEN, Role.CITY_PUBLISHER, False),
        (YICHANG, Role.CITY_PUBLISHER, False),
        (WUHAN, Role.CITY_EDITOR, False),
        (WUHAN, Role.CITY_PUBLISHER, True),
        (NATION, Role.NATIONAL_MANAGER, True),
    ]:
        user = staff(role, region)
        actions = {name for name, *_rest in state.task.specific.get_actions(page, user)}
        assert (actions == {"approve", "reject"}) == may
        assert state.task.specific.get_task_states_user_can_moderate(user).exists() == may
    publisher = staff(Role.CITY_PUBLISHER)
    client.force_login(publisher)
    approve = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", state.pk))
    client.post(approve)
    page.refresh_from_db()
    assert page.live
    assert PageLogEntry.objects.filter(
        page=page.pk, user=publisher, action="wagtail.workflow.approve"
    ).exists()


@pytest.mark.parametrize(
    ("model", "changes"), [(PolicyPage, {}), (BulletinPage, {"kind": BulletinKind.SUPPLY_DEMAND})]
)
def test_nobody_publishes_their_own_policy_or_figures(client, homes, model, changes):
    page = add(homes[WUHAN], model, "两人规则", live=False, **changes)
    publisher = staff(Role.CITY_PUBLISHER)
    page.save_revision(user=publisher)
    client.force_login(publisher)
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    client.post(f"{bulk}?id={page.pk}&next=/cms/")
    page.refresh_from_db()
    assert not page.live
    Workflow.objects.get(name=WORKFLOW).start(page, publisher)
    state = page.current_workflow_task_state
    assert [name for name, *_rest in state.task.specific.get_actions(page, publisher)] == ["reject"]
    client.post(reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", state.pk)))
    page.refresh_from_db()
    assert not page.live
    client.force_login(staff(Role.CITY_PUBLISHER))
    client.post(reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", state.pk)))
    page.refresh_from_db()
    assert page.live


def test_an_editor_changes_pages_of_the_own_city_only(homes):
    editor = staff()
    may_edit = {region: home.permissions_for_user(editor).can_edit() for region, home in homes.items()}
    assert may_edit == {WUHAN: True, YICHANG: False, SHENZHEN: False}
    assert not homes[WUHAN].permissions_for_user(editor).can_publish()
    assert homes[WUHAN].permissions_for_user(staff(Role.CITY_PUBLISHER)).can_publish()
    assert not Page.get_first_root_node().permissions_for_user(editor).can_edit()
