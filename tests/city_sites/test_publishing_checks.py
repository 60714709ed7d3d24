"""What is looked at before a page is published: links, pictures, headings, figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city_sites.publishing_checks import (
    Fact,
    Known,
    figure_findings,
    heading_findings,
    image_findings,
    link_findings,
    links_of,
)

FACTS = [
    Fact("求人倍率", "2026Q1", Decimal("1.38"), 2, "total v2"),
    Fact("需求人数", "2026Q1", Decimal(118300), 0, "total v2"),
    Fact("求职人数", "2026Q1", Decimal(85700), 0, "total v2"),
]


def codes(found):
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>一</h2><h3>二</h3><h2>三</h2><h3>四</h3>", []),
        ("<p>无标题</p>", []),
        ("<h3>一</h3>", ["heading_first"]),
        ("<h2>一</h2><h4>二</h4>", ["heading_skipped"]),
        ("<h2> </h2>", ["heading_empty"]),
    ],
)
def test_headings_go_down_one_level_at_a_time(html, expected):
    assert codes(heading_findings(html)) == expected


@given(st.lists(st.integers(2, 6), max_size=8))
def test_headings_are_right_exactly_where_no_level_is_skipped(levels):
    html = "".join(f"<h{level}>标题</h{level}>" for level in levels)
    right = all(this <= before + 1 for before, this in zip([1, *levels], levels, strict=False))
    assert (heading_findings(html) == []) == right


@pytest.mark.parametrize(
    ("alt", "expected"), [("大厅", []), ("", ["image_without_text"]), (" ", ["image_without_text"])]
)
def test_pictures_have_an_alternative_text(alt, expected):
    assert codes(image_findings(f'<embed embedtype="image" id="1" format="left" alt="{alt}"/>')) == expected


def test_links_that_lead_nowhere_stop_and_those_elsewhere_warn():
    html = (
        '<p><a linktype="page" id="1">公开</a><a linktype="page" id="2">草稿</a>'
        '<a linktype="page" id="3">没有</a><a linktype="document" id="4">表</a>'
        '<a href="https://a.example/x">好</a><a href="https://b.example/">坏</a>'
        '<a href="mailto:a@example.org">信</a><a href="">空</a></p>'
    )
    known = Known(
        public_pages=frozenset({"1"}),
        other_pages={"2": "夜校"},
        broken={"https://b.example/": "2026-05-01"},
    )
    found = link_findings(links_of(html), known)
    assert [(one.code, one.stops) for one in found] == [
        ("page_not_public", True),
        ("page_gone", True),
        ("document_gone", True),
        ("link_broken", False),
        ("link_empty", True),
    ]
    assert "夜校" in found[0].words


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2026年第一季度，全市求人倍率为1.38。", False),
        ("2026年第一季度，全市求人倍率为1.4。", False),
        ("2026年第一季度，全市求人倍率为1.45。", True),
        ("一季度求人倍率约为1.5，需求人数为11.83万人。", True),
        ("一季度需求人数11.83万人，求职人数8.57万人。", False),
        ("一季度需求人数为12万人。", False),
        ("一季度需求人数为118,300人。", False),
        ("一季度需求人数为118,301人。", True),
        ("一季度求职人数为 85,000 人。", True),
        ("一季度求人倍率同比上升0.12。", False),
        ("2025年第一季度求人倍率为1.45。", False),
        ("2026年第二季度求人倍率为1.45。", False),
        ("一季度宜昌求人倍率为1.45。", False),
        ("求人倍率为1.45。", False),
        ("一季度需求人数比重为30%。", False),
        ("2026年第一季度供求平稳。全市求人倍率为1.45。", True),
    ],
)
def test_a_typed_figure_is_compared_as_far_as_it_is_written(text, wrong):
    found = figure_findings(f"<p>{text}</p>", FACTS, year=2026, elsewhere=["宜昌"])
    assert (codes(found) == ["figure_differs"]) == wrong
    assert not any(one.stops for one in found)


def test_a_warning_names_the_published_figure_and_where_it_stands():
    [found] = figure_findings("<p>一季度求人倍率为1.45</p>", FACTS, year=2026, elsewhere=[])
    assert "1.38" in found.words
    assert "total v2" in found.words


@given(st.integers(0, 10**7))
def test_the_published_figure_itself_never_warns(value):
    facts = [Fact("需求人数", "2026Q1", Decimal(value), 0, "v1")]
    for written in (f"{value}", f"{value:,}", f"{Decimal(value) / 10_000:.2f}万"):
        assert figure_findings(f"<p>一季度需求人数为{written}人</p>", facts, year=2026, elsewhere=[]) == []
