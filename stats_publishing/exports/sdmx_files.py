"""A published table as SDMX 2.1: its structure, and its figures as generic time series.

Dimensions of the table are texts without a code list: the codes that a version was published with; its CSV
and JSON say what they are called. Region, indicator and frequency are coded.
"""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from lxml import etree

from stats_publishing.datasets import Dataset, Words
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.published import Published
from stats_publishing.tables import SUPPRESSED

AGENCY: Final = "CLM"
VERSION: Final = "1.0"
_BASE: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
_MES, _STR, _COM, _GEN = (f"{{{_BASE}{name}}}" for name in ("message", "structure", "common", "data/generic"))
_NSMAP: Final = {
    "mes": f"{_BASE}message", "str": f"{_BASE}structure", "com": f"{_BASE}common",
    "gen": f"{_BASE}data/generic",
}  # fmt: skip
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
FREQUENCIES: Final = {
    PeriodKind.MONTH: ("M", Words("月", "Monthly")),
    PeriodKind.QUARTER: ("Q", Words("季", "Quarterly")),
    PeriodKind.YEAR: ("A", Words("年", "Annual")),
}
CODED: Final = {"FREQ": "CL_FREQ", "INDICATOR": "CL_INDICATOR", "CONF_STATUS": "CL_CONF_STATUS"}
"""Which dimensions and attributes have a code list; the others are texts."""
CONFIDENTIALITY: Final = {"F": Words("可以发布", "Free"), "C": Words("保密", "Confidential")}


def identifier(kind: Dataset) -> str:
    """A dataset's code as SDMX writes identifiers: SUPPLY_DEMAND_SEX."""
    return kind.code.upper().replace("-", "_")


def time_period(period: Period) -> str:
    """2026, 2026-11 or, as SDMX writes quarters, 2026-Q4."""
    return period.code.replace("Q", "-Q")


def structure_xml(kind: Dataset) -> bytes:
    """Concepts, code lists, the data structure and the dataflow of a dataset."""
    message = _message("Structure", f"STRUCTURE_{identifier(kind)}")
    structures = _sub(message, _MES + "Structures")
    flow = _maintained(_sub(structures, _STR + "Dataflows"), "Dataflow", identifier(kind), kind.name)
    _ref(_sub(flow, _STR + "Structure"), identifier(kind), "DataStructure", "datastructure")
    lists = _sub(structures, _STR + "Codelists")
    indicators = {code.upper(): measure.name for code, measure in kind.measures.items()}
    _codelist(lists, "CL_INDICATOR", Words("指标", "Indicator"), indicators)
    _codelist(lists, "CL_FREQ", Words("频率", "Frequency"), dict(FREQUENCIES.values()))
    _codelist(lists, "CL_CONF_STATUS", Words("保密状态", "Confidentiality"), CONFIDENTIALITY)
    concepts = _sub(structures, _STR + "Concepts")
    scheme = _maintained(concepts, "ConceptScheme", "CONCEPTS", Words("概念", "Concepts"))
    for name, words in concepts_of(kind).items():
        _named(_sub(scheme, _STR + "Concept", id=name), words)
    _data_structure(_sub(structures, _STR + "DataStructures"), kind)
    return _written(message)


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


def _data_structure(above: etree._Element, kind: Dataset) -> None:
    structure = _maintained(above, "DataStructure", identifier(kind), kind.name)
    parts = _sub(structure, _STR + "DataStructureComponents")
    dimensions = _sub(parts, _STR + "DimensionList", id="DimensionDescriptor")
    names = ["FREQ", "REF_AREA", "INDICATOR", *(name.upper() for name in kind.dimensions)]
    for place, name in enumerate(names, 1):
        one = _sub(dimensions, _STR + "Dimension", id=name, position=str(place))
        _concept_ref(one, name)
        _representation(one, CODED.get(name, ""))
    time = _sub(dimensions, _STR + "TimeDimension", id="TIME_PERIOD", position=str(len(names) + 1))
    _concept_ref(time, "TIME_PERIOD")
    _sub(_sub(time, _STR + "LocalRepresentation"), _STR + "TextFormat", textType="ObservationalTimePeriod")
    attributes = _sub(parts, _STR + "AttributeList", id="AttributeDescriptor")
    for name in ("CONF_STATUS", "UNIT_MEASURE", "DECIMALS"):
        one = _sub(attributes, _STR + "Attribute", id=name, assignmentStatus="Conditional")
        _concept_ref(one, name)
        _representation(one, CODED.get(name, ""))
        relation = _sub(one, _STR + "AttributeRelationship")
        if name == "CONF_STATUS":
            _sub(_sub(relation, _STR + "PrimaryMeasure"), "Ref", id="OBS_VALUE")
        else:
            _sub(_sub(relation, _STR + "Dimension"), "Ref", id="INDICATOR")
    measures = _sub(parts, _STR + "MeasureList", id="MeasureDescriptor")
    _concept_ref(_sub(measures, _STR + "PrimaryMeasure", id="OBS_VALUE"), "OBS_VALUE")


def data_xml(one: Published) -> bytes:
    """The figures of a version; a confidential one is an observation without a value, marked C."""
    kind, table, version = one.kind, one.table, one.version
    message = _message("GenericData", one.file_stem.upper().replace("-", "_"))
    header = message[0]
    structure = _sub(
        header, _MES + "Structure", structureID=identifier(kind), dimensionAtObservation="TIME_PERIOD"
    )
    _ref(_sub(structure, _COM + "Structure"), identifier(kind), "DataStructure", "datastructure")
    data = _sub(message, _MES + "DataSet", structureRef=identifier(kind), action="Replace")
    width = len(table.dimensions)
    for number, row in enumerate(table.rows):
        for name, value in zip(table.measures, row[width:], strict=True):
            mark = table.marks.get((number, name), "")
            if value is None and mark != SUPPRESSED:
                continue
            series = _sub(data, _GEN + "Series")
            _values(
                _sub(series, _GEN + "SeriesKey"),
                {
                    "FREQ": FREQUENCIES[kind.period_kind][0],
                    "REF_AREA": version.region,
                    "INDICATOR": name.upper(),
                    **{
                        dimension.upper(): str(member)
                        for dimension, member in zip(table.dimensions, row[:width], strict=True)
                    },
                },
            )
            measure = kind.measures[name]
            _values(
                _sub(series, _GEN + "Attributes"),
                {"UNIT_MEASURE": measure.unit, "DECIMALS": str(measure.places)},
            )
            observation = _sub(series, _GEN + "Obs")
            _sub(observation, _GEN + "ObsDimension", value=time_period(version.span))
            if value is not None and mark != SUPPRESSED:
                _sub(observation, _GEN + "ObsValue", value=str(value))
            _values(
                _sub(observation, _GEN + "Attributes"), {"CONF_STATUS": "C" if mark == SUPPRESSED else "F"}
            )
    return _written(message)


def _message(kind: str, name: str) -> etree._Element:
    message = etree.Element(_MES + kind, nsmap=_NSMAP)
    header = _sub(message, _MES + "Header")
    _sub(header, _MES + "ID").text = name
    _sub(header, _MES + "Test").text = "false"
    _sub(header, _MES + "Prepared").text = timezone.now().isoformat(timespec="seconds")
    _sub(header, _MES + "Sender", id=AGENCY)
    return message


def _sub(above: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(above, tag, attributes)


def _maintained(above: etree._Element, kind: str, name: str, words: Words) -> etree._Element:
    one = _sub(above, _STR + kind, id=name, agencyID=AGENCY, version=VERSION, isFinal="true")
    _named(one, words)
    return one


def _named(one: etree._Element, words: Words) -> None:
    for language, text in (("zh", words.zh), ("en", words.en)):
        name = _sub(one, _COM + "Name")
        name.set(_XML_LANG, language)
        name.text = text


def _codelist(above: etree._Element, name: str, words: Words, codes: dict[str, Words]) -> None:
    one = _maintained(above, "Codelist", name, words)
    for code, meaning in codes.items():
        _named(_sub(one, _STR + "Code", id=code), meaning)


def _representation(one: etree._Element, codes: str) -> None:
    local = _sub(one, _STR + "LocalRepresentation")
    if codes:
        _ref(_sub(local, _STR + "Enumeration"), codes, "Codelist", "codelist")
    else:
        _sub(local, _STR + "TextFormat", textType="String")


def _concept_ref(one: etree._Element, name: str) -> None:
    _sub(
        _sub(one, _STR + "ConceptIdentity"), "Ref", id=name, maintainableParentID="CONCEPTS",
        maintainableParentVersion=VERSION, agencyID=AGENCY, package="conceptscheme",
    ).set("class", "Concept")  # fmt: skip


def _ref(above: etree._Element, name: str, kind: str, package: str) -> None:
    _sub(above, "Ref", id=name, agencyID=AGENCY, version=VERSION, package=package).set("class", kind)


def _values(above: etree._Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        _sub(above, _GEN + "Value", id=name, value=value)


def _written(message: etree._Element) -> bytes:
    return bytes(etree.tostring(message, xml_declaration=True, encoding="UTF-8", pretty_print=True))
