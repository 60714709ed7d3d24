"""The shapes in which cities write their feeds: one writer each, and the profile that reads it back.

Each writer takes vacancies and a path and holds one row at a time. The profiles stand in
data/profiles/<profile>.json; `canonical` needs none.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import openpyxl
import orjson

from portal.demo.generator import DemoVacancy, contract_row, experience_words, pay_words
from portal.demo.trades import DATA
from standards import regions
from standards.industries import industry
from standards.occupations import occupation
from standards.region_history import changes, current_code

Writer = Callable[[Iterable[DemoVacancy], Path], None]

UNKNOWN_PLACE: Final = "项目所在地待定"
EDUCATION_WORDS: Final = {
    "00": "学历不限",
    "70": "初中",
    "60": "高中",
    "40": "中专/技校",
    "30": "大专",
    "20": "本科",
    "14": "硕士",
}
OWN_EDUCATION_WORDS: Final = {
    "00": "A无要求",
    "70": "B义务教育",
    "60": "C普高",
    "40": "D中职技校",
    "30": "E高职高专",
    "20": "F本科学士",
    "14": "G研究生硕士",
}
"""Words that no list knows: the profile of the XLSX shape maps them."""
EMPLOYMENT_WORDS: Final = {
    "full_time": "全职",
    "part_time": "兼职",
    "internship": "实习",
    "temporary": "临时工",
}
ECONOMIC_WORDS: Final = {
    "110": "国有企业",
    "150": "有限责任公司",
    "160": "股份有限公司",
    "170": "民营企业",
    "200": "港澳台投资企业",
    "300": "外商投资企业",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write a feed: its file's suffix, the profile that reads it ("canonical" is the portal's)."""

    profile: str
    suffix: str
    write: Writer
    description: str

    @property
    def mapping(self) -> dict[str, Any] | None:
        """The profile's mapping; None for the contract, which every portal has."""
        if self.profile == "canonical":
            return None
        path = DATA / "profiles" / f"{self.profile}.json"
        return dict(json.loads(path.read_text(encoding="utf-8")))


def place_words(vacancy: DemoVacancy, *, separator: str = "·") -> str:
    """武汉·江夏区; words that name no place where the code names none."""
    return regions.display_name(vacancy.region).replace("·", separator) or UNKNOWN_PLACE


def _industry_words(vacancy: DemoVacancy) -> str:
    found = industry(vacancy.industry)
    return found.name if found else ""


def write_ndjson(rows: Iterable[DemoVacancy], path: Path) -> None:
    """The contract itself: one JSON object a line."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(contract_row(row)) + b"\n" for row in rows)


def _board_row(vacancy: DemoVacancy) -> dict[str, Any]:
    return {
        "职位编号": vacancy.id,
        "职位名称": vacancy.title,
        "薪资": pay_words(vacancy),
        "公司名称": vacancy.employer_name,
        "统一社会信用代码": vacancy.employer_credit_code,
        "公司性质": ECONOMIC_WORDS[vacancy.employer_type],
        "公司规模": vacancy.employer_size,
        "所属行业": _industry_words(vacancy),
        "工作地点": place_words(vacancy),
        "详细地址": vacancy.address,
        "学历要求": EDUCATION_WORDS[vacancy.education],
        "经验要求": experience_words(vacancy),
        "职位类型": EMPLOYMENT_WORDS[vacancy.employment_type],
        "招聘人数": vacancy.headcount,
        "福利标签": ",".join(vacancy.benefits),
        "职位描述": vacancy.duties,
        "联系人": vacancy.contact_name,
        "联系电话": vacancy.contact_phone,
        "发布日期": f"{vacancy.published_on:%Y/%m/%d}",
        "截止日期": f"{vacancy.expires_on:%Y/%m/%d}",
    }


def _register_row(vacancy: DemoVacancy) -> dict[str, Any]:
    unit = occupation(vacancy.occupation)
    monthly = vacancy.pay_period == "month" and vacancy.pay_min is not None
    published, expires = vacancy.published_on, vacancy.expires_on
    return {
        "岗位编码": vacancy.id,
        "招聘岗位": vacancy.title,
        "职业（工种）": unit.name if unit else "",
        "单位名称": vacancy.employer_name,
        "单位类型": ECONOMIC_WORDS[vacancy.employer_type],
        "信用代码": vacancy.employer_credit_code,
        "招聘人数": f"{vacancy.headcount}人",
        "工资待遇": f"{vacancy.pay_min}-{vacancy.pay_max}元/月" if monthly else pay_words(vacancy),
        "工作区域": place_words(vacancy, separator="-"),
        "工作地址": vacancy.address,
        "文化程度": EDUCATION_WORDS[vacancy.education] + ("" if vacancy.education == "00" else "及以上"),
        "工作年限": experience_words(vacancy),
        "用工形式": EMPLOYMENT_WORDS[vacancy.employment_type],
        "福利待遇": "、".join(vacancy.benefits),
        "岗位说明": vacancy.duties,
        "联系人": vacancy.contact_name,
        "电话": vacancy.contact_phone,
        "登记日期": f"{published.year}年{published.month}月{published.day}日",
        "有效期至": f"{expires.year}年{expires.month}月{expires.day}日",
    }


def _sheet_row(vacancy: DemoVacancy) -> dict[str, Any]:
    monthly = vacancy.pay_period == "month"
    return {
        "单位信用代码": vacancy.employer_credit_code,
        "岗位流水号": int(vacancy.id.rsplit("-", 1)[1]),
        "单位": vacancy.employer_name,
        "岗位": vacancy.title,
        "职业代码": vacancy.occupation,
        "行业代码": vacancy.industry,
        "最低月薪": vacancy.pay_min if monthly else None,
        "最高月薪": vacancy.pay_max if monthly else None,
        "薪酬说明": pay_words(vacancy),
        "区县": place_words(vacancy),
        "街道门牌": vacancy.address,
        "经度": vacancy.longitude,
        "纬度": vacancy.latitude,
        "学历层次": OWN_EDUCATION_WORDS[vacancy.education],
        "经验": experience_words(vacancy),
        "人数": vacancy.headcount,
        "用工性质": EMPLOYMENT_WORDS[vacancy.employment_type],
        "福利": "|".join(vacancy.benefits),
        "职责": vacancy.duties,
        "联系人": vacancy.contact_name,
        "联系方式": vacancy.contact_phone,
        "发布": vacancy.published_on,
        "失效": vacancy.expires_on,
    }


def _city_json_row(vacancy: DemoVacancy) -> dict[str, Any]:
    monthly = vacancy.pay_period == "month"
    return {
        "jobId": vacancy.id,
        "jobName": vacancy.title,
        "orgName": vacancy.employer_name,
        "orgCode": vacancy.employer_credit_code,
        "orgSize": vacancy.employer_size,
        "trade": vacancy.industry,
        "jobCode": vacancy.occupation,
        "areaCode": vacancy.region,
        "street": vacancy.address,
        "lng": vacancy.longitude,
        "lat": vacancy.latitude,
        "salaryLow": vacancy.pay_min if monthly else None,
        "salaryHigh": vacancy.pay_max if monthly else None,
        "salaryText": pay_words(vacancy),
        "degree": vacancy.education,
        "workYears": experience_words(vacancy),
        "recruitNum": vacancy.headcount,
        "jobNature": vacancy.employment_type,
        "tags": list(vacancy.benefits),
        "description": vacancy.duties,
        "linkMan": vacancy.contact_name,
        "linkTel": vacancy.contact_phone,
        "releaseDate": vacancy.published_on.isoformat(),
        "endDate": vacancy.expires_on.isoformat(),
    }


@cache
def _old_codes() -> dict[str, str]:
    """Today's district code → the last other code that its unit had."""
    found: dict[str, str] = {}
    for change in changes():
        today = current_code(change.old_code)
        if today and today != change.old_code and change.new_code == today:
            found[today] = change.old_code
    return found


def _old_system_row(vacancy: DemoVacancy) -> dict[str, Any]:
    return {
        "ACB210": vacancy.id,
        "JOB_NAME": vacancy.title,
        "ORG_NAME": vacancy.employer_name,
        "ORG_CODE": vacancy.employer_credit_code,
        "AREA_CODE": _old_codes().get(vacancy.region, vacancy.region),
        "ADDRESS": vacancy.address,
        "EDU_CODE": vacancy.education,
        "WORK_YEARS": experience_words(vacancy),
        "NUM": vacancy.headcount,
        "WAGE": pay_words(vacancy),
        "EMP_TYPE": EMPLOYMENT_WORDS[vacancy.employment_type],
        "WELFARE": ";".join(vacancy.benefits),
        "JOB_DESC": vacancy.duties,
        "CONTACT": vacancy.contact_name,
        "TEL": vacancy.contact_phone,
        "PUB_DATE": f"{vacancy.published_on:%Y%m%d}",
        "END_DATE": f"{vacancy.expires_on:%Y%m%d}",
    }


def _table(rows: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    """The header, then the values of each row."""
    for number, row in enumerate(rows):
        if number == 0:
            yield list(row)
        yield list(row.values())


def _csv_writer(to_row: Callable[[DemoVacancy], dict[str, Any]], *, encoding: str, delimiter: str) -> Writer:
    def write(rows: Iterable[DemoVacancy], path: Path) -> None:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(_table(map(to_row, rows)))

    return write


def write_xlsx(rows: Iterable[DemoVacancy], path: Path) -> None:
    """A sheet 岗位 with real numbers and dates in its cells."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("岗位")
    for cells in _table(map(_sheet_row, rows)):
        sheet.append(cells)
    book.save(path)


def write_city_json(rows: Iterable[DemoVacancy], path: Path) -> None:
    """A JSON document with the rows under data.list."""
    with path.open("wb") as file:
        file.write(b'{"code": 0, "data": {"list": [')
        for number, row in enumerate(map(_city_json_row, rows)):
            file.write((b",\n" if number else b"\n") + orjson.dumps(row))
        file.write(b"\n]}}\n")


SHAPES: Final[dict[str, Shape]] = {
    "canonical": Shape("canonical", ".ndjson", write_ndjson, "NDJSON，统一格式"),
    "boards": Shape(
        "demo-boards",
        ".csv",
        _csv_writer(_board_row, encoding="utf-8-sig", delimiter=","),
        "CSV（UTF-8），招聘网站的列名和写法",
    ),
    "gb18030": Shape(
        "demo-register",
        ".csv",
        _csv_writer(_register_row, encoding="gb18030", delimiter=","),
        "CSV（GB18030），岗位登记表的列名",
    ),
    "xlsx": Shape("demo-sheet", ".xlsx", write_xlsx, "XLSX，学历用本市自己的分类"),
    "city_json": Shape("demo-city-json", ".json", write_city_json, "JSON，岗位在 data.list 之下"),
    "old_codes": Shape(
        "demo-old-system",
        ".txt",
        _csv_writer(_old_system_row, encoding="utf-8", delimiter="\t"),
        "制表符分隔，老系统的列名和旧区划代码",
    ),
}
"""Every shape by the name that data/cities.toml uses."""
