"""Looks at a page before it is published: gathers what the pure checks need, and their findings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext
from wagtail.blocks import StreamValue
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.models import Page

from accounts.enums import NATION
from city_sites.checked_form import CheckedPageForm
from city_sites.models import BulletinPage
from city_sites.models.base import region_of_page
from city_sites.publishing_checks import (
    Fact,
    Finding,
    Known,
    Link,
    figure_findings,
    heading_findings,
    image_findings,
    images_of,
    link_findings,
    links_of,
)
from city_sites.services.corrections import is_corrected
from city_sites.services.external_links import broken_among
from standards import regions
from stats_publishing.models import DatasetVersion

TOTALS: Final = "supply-demand-total"
COMPARED: Final = ("demand", "seekers", "ratio")
PERIODS: Final = 12


def texts_of(page: Page) -> list[str]:
    """The rich texts of a page, those within its blocks among them."""
    found: list[str] = []
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            found.append(getattr(page, field.name) or "")
        elif isinstance(field, StreamField):
            value = getattr(page, field.name)
            if isinstance(value, StreamValue):
                found += _strings(value.get_prep_value())
    return [text for text in found if text]


def _strings(value: Any) -> Iterator[str]:
    """Texts with markup in the stored form of a stream."""
    if isinstance(value, str):
        if "<" in value:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def external_urls(page: Page) -> list[str]:
    """Addresses elsewhere that a page links to."""
    links = [link for text in texts_of(page) for link in links_of(text)]
    return [link.target for link in links if link.kind == "address"]


def findings(page: Page, *, region: str = "") -> list[Finding]:
    """What an editor is told about a page, errors first.

    Args:
        region: of a page that is not in the tree yet.
    """
    texts = texts_of(page)
    if not texts:
        return []
    links = [link for text in texts for link in links_of(text)]
    known = _known(links, [key for text in texts for key in images_of(text)])
    found = link_findings(links, known)
    for text in texts:
        found += [*image_findings(text), *heading_findings(text)]
        found += [Finding("image_gone", stops=True) for key in images_of(text) if key not in known.images]
    found += _figures(page, texts, region or region_of_page(page))
    once = {one.words: one for one in found}
    return sorted(once.values(), key=lambda one: not one.stops)


def publishable_of(pages: list[Page], *, with_drafts_below: bool) -> list[Page]:
    """Pages, as their own kinds, with the drafts below them where those go out as well; each once."""
    found = {page.pk: page.specific for page in pages}
    if with_drafts_below:
        for page in pages:
            found |= {below.pk: below for below in page.get_descendants().not_live().specific()}
    return list(found.values())


def hindrances(page: Page) -> list[str]:
    """Why the newest draft of a page cannot be published but on its editor's page, in words.

    What is asked there: findings that stop, warnings that somebody ticks, and the reason of a correction.
    Pages that need two people come out by approval only (`needs_two`).
    """
    draft = page.get_latest_revision_as_object()
    if not issubclass(getattr(type(draft), "base_form_class", None) or object, CheckedPageForm):
        return []
    found = [one.words for one in findings(draft)]
    before = BulletinPage.objects.filter(pk=page.pk).first() if isinstance(draft, BulletinPage) else None
    if before and is_corrected(before, draft) and draft.correction in ("", before.correction):
        found.append(gettext("Say why it is corrected: readers see it beside the old version."))
    return [str(words) for words in found]


def _known(links: list[Link], images: list[str]) -> Known:
    pages = _ids(link.target for link in links if link.kind == "page")
    documents = _ids(link.target for link in links if link.kind == "document")
    found = list(Page.objects.filter(pk__in=pages).values_list("pk", "title", "live")) if pages else []
    return Known(
        public_pages=frozenset(str(pk) for pk, _title, live in found if live),
        other_pages={str(pk): title for pk, title, live in found if not live},
        documents=_present(Document, documents),
        images=_present(Image, _ids(images)),
        broken=broken_among(link.target for link in links if link.kind == "address"),
    )


def _ids(keys: Any) -> list[int]:
    return [int(key) for key in keys if key.isdecimal() and len(key) < 16]


def _present(model: Any, keys: list[int]) -> frozenset[str]:
    if not keys:
        return frozenset()
    return frozenset(str(pk) for pk in model.objects.filter(pk__in=keys).values_list("pk", flat=True))


def _figures(page: Page, texts: list[str], region: str) -> list[Finding]:
    if not any(name in text for text in texts for name in ("求人倍率", "需求人数", "求职人数")):
        return []
    facts = facts_of(region)
    if not facts:
        return []
    day = getattr(page, "date", None) or timezone.localdate()
    elsewhere = _names_elsewhere(region)
    return [
        found for text in texts for found in figure_findings(text, facts, year=day.year, elsewhere=elsewhere)
    ]


def facts_of(region: str) -> list[Fact]:
    """The figures of a region's quarters that everybody sees. What waits for its release is not told here
    either: a warning would break the embargo."""
    newest = DatasetVersion.objects.released().newest().filter(dataset=TOTALS, region=region)
    facts = []
    for version in sorted(newest, key=lambda one: one.period, reverse=True)[:PERIODS]:
        table = version.figures
        for code in COMPARED:
            measure = version.kind.measures[code]
            column = len(table.dimensions) + table.measures.index(code) if code in table.measures else -1
            value = table.rows[0][column] if column >= 0 and table.rows else None
            if isinstance(value, int | float):
                facts.append(
                    Fact(measure.name.zh, version.period, Decimal(str(value)), measure.places, str(version))
                )
    return facts


def _names_elsewhere(region: str) -> list[str]:
    """Names by which a sentence speaks of another region: of provinces and cities that this one is not in."""
    own = {region, *(unit.code for unit in regions.ancestors(region))} if region != NATION else set()
    units = [*regions.provinces(), *regions.cities()]
    names = [unit.short_name for unit in units if unit.code not in own and len(unit.short_name) > 1]
    return names if region == NATION else [*names, "全国"]
