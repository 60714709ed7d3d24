"""The choices of the CMS's filters: sites and people of the pages that a person sees.

Wagtail fills them from the whole portal, whatever its listing may show.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet, get_users_for_filter
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.models import Page, PageLogEntry, Site

from accounts.models import User
from city_sites.boundaries import visible_pages

Choices = Callable[[HttpRequest], QuerySet[User]]


def narrow() -> None:
    """Hold the filters of the CMS to what the person who looks sees; once, with the hooks of the CMS."""
    for filters in (PageFilterSet.base_filters, GenericPageFilterSet.base_filters):
        filters["site"].queryset = sites_seen
        filters["owner"].queryset = _people_of("owner")
        filters["edited_by"].queryset = editors_seen
    SiteHistoryReportFilterSet.get_users_queryset = _actors_seen
    WorkflowReportFilterSet.base_filters["requested_by"].queryset = _people_of(
        "_workflow_states__requested_by"
    )
    LockedPagesReportFilterSet.base_filters["locked_by"].queryset = _people_of("locked_by")


def sites_seen(request: HttpRequest) -> QuerySet[Site]:
    sites: QuerySet[Site] = Site.objects.filter(root_page__in=_pages(request)).order_by("hostname")
    return sites


def editors_seen(request: HttpRequest) -> QuerySet[User]:
    edits = PageLogEntry.objects.filter(action="wagtail.edit", page__in=_pages(request))
    return User.objects.filter(pk__in=edits.order_by().values("user"))


def _actors_seen(filters: SiteHistoryReportFilterSet) -> QuerySet[User]:
    """Who did what the person may read of."""
    found: QuerySet[User] = get_users_for_filter(filters.request.user)
    return found


def _people_of(path: str) -> Choices:
    def people(request: HttpRequest) -> QuerySet[User]:
        return User.objects.filter(pk__in=_pages(request).order_by().values(path))

    return people


def _pages(request: HttpRequest) -> QuerySet[Page]:
    return visible_pages(request.user, Page.objects.all())
