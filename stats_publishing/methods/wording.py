"""The draft text of a quarterly analysis, in Chinese and English, out of the published figures.

A text is plain, so that a person can edit it; every number in it stands as [1.05|total/_T/ratio]: what is
written, and the table, row and measure that it is the figure of. So a correction finds each number that it
touches, and a page can link it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["zh", "en"]
Figure = int | float | None
Look = Callable[[str, str, str], Figure]
"""The figure of a table's row and measure; null where there is none."""
REFERENCE: Final = re.compile(r"\[(?P<text>[^\[\]|]+)\|(?P<table>[\w-]+)/(?P<row>[\w-]+)/(?P<measure>\w+)\]")

_PLACES: Final = {"ratio": 2, "share": 2, "level": 2}
_WORDS: Final = {
    "zh": {
        "level": {1: "增长{}%", -1: "下降{}%", 0: "持平（{}%）"},
        "ratio": {1: "上升{}", -1: "下降{}", 0: "持平（{}）"},
        "qoq": "与上季度相比",
        "yoy": "与去年同期相比",
    },
    "en": {
        "level": {1: "up {}%", -1: "down {}%", 0: "unchanged ({}%)"},
        "ratio": {1: "up {}", -1: "down {}", 0: "unchanged ({})"},
        "qoq": "on the quarter",
        "yoy": "on the year",
    },
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A number of a text.

    Args:
        text: as written, without sign where words say the direction.
    """

    text: str
    table: str
    row: str
    measure: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a text may speak of."""

    code: str
    zh: str
    en: str


def direction(change: float, *, places: int) -> int:
    """1, −1 or 0 as a reader of the rounded figure sees it: what is printed as 0 is unchanged."""
    rounded = round(change, places)
    return (rounded > 0) - (rounded < 0)


def written(figure: float, *, measure: str) -> str:
    """A figure as a text prints it: no sign, whole persons with thousands separated, else two places."""
    places = 0 if measure in {"demand", "seekers", "gap", "cities", "cities_qoq", "cities_yoy"} else 2
    return format(abs(figure), f",.{places}f")


def references(text: str) -> list[Reference]:
    """The numbers of a text in its order."""
    return [Reference(**found.groupdict()) for found in REFERENCE.finditer(text)]


def plain(text: str) -> str:
    """The text as read, without references."""
    return REFERENCE.sub(lambda found: found["text"], text)


def stale(text: str, look: Look) -> list[tuple[Reference, Figure]]:
    """The numbers that say other than the figures do, with the figure: after a correction, or a slip of who
    edited the text."""
    found = []
    for one in references(text):
        figure = look(one.table, one.row, one.measure)
        if figure is None or written(figure, measure=one.measure) != one.text:
            found.append((one, figure))
    return found


def draft(
    look: Look, *, place: Row, period: tuple[str, str], sectors: Sequence[Row], groups: Sequence[Row],
    gaps: Sequence[Row], language: Language,
) -> str:  # fmt: skip
    """Paragraphs on the whole market, sectors, occupations and the largest gaps; without a figure, no word.

    Args:
        place, period: names in both languages (of the period: Chinese, English).
        sectors, groups, gaps: rows of the tables sector, occupation and gap, as they are to be named.
    """
    write = _Writer(look, language)
    name = place.zh if language == "zh" else place.en
    when = period[0] if language == "zh" else period[1]
    paragraphs = [
        write.overall(name, when),
        write.changes(),
        write.sectors(sectors),
        write.occupations(groups),
        write.gaps(gaps),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


class _Writer:
    def __init__(self, look: Look, language: Language) -> None:
        self.look, self.language = look, language

    def number(self, table: str, row: str, measure: str) -> str:
        figure = self.look(table, row, measure)
        if figure is None:
            return ""
        return f"[{written(figure, measure=measure)}|{table}/{row}/{measure}]"

    def say(self, zh: str, en: str, **parts: str) -> str:
        return (zh if self.language == "zh" else en).format(**parts)

    def overall(self, place: str, when: str) -> str:
        demand, seekers, ratio = (self.number("total", "_T", each) for each in ("demand", "seekers", "ratio"))
        if not ratio:
            return ""
        return self.say(
            "{when}，{place}公共就业服务机构登记的用人单位需求人数为{demand}人，求职人数为{seekers}人，"
            "求人倍率为{ratio}，即每名求职者对应{ratio}个岗位需求。",
            "In {when}, employers registered with the public employment services in {place} wanted {demand} "
            "people and {seekers} people looked for work: {ratio} vacancies per job seeker.",
            when=when, place=place, demand=demand, seekers=seekers, ratio=ratio,
        )  # fmt: skip

    def changes(self) -> str:
        parts = [sentence for suffix in ("qoq", "yoy") if (sentence := self._change(suffix))]
        return ("" if self.language == "zh" else " ").join(parts)

    def _change(self, suffix: str) -> str:
        words = _WORDS[self.language]
        demand = self.moved("total", "_T", f"demand_level_{suffix}", "level")
        seekers = self.moved("total", "_T", f"seekers_level_{suffix}", "level")
        ratio = self.moved("total", "_T", f"ratio_{suffix}", "ratio")
        cities = self.number("total", "_T", f"cities_{suffix}")
        is_one_city = self.look("total", "_T", f"cities_{suffix}") == 1
        where = "" if is_one_city else self.say(
            "{cities}个可比城市的", "in the {cities} cities that counted both times, ", cities=cities
        )  # fmt: skip
        levels = self.say(
            "{when}，{where}需求人数{demand}，求职人数{seekers}",
            "{When}, {where}vacancies were {demand} and seekers {seekers}",
            when=str(words[suffix]), When=str(words[suffix]).capitalize(), where=where, demand=demand,
            seekers=seekers,
        ) if demand and seekers else ""  # fmt: skip
        if not ratio:
            return levels and levels + self.say("。", ".")
        if not levels:
            return self.say(
                "{when}，求人倍率{ratio}。", "{When}, the ratio was {ratio}.", when=str(words[suffix]),
                When=str(words[suffix]).capitalize(), ratio=ratio,
            )  # fmt: skip
        return levels + self.say("；求人倍率{ratio}。", "; the ratio was {ratio}.", ratio=ratio)

    def moved(self, table: str, row: str, measure: str, kind: Literal["level", "ratio"]) -> str:
        """A change in words and number; its direction is that of the number as printed."""
        change = self.look(table, row, measure)
        if change is None:
            return ""
        way = _WORDS[self.language][kind][direction(change, places=_PLACES[kind])]  # type: ignore[index]
        return str(way).format(self.number(table, row, measure))

    def sectors(self, rows: Sequence[Row]) -> str:
        return self.listed(
            "sector", "demand_share", rows, "需求人数所占比重：", "Shares of vacancies: ", "{name}{number}%",
            "{name} {number}%",
        )  # fmt: skip

    def occupations(self, rows: Sequence[Row]) -> str:
        return self.listed(
            "occupation", "ratio", rows, "各职业大类的求人倍率：", "Vacancies per seeker by occupation: ",
            "{name}{number}", "{name} {number}",
        )  # fmt: skip

    def gaps(self, rows: Sequence[Row]) -> str:
        return self.listed(
            "gap", "gap", rows, "缺口最大的职业：", "The largest gaps: ", "{name}（缺{number}人）",
            "{name} ({number} people wanting)",
        )  # fmt: skip

    def listed(
        self, table: str, measure: str, rows: Sequence[Row], zh: str, en: str, one_zh: str, one_en: str
    ) -> str:
        found = [
            self.say(one_zh, one_en, name=row.zh if self.language == "zh" else row.en, number=number)
            for row in rows
            if (number := self.number(table, row.code, measure))
        ]
        if not found:
            return ""
        return self.say(zh, en) + self.say("、", ", ").join(found) + self.say("。", ".")
