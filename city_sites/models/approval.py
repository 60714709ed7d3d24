"""The steps of the workflow: a publisher of the region decides, then the province where it wants to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions, may
from city_sites.enums import BulletinKind
from city_sites.models.articles import BulletinPage
from city_sites.models.base import region_of_page
from city_sites.models.home import CityHomePage, ProvinceFolderPage
from city_sites.models.policies import PolicyPage
from city_sites.models.reports import ReportPage
from standards import regions


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
        return _waiting_within(self, held_regions(user, Action.PUBLISH_CONTENT))

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever may publish in the region of the page decides.")


class ProvinceRule(models.Model):
    """What a province decides about the sites of its cities; no row: nothing."""

    region = models.CharField(_("region"), max_length=6, unique=True, help_text=_("of the province"))
    approves_figures = models.BooleanField(_("approves bulletins of figures"), default=False)
    set_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(_("set at"), auto_now=True)

    class Meta:
        verbose_name = _("rule of a province")
        verbose_name_plural = _("rules of provinces")

    def __str__(self) -> str:
        return self.region


class ProvinceApprovalTask(Task):
    """The province decides after the city, where its rule says so; all other pages pass by."""

    class Meta:
        verbose_name = _("approval by the province")
        verbose_name_plural = _("approvals by the province")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        state: TaskState = super().start(workflow_state, user=user)
        if not needs_province(workflow_state.content_object):
            state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
            state.save()
        return state

    def locked_for_user(self, obj: Page, user: User) -> bool:  # noqa: ARG002 -- Wagtail names them
        """What the city has approved is not changed under the province's eyes."""
        return True

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not may(user, Action.SUPERVISE, region_of_page(obj)):
            return []
        refuse = [("reject", _("Request changes"), True)]
        if needs_two(obj) and user.pk in _heads_before(obj):
            return refuse
        return [*refuse, ("approve", _("Approve"), False), ("approve", _("Approve with comment"), True)]

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> QuerySet[TaskState]:
        return _waiting_within(self, held_regions(user, Action.SUPERVISE))

    @classmethod
    def get_description(cls) -> Any:
        return _("The province decides about bulletins of figures, where it has said that it wants to.")


def _heads_before(page: Page) -> set[int | None]:
    """Who asked for the approval, and who has approved already."""
    asked = page.current_workflow_state
    if asked is None:
        return set()
    approved = asked.task_states.filter(status=TaskState.STATUS_APPROVED)
    return {asked.requested_by_id, *approved.values_list("finished_by", flat=True)}


def _waiting_within(task: Task, held: list[str]) -> QuerySet[TaskState]:
    """What waits at a step of pages that stand below the folders or homes of the regions."""
    waiting = task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
    if not held:
        return waiting.none()
    within = Q()
    if NATION not in held:
        for model in (CityHomePage, ProvinceFolderPage):
            for path in model.objects.filter(region__in=held).values_list("path", flat=True):
                within |= Q(path__startswith=path)
        if not within:
            return waiting.none()
    asked = [int(key) for key in waiting.values_list("workflow_state__object_id", flat=True)]
    pages = Page.objects.filter(within, pk__in=asked)
    return waiting.filter(workflow_state__object_id__in=[str(page.pk) for page in pages])


def needs_province(page: Page) -> bool:
    """Whether the province of the page's city approves it after the city."""
    kind = page.specific
    if not (isinstance(kind, BulletinPage) and kind.kind == BulletinKind.SUPPLY_DEMAND):
        return False
    province = regions.province_of(kind.region)
    return bool(
        province and ProvinceRule.objects.filter(region=province.code, approves_figures=True).exists()
    )


def may_publish(user: User, page: Page) -> bool:
    """Whether the person may publish pages of the site that this one stands on."""
    return may(user, Action.PUBLISH_CONTENT, region_of_page(page))


def needs_two(page: Page) -> bool:
    """Whether a page is never published by the person who wrote it: policy documents, reports and figures."""
    kind = page.specific
    return isinstance(kind, PolicyPage | ReportPage) or (
        isinstance(kind, BulletinPage) and kind.kind == BulletinKind.SUPPLY_DEMAND
    )
