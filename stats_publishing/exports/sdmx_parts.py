"""What SDMX 2.1 and 3.0 say alike of a published table: its concepts, codes and figures, and their frame.

Dimensions of the table are texts without a code list: the codes that a version was published with, many of
them Chinese words, which SDMX does not take as identifiers; CSV and JSON say what they are called. Indicator,
frequency and confidentiality are coded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone
from lxml import etree

from stats_publishing.datasets import Dataset, Words
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.published import Published
from stats_publishing.tables import SUPPRESSED

AGENCY: Final = "CLM"
FREQUENCIES: Final = {
    PeriodKind.MONTH: ("M", Words("月", "Monthly")),
    PeriodKind.QUARTER: ("Q", Words("季", "Quarterly")),
    PeriodKind.YEAR: ("A", Words("年", "Annual")),
}
CODED: Final = {"FREQ": "CL_FREQ", "INDICATOR": "CL_INDICATOR", "CONF_STATUS": "CL_CONF_STATUS"}
"""Which dimensions and attributes have a code list; the others are texts."""
CONFIDENTIALITY: Final = {"F": Words("可以发布", "Free"), "C": Words("保密", "Confidential")}
ATTRIBUTES: Final = ("CONF_STATUS", "UNIT_MEASURE", "DECIMALS")
"""Of an observation the first, of an indicator the others."""
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation.

    Args:
        key: its dimensions but the period.
        attributes: of its series.
        value: null where it is confidential.
    """

    key: dict[str, str]
    attributes: dict[str, str]
    value: str | None

    @property
    def status(self) -> str:
        return "C" if self.value is None else "F"


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of SDMX-ML.

    Args:
        base: what its namespaces begin with.
        version: of our own structures in it.
        maintained: further attributes of what an agency maintains.
        more: further namespaces by prefix.
    """

    base: str
    version: str
    maintained: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)

    def tag(self, space: str, name: str) -> str:
        """A name in one of the namespaces `message`, `structure`, `common`, …"""
        return f"{{{self.base}{space}}}{name}"

    def message(self, kind: str, name: str, *, own: Mapping[str, str] | None = None) -> etree._Element:
        """A message with its header, which is its first child; `own` are namespaces of this message alone."""
        spaces = {"mes": "message", "str": "structure", "com": "common"}
        namespaces = {prefix: self.base + space for prefix, space in spaces.items()}
        message = etree.Element(self.tag("message", kind), nsmap=namespaces | {**self.more} | {**(own or {})})
        header = sub(message, self.tag("message", "Header"))
        sub(header, self.tag("message", "ID")).text = name
        sub(header, self.tag("message", "Test")).text = "false"
        sub(header, self.tag("message", "Prepared")).text = timezone.now().isoformat(timespec="seconds")
        sub(header, self.tag("message", "Sender"), id=AGENCY)
        return message

    def maintain(self, above: etree._Element, kind: str, name: str, words: Words) -> etree._Element:
        """A named structure that we answer for."""
        tag = self.tag("structure", kind)
        one = sub(above, tag, id=name, agencyID=AGENCY, version=self.version, **self.maintained)
        self.name(one, words)
        return one

    def name(self, one: etree._Element, words: Words) -> None:
        for language, text in (("zh", words.zh), ("en", words.en)):
            name = sub(one, self.tag("common", "Name"))
            name.set(_XML_LANG, language)
            name.text = text

    def codelists(self, above: etree._Element, kind: Dataset) -> None:
        """The code lists of a dataset, in the order of their identifiers."""
        indicators = {code.upper(): measure.name for code, measure in kind.measures.items()}
        for name, words, codes in (
            ("CL_CONF_STATUS", Words("保密状态", "Confidentiality"), CONFIDENTIALITY),
            ("CL_FREQ", Words("频率", "Frequency"), dict(FREQUENCIES.values())),
            ("CL_INDICATOR", Words("指标", "Indicator"), indicators),
        ):
            one = self.maintain(above, "Codelist", name, words)
            for code, meaning in codes.items():
                self.name(sub(one, self.tag("structure", "Code"), id=code), meaning)

    def concepts(self, above: etree._Element, kind: Dataset) -> None:
        """The concepts of a dataset."""
        scheme = self.maintain(above, "ConceptScheme", "CONCEPTS", Words("概念", "Concepts"))
        for name, words in concepts_of(kind).items():
            self.name(sub(scheme, self.tag("structure", "Concept"), id=name), words)


def identifier(kind: Dataset) -> str:
    """A dataset's code as SDMX writes identifiers: SUPPLY_DEMAND_SEX."""
    return kind.code.upper().replace("-", "_")


def message_name(one: Published) -> str:
    return one.file_stem.upper().replace("-", "_")


def time_period(period: Period) -> str:
    """2026, 2026-11 or, as SDMX writes quarters, 2026-Q4."""
    return period.code.replace("Q", "-Q")


def concepts_of(kind: Dataset) -> dict[str, Words]:
    """The concepts of a dataset by their identifiers."""
    return {
        "FREQ": Words("频率", "Frequency"),
        "REF_AREA": Words("地区（GB/T 2260）", "Region (GB/T 2260)"),
        "INDICATOR": Words("指标", "Indicator"),
        **{name.upper(): words for name, words in kind.dimensions.items()},
        "TIME_PERIOD": Words("时期", "Period"),
        "OBS_VALUE": Words("数值", "Value"),
        "CONF_STATUS": Words("保密状态", "Confidentiality"),
        "UNIT_MEASURE": Words("单位", "Unit"),
        "DECIMALS": Words("小数位数", "Decimal places"),
    }


def dimensions_of(kind: Dataset) -> list[str]:
    """The dimensions of a dataset but the period, in their order."""
    return ["FREQ", "REF_AREA", "INDICATOR", *(name.upper() for name in kind.dimensions)]


def figures_of(one: Published) -> Iterator[Figure]:
    """The figures of a version that there are; a confidential one without its value."""
    kind, table = one.kind, one.table
    width = len(table.dimensions)
    names = [name.upper() for name in table.dimensions]
    for number, row in enumerate(table.rows):
        members = dict(zip(names, map(str, row[:width]), strict=True))
        for name, value in zip(table.measures, row[width:], strict=True):
            is_kept_back = table.marks.get((number, name), "") == SUPPRESSED
            if value is None and not is_kept_back:
                continue
            measure = kind.measures[name]
            yield Figure(
                key={
                    "FREQ": FREQUENCIES[kind.period_kind][0],
                    "REF_AREA": one.version.region,
                    "INDICATOR": name.upper(),
                    **members,
                },
                attributes={"UNIT_MEASURE": measure.unit, "DECIMALS": str(measure.places)},
                value=None if is_kept_back else str(value),
            )


def sub(above: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """A new last child."""
    return etree.SubElement(above, tag, attributes)


def written(message: etree._Element) -> bytes:
    return bytes(etree.tostring(message, xml_declaration=True, encoding="UTF-8", pretty_print=True))
