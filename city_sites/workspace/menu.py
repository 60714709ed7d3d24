"""The menu of the workspace: by task, and of that what the person who looks has a part in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import NATION, Action

Held = Mapping[Action, Sequence[str]]
MOST_OPEN: Final = 12
"""With so many entries or fewer all parts of the menu stand open; of more only the one where one is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu, for who may do one of `actions` somewhere; `nation`: in the whole country."""

    label: Promise | str
    url: str
    actions: tuple[Action, ...]
    nation: bool = False

    def is_for(self, held: Held) -> bool:
        where = [code for action in self.actions for code in held[action]]
        return NATION in where if self.nation else bool(where)


@dataclass(frozen=True, slots=True)
class Part:
    label: Promise | str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    label: Promise | str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    label: Promise | str
    links: tuple[Link, ...]
    is_open: bool

    @property
    def is_here(self) -> bool:
        return any(link.is_here for link in self.links)


_VIEW, _FIGURES = (Action.VIEW_FEEDS,), (Action.PUBLISH_FIGURES,)
_RETURNS = (Action.FILL_RETURNS, Action.REVIEW_RETURNS)
MENU: Final = (
    Part(
        _("Vacancies and employers"),
        (
            Entry(_("Feeds"), "workspace_feeds", _VIEW),
            Entry(_("Runs"), "workspace_runs", _VIEW),
            Entry(_("Vacancies"), "workspace_vacancies", _VIEW),
            Entry(_("Employers"), "workspace_employers", _VIEW),
            Entry(_("Papers to check"), "workspace_verifications", (Action.VERIFY_EMPLOYERS,)),
            Entry(_("Reported vacancies"), "workspace_reports", (Action.HANDLE_REPORTS,)),
            Entry(_("Data quality"), "workspace_quality", _VIEW),
        ),
    ),
    Part(
        _("Sites and content"),
        (
            Entry(_("Pages and bulletins"), "wagtailadmin_home", (Action.EDIT_CONTENT, Action.SUPERVISE)),
            Entry(_("Approvals"), "workspace_approvals", (Action.PUBLISH_CONTENT, Action.SUPERVISE)),
            Entry(_("Sites"), "workspace_sites", (Action.EDIT_CONTENT, Action.OPEN_SITES)),
            Entry(_("Linked sites"), "workspace_links", (Action.SUPERVISE,)),
            Entry(_("Coverage"), "workspace_coverage", (Action.OPEN_SITES,), nation=True),
            Entry(_("Queues at outlets"), "workspace_queues", (Action.SERVE_AT_WINDOW,)),
        ),
    ),
    Part(
        _("Statistics"),
        (
            Entry(pgettext_lazy("statistics", "Returns"), "returns", _RETURNS),
            Entry(_("Submission board"), "returns_board", _RETURNS),
            Entry(_("Figures"), "figures", _FIGURES),
            Entry(_("Wage surveys"), "workspace_wages", (*_RETURNS, *_FIGURES)),
            Entry(_("Releases"), "workspace_releases", _FIGURES),
            Entry(_("Across regions"), "workspace_cross_region", (Action.COMPARE_REGIONS,)),
        ),
    ),
    Part(
        _("Administration"),
        (
            Entry(_("Staff"), "workspace_people", (Action.INVITE_STAFF,)),
            Entry(_("Audit trail"), "workspace_audit", (Action.READ_AUDIT,)),
            Entry(_("Synonyms"), "workspace_synonyms", (Action.EDIT_WORDS,), nation=True),
            Entry(_("Popular searches"), "workspace_popular", (Action.EDIT_WORDS,), nation=True),
        ),
    ),
)


def menu_of(held: Held, path: str) -> list[ShownPart]:
    """The parts that the person has something in.

    Args:
        path: of the page that is shown, whose entry is marked.
    """
    parts = [(part, [one for one in part.entries if one.is_for(held)]) for part in MENU]
    few = sum(len(entries) for _part, entries in parts) <= MOST_OPEN
    shown = []
    for part, entries in parts:
        links = tuple(_link(entry, path) for entry in entries)
        if links:
            shown.append(ShownPart(part.label, links, few or any(link.is_here for link in links)))
    return shown


def _link(entry: Entry, path: str) -> Link:
    address = reverse(entry.url)
    return Link(entry.label, address, path.startswith(address))
