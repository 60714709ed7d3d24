import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.suggest.names import squeezed, ways_to_type


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("电工", ["电工", "diangong", "dg"]),
        ("重庆", ["重庆", "chongqing", "cq"]),
        ("会计", ["会计", "kuaiji", "kj"]),
        ("C++开发", ["c++开发", "c++kaifa", "c++kf"]),
        ("ＪＡＶＡ", ["java"]),
        ("", []),
    ],
)
def test_a_name_may_be_typed_in_characters_pinyin_and_initials(name, ways):
    assert ways_to_type(name) == ways


@pytest.mark.parametrize("typed", ["dian gong", "dian'gong", " DianGong ", "ｄｉａｎｇｏｎｇ"])
def test_what_is_typed_is_compared_without_spaces_case_and_width(typed):
    assert squeezed(typed) == "diangong"


def test_traditional_characters_are_compared_as_simplified():
    assert squeezed("電 工") == "电工"


@given(st.text(max_size=40))
def test_squeezing_again_changes_nothing(text):
    assert squeezed(squeezed(text)) == squeezed(text)
