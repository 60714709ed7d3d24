"""The quarters of the rehearsal, played by the services that the desk uses. Import once Django is set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils import timezone

from accounts.enums import NATION
from accounts.models import User
from standards import regions
from stats_publishing.enums import CellSource
from stats_publishing.form_design import FormDesign
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import DatasetVersion, Release, Return
from stats_publishing.services.city_sources import RETURN_FORM
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.figure_tables import newest_versions, supply_demand_datasets
from stats_publishing.services.figures import (
    area_figures_freeze,
    city_figures_freeze,
    figures_approve,
    missing_city_figures,
)
from stats_publishing.services.forms import (
    Header,
    form_create,
    form_draft_begin,
    form_draft_save,
    form_publish,
)
from stats_publishing.services.releases import release_confirm, release_fill, release_prepare
from stats_publishing.services.return_checks import check_return
from stats_publishing.services.return_moves import (
    NotClean,
    reason_write,
    return_accept,
    return_exclude,
    return_send_back,
    return_submit,
)
from stats_publishing.services.returns import figures_write, returns_open
from tests.bench.bench_rehearsal import (
    DESIGN,
    OCCUPATIONS,
    REASON,
    SIDES,
    Figures,
    Found,
    Play,
    decimals,
    in_time,
    times_ten,
    wrong,
)

EXPLAINED: Final = "已与经办核实，数据无误"
CORRECTED: Final = "部分城市补报、更正"


class Stage:
    """Plays quarters one after the other and notes what came of them."""

    def __init__(self, found: Found, *, first: Period, plays: Mapping[Period, Play]) -> None:
        self.found, self.plays = found, plays
        self.filler, self.reviewer, self.maker, self.approver = (
            User.objects.create_user(f"{name}@rehearsal.example")
            for name in ("filler", "reviewer", "maker", "approver")
        )
        self.form = form_create(
            code=RETURN_FORM, name="供求季报", period_kind=PeriodKind.QUARTER, filled_by="city", by=None
        )
        now = timezone.now()
        draft = form_draft_begin(form=self.form, by=None, at=now)
        header = Header("演练1表", "供求季报", "统计处")
        draft = form_draft_save(
            draft=draft, header=header, design=FormDesign.of_json(DESIGN), by=None, at=now
        )
        form_publish(draft=draft, first_period=first, by=None, at=now)

    def play(self, period: Period) -> None:
        """A quarter from its returns to the release of its correction."""
        play = self.plays[period]
        with self.found.timed("returns"):
            self._returns(period, play)
        told = {
            city: wrong(figures) if city in play.unnoticed else figures
            for city, figures in play.truth.items()
            if city not in play.after_all
        }
        with self.found.timed("figures"):
            missing_city_figures(period=period, by=self.maker, at=timezone.now())
            self._approve(period, play.truth)
            self._areas(period)
        with self.found.timed("release"):
            first = self._release(period)
        with self.found.timed("compare"):
            self._compare(period, told, reported=set(told))
        with self.found.timed("correction"):
            self._correct(period, play)
            self._release(period, corrects=first)
        with self.found.timed("compare"):
            self._compare(period, play.truth, reported=set(play.truth))

    # What cities hand in

    def _returns(self, period: Period, play: Play) -> None:
        at = timezone.make_aware(dt.datetime.combine(period.end, dt.time(9)))
        returns_open(on=period.end, at=at, regions_only=list(play.truth))
        opened = Return.objects.filter(form=self.form, period=period.code).select_related("version", "form")
        for of in opened.order_by("region"):
            if of.region in play.excluded:
                return_exclude(of=of, reason=REASON, by=self.reviewer, at=at)
                self.found.counts["excluded"] += 1
            if of.region not in play.after_all:
                late = dt.timedelta(days=3 if of.region in play.late else 0)
                self._hand_in(of, play, at=in_time(of.due_on) + late)

    def _hand_in(self, of: Return, play: Play, *, at: dt.datetime) -> None:
        truth = play.truth[of.region]
        if of.region in play.unbalanced:
            self._refused(of, truth | {("total", "need_new"): truth["total", "need_new"] + 7}, at=at)
        elif of.region in play.too_large:
            self._refused(of, times_ten(truth), at=at)
        self._write(of, wrong(truth) if of.region in play.unnoticed else truth, at=at)
        self._accepted(of, at=at)
        self.found.counts["returns"] += 1
        of.refresh_from_db()
        first = timezone.localdate(of.first_submitted_at)
        self.found.counts["late"] += first > of.due_on

    def _refused(self, of: Return, figures: Figures, *, at: dt.datetime) -> None:
        """A planted error that has to be noticed before anybody gets the return."""
        self._write(of, figures, at=at)
        try:
            return_submit(of=of, by=self.filler, at=at)
        except NotClean:
            return
        if figures["total", "need_new"] < 10 * 100 or not self._has_past(of):
            self.found.counts["too_early_to_notice"] += 1  # nothing to hold it against yet
        else:
            self.found.counts["errors_missed"] += 1
        return_send_back(of=of, note="数字多写一个零", by=self.reviewer, at=at)

    def _has_past(self, of: Return) -> bool:
        return Return.objects.filter(region=of.region, first_submitted_at__isnull=False).count() > 4

    def _write(self, of: Return, figures: Figures, *, at: dt.datetime) -> None:
        figures_write(of=of, figures=decimals(figures), source=CellSource.SCREEN, by=self.filler, at=at)

    def _accepted(self, of: Return, *, at: dt.datetime) -> None:
        self._explain(of, at=at)
        return_submit(of=of, by=self.filler, at=at)
        try:
            return_accept(of=of, by=self.reviewer, at=at)
        except NotPossible:  # it stands out only now that others are there
            return_send_back(of=of, note="请说明异常数据", by=self.reviewer, at=at)
            self._explain(of, at=at)
            return_submit(of=of, by=self.filler, at=at)
            return_accept(of=of, by=self.reviewer, at=at)

    def _explain(self, of: Return, *, at: dt.datetime) -> None:
        for one in check_return(of=of).unexplained:
            reason_write(
                of=of, rule=one.rule.code, column=one.finding.column, text=EXPLAINED, by=self.filler, at=at
            )

    # What is made of it

    def _approve(self, period: Period, codes: Iterable[str]) -> None:
        for region in codes:
            figures_approve(period=period, region=region, by=self.approver, at=timezone.now())

    def _areas(self, period: Period, reason: str = "") -> None:
        made = area_figures_freeze(period=period, by=self.maker, at=timezone.now(), reason=reason)
        self._approve(period, {version.region for version in made})

    def _correct(self, period: Period, play: Play) -> None:
        for of in Return.objects.filter(
            form=self.form, period=period.code, region__in=play.after_all | play.unnoticed
        ).select_related("version", "form"):
            at = in_time(of.due_on) + dt.timedelta(days=40)
            if of.region in play.after_all:
                self._hand_in(of, play, at=at)
            else:
                return_send_back(of=of, note="核实后更正", by=self.reviewer, at=at)
                self._write(of, play.truth[of.region], at=at)
                self._accepted(of, at=at)
                self.found.counts["corrected"] += 1
        changed = sorted(play.after_all | play.unnoticed)
        city_figures_freeze(period=period, cities=changed, by=self.maker, at=timezone.now(), reason=CORRECTED)
        self._approve(period, changed)
        self._areas(period, reason=CORRECTED)

    def _release(self, period: Period, *, corrects: Release | None = None) -> Release:
        at = timezone.now() + dt.timedelta(hours=1)
        release = release_prepare(
            title_zh=f"{period.code} 供求分析", title_en=f"Supply and demand, {period.code}",
            subject="supply_demand", region=NATION, period=period, release_at=at, by=self.maker,
            corrects=corrects, notice=CORRECTED if corrects else "",
        )  # fmt: skip
        new = DatasetVersion.objects.filter(
            period=period.code, dataset__in=supply_demand_datasets(), release_item=None
        )
        release_fill(release=release, versions=list(new.defer("table", "notes", "inputs")), by=self.maker)
        release_confirm(release=release, by=self.approver)
        of_release = DatasetVersion.objects.filter(release_item__release=release)
        second = dt.timedelta(seconds=1)
        early = DatasetVersion.objects.released(at - second).filter(pk__in=of_release.values("pk")).count()
        out = DatasetVersion.objects.released(at).filter(pk__in=of_release.values("pk")).count()
        self.found.counts["seen_early"] += early
        self.found.counts["versions"] += out
        self.found.held(out, of_release.count(), f"{period.code} versions that are out")
        self.found.counts["releases"] += 1
        return release

    # What should have come out

    def _compare(self, period: Period, truth: Mapping[str, Figures], *, reported: set[str]) -> None:
        counting = [city for city in truth if city not in self.plays[period].excluded]
        provinces: dict[str, list[str]] = {NATION: counting}
        for city in counting:
            province = regions.province_of(city)
            if province and province.code != city:
                provinces.setdefault(province.code, []).append(city)
        tables = {
            (version.region, version.kind.table_kind): version
            for version in newest_versions(
                period=period,
                datasets=["supply-demand-total", "supply-demand-occupation"],
                regions=list(provinces),
            )
        }
        for area, cities in provinces.items():
            self._compare_area(period, tables, area, [truth[city] for city in cities])
        notes = tables[NATION, "total"].notes
        excluded = sorted(city for city, _reason in notes["excluded"])
        self.found.held(excluded, sorted(self.plays[period].excluded), f"{period.code} excluded")
        self.found.held(notes["cities"], len(counting), f"{period.code} cities")
        self._compare_panel(period, tables[NATION, "total"], truth)

    def _compare_area(
        self,
        period: Period,
        tables: Mapping[tuple[str, str], DatasetVersion],
        area: str,
        cities: list[Figures],
    ) -> None:
        where = f"{period.code} {area}"
        occupations, total = tables[area, "occupation"].figures, tables[area, "total"].figures
        sums = {side: _sum(cities, "total", prefix) for side, prefix in SIDES.items()}
        for side in SIDES:
            self.found.held(total.cell(("_T",), side), sums[side], f"{where} {side}")
        ratio = _rounded(sums["demand"], sums["seekers"])
        self.found.held(total.cell(("_T",), "ratio"), ratio, f"{where} ratio")
        for code, row in OCCUPATIONS.items():
            of_row = {side: _sum(cities, row, prefix) for side, prefix in SIDES.items()}
            for side in SIDES:
                self.found.held(occupations.cell((code,), side), of_row[side], f"{where} {code} {side}")
            ratio = _rounded(of_row["demand"], of_row["seekers"])
            self.found.held(occupations.cell((code,), "ratio"), ratio, f"{where} {code} ratio")

    def _compare_panel(self, period: Period, total: DatasetVersion, truth: Mapping[str, Figures]) -> None:
        before = self.plays.get(period.moved(-1))
        if before is None:
            return
        out = before.excluded | self.plays[period].excluded
        both = [city for city in truth if city not in out]
        for side, prefix in SIDES.items():
            now, then = (_sum([one[city] for city in both], "total", prefix) for one in (truth, before.truth))
            level = _rounded(100 * (now - then), then)
            self.found.held(
                total.figures.cell(("_T",), f"{side}_level_qoq"), level, f"{period.code} panel {side}"
            )


def _sum(cities: Iterable[Figures], row: str, prefix: str) -> int:
    return sum(figures[row, f"{prefix}_carried"] + figures[row, f"{prefix}_new"] for figures in cities)


def _rounded(above: int, below: int) -> float:
    """To two places, halves away from zero, in whole numbers."""
    twice = (2 * 100 * abs(above) + below) // (2 * below)
    return (twice if above >= 0 else -twice) / 100
