"""What the head of a page tells search engines: one address a language, the way to it, what it is."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from city_sites.models import BulletinPage, CoursePage, FairPage, FaqPage, GuidePage, NewsPage, PolicyPage
from tests.city_sites.pages import WUHAN, add, home_of

pytestmark = pytest.mark.django_db
HOST = {"host": "wuhan.localhost"}
DAY, MOMENT = {"pattern": r"^\d{4}-\d\d-\d\d$"}, {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$"}
TEXT, ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "pattern": "^https?://"}
ORGANISATION = {"required": ["@type", "name"], "properties": {"name": TEXT}}
SHAPES = {
    BulletinPage: ("NewsArticle", {"headline": TEXT, "datePublished": DAY, "dateModified": MOMENT,
                                   "publisher": ORGANISATION}),
    NewsPage: ("NewsArticle", {"headline": TEXT, "datePublished": DAY, "author": ORGANISATION}),
    PolicyPage: ("Legislation", {"name": TEXT, "legislationDate": DAY, "legislationPassedBy": ORGANISATION}),
    GuidePage: ("GovernmentService", {"name": TEXT, "serviceType": TEXT, "provider": ORGANISATION}),
    CoursePage: ("Course", {"name": TEXT, "description": TEXT, "provider": ORGANISATION,
                            "hasCourseInstance": {"properties": {"startDate": DAY, "endDate": DAY}}}),
    FairPage: ("Event", {"name": TEXT, "startDate": MOMENT, "endDate": MOMENT, "organizer": ORGANISATION,
                         "location": {"required": ["@type"]}}),
}  # fmt: skip


@pytest.fixture
def home(wuhan):
    return home_of(WUHAN)


def read(client, page, **asked):
    return client.get(page.get_url_parts()[2], asked, headers=HOST).content.decode()


def graph_of(text):
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert told["@context"] == "https://schema.org"
    return {part["@type"]: part for part in told["@graph"]}


@pytest.mark.parametrize("model", SHAPES)
def test_each_kind_of_page_says_what_it_is_in_the_words_of_schema_org(client, home, model):
    page = add(home, model, "</script>一件大事")
    kind, properties = SHAPES[model]
    parts = graph_of(read(client, page))
    jsonschema.validate(parts[kind], {"required": list(properties), "properties": properties})
    crumbs = parts["BreadcrumbList"]["itemListElement"]
    jsonschema.validate(
        crumbs, {"items": {"required": ["position", "name"], "properties": {"item": ADDRESS}}}
    )
    assert [one["position"] for one in crumbs] == [1, 2, 3]
    assert [one["name"] for one in crumbs] == ["武汉公共就业", page.get_parent().title, "</script>一件大事"]


def test_questions_are_told_with_their_answers_and_none_as_nothing(client, home):
    faq = FaqPage.objects.child_of(home).get()
    assert set(graph_of(read(client, faq))) == {"BreadcrumbList"}
    faq.groups = [
        ("group", {"heading": "求职", "questions": [{"question": "收费吗？", "answer": "<p>不收。</p>"}]})
    ]
    faq.save()
    (asked,) = graph_of(read(client, faq))["FAQPage"]["mainEntity"]
    assert (asked["name"], asked["acceptedAnswer"]["text"]) == ("收费吗？", "不收。")


@pytest.mark.parametrize("cookie", ["", "en"])
def test_every_language_has_an_address_of_its_own_that_names_the_others(client, home, cookie):
    page = add(home, BulletinPage, slug="one")
    address = "http://wuhan.localhost/bulletins/one/"
    english = client.get("/bulletins/one/", {"lang": "en"}, headers=HOST).text
    client.cookies.clear()
    chinese = read(client, page)
    for text, own in ((chinese, address), (english, f"{address}?lang=en")):
        assert f'<link rel="canonical" href="{own}">' in text
        for tag, where in (("zh-CN", address), ("en", f"{address}?lang=en"), ("x-default", address)):
            assert f'<link rel="alternate" hreflang="{tag}" href="{where}">' in text
    if cookie:
        client.cookies["lang"] = cookie
        assert f'<link rel="canonical" href="{address}?lang=en">' in read(client, page)


@pytest.mark.parametrize("path", ["/outlets/", "/market/"])
def test_addresses_of_the_portal_name_both_languages_too(client, home, path):
    text = client.get(path, {"lang": "en", "place": "江夏区"}, headers=HOST).text
    assert f'<link rel="canonical" href="http://wuhan.localhost{path}?lang=en">' in text
    assert f'hreflang="zh-CN" href="http://wuhan.localhost{path}"' in text
