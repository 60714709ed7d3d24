"""A quarter from its figures to what everybody reads: each table, and the text with links."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from stats_publishing.addresses import table_path
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.texts import published_text, text_of, text_save, texts_approve, texts_draft
from tests.factories import UserFactory
from tests.stats_publishing.figures import WUHAN, publisher, release_of
from tests.stats_publishing.quarters import approved_cities, quarter

P = "2026Q2"
PERIOD = Period.read(P)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as traveller:
        yield traveller


def frozen(**figures):
    """The tables of Wuhan's quarter, approved."""
    quarter(P, WUHAN, **figures)
    approved_cities(P, reason="补报")
    return list(DatasetVersion.objects.filter(region=WUHAN, period=P, release_item=None))


def kept_text(*, approve: bool = True):
    """The text drafted, kept by one, approved by another."""
    now, editor = timezone.now(), UserFactory()
    texts_draft(region=WUHAN, period=PERIOD, by=None, at=now)
    for language in ("zh", "en"):
        draft = text_of(region=WUHAN, period=PERIOD, language=language)
        text_save(region=WUHAN, period=PERIOD, language=language, text=draft.text, by=editor, at=now)
    if approve:
        texts_approve(region=WUHAN, period=PERIOD, by=UserFactory(), at=now)
    return editor


def out(clock, versions, **changes):
    """A release of the versions that has come out."""
    release = release_of(*versions, at=timezone.now() + dt.timedelta(hours=1), period=P, **changes)
    clock.shift(dt.timedelta(hours=2))
    return release


def test_every_table_of_a_quarter_has_its_page_and_its_files(client, clock):
    versions = frozen(demand=30, seekers=20)
    out(clock, versions)
    for version in versions:
        here = table_path(version.dataset, WUHAN, P)
        for name in ("", "table.xlsx", "table.csv", "data.sdmx3.xml", "chart.svg"):
            assert client.get(here + name).status_code == 200, here + name


def test_the_text_comes_out_with_the_release_its_numbers_lead_to_their_cells(client, clock):
    versions = frozen(demand=30, seekers=20)
    kept_text()
    release = release_of(*versions, at=timezone.now() + dt.timedelta(hours=1), period=P)
    assert published_text(region=WUHAN, period=PERIOD, language="zh") is None
    assert "求人倍率为" not in client.get(f"/releases/{release.pk}/").content.decode()
    clock.shift(dt.timedelta(hours=1))
    page = client.get(f"/releases/{release.pk}/", {"lang": "zh-hans"}).content.decode()
    assert f'href="{table_path("supply-demand-total", WUHAN, P)}#r1">1.50</a>' in page
    assert (
        "vacancies per job seeker" in client.get(f"/releases/{release.pk}/", {"lang": "en"}).content.decode()
    )
    assert "is-corrected" not in page


def test_a_correction_marks_the_sentences_that_it_touches_and_its_text_waits_for_it(client, clock):
    first = frozen(demand=30, seekers=20)
    kept_text()
    release = out(clock, first)
    second = frozen(demand=10, seekers=0)
    kept_text()
    address = f"/releases/{release.pk}/?lang=zh-hans"
    assert "2.00" not in client.get(address).content.decode()
    correction = release_of(
        *second, at=timezone.now() + dt.timedelta(hours=1), period=P, corrects=release, notice="补报。"
    )
    assert "2.00" not in client.get(address).content.decode()
    old = published_text(region=WUHAN, period=PERIOD, language="zh")
    clock.shift(dt.timedelta(hours=1))
    new = published_text(region=WUHAN, period=PERIOD, language="zh")
    assert "[2.00|total/_T/ratio]" in new.text
    assert "is-corrected" not in client.get(f"/releases/{correction.pk}/").content.decode()
    new.delete()
    assert published_text(region=WUHAN, period=PERIOD, language="zh") == old
    page = client.get(address).content.decode()
    assert "1.50</a>（更正为 2.00）" in page
    assert "<p>需求人数所占比重" in page
    assert '<p><mark class="is-corrected">2026年第二季度' in page


def test_numbers_of_a_version_to_come_wait_for_it_even_if_another_release_comes_first(client, clock):
    first = frozen(demand=30, seekers=20)
    kept_text()
    release = out(clock, first)
    second = frozen(demand=10, seekers=0)
    kept_text()
    out(clock, [version for version in second if version.dataset == "supply-demand-sex"], title="补充")
    assert "[2.00|" in published_text(region=WUHAN, period=PERIOD, language="zh").text
    assert "2.00" not in client.get(f"/releases/{release.pk}/").content.decode()


def test_a_sentence_with_a_number_that_is_not_published_is_left_out(client, clock):
    versions = frozen(demand=30, seekers=20)
    kept_text()
    held = [version for version in versions if version.dataset == "supply-demand-total"]
    release = out(clock, held)
    page = client.get(f"/releases/{release.pk}/", {"lang": "zh-hans"}).content.decode()
    assert "1.50</a>" in page
    assert "需求人数所占比重" not in page


def test_a_text_is_approved_by_another_than_kept_it_and_only_with_the_figures_numbers(clock):
    frozen(demand=30, seekers=20)
    now = timezone.now()
    texts_draft(region=WUHAN, period=PERIOD, by=None, at=now)
    with pytest.raises(NotPossible):  # a draft that nobody has read
        texts_approve(region=WUHAN, period=PERIOD, by=publisher(), at=now)
    editor = kept_text(approve=False)
    with pytest.raises(NotPossible):
        texts_approve(region=WUHAN, period=PERIOD, by=editor, at=now)
    wrong = text_of(region=WUHAN, period=PERIOD, language="zh").text.replace("[1.50|", "[1.60|", 1)
    text_save(region=WUHAN, period=PERIOD, language="zh", text=wrong, by=editor, at=now)
    with pytest.raises(NotPossible):
        texts_approve(region=WUHAN, period=PERIOD, by=UserFactory(), at=now)
