"""Text becomes the terms that people mean, with the dictionary and synonyms built from the standards."""

from __future__ import annotations

import pytest

from search import analysis
from search.client import client, live_index

pytestmark = pytest.mark.django_db


def terms(analyzer: str, text: str) -> list[str]:
    return [token["token"] for token in _tokens(analyzer, text)]


def _tokens(analyzer: str, text: str) -> list[dict]:
    answer = client().indices.analyze(index=live_index(), analyzer=analyzer, text=text)
    return answer["tokens"]


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
    assert set(expected) <= set(terms(analysis.WORDS_SEARCH, text))
    assert set(expected) <= set(terms(analysis.WORDS, text))


def test_full_width_letters_are_the_same_as_ordinary_ones(index):
    assert terms(analysis.WORDS, "ＣＡＤ　Ｃ＋＋") == terms(analysis.WORDS, "cad c++") == ["cad", "c++"]


@pytest.mark.parametrize("word", ["五险一金", "双休", "包吃住", "网约配送员", "江夏区", "仙桃", "保育师", "理货员"])
def test_domain_words_are_kept_whole(index, word):
    assert word in terms(analysis.WORDS_SEARCH, f"急聘{word}，待遇好")


def test_what_is_searched_in_holds_the_shorter_words_at_the_position_of_the_longer(index):
    positions = {token["token"]: token["position"] for token in _tokens(analysis.WORDS, "软件开发工程师")}
    assert positions["软件开发"] == positions["软件"] == positions["开发"]
    assert positions["工程师"] == positions["软件开发"] + 1


def test_offsets_point_into_the_text_as_written(index):
    text = "招聘ＣＡＤ绘图员"
    found = next(token for token in _tokens(analysis.WORDS, text) if token["token"] == "cad")
    assert text[found["start_offset"] : found["end_offset"]] == "ＣＡＤ"


def test_pairs_find_what_cutting_into_words_hides(index):
    assert terms(analysis.PAIRS, "数控车床") == ["数控", "控车", "车床"]
    assert terms(analysis.PAIRS, "钳") == ["钳"]


def test_rare_characters_beyond_the_basic_plane_stay_whole(index):
    assert terms(analysis.PAIRS, "𬭚矿") == ["𬭚矿"]
    assert "𬭚" in terms(analysis.WORDS, "𬭚矿")


def test_an_everyday_title_also_means_its_occupation(index):
    assert "营销员" in terms(analysis.WORDS_SEARCH, "APP推广")


def test_synonyms_are_for_what_people_type_only(index):
    assert "营销员" not in terms(analysis.WORDS, "APP推广")


def test_type_ahead_knows_the_beginnings(index):
    assert terms(analysis.PREFIXES, "Java开发")[:6] == ["j", "ja", "jav", "java", "java开", "java开发"]


def test_a_changed_dictionary_takes_effect_with_the_next_index_and_leaves_others_alone(index, monkeypatch):
    from search.indexing import index_rebuild

    words = analysis.domain_words()
    assert "锟斤拷师" not in words
    before = terms(analysis.WORDS_SEARCH, "招锟斤拷师傅")
    monkeypatch.setattr(analysis, "domain_words", lambda: [*words, "锟斤拷师傅"])
    assert terms(analysis.WORDS_SEARCH, "招锟斤拷师傅") == before
    index_rebuild()
    assert "锟斤拷师傅" in terms(analysis.WORDS_SEARCH, "招锟斤拷师傅")
    monkeypatch.undo()
    index_rebuild()
    assert terms(analysis.WORDS_SEARCH, "招锟斤拷师傅") == before


def test_every_synonym_rule_goes_from_one_title_to_its_occupation():
    for rule in analysis.synonym_rules():
        alias, meaning = rule.split(" => ")
        assert meaning.startswith(f"{alias}, ")
