"""A published table as SDMX-ML 2.1: its structure, and its figures as generic time series."""

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

_BASE: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
SDMX_21: Final = Dialect(
    base=_BASE, version="1.0", maintained={"isFinal": "true"}, more={"gen": f"{_BASE}data/generic"}
)
_MES, _STR, _COM, _GEN = (
    SDMX_21.tag(space, "") for space in ("message", "structure", "common", "data/generic")
)


def structure_xml(kind: Dataset) -> bytes:
    """Concepts, code lists, the data structure and the dataflow of a dataset."""
    message = SDMX_21.message("Structure", f"STRUCTURE_{identifier(kind)}")
    structures = sub(message, _MES + "Structures")
    flow = SDMX_21.maintain(sub(structures, _STR + "Dataflows"), "Dataflow", identifier(kind), kind.name)
    _ref(sub(flow, _STR + "Structure"), identifier(kind), "DataStructure", "datastructure")
    SDMX_21.codelists(sub(structures, _STR + "Codelists"), kind)
    SDMX_21.concepts(sub(structures, _STR + "Concepts"), kind)
    _data_structure(sub(structures, _STR + "DataStructures"), kind)
    return written(message)


def _data_structure(above: etree._Element, kind: Dataset) -> None:
    structure = SDMX_21.maintain(above, "DataStructure", identifier(kind), kind.name)
    parts = sub(structure, _STR + "DataStructureComponents")
    dimensions = sub(parts, _STR + "DimensionList", id="DimensionDescriptor")
    names = dimensions_of(kind)
    for place, name in enumerate(names, 1):
        one = sub(dimensions, _STR + "Dimension", id=name, position=str(place))
        _concept_ref(one, name)
        _representation(one, name)
    time = sub(dimensions, _STR + "TimeDimension", id="TIME_PERIOD", position=str(len(names) + 1))
    _concept_ref(time, "TIME_PERIOD")
    sub(sub(time, _STR + "LocalRepresentation"), _STR + "TextFormat", textType="ObservationalTimePeriod")
    attributes = sub(parts, _STR + "AttributeList", id="AttributeDescriptor")
    for name in ATTRIBUTES:
        one = sub(attributes, _STR + "Attribute", id=name, assignmentStatus="Conditional")
        _concept_ref(one, name)
        _representation(one, name)
        relation = sub(one, _STR + "AttributeRelationship")
        if name == "CONF_STATUS":
            sub(sub(relation, _STR + "PrimaryMeasure"), "Ref", id="OBS_VALUE")
        else:
            sub(sub(relation, _STR + "Dimension"), "Ref", id="INDICATOR")
    measures = sub(parts, _STR + "MeasureList", id="MeasureDescriptor")
    _concept_ref(sub(measures, _STR + "PrimaryMeasure", id="OBS_VALUE"), "OBS_VALUE")


def data_xml(one: Published) -> bytes:
    """The figures of a version; a confidential one is an observation without a value, marked C."""
    kind = one.kind
    message = SDMX_21.message("GenericData", message_name(one))
    structure = sub(
        message[0], _MES + "Structure", structureID=identifier(kind), dimensionAtObservation="TIME_PERIOD"
    )
    _ref(sub(structure, _COM + "Structure"), identifier(kind), "DataStructure", "datastructure")
    data = sub(message, _MES + "DataSet", structureRef=identifier(kind), action="Replace")
    for figure in figures_of(one):
        series = sub(data, _GEN + "Series")
        _values(sub(series, _GEN + "SeriesKey"), figure.key)
        _values(sub(series, _GEN + "Attributes"), figure.attributes)
        observation = sub(series, _GEN + "Obs")
        sub(observation, _GEN + "ObsDimension", value=time_period(one.version.span))
        if figure.value is not None:
            sub(observation, _GEN + "ObsValue", value=figure.value)
        _values(sub(observation, _GEN + "Attributes"), {"CONF_STATUS": figure.status})
    return written(message)


def _representation(one: etree._Element, name: str) -> None:
    local = sub(one, _STR + "LocalRepresentation")
    if codes := CODED.get(name):
        _ref(sub(local, _STR + "Enumeration"), codes, "Codelist", "codelist")
    else:
        sub(local, _STR + "TextFormat", textType="String")


def _concept_ref(one: etree._Element, name: str) -> None:
    sub(
        sub(one, _STR + "ConceptIdentity"), "Ref", id=name, maintainableParentID="CONCEPTS",
        maintainableParentVersion=SDMX_21.version, agencyID=AGENCY, package="conceptscheme",
    ).set("class", "Concept")  # fmt: skip


def _ref(above: etree._Element, name: str, kind: str, package: str) -> None:
    sub(above, "Ref", id=name, agencyID=AGENCY, version=SDMX_21.version, package=package).set("class", kind)


def _values(above: etree._Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        sub(above, _GEN + "Value", id=name, value=value)
