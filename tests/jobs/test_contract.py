"""The contract, its schema and the shipped profiles agree with each other."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.contract import FIELDS, json_schema
from jobs.feeds.mapping import RowMapper
from jobs.feeds.profile import Profile, canonical_mapping, profile_from
from jobs.feeds.readers import RawRow
from jobs.feeds.reasons import REASONS, RunError
from jobs.models import FeedProfile
from jobs.profiles import profiles_load, shipped_profiles
from tests.jobs.factories import row

DOCS = Path(__file__).resolve().parents[2] / "docs"
TODAY = dt.date(2026, 3, 10)


def mapper(mapping=None) -> RowMapper:
    profile = profile_from(mapping or canonical_mapping())
    return RowMapper(profile, region="420100", source_name="武汉", today=TODAY)


def drafted(values, mapping=None):
    reader = mapper(mapping)
    sent = RawRow(1, values, json.dumps(values, ensure_ascii=False).encode())
    return reader.draft(reader.row_id(sent), sent)


def test_the_published_schema_is_the_one_that_the_code_makes():
    published = json.loads((DOCS / "feed-vacancy.schema.json").read_text())
    assert published == json_schema(), "run `manage.py feed_schema`"


def test_the_documentation_names_every_field_and_every_reason():
    text = (DOCS / "feed-format.md").read_text()
    assert [field.name for field in FIELDS if f"`{field.name}`" not in text] == []
    assert [code for code in REASONS if f"`{code}`" not in text] == [], "run `manage.py feed_schema`"


def test_the_schema_is_valid_and_accepts_a_row_without_a_fault():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(row(1))


def test_every_example_of_the_contract_is_read():
    for field in FIELDS:
        for example in field.examples:
            draft = drafted(row(1, **{field.name: example}))
            assert draft.errors == [], field.name
            assert not [code for code in draft.warnings if code.endswith("_unknown")], (field.name, example)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    st.fixed_dictionaries(
        {"id": _TEXT.filter(str.strip), "title": _TEXT.filter(str.strip), "region": st.just("420115")},
        optional={field.name: _TEXT for field in FIELDS if field.kind == "text" and not field.required},
    )
)
def test_no_row_breaks_the_mapper(values):
    draft = drafted(values)
    assert all(code in REASONS for code in [*draft.errors, *draft.warnings])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"id": None}, "id_missing"),
        ({"id": "x" * 101}, "id_too_long"),
        ({"title": " "}, "title_missing"),
        ({"region": None}, "region_missing"),
        ({"region": "火星"}, "region_unknown"),
        ({"duties": "长" * 100_000}, "field_too_long"),
        ({"published_on": "2099-01-01"}, "published_out_of_range"),
        ({"expires_on": "2099-01-01"}, "expires_out_of_range"),
        ({"state": "maybe"}, "state_unknown"),
    ],
)
def test_what_a_row_must_have_is_an_error_when_it_lacks(changes, error):
    assert drafted(row(1, **changes)).errors == [error]


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"employer_name": None}, "employer_missing"),
        ({"employer_credit_code": "123"}, "credit_code_invalid"),
        ({"duties": None}, "duties_missing"),
        ({"headcount": None}, "headcount_default"),
        ({"headcount": "许多"}, "headcount_unknown"),
        ({"pay": None}, "pay_missing"),
        ({"pay": "看心情"}, "pay_unknown"),
        ({"pay": "1万-5千"}, "pay_swapped"),
        ({"education": "火星"}, "education_unknown"),
        ({"experience": "很多"}, "experience_unknown"),
        ({"industry": "占星"}, "industry_unknown"),
        ({"occupation": "占星师"}, "occupation_code_unknown"),
        ({"employment_type": "随缘"}, "employment_type_unknown"),
        ({"longitude": 500, "latitude": 30}, "point_invalid"),
        ({"published_on": "从前"}, "published_unknown"),
        ({"expires_on": "将来"}, "expires_unknown"),
        ({"title": "长" * 300}, "text_cut"),
    ],
)
def test_what_the_law_wants_is_a_warning_when_it_lacks(changes, warning):
    draft = drafted(row(1, **changes))
    assert draft.errors == []
    assert warning in draft.warnings


def test_unmapped_words_are_counted():
    reader = mapper()
    for number in range(3):
        sent = RawRow(number, row(number, education="火星", industry="占星"), b"")
        reader.draft("x", sent)
    assert reader.take_unmapped() == {"education": {"火星": 3}, "industry": {"占星": 3}}
    assert reader.take_unmapped() == {}


def test_tracking_parameters_of_a_link_do_not_count():
    link = "https://jobs.example/v?utm_source=a&id=7&spm=1.2#top"
    assert drafted(row(1, source_url=link)).source_url == "https://jobs.example/v?id=7"
    assert drafted(row(1, source_url="javascript:alert(1)")).source_url == ""


PROFILE = {
    "version": 1,
    "id_key": ["岗位", "单位"],
    "not_stated": ["待定"],
    "fields": {
        "title": {"column": "岗位"},
        "region": {"column": "地点", "values": {"总部": "420106"}, "default": "@feed"},
        "employer_name": {"column": "单位"},
        "pay": {"columns": ["最低", "最高"], "parser": "pay_bounds"},
        "duties": {"columns": ["职责", "要求"], "join": "\n"},
        "benefits": {"column": "福利", "separators": " "},
        "education": {"column": "学历", "values": {"高职": "30"}},
        "source": {"constant": "武汉人才网"},
    },
}


def test_a_profile_maps_columns_constants_words_and_defaults():
    sent = {
        "岗位": "电工", "单位": "甲公司", "地点": "总部", "最低": 6000.0, "最高": "8000", "职责": "检修",
        "要求": "持证", "福利": "双休 包吃", "学历": "高职",
    }  # fmt: skip
    draft = drafted(sent, PROFILE)
    assert (draft.region, draft.pay_min, draft.pay_max) == ("420106", 6000, 8000)
    assert (draft.duties, draft.benefits, draft.education) == ("检修\n持证", ["双休", "包吃"], "30")
    assert draft.source_name == "武汉人才网"
    assert len(draft.external_id) == 32


def test_a_profile_may_take_the_feeds_city_and_its_own_words_for_nothing():
    draft = drafted({"岗位": "电工", "单位": "甲公司", "地点": "待定", "最低": "待定", "最高": ""}, PROFILE)
    assert draft.region == "420100"
    assert "region_from_feed" in draft.warnings
    assert draft.pay_min is None


def test_an_id_built_from_columns_is_the_same_each_time_and_differs_by_column():
    sent = {"岗位": "电工", "单位": "甲公司", "地点": "总部"}
    reader = mapper(PROFILE)
    first = reader.row_id(RawRow(1, sent, b""))
    assert reader.row_id(RawRow(9, dict(sent, 地点="武汉"), b"")) == first
    assert reader.row_id(RawRow(2, dict(sent, 单位="乙公司"), b"")) != first


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"fields": {"title": {"column": "a"}}}, ""),
        ({"fields": PROFILE["fields"] | {"salary": {"column": "a"}}}, ""),
        ({"fields": PROFILE["fields"] | {"title": {"column": "a", "constant": "b"}}}, "fields.title"),
        ({"fields": PROFILE["fields"] | {"title": {"column": "a", "parser": "pay"}}}, ""),
        ({"fields": PROFILE["fields"] | {"pay": {"column": "a", "parser": "pay_bounds"}}}, "fields.pay"),
        ({"fields": PROFILE["fields"] | {"title": {"column": "a", "edition": "1999"}}}, ""),
        ({"id_key": []}, ""),
        ({"defaults": {"validity_days": 0}}, "defaults.validity_days"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_profile_that_is_not_valid_says_what_is_wrong_where(change, where):
    with pytest.raises(RunError) as caught:
        profile_from(PROFILE | change)
    assert caught.value.code == "profile_invalid"
    assert [problem["where"] for problem in caught.value.detail["problems"]] == [where]


def test_shipped_profiles_are_valid_and_the_canonical_one_is_the_contract():
    shipped = {name: mapping for name, _, mapping in shipped_profiles()}
    assert all(Profile.model_validate(mapping) for mapping in shipped.values())
    assert shipped["canonical"] == canonical_mapping()


@pytest.mark.django_db
def test_loading_profiles_twice_changes_nothing_and_keeps_what_was_edited():
    assert set(profiles_load().values()) == {"created"}
    edited = FeedProfile.objects.get(name="canonical")
    edited.mapping = edited.mapping | {"not_stated": ["待定"]}
    edited.save()
    outcome = profiles_load()
    assert outcome.pop("canonical") == "kept"
    assert set(outcome.values()) == {"unchanged"}
    call_command("load_profiles", force=True, verbosity=0)
    assert FeedProfile.objects.get(name="canonical").mapping == canonical_mapping()


def test_an_edited_profile_that_is_not_valid_is_refused_and_told_why():
    edited = FeedProfile(name="x", mapping=PROFILE | {"defaults": {"validity_days": 0}})
    with pytest.raises(ValidationError) as caught:
        edited.clean()
    assert "defaults.validity_days" in caught.value.message_dict["mapping"][0]
    FeedProfile(name="x", mapping=PROFILE).clean()
