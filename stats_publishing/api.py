"""The public API of published figures and of the release calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from stats_publishing.addresses import KEY_JOINT
from stats_publishing.datasets import all_datasets
from stats_publishing.exports.json_files import dataset_json, series_json, table_json
from stats_publishing.members import row_meant
from stats_publishing.models import Release, ReleaseFile
from stats_publishing.published import archive, holdings, published, series_of

router = Router()
MOST_RELEASES = 200


class Names(Schema):
    zh: str
    en: str


class DimensionItem(Schema):
    code: str
    name: Names


class MeasureItem(Schema):
    code: str
    name: Names
    unit: str = Field(description="persons, employers, percent, points, ratio, yuan_month or yuan_year")
    places: int = Field(description="decimal places as published")


class DatasetItem(Schema):
    code: str
    subject: str
    period_kind: str
    name: Names
    dimensions: list[DimensionItem]
    measures: list[MeasureItem]


class HoldingItem(Schema):
    region: str = Field(description="GB/T 2260 code; 000000 is the country")
    newest_period: str
    url: str


class DatasetDetail(DatasetItem):
    regions: list[HoldingItem]


class RowItem(Schema):
    key: dict[str, str] = Field(description="codes by dimension")
    names: dict[str, Names] = Field(description="what the codes are called")
    figures: dict[str, float | int | str | None] = Field(description="null: no figure, or confidential")
    marks: dict[str, str] = Field(description="by measure: c confidential, e estimated, r revised")


class TableAnswer(Schema):
    """A version of a table with all its cells."""

    dataset: str
    region: str
    period: str
    version: int
    newest_version: int
    is_superseded: bool
    reason: str = Field(description="why this version supersedes an earlier one")
    released_at: dt.datetime
    release: int
    url: str = Field(description="of this version, for ever")
    newest_url: str
    licence: str
    checksum: str
    notes: dict[str, Any]
    rows: list[RowItem]


class VersionItem(Schema):
    version: int
    released_at: dt.datetime
    reason: str
    checksum: str


class PointItem(Schema):
    period: str
    value: float | int | str | None
    mark: str
    version: int


class SeriesAnswer(Schema):
    """One cell through all published periods, the first period first."""

    dataset: str
    region: str
    key: dict[str, str]
    measure: str
    unit: str
    url: str
    points: list[PointItem]


class FileItem(Schema):
    title: Names
    kind: str = Field(description="pdf, xlsx, csv, png or zip")
    bytes: int
    checksum: str = Field(description="SHA-256")
    url: str = Field(description="of this file, for ever")
    replaces: int | None = Field(description="id of the file that it was put in place of")
    id: int


class ReleaseItemOut(Schema):
    id: int
    title: Names
    subject: str
    region: str
    period: str
    release_at: dt.datetime
    state: str = Field(description="provisional, confirmed, published or cancelled")
    is_out: bool
    notice: str
    url: str
    files: list[FileItem] = Field(description="once it is out")


class Misunderstood(Schema):
    """What of the question is missing or is not of its kind."""

    detail: list[dict[str, Any]]


class Missing(Schema):
    """Why there is no answer."""

    title: str
    status: int
    detail: str


def _missing() -> Any:
    return Status(
        404, {"title": _("Not found"), "status": 404, "detail": _("Nothing of this kind is published.")}
    )


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@router.get("/datasets", response=list[DatasetItem], summary="All datasets", operation_id="datasets_list")
def datasets_list(request: HttpRequest) -> Any:  # noqa: ARG001
    """Those with anything published."""
    held = {holding.dataset for holding in holdings()}
    return [dataset_json(kind) for code, kind in all_datasets().items() if code in held]


@router.get(
    "/datasets/{dataset}",
    response={200: DatasetDetail, 404: Missing},
    summary="A dataset and where it is published",
    operation_id="datasets_get",
)
def datasets_get(request: HttpRequest, dataset: str) -> Any:
    found = holdings(dataset=dataset) if dataset in all_datasets() else []
    if not found:
        return _missing()
    regions = [
        {"region": one.region, "newest_period": one.newest_period, "url": _root(request) + one.address}
        for one in found
    ]
    return dataset_json(all_datasets()[dataset]) | {"regions": regions}


@router.get(
    "/datasets/{dataset}/{region}/series",
    response={200: SeriesAnswer, 404: Missing, 422: Misunderstood},
    summary="A series",
    operation_id="datasets_series",
)
def datasets_series(request: HttpRequest, dataset: str, region: str, key: str, measure: str) -> Any:
    """One cell through all published periods; values of several dimensions are joined by “~”."""
    if not _plain(dataset, region, key, measure):
        return _missing()
    one = series_of(dataset=dataset, region=region, measure=measure, key=_key(key))
    return series_json(one, root=_root(request)) if one else _missing()


@router.get(
    "/datasets/{dataset}/{region}/{period}",
    response={200: TableAnswer, 404: Missing, 422: Misunderstood},
    summary="A published table",
    operation_id="datasets_table",
)
def datasets_table(request: HttpRequest, dataset: str, region: str, period: str, version: int = 0) -> Any:
    """The newest version, or that of a number."""
    one = _published(dataset, region, period, version)
    return table_json(one, root=_root(request)) if one else _missing()


@router.get(
    "/datasets/{dataset}/{region}/{period}/versions",
    response={200: list[VersionItem], 404: Missing},
    summary="All published versions of a table",
    operation_id="datasets_versions",
)
def datasets_versions(request: HttpRequest, dataset: str, region: str, period: str) -> Any:  # noqa: ARG001
    """The newest first."""
    found = _archive(dataset, region, period)
    return [
        {
            "version": version.number, "released_at": version.release_item.release.release_at,
            "reason": version.reason, "checksum": version.table_checksum,
        }
        for version in found
    ] or _missing()  # fmt: skip


@router.get(
    "/datasets/{dataset}/{region}/{period}/cells",
    response={200: list[PointItem], 404: Missing, 422: Misunderstood},
    summary="One cell in all its versions",
    operation_id="datasets_cells",
)
def datasets_cells(
    request: HttpRequest,  # noqa: ARG001
    dataset: str,
    region: str,
    period: str,
    key: str,
    measure: str,
) -> Any:
    """What a figure was in each version, the newest first; values of several dimensions are joined by “~”."""
    points = []
    for version in _archive(dataset, region, period):
        table = version.figures
        row = row_meant(version.kind, table, _key(key)) if measure in table.measures else None
        if row is None:
            continue
        value, mark = table.cell(row, measure), table.mark(row, measure)
        points.append({"period": period, "value": value, "mark": mark, "version": version.number})
    return points or _missing()


@router.get(
    "/releases",
    response={200: list[ReleaseItemOut], 422: Misunderstood},
    summary="The release calendar",
    operation_id="releases_list",
)
def releases_list(request: HttpRequest, region: str = "", since: dt.date | None = None) -> Any:
    """From a day on, today where none is given: 200 at most, the earliest first.

    `state` follows the clock: a confirmed release whose time has come is published.
    """
    now = timezone.now()
    start = timezone.make_aware(dt.datetime.combine(since or timezone.localdate(now), dt.time()))
    rows = Release.objects.filter(release_at__gte=start).order_by("release_at", "pk")
    if region and "\0" not in region:
        rows = rows.filter(region=region)
    shown = list(rows[:MOST_RELEASES])
    files: dict[int, list[dict[str, Any]]] = {}
    for file in ReleaseFile.objects.released(now).filter(release__in=shown):
        files.setdefault(file.release_id, []).append(_file_json(file, root=_root(request)))
    out = set(Release.objects.out(now).filter(pk__in=[one.pk for one in shown]).values_list("pk", flat=True))
    return [
        {
            "id": one.pk, "title": {"zh": one.title_zh, "en": one.title_en}, "subject": one.subject,
            "region": one.region, "period": one.period, "release_at": one.release_at,
            "state": "published" if one.pk in out else one.state, "is_out": one.pk in out,
            "notice": one.notice, "url": _root(request) + one.get_absolute_url(),
            "files": files.get(one.pk, []),
        }
        for one in shown
    ]  # fmt: skip


def _file_json(file: ReleaseFile, *, root: str) -> dict[str, Any]:
    return {
        "id": file.pk, "title": {"zh": file.title_zh, "en": file.title_en}, "kind": file.kind,
        "bytes": file.size, "checksum": file.checksum, "url": root + file.get_absolute_url(),
        "replaces": file.replaces_id,
    }  # fmt: skip


def _key(text: str) -> tuple[str, ...]:
    return tuple(text.split(KEY_JOINT))


def _plain(*parts: str) -> bool:
    """Whether the database can be asked for these at all."""
    return all("\0" not in part and len(part) < 400 for part in parts)


def _published(dataset: str, region: str, period: str, version: int) -> Any:
    if not _plain(dataset, region, period) or not 0 <= version < 2**31:
        return None
    return published(dataset=dataset, region=region, period=period, number=version or None)


def _archive(dataset: str, region: str, period: str) -> list[Any]:
    return archive(dataset=dataset, region=region, period=period) if _plain(dataset, region, period) else []
