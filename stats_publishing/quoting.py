"""Figures that pages quote instead of typing them: each is a reference to a cell of a dataset.

A reference is written `{{dataset|row|measure}}`, of another region or period
`{{dataset@region@period|row|measure}}`; a row is
named by its codes or words, several dimensions of one joined by "~".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from stats_publishing.addresses import KEY_JOINT
from stats_publishing.datasets import Measure, all_datasets
from stats_publishing.members import row_meant
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion, Release
from stats_publishing.published import Published, Series, published, series_of, shown
from stats_publishing.words import UNITS

_REFERENCE: Final = re.compile(r"\{\{\s*([^{}|]+?)\s*\|\s*([^{}|]+?)\s*\|\s*([^{}|]+?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Reference:
    """Which cell is quoted; region and period are "" for those of the release."""

    dataset: str
    key: tuple[str, ...]
    measure: str
    region: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure as a page shows it, and where it stands."""

    text: str
    unit: str
    measure: Measure
    address: str
    region_name: str
    period_name: str
    mark: str
    value: float | int | str | None


def references_in(text: str) -> Iterator[Reference]:
    """All references of a text in their order."""
    for found in _REFERENCE.finditer(text):
        yield _reference(found)


def _reference(found: re.Match[str]) -> Reference:
    dataset, region, period = (*found[1].split("@"), "", "")[:3]
    return Reference(dataset.strip(), tuple(found[2].split(KEY_JOINT)), found[3], region, period)


@dataclass(slots=True)
class Reader:
    """Reads figures for the pages of a release, each table once.

    Args:
        is_preview: for who prepares the release: its own versions are read before they are out.
    """

    release: Release
    is_preview: bool = False
    _read: dict[tuple[str, str, str], Published | None] = field(default_factory=dict)

    def table(self, dataset: str, region: str = "", period: str = "") -> Published | None:
        """The newest published version, in a preview the release's own; None where there is none."""
        key = (dataset, region or self.release.region, period or self.release.period)
        if key not in self._read:
            self._read[key] = self._own(*key) or published(dataset=key[0], region=key[1], period=key[2])
        return self._read[key]

    def _own(self, dataset: str, region: str, period: str) -> Published | None:
        if not self.is_preview:
            return None
        rows = DatasetVersion.objects.filter(
            release_item__release=self.release, dataset=dataset, region=region, period=period
        )
        version = rows.select_related("release_item__release").order_by("-number").first()
        return Published(version, version.number) if version else None

    def quoted(self, reference: Reference) -> Quoted | None:
        """A cell; None where no such figure is to be seen."""
        kind = all_datasets().get(reference.dataset)
        one = self.table(reference.dataset, reference.region, reference.period) if kind else None
        if one is None or reference.measure not in one.table.measures:
            return None
        key = row_meant(one.kind, one.table, reference.key)
        if key is None:
            return None
        measure = one.kind.measures[reference.measure]
        value = one.table.cell(key, reference.measure)
        mark = one.table.mark(key, reference.measure)
        return Quoted(
            shown(value, places=measure.places, mark=mark), str(UNITS[measure.unit]), measure,
            f"{one.address}#r{one.table.position(key) + 1}", one.region_name, one.period_name, mark, value,
        )  # fmt: skip

    def text(self, written: str) -> SafeString:
        """A text with its references as figures that lead to where they come from."""
        parts: list[str] = []
        end = 0
        for found in _REFERENCE.finditer(written):
            parts.append(conditional_escape(written[end : found.start()]))
            quoted = self.quoted(_reference(found))
            parts.append(
                format_html('<a class="quote-figure" href="{}">{}</a>', quoted.address, quoted.text)
                if quoted
                else "–"
            )
            end = found.end()
        parts.append(conditional_escape(written[end:]))
        return mark_safe("".join(parts))  # noqa: S308 — each part is escaped

    def plain(self, written: str) -> str:
        """The same without links, for titles and descriptions."""
        return _REFERENCE.sub(lambda found: _text_of(self.quoted(_reference(found))), written)

    def series(self, dataset: str, measure: str, key: tuple[str, ...], regions: list[str]) -> list[Series]:
        """A cell through all published periods, of the release's region and of others."""
        asked = dict.fromkeys([self.release.region, *regions])
        found = (series_of(dataset=dataset, region=code, measure=measure, key=key) for code in asked)
        return [one for one in found if one]

    @property
    def span(self) -> Period:
        return self.release.span


def _text_of(quoted: Quoted | None) -> str:
    return quoted.text if quoted else "–"
