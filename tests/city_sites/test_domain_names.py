"""Domains as people write them."""

from __future__ import annotations

import hypothesis
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from city_sites.domain_names import domain_of, own_name_check, shown_domain


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("jobs.wuhan.example", "jobs.wuhan.example"),
        (" https://Jobs.Wuhan.Example/ ", "jobs.wuhan.example"),
        ("jobs.wuhan.example.", "jobs.wuhan.example"),
        ("就业。武汉.example", "xn--vhq565a.xn--5lwws.example"),
        ("ｊｏｂｓ．wuhan.example", "jobs.wuhan.example"),
    ],
)
def test_a_domain_is_kept_as_it_stands_in_dns(written, name):
    assert domain_of(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "", ".", "wuhan", "10.0.0.1", "１０.0.0.1", "127.1", "0x7f.1", "[::1]", "::1", "jobs.example:8000",
        "https://jobs.example/work/", "staff@jobs.example", "a_b.example", "-a.example", "a..example",
        "*.example.cn", f"{'a' * 64}.example", f"{'a.' * 130}example", "jobs example.cn", "a\0b.example",
    ],
)  # fmt: skip
def test_what_is_no_domain_is_refused_in_words(written):
    with pytest.raises(ValidationError):
        domain_of(written)


@hypothesis.settings(max_examples=50)
@given(st.text(max_size=40))
def test_whatever_is_written_is_a_domain_or_refused_and_reads_back_as_the_same(written):
    try:
        name = domain_of(written)
    except ValidationError:
        return
    assert name.isascii()
    assert domain_of(shown_domain(name)) == name


@pytest.mark.parametrize(
    "name",
    ["jobs.gov.example", "new.jobs.gov.example", "cdn.example", "a.b.internal", "a.localhost", "x.onion"],
)
def test_the_portal_s_own_names_and_those_that_nobody_holds_are_refused(settings, name):
    settings.PORTAL_HOST = "jobs.gov.example"
    settings.ALLOWED_HOSTS = ["jobs.gov.example", ".cdn.example", "*"]
    with pytest.raises(ValidationError):
        own_name_check(name)
    own_name_check("gov.example")
    own_name_check("jobs.wuhan.example")
