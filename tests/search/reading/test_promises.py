"""What holds of every reading, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.reading import latin, read_query, spelling
from search.reading.lexicon import lexicon
from search.reading.tidy import tidy
from search.warm import warm_up
from tests.search.reading.table import ALL

pytestmark = pytest.mark.usefixtures("synonyms", "no_employers")

queries = [query for query, *_ in ALL]
typed = st.one_of(
    st.text(max_size=100),
    st.lists(st.sampled_from([*queries, "-", '"', "不要", " ", "8000", "wuhan", "，"]), max_size=6).map(
        "".join
    ),
)
relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


@relaxed
@given(text=typed)
@example(text='"“')
@example(text="İstanbul 电工")
@example(text="-")
def test_any_text_is_read(text):
    reading = read_query(text)
    assert reading.query == tidy(text)
    for concept in reading.concepts:
        assert concept.words in reading.query
        assert concept.values
        assert concept.label


@relaxed
@given(text=typed)
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


@relaxed
@given(text=typed)
def test_quotes_stand_in_pairs(text):
    assert tidy(text).count('"') % 2 == 0


@relaxed
@given(text=typed)
def test_a_query_without_one_of_its_concepts_is_shorter(text):
    reading = read_query(text)
    for concept in reading.concepts:
        assert len(reading.without(concept)) < len(reading.query)


def test_a_warm_process_has_its_tables_before_anybody_asks():
    warm_up()
    assert lexicon.cache_info().currsize == 1
    assert latin._by_pinyin.cache_info().currsize == 1
    assert spelling._by_sound.cache_info().currsize == 1
