"""A release of Wuhan with table, file and report, which a test moves; called through `Portal.do`."""

from __future__ import annotations

import datetime as dt
import io

DATASET = "supply-demand-seeker"
SECRET = 271_828
TITLE = "禁发的求职者类别分析"
"""Of the report, which is kept back like the figures; that of the release stands in the calendar before."""


def build() -> dict[str, object]:
    from django.utils import timezone

    from city_sites.models import CityHomePage, ReportIndexPage, ReportPage
    from stats_publishing.models import Release
    from stats_publishing.services.release_files import release_file_add, release_file_approve
    from tests.stats_publishing.figures import WUHAN, publisher, release_of, version_of

    period = Release.objects.filter(region=WUHAN, corrects=None).out().latest("release_at").period
    release = release_of(
        version_of(region=WUHAN, period=period, dataset=DATASET, demand=SECRET),
        at=timezone.now() + dt.timedelta(days=1), region=WUHAN, period=period, title="另册",
    )  # fmt: skip
    file = release_file_add(
        release=release, file=io.BytesIO(f"组别,需求人数\r\n男,{SECRET}\r\n".encode()), name="另册.csv",
        title_zh="另册", title_en="Separate table", by=publisher(WUHAN),
    )  # fmt: skip
    release_file_approve(release=release, file=file, by=publisher(WUHAN))
    cell = {"dataset": DATASET, "key": "合计", "measure": "demand", "change": "", "label": ""}
    index = ReportIndexPage.objects.child_of(CityHomePage.objects.get(region=WUHAN)).get()
    page = index.add_child(
        instance=ReportPage(
            title=TITLE, slug="embargo", release=release, headline="需求 {{" + DATASET + "|男|demand}} 人。",
            key_figures=[("figure", cell)], quality="<p>覆盖全部区。</p>", contact="统计岗位",
        )
    )  # fmt: skip
    return {"release": release.pk, "page": page.pk, "period": period, "file": file.get_absolute_url()}


def move(pk: int, to: str) -> None:
    from stats_publishing.models import Release
    from stats_publishing.services.releases import release_move
    from tests.stats_publishing.figures import publisher

    release = Release.objects.get(pk=pk)
    release_move(
        release=release, to=dt.datetime.fromisoformat(to), reason="提前", by=publisher(release.region)
    )


def stands(pk: int) -> dict[str, object]:
    """How it stands, and how often it was followed."""
    from accounts.models import AuditEntry
    from stats_publishing.models import Release

    followed = AuditEntry.objects.filter(act="release_publish", subject=f"stats_publishing.release:{pk}")
    return {"state": Release.objects.get(pk=pk).state, "followed": followed.count()}
