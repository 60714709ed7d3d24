"""The CMS: employers, feeds, profiles and minimum wages for those who manage them nationally."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from jobs.models import CityFeed, Employer, FeedProfile, MinimumWage


class FeedProfileViewSet(ModelViewSet):
    model = FeedProfile
    icon = "table"
    list_display = ["name", "description", "updated_at"]
    search_fields = ["name", "description"]
    form_fields = ["name", "description", "mapping"]


class CityFeedViewSet(ModelViewSet):
    model = CityFeed
    icon = "download"
    list_display = ["name", "region", "profile", "kind", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "slug", "region"]
    form_fields = [
        "region",
        "slug",
        "name",
        "profile",
        "kind",
        "format",
        "vouches_for_employers",
        "is_active",
        "pull_url",
        "pull_every_minutes",
        "pull_allow_private",
    ]


class EmployerViewSet(ModelViewSet):
    model = Employer
    icon = "group"
    list_display = ["name", "region", "credit_code", "verification"]
    list_filter = ["verification"]
    search_fields = ["name", "credit_code"]
    form_fields = ["name", "credit_code", "region", "economic_type", "industry"]


class MinimumWageViewSet(ModelViewSet):
    model = MinimumWage
    icon = "calendar"
    list_display = ["region", "valid_from", "monthly"]
    search_fields = ["region"]
    form_fields = ["region", "valid_from", "monthly"]


class VacancyData(ViewSetGroup):
    menu_label = _("Vacancies and feeds")
    menu_icon = "download"
    menu_order = 260
    items = (
        CityFeedViewSet("feeds"),
        FeedProfileViewSet("feed-profiles"),
        EmployerViewSet("employers"),
        MinimumWageViewSet("minimum-wages"),
    )


@hooks.register("register_admin_viewset")
def vacancy_data() -> VacancyData:
    return VacancyData()
