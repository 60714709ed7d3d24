"""The generator of demonstration vacancies: one seed, one result; bad only where it says so."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from jobs.feeds.compliance import Posting, cautions, refusals
from jobs.feeds.contract import BY_NAME
from portal.demo.cities import demo_cities
from portal.demo.employers import FIRST, SECOND, THIRD, credit_code
from portal.demo.flaws import FLAWS, REFUSED, TWICE
from portal.demo.generator import FLAW_SHARE, demo_rows, demo_vacancies
from portal.demo.trades import expand, trades
from standards.identity import check_social_credit_code
from standards.industries import industry
from standards.lists import economic_type, education
from standards.occupations import occupation
from standards.regions import is_city, is_within, location, region

TODAY = dt.date(2026, 3, 5)
KNOWN_BRANDS = (
    *("华为", "腾讯", "阿里", "京东", "美团", "小米", "比亚迪", "格力", "海尔", "联想", "顺丰", "万科"),
    *("恒大", "百度", "字节", "拼多多", "网易", "富士康", "海底捞", "苏宁", "中国", "国家电网", "工商银行"),
)


def some(count=600, city="420100", seed=1):
    return list(demo_vacancies(seed=seed, city=city, count=count, today=TODAY))


@pytest.fixture(scope="module")
def many():
    return [vacancy for code in demo_cities() for vacancy in some(400, code)]


def test_the_same_seed_gives_the_same_vacancies():
    assert some() == some()


def test_another_seed_or_city_gives_other_vacancies():
    texts = {vacancy.duties for vacancy in some()}
    assert len(texts & {vacancy.duties for vacancy in some(seed=2)}) < 3
    assert len(texts & {vacancy.duties for vacancy in some(city="510100")}) < 3


def test_ids_are_unique_in_and_between_cities(many):
    assert len({vacancy.id for vacancy in many}) == len(many)


def test_the_catalogue_has_at_least_120_occupations_of_all_trades():
    codes = [entry.code for trade in trades() for entry in trade.occupations]
    assert len(codes) == len(set(codes)) >= 120
    assert len(trades()) >= 12


def test_every_code_is_one_of_the_standards():
    for trade in trades():
        assert all(industry(kind.industry) for kind in trade.kinds)
        for entry in trade.occupations:
            unit = occupation(entry.code)
            assert unit is not None
            assert unit.level == 4
            assert all(code == "00" or education(code) for code in entry.education)
            assert entry.kinds <= set(range(len(trade.kinds)))


def test_every_occupation_says_enough():
    for trade in trades():
        for entry in trade.occupations:
            assert 4 <= len(entry.duties) <= 8, entry.code
            assert len(entry.needs_of_beginners) >= 2, entry.code
            assert len(entry.needs_of_experienced) >= 2, entry.code
            assert len(entry.titles) >= 3, entry.code
            assert entry.pay[0] < entry.pay[1], entry.code


def test_no_choice_is_left_unexpanded(many):
    assert not [vacancy.duties for vacancy in many if re.search(r"[{}|]", vacancy.duties + vacancy.title)]


def test_every_row_has_valid_codes_and_lies_in_its_city(many):
    for vacancy in many:
        if vacancy.flaw not in ("region_unknown", "credit_code_invalid", "employer_missing"):
            assert is_within(vacancy.region, vacancy.id[:6])
            check_social_credit_code(vacancy.employer_credit_code)
        assert economic_type(vacancy.employer_type)
        east, north = location(vacancy.id[:6])
        assert abs(vacancy.longitude - east) < 2
        assert abs(vacancy.latitude - north) < 2


def test_dates_are_recent_and_not_past(many):
    for vacancy in many:
        assert TODAY - dt.timedelta(days=60) < vacancy.published_on <= TODAY
        assert TODAY < vacancy.expires_on <= TODAY + dt.timedelta(days=90)


def test_pay_follows_the_city():
    def middle(city):
        good = [vacancy for vacancy in some(city=city) if not vacancy.flaw and vacancy.pay_period == "month"]
        pay = sorted(vacancy.pay_min for vacancy in good if vacancy.pay_min)
        return pay[len(pay) // 2]

    assert middle("310000") > middle("420100") > middle("429004")


def test_who_asks_for_experience_does_not_take_beginners_in_the_same_breath(many):
    for vacancy in many:
        if vacancy.experience_min:
            assert not re.search("无经验|零基础|应届|不需要经验|学徒", vacancy.duties.split("\n", 1)[1]), (
                vacancy.duties
            )


def test_headcounts_are_between_1_and_60(many):
    assert {vacancy.headcount for vacancy in many} <= set(range(1, 61))


def test_good_vacancies_break_no_rule_and_raise_no_caution(many):
    for vacancy in many:
        if not vacancy.flaw or vacancy.flaw == TWICE:
            posting = posting_of(vacancy)
            assert refusals(posting) + cautions(posting) == [], vacancy.duties


def test_a_flaw_brings_the_reason_that_it_is_named_after(many):
    seen = Counter(vacancy.flaw for vacancy in many)
    assert set(FLAWS) <= set(seen)
    for vacancy in many:
        found = refusals(posting_of(vacancy)) + cautions(posting_of(vacancy))
        if vacancy.flaw in ("limits_sex", "asks_fee", "pay_below_minimum", "age_limit", "bait_words"):
            assert vacancy.flaw in found, vacancy.duties


def test_the_share_of_bad_rows_is_as_stated(many):
    bad = sum(bool(vacancy.flaw) for vacancy in many)
    assert FLAW_SHARE * 0.7 < bad / len(many) <= FLAW_SHARE * 1.3
    refused = sum(vacancy.flaw in REFUSED for vacancy in many)
    assert refused < FLAW_SHARE * len(many)


def test_no_two_texts_read_alike_but_those_sent_twice(many):
    texts = Counter(vacancy.duties for vacancy in many if vacancy.flaw != TWICE)
    assert sum(count - 1 for count in texts.values()) < len(many) * 0.005


def test_what_is_sent_twice_is_the_same_but_for_its_id(many):
    by_text = {vacancy.duties: vacancy for vacancy in many if not vacancy.flaw}
    twice = [vacancy for vacancy in many if vacancy.flaw == TWICE]
    assert twice
    for vacancy in twice:
        first = by_text[vacancy.duties]
        assert (first.title, first.employer_name, first.address) == (
            vacancy.title,
            vacancy.employer_name,
            vacancy.address,
        )
        assert first.id != vacancy.id


def test_employers_are_invented(many):
    brands = {first + second + third for first in FIRST for second in SECOND for third in THIRD}
    for vacancy in many:
        assert not any(brand in vacancy.employer_name for brand in KNOWN_BRANDS)
        town = region(vacancy.id[:6]).short_name
        if vacancy.employer_name:
            assert vacancy.employer_name.removeprefix(town)[:3] in brands
        assert "-0000" in vacancy.contact_phone
        assert vacancy.contact_email.endswith(".demo.example")


@pytest.mark.parametrize("number", [0, 1, 7, 4_999, 99_999])
def test_credit_codes_are_valid_and_of_no_real_organisation(number):
    code = credit_code("420115", number)
    assert check_social_credit_code(code) == code
    assert code[8:11] == "DEM"


def test_rows_follow_the_contract():
    for row in demo_rows(seed=3, city="440300", count=300, today=TODAY):
        assert set(row) <= set(BY_NAME)
        for name, value in row.items():
            longest = BY_NAME[name].max_length
            if isinstance(value, str) and longest:
                assert len(value) <= longest


def test_as_many_rows_come_as_are_asked_for():
    assert sum(1 for _ in demo_rows(seed=1, city="420100", count=20_000)) == 20_000


def test_choices_expand_alone_or_together():
    assert expand("{甲|乙}丙") == ("甲丙", "乙丙")
    assert expand("查{甲|乙|丙}", together=True) == ("查甲、乙", "查甲、丙", "查乙、丙", "查甲、乙、丙")
    assert expand("{甲，乙|丙}丁", together=True) == ("甲，乙丁", "丙丁")
    assert expand("会{=甲|乙}") == ("会甲", "会乙", "会甲、乙")


def test_every_demonstration_city_is_a_city():
    cities = demo_cities()
    assert len(cities) >= 14
    assert all(is_city(code) for code in cities)
    assert len({code[:2] for code in cities}) >= 7
    assert 5_000 <= sum(city.rows for city in cities.values()) <= 8_000
    assert [city.code for city in cities.values() if not city.vouches] == ["210100"]


def posting_of(vacancy):
    return Posting(
        title=vacancy.title,
        duties=vacancy.duties,
        pay_min=vacancy.pay_min,
        pay_max=vacancy.pay_max,
        pay_period=vacancy.pay_period,
        employment_type=vacancy.employment_type,
        minimum_wage=2_000,
    )
