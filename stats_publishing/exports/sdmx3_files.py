"""A published table as SDMX-ML 3.0: its structure, and its figures as structure-specific time series.

The same dimensions, codes and attributes as in 2.1 (`sdmx_files`); references are URNs, as 3.0 has no others.
"""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from lxml import etree

from stats_publishing.datasets import Dataset, Words
from stats_publishing.exports.sdmx_files import (
    AGENCY,
    CODED,
    CONFIDENTIALITY,
    FREQUENCIES,
    concepts_of,
    identifier,
    time_period,
)
from stats_publishing.published import Published
from stats_publishing.tables import SUPPRESSED

VERSION: Final = "1.0.0"
_BASE: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_SPECIFIC: Final = f"{_BASE}data/structurespecific"
_MES, _STR, _COM = (f"{{{_BASE}{name}}}" for name in ("message", "structure", "common"))
_NSMAP: Final = {
    "mes": f"{_BASE}message", "str": f"{_BASE}structure", "com": f"{_BASE}common", "ss": _SPECIFIC,
    "xsi": _XSI,
}  # fmt: skip
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def structure_xml(kind: Dataset) -> bytes:
    """Code lists, concepts, the dataflow and the data structure of a dataset."""
    message = _message("Structure", f"STRUCTURE_{identifier(kind)}")
    structures = _sub(message, _MES + "Structures")
    lists = _sub(structures, _STR + "Codelists")
    indicators = {code.upper(): measure.name for code, measure in kind.measures.items()}
    _codelist(lists, "CL_CONF_STATUS", Words("保密状态", "Confidentiality"), CONFIDENTIALITY)
    _codelist(lists, "CL_FREQ", Words("频率", "Frequency"), dict(FREQUENCIES.values()))
    _codelist(lists, "CL_INDICATOR", Words("指标", "Indicator"), indicators)
    schemes = _sub(structures, _STR + "ConceptSchemes")
    scheme = _maintained(schemes, "ConceptScheme", "CONCEPTS", Words("概念", "Concepts"))
    for name, words in concepts_of(kind).items():
        _named(_sub(scheme, _STR + "Concept", id=name), words)
    flow = _maintained(_sub(structures, _STR + "Dataflows"), "Dataflow", identifier(kind), kind.name)
    _sub(flow, _STR + "Structure").text = _urn("datastructure.DataStructure", identifier(kind))
    _data_structure(_sub(structures, _STR + "DataStructures"), kind)
    return _written(message)


def _data_structure(above: etree._Element, kind: Dataset) -> None:
    structure = _maintained(above, "DataStructure", identifier(kind), kind.name)
    parts = _sub(structure, _STR + "DataStructureComponents")
    dimensions = _sub(parts, _STR + "DimensionList", id="DimensionDescriptor")
    names = ["FREQ", "REF_AREA", "INDICATOR", *(name.upper() for name in kind.dimensions)]
    for place, name in enumerate(names, 1):
        one = _sub(dimensions, _STR + "Dimension", id=name, position=str(place))
        _concept(one, name)
        _representation(one, CODED.get(name, ""))
    time = _sub(dimensions, _STR + "TimeDimension", id="TIME_PERIOD")
    _concept(time, "TIME_PERIOD")
    _sub(_sub(time, _STR + "LocalRepresentation"), _STR + "TextFormat", textType="ObservationalTimePeriod")
    attributes = _sub(parts, _STR + "AttributeList", id="AttributeDescriptor")
    for name in ("CONF_STATUS", "UNIT_MEASURE", "DECIMALS"):
        one = _sub(attributes, _STR + "Attribute", id=name, usage="optional")
        _concept(one, name)
        _representation(one, CODED.get(name, ""))
        relation = _sub(one, _STR + "AttributeRelationship")
        if name == "CONF_STATUS":
            _sub(relation, _STR + "Observation")
        else:
            _sub(relation, _STR + "Dimension").text = "INDICATOR"
    measures = _sub(parts, _STR + "MeasureList", id="MeasureDescriptor")
    measure = _sub(measures, _STR + "Measure", id="OBS_VALUE", usage="optional")
    _concept(measure, "OBS_VALUE")
    _sub(_sub(measure, _STR + "LocalRepresentation"), _STR + "TextFormat", textType="Decimal")


def data_xml(one: Published) -> bytes:
    """The figures of a version; a confidential one is an observation without a value, marked C."""
    kind, table, version = one.kind, one.table, one.version
    flow = _urn("datastructure.Dataflow", identifier(kind))
    own = f"{flow}:ObsLevelDim:TIME_PERIOD"
    message = _message("StructureSpecificData", one.file_stem.upper().replace("-", "_"), own=own)
    structure = _sub(
        message[0], _MES + "Structure", structureID=identifier(kind), namespace=own,
        dimensionAtObservation="TIME_PERIOD",
    )  # fmt: skip
    _sub(structure, _COM + "StructureUsage").text = flow
    data = etree.SubElement(message, _MES + "DataSet", {"action": "Replace"})
    data.set(f"{{{_SPECIFIC}}}structureRef", identifier(kind))
    data.set(f"{{{_SPECIFIC}}}dataScope", "DataStructure")
    data.set(f"{{{_XSI}}}type", "own:DataSetType")
    width = len(table.dimensions)
    for number, row in enumerate(table.rows):
        members = {
            name.upper(): str(member) for name, member in zip(table.dimensions, row[:width], strict=True)
        }
        for name, value in zip(table.measures, row[width:], strict=True):
            is_kept_back = table.marks.get((number, name), "") == SUPPRESSED
            if value is None and not is_kept_back:
                continue
            measure = kind.measures[name]
            series = etree.SubElement(
                data,
                "Series",
                {
                    "FREQ": FREQUENCIES[kind.period_kind][0], "REF_AREA": version.region,
                    "INDICATOR": name.upper(), **members, "UNIT_MEASURE": measure.unit,
                    "DECIMALS": str(measure.places),
                },
            )  # fmt: skip
            figure = {} if is_kept_back else {"OBS_VALUE": str(value)}
            etree.SubElement(
                series,
                "Obs",
                {
                    "TIME_PERIOD": time_period(version.span),
                    **figure,
                    "CONF_STATUS": "C" if is_kept_back else "F",
                },
            )
    return _written(message)


def _urn(kind: str, name: str, part: str = "") -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{name}({VERSION}){part}"


def _message(kind: str, name: str, *, own: str = "") -> etree._Element:
    message = etree.Element(_MES + kind, nsmap=_NSMAP | ({"own": own} if own else {}))
    header = _sub(message, _MES + "Header")
    _sub(header, _MES + "ID").text = name
    _sub(header, _MES + "Test").text = "false"
    _sub(header, _MES + "Prepared").text = timezone.now().isoformat(timespec="seconds")
    _sub(header, _MES + "Sender", id=AGENCY)
    return message


def _sub(above: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(above, tag, attributes)


def _maintained(above: etree._Element, kind: str, name: str, words: Words) -> etree._Element:
    one = _sub(above, _STR + kind, id=name, agencyID=AGENCY, version=VERSION)
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
        _sub(local, _STR + "Enumeration").text = _urn("codelist.Codelist", codes)
    else:
        _sub(local, _STR + "TextFormat", textType="String")


def _concept(one: etree._Element, name: str) -> None:
    _sub(one, _STR + "ConceptIdentity").text = _urn("conceptscheme.Concept", "CONCEPTS", f".{name}")


def _written(message: etree._Element) -> bytes:
    return bytes(etree.tostring(message, xml_declaration=True, encoding="UTF-8", pretty_print=True))
