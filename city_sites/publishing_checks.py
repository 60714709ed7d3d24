"""What is looked at before a page is published: pure functions over its text, which know no database.

Errors stop a submission; warnings ask for a tick. Texts are the rich text that editors write, in the form
that is stored: `<a linktype="page" id="3">`, `<embed embedtype="image" id="5" alt="…">`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from bs4 import BeautifulSoup, Tag
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCE: Final = re.compile(r"[。；！？\n]")
_NUMBER: Final = re.compile(
    r"(?<![\d.第])(\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.(\d+))?\s*(万|%|％|个百分点|倍)?(?!\s*[年月日季])"
)
_QUARTER: Final = re.compile(r"(?:(\d{4})\s*年)?\s*第?([一二三四1-4])\s*季度")
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OTHERS: Final = (
    "同比",
    "环比",
    "相比",
    "增长",
    "下降",
    "上升",
    "增加",
    "减少",
    "结转",
    "新增",
    "比重",
    "其中",
)
"""Words that say that a number is a change or a part, not the figure itself."""
NEAR: Final = 12
"""A number belongs to a measure whose words end at most so many characters before it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a page that its editor is told.

    Args:
        code: what kind, such as image_without_text.
        stops: an error that stops a submission; else a warning that is ticked.
        detail: fills the words.
    """

    code: str
    stops: bool
    detail: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return str(WORDS[self.code]) % self.detail


WORDS: Final[Mapping[str, Words]] = {
    "page_gone": _("The text “%(text)s” links to a page that is no longer there."),
    "page_not_public": _("The text “%(text)s” links to the page “%(page)s”, which is not public."),
    "document_gone": _("The text “%(text)s” links to a document that is no longer there."),
    "link_empty": _("The text “%(text)s” links to nothing."),
    "link_broken": _("The address %(url)s did not answer when it was last looked at, on %(day)s."),
    "image_gone": _("A picture in the text is no longer there."),
    "image_without_text": _("A picture in the text has no alternative text for those who do not see it."),
    "heading_first": _("The first heading, “%(text)s”, is not of the second level."),
    "heading_skipped": _("The heading “%(text)s” skips a level."),
    "heading_empty": _("A heading is empty."),
    "figure_differs": _(
        "“%(text)s”: the published figure of %(measure)s in %(period)s is %(value)s (%(source)s)."
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a text: `kind` is page, document or address; `target` an id or an address."""

    kind: str
    target: str
    text: str


def links_of(html: str) -> list[Link]:
    """The links of a rich text, in their order."""
    found = []
    for tag in _soup(html).find_all("a"):
        kind = str(tag.get("linktype") or "address")
        target = str(tag.get("id") if kind in ("page", "document") else tag.get("href") or "")
        found.append(Link(kind if kind in ("page", "document") else "address", target, _short(tag)))
    return found


def images_of(html: str) -> list[str]:
    """Ids of the pictures of a rich text."""
    return [str(tag.get("id") or "") for tag in _soup(html).find_all("embed", embedtype="image")]


def image_findings(html: str) -> list[Finding]:
    """Pictures without an alternative text."""
    pictures = _soup(html).find_all("embed", embedtype="image")
    return [
        Finding("image_without_text", stops=True) for tag in pictures if not str(tag.get("alt") or "").strip()
    ]


def heading_findings(html: str) -> list[Finding]:
    """Headings that do not begin at the second level, skip one, or are empty; the title is the first."""
    level, found = 1, []
    for tag in _soup(html).find_all(_HEADINGS):
        this, text = int(tag.name[1]), _short(tag)
        if not text:
            found.append(Finding("heading_empty", stops=True))
        elif level == 1 and this != 2:
            found.append(Finding("heading_first", stops=True, detail={"text": text}))
        elif this > level + 1:
            found.append(Finding("heading_skipped", stops=True, detail={"text": text}))
        level = this
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the targets of links: public pages, other pages with their titles, documents,
    pictures, and addresses that did not answer, each with the day."""

    public_pages: frozenset[str] = frozenset()
    other_pages: Mapping[str, str] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    images: frozenset[str] = frozenset()
    broken: Mapping[str, str] = field(default_factory=dict)


def link_findings(links: Iterable[Link], known: Known) -> list[Finding]:
    """Links that lead nowhere: what is ours stops a submission, the rest of the world only warns."""
    found = []
    for link in links:
        detail = {"text": link.text}
        if link.kind == "page" and link.target not in known.public_pages:
            if title := known.other_pages.get(link.target):
                found.append(Finding("page_not_public", stops=True, detail=detail | {"page": title}))
            else:
                found.append(Finding("page_gone", stops=True, detail=detail))
        elif link.kind == "document" and link.target not in known.documents:
            found.append(Finding("document_gone", stops=True, detail=detail))
        elif link.kind == "address" and not link.target.strip():
            found.append(Finding("link_empty", stops=True, detail=detail))
        elif link.kind == "address" and (day := known.broken.get(link.target)):
            found.append(Finding("link_broken", stops=False, detail={"url": link.target, "day": day}))
    return found


@dataclass(frozen=True, slots=True)
class Fact:
    """A published figure.

    Args:
        measure: its name as texts write it, such as 求人倍率.
        period: code of a quarter, such as 2026Q1.
        places: decimal places as published.
        source: which version of which dataset.
    """

    measure: str
    period: str
    value: Decimal
    places: int
    source: str


def figure_findings(
    html: str, facts: Sequence[Fact], *, year: int, elsewhere: Iterable[str]
) -> list[Finding]:
    """Numbers in a text beside the name of a measure and of a quarter that are not the published figure.

    A number is compared as far as it is written: 1.4 agrees with 1.38, 12万 with 118,300. Changes and parts
    (同比, 其中, …) are left alone, and so are sentences that name another region.

    Args:
        year: of a quarter that is written without one.
        elsewhere: names of other regions.
    """
    others, found = tuple(elsewhere), []
    text = _soup(html).get_text("\n")
    period = ""
    for sentence in _SENTENCE.split(text):
        if named := _QUARTER.search(sentence):
            period = f"{named[1] or year}Q{_QUARTERS[named[2]]}"
        if not period or any(name in sentence for name in others):
            continue
        of_period = [fact for fact in facts if fact.period == period]
        found += [_differs(wrong, fact) for fact in of_period if (wrong := _wrong_number(sentence, fact))]
    return found


def _wrong_number(sentence: str, fact: Fact) -> str:
    """The words of a number beside the measure that disagrees; "" where none does."""
    for named in re.finditer(re.escape(fact.measure), sentence):
        after = sentence[named.end() : named.end() + NEAR + 20]
        number = _NUMBER.search(after)
        if (
            number is None
            or number.start() > NEAR
            or any(word in after[: number.start()] for word in _OTHERS)
        ):
            continue
        if number[3] in ("%", "％", "个百分点"):
            continue
        if not _agrees(number, fact.value):
            return sentence[named.start() : named.end() + number.end()].strip()
    return ""


def _agrees(number: re.Match[str], value: Decimal) -> bool:
    whole = number[1].replace(",", "").replace("，", "")
    written = Decimal(f"{whole}.{number[2]}" if number[2] else whole)
    published = value / 10_000 if number[3] == "万" else value
    step = Decimal(1).scaleb(-len(number[2] or ""))
    return abs(published - written) <= step / 2


def _differs(wrong: str, fact: Fact) -> Finding:
    detail = {
        "text": wrong,
        "measure": fact.measure,
        "period": fact.period,
        "value": f"{fact.value:,.{fact.places}f}",
        "source": fact.source,
    }
    return Finding("figure_differs", stops=False, detail=detail)


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def _short(tag: Tag) -> str:
    return " ".join(tag.get_text().split())[:60]
