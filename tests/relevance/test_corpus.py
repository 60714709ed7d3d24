from collections import Counter
from random import Random

import pytest

from jobs.enums import EmploymentType
from standards import occupations, regions
from tests.relevance.corpus import corpus
from tests.relevance.material import places, region_named, rows_of, trades


@pytest.fixture(scope="module")
def postings():
    return corpus()


def test_the_corpus_is_as_wide_as_the_labour_market(postings):
    assert len(postings) >= 2000
    assert len({posting.truth.trade for posting in postings}) >= 150
    assert len({posting.truth.region[:4] for posting in postings}) >= 40
    assert {trade.code[0] for trade in trades().values()} == set("123456")


def test_the_same_words_always_give_the_same_corpus(postings):
    assert corpus() == postings


def test_trades_have_codes_of_the_classification():
    assert [trade.key for trade in trades().values() if not occupations.occupation(trade.code)] == []


def test_trades_name_cities_and_colleagues_that_there_are():
    for trade in trades().values():
        assert [city for city in trade.cities if city not in places()] == []
        assert [key for key in trade.colleagues if key not in trades()] == []


def test_places_are_places():
    for place in places().values():
        assert regions.is_city(region_named(place.city))
        for district in (*place.districts, *place.spots.values()):
            assert regions.region(region_named(f"{place.city}/{district}"))


@pytest.mark.parametrize("name", ["江湖", "武汉/江湖", "武汉/海淀"])
def test_a_place_that_there_is_not_is_refused(name):
    with pytest.raises(LookupError):
        region_named(name)


def test_every_family_has_employers():
    served = {family for row in rows_of("employers.csv") for family in row["families"].split()}
    assert {trade.family for trade in trades().values()} <= served


def test_an_employer_asks_for_the_same_work_in_a_city_only_where_it_posts_twice(postings):
    asked = {}
    for posting in postings:
        same = (posting.truth.employer, posting.core, posting.truth.region[:4])
        assert asked.setdefault(same, posting.opening) == posting.opening
    again = Counter(posting.opening for posting in postings)
    assert 0 < sum(count > 1 for count in again.values()) < len(postings) / 20


def test_postings_mislead_as_real_ones_do(postings):
    with_wrong_code = [p for p in postings if p.occupation not in ("", trades()[p.truth.trade].code)]
    without_code = [p for p in postings if not p.occupation]
    in_passing = [
        posting
        for posting in postings
        if posting.truth.trade != "electrician" and "电工" in posting.duties and "电工" not in posting.title
    ]
    assert len(with_wrong_code) > len(postings) / 50
    assert len(without_code) > len(postings) / 20
    assert in_passing


def test_a_posting_says_what_it_is(postings):
    for posting in Random(5).sample(postings, 300):
        said = posting.title + posting.duties
        assert all(skill.casefold() in said.casefold() for skill in posting.truth.skills)
        assert posting.truth.spot in posting.place_text
        assert (posting.pay_text == "面议") == (posting.truth.pay is None)
        if posting.truth.night:
            assert "班" in posting.duties
            assert posting.truth.employment_type in EmploymentType.values
