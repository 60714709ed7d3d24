"""Industries: the tree, and the words of job boards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.catalogue import read_words
from standards.industries import all_industries, ancestors, children, industry, section, text_to_industry


def test_the_classification_is_whole():
    levels = [entry.level for entry in all_industries()]
    assert [levels.count(level) for level in (1, 2, 3, 4)] == [20, 97, 473, 1381]


@given(st.sampled_from(all_industries()))
def test_every_entry_lies_in_its_section(entry):
    assert section(entry.code).level == 1
    assert entry in children(entry.parent_code)
    assert all(entry.code.startswith(upper.code) for upper in ancestors(entry.code))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("互联网/电子商务", "I64"),
        ("计算机软件,贸易/进出口", "I65"),
        ("专业服务(咨询、人力资源、财会)", "L72"),
        ("软件开发", "I651"),
        ("多元化业务集团公司，物业管理", "K702"),
        ("房地产/建筑", ""),
        ("酒店/旅游,房地产", "K70"),
        ("多元化业务集团公司", ""),
        ("", ""),
        ("不存在的行业", ""),
    ],
)
def test_a_job_boards_words_are_understood_where_they_mean_one_industry(text, code):
    assert text_to_industry(text) == code


def test_every_word_of_the_list_leads_to_an_entry_or_to_none():
    assert all(code == "" or industry(code) for code in read_words("industries").values())


@given(st.text(max_size=60))
def test_any_text_gives_a_known_code_or_none(text):
    code = text_to_industry(text)
    assert code == "" or industry(code)
