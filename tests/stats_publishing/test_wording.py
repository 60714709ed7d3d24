"""Draft texts: direction words agree with signs and rounding, every number knows its figure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.wording import Row, direction, draft, plain, references, stale, written

PLACE, PERIOD = Row("420100", "武汉市", "Wuhan"), ("2026年第三季度", "the third quarter of 2026")
SECTORS = [Row("S2", "第二产业", "Secondary sector"), Row("S3", "第三产业", "Tertiary sector")]
FIGURES = {
    ("total", "_T", "demand"): 183_248, ("total", "_T", "seekers"): 151_002, ("total", "_T", "ratio"): 1.21,
    ("total", "_T", "demand_level_qoq"): -3.4, ("total", "_T", "seekers_level_qoq"): 0.0,
    ("total", "_T", "ratio_qoq"): -0.02, ("total", "_T", "cities_qoq"): 96,
    ("sector", "S2", "demand_share"): 38.05, ("sector", "S3", "demand_share"): 61.95,
    ("gap", "6-29-03-00", "gap"): 1_204,
}  # fmt: skip


def text_of(figures, language="zh") -> str:
    return draft(
        lambda *cell: figures.get(cell), place=PLACE, period=PERIOD, sectors=SECTORS, groups=[],
        gaps=[Row("6-29-03-00", "电工", "Electricians")], language=language,
    )  # fmt: skip


def test_the_text_reads_as_a_person_would_write_it():
    text = plain(text_of(FIGURES))
    assert "需求人数为183,248人，求职人数为151,002人，求人倍率为1.21" in text
    assert "与上季度相比，96个可比城市的需求人数下降3.40%，求职人数持平（0.00%）；求人倍率下降0.02。" in text
    assert "第二产业38.05%、第三产业61.95%。" in text
    assert "电工（缺1,204人）" in text
    english = plain(text_of(FIGURES, "en"))
    assert "On the quarter, in the 96 cities that counted both times, vacancies were down 3.40%" in english


def test_a_city_is_not_compared_with_itself_as_cities_are():
    text = plain(text_of(FIGURES | {("total", "_T", "cities_qoq"): 1}, "en"))
    assert "On the quarter, vacancies were down 3.40% and seekers unchanged (0.00%)" in text


def test_what_has_no_figure_is_not_spoken_of():
    text = text_of({cell: figure for cell, figure in FIGURES.items() if cell[0] == "total"})
    assert "与去年同期" not in text
    assert "产业" not in text
    assert text_of({}) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_of_a_draft_is_a_figure(language):
    text = text_of(FIGURES, language)
    without = re.sub(r"\[[^\]]*\]", "", text).replace("2026", "")
    assert not re.search(r"\d", without)
    assert stale(text, lambda *cell: FIGURES.get(cell)) == []


def test_a_correction_finds_each_number_that_it_touches():
    corrected = FIGURES | {("total", "_T", "ratio"): 1.22}
    found = stale(text_of(FIGURES), lambda *cell: corrected.get(cell))
    assert {(one.text, one.measure, figure) for one, figure in found} == {("1.21", "ratio", 1.22)}


@given(st.floats(-200, 200, allow_nan=False))
def test_the_direction_is_that_of_the_number_as_printed(change):
    way, number = direction(change, places=2), written(change, measure="ratio_qoq")
    assert (way == 0) == (float(number) == 0)
    assert way == 0 or (change > 0) == (way > 0)


@given(st.floats(-50, 50, allow_nan=False), st.sampled_from(["zh", "en"]))
def test_words_and_numbers_of_a_change_agree(change, language):
    figures = FIGURES | {("total", "_T", "ratio_qoq"): change}
    sentence = next(part for part in re.split("[；;]", text_of(figures, language))[1:] if "ratio_qoq" in part)
    words = {"zh": ("上升", "下降", "持平"), "en": ("up", "down", "unchanged")}[language]
    said = next(way for way, word in zip((1, -1, 0), words, strict=True) if word in plain(sentence)[:30])
    number = next(one.text for one in references(sentence) if one.measure == "ratio_qoq")
    assert said == direction(change, places=2)
    assert (said == 0) == (float(number) == 0)
