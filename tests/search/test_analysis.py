"""Text becomes the terms that people mean, with the dictionary built from the standards."""

from __future__ import annotations

import uuid

import pytest

from search import analysis
from search.client import client


def make_index() -> str:
    name = f"test-analysis-{uuid.uuid4().hex}"
    client().indices.create(
        index=name, settings={"analysis": analysis.analysis_settings(), "number_of_replicas": 0}
    )
    return name


@pytest.fixture(scope="module")
def shared_index():
    """One index for all tests that only look at terms."""
    name = make_index()
    yield name
    client().indices.delete(index=name)


@pytest.fixture
def index(shared_index):
    """The index whose analyzers `terms` uses."""
    return shared_index


@pytest.fixture
def another_index(monkeypatch):
    """Call it with domain words for an index that is made with just these."""
    made = []

    def make(*words: str) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(analysis, "domain_words", lambda: list(words))
            made.append(make_index())
        return made[-1]

    yield make
    for name in made:
        client().indices.delete(index=name)


def tokens(index: str, analyzer: str, text: str) -> list[dict]:
    return client().indices.analyze(index=index, analyzer=analyzer, text=text)["tokens"]


def terms(index: str, analyzer: str, text: str) -> list[str]:
    return [token["token"] for token in tokens(index, analyzer, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C++", ["c++"]),
        ("C#/.NET", ["c#", ".net"]),
        ("Java后端", ["java", "后端"]),
        ("UI设计", ["ui", "设计"]),
        ("5G", ["5g"]),
        ("CAD", ["cad"]),
        ("C/C++", ["c", "c++"]),
        ("Vue.js", ["vue.js"]),
        ("3-5年", ["3", "5", "年"]),
        ("1.5万", ["1.5", "万"]),
    ],
)
def test_technical_terms_survive(index, text, expected):
    assert set(expected) <= set(terms(index, analysis.WORDS_SEARCH, text))
    assert set(expected) <= set(terms(index, analysis.WORDS, text))


def test_full_width_letters_are_the_same_as_ordinary_ones(index):
    assert (
        terms(index, analysis.WORDS, "ＣＡＤ　Ｃ＋＋")
        == terms(index, analysis.WORDS, "cad c++")
        == ["cad", "c++"]
    )


@pytest.mark.parametrize(
    "word", ["五险一金", "双休", "包吃住", "网约配送员", "江夏区", "仙桃", "保育师", "理货员"]
)
def test_domain_words_are_kept_whole(index, word):
    assert word in terms(index, analysis.WORDS_SEARCH, f"急聘{word}，待遇好")


def test_what_is_searched_in_holds_the_other_words_at_the_position_where_they_begin(index):
    positions = {token["token"]: token["position"] for token in tokens(index, analysis.WORDS, "人工智能训练")}
    assert positions["人工智能"] == positions["人工"] == positions["智能"]
    assert positions["训练"] == positions["人工智能"] + 1


def test_domain_words_are_found_where_the_text_was_cut_across_them(another_index):
    index = another_index("电商运营", "运营专员主管")
    assert terms(index, analysis.WORDS_SEARCH, "电商运营专员主管") == ["电商", "运营专员主管"]
    assert "电商运营" in terms(index, analysis.WORDS, "电商运营专员主管")


def test_what_is_searched_in_holds_the_words_of_a_cut_by_the_general_dictionary_too(another_index):
    index = another_index("开发工程师")
    text = "软件开发工程师"
    assert terms(index, analysis.WORDS_SEARCH, text) == ["软件", "开发工程师"]
    assert {"软件", "开发工程师", "软件开发", "工程师"} <= set(terms(index, analysis.WORDS, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("幼儿教师", ["幼儿", "教师"]),
        ("软件开发工程师", ["软件", "开发", "工程师"]),
        ("保育员", ["保育员"]),
    ],
)
def test_compounds_have_parts_of_two_or_more_characters(index, text, expected):
    assert terms(index, analysis.PARTS, text) == expected


def test_offsets_point_into_the_text_as_written(index):
    text = "招聘ＣＡＤ绘图员"
    found = next(token for token in tokens(index, analysis.WORDS, text) if token["token"] == "cad")
    assert text[found["start_offset"] : found["end_offset"]] == "ＣＡＤ"


def test_pairs_find_what_cutting_into_words_hides(index):
    assert terms(index, analysis.PAIRS, "数控车床") == ["数控", "控车", "车床"]
    assert terms(index, analysis.PAIRS, "钳") == ["钳"]


def test_rare_characters_beyond_the_basic_plane_stay_whole(index):
    assert terms(index, analysis.PAIRS, "𬭚矿") == ["𬭚矿"]
    assert "𬭚" in terms(index, analysis.WORDS, "𬭚矿")


def test_type_ahead_knows_the_beginnings(index):
    assert terms(index, analysis.PREFIXES, "Java开发")[:6] == ["j", "ja", "jav", "java", "java开", "java开发"]


def test_a_changed_dictionary_takes_effect_with_the_next_index_and_leaves_others_alone(another_index):
    old = another_index("电商运营")
    assert "锟斤拷师傅" not in terms(old, analysis.WORDS_SEARCH, "招锟斤拷师傅")
    new = another_index("锟斤拷师傅")
    assert "锟斤拷师傅" in terms(new, analysis.WORDS_SEARCH, "招锟斤拷师傅")
    assert "锟斤拷师傅" not in terms(old, analysis.WORDS_SEARCH, "招锟斤拷师傅")
    assert "电商运营" not in terms(new, analysis.WORDS_SEARCH, "电商运营")
