"""What releases of the demonstration hold besides tables: all of them as a workbook, the quarter's text."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from django.core.files.base import ContentFile

from accounts.models import User
from portal.addresses import national_root
from stats_publishing.exports.xlsx_files import table_xlsx
from stats_publishing.models import AnalysisText, DatasetVersion, Release, ReleaseFile
from stats_publishing.services.texts import texts_draft
from stats_publishing.views.releases import in_order

BEFORE: Final = dt.timedelta(days=1)
"""Before its release what is of the past was made and approved: services do so for releases to come only."""


def workbook_ensure(release: Release, *, by: User, editor: User) -> None:
    """All tables of a release as one workbook, as a statistician would attach it."""
    held = DatasetVersion.objects.filter(release_item__release=release)
    tables = in_order(list(held.select_related("release_item__release")))
    content = table_xlsx(tables, title=release.title_zh, root=national_root())
    at = release.release_at - BEFORE
    file = ReleaseFile(
        release=release, title_zh="全部数据表（工作簿）", title_en="All tables as a workbook",
        name=f"{release.period}-{release.region}.xlsx", kind="xlsx", size=len(content),
        checksum=hashlib.sha256(content).hexdigest(), uploaded_by=editor, uploaded_at=at, approved_by=by,
        approved_at=at,
    )  # fmt: skip
    file.file.save(f"demo-{release.pk}.xlsx", ContentFile(content), save=False)
    file.save()


def text_ensure(release: Release, *, by: User, editor: User) -> None:
    """The text of the release's quarter as it is drafted from the tables, in both languages."""
    at = release.release_at - BEFORE
    drafted = texts_draft(region=release.region, period=release.span, by=None, at=at)
    AnalysisText.objects.filter(pk__in=[text.pk for text in drafted]).update(
        by=editor, approved_by=by, approved_at=at
    )
