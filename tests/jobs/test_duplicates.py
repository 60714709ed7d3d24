"""The same vacancy twice is one that shows, with all its sources kept."""

from __future__ import annotations

import pytest

from jobs.enums import CloseReason
from jobs.feeds.identity import address_key, clean_link, name_key, title_key
from jobs.models import Employer, Vacancy
from jobs.services import employer_refuse, employer_verify, vacancy_close
from tests.jobs.factories import CityFeedFactory, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour(db):
    return CityFeedFactory(slug="neighbour", region="420700", name="鄂州市公共就业服务中心")


def shown() -> list[str]:
    return sorted(f"{vacancy.feed.slug}:{vacancy.external_id}" for vacancy in Vacancy.objects.public())


def same(id: str, **changes) -> dict:
    return row(1, id=id, **changes)


def test_a_vacancy_sent_by_two_cities_shows_once(send, feed, neighbour):
    send([same("a")])
    send([same("z", title="装配钳工1号线（急聘）", employer_name="武汉测试机械１有限公司")], feed=neighbour)
    assert shown() == [f"{feed.slug}:a"]
    follower = Vacancy.objects.get(external_id="z")
    assert follower.duplicate_of == Vacancy.objects.get(external_id="a")
    assert follower.state == "open"


def test_a_vacancy_sent_under_two_ids_in_one_file_shows_once(send, feed, receipts):
    run = send([same("a"), same("b"), same("c", source_url="https://x.example/?utm_source=1")])
    assert [outcome for outcome, _ in receipts(run).values()] == ["new", "new", "new"]
    assert shown() == [f"{feed.slug}:a"]
    lead = Vacancy.objects.get(external_id="a")
    assert set(lead.duplicates.values_list("external_id", flat=True)) == {"b", "c"}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "装配钳工2号线"},
        {"employer_name": "武汉别家机械有限公司"},
        {"region": "420106"},
        {"address": "产业园99号"},
        {"pay": "6千-9千"},
    ],
)
def test_what_differs_in_employer_title_workplace_or_pay_is_another(send, change):
    send([same("a"), same("b", **change)])
    assert Vacancy.objects.public().count() == 2


def test_the_next_one_is_promoted_when_the_lead_leaves(send, feed, outbox):
    send([same("a"), same("b"), same("c"), row(2), row(3), row(4), row(5), row(6), row(7)])
    outbox()
    vacancy_close(vacancy=Vacancy.objects.get(external_id="a"), reason=CloseReason.FILLED, by=None)
    assert f"{feed.slug}:b" in shown()
    changed = set(Vacancy.objects.filter(external_id__in=["a", "b", "c"]).values_list("pk", flat=True))
    assert outbox() == changed


def test_a_lead_that_goes_missing_or_changes_promotes_the_next(send, feed):
    others = [row(number) for number in range(2, 12)]
    send([same("a"), same("b"), *others])
    send([same("b"), *others])
    assert f"{feed.slug}:b" in shown()
    send([same("a"), same("b"), *others])
    assert f"{feed.slug}:a" in shown()
    assert f"{feed.slug}:b" not in shown()
    send([same("a", pay="1万"), same("b"), *others])
    assert {f"{feed.slug}:a", f"{feed.slug}:b"} <= set(shown())


def test_a_vacancy_of_a_verified_employer_leads_before_an_older_one_that_may_not_show(send, neighbour, feed):
    neighbour.vouches_for_employers = False
    neighbour.save()
    send([same("z")], feed=neighbour)
    assert shown() == []
    send([same("a")])
    assert shown() == [f"{feed.slug}:a"]
    unverified = Employer.objects.get(region="420700")
    employer_verify(employer=unverified, by=None)
    assert shown() == ["neighbour:z"]
    employer_refuse(employer=unverified, by=None, note="licence expired")
    assert shown() == [f"{feed.slug}:a"]


def test_vacancies_without_an_employer_are_never_taken_for_one(send):
    send([same("a", employer_name=None), same("b", employer_name=None)])
    assert Vacancy.objects.filter(duplicate_of=None).count() == 2


def test_keys_level_what_people_write_differently():
    assert title_key("【急聘】Ｊａｖａ 开发工程师（双休）") == title_key("java开发工程师")
    assert title_key("C++工程师") != title_key("C工程师")
    assert title_key("（双休）") == "双休"
    assert name_key("某某（武汉）有限公司") == name_key("某某(武汉) 有限公司")
    assert address_key("湖北省武汉市江夏区文化大道12号") == address_key("文化大道 12 号")
    assert clean_link("https://x.example/j?from=app&id=3") == clean_link("https://x.example/j?id=3&spm=9#a")
