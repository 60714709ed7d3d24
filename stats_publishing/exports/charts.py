"""Pictures of published figures as SVG: pure geometry over words and numbers, no script, no style.

They read in black and white: series differ by filling or by dashes and marks, and values are written out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

WIDTH: Final = 720
_NS: Final = "http://www.w3.org/2000/svg"
_FONT: Final = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_INK, _INK_2, _RULE, _DEEP, _LIGHT = "#16202a", "#4a5763", "#d5dbe1", "#0f4c81", "#9db8cf"
_LETTER: Final = 13
_DASHES: Final = ("", "7 4", "2 3", "10 3 2 3", "5 2", "1 4")
_INKS: Final = ("#0f4c81", "#9a3412", "#166534", "#5b3a7e", "#475569", "#7c2d12")


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: a value for each series, None for none, and the words that are written."""

    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a value for each place on the axis, and the words that are written."""

    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]

    @property
    def last_words(self) -> str:
        """Of the last value that there is."""
        known = [said for value, said in zip(self.values, self.words, strict=True) if value is not None]
        return known[-1] if known else self.words[-1]


@dataclass(frozen=True, slots=True)
class BarPicture:
    """A bar chart of one or two series: `legend` names them."""

    title: str
    legend: tuple[str, ...]
    bars: tuple[Bar, ...]
    source: str

    @property
    def svg(self) -> str:
        return bar_chart(title=self.title, legend=self.legend, bars=self.bars, source=self.source)

    def as_json(self) -> dict[str, Any]:
        """For static/js/charts.js."""
        return {
            "kind": "bar",
            "names": [bar.name for bar in self.bars],
            "series": [
                {
                    "name": name,
                    "values": [bar.values[number] for bar in self.bars],
                    "words": [bar.words[number] for bar in self.bars],
                }
                for number, name in enumerate(self.legend)
            ],
        }


@dataclass(frozen=True, slots=True)
class LinePicture:
    """Lines over periods; `level`: a value that a rule is drawn at."""

    title: str
    places: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: str
    source: str
    level: float | None = None

    @property
    def svg(self) -> str:
        return line_chart(
            title=self.title, places=self.places, lines=self.lines, unit=self.unit, source=self.source,
            level=self.level,
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """For static/js/charts.js."""
        return {
            "kind": "line",
            "names": list(self.places),
            "unit": self.unit,
            "level": self.level,
            "series": [
                {"name": line.name, "values": list(line.values), "words": list(line.words)}
                for line in self.lines
            ],
        }


def bar_chart(*, title: str, legend: Sequence[str], bars: Sequence[Bar], source: str) -> str:
    """Horizontal bars, one or two series side by side: the first is filled, the second light and framed."""
    label = min(240, max((_width(bar.name) for bar in bars), default=0) + 12)
    band = 16 * len(legend) + 12
    top = 34 if len(legend) > 1 else 8
    height = top + band * len(bars) + 34
    svg = _root(title, height, f"{title}. " + "; ".join(f"{b.name}: {', '.join(b.words)}" for b in bars))
    if len(legend) > 1:
        at = label
        for number, name in enumerate(legend):
            _rect(svg, at, 8, 14, 12, number)
            _text(svg, at + 20, 19, name, size=12, fill=_INK_2)
            at += 44 + _width(name)
    most = max((value for bar in bars for value in bar.values if value is not None), default=0) or 1
    room = WIDTH - label - 90
    for row, bar in enumerate(bars):
        y = top + band * row
        _text(svg, label - 10, y + band / 2 + 2, _cut(bar.name, label - 12), anchor="end")
        for number, value in enumerate(bar.values):
            length = max(0.0, (value or 0) / most * room)
            _rect(svg, label, y + 4 + 16 * number, length, 13, number)
            _text(svg, label + length + 6, y + 15 + 16 * number, bar.words[number], size=12)
    _line(svg, label, top, label, top + band * len(bars), _INK)
    _text(svg, 0, height - 8, source, size=11, fill=_INK_2)
    return _written(svg)


def line_chart(
    *,
    title: str,
    places: Sequence[str],
    lines: Sequence[Line],
    unit: str,
    source: str,
    level: float | None = None,
) -> str:
    """Lines over periods, named at their ends; a period without a figure leaves a gap.

    Args:
        level: a value that a rule is drawn at, such as 1 for a ratio.
    """
    left, right, top, bottom, height = 52, 132, 30, 330, 380
    values = [value for line in lines for value in line.values if value is not None]
    if level is not None:
        values.append(level)
    ticks = _ticks(min(values, default=0), max(values, default=1))
    low, high = ticks[0], ticks[-1]

    def y_of(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    step = (WIDTH - left - right) / max(1, len(places) - 1)
    svg = _root(title, height, f"{title}. " + "; ".join(f"{line.name}: {line.last_words}" for line in lines))
    _text(svg, 0, 14, unit, size=12, fill=_INK_2)
    for tick in ticks:
        _line(svg, left, y_of(tick), WIDTH - right, y_of(tick), _RULE)
        _text(
            svg, left - 8, y_of(tick) + 4, f"{tick:g}".replace("-", "−"), anchor="end", size=12, fill=_INK_2
        )
    if level is not None:
        _line(svg, left, y_of(level), WIDTH - right, y_of(level), _INK)
    every = math.ceil(len(places) / 8)
    for number, place in enumerate(places):
        if number % every == 0 or number == len(places) - 1:
            _text(svg, left + step * number, bottom + 22, place, anchor="middle", size=12, fill=_INK_2)
    ends: list[float] = []
    for number, line in enumerate(lines):
        points = [
            (left + step * at, y_of(value)) if value is not None else None
            for at, value in enumerate(line.values)
        ]
        ink = _INKS[number % len(_INKS)]
        path = etree.SubElement(svg, "path", d=_path(points), fill="none", stroke=ink)
        path.set("stroke-width", "2.2")
        if dash := _DASHES[number % len(_DASHES)]:
            path.set("stroke-dasharray", dash)
        drawn = [point for point in points if point]
        for x, y in drawn if len(drawn) < 13 else drawn[-1:]:
            etree.SubElement(svg, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="3", fill=ink)
        if drawn:
            end = _free(drawn[-1][1], ends)
            ends.append(end)
            name = _cut(line.name, right - 12 - _width(f" {line.last_words}"))
            _text(svg, WIDTH - right + 10, end + 4, f"{name} {line.last_words}", size=12, fill=ink)
    _text(svg, 0, height - 8, source, size=11, fill=_INK_2)
    return _written(svg)


def _free(y: float, taken: Sequence[float]) -> float:
    """The nearest place at or below `y` that no other name stands at."""
    while any(abs(y - other) < 15 for other in taken):
        y += 15
    return y


def _ticks(low: float, high: float) -> list[float]:
    """Four to six round values that enclose the range; 0 is among them where it is near."""
    if low > 0 and low < 0.5 * high:
        low = 0
    span = (high - low) or abs(high) or 1
    size = 10 ** math.floor(math.log10(span / 4))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if span / (size * factor) <= 5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * number, 10) for number in range(first, max(last, first + 1) + 1)]


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return "".join(parts) or "M0 0"


def _root(title: str, height: float, description: str) -> etree._Element:
    svg = etree.Element(
        "svg",
        nsmap={None: _NS},
        attrib={
            "viewBox": f"0 0 {WIDTH} {height:.0f}", "width": str(WIDTH), "height": f"{height:.0f}",
            "role": "img", "font-family": _FONT, "font-size": "13",
        },
    )  # fmt: skip
    etree.SubElement(svg, "title").text = title
    etree.SubElement(svg, "desc").text = description
    etree.SubElement(svg, "rect", width="100%", height="100%", fill="#ffffff")
    return svg


def _rect(svg: etree._Element, x: float, y: float, width: float, height: float, number: int) -> None:
    rect = etree.SubElement(
        svg, "rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}"
    )
    rect.set("fill", _LIGHT if number else _DEEP)
    rect.set("stroke", _DEEP)


def _line(svg: etree._Element, x: float, y: float, to_x: float, to_y: float, ink: str) -> None:
    etree.SubElement(
        svg, "line", x1=f"{x:.1f}", y1=f"{y:.1f}", x2=f"{to_x:.1f}", y2=f"{to_y:.1f}", stroke=ink
    )


def _text(
    svg: etree._Element,
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: int = 13,
    fill: str = _INK,
) -> None:
    text = etree.SubElement(svg, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=fill)
    text.set("text-anchor", anchor)
    text.set("font-size", str(size))
    text.text = words


def _width(words: str) -> float:
    """About how wide words are: a Chinese character is as wide as it is high, a Latin one about half."""
    return sum(_LETTER if ord(letter) > 0x2E7F else _LETTER * 0.56 for letter in words)


def _cut(words: str, width: float) -> str:
    if _width(words) <= width:
        return words
    while words and _width(words) > width - _LETTER:
        words = words[:-1]
    return words + "…"


def _written(svg: etree._Element) -> str:
    return str(etree.tostring(svg, encoding="unicode"))
