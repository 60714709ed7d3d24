"""Pages that a city's site starts with; its staff edit them in the CMS afterwards.

Lists are public at once. Service guides are drafts: what a city asks for is for the city to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page

from city_sites.enums import ServiceKind
from city_sites.models import (
    BulletinIndexPage,
    CityHomePage,
    CourseIndexPage,
    FairIndexPage,
    FaqPage,
    GuideIndexPage,
    GuidePage,
    NewsIndexPage,
    PlainPage,
    PolicyIndexPage,
    ReportIndexPage,
)
from standards import regions

GUIDE_TITLES = {
    ServiceKind.PLACEMENT: "职业介绍",
    ServiceKind.AGENCY: "劳动保障事务代理",
    ServiceKind.UNEMPLOYMENT: "失业登记",
    ServiceKind.TRAINING: "职业培训",
}


def listing_pages() -> Iterator[Page]:
    """Unsaved lists, the same for cities and the nation."""
    yield BulletinIndexPage(title="市场公告", slug="bulletins", show_in_menus=True)
    yield NewsIndexPage(title="新闻动态", slug="news", show_in_menus=True)
    yield PolicyIndexPage(title="政策文件", slug="policies", show_in_menus=True)
    yield GuideIndexPage(title="办事指南", slug="guides", show_in_menus=True)
    yield CourseIndexPage(title="培训课程", slug="courses", show_in_menus=True)
    yield FairIndexPage(title="招聘会", slug="fairs", show_in_menus=True)
    yield ReportIndexPage(title="统计报告", slug="statistics", show_in_menus=True)
    yield FaqPage(title="常见问题", slug="faq", show_in_menus=True)


def starter_pages_ensure(*, home: CityHomePage, city: regions.Region) -> None:
    """Add what is missing among the starter pages of a city; what is there stays as it is."""
    children_ensure(
        home,
        [
            *listing_pages(),
            PlainPage(
                title="关于本站",
                slug="about",
                body=f"<p>本站由{city.name}公共就业服务机构主办，是中国劳动力市场的城市站点。</p>",
            ),
        ],
    )
    guides = GuideIndexPage.objects.child_of(home).get()
    if not guides.get_children().exists():
        for kind, title in GUIDE_TITLES.items():
            guides.add_child(instance=_draft(kind, title))


def children_ensure(parent: Page, pages: list[Page]) -> None:
    """Add those of `pages` whose slug no child of `parent` has."""
    known = set(parent.get_children().values_list("slug", flat=True))
    for page in pages:
        if page.slug not in known:
            parent.add_child(instance=page)


def _draft(kind: ServiceKind, title: str) -> GuidePage:
    return GuidePage(
        title=title,
        slug=kind.value.replace("_", "-"),
        kind=kind,
        live=False,
        conditions="<p></p>",
        time_limit="—",
        fee="免费",
    )
