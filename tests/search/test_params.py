"""What an address asks for is checked once, and written back the same."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from search.queries import SearchParams, applied_filters, parse_params
from search.queries.params import NAMES, unknown_names


def parsed(query: str) -> SearchParams:
    params, errors = parse_params(QueryDict(query))
    assert not errors
    return params


def errors_of(query: str) -> dict[str, list[str]]:
    with translation.override("en"):
        return parse_params(QueryDict(query))[1]


def test_values_are_repeated_or_separated_by_commas():
    assert parsed("region=420100&region=441900,420100").region == ("420100", "441900")


def test_an_old_region_code_becomes_todays():
    assert parsed("region=422400").region != ("422400",)


def test_without_words_the_newest_come_first_and_with_words_the_most_relevant():
    assert parsed("").order == "newest"
    assert parsed("q=电工").order == "relevance"
    assert parsed("q=电工&sort=pay").order == "pay"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("region=999999", "region"),
        ("occupation=9-99", "occupation"),
        ("industry=ZZ", "industry"),
        ("education=77", "education"),
        ("pay=1-2", "pay"),
        ("experience=x", "experience"),
        ("employment_type=slave", "employment_type"),
        ("posted_within=5", "posted_within"),
        ("sort=best", "sort"),
        ("page_size=101", "page_size"),
        ("page_size=0", "page_size"),
        ("pay_min=-1", "pay_min"),
        ("pay_min=９", "pay_min"),
        ("pay_min=000000000000999999999999", "pay_min"),
        ("pay_max=" + "0" * 12 + "9" * 5_000, "pay_max"),
        ("pay_min=9000&pay_max=8000", "pay_max"),
        ("q=" + "x" * 101, "q"),
    ],
)
def test_what_is_not_understood_is_told_by_name_and_left_out(query, name):
    params, errors = parse_params(QueryDict(query))
    assert list(errors) == [name]
    assert errors_of(params.query_string()) == {}


def test_messages_name_what_was_sent_in_plain_words():
    assert errors_of("education=77") == {"education": ["“77” is not a known code."]}
    assert errors_of("page_size=abc") == {"page_size": ["“abc” is not a whole number from 1 to 100."]}


def test_unknown_parameters_are_named():
    assert unknown_names(QueryDict("regoin=420100&q=x&lang=en")) == ["regoin"]


def test_a_search_reads_from_its_address_what_it_wrote_there():
    params = parsed("q=电工&region=420100&pay=5000-8000&pay_min=4000&posted_within=7&sort=pay&page_size=50")
    assert parsed(params.query_string()) == params


@given(st.dictionaries(st.sampled_from([*NAMES, "x"]), st.text(max_size=60), max_size=5))
def test_no_address_breaks_the_reading(values):
    query = QueryDict(mutable=True)
    query.update(values)
    params, _ = parse_params(query)
    again, errors = parse_params(QueryDict(params.query_string()))
    assert (again, errors) == (params, {})


def test_every_applied_filter_has_the_address_without_it():
    params = parsed("q=电工&region=420100,441900&pay_min=5000&posted_within=7&sort=pay&cursor=abc")
    chips = applied_filters(params, path="/vacancies/")
    assert [chip.text for chip in chips][:2] == ["武汉市", "东莞市"]
    assert chips[0].url == (
        "/vacancies/?q=%E7%94%B5%E5%B7%A5&region=441900&pay_min=5000&posted_within=7&sort=pay"
    )
    assert {chip.name for chip in chips} == {"region", "posted_within", "pay_range"}
    assert "cursor" not in "".join(chip.url for chip in chips)
