"""The desk of figures: made by one, approved by another, each in their regions."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import NATION, Role
from accounts.services import role_grant
from stats_publishing.methods.periods import Period
from stats_publishing.models import AnalysisText, DatasetVersion
from stats_publishing.services.texts import stale_numbers, text_of
from stats_publishing.tasks import missing_figures_make
from tests.factories import UserFactory
from tests.stats_publishing.quarters import quarter

pytestmark = pytest.mark.django_db
WUHAN = "420100"


def desk(client, role: Role, region: str):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    client.force_login(user)
    return user


def decide(client, region: str = WUHAN, **data):
    return client.post(reverse("figures_decide", args=[region, "2026Q2"]), data, follow=True)


def test_figures_are_made_by_one_and_approved_by_another(client):
    quarter("2026Q2", WUHAN, demand=30, seekers=20)
    desk(client, Role.CITY_PUBLISHER, WUHAN)
    assert "1.50" in decide(client, act="make").content.decode()
    decide(client, act="approve")
    assert not DatasetVersion.objects.filter(approved_at__isnull=False).exists()
    desk(client, Role.PROVINCE_SUPERVISOR, "420000")
    decide(client, act="approve")
    assert not DatasetVersion.objects.filter(approved_at=None).exists()


def test_what_changed_against_the_version_before_is_shown_with_the_reason(client):
    desk(client, Role.NATIONAL_MANAGER, NATION)
    quarter("2026Q2", WUHAN, demand=30, seekers=20)
    decide(client, act="make")
    quarter("2026Q2", WUHAN, demand=1, seekers=0)
    decide(client, act="make")
    assert DatasetVersion.objects.filter(dataset="supply-demand-total").count() == 1
    page = decide(client, act="make", reason="蔡甸区补报").content.decode()
    assert "蔡甸区补报" in page
    assert DatasetVersion.objects.filter(dataset="supply-demand-total").count() == 2


def test_the_list_is_of_the_own_regions_and_asks_a_fixed_number_of_queries(
    client, django_assert_max_num_queries
):
    for city in (WUHAN, "430100"):
        quarter("2026Q2", city, demand=3, seekers=2)
    desk(client, Role.NATIONAL_MANAGER, NATION)
    for city in (WUHAN, "430100"):
        decide(client, city, act="make")
    with django_assert_max_num_queries(20):
        both = client.get(reverse("figures"), {"period": "2026Q2"}).content.decode()
    assert "长沙" in both
    desk(client, Role.PROVINCE_SUPERVISOR, "420000")
    page = client.get(reverse("figures"), {"period": "2026Q2"}).content.decode()
    assert "武汉" in page
    assert "长沙" not in page
    assert client.get(reverse("figures_page", args=["430100", "2026Q2"])).status_code == 404


def test_what_is_missing_is_made_by_a_worker(client, monkeypatch):
    monkeypatch.setattr(missing_figures_make, "delay", missing_figures_make)
    quarter("2026Q2", WUHAN, demand=3, seekers=2)
    desk(client, Role.PROVINCE_SUPERVISOR, "420000")
    client.post(reverse("figures_make"), {"period": "2026Q2"})
    assert DatasetVersion.objects.filter(region=WUHAN).exists()


def test_a_text_is_drafted_edited_by_a_person_and_held_against_a_correction(client):
    quarter("2026Q2", WUHAN, demand=30, seekers=20)
    editor = desk(client, Role.NATIONAL_MANAGER, NATION)
    decide(client, act="make")
    address = reverse("figures_text", args=[WUHAN, "2026Q2"])
    client.post(address, {"act": "draft"})
    drafted = {one.language: one.text for one in AnalysisText.objects.all()}
    assert "[1.50|total/_T/ratio]" in drafted["zh"]
    edited = {"zh": drafted["zh"] + "\n\n供求总体平稳。", "en": drafted["en"]}
    client.post(address, {"act": "save"} | edited)
    kept = text_of(region=WUHAN, period=Period.read("2026Q2"), language="zh")
    assert (kept.by, kept.text) == (editor, edited["zh"])
    assert AnalysisText.objects.count() == 4
    client.post(address, {"act": "approve"})
    assert not AnalysisText.objects.filter(approved_at__isnull=False).exists()
    desk(client, Role.PROVINCE_SUPERVISOR, "420000")
    client.post(address, {"act": "approve"})
    assert AnalysisText.objects.filter(approved_at__isnull=False).count() == 2
    desk(client, Role.NATIONAL_MANAGER, NATION)
    quarter("2026Q2", WUHAN, demand=10, seekers=0)
    decide(client, act="make", reason="补报")
    assert {one.text for one, _figure in stale_numbers(kept)} >= {"1.50", "30"}
    assert "1.50 → 2.00" in client.get(address).content.decode()


def test_a_text_of_nothing_is_not_kept(client):
    desk(client, Role.NATIONAL_MANAGER, NATION)
    address = reverse("figures_text", args=[WUHAN, "2026Q2"])
    client.post(address, {"act": "draft"})
    client.post(address, {"act": "save", "zh": " ", "en": ""})
    assert not AnalysisText.objects.exists()
