"""What waits for approval, decisions about it, and what a province and its cities agree on."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, TaskState

from accounts.addresses import site_root
from accounts.enums import Action, Role
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import RegionalRole, User
from accounts.permissions import live_now, may
from accounts.services import audit, role_grant, role_revoke
from city_sites.models import CitySite, ProvinceRule, region_of_page
from standards import regions

MOST_DAYS = 30
"""A city lends its pages to the province for so long at most."""


class MayNot(ValueError):
    """The person may not do this there."""


class Decided(ValueError):
    """Somebody decided first, or the page was changed or taken back meanwhile."""


class NobodyThere(ValueError):
    """The province has no supervisor who could be asked."""


def waiting_for(user: User) -> QuerySet[TaskState]:
    """What waits for the person's decision at any step, the oldest first."""
    keys: list[int] = []
    for task in Task.objects.filter(active=True).order_by("pk").specific():
        keys += task.get_task_states_user_can_moderate(user).values_list("pk", flat=True)
    states: QuerySet[TaskState] = TaskState.objects.filter(pk__in=keys)
    return states.select_related("workflow_state__requested_by", "task").order_by("started_at", "pk")


def actions_of(state: TaskState, user: User) -> set[str]:
    """ "approve" and "reject", as far as the person may."""
    page = page_of_state(state)
    return {name for name, *_rest in state.task.specific.get_actions(page, user)}


def page_of_state(state: TaskState) -> Page:
    page: Page = state.workflow_state.content_object.specific
    return page


@transaction.atomic
def approval_decide(*, state: TaskState, approves: bool, comment: str, by: User) -> Page:
    """Approve a page at a step, or ask for changes; what the last step approves is published or scheduled.

    Raises:
        MayNot, Decided
    """
    locked = TaskState.objects.select_for_update().get(pk=state.pk)
    if locked.status != TaskState.STATUS_IN_PROGRESS:
        raise Decided
    page = page_of_state(locked)
    act = "approve" if approves else "reject"
    if act not in actions_of(locked, by):
        raise MayNot
    locked.task.specific.on_action(locked.specific, by, act, comment=comment)
    audit(actor=by, act=f"page_{act}", subject=page, region=region_of_page(page), step=locked.task.name)
    return page


@transaction.atomic
def province_rule_set(*, region: str, approves_figures: bool, by: User) -> ProvinceRule:
    """Say whether bulletins of figures of a province's cities need its approval; it holds for what is
    submitted, or approved by the city, from now on.

    Raises:
        MayNot
    """
    province = regions.province_of(region)
    if province is None or province.code != region or not may(by, Action.SUPERVISE, region):
        raise MayNot
    rule, _created = ProvinceRule.objects.update_or_create(
        region=region, defaults={"approves_figures": approves_figures, "set_by": by}
    )
    audit(actor=by, act="province_rule_set", subject=rule, region=region, approves_figures=approves_figures)
    return rule


def lent(region: str) -> QuerySet[RegionalRole]:
    """Rights to edit a city's pages that it has lent for a time."""
    roles = RegionalRole.objects.filter(live_now(), region=region, role=Role.CITY_EDITOR)
    return roles.exclude(expires_at=None).select_related("user").order_by("pk")


@transaction.atomic
def province_ask_to_edit(*, city_site: CitySite, days: int, reason: str, by: User) -> int:
    """Let the supervisors of the city's province edit its pages for some days; a mail asks them to.

    Returns:
        How many were asked.
    Raises:
        MayNot, NobodyThere
    """
    region = city_site.region
    if not may(by, Action.PUBLISH_CONTENT, region) or not 1 <= days <= MOST_DAYS:
        raise MayNot
    until = timezone.now() + dt.timedelta(days=days)
    supervisors = _supervisors(region)
    if not supervisors:
        raise NobodyThere
    for user in supervisors:
        role_grant(user=user, role=Role.CITY_EDITOR, region=region, by=by, until=until)
        letter = _asked(city_site, until, reason)
        transaction.on_commit(partial(letter_send, letter=letter, to=user.email))
    audit(
        actor=by, act="province_ask_to_edit", subject=city_site, region=region, reason=reason,
        until=until.isoformat(timespec="minutes"),
    )  # fmt: skip
    return len(supervisors)


@transaction.atomic
def lending_end(*, city_site: CitySite, by: User) -> int:
    """End what the city has lent, at once; how many rights.

    Raises:
        MayNot
    """
    if not may(by, Action.PUBLISH_CONTENT, city_site.region):
        raise MayNot
    found = list(lent(city_site.region))
    for held in found:
        role_revoke(held=held, by=by, reason="lending ended")
    return len(found)


def _supervisors(region: str) -> list[User]:
    province = regions.province_of(region)
    held = RegionalRole.objects.filter(
        live_now(), role=Role.PROVINCE_SUPERVISOR, region=province.code if province else ""
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))


def _asked(city_site: CitySite, until: dt.datetime, reason: str) -> Letter:
    return Letter(
        _("A city asks you to edit its pages"),
        (
            _("%(site)s lets you edit its pages until %(day)s.")
            % {"site": city_site.name, "day": timezone.localtime(until).strftime("%Y-%m-%d %H:%M")},
            reason,
        ),
        _("To the pages"),
        site_root() + "/cms/",
        (_("Until then everything you do there stands in the audit trail; then the right ends by itself."),),
    )
