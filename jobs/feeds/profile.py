"""Profiles: how a city's columns and words map to the contract. Data that people edit, checked here."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from jobs.feeds.contract import BY_NAME, FIELDS, REQUIRED
from jobs.feeds.readers.rows import ReadOptions
from jobs.feeds.reasons import RunError

ParserName = Literal[
    "text", "place", "pay", "pay_bounds", "date", "education", "experience", "grade", "headcount", "list",
    "employment_type", "number", "",
]  # fmt: skip
Column = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]

_OWN_PARSER: dict[str, ParserName] = {
    "region": "place",
    "pay": "pay",
    "education": "education",
    "experience": "experience",
    "grade": "grade",
    "headcount": "headcount",
    "employment_type": "employment_type",
}
_KIND_PARSER: dict[str, ParserName] = {
    "text": "text",
    "list": "list",
    "date": "date",
    "integer": "number",
    "number": "number",
}

EDITION_OF = {
    "region": "regions",
    "occupation": "occupations",
    "industry": "industries",
    "education": "education",
    "employer_type": "economic_types",
}
"""Fields whose codes may be of an older edition, and the standard that they belong to."""

FEED_REGION = "@feed"
"""As the default of `region`: the feed's own city."""


def own_parser(field: str) -> ParserName:
    """The parser that reads a field of the contract unless the profile names another."""
    return _OWN_PARSER.get(field) or _KIND_PARSER[BY_NAME[field].kind]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldRule(_Strict):
    """Where one field of the contract comes from: a column, several columns joined, or a constant.

    `values` maps whole words as sent to words or codes of the contract, before the parser reads them.
    """

    column: Column | None = None
    columns: list[Column] = Field(default_factory=list, max_length=10)
    join: str = Field(default="\n", max_length=5)
    constant: str = Field(default="", max_length=500)
    values: dict[str, str] = Field(default_factory=dict)
    default: str = Field(default="", max_length=200, description="taken where the row states nothing")
    parser: ParserName = ""
    separators: str = Field(default="", max_length=10, description="single characters that divide a list")
    edition: str = Field(default="", max_length=32, description="the older edition that its codes are of")
    optional: bool = Field(default=False, description="the file may lack the column")

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum((self.column is not None, bool(self.columns), bool(self.constant))) != 1:
            raise ValueError("give exactly one of column, columns and constant")
        if self.parser == "pay_bounds" and len(self.columns) != 2:
            raise ValueError("pay_bounds reads two columns: the lowest and the highest pay")
        return self

    @property
    def all_columns(self) -> list[str]:
        return [self.column] if self.column else self.columns


class FileRule(_Strict):
    """How the city's file is written; what is not said is found out from the file."""

    format: Literal["auto", "ndjson", "json", "csv", "xlsx"] = "auto"
    encoding: Literal["auto", "utf-8", "gb18030"] = "auto"
    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    sheet: str = ""
    items: str = Field(default="", description="path of the rows in a JSON file, such as data.item")


class Defaults(_Strict):
    """What is taken where a row does not say: stated here, warned about on the receipt."""

    validity_days: int = Field(default=30, ge=1, le=365)
    headcount: int = Field(default=1, ge=1, le=1000)


class Profile(_Strict):
    """The mapping of a feed: a rule a field, and how to read the file."""

    version: Literal[1] = 1
    file: FileRule = FileRule()
    fields: dict[str, FieldRule]
    id_key: list[Column] = Field(
        default_factory=list, max_length=20, description="columns that make the id where the city has none"
    )
    not_stated: list[str] = Field(
        default_factory=list, description="words that mean that nothing is stated, besides 无, - and so on"
    )
    place_required: bool = Field(
        default=True, description="false: rows without a recognised workplace are taken in without a place"
    )
    defaults: Defaults = Defaults()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if unknown := sorted(set(self.fields) - set(BY_NAME)):
            raise ValueError(f"the contract has no such fields: {', '.join(unknown)}")
        if ("id" in self.fields) == bool(self.id_key):
            raise ValueError("give either a rule for id or id_key")
        if missing := [name for name in REQUIRED if name != "id" and name not in self.fields]:
            raise ValueError(f"required fields without a rule: {', '.join(missing)}")
        for name, rule in self.fields.items():
            allowed = {"", own_parser(name)} | ({"pay_bounds"} if name == "pay" else set())
            if rule.parser not in allowed:
                raise ValueError(f"{name} cannot be read by the parser {rule.parser}")
            if rule.edition and name not in EDITION_OF:
                raise ValueError(f"{name} has no editions")
        return self

    @property
    def columns(self) -> frozenset[str]:
        """The columns that a header must have."""
        named = [name for rule in self.fields.values() if not rule.optional for name in rule.all_columns]
        return frozenset(named + self.id_key)

    def read_options(self, *, file_format: str = "auto") -> ReadOptions:
        """How to read a file of this profile; the feed's own format goes before the profile's."""
        return ReadOptions(
            format=file_format if file_format != "auto" else self.file.format,
            encoding=self.file.encoding,
            delimiter=self.file.delimiter,
            sheet=self.file.sheet,
            items=self.file.items,
            columns=self.columns,
        )

    def digest(self) -> str:
        """Changes with everything that could change what a row comes to mean."""
        return hashlib.sha256(
            orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
        ).hexdigest()


def profile_from(mapping: object) -> Profile:
    """The profile that a stored mapping is.

    Raises:
        RunError: "profile_invalid", with what is wrong where.
    """
    try:
        return Profile.model_validate(mapping)
    except ValidationError as error:
        problems = [
            {"where": ".".join(map(str, item["loc"])), "what": item["msg"]}
            for item in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise RunError("profile_invalid", problems=problems[:20]) from error


def canonical_mapping() -> dict[str, object]:
    """The profile of a city that sends the contract itself: every field from the column of its name."""
    rules = {
        field.name: {"column": field.name} | ({} if field.required else {"optional": True})
        for field in FIELDS
    }
    return {"version": 1, "fields": rules}
