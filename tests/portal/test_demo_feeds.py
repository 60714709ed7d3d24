"""The feeds of the demonstration cities: each shape is read back by its profile."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter

import pytest

from jobs.feeds.mapping import RowMapper
from jobs.feeds.profile import canonical_mapping, profile_from
from jobs.feeds.readers import open_source
from portal.demo.cities import demo_cities
from portal.demo.feeds import FROM_NEIGHBOUR, city_vacancies, write_city_feed
from portal.demo.flaws import REFUSED
from portal.demo.shapes import SHAPES, UNKNOWN_PLACE, write_ndjson
from standards.places import resolve_place

TODAY = dt.date(2026, 3, 5)
ROWS = 300
CITY_OF_SHAPE = {city.shape: city for city in demo_cities().values()}


def read(path, city):
    """The rows of a feed as drafts, by the position of their vacancy."""
    shape = SHAPES[city.shape]
    profile = profile_from(shape.mapping or canonical_mapping())
    mapper = RowMapper(profile, region=city.code, source_name="", today=TODAY)
    source = open_source(io.BytesIO(path.read_bytes()), profile.read_options())
    drafts = [mapper.draft(mapper.row_id(row), row) for row in source.rows]
    return source, drafts, mapper


@pytest.fixture(scope="module", params=sorted(SHAPES))
def feed(request, tmp_path_factory):
    city = CITY_OF_SHAPE[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    path = write_city_feed(city=city, today=TODAY, folder=folder, rows=ROWS)
    vacancies = list(city_vacancies(city=city, today=TODAY, rows=ROWS))
    source, drafts, mapper = read(path, city)
    return city, vacancies, source, drafts, mapper


def test_every_shape_is_used_by_a_city():
    assert set(CITY_OF_SHAPE) == set(SHAPES)


def test_no_row_is_lost(feed):
    _, vacancies, _, drafts, _ = feed
    assert len(drafts) == len(vacancies)
    assert len({draft.external_id for draft in drafts}) == len(drafts)


def test_good_rows_are_accepted_without_unmapped_words(feed):
    _, vacancies, _, drafts, mapper = feed
    for vacancy, draft in zip(vacancies, drafts, strict=True):
        if vacancy.flaw not in REFUSED:
            assert draft.errors == []
    assert not set(mapper.unmapped) - {"region"}
    assert set(mapper.unmapped["region"]) <= {UNKNOWN_PLACE, "999999"}


def test_at_least_95_percent_of_rows_are_accepted(feed):
    _, _, _, drafts, _ = feed
    assert sum(not draft.errors for draft in drafts) >= 0.95 * len(drafts)


def test_rows_come_back_as_they_were_meant(feed):
    _, vacancies, _, drafts, _ = feed
    for vacancy, draft in zip(vacancies, drafts, strict=True):
        if vacancy.flaw in ("region_unknown", "title_missing"):
            assert draft.errors == [vacancy.flaw]
            continue
        assert draft.title == vacancy.title
        assert draft.region == vacancy.region
        assert draft.duties == vacancy.duties
        assert draft.headcount == vacancy.headcount
        assert draft.education == vacancy.education
        assert draft.experience_min == vacancy.experience_min
        assert draft.employment_type == vacancy.employment_type
        assert draft.benefits == list(vacancy.benefits)
        assert draft.employer_name == vacancy.employer_name
        assert (draft.published_on, draft.expires_on) == (vacancy.published_on, vacancy.expires_on)
        if vacancy.flaw != "credit_code_invalid":
            assert draft.employer_code == vacancy.employer_credit_code
        if vacancy.pay_period == "month":
            assert (draft.pay_min, draft.pay_max) == (vacancy.pay_min, vacancy.pay_max)


def test_the_register_is_gb18030_and_the_old_system_sends_old_codes(tmp_path):
    register = write_city_feed(city=CITY_OF_SHAPE["gb18030"], today=TODAY, folder=tmp_path, rows=20)
    assert "岗位编码".encode("gb18030") in register.read_bytes()
    old = write_city_feed(city=CITY_OF_SHAPE["old_codes"], today=TODAY, folder=tmp_path, rows=300)
    lines = old.read_text("utf-8").splitlines()
    codes = Counter(line.split("\t")[4] for line in lines if line.count("\t") > 5)
    assert codes["510124"]  # 郫县, since 2016 郫都区 510117
    assert not codes["510117"]


def test_two_cities_send_some_vacancies_both():
    city = demo_cities()["420500"]
    twins = [v for v in city_vacancies(city=city, today=TODAY, rows=50) if v.flaw == "other_city"]
    theirs = {v.duties: v for v in city_vacancies(city=demo_cities()[city.neighbour], today=TODAY)}
    assert len(twins) == FROM_NEIGHBOUR
    for twin in twins:
        first = theirs[twin.duties]
        assert (twin.title, twin.employer_credit_code, twin.region) == (
            first.title,
            first.employer_credit_code,
            first.region,
        )
        assert twin.id.startswith("420500-")


def test_the_words_for_an_unknown_place_are_unknown():
    assert resolve_place(UNKNOWN_PLACE).code == ""


def test_writing_twice_gives_the_same_file(tmp_path):
    vacancies = list(city_vacancies(city=demo_cities()["429004"], today=TODAY, rows=40))
    for name in ("one", "two"):
        write_ndjson(vacancies, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
