"""What a member of staff sees in the workspace: always within the regions of their roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import visible
from jobs.enums import Outcome, RequestState, RunState, VacancyState
from jobs.feeds.reasons import REASONS, Level, is_error, reason_words
from jobs.models import CityFeed, FeedReceipt, FeedRun, FeedTrial, Vacancy, VacancyReport, VerificationRequest
from jobs.spreadsheets import harmless

RECEIPTS_A_PAGE = 50
FAILED_WITHIN = dt.timedelta(days=7)
ODD_SHARE = 0.2


def feeds_of(user: User | AnonymousUser) -> QuerySet[CityFeed]:
    feeds = CityFeed.objects.select_related("profile").order_by("region", "slug")
    return visible(feeds, user, Action.VIEW_FEEDS)


def feeds_with_last_run(user: User | AnonymousUser) -> QuerySet[CityFeed]:
    """Feeds with `last_run`: of their newest run public_id, at, state, rows and refused; None without one."""
    told = JSONObject(
        public_id="public_id", at="created_at", state="state", rows="rows_done", refused="count_refused"
    )
    newest = FeedRun.objects.filter(feed=OuterRef("pk")).order_by("-pk").annotate(told=told).values("told")
    return feeds_of(user).annotate(last_run=Subquery(newest[:1]))


def runs_of(user: User | AnonymousUser) -> QuerySet[FeedRun]:
    runs = FeedRun.objects.select_related("feed", "started_by", "decided_by")
    return visible(runs, user, Action.VIEW_FEEDS, "feed__region").order_by("-id")


def with_unmapped_words(feeds: QuerySet[CityFeed]) -> QuerySet[CityFeed]:
    """Feeds whose newest run met words that no list knows."""
    newest = FeedRun.objects.filter(feed=OuterRef("pk")).order_by("-pk").values("unmapped")[:1]
    return feeds.annotate(newest_unmapped=Subquery(newest)).exclude(
        Q(newest_unmapped={}) | Q(newest_unmapped=None)
    )


def odd_runs(runs: QuerySet[FeedRun]) -> QuerySet[FeedRun]:
    """Runs of the last 7 days that are done and look as if something were wrong: more than a fifth of the
    rows was refused."""
    since = timezone.now() - FAILED_WITHIN
    return runs.filter(
        state=RunState.DONE, created_at__gte=since, count_refused__gt=F("rows_done") * ODD_SHARE
    )


def failed_lately(runs: QuerySet[FeedRun]) -> QuerySet[FeedRun]:
    """Runs that failed within 7 days."""
    return runs.filter(state=RunState.FAILED, created_at__gte=timezone.now() - FAILED_WITHIN)


def requests_of(user: User | AnonymousUser) -> QuerySet[VerificationRequest]:
    """What employers of the person's regions handed in to be checked, or was decided."""
    handed_in = VerificationRequest.objects.exclude(state=RequestState.DRAFT)
    requests = handed_in.select_related("employer", "submitted_by", "decided_by")
    return visible(requests, user, Action.VERIFY_EMPLOYERS)


def reports_of(user: User | AnonymousUser) -> QuerySet[VacancyReport]:
    """What was reported about vacancies of the person's regions."""
    reports = VacancyReport.objects.select_related("vacancy__employer", "decided_by")
    return visible(reports, user, Action.HANDLE_REPORTS)


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Which receipts of a run are listed; "" stands for all."""

    outcome: str = ""
    reason: str = ""
    external_id: str = ""

    def apply(self, run: FeedRun) -> QuerySet[FeedReceipt]:
        receipts = FeedReceipt.objects.filter(run=run).order_by("row")
        if self.outcome in Outcome:
            receipts = receipts.filter(outcome=self.outcome)
        if self.reason:
            receipts = receipts.filter(reasons__contains=[self.reason])
        if self.external_id:
            receipts = receipts.filter(external_id__icontains=self.external_id)
        return receipts

    @property
    def is_set(self) -> bool:
        return bool(self.outcome or self.reason or self.external_id)


@dataclass(frozen=True, slots=True)
class ReasonCount:
    code: str
    words: str
    rows: int
    refuses: bool


def reason_counts(run: FeedRun) -> list[ReasonCount]:
    """The reasons that a run gave, those that refuse rows first, then by how often."""
    counts = [
        ReasonCount(code, reason_words(code), rows, is_error(code))
        for code, rows in run.reason_counts.items()
    ]
    return sorted(counts, key=lambda count: (not count.refuses, -count.rows, count.code))


def reason_choices() -> list[tuple[str, str]]:
    """Codes and words of all reasons that a row can have."""
    return [(code, str(reason.words)) for code, reason in REASONS.items() if reason.level is not Level.RUN]


def outcome_counts(outcomes: dict[str, int]) -> list[tuple[str, str, int]]:
    """Outcomes of rows in their order, each as code, words and rows."""
    return [(one.value, str(one.label), outcomes.get(one.value, 0)) for one in Outcome]


@dataclass(frozen=True, slots=True)
class UnmappedField:
    field: str
    words: list[tuple[str, int]]


def unmapped_words(run: FeedRun | FeedTrial) -> list[UnmappedField]:
    """Words that no list knows, by field, the most frequent first."""
    return [
        UnmappedField(
            str(FIELD_LABELS.get(field, field)), sorted(words.items(), key=lambda item: (-item[1], item[0]))
        )
        for field, words in sorted(run.unmapped.items())
        if words
    ]


FIELD_LABELS = {
    "region": _("Region"),
    "education": _("Education"),
    "experience": _("Experience"),
    "grade": _("Grade"),
    "employment_type": _("Employment type"),
    "industry": _("Industry"),
    "occupation": _("Occupation"),
    "employer_type": _("Employer type"),
    "pay": _("Pay"),
    "headcount": _("People wanted"),
}
DETAIL_LABELS = {
    "missing": _("Missing"),
    "found": _("Found"),
    "rows": _("Rows accepted"),
    "unidentified": _("Rows without an id"),
    "last_good_rows": _("Rows of the last good run"),
    "row": _("Row"),
    "status": _("Answer of the server"),
    "problems": _("Problems"),
}


def data_quality(feed: CityFeed) -> list[tuple[str, int]]:
    """What the open vacancies of a feed lack or leave in doubt, in words, with how many; the most first."""
    counted = (
        Vacancy.objects.filter(feed=feed, state=VacancyState.OPEN)
        .annotate(code=Func(F("warnings"), function="unnest"))
        .values_list("code")
        .annotate(vacancies=Count("pk"))
        .order_by("-vacancies", "code")
    )
    return [(reason_words(code), vacancies) for code, vacancies in counted]


def error_facts(run: FeedRun) -> list[tuple[str, str]]:
    """The facts that stand beside the reason of a failed or held run, as label and value."""
    return [
        (str(DETAIL_LABELS.get(name, name)), _as_text(value))
        for name, value in run.error_detail.items()
        if not (name == "missing" and isinstance(value, int))  # the decision tells that number itself
    ]


def _as_text(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def receipt_lines(receipts: Iterable[FeedReceipt]) -> Iterator[list[str]]:
    """Lines of the downloaded table: a header, then one a receipt, reasons as codes and as words."""
    yield ["row", "id", "outcome", "reasons", "words"]
    for receipt in receipts:
        yield [
            str(receipt.row),
            harmless(receipt.external_id),
            receipt.get_outcome_display(),
            " ".join(receipt.reasons),
            " ".join(reason_words(code) for code in receipt.reasons),
        ]
