"""The national site: how it comes to be, and what its first page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from accounts.enums import NATION
from city_sites.enums import PresenceState
from city_sites.models import BulletinPage
from city_sites.services import directory, directory_counts
from city_sites.services.listings import shown_in_the_nation
from city_sites.services.reports import newest_published
from city_sites.services.staff import national_groups_ensure, workflow_ensure
from city_sites.starter_pages import children_ensure, listing_pages
from portal.models import NationalHomePage
from portal.starter_pages import national_pages
from stats_publishing.services import snapshot_of

BULLETINS_ON_HOME = 6
POPULAR_OCCUPATIONS = ("会计", "电工", "客服", "幼儿教师", "数控车工", "网约车司机", "护士", "厨师")


def national_home_context() -> dict[str, Any]:
    """Cities by province, newest bulletins of the whole country, figures, popular searches."""
    provinces = directory()
    return {
        "provinces": [province for province in provinces if province.is_present],
        "city_counts": directory_counts(provinces),
        "bulletins": shown_in_the_nation(BulletinPage).order_by("-date", "-pk")[:BULLETINS_ON_HOME],
        "snapshot": snapshot_of(NATION),
        "newest": newest_published(NATION),
        "popular": POPULAR_OCCUPATIONS,
    }


@transaction.atomic
def national_site_ensure() -> NationalHomePage:
    """Make the national site's first page, bulletin list and plain pages, and let it be the default site.

    Wagtail's own placeholder page goes. Doing it again adds what is missing and changes the host and port to
    those of the settings.
    """
    home: NationalHomePage | None = NationalHomePage.objects.first()
    if home is None:
        home = Page.get_first_root_node().add_child(
            instance=NationalHomePage(
                title="中国劳动力市场",
                slug="national",
                introduction="由各地公共就业服务机构核验的岗位，求职不收任何费用。",
            )
        )
    children_ensure(home, [*listing_pages(), *national_pages()])
    national_groups_ensure()
    workflow_ensure()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": settings.PORTAL_HOST,
            "port": settings.PORTAL_PORT,
            "root_page": home,
            "site_name": home.title,
        },
    )
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    Site.objects.filter(city_site__state=PresenceState.HOSTED).update(port=settings.PORTAL_PORT)
    Site.clear_site_root_paths_cache()
    return home
