"""The rows of a survey of wages as sent → the columns that checks and tables are made of.

Words become codes of the standards; employers become pseudonyms, and a row a fingerprint by which the same
employee is known again. Both are made under a key; names, numbers, sex and age go no further than here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from standards.industries import all_industries, industry, text_to_industry
from standards.lists import education, grade, text_to_education, text_to_grade
from standards.occupations import occupation, occupation_by_name
from standards.places import resolve_place
from standards.regions import city_of
from standards.titles import classify_titles
from stats_publishing.methods.wage_columns import Columns

SCHEMA: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "row": pl.Int64,
    "region": pl.String,
    "employer": pl.String,
    "person": pl.String,
    "occupation": pl.String,
    "industry": pl.String,
    "size": pl.String,
    "education": pl.String,
    "grade": pl.String,
    "pay": pl.Float64,
    "months": pl.Int64,
    "weight": pl.Float64,
    "unread": pl.List(pl.String),
}
"""`unread`: the fields whose words or figures are not understood; their column is then empty."""
SIZES: Final[Mapping[str, str]] = {
    "large": "大型", "medium": "中型", "small": "小型", "micro": "微型",
}  # fmt: skip
MOST_PAY: Final = 1e9
"""Yuan in a year from which on a figure is no pay."""
_SURE: Final = 0.5
_DIGITS: Final = re.compile(r"\D")
_OCCUPATION: Final = re.compile(r"^([1-8])-?(\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_NOTHING: Final = r"^(?:无|没有|没有取得|未取得|未评定|无等级|无职称|[-—/]+)$"
_FIGURE_NOISE: Final = r"[,，\s¥￥元]"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are read.

    Args:
        region: of the survey; rows that state none are of it.
        key: 16 to 64 bytes that pseudonyms are made under.
    """

    columns: Columns
    region: str
    key: bytes


def read_rows(sent: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Rows as `SCHEMA` says.

    Args:
        sent: `_row` (Int64, from 1) and text columns named as the file's headings.
    """
    has = reading.columns.of
    texts = sent.select(
        pl.col("_row").alias("row"),
        *(
            pl.col(heading)
            .str.strip_chars()
            .str.strip_prefix("'")
            .str.replace(_NOTHING, "")
            .fill_null("")
            .alias(field)
            for field, heading in has.items()
        ),
    )
    read = texts.select("row", *(_coded(texts, field, reading) for field in _CODES))
    figures = texts.select(
        pay=_pay(has, reading.columns.pay_unit),
        months=_figure(has, "months").cast(pl.Int64, strict=False).fill_null(12).clip(1, 12),
        weight=_figure(has, "weight") if "weight" in has else pl.lit(1.0),
    )
    keyed = _pseudonyms(sent, texts, reading)
    unread = pl.concat_list(
        *(
            pl.when((read[f"{field}_code"] == "") & (texts[field] != "")).then(pl.lit(field))
            for field in _CODES
            if field in has
        ),
        pl.when(figures["weight"].is_null() | (figures["weight"] <= 0)).then(pl.lit("weight")),
    ).list.drop_nulls()
    return pl.DataFrame(
        {
            "row": read["row"],
            "region": _regions(texts, reading.region),
            **keyed,
            **{field: read[f"{field}_code"] for field in ("occupation", "industry", "size", "education")},
            "grade": _either(read),
            "pay": figures["pay"],
            "months": figures["months"],
            "weight": figures.select(pl.when(pl.col("weight") > 0).then("weight").otherwise(1.0)).to_series(),
            "unread": texts.select(unread).to_series(),
        }
    ).cast(dict(SCHEMA))  # type: ignore[arg-type]


def _either(read: pl.DataFrame) -> pl.Series:
    """The skill grade, else the professional title."""
    return read.select(
        pl.when(pl.col("grade_code") != "").then("grade_code").otherwise("title_code")
    ).to_series()


def _coded(texts: pl.DataFrame, field: str, reading: Reading) -> pl.Series:
    """Codes of a column of words; each word is looked up once."""
    name = f"{field}_code"
    if field not in reading.columns.of:
        return pl.Series(name, [""] * len(texts), dtype=pl.String)
    words = texts[field].unique().to_list()
    codes = dict(zip(words, _CODES[field](words), strict=True))
    return texts[field].replace_strict(codes, return_dtype=pl.String).alias(name)


def _pay(has: Mapping[str, str], unit: float) -> pl.Expr:
    """Yuan in the year; null where the figure is none."""
    if "pay" in has:
        pay = _figure(has, "pay") * unit
    else:
        pay = _figure(has, "pay_month") * unit * _figure(has, "months").fill_null(12)
    return pl.when(pay.is_finite() & (pay.abs() < MOST_PAY)).then(pay.round(2))


def _figure(has: Mapping[str, str], field: str) -> pl.Expr:
    if field not in has:
        return pl.lit(None, pl.Float64)
    plain = pl.col(field).str.replace_all(_FIGURE_NOISE, "")
    ten_thousands = plain.str.ends_with("万")
    figure = plain.str.strip_suffix("万").cast(pl.Float64, strict=False)
    figure = pl.when(figure.is_finite()).then(figure)
    return pl.when(ten_thousands).then(figure * 10_000).otherwise(figure)


def _pseudonyms(sent: pl.DataFrame, texts: pl.DataFrame, reading: Reading) -> dict[str, pl.Series]:
    """Who employs whom, under the key: an employee is known by a number, or else by all that the row says."""
    has = reading.columns.of
    employer = pseudonyms(texts["employer"], reading.key)
    if "person" in has:
        said = pl.concat_str(pl.lit("n"), "employer", "person", separator="\x1f")
    else:
        rest = [name for name in sent.columns if name not in ("_row", has.get("line"))]
        said = pl.concat_str(*(sent[name].str.strip_chars().fill_null("") for name in rest), separator="\x1f")
    return {"employer": employer, "person": pseudonyms(texts.select(said).to_series(), reading.key)}


def pseudonyms(texts: pl.Series, key: bytes) -> pl.Series:
    """Keyed BLAKE2b, 16 hexadecimal digits, of texts without regard to case, width and spaces."""
    known = {text: pseudonym(text, key) for text in texts.unique().to_list()}
    return texts.replace_strict(known, return_dtype=pl.String)


def pseudonym(text: str, key: bytes) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return hashlib.blake2b(plain.encode("utf-8", "replace"), key=key, digest_size=8).hexdigest()


def _regions(texts: pl.DataFrame, region: str) -> pl.Series:
    if "region" not in texts.columns:
        return pl.Series([region] * len(texts), dtype=pl.String)
    places = {word: _city(word) or region for word in texts["region"].unique().to_list()}
    return texts["region"].replace_strict(places, return_dtype=pl.String)


def _city(word: str) -> str:
    found = resolve_place(word).code if word else ""
    unit = city_of(found) if found else None
    return unit.code if unit else ""


def _occupations(words: list[str]) -> list[str]:
    codes = [_occupation(word) for word in words]
    asked = [at for at, (word, code) in enumerate(zip(words, codes, strict=True)) if word and not code]
    titles = [words[at][:60] for at in asked]
    for at, found in zip(asked, classify_titles(titles) if titles else [], strict=True):
        codes[at] = found.code if found.confidence >= _SURE else ""
    return codes


def _occupation(word: str) -> str:
    if match := _OCCUPATION.match(word):
        code = "-".join(match.groups())
        return code if occupation(code) else ""
    found = occupation_by_name(word)
    return found.code if found else ""


@cache
def _industry_digits() -> Mapping[str, str]:
    return {entry.code[1:]: entry.code for entry in all_industries() if len(entry.code) > 1}


def _industry(word: str) -> str:
    head = word.split(maxsplit=1)[0].upper() if word else ""
    if industry(head):
        return head
    return _industry_digits().get(_DIGITS.sub("", head)) or text_to_industry(word)


def _education(word: str) -> str:
    return word if education(word) else text_to_education(word)


def _grade(word: str) -> str:
    return word if grade(word) else text_to_grade(word)


def _size(word: str) -> str:
    plain = word.lower()
    return next((code for code, zh in SIZES.items() if plain == code or zh[0] in plain), "")


def _each(one: Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    return lambda words: [one(word) for word in words]


_CODES: Final[Mapping[str, Callable[[list[str]], list[str]]]] = {
    "occupation": _occupations,
    "industry": _each(_industry),
    "size": _each(_size),
    "education": _each(_education),
    "grade": _each(_grade),
    "title": _each(_grade),
}
