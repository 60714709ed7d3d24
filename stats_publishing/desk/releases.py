"""The release desk: whoever publishes in a region keeps its calendar and fills its releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions, may, region_prefix, visible
from accounts.rights import acting_by
from stats_publishing.desk.release_forms import (
    CancelForm,
    FileForm,
    MoveForm,
    PrepareForm,
    ReaderForm,
    RuleForm,
    usual_time,
)
from stats_publishing.enums import ReleaseState, Subject
from stats_publishing.methods.periods import PeriodKind
from stats_publishing.models import AnalysisText, DatasetVersion, Release, ReleaseFile, ReleaseRule
from stats_publishing.services import calendar, early, release_files, releases
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.texts import text_of

A_PAGE: Final = 50
MOST_WAITING: Final = 400
NEWEST_LOOKS: Final = 50
_MOVABLE: Final = (ReleaseState.PROVISIONAL, ReleaseState.CONFIRMED)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _may_enter(request: HttpRequest) -> None:
    if not held_regions(request.user, Action.PUBLISH_FIGURES):
        raise Http404


@require_safe
@login_required
def release_list(request: HttpRequest) -> HttpResponse:
    """What comes and what is late, the next first; `?past=1` what is done, the newest first."""
    _may_enter(request)
    past = request.GET.get("past") == "1"
    done = (ReleaseState.PUBLISHED, ReleaseState.CANCELLED)
    rows = visible(Release.objects.all(), request.user, Action.PUBLISH_FIGURES)
    rows = rows.filter(state__in=done) if past else rows.exclude(state__in=done)
    way, order = ("lt", ("-release_at", "-pk")) if past else ("gt", ("release_at", "pk"))
    after = request.GET.get("after", "")
    last = rows.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 16 else None
    if last:
        rows = rows.filter(
            Q(**{f"release_at__{way}": last.release_at})
            | Q(release_at=last.release_at, **{f"pk__{way}": last.pk})
        )
    found = list(rows.select_related("prepared_by").order_by(*order)[: A_PAGE + 1])
    context = {
        "rows": found[:A_PAGE],
        "more": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "past": past,
        "now": timezone.now(),
        "may_rule": may(request.user, Action.MANAGE_STATISTICS, NATION),
    }
    return render(request, "stats_publishing/desk/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.PUBLISH_FIGURES)
def release_new(request: HttpRequest) -> HttpResponse:
    """Prepare a release, or the correction of one (`?corrects=`)."""
    _may_enter(request)
    person = _person(request)
    corrected = _corrected(request)
    form = PrepareForm(request.POST or None, user=person, initial=_initial(corrected))
    if request.method == "POST" and form.is_valid():
        try:
            release = releases.release_prepare(**form.cleaned_data, by=person, corrects=corrected)
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The release stands in the calendar, with a provisional date."))
            return redirect("workspace_release", release.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "corrected": corrected}
    return render(request, "stats_publishing/desk/release_new.html", context, status=status)


def _corrected(request: HttpRequest) -> Release | None:
    asked = request.GET.get("corrects", "")
    if not asked.isdecimal():
        return None
    return _release(request, int(asked))


def _initial(corrected: Release | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"release_at": usual_time(timezone.now())}
    if corrected:
        initial |= {
            "title_zh": f"{corrected.title_zh}（更正）", "title_en": f"{corrected.title_en} (correction)",
            "subject": corrected.subject, "region": corrected.region, "period": corrected.period,
        }  # fmt: skip
    return initial


def _release(request: HttpRequest, pk: int) -> Release:
    rows = visible(Release.objects.all(), request.user, Action.PUBLISH_FIGURES)
    return get_object_or_404(rows.select_related("prepared_by", "confirmed_by", "corrects"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.PUBLISH_FIGURES)
def release_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One release: its date, its tables, its early readers; `act` says what is done."""
    release = _release(request, pk)
    forms: dict[str, Any] = {
        "move": MoveForm(initial={"to": timezone.localtime(release.release_at)}, prefix="move"),
        "cancel": CancelForm(prefix="cancel"),
        "reader_add": ReaderForm(prefix="reader"),
        "file_add": FileForm(prefix="file", release=release),
    }
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            done = act(request, release, forms)
        except NotPossible as error:
            messages.error(request, str(error))
            done = ""
        if done:
            messages.success(request, done)
            return redirect("workspace_release", release.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "stats_publishing/desk/release.html", _context(request, release, forms), status=status
    )


def _context(request: HttpRequest, release: Release, forms: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    is_open = release.state in (ReleaseState.PROVISIONAL, ReleaseState.CONFIRMED) and release.release_at > now
    held = DatasetVersion.objects.filter(release_item__release=release)
    return {
        "release": release, "now": now, "is_out": release.is_out(now), "is_late": release.is_late(now),
        "is_open": is_open, "forms": forms,
        "held": held.select_related("made_by", "approved_by").order_by("dataset", "region"),
        "text": _text(release),
        "files": release.files.select_related("uploaded_by", "approved_by", "replaces"),
        "waiting": _waiting(request, release) if is_open else [],
        "readers": release.early_readers.filter(revoked_at=None).select_related("person").order_by("pk"),
        "looks": release.looks.select_related("person")[:NEWEST_LOOKS],
        "changes": release.date_changes.select_related("changed_by"),
        "prepared_by_me": release.prepared_by_id == _person(request).pk, "me": _person(request).pk,
        "may_cancel": release.may_become(ReleaseState.CANCELLED) and not release.is_out(now),
        "may_move": release.state in _MOVABLE and not release.is_out(now),
    }  # fmt: skip


def _text(release: Release) -> AnalysisText | None:
    """The Chinese text of the release's quarter as it stands."""
    if release.subject != Subject.SUPPLY_DEMAND or release.span.kind != PeriodKind.QUARTER:
        return None
    return text_of(region=release.region, period=release.span, language="zh")


def _waiting(request: HttpRequest, release: Release) -> list[DatasetVersion]:
    """Versions of its period and region, or below it, that are in no release yet."""
    free = DatasetVersion.objects.filter(
        release_item=None, period=release.period, region__startswith=region_prefix(release.region)
    )
    rows = visible(free, request.user, Action.PUBLISH_FIGURES)
    return list(rows.order_by("dataset", "region", "-number")[:MOST_WAITING])


def _confirm(request: HttpRequest, release: Release, _forms: dict[str, Any]) -> str:
    releases.release_confirm(release=release, by=_person(request))
    return _("The date is confirmed.")


def _move(request: HttpRequest, release: Release, forms: dict[str, Any]) -> str:
    form = forms["move"] = MoveForm(request.POST, prefix="move")
    if not form.is_valid():
        return ""
    releases.release_move(release=release, **form.cleaned_data, by=_person(request))
    return _("The date is moved.")


def _cancel(request: HttpRequest, release: Release, forms: dict[str, Any]) -> str:
    form = forms["cancel"] = CancelForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return ""
    releases.release_cancel(release=release, **form.cleaned_data, by=_person(request))
    return _("The release is cancelled.")


def _fill(request: HttpRequest, release: Release, _forms: dict[str, Any]) -> str:
    chosen = {int(key) for key in request.POST.getlist("version") if key.isdecimal()}
    versions = [version for version in _waiting(request, release) if version.pk in chosen]
    if not versions:
        raise NotPossible(_("Choose the tables first."))
    added = releases.release_fill(release=release, versions=versions, by=_person(request))
    return _("%(count)d tables are in the release.") % {"count": added}


def _take_out(request: HttpRequest, release: Release, _forms: dict[str, Any]) -> str:
    key = request.POST.get("version", "")
    held = DatasetVersion.objects.filter(release_item__release=release)
    version = get_object_or_404(held, pk=int(key) if key.isdecimal() else 0)
    releases.release_take_out(release=release, version=version, by=_person(request))
    return _("The table is taken out.")


def _file_add(request: HttpRequest, release: Release, forms: dict[str, Any]) -> str:
    form = forms["file_add"] = FileForm(request.POST, request.FILES, prefix="file", release=release)
    if not form.is_valid():
        return ""
    sent = form.cleaned_data["file"]
    try:
        release_files.release_file_add(
            release=release, by=_person(request), name=sent.name, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error("file", error)
        return ""
    return _("The file is in the release. Somebody else has to approve it before the release.")


def _file(request: HttpRequest, release: Release) -> ReleaseFile:
    key = request.POST.get("file", "")
    return get_object_or_404(release.files, pk=int(key) if key.isdecimal() and len(key) < 16 else 0)


def _file_approve(request: HttpRequest, release: Release, _forms: dict[str, Any]) -> str:
    release_files.release_file_approve(release=release, file=_file(request, release), by=_person(request))
    return _("The file is approved.")


def _file_take_out(request: HttpRequest, release: Release, _forms: dict[str, Any]) -> str:
    release_files.release_file_take_out(release=release, file=_file(request, release), by=_person(request))
    return _("The file is taken out.")


def _reader_add(request: HttpRequest, release: Release, forms: dict[str, Any]) -> str:
    form = forms["reader_add"] = ReaderForm(request.POST, prefix="reader")
    if not form.is_valid():
        return ""
    early.early_reader_add(release=release, **form.cleaned_data, by=_person(request))
    return _("On the list; each look is put on record.")


def _reader_end(request: HttpRequest, release: Release, _forms: dict[str, Any]) -> str:
    key = request.POST.get("reader", "")
    reader = get_object_or_404(release.early_readers, pk=int(key) if key.isdecimal() else 0)
    early.early_reader_end(reader=reader, by=_person(request))
    return _("Off the list.")


_ACTS: Final[dict[str, Callable[[HttpRequest, Release, dict[str, Any]], str]]] = {
    "confirm": _confirm,
    "move": _move,
    "cancel": _cancel,
    "fill": _fill,
    "take_out": _take_out,
    "file_add": _file_add,
    "file_approve": _file_approve,
    "file_take_out": _file_take_out,
    "reader_add": _reader_add,
    "reader_end": _reader_end,
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_STATISTICS)
def rules(request: HttpRequest) -> HttpResponse:
    """Rules that fill the calendar twelve months ahead, kept by the national staff."""
    person = _person(request)
    if not may(person, Action.MANAGE_STATISTICS, NATION):
        raise Http404
    now = timezone.now()
    ended = request.POST.get("end", "")
    if ended.isdecimal():
        rule = get_object_or_404(ReleaseRule, pk=int(ended), is_active=True)
        rule.is_active = False
        calendar.rule_save(rule=rule, by=person, now=now)
        messages.success(request, _("The rule has ended; dates that stand in the calendar stay."))
        return redirect("workspace_release_rules")
    form = RuleForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        try:
            made = calendar.rule_save(rule=form.save(commit=False), by=person, now=now)
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(count)d provisional dates were added.") % {"count": made})
            return redirect("workspace_release_rules")
    context = {
        "form": form,
        "rules": ReleaseRule.objects.filter(is_active=True).order_by("region", "subject", "pk"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "stats_publishing/desk/release_rules.html", context, status=status)
