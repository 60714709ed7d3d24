"""docs/headless.md says of every type of block what the API gives for it."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from city_sites.models import BulletinPage, FaqPage, GuidePage
from portal.services import national_site_ensure
from tests.city_sites.pages import WUHAN, add, home_of
from tests.city_sites.test_statistical_reports import T, report_of
from tests.stats_publishing.figures import release_of, version_of

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "headless.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^### ((?:`[\w.]+`(?:, )?)+)\n.*?^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = {
    name: json.loads(example)
    for names, example in EXAMPLE.findall(DOCS)
    for name in re.findall(r"`([\w.]+)`", names)
}


def kinds() -> set[str]:
    """Types of blocks of all kinds of pages as "field.block"."""
    return {
        f"{field.name}.{name}"
        for model in get_page_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for name in field.stream_block.child_blocks
    }


def shape(value):
    """Names and types, without what they hold."""
    if isinstance(value, dict):
        return {name: shape(held) for name, held in value.items()}
    return [shape(held) for held in value[:1]] if isinstance(value, list) else type(value).__name__


def blocks_of(field):
    """One block of each type of a field, with what the page about it shows."""
    return [
        (name.partition(".")[2], example)
        for name, example in EXAMPLES.items()
        if name.startswith(f"{field}.")
    ]


def test_every_type_of_block_is_documented():
    assert kinds() == set(EXAMPLES)


@pytest.mark.django_db
def test_each_example_has_the_shape_of_what_the_api_gives(client):
    cache.clear()
    with time_machine.travel(T - dt.timedelta(days=1), tick=False) as clock:
        national_site_ensure()
        home = home_of(WUHAN)
        home.sections = blocks_of("sections")
        home.save()
        faq = FaqPage.objects.child_of(home).get()
        faq.groups = blocks_of("groups")
        faq.save()
        guide = add(home, GuidePage, materials=blocks_of("materials"), steps=blocks_of("steps"))
        document = Document.objects.create(title="展位图", file=ContentFile(b"%PDF-1.7", "map.pdf"))
        quoted = {"dataset": "supply-demand-sex", "where": "own", "period": "2026Q3"}
        figures = [
            ("figure", quoted | {"row": "合计", "measure": "ratio", "label": ""}),
            ("table", quoted | {"measures": ["demand"]}),
        ]
        bulletin = add(home, BulletinPage, attachments=[("document", document)], figures=figures)
        report = report_of(release_of(version_of(), at=T))
        report.key_figures, report.body = blocks_of("key_figures"), blocks_of("body")
        report.save()
        clock.move_to(T + dt.timedelta(seconds=1))
        given = {}
        for page in (home, faq, guide, bulletin, report):
            told = client.get(f"/api/cms/pages/{page.pk}/", {"site": WUHAN}).json()
            for field in {name.partition(".")[0] for name in EXAMPLES}:
                blocks = told.get(field) if isinstance(told.get(field), list) else []
                given |= {f"{field}.{block['type']}": block["value"] for block in blocks}
    assert {name: shape(value) for name, value in given.items()} == {
        name: shape(example) for name, example in EXAMPLES.items()
    }
