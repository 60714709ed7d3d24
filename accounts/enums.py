"""Roles of staff and the acts that they may do (数据权限)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role is held in one region; `REACH` says whether it reaches the regions below."""

    CITY_EDITOR = "city_editor", _("City editor")
    CITY_PUBLISHER = "city_publisher", _("City publisher")
    CITY_FEEDS = "city_feeds", _("City feed manager")
    CITY_STATISTICIAN = "city_statistician", _("City statistician")
    WINDOW_CLERK = "window_clerk", _("Clerk at a service window")
    PROVINCE_SUPERVISOR = "province_supervisor", _("Province supervisor")
    NATIONAL_MANAGER = "national_manager", _("National manager")


class Action(models.TextChoices):
    VIEW_FEEDS = "view_feeds", _("See feeds, runs and receipts")
    MANAGE_FEEDS = "manage_feeds", _("Upload, run and decide feeds")
    VERIFY_EMPLOYERS = "verify_employers", _("Check the papers of employers")
    HANDLE_REPORTS = "handle_reports", _("Decide what is reported about vacancies")
    MODERATE_VACANCIES = "moderate_vacancies", _("Decide which vacancies are public")
    SERVE_AT_WINDOW = "serve_at_window", _("Register and serve people at a window")
    KEEP_UNEMPLOYED = "keep_unemployed", _("Register and follow unemployed people")
    EDIT_CONTENT = "edit_content", _("Edit pages of the city's site")
    PUBLISH_CONTENT = "publish_content", _("Publish pages of the city's site")
    OPEN_SITES = "open_sites", _("Open and close sites of cities")
    SUPERVISE = "supervise", _("Watch the cities below")
    COMPARE_REGIONS = "compare_regions", _("Compare work and people across regions")
    EDIT_WORDS = "edit_words", _("Keep the synonyms of the search")
    READ_AUDIT = "read_audit", _("Read the audit trail")
    RESET_SECOND_FACTORS = "reset_second_factors", _("Help staff below who lost a second factor")
    INVITE_STAFF = "invite_staff", _("Invite staff below, and confirm or take back what they hold")
    FILL_RETURNS = "fill_returns", _("Fill in and submit returns")
    REVIEW_RETURNS = "review_returns", _("Accept returns or send them back")
    PUBLISH_FIGURES = "publish_figures", _("Approve figures and publish reports")
    MANAGE_STATISTICS = "manage_statistics", _("Keep forms, holidays and the release calendar of the country")


ACTIONS_OF_ROLE: dict[Role, frozenset[Action]] = {
    Role.CITY_EDITOR: frozenset({Action.VIEW_FEEDS, Action.EDIT_CONTENT, Action.COMPARE_REGIONS}),
    Role.CITY_PUBLISHER: frozenset(
        {
            Action.VIEW_FEEDS,
            Action.EDIT_CONTENT,
            Action.PUBLISH_CONTENT,
            Action.COMPARE_REGIONS,
            Action.PUBLISH_FIGURES,
        }
    ),
    Role.CITY_FEEDS: frozenset(
        {
            Action.VIEW_FEEDS,
            Action.MANAGE_FEEDS,
            Action.VERIFY_EMPLOYERS,
            Action.HANDLE_REPORTS,
            Action.MODERATE_VACANCIES,
            Action.COMPARE_REGIONS,
            Action.READ_AUDIT,
        }
    ),
    Role.CITY_STATISTICIAN: frozenset({Action.FILL_RETURNS, Action.COMPARE_REGIONS}),
    Role.WINDOW_CLERK: frozenset({Action.SERVE_AT_WINDOW, Action.KEEP_UNEMPLOYED}),
    Role.PROVINCE_SUPERVISOR: frozenset(
        {
            Action.VIEW_FEEDS,
            Action.SUPERVISE,
            Action.OPEN_SITES,
            Action.COMPARE_REGIONS,
            Action.READ_AUDIT,
            Action.RESET_SECOND_FACTORS,
            Action.INVITE_STAFF,
            Action.REVIEW_RETURNS,
            Action.PUBLISH_FIGURES,
        }
    ),
    Role.NATIONAL_MANAGER: frozenset(Action),
}

LEVEL_OF_ROLE: dict[Role, int] = dict.fromkeys(Role, 1) | {
    Role.PROVINCE_SUPERVISOR: 2,
    Role.NATIONAL_MANAGER: 3,
}
"""1 city, 2 province, 3 nation: a level invites and reviews those below it."""

NATION = "000000"
"""Region code of the whole country; every region lies within it."""
