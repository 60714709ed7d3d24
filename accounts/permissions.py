"""Regional permission (数据权限): the one place that says who may do what where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts.enums import ACTIONS_OF_ROLE, NATION, Action, Role
from accounts.models import RegionalRole, User
from standards.regions import descendant_prefix

M = TypeVar("M", bound=Model)


def live_now() -> Q:
    """A filter that keeps the roles that are neither taken back nor over."""
    return Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))


def region_prefix(region: str) -> str:
    """The digits that every region inside `region` begins with: 420000 → 42, 420100 → 4201, 000000 → ''."""
    return "" if region == NATION else descendant_prefix(region)


def held_regions(user: User | AnonymousUser, action: Action) -> list[str]:
    """Codes of the regions in which the person may do `action`; a right reaches all regions below."""
    return regions_by_action(user)[action]


def regions_by_action(user: User | AnonymousUser) -> dict[Action, list[str]]:
    """For each action the codes of the regions in which the person may do it, in one query."""
    if not isinstance(user, User) or not user.is_active:
        return {action: [] for action in Action}
    if user.is_superuser:
        return {action: [NATION] for action in Action}
    roles = RegionalRole.objects.filter(live_now(), user=user)
    held = set(roles.exclude(region="").values_list("role", "region"))  # no place is not every place
    return {
        action: sorted({region for role, region in held if action in ACTIONS_OF_ROLE[Role(role)]})
        for action in Action
    }


def may(user: User | AnonymousUser, action: Action, region: str) -> bool:
    """Whether the person may do `action` in the region with this GB/T 2260 code."""
    return any(region.startswith(region_prefix(held)) for held in held_regions(user, action))


def regional_filter(user: User | AnonymousUser, action: Action, field: str = "region") -> Q:
    """A filter that keeps the records whose `field` lies in a region where the person may do `action`."""
    return within(held_regions(user, action), field)


def within(held: Iterable[str], field: str = "region") -> Q:
    """A filter that keeps the records whose `field` lies in one of these regions, or below it."""
    allowed = Q(pk__in=[])
    for region in held:
        allowed |= Q(**{f"{field}__startswith": region_prefix(region)})
    return allowed


def visible(
    queryset: QuerySet[M], user: User | AnonymousUser, action: Action, field: str = "region"
) -> QuerySet[M]:
    """`queryset` without what the person may not see."""
    return queryset.filter(regional_filter(user, action, field))


def is_staff_member(user: User | AnonymousUser) -> bool:
    """Whether the person has a desk here: a live role, the CMS, or everything."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_staff or user.is_superuser:
        return True
    return user.regional_roles.filter(live_now()).exists() or user.has_perm("wagtailadmin.access_admin")


def as_json(value: Any) -> Any:
    """A value as it can stand in an audit entry."""
    return value if isinstance(value, str | int | float | bool | type(None) | list | dict) else str(value)
