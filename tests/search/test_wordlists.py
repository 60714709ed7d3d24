"""Benefits and skills that a vacancy mentions."""

from __future__ import annotations

import pytest

from search.benefits import benefit_codes, benefits
from search.skills import skill_names, skills
from search.wordlists import WordFinder


def found(text: str, *words: str) -> list[str]:
    return list(WordFinder({word: word for word in words}).find(text))


def test_a_latin_word_stands_only_where_it_is_not_part_of_another():
    assert found("google go,go语言 cargo", "go") == ["go", "go"]
    assert found("c++ c# c", "c") == ["c"]
    assert found("熟悉java开发", "java") == ["java"]


def test_of_words_that_overlap_the_longest_counts():
    assert found("有叉车证", "叉车", "叉车证") == ["叉车证"]


def test_skills_are_known_by_every_way_of_writing_them():
    assert skill_names(["SpringBoot，Ｃ＋＋", "spring boot、auto cad"]) == [
        "Spring Boot",
        "C++",
        "CAD",
    ]


def test_what_a_title_says_in_passing_is_a_benefit_only_where_benefits_are_listed():
    assert benefit_codes(listed=[], texts=["旅游顾问"]) == []
    assert benefit_codes(listed=["旅游"], texts=[]) == ["travel"]


def test_a_compound_benefit_implies_its_parts_and_its_parts_make_it():
    assert benefit_codes(listed=["包吃住"], texts=[]) == ["board", "lodging", "board_lodging"]
    assert benefit_codes(listed=["包吃"], texts=["提供住宿"]) == ["board", "lodging", "board_lodging"]
    assert benefit_codes(listed=["包吃"], texts=[]) == ["board"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_benefit_and_skill_has_a_name(language):
    assert all(benefit.name(language) for benefit in benefits().values())
    assert all(skill.label(language) for skill in skills().values())
    assert all(skill.label("en").isascii() for skill in skills().values())


def test_there_are_skills_of_all_trades_and_no_word_means_two():
    words = [word for skill in skills().values() for word in skill.words]
    assert len(skills()) >= 500
    assert len(words) == len(set(words))
