"""The contract: what one row of a feed may say. The JSON Schema and docs/feed-format.md come from here.

A city that can write these fields needs no profile of its own; all others are mapped to them by a profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

CONTRACT_VERSION = "1.0"
LONGEST_FIELD = 20_000
"""No field of a row may be longer, in characters; such a row is refused."""

Kind = Literal["text", "integer", "number", "list", "date"]


@dataclass(frozen=True, slots=True)
class ContractField:
    """One field: `max_length` in characters (of each item for a list); text that is longer is refused for
    an id, else cut with a warning."""

    name: str
    kind: Kind
    description: str
    max_length: int = 0
    required: bool = False
    choices: tuple[str, ...] = ()
    examples: tuple[Any, ...] = ()


def _text(name: str, max_length: int, description: str, *examples: Any, **more: Any) -> ContractField:
    return ContractField(name, "text", description, max_length, examples=examples, **more)


FIELDS: tuple[ContractField, ...] = (
    _text(
        "id",
        100,
        "The city's own id of the vacancy; stable, once in a file.",
        "WH-2026-000123",
        required=True,
    ),
    _text("state", 10, "open, or closed to withdraw the vacancy.", choices=("open", "closed")),
    _text("title", 200, "Title of the vacancy, without pay or contact details.", "叉车司机", required=True),
    _text(
        "region",
        200,
        "Workplace: a GB/T 2260 code (of today or of the past) or its name.",
        "420115",
        "武汉·江夏区",
        required=True,
    ),
    _text("address", 300, "Workplace below the region: street and number.", "文化大道12号"),
    ContractField("longitude", "number", "Degrees east, WGS 84.", examples=(114.31,)),
    ContractField("latitude", "number", "Degrees north, WGS 84.", examples=(30.35,)),
    _text("employer_name", 200, "Registered name of the employer.", "武汉某某物流有限公司"),
    _text("employer_credit_code", 18, "Unified social credit code (GB 32100), 18 characters."),
    _text("employer_type", 60, "Economic type: a GB/T 12402 code or words.", "170", "民营"),
    _text("employer_size", 60, "Size of the employer in words.", "50-150人"),
    _text("industry", 100, "A GB/T 4754-2017 code or words.", "G54", "交通/运输/物流"),
    _text(
        "occupation",
        100,
        "An occupation code (2022 edition) or name; else read from the title.",
        "6-30-01-00",
    ),
    _text("duties", LONGEST_FIELD, "Duties and requirements, plain text."),
    ContractField("headcount", "integer", "How many people are wanted; 1 where not stated.", examples=(3,)),
    _text("pay", 100, "Pay as people write it; or use pay_min and pay_max.", "6千-1.2万·13薪", "200元/天"),
    ContractField("pay_min", "integer", "Lowest pay, whole yuan a month before tax.", examples=(6000,)),
    ContractField("pay_max", "integer", "Highest pay, whole yuan a month before tax.", examples=(8000,)),
    ContractField("pay_months", "integer", "Monthly pays a year.", examples=(13,)),
    _text("education", 60, "A GB/T 4658 code, 00 for no requirement, or words.", "30", "大专及以上"),
    _text("experience", 60, "Years of experience in words.", "3-5年", "经验不限"),
    _text("grade", 60, "Skill grade or professional title: a code of the portal, or words.", "30", "高级工"),
    _text(
        "employment_type", 40, "full_time, part_time, internship, temporary, or words.", "full_time", "全职"
    ),
    ContractField("benefits", "list", "Benefits, a few words each.", 40, examples=(["五险一金", "双休"],)),
    _text("contact_name", 60, "Whom to ask."),
    _text("contact_phone", 60, "Telephone; shown only while the vacancy is open."),
    _text("contact_email", 120, "Mail address; shown only while the vacancy is open."),
    _text("source", 100, "Who publishes it first; the feed's name where not stated."),
    _text("source_url", 500, "Address of the vacancy at its source."),
    ContractField("published_on", "date", "Day of publication.", examples=("2026-03-05",)),
    ContractField("expires_on", "date", "Last day on which it is valid.", examples=("2026-04-04",)),
)

BY_NAME: dict[str, ContractField] = {field.name: field for field in FIELDS}
REQUIRED: tuple[str, ...] = tuple(field.name for field in FIELDS if field.required)


def _schema_of(field: ContractField) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": field.description}
    match field.kind:
        case "text" if field.name == "id":
            schema |= {"type": ["string", "integer"], "minLength": 1, "maxLength": field.max_length}
        case "text":
            schema |= {"type": "string", "maxLength": field.max_length}
        case "integer":
            schema |= {"type": ["integer", "null"], "minimum": 0}
        case "number":
            schema |= {"type": ["number", "null"], "minimum": -180, "maximum": 180}
        case "date":
            schema |= {"type": ["string", "null"], "format": "date"}
        case "list":
            schema |= {"type": "array", "items": {"type": "string", "maxLength": field.max_length}}
    if field.choices:
        schema["enum"] = list(field.choices)
    if field.required:
        schema["minLength"] = 1
    if field.examples:
        schema["examples"] = list(field.examples)
    return schema


def json_schema() -> dict[str, Any]:
    """The contract of one row as JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://schemas.labour-market.example/feed-vacancy.schema.json",
        "title": "Vacancy of a city feed",
        "description": f"One row of a feed, contract version {CONTRACT_VERSION}.",
        "type": "object",
        "required": list(REQUIRED),
        "properties": {field.name: _schema_of(field) for field in FIELDS},
        "additionalProperties": True,
    }
