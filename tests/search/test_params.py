"""What an address asks for is checked once, and written back the same."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jobs.enums import EmploymentType
from search.bands import EXPERIENCE, PAY, POSTED_WITHIN_DAYS
from search.benefits import benefits
from search.queries import SearchParams, applied_filters, parse_params
from search.queries.params import (
    CODED,
    HIGHEST_PAY,
    LARGEST_PAGE,
    NAMES,
    RADII_KM,
    SORTS,
    UNSTATED,
    education_levels,
    unknown_names,
)
from search.queries.places import position_text
from tests.factories import EmployerFactory


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


def test_near_a_place_without_words_the_nearest_come_first():
    assert parsed("near=420100").order == "distance"
    assert parsed("near=420100&q=电工").order == "relevance"


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
        ("benefit=gold", "benefit"),
        ("employer=abc", "employer"),
        ("employer=" + "9" * 19, "employer"),
        ("not_region=999999", "not_region"),
        ("not_pay=1-2", "not_pay"),
        ("verbatim=yes", "verbatim"),
        ("repeats=2", "repeats"),
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


CODES = {
    "region": ["420100", "420000", "441900", UNSTATED],
    "occupation": ["6-29-03-07", "6-00-00-00", UNSTATED],
    "industry": ["K7020", "K", UNSTATED],
    "pay": [*(band.code for band in PAY), UNSTATED],
    "education": [*education_levels(), UNSTATED],
    "experience": [*(band.code for band in EXPERIENCE), UNSTATED],
    "employment_type": [*EmploymentType.values, UNSTATED],
    "benefit": [*benefits(), UNSTATED],
    "employer": ["1", "999999999999999999"],
}


def several(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


positions = st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(
    lambda point: position_text(f"{point[0]:.4f},{point[1]:.4f}")
)
any_search = st.builds(
    SearchParams,
    q=st.text("电工 +#.C，", max_size=20).map(lambda text: " ".join(text.split())),
    verbatim=st.booleans(),
    near=st.lists(st.sampled_from(["420100", "441900"]) | positions, unique=True, max_size=3).map(tuple),
    within=st.sampled_from([None, *RADII_KM]),
    pay_min=st.none() | st.integers(0, 9_000),
    pay_max=st.none() | st.integers(9_000, HIGHEST_PAY),
    posted_within=st.sampled_from([None, *POSTED_WITHIN_DAYS]),
    repeats=st.booleans(),
    sort=st.sampled_from(["", *SORTS]),
    cursor=st.text("abc:-", max_size=9),
    page_size=st.integers(1, LARGEST_PAGE),
    **{name: several(values) for name, values in CODES.items()},
    **{f"not_{name}": several(values) for name, values in CODES.items()},
)


@given(any_search)
def test_every_search_reads_from_its_address_what_it_wrote_there(search):
    search = search.with_changes(cursor=search.cursor)
    assert parsed(search.query_string()) == search


def test_the_generator_of_searches_knows_every_parameter():
    assert set(CODES) == set(CODED)
    assert {name for name in NAMES if name.startswith("not_")} == {f"not_{name}" for name in CODED}


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


def test_what_is_left_out_is_a_chip_too_and_says_so():
    params = parsed("region=420000&not_region=420100&near=441900&within=10&repeats=1")
    chips = {chip.name: chip for chip in applied_filters(params, path="/vacancies/")}
    assert list(chips) == ["near", "region", "not_region", "repeats"]
    assert (chips["not_region"].text, chips["not_region"].excluded) == ("武汉市", True)
    assert chips["near"].text == "东莞周边 10 公里内"
    assert chips["near"].url == "/vacancies/?region=420000&not_region=420100&repeats=1"


def test_the_number_of_an_employer_becomes_its_name_only_where_it_is_verified(db):
    verified, other = EmployerFactory(), EmployerFactory(verification="unverified")
    chips = applied_filters(parsed(f"employer={verified.pk},{other.pk}"), path="/vacancies/")
    assert [chip.text for chip in chips] == [verified.name, str(other.pk)]
