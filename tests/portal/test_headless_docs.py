"""docs/headless.md says of every type of block what the API gives for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from city_sites.models import BulletinPage, FaqPage, GuidePage
from portal.services import national_site_ensure
from tests.city_sites.pages import WUHAN, add, home_of

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "headless.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^### ((?:`\w+`(?:, )?)+)\n.*?^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = {
    name: json.loads(example)
    for names, example in EXAMPLE.findall(DOCS)
    for name in re.findall(r"`(\w+)`", names)
}


def kinds() -> dict[str, set[str]]:
    """Types of blocks by field, of all kinds of pages."""
    found: dict[str, set[str]] = {}
    for model in get_page_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                found.setdefault(field.name, set()).update(field.stream_block.child_blocks)
    return found


def shape(value):
    """Names and types, without what they hold."""
    if isinstance(value, dict):
        return {name: shape(held) for name, held in value.items()}
    return [shape(held) for held in value[:1]] if isinstance(value, list) else type(value).__name__


def test_every_type_of_block_is_documented():
    assert set().union(*kinds().values()) - set(EXAMPLES) == set()


@pytest.mark.django_db
def test_each_example_has_the_shape_of_what_the_api_gives(client):
    cache.clear()
    national_site_ensure()
    home = home_of(WUHAN)
    document = Document.objects.create(title="展位图", file=ContentFile(b"%PDF-1.7", "map.pdf"))
    home.sections = [
        *((kind, {"count": 5}) for kind in sorted(kinds()["sections"] - {"figures", "text"})),
        ("figures", {}),
        ("text", EXAMPLES["text"]),
    ]
    home.save()
    faq = FaqPage.objects.child_of(home).get()
    faq.groups = [("group", EXAMPLES["group"])]
    faq.save()
    guide = add(
        home, GuidePage, materials=[("material", EXAMPLES["material"])], steps=[("step", EXAMPLES["step"])]
    )
    bulletin = add(home, BulletinPage, attachments=[("document", document)])
    fields = ("sections", "groups", "materials", "steps", "attachments")
    given = {}
    for page in (home, faq, guide, bulletin):
        told = client.get(f"/api/cms/pages/{page.pk}/", {"site": WUHAN}).json()
        given |= {block["type"]: block["value"] for name in fields for block in told.get(name, ())}
    assert {name: shape(value) for name, value in given.items()} == {
        name: shape(EXAMPLES[name]) for name in given
    }
    assert set(given) == set(EXAMPLES)
