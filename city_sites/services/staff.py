"""Who edits and who publishes a city's pages: groups of the CMS that follow the roles in regions.

Nobody is put into these groups by hand: `cms_groups_follow` is called when a role is given or taken back.
"""

from __future__ import annotations

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
from city_sites.models import CityHomePage, RegionalApprovalTask
from standards import regions

PAGE_PERMISSIONS: Final = {
    Action.EDIT_CONTENT: ("add_page", "change_page"),
    Action.PUBLISH_CONTENT: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
COLLECTION_PERMISSIONS: Final = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
_SUFFIX: Final = {Action.EDIT_CONTENT: "", Action.PUBLISH_CONTENT: " 发布"}
WORKFLOW: Final = "编辑 → 发布"


def group_name(region: str, action: Action) -> str:
    """Name of the group of those who may do `action` with the content of a city, or of the nation's site."""
    unit = regions.region(region)
    return f"{region} {unit.name if unit else '全国'}{_SUFFIX[action]}"


def site_groups_ensure(*, city: regions.Region, home: CityHomePage) -> None:
    """The two groups of a city with rights in its pages and its collection, and in nothing else."""
    _groups_ensure(city.code, home, _collection(f"{city.code} {city.name}"))


def national_groups_ensure() -> None:
    """The two groups of the national staff, with rights from the root of the tree."""
    _groups_ensure(NATION, Page.get_first_root_node(), Collection.get_first_root_node())


def _groups_ensure(region: str, page: Page, collection: Collection) -> None:
    fresh, permissions = [], _permissions()
    for action, codenames in PAGE_PERMISSIONS.items():
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
                for key in COLLECTION_PERMISSIONS
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
    """The one workflow, for all sites: who edits asks, who may publish in the region decides.

    It takes the place of the CMS's own from the root of the tree; what staff set later stays.
    """
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    if not created:
        return
    task = RegionalApprovalTask.objects.create(name=WORKFLOW, active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
