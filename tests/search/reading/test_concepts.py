"""Words become concepts, the rest stays text."""

from __future__ import annotations

import pytest

from search.reading import Concept, Kind, Reading, read_query
from tests.search.reading.table import ALL

pytestmark = pytest.mark.usefixtures("synonyms", "no_employers")

SAID_BY_VALUE = {Kind.PAY, Kind.EDUCATION, Kind.EXPERIENCE, Kind.EMPLOYMENT, Kind.INDUSTRY}


def written(concept: Concept) -> str:
    said = concept.values[0] if concept.kind in SAID_BY_VALUE else concept.label
    return f"{'not ' if concept.excluded else ''}{concept.kind.value}={said}"


def left(reading: Reading) -> str:
    phrases = [f'"{phrase}"' for phrase in reading.phrases]
    return " ".join([*filter(None, [reading.text]), *phrases, *(f"-{word}" for word in reading.excluded)])


def labels(reading: Reading, kind: Kind) -> list[str]:
    return [concept.label for concept in reading.concepts if concept.kind is kind]


@pytest.mark.parametrize(("query", "concepts", "rest"), ALL, ids=[query for query, *_ in ALL])
def test_a_query_is_read_as_its_words_are_meant(query, concepts, rest):
    reading = read_query(query)
    assert "; ".join(map(written, reading.concepts)) == concepts
    assert left(reading) == rest


def test_the_table_is_long_enough_to_mean_something():
    assert len({query for query, *_ in ALL}) >= 150


def test_the_words_of_a_concept_are_those_that_were_typed():
    reading = read_query("武汉 软件 工程师，Ｗ８k以上")
    assert [concept.words for concept in reading.concepts][:2] == ["武汉", "软件 工程师"]


@pytest.mark.parametrize(
    "query", ["武汉电工双休8000以上", "客服 -销售", "会计 不要销售、保险", "wuhan diangong"]
)
def test_without_a_concept_the_query_no_longer_says_it(query):
    reading = read_query(query)
    for concept in reading.concepts:
        again = read_query(reading.without(concept))
        assert written(concept) not in map(written, again.concepts)


def test_of_words_that_stand_twice_the_right_ones_are_taken_out():
    reading = read_query("会计助理 会计")
    assert [reading.without(concept) for concept in reading.concepts] == ["会计", "会计助理"]


def test_verbatim_nothing_is_a_concept_and_quotes_still_hold_a_phrase():
    reading = read_query('武汉 "电工" 双休 -销售', verbatim=True)
    assert reading.concepts == ()
    assert reading.phrases == ("电工",)
    assert reading.text == "武汉 双休 -销售"


def test_a_shared_name_of_regions_means_those_of_the_page_s_region():
    assert read_query("朝阳区 保安").concepts[0].values == ("110105", "220104")
    assert read_query("朝阳区 保安", scope="220000").concepts[0].values == ("220104",)
    assert read_query("朝阳区 保安", scope="420000").concepts[0].values == ("110105", "220104")


def test_who_wants_to_be_near_a_place_may_find_work_in_all_of_its_city():
    assert read_query("江夏区 保安").concepts[0].around == ()
    assert read_query("江夏区附近 保安").concepts[0].around == ("420100",)
    assert read_query("离江夏区近的保安").concepts[0].around == ("420100",)
    assert read_query("陆家嘴 保安").concepts[0].around == ("310000",)


def test_who_has_an_education_may_take_what_asks_for_less():
    assert read_query("大专 会计").concepts[0].values == ("30", "40", "60", "70", "80", "90", "00")
    assert read_query("大专以上 会计").concepts[0].values == ("30", "20", "10")


def test_labels_are_in_the_language_of_the_page(settings):
    from django.utils import translation

    with translation.override("en"):
        reading = read_query("双休 会计 本科以上")
    assert labels(reading, Kind.BENEFIT) == ["Weekends off"]
    assert labels(reading, Kind.EDUCATION) == ["bachelor's degree or higher"]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("电功", "电工"),
        ("会记", "会计"),
        ("出那", "出纳"),
        ("驾驶圆", "驾驶员"),
        ("武汗 电工", "武汉 电工"),
        ("深圳 保按", "深圳 保安"),
        ("收垠员", "收银员"),
        ("双修 护士", "双休 护士"),
        ("电工", ""),
        ("武汉电工双休", ""),
        ("水泵", ""),
        ("java", ""),
        ("锟斤拷", ""),
    ],
)
def test_a_slip_of_the_pen_is_asked_about_and_a_word_never(query, meant):
    assert read_query(query).instead == meant


@pytest.mark.parametrize("word", ["java", "go", "hr", "cad", "ui", "it", "ps", "vip", "app", "sh", "cd"])
def test_latin_words_of_postings_are_never_initials(word):
    assert Kind.PLACE not in {concept.kind for concept in read_query(word).concepts}


def test_a_synonym_is_read_as_what_it_means(synonyms):
    synonyms(看大门=("门卫", "保安"), 夜班=("晚班",), 打灰=("混凝土浇筑",))
    reading = read_query("武汉 看大门")
    assert labels(reading, Kind.OCCUPATION) == ["门卫"]
    assert reading.concepts[1].said == ("看大门", "门卫", "保安")
    assert read_query("打灰").also == ("混凝土浇筑",)
    assert read_query("保安 不要夜班").excluded == ("夜班", "晚班")


def test_a_synonym_for_work_counts_before_a_skill(synonyms):
    assert labels(read_query("做饭"), Kind.SKILL) == ["做饭"]
    synonyms(做饭=("厨师",))
    assert labels(read_query("做饭"), Kind.OCCUPATION) == ["厨师"]
