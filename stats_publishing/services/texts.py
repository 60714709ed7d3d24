"""Drafts and keeps the texts of quarterly analyses."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.models import User
from accounts.services import audit
from standards import regions
from stats_publishing.datasets import dataset
from stats_publishing.enums import Subject
from stats_publishing.members import member_words
from stats_publishing.methods.periods import Period
from stats_publishing.methods.wording import Figure, Language, Look, Reference, Row, draft, stale
from stats_publishing.models import AnalysisText, Release
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.figure_tables import code_of_dataset, newest_versions, supply_demand_datasets
from stats_publishing.tables import Table

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
LONGEST: Final = 20_000
_QUARTERS_ZH: Final = "一二三四"
_QUARTERS_EN: Final = ("first", "second", "third", "fourth")
_NAMED: Final = ("sector", "occupation", "gap")


def text_of(*, region: str, period: Period, language: Language) -> AnalysisText | None:
    """The text as it stands; None before one is drafted."""
    found = AnalysisText.objects.filter(region=region, period=period.code, language=language)
    return found.select_related("by", "approved_by").order_by("-pk").first()


def published_text(
    *, region: str, period: Period, language: Language, now: dt.datetime | None = None
) -> AnalysisText | None:
    """The text as everybody reads it: approved before a release of the region's quarter that is out.

    So what was approved for a correction comes out with the correction, to the second.
    """
    of_quarter = Release.objects.filter(region=region, period=period.code, subject=Subject.SUPPLY_DEMAND)
    newest = of_quarter.out(now).aggregate(at=Max("release_at"))["at"]
    if newest is None:
        return None
    found = AnalysisText.objects.filter(
        region=region, period=period.code, language=language, approved_at__lte=newest
    )
    return found.order_by("-pk").first()


@transaction.atomic
def texts_approve(*, region: str, period: Period, by: User, at: dt.datetime) -> int:
    """Approve the texts as they stand in all languages; gives how many were approved now.

    Raises:
        NotPossible: there is none, nobody has kept the draft, the person kept it, or a number in it is not
            that of the figures.
    """
    standing = [text_of(region=region, period=period, language=language) for language in LANGUAGES]
    waiting = [text for text in standing if text and not text.approved_at]
    if not all(standing):
        raise NotPossible(_("There is no text in both languages yet."))
    for text in waiting:
        if text.by is None:
            raise NotPossible(_("Nobody has read the draft yet: keep it first, changed or as it is."))
        if text.by == by:
            raise NotPossible(_("You kept this text: somebody else approves it."))
        if stale_numbers(text):
            raise NotPossible(_("The figures contradict numbers of the text: correct them first."))
    for text in waiting:
        text.approved_by, text.approved_at = by, at
        text.save(update_fields=["approved_by", "approved_at"])
    if waiting:
        audit(actor=by, act="texts_approve", subject=waiting[0], region=region, period=period.code)
    return len(waiting)


def stale_numbers(text: AnalysisText) -> list[tuple[Reference, Figure]]:
    """The numbers of a text that say other than the newest figures, with the figure."""
    return stale(text.text, _look(_tables(text.region, Period.read(text.period))))


@transaction.atomic
def texts_draft(*, region: str, period: Period, by: User | None, at: dt.datetime) -> list[AnalysisText]:
    """Draft the text in both languages from the newest figures; what was edited before stays in the history.

    Raises:
        NotPossible: there are no figures to write of.
    """
    tables = _tables(region, period)
    if "total" not in tables:
        raise NotPossible(_("There are no figures of this quarter to write about."))
    made = []
    for language in LANGUAGES:
        rows = {name: _rows(name, tables.get(name)) for name in _NAMED}
        text = draft(
            _look(tables),
            place=_place(region),
            period=_period(period),
            sectors=rows["sector"],
            groups=[row for row in rows["occupation"] if not row.code.startswith("_")],
            gaps=rows["gap"],
            language=language,
        )
        made.append(
            AnalysisText.objects.create(
                region=region, period=period.code, language=language, text=text, at=at
            )
        )
    audit(actor=by, act="texts_draft", subject=made[0], region=region, period=period.code)
    return made


@transaction.atomic
def text_save(
    *, region: str, period: Period, language: Language, text: str, by: User, at: dt.datetime
) -> AnalysisText:
    """Keep a text as somebody edited it; keeping a draft as it is makes it that person's, else saving it
    unchanged keeps nothing new.

    Raises:
        NotPossible: it is empty or too long.
    """
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST:
        raise NotPossible(_("A text has between 1 and %(most)d characters.") % {"most": LONGEST})
    before = text_of(region=region, period=period, language=language)
    if before and before.by_id and before.text == words:
        return before
    kept = AnalysisText.objects.create(
        region=region, period=period.code, language=language, text=words, at=at, by=by
    )
    audit(actor=by, act="text_save", subject=kept, region=region, period=period.code, language=language)
    return kept


def _tables(region: str, period: Period) -> dict[str, Table]:
    found = newest_versions(
        period=period, datasets=supply_demand_datasets(), regions=[region], approved=False
    )
    return {version.dataset.removeprefix(code_of_dataset("")): version.figures for version in found}


def _look(tables: dict[str, Table]) -> Look:
    def look(table: str, row: str, measure: str) -> Figure:
        try:
            figure = tables[table].cell((row,), measure)
        except KeyError:
            return None
        return None if isinstance(figure, str) else figure

    return look


def _rows(name: str, table: Table | None) -> list[Row]:
    kind = dataset(code_of_dataset(name))
    codes = [str(row[0]) for row in table.rows] if table else []
    words = {code: member_words(kind, "group", code) for code in codes}
    return [Row(code, of.zh, of.en) for code, of in words.items()]


def _place(region: str) -> Row:
    if region == NATION:
        return Row(region, "全国", "the country")
    unit = regions.region(region)
    return Row(region, unit.name, unit.short_name) if unit else Row(region, region, region)


def _period(period: Period) -> tuple[str, str]:
    quarter, year = period.start.month // 3, period.start.year
    return (
        f"{year}年第{_QUARTERS_ZH[quarter]}季度",
        f"the {_QUARTERS_EN[quarter]} quarter of {year}",
    )
