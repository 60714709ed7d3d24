"""Figures of a bulletin: references to cells and tables of published datasets, never typed.

What is shown is always the newest published version; where that corrects an earlier one, the page says so. A
block keeps the code of its region, which the page fills in from the site that it stands on (`regions_fill`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.enums import NATION
from stats_publishing.addresses import KEY_JOINT
from stats_publishing.datasets import all_datasets
from stats_publishing.members import row_meant, row_words
from stats_publishing.methods.periods import Period
from stats_publishing.published import Published, published, shown
from stats_publishing.views.rows import plain_table
from stats_publishing.words import UNITS

OWN, PROVINCE, COUNTRY = "own", "province", "country"
WHERE: Final = (
    (OWN, _("this site's region")),
    (PROVINCE, _("its province")),
    (COUNTRY, _("the whole country")),
)
ROWS_NAMED: Final = 12
"""Rows that an editor is told of who named one that is not there."""


def datasets_by_name() -> list[tuple[str, str]]:
    return [(code, str(kind.name)) for code, kind in all_datasets().items()]


def measures_by_name() -> list[tuple[str, str]]:
    found = {
        code: str(measure.name) for kind in all_datasets().values() for code, measure in kind.measures.items()
    }
    return list(found.items())


class TableReferenceBlock(blocks.StructBlock):
    """Which table: dataset, region and period."""

    dataset = blocks.ChoiceBlock(choices=datasets_by_name, label=_("statistics"))
    where = blocks.ChoiceBlock(choices=WHERE, default=OWN, label=_("of"))
    period = blocks.CharBlock(
        label=_("period"), max_length=7, help_text=_("2026Q3 for a quarter, 2026-09 for a month, 2026")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(self._as_edited(value))
        try:
            period = Period.read(cleaned["period"].strip())
        except ValueError:
            said = _("Write a period such as 2026Q3, 2026-09 or 2026.")
            raise blocks.StructBlockValidationError({"period": ValidationError(said)}) from None
        if period.kind != all_datasets()[cleaned["dataset"]].period_kind:
            said = _("These statistics are made for other periods: by month, quarter or year.")
            raise blocks.StructBlockValidationError({"period": ValidationError(said)})
        cleaned["period"] = period.code
        return cleaned

    def table_of(self, value: Any) -> Published | None:
        """The newest published version; None before there is one."""
        region = value.get("region") or ""
        return published(dataset=value["dataset"], region=region, period=value["period"]) if region else None

    def _as_edited(self, value: Any) -> Any:
        """What the editor wrote, without the region, which is no field of the block."""
        return self._to_struct_value([(name, value[name]) for name in self.child_blocks])

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        prepared: dict[str, Any] = super().get_prep_value(self._as_edited(value))
        return prepared | {"region": value.get("region") or ""}

    def get_form_state(self, value: Any) -> Any:
        return super().get_form_state(self._as_edited(value))

    def to_python(self, value: Any) -> Any:
        made = super().to_python(value)
        made["region"] = value.get("region") or ""
        return made

    def bulk_to_python(self, values: Any) -> Any:
        made = super().bulk_to_python(values)
        for one, raw in zip(made, values, strict=True):
            one["region"] = raw.get("region") or ""
        return made

    def reference_json(self, value: Any, one: Published | None) -> dict[str, Any]:
        """The part of the headless JSON that says where the figures come from."""
        return {
            "dataset": value["dataset"],
            "region": value.get("region") or "",
            "period": value["period"],
            "version": one.version.number if one else None,
            "address": one.address if one else None,
            "correction": one.version.reason if one else "",
        }


class FigureBlock(TableReferenceBlock):
    """One figure with its unit, period and source."""

    row = blocks.CharBlock(
        label=_("row"), max_length=120, default="合计", help_text=_("as in the table, such as 合计 or 男")
    )
    measure = blocks.ChoiceBlock(choices=measures_by_name, label=_("figure"))
    label = blocks.CharBlock(
        label=_("name"), max_length=40, required=False, help_text=_("Left out: that of the figure.")
    )

    class Meta:
        icon = "order"
        label = _("figure")
        template = "city_sites/pieces/figure_block.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["measure"] not in all_datasets()[cleaned["dataset"]].measures:
            said = _("These statistics have no such figure.")
            raise blocks.StructBlockValidationError({"measure": ValidationError(said)})
        return cleaned

    def cell(self, value: Any, one: Published | None) -> dict[str, Any] | None:
        """The figure as written, with unit; None where the table has no such cell."""
        code = value["measure"]
        if one is None or code not in one.table.measures:
            return None
        table = one.table
        key = row_meant(one.kind, table, value["row"].split(KEY_JOINT))
        if key is None:
            return None
        number, mark, measure = table.cell(key, code), table.mark(key, code), one.kind.measures[code]
        row = map(str, row_words(one.kind, table.dimensions, key))
        return {
            "value": number,
            "mark": mark,
            "text": shown(number, places=measure.places, mark=mark),
            "unit": str(UNITS[measure.unit]),
            "name": value.get("label") or " · ".join((*row, str(measure.name))),
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        one = self.table_of(value)
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"one": one, "cell": self.cell(value, one)}

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """JSON: the reference, and the figure as it is published now; null before it is."""
        one = self.table_of(value)
        reference = {"row": value["row"], "measure": value["measure"]}
        return self.reference_json(value, one) | reference | {"figure": self.cell(value, one)}


class TableBlock(TableReferenceBlock):
    """A table, or some of its columns."""

    measures = blocks.ListBlock(
        blocks.ChoiceBlock(choices=measures_by_name), label=_("columns"), default=[], help_text=_("none: all")
    )

    class Meta:
        icon = "table"
        label = _("table")
        template = "city_sites/pieces/table_block.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        one = self.table_of(value)
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        table = plain_table(one, self._columns(value, one)) if one else None
        return context | {"one": one, "table": table, "label": f"{value['dataset']}-{value['period']}"}

    def _columns(self, value: Any, one: Published) -> tuple[str, ...]:
        return tuple(code for code in value["measures"] if code in one.table.measures)

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """JSON: the reference and the table as it is published now; null before it is."""
        one = self.table_of(value)
        table = one.table.as_json() if one else None
        return self.reference_json(value, one) | {"measures": list(value["measures"]), "table": table}


class BulletinFigures(blocks.StreamBlock):
    """Figures and tables of a bulletin."""

    figure = FigureBlock()
    table = TableBlock()


def region_meant(where: str, region: str) -> str:
    """Code of the region that an editor means on a site of a region."""
    if where == COUNTRY or region == NATION:
        return NATION
    return f"{region[:2]}0000" if where == PROVINCE else region


def regions_fill(figures: Iterable[Any], region: str) -> None:
    """Let each block know the code of its region, from the site that its page stands on."""
    for child in figures:
        child.value["region"] = region_meant(child.value["where"], region)


def rows_check(figures: Iterable[Any]) -> list[str]:
    """Figures whose row is not in the table that is published, each told with the rows that are."""
    told = []
    for number, child in enumerate(figures, 1):
        block, value = child.block, child.value
        one = block.table_of(value) if child.block_type == "figure" else None
        if one and block.cell(value, one) is None:
            dimensions = one.table.dimensions
            rows = [
                KEY_JOINT.join(map(str, row_words(one.kind, dimensions, row[: len(dimensions)])))
                for row in one.table.rows
            ]
            said = gettext("Figure %(number)s: the table has no row “%(row)s”. It has: %(rows)s.")
            named = gettext(", ").join(rows[:ROWS_NAMED])
            told.append(said % {"number": number, "row": value["row"], "rows": named})
    return told
