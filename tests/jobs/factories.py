"""Rows and feeds for the tests of jobs."""

from __future__ import annotations

import factory

from jobs.enums import FeedKind
from jobs.feeds.profile import canonical_mapping
from jobs.models import CityFeed, FeedProfile


class FeedProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedProfile
        django_get_or_create = ("name",)

    name = "canonical"
    mapping = factory.LazyFunction(canonical_mapping)


class CityFeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CityFeed

    region = "420100"
    slug = factory.Sequence(lambda n: f"feed-{n}")
    name = "武汉市公共就业服务中心"
    profile = factory.SubFactory(FeedProfileFactory)
    kind = FeedKind.FULL
    vouches_for_employers = True


def row(number: int, **changes) -> dict:
    """A row of the contract without a fault; `None` takes a field away."""
    fields = {
        "id": f"WH-{number:06d}",
        "title": f"装配钳工{number}号线",
        "region": "420115",
        "address": f"产业园{number}号",
        "employer_name": f"武汉测试机械{number % 5}有限公司",
        "employer_type": "民营",
        "industry": "C34",
        "duties": "按图纸装配部件，做好自检记录。",
        "headcount": 2,
        "pay": "6千-8千·13薪",
        "education": "高中",
        "experience": "1-3年",
        "employment_type": "全职",
        "benefits": ["五险一金", "双休"],
        "contact_name": "陈师傅",
        "contact_phone": "027-00000000",
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def rows(count: int, **changes) -> list[dict]:
    return [row(number, **changes) for number in range(1, count + 1)]
