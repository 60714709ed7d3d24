"""Pages of the kinds that a site has, for tests: `add(home, CoursePage, seats=1)`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from city_sites.enums import FairMode, ServiceKind
from city_sites.models import (
    BulletinPage,
    CityHomePage,
    CoursePage,
    FairPage,
    GuidePage,
    NewsPage,
    PolicyPage,
)
from city_sites.services import city_provision
from portal.models import NationalHomePage
from portal.services import national_site_ensure

WUHAN, YICHANG, SHENZHEN = "420100", "420500", "440300"


def home_of(region: str = WUHAN) -> CityHomePage:
    """The first page of a city's site, opened where it is not yet."""
    home = CityHomePage.objects.filter(region=region).first()
    if home is None:
        city_provision(region=region)
        home = CityHomePage.objects.get(region=region)
    return home


def national_home() -> NationalHomePage:
    """The national site's first page: the installed database has it, until a test that commits empties it."""
    return NationalHomePage.objects.first() or national_site_ensure()


def add(home: Page, model: type[Page], title: str = "", **changes: Any) -> Any:
    """A public page of a kind below its list on a site."""
    below = home.get_children()
    parent = next(page for page in below if model in page.specific_class.allowed_subpage_models()).specific
    page = model(
        title=title or f"{model._meta.verbose_name} {timezone.now():%f}", **fields_of(model) | changes
    )
    return parent.add_child(instance=page)


def fields_of(model: type[Page]) -> dict[str, Any]:
    """What a page of a kind needs besides its title."""
    today, now = timezone.localdate(), timezone.now()
    return {
        BulletinPage: {"body": "<p>欢迎参加。</p>"},
        NewsPage: {"body": "<p>今天开馆。</p>", "source": "市就业中心"},
        PolicyPage: {
            "number": "武人社发〔2026〕3号",
            "issuer": "武汉市人力资源和社会保障局",
            "issued_on": dt.date(2026, 3, 1),
            "effective_on": dt.date(2026, 4, 1),
            "body": "<p>各区人力资源局：</p>",
        },
        GuidePage: {
            "kind": ServiceKind.UNEMPLOYMENT,
            "conditions": "<p>法定劳动年龄内的失业人员。</p>",
            "materials": [("material", {"name": "居民身份证", "note": "原件"})],
            "steps": [("step", {"title": "申请", "text": "到服务窗口提出。"})],
            "time_limit": "5 个工作日",
            "fee": "免费",
        },
        CoursePage: {
            "provider": "市技工学校",
            "occupation": "6-29-03-07",
            "starts_on": today + dt.timedelta(days=20),
            "ends_on": today + dt.timedelta(days=40),
            "enrol_until": today + dt.timedelta(days=10),
            "place": "江夏区实训楼",
            "seats": 2,
            "body": "<p>电工基础。</p>",
        },
        FairPage: {
            "mode": FairMode.ON_SITE,
            "starts_at": now + dt.timedelta(days=5),
            "ends_at": now + dt.timedelta(days=5, hours=6),
            "place": "市民之家",
            "organiser": "市公共就业服务中心",
        },
    }[model]
