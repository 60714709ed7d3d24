"""Licences that the law wants before somebody starts work."""

from __future__ import annotations

import pytest

from standards.licences import all_licences, before_start_bits, bits, licence, licence_wanted, with_covered
from standards.occupations import occupation


@pytest.mark.parametrize(
    ("code", "title", "wanted"),
    [
        ("6-31-01-03", "电工", "electrician"),
        ("6-31-01-03", "电工学徒", ""),
        ("2-05-01-07", "口腔医生", "physician"),
        ("2-05-08-01", "护士", "nurse"),
        ("2-05-08-01", "导医助理", ""),
        ("2-08-02-03", "初中数学老师", "teacher_junior"),
        ("2-07-04-00", "律师助理", ""),
        ("4-02-02-01", "公交车驾驶员", "A3"),
        ("4-02-02-01", "大巴司机A1照", "A1"),
        ("4-02-02-01", "网约车司机", "C2"),
        ("4-02-02-02", "半挂车司机", "A2"),
        ("6-30-05-01", "叉车司机", "forklift"),
        ("4-03-02-01", "厨师", "health"),
        ("2-02-10-03", "软件工程师", ""),
        ("", "电工", ""),
        ("nonsense", "电工", ""),
    ],
)
def test_an_occupation_wants_its_licence(code, title, wanted):
    assert licence_wanted(code, title) == wanted


def test_a_licence_covers_what_the_smaller_ones_allow():
    assert with_covered(["A1"]) == ("A1", "A3", "B1", "B2", "C1", "C2")
    assert with_covered(["teacher_junior", "nonsense"]) == ("teacher_junior", "teacher_primary")
    assert with_covered([]) == ()


def test_every_licence_has_names_a_source_and_covers_known_ones():
    for entry in all_licences():
        assert entry.name("zh-hans")
        assert entry.name("en")
        assert entry.source
        assert all(licence(code) for code in entry.covers)


def test_every_bound_occupation_and_its_licence_are_known():
    from standards.licences import _bound

    for code, rows in _bound().items():
        assert occupation(code), code
        assert all(licence(wanted) for _, wanted in rows)


def test_sets_of_licences_are_one_bit_each():
    assert bits([]) == 0
    assert bits(["electrician", "electrician", "nonsense"]) == bits(["electrician"])
    assert bits(["A1", "nurse"]) == bits(["A1"]) | bits(["nurse"])
    assert bits(entry.code for entry in all_licences()).bit_length() <= 63


def test_what_is_got_after_hiring_is_not_wanted_before_the_start():
    assert not before_start_bits() & bits(["health"])
    assert before_start_bits() & bits(["electrician"])
