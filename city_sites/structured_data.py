"""JSON-LD for search engines: pages of a site in the words of schema.org. Pure functions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from city_sites.enums import FairMode, PolicyStatus
from city_sites.models import BulletinPage, CoursePage, FairPage, FaqPage, GuidePage, NewsPage, PolicyPage

NOT_IN_HTML: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
ATTENDANCE: Final = {
    FairMode.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    FairMode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    FairMode.BOTH: "https://schema.org/MixedEventAttendanceMode",
}
Data = dict[str, Any]


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> Data:
    """BreadcrumbList of titles and whole addresses, the site's first page first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": address}
            for place, (title, address) in enumerate(trail, 1)
        ],
    }


def page_data(page: Page, *, address: str, publisher: str, home: str) -> Data | None:
    """A page of a kind that schema.org has a word for; None for all others. What is not stated is left out.

    Args:
        page: of its specific class.
        address: the canonical one.
        publisher: name of the site.
        home: address of the site's first page.
    """
    told = _KINDS.get(type(page))
    if told is None:
        return None
    who = {"@type": "GovernmentOrganization", "name": publisher, "url": home}
    return {name: value for name, value in told(page, address, who).items() if value not in ("", None)}


def graph(*parts: Data | None) -> Data:
    return {"@context": "https://schema.org", "@graph": [part for part in parts if part]}


def as_script_text(data: Data) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(NOT_IN_HTML))  # noqa: S308 - escaped here


def _article(page: Any, address: str, who: Data) -> Data:
    return {
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.summary,
        "datePublished": page.date.isoformat(),
        "dateModified": _moment(page.last_published_at),
        "mainEntityOfPage": address,
        "inLanguage": "zh-CN",
        "author": who,
        "publisher": who,
    }


def _policy(page: PolicyPage, address: str, who: Data) -> Data:
    force = "InForce" if page.status == PolicyStatus.IN_FORCE else "NotInForce"
    return {
        "@type": "Legislation",
        "name": page.title,
        "legislationIdentifier": page.number,
        "legislationDate": page.issued_on.isoformat(),
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": page.issuer},
        "legislationLegalForce": f"https://schema.org/{force}",
        "temporalCoverage": _period(page.effective_on, page.repealed_on),
        "inLanguage": "zh-CN",
        "url": address,
        "publisher": who,
    }


def _service(page: GuidePage, address: str, who: Data) -> Data:
    return {
        "@type": "GovernmentService",
        "name": page.title,
        "description": page.summary or strip_tags(page.conditions),
        "serviceType": str(page.get_kind_display()),
        "provider": who,
        "url": address,
    }


def _course(page: CoursePage, address: str, who: Data) -> Data:
    return {
        "@type": "Course",
        "name": page.title,
        "description": page.summary or strip_tags(page.body),
        "url": address,
        "provider": {"@type": "Organization", "name": page.provider},
        "offers": {"@type": "Offer", "category": "Free" if not page.fee else "Paid", "price": page.fee,
                   "priceCurrency": "CNY"},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Onsite",
            "startDate": page.starts_on.isoformat(),
            "endDate": page.ends_on.isoformat(),
            "location": {"@type": "Place", "name": page.place, "address": page.place},
        },
        "publisher": who,
    }  # fmt: skip


def _fair(page: FairPage, address: str, who: Data) -> Data:
    places: list[Data] = []
    if page.place:
        places.append({"@type": "Place", "name": page.place, "address": page.place})
    if page.link:
        places.append({"@type": "VirtualLocation", "url": page.link})
    return {
        "@type": "Event",
        "name": page.title,
        "description": page.summary or strip_tags(page.body),
        "startDate": _moment(page.starts_at),
        "endDate": _moment(page.ends_at),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": ATTENDANCE[FairMode(page.mode)],
        "location": places[0] if len(places) == 1 else places,
        "organizer": {"@type": "Organization", "name": page.organiser},
        "isAccessibleForFree": True,
        "url": address,
        "publisher": who,
    }


def _questions(page: FaqPage, address: str, _who: Data) -> Data:
    asked = [question for group in page.groups for question in group.value["questions"]]
    if not asked:
        return {}
    return {
        "@type": "FAQPage",
        "url": address,
        "mainEntity": [
            {
                "@type": "Question",
                "name": one["question"],
                "acceptedAnswer": {"@type": "Answer", "text": strip_tags(one["answer"].source)},
            }
            for one in asked
        ],
    }


def _moment(when: dt.datetime | None) -> str | None:
    return timezone.localtime(when).isoformat(timespec="seconds") if when else None


def _period(begins: dt.date, ends: dt.date | None) -> str:
    """An interval of ISO 8601; the law's last day is the one before it is repealed."""
    return f"{begins.isoformat()}/{(ends - dt.timedelta(days=1)).isoformat() if ends else '..'}"


_KINDS: Final[dict[type, Callable[[Any, str, Data], Data]]] = {
    BulletinPage: _article,
    NewsPage: _article,
    PolicyPage: _policy,
    GuidePage: _service,
    CoursePage: _course,
    FairPage: _fair,
    FaqPage: _questions,
}
