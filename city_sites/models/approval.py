"""The step of the workflow at which a publisher of the region decides."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions, may
from city_sites.enums import BulletinKind
from city_sites.models.articles import BulletinPage
from city_sites.models.base import region_of_page
from city_sites.models.home import CityHomePage
from city_sites.models.policies import PolicyPage
from city_sites.models.reports import ReportPage


class RegionalApprovalTask(Task):
    """Whoever may publish in the region decides; for some pages not the one who asked (`needs_two`)."""

    class Meta:
        verbose_name = _("approval by a publisher of the region")
        verbose_name_plural = _("approvals by a publisher of the region")

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return may_publish(user, obj)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not may_publish(user, obj)

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return may_publish(user, obj)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not may_publish(user, obj):
            return []
        asked = obj.current_workflow_state
        refuse = [("reject", _("Request changes"), True)]
        if asked and asked.requested_by_id == user.pk and needs_two(obj):
            return refuse
        return [*refuse, ("approve", _("Approve"), False), ("approve", _("Approve with comment"), True)]

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> QuerySet[TaskState]:
        """Those of pages below the homes of the regions that the person may publish in."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        held = held_regions(user, Action.PUBLISH_CONTENT)
        if not held:
            return waiting.none()
        within = Q()
        if NATION not in held:
            for path in CityHomePage.objects.filter(region__in=held).values_list("path", flat=True):
                within |= Q(path__startswith=path)
        asked = [int(key) for key in waiting.values_list("workflow_state__object_id", flat=True)]
        pages = Page.objects.filter(within, pk__in=asked)
        return waiting.filter(workflow_state__object_id__in=[str(page.pk) for page in pages])

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever may publish in the region of the page decides.")


def may_publish(user: User, page: Page) -> bool:
    """Whether the person may publish pages of the site that this one stands on."""
    return may(user, Action.PUBLISH_CONTENT, region_of_page(page))


def needs_two(page: Page) -> bool:
    """Whether a page is never published by the person who wrote it: policy documents, reports and figures."""
    kind = page.specific
    return isinstance(kind, PolicyPage | ReportPage) or (
        isinstance(kind, BulletinPage) and kind.kind == BulletinKind.SUPPLY_DEMAND
    )
