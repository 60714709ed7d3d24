from dataclasses import replace

import pytest

from jobs.enums import EmploymentType
from tests.relevance.corpus import Posting, Truth
from tests.relevance.judging import grade, parse_intent

WELDER = Posting(
    opening=1,
    core="电焊工",
    title="急聘电焊工",
    duties="焊接管道；熟练使用氩弧焊。",
    occupation="",
    place_text="武汉·洪山区·光谷",
    address="",
    pay_text="7000-9000",
    benefits=("包吃住",),
    hours_old=1,
    truth=Truth(
        trade="welder",
        region="420111",
        spot="光谷",
        benefits=frozenset({"meals", "housing"}),
        skills=frozenset({"氩弧焊"}),
        pay=(7000, 9000),
        education="30",
        experience=1,
        employment_type=EmploymentType.FULL_TIME,
        night=False,
        employer="武汉盛达重工有限公司",
    ),
)


def graded(intent: str, **truth) -> int:
    return grade(parse_intent(intent), replace(WELDER, truth=replace(WELDER.truth, **truth)))


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("trade=welder", 3),
        ("trade=riveter|welder:2", 2),
        ("trade=@metal", 3),
        ("trade=riveter", 0),
        ("skill=氩弧焊", 3),
    ],
)
def test_the_trade_gives_the_grade(intent, expected):
    assert graded(intent) == expected


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("place=武汉", {"region": "430102"}),
        ("place=武汉/江夏|武汉/武昌", {}),
        ("employer=武汉宏远重工有限公司", {}),
        ("pay=9500-", {}),
        ("pay=-6000", {}),
        ("education=40", {}),
        ("experience=0", {}),
        ("type=part_time", {}),
        ("night=no", {"night": True}),
        ("phrase=铆工", {}),
    ],
)
def test_what_is_against_a_condition_is_worth_nothing(condition, truth):
    assert graded(f"trade=welder {condition}", **truth) == 0


@pytest.mark.parametrize(
    "condition",
    [
        "place=武汉",
        "place=湖北",
        "place=武汉/洪山",
        "employer=武汉盛达重工有限公司",
        "pay=8000-",
        "pay=-7000",
        "pay=8500-12000",
        "education=30",
        "education=20",
        "experience=3",
        "type=full_time",
        "night=no",
        "phrase=电焊工",
    ],
)
def test_a_condition_that_is_kept_takes_nothing_away(condition):
    assert graded(f"trade=welder {condition}") == 3


@pytest.mark.parametrize(
    ("condition", "unstated"),
    [
        ("pay=8000-", {"pay": None}),
        ("education=30", {"education": ""}),
        ("experience=1", {"experience": None}),
    ],
)
def test_what_is_not_stated_is_a_wish_unmet(condition, unstated):
    assert graded(f"trade=welder {condition}", **unstated) == 1
    assert graded(f"trade=welder {condition} benefit=meals", **unstated) == 2


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("trade=welder benefit=meals benefit=housing skill=氩弧焊", 3),
        ("trade=welder benefit=meals benefit=weekend", 2),
        ("trade=welder benefit=weekend", 1),
        ("trade=welder benefit=weekend|meals", 3),
        ("benefit=meals benefit=weekend", 1),
        ("benefit=weekend", 0),
    ],
)
def test_wishes_lower_the_grade_by_how_many_are_unmet(intent, expected):
    assert graded(intent) == expected


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        ("武汉/洪山:光谷", 3),
        ("武汉/洪山", 3),
        ("武汉/洪山:街道口", 2),
        ("武汉/武昌:徐东", 1),
        ("武汉/武昌", 1),
        ("襄阳/樊城", 0),
    ],
)
def test_nearer_is_better(near, expected):
    assert graded(f"trade=welder near={near}") == expected


def test_words_in_quotes_are_best_in_the_title():
    assert graded("phrase=焊接管道") == 2


@pytest.mark.parametrize("intent", ["trades=welder", "welder", "trade=", "trade=astronaut", "place=江湖"])
def test_an_intent_that_says_nothing_known_is_refused(intent):
    with pytest.raises((ValueError, LookupError)):
        parse_intent(intent)


def test_a_value_may_hold_spaces():
    assert graded("skill=Spring Boot place=武汉", skills=frozenset({"Spring Boot"})) == 3
