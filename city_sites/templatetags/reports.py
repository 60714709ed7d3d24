"""Reports where releases are shown."""

from __future__ import annotations

from django import template

from city_sites.models import ReportPage
from city_sites.services.reports import reports_of as public_reports_of
from stats_publishing.models import Release

register = template.Library()


@register.simple_tag
def reports_of(release: Release) -> list[ReportPage]:
    """Public reports of a release."""
    return list(public_reports_of(release))
