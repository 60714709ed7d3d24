"""Demonstration accounts: who may sign in to look around, with one password that everybody may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accounts.enums import NATION, Role
from accounts.models import User
from accounts.services import address_trust, role_grant

DEMO_DOMAIN: Final = "@demo.example"
DEMO_PASSWORD: Final = "kan-yi-kan-2026"  # noqa: S105 — printed by `make run`; no real installation has it


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person of the demonstration: a role in a region."""

    mail: str
    name: str
    role: Role
    region: str


ACCOUNTS: Final = (
    DemoAccount("wuhan.feeds", "武汉·岗位数据管理员", Role.CITY_FEEDS, "420100"),
    DemoAccount("wuhan.editor", "武汉·内容编辑", Role.CITY_EDITOR, "420100"),
    DemoAccount("wuhan.publisher", "武汉·内容发布", Role.CITY_PUBLISHER, "420100"),
    DemoAccount("wuhan.figures", "武汉·统计员", Role.CITY_STATISTICIAN, "420100"),
    DemoAccount("wuhan.window", "武汉·窗口经办", Role.WINDOW_CLERK, "420100"),
    DemoAccount("hubei", "湖北省·省级督导", Role.PROVINCE_SUPERVISOR, "420000"),
    DemoAccount("national", "全国·平台管理员", Role.NATIONAL_MANAGER, NATION),
)


def account_ensure(account: DemoAccount) -> User:
    """The account with its role; a password that was changed is left alone."""
    email = account.mail + DEMO_DOMAIN
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, DEMO_PASSWORD, name=account.name)
    address_trust(user=user)
    role_grant(user=user, role=account.role, region=account.region, by=None)
    return user
