"""Blocks of statistical reports: every figure, chart and table is a reference to published figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from stats_publishing.addresses import KEY_JOINT
from stats_publishing.datasets import all_datasets
from stats_publishing.exports.pictures import picture_of, picture_of_series
from stats_publishing.published import Published
from stats_publishing.quoting import Quoted, Reader, Reference
from stats_publishing.regional_map import regional_map
from stats_publishing.views.rows import plain_table

_DATASET_HELP = _("Region and period are those of the release.")


def datasets_by_name() -> list[tuple[str, str]]:
    return [(code, str(kind.name)) for code, kind in all_datasets().items()]


def measures_by_name() -> list[tuple[str, str]]:
    found = {
        code: str(measure.name) for kind in all_datasets().values() for code, measure in kind.measures.items()
    }
    return list(found.items())


class CellBlock(blocks.StructBlock):
    """A cell: dataset, row, measure."""

    dataset = blocks.ChoiceBlock(choices=datasets_by_name, label=_("dataset"), help_text=_DATASET_HELP)
    key = blocks.CharBlock(
        label=_("row"), max_length=120, default="合计", help_text=_("as in the table, such as 合计 or 男")
    )
    measure = blocks.ChoiceBlock(choices=measures_by_name, label=_("figure"))

    def reference(self, value: Any) -> Reference:
        return Reference(value["dataset"], tuple(value["key"].split(KEY_JOINT)), value["measure"])


class KeyFigureBlock(CellBlock):
    """One of the figures at the head of a report, with its change beside it."""

    label = blocks.CharBlock(label=_("name"), max_length=40, required=False)
    change = blocks.ChoiceBlock(choices=measures_by_name, label=_("change beside it"), required=False)

    class Meta:
        icon = "order"
        label = _("key figure")
        template = "city_sites/reports/key_figure.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        reader: Reader = context["reader"]
        change: Quoted | None = None
        if value.get("change"):
            reference = Reference(value["dataset"], tuple(value["key"].split(KEY_JOINT)), value["change"])
            change = reader.quoted(reference)
        return context | {"quoted": reader.quoted(self.reference(value)), "change": change}


class QuotingTextBlock(blocks.StructBlock):
    """Text whose figures are references."""

    heading = blocks.CharBlock(label=_("heading"), max_length=60, required=False)
    text = blocks.TextBlock(
        label=_("text"),
        help_text=_("Write figures as {{dataset|row|measure}}: they are filled in and follow corrections."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("text")
        template = "city_sites/reports/text.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        reader: Reader = context["reader"]
        parts = [part.strip() for part in value["text"].split("\n\n") if part.strip()]
        return context | {"paragraphs": [reader.text(part) for part in parts]}


class PairBlock(blocks.StructBlock):
    """A chart and its table."""

    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    caption = blocks.CharBlock(label=_("what to see in it"), max_length=200, required=False)
    dataset = blocks.ChoiceBlock(choices=datasets_by_name, label=_("dataset"), help_text=_DATASET_HELP)
    measure = blocks.ChoiceBlock(
        choices=measures_by_name, label=_("figure of the chart"), required=False,
        help_text=_("Left out, vacancies and job seekers stand side by side."),
    )  # fmt: skip
    columns = blocks.ListBlock(
        blocks.ChoiceBlock(choices=measures_by_name), label=_("columns of the table"), default=[],
        help_text=_("none: all"),
    )  # fmt: skip

    class Meta:
        icon = "table"
        label = _("chart and table")
        template = "city_sites/reports/pair.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        reader: Reader = context["reader"]
        one: Published | None = reader.table(value["dataset"])
        if one is None:
            return context | {"one": None}
        measure = value.get("measure") or ""
        return context | {
            "one": one, "picture": picture_of(one, measure), "caption": reader.text(value["caption"] or ""),
            "table": plain_table(one, tuple(value["columns"])), "measure": measure,
        }  # fmt: skip


class SeriesBlock(CellBlock):
    """A figure since the first published period, beside that of other regions."""

    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    caption = blocks.CharBlock(label=_("what to see in it"), max_length=200, required=False)
    regions = blocks.ListBlock(
        blocks.CharBlock(max_length=6), label=_("other regions"), default=[],
        help_text=_("codes, such as 000000 for the country"),
    )  # fmt: skip

    class Meta:
        icon = "history"
        label = _("series")
        template = "city_sites/reports/series.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        reader: Reader = context["reader"]
        reference = self.reference(value)
        found = reader.series(reference.dataset, reference.measure, reference.key, list(value["regions"]))
        if not found:
            return context | {"series": []}
        return context | {
            "series": found, "picture": picture_of_series(found),
            "unit": found[0].kind.measures[found[0].measure], "caption": reader.text(value["caption"] or ""),
        }  # fmt: skip


class MapBlock(CellBlock):
    """A figure of all provinces or cities on the map of the country."""

    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    level = blocks.ChoiceBlock(
        choices=[("province", _("provinces")), ("city", _("cities"))], default="city", label=_("by")
    )

    class Meta:
        icon = "site"
        label = _("map")
        template = "city_sites/reports/map.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        reference, reader = self.reference(value), context["reader"]
        drawn = regional_map(
            code=reference.dataset, period=reader.release.period, measure=reference.measure,
            key=reference.key, level=value["level"],
        )  # fmt: skip
        return context | {"shown": drawn}


class ReportBody(blocks.StreamBlock):
    """What stands below the key figures of a report."""

    text = QuotingTextBlock()
    pair = PairBlock()
    series = SeriesBlock()
    map = MapBlock()
