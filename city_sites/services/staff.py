"""Who edits and who publishes a city's pages: groups of the CMS that follow the roles in regions.

Nobody is put into these groups by hand: `cms_groups_follow` is called when a role is given or taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions
from city_sites.models import (
    CityHomePage,
    ProvinceApprovalTask,
    ProvinceFolderPage,
    RegionalApprovalTask,
)
from standards import regions

_WRITING: Final = (Action.EDIT_CONTENT, Action.PUBLISH_CONTENT)
PAGE_PERMISSIONS: Final = {
    Action.SUPERVISE: ("bulk_delete_page",),
    Action.EDIT_CONTENT: ("add_page", "change_page"),
    Action.PUBLISH_CONTENT: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
"""Of those who supervise: Wagtail has no right to read alone. To delete several pages at once does nothing
where a page cannot be changed, and lets its holder look through the tree."""
COLLECTION_PERMISSIONS: Final = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
_SUFFIX: Final = {Action.EDIT_CONTENT: "", Action.PUBLISH_CONTENT: " 发布", Action.SUPERVISE: " 监督"}
WORKFLOW: Final = "编辑 → 发布"
PROVINCE_STEP: Final = "省级审批"


def group_name(region: str, action: Action) -> str:
    """Name of the group of those who may do `action` with the content of a city, or of the nation's site."""
    unit = regions.region(region)
    return f"{region} {unit.name if unit else '全国'}{_SUFFIX[action]}"


def site_groups_ensure(*, city: regions.Region, home: CityHomePage) -> None:
    """The two groups of a city with rights in its pages and its collection, and in nothing else."""
    _groups_ensure(city.code, home, _collection(f"{city.code} {city.name}"), _WRITING)


def province_group_ensure(folder: ProvinceFolderPage) -> None:
    """The group of those who watch a province: they read the pages of its cities and change none."""
    _groups_ensure(folder.region, folder, None, (Action.SUPERVISE,))


def national_groups_ensure() -> None:
    """The two groups of the national staff, with rights from the root of the tree."""
    _groups_ensure(NATION, Page.get_first_root_node(), Collection.get_first_root_node(), _WRITING)
    for folder in ProvinceFolderPage.objects.order_by("pk"):
        if not Group.objects.filter(name=group_name(folder.region, Action.SUPERVISE)).exists():
            province_group_ensure(folder)


def _groups_ensure(region: str, page: Page, collection: Collection | None, actions: Iterable[Action]) -> None:
    fresh, permissions = [], _permissions()
    for action in actions:
        codenames = PAGE_PERMISSIONS[action]
        group, created = Group.objects.get_or_create(name=group_name(region, action))
        fresh += [group] if created else []
        group.permissions.add(permissions["wagtailadmin", "access_admin"])
        GroupPagePermission.objects.bulk_create(
            [
                GroupPagePermission(group=group, page=page, permission=permissions["wagtailcore", codename])
                for codename in codenames
            ],
            ignore_conflicts=True,
        )
        GroupCollectionPermission.objects.bulk_create(
            [
                GroupCollectionPermission(group=group, collection=collection, permission=permissions[key])
                for key in (COLLECTION_PERMISSIONS if collection else ())
            ],
            ignore_conflicts=True,
        )
    if fresh:
        for user in User.objects.filter(
            regional_roles__region=region, regional_roles__revoked_at=None
        ).distinct():
            cms_groups_follow(user=user)


def _collection(name: str) -> Collection:
    found = Collection.objects.filter(name=name).first()
    return found or Collection.get_first_root_node().add_child(name=name)


def _permissions() -> dict[tuple[str, str], Permission]:
    apps = ("wagtailadmin", "wagtailcore", "wagtailimages", "wagtaildocs")
    found = Permission.objects.select_related("content_type").filter(content_type__app_label__in=apps)
    return {(permission.content_type.app_label, permission.codename): permission for permission in found}


@transaction.atomic
def cms_groups_follow(*, user: User) -> None:
    """Put a person into the groups of the sites whose content they may edit or publish, and out of all others
    of this kind. Groups that stand for no region are left alone."""
    held = {
        group_name(region, action) for action in PAGE_PERMISSIONS for region in held_regions(user, action)
    }
    wanted = set(Group.objects.filter(name__in=held)) if not user.is_superuser else set()
    regional = set(user.groups.filter(name__regex=r"^\d{6} "))
    user.groups.remove(*(regional - wanted))
    user.groups.add(*(wanted - regional))


@transaction.atomic
def workflow_ensure() -> None:
    """The one workflow, for all sites: who edits asks, who may publish in the region decides, then the
    province where it wants to.

    It takes the place of the CMS's own from the root of the tree; what staff set later stays.
    """
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    if created:
        task = RegionalApprovalTask.objects.create(name=WORKFLOW, active=True)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(
            page=Page.get_first_root_node(), defaults={"workflow": workflow}
        )
    if not ProvinceApprovalTask.objects.exists():
        step = ProvinceApprovalTask.objects.create(name=PROVINCE_STEP, active=True)
        WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=1)
