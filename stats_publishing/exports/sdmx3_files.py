"""A published table as SDMX-ML 3.0: its structure, and its figures as structure-specific time series.

The same dimensions, codes and attributes as in 2.1; references are URNs, as 3.0 has no others.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from stats_publishing.datasets import Dataset
from stats_publishing.exports.sdmx_parts import (
    AGENCY,
    ATTRIBUTES,
    CODED,
    Dialect,
    dimensions_of,
    figures_of,
    identifier,
    message_name,
    sub,
    time_period,
    written,
)
from stats_publishing.published import Published

_BASE: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_SPECIFIC: Final = f"{_BASE}data/structurespecific"
SDMX_30: Final = Dialect(base=_BASE, version="1.0.0", more={"ss": _SPECIFIC, "xsi": _XSI})
_MES, _STR, _COM = (SDMX_30.tag(space, "") for space in ("message", "structure", "common"))


def structure_xml(kind: Dataset) -> bytes:
    """Code lists, concepts, the dataflow and the data structure of a dataset."""
    message = SDMX_30.message("Structure", f"STRUCTURE_{identifier(kind)}")
    structures = sub(message, _MES + "Structures")
    SDMX_30.codelists(sub(structures, _STR + "Codelists"), kind)
    SDMX_30.concepts(sub(structures, _STR + "ConceptSchemes"), kind)
    flow = SDMX_30.maintain(sub(structures, _STR + "Dataflows"), "Dataflow", identifier(kind), kind.name)
    sub(flow, _STR + "Structure").text = _urn("datastructure.DataStructure", identifier(kind))
    _data_structure(sub(structures, _STR + "DataStructures"), kind)
    return written(message)


def _data_structure(above: etree._Element, kind: Dataset) -> None:
    structure = SDMX_30.maintain(above, "DataStructure", identifier(kind), kind.name)
    parts = sub(structure, _STR + "DataStructureComponents")
    dimensions = sub(parts, _STR + "DimensionList", id="DimensionDescriptor")
    for place, name in enumerate(dimensions_of(kind), 1):
        one = sub(dimensions, _STR + "Dimension", id=name, position=str(place))
        _concept(one, name)
        _representation(one, name)
    time = sub(dimensions, _STR + "TimeDimension", id="TIME_PERIOD")
    _concept(time, "TIME_PERIOD")
    sub(sub(time, _STR + "LocalRepresentation"), _STR + "TextFormat", textType="ObservationalTimePeriod")
    attributes = sub(parts, _STR + "AttributeList", id="AttributeDescriptor")
    for name in ATTRIBUTES:
        one = sub(attributes, _STR + "Attribute", id=name, usage="optional")
        _concept(one, name)
        _representation(one, name)
        relation = sub(one, _STR + "AttributeRelationship")
        if name == "CONF_STATUS":
            sub(relation, _STR + "Observation")
        else:
            sub(relation, _STR + "Dimension").text = "INDICATOR"
    measures = sub(parts, _STR + "MeasureList", id="MeasureDescriptor")
    measure = sub(measures, _STR + "Measure", id="OBS_VALUE", usage="optional")
    _concept(measure, "OBS_VALUE")
    sub(sub(measure, _STR + "LocalRepresentation"), _STR + "TextFormat", textType="Decimal")


def data_xml(one: Published) -> bytes:
    """The figures of a version; a confidential one is an observation without a value, marked C."""
    kind = one.kind
    flow = _urn("datastructure.Dataflow", identifier(kind))
    own = f"{flow}:ObsLevelDim:TIME_PERIOD"
    message = SDMX_30.message("StructureSpecificData", message_name(one), own={"own": own})
    structure = sub(
        message[0], _MES + "Structure", structureID=identifier(kind), namespace=own,
        dimensionAtObservation="TIME_PERIOD",
    )  # fmt: skip
    sub(structure, _COM + "StructureUsage").text = flow
    data = sub(message, _MES + "DataSet", action="Replace")
    data.set(f"{{{_SPECIFIC}}}structureRef", identifier(kind))
    data.set(f"{{{_SPECIFIC}}}dataScope", "DataStructure")
    data.set(f"{{{_XSI}}}type", "own:DataSetType")
    for figure in figures_of(one):
        series = sub(data, "Series", **figure.key, **figure.attributes)
        value = {} if figure.value is None else {"OBS_VALUE": figure.value}
        sub(series, "Obs", TIME_PERIOD=time_period(one.version.span), **value, CONF_STATUS=figure.status)
    return written(message)


def _representation(one: etree._Element, name: str) -> None:
    local = sub(one, _STR + "LocalRepresentation")
    if codes := CODED.get(name):
        sub(local, _STR + "Enumeration").text = _urn("codelist.Codelist", codes)
    else:
        sub(local, _STR + "TextFormat", textType="String")


def _concept(one: etree._Element, name: str) -> None:
    sub(one, _STR + "ConceptIdentity").text = _urn("conceptscheme.Concept", "CONCEPTS", f".{name}")


def _urn(kind: str, name: str, part: str = "") -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{name}({SDMX_30.version}){part}"
