"""What waits for staff in the rooms below, and in the CMS; registered with `accounts.duties` when ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from accounts import staff_review
from accounts.duties import Duty, by_region, duty_register
from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import region_prefix, within
from city_sites.link_states import DOWN
from city_sites.models import CityHomePage, RegionalApprovalTask
from city_sites.services.domains import lost_domains
from city_sites.services.links import watched
from city_sites.workspace import selectors
from city_sites.workspace.lists.employers import WAITING
from city_sites.workspace.lists.reports import OVERDUE
from city_sites.workspace.lists.runs import FAILED_LATELY, ODD
from jobs.enums import ReportState, RequestState, RunState, VacancyState, VerificationState
from jobs.models import CityFeed, Employer, FeedRun, Vacancy, VacancyReport, VerificationRequest
from stats_publishing.enums import OPEN_TO_FIGURES, ReturnState
from stats_publishing.models import Return


def _papers(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(VerificationRequest.objects.filter(state=RequestState.WAITING), held)


def _employers(_user: User, held: Sequence[str]) -> dict[str, int]:
    has_open = Vacancy.objects.filter(employer=OuterRef("pk"), state=VacancyState.OPEN)
    waiting = Employer.objects.filter(Exists(has_open), verification=VerificationState.UNVERIFIED)
    return by_region(waiting, held)


def _in_review(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(Vacancy.objects.filter(state=VacancyState.IN_REVIEW), held)


def _reports(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(VacancyReport.objects.filter(state=ReportState.OPEN), held)


def _overdue(_user: User, held: Sequence[str]) -> dict[str, int]:
    late = VacancyReport.objects.filter(state=ReportState.OPEN, due_at__lt=timezone.now())
    return by_region(late, held)


def _held_runs(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(FeedRun.objects.filter(state=RunState.HELD), held, "feed__region")


def _failed_runs(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(selectors.failed_lately(FeedRun.objects.all()), held, "feed__region")


def _odd_runs(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(selectors.odd_runs(FeedRun.objects.all()), held, "feed__region")


def _unmapped(_user: User, held: Sequence[str]) -> dict[str, int]:
    """Feeds in use whose newest run met words that no list knows."""
    return by_region(selectors.with_unmapped_words(CityFeed.objects.filter(is_active=True)), held)


def _to_hand_in() -> QuerySet[Return]:
    return Return.objects.filter(state__in=OPEN_TO_FIGURES, excluded_at=None)


def _returns_open(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(_to_hand_in(), held)


def _returns_late(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(_to_hand_in().filter(due_on__lt=timezone.localdate()), held)


def _returns_review(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(Return.objects.filter(state=ReturnState.SUBMITTED), held)


def _links_down(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(watched().filter(state__in=DOWN), held)


def _domains_lost(_user: User, held: Sequence[str]) -> dict[str, int]:
    return by_region(lost_domains(), held, "city_site__region")


def _staff_due(user: User, held: Sequence[str]) -> dict[str, int]:
    """Rights of staff that the person is asked to review, overdue ones."""
    return by_region(staff_review.due(staff_review.asked_of(user)), held)


def _approvals(_user: User, held: Sequence[str]) -> Mapping[str, int]:
    """Pages that wait for a publisher of their region, by the region of their site."""
    tasks = RegionalApprovalTask.objects.values("pk")
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=tasks)
    keys = [int(key) for key in waiting.values_list("workflow_state__object_id", flat=True)]
    if not keys:
        return {}
    homes = dict(CityHomePage.objects.filter(within(held)).values_list("path", "region"))
    found: Counter[str] = Counter()
    for path in Page.objects.filter(pk__in=keys).values_list("path", flat=True):
        above = (path[:end] for end in range(len(path), 0, -Page.steplen))
        region = next((homes[start] for start in above if start in homes), "")
        if region or not region_prefix(held[0]):
            found[region or NATION] += 1
    return found


DUTIES = (
    Duty(
        "papers", _("Employers' papers to check"), Action.VERIFY_EMPLOYERS, _papers,
        "workspace_verifications", order=10,
    ),
    Duty(
        "employers", _("Employers to verify"), Action.VERIFY_EMPLOYERS, _employers, "workspace_employers",
        {"state": WAITING}, order=11,
    ),
    Duty(
        "in_review", _("Vacancies in review"), Action.MODERATE_VACANCIES, _in_review, "workspace_vacancies",
        {"state": VacancyState.IN_REVIEW.value}, order=20,
    ),
    Duty(
        "reports", _("Reports to decide"), Action.HANDLE_REPORTS, _reports, "workspace_reports",
        {"state": ReportState.OPEN.value}, order=30,
    ),
    Duty(
        "overdue", _("Reports overdue"), Action.HANDLE_REPORTS, _overdue, "workspace_reports",
        {"state": OVERDUE}, is_late=True, order=31,
    ),
    Duty(
        "held_runs", _("Runs that wait for a decision"), Action.MANAGE_FEEDS, _held_runs, "workspace_runs",
        {"state": RunState.HELD.value}, order=40,
    ),
    Duty(
        "failed_runs", _("Runs failed in 7 days"), Action.MANAGE_FEEDS, _failed_runs, "workspace_runs",
        {"state": FAILED_LATELY}, is_late=True, order=41,
    ),
    Duty(
        "odd_runs", _("Runs that look odd"), Action.MANAGE_FEEDS, _odd_runs, "workspace_runs",
        {"state": ODD}, order=42,
    ),
    Duty(
        "unmapped", _("Feeds with unknown words"), Action.MANAGE_FEEDS, _unmapped, "workspace_feeds",
        {"words": "unknown"}, order=43,
    ),
    Duty(
        "returns_open", _("Returns to hand in"), Action.FILL_RETURNS, _returns_open, "returns",
        {"show": "open"}, order=55, seen_with=(Action.REVIEW_RETURNS,),
    ),
    Duty(
        "returns_late", _("Returns overdue"), Action.FILL_RETURNS, _returns_late, "returns",
        {"show": "late"}, is_late=True, order=56, seen_with=(Action.REVIEW_RETURNS,),
    ),
    Duty(
        "returns_review", _("Returns to review"), Action.REVIEW_RETURNS, _returns_review, "returns",
        {"show": "review"}, order=57,
    ),
    Duty(
        "staff_due", _("Rights of staff overdue for review"), Action.INVITE_STAFF, _staff_due,
        "workspace_staff_review", is_late=True, order=60,
    ),
    Duty(
        "links_down", _("Linked sites that do not answer"), Action.SUPERVISE, _links_down, "workspace_links",
        {"state": "down"}, is_late=True, order=45,
    ),
    Duty(
        "domains_lost", _("Own domains that lost their records"), Action.PUBLISH_CONTENT, _domains_lost,
        "workspace_sites", {"domain": "lost"}, is_late=True, order=46, seen_with=(Action.OPEN_SITES,),
    ),
    Duty(
        "approvals", _("Pages that await approval"), Action.PUBLISH_CONTENT, _approvals,
        "workspace_approvals", order=50,
    ),
)  # fmt: skip


def register() -> None:
    """Have the first page of the workspace count these."""
    for duty in DUTIES:
        duty_register(duty)
