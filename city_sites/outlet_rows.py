"""A row of a file of outlets → the fields of an outlet: a pure function, with what is wrong in words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from city_sites.enums import ServiceKind
from standards import regions
from standards.places import resolve_place

COLUMNS: Final = {
    "number": "编号",
    "name": "名称",
    "region": "区县",
    "street": "街道",
    "address": "地址",
    "lon": "经度",
    "lat": "纬度",
    "hours": "开放时间",
    "telephone": "电话",
    "services": "业务",
}
NEEDED: Final = ("编号", "名称", "地址")
SERVICE_WORDS: Final = {
    "职业介绍": ServiceKind.PLACEMENT,
    "劳动保障事务代理": ServiceKind.AGENCY,
    "失业登记": ServiceKind.UNEMPLOYMENT,
    "职业培训": ServiceKind.TRAINING,
}
_BETWEEN: Final = re.compile(r"[、,，;；/\s]+")


@dataclass(slots=True)
class ReadRow:
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_row(values: Mapping[str, Any], *, city: str) -> ReadRow:
    """Read a row by its Chinese column names.

    Args:
        city: code of the city that the outlets are of; a district must lie in it, none stated is the city.
    """
    read = ReadRow()
    for name in ("number", "name", "street", "address", "hours", "telephone"):
        read.fields[name] = _text(values, name)
    for name in ("number", "name", "address"):
        if not read.fields[name]:
            read.problems.append(_("%(column)s is missing.") % {"column": COLUMNS[name]})
    _region(read, _text(values, "region"), city)
    _point(read, _text(values, "lon"), _text(values, "lat"))
    words = [word for word in _BETWEEN.split(_text(values, "services")) if word]
    unknown = [word for word in words if word not in SERVICE_WORDS]
    if unknown:
        read.problems.append(
            _("Unknown services: %(words)s. There are: %(known)s.")
            % {"words": "、".join(unknown), "known": "、".join(SERVICE_WORDS)}
        )
    read.fields["services"] = sorted({SERVICE_WORDS[word].value for word in words if word in SERVICE_WORDS})
    return read


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(COLUMNS[name]) or "").strip()


def _region(read: ReadRow, text: str, city: str) -> None:
    code = resolve_place(text, within=city).code if text else city
    if code and regions.is_within(code, city):
        read.fields["region"] = code
    else:
        read.problems.append(_("“%(text)s” is no district of this city.") % {"text": text})


def _point(read: ReadRow, lon: str, lat: str) -> None:
    read.fields["lon"] = read.fields["lat"] = None
    if not lon and not lat:
        return
    point = _number(lon), _number(lat)
    if None not in point:
        read.fields["lon"], read.fields["lat"] = point
    else:
        read.problems.append(
            _("Longitude and latitude are numbers such as 114.31 and 30.59, both or neither.")
        )


def _number(text: str) -> float | None:
    """A number as written; None for what is none, "nan" among it."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
