"""The profile of a feed: city staff mend how their columns and words are read, see what comes of it on their
last file, and try it on the whole of it, before it holds."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Action
from accounts.rights import acting_by
from city_sites.workspace import selectors
from city_sites.workspace.access import managed_feed, person
from city_sites.workspace.forms import ProfileForm
from jobs.feeds.preview import newest_file, preview, with_word
from jobs.feeds.reasons import RunError, reason_words
from jobs.models import CityFeed, FeedTrial
from jobs.services.profiles import feed_profile_save
from jobs.services.trials import feed_trial_start

TRIALS_SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_FEEDS)
def profile_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The mapping beside what it makes of the last file; its buttons look, take a word, try and save."""
    feed = managed_feed(request, slug)
    mapping: dict[str, Any] | None = _begun_with(request, feed)
    form = ProfileForm(request.POST or None, initial={"mapping": _written(mapping or {})})
    if request.method == "POST":
        mapping = form.cleaned_data["mapping"] if form.is_valid() else None
        if mapping is not None and "word" in request.POST:
            mapping = _taken(request.POST["word"], mapping)
            form = ProfileForm(initial={"mapping": _written(mapping)})
        elif (
            mapping is not None
            and "look" not in request.POST
            and (answer := _act(request, feed, mapping, form))
        ):
            return answer
    context = _looked_at(feed, mapping) | {
        "feed": feed,
        "form": form,
        "copied": feed.profile.name != feed.slug,
        "trials": feed.trials.all()[:TRIALS_SHOWN],
    }
    if request.headers.get("HX-Request"):
        return render(request, "workspace/pieces/preview.html", context)
    return render(request, "workspace/profile.html", context, status=422 if form.errors else 200)


def _begun_with(request: HttpRequest, feed: CityFeed) -> dict[str, Any]:
    """The mapping that the page begins with: the feed's, or with `?trial=` the one that was tried."""
    asked = request.GET.get("trial", "")
    tried = next((one for one in feed.trials.all()[:TRIALS_SHOWN] if str(one.public_id) == asked), None)
    mapping: dict[str, Any] = tried.mapping if tried else feed.profile.mapping
    return mapping


def _act(
    request: HttpRequest, feed: CityFeed, mapping: dict[str, Any], form: ProfileForm
) -> HttpResponse | None:
    """Try the mapping on the whole file, or save it; None where it is not valid, which the form says."""
    if "try" in request.POST and (run := newest_file(feed)):
        try:
            trial = feed_trial_start(feed=feed, run=run, mapping=mapping, by=person(request))
        except RunError as error:
            form.add_error("mapping", _problems(error))
            return None
        return redirect("workspace_feed_trial", feed.slug, trial.public_id)
    try:
        feed_profile_save(feed=feed, mapping=mapping, by=person(request))
    except ValidationError as refusal:
        form.add_error("mapping", refusal.messages)
        return None
    messages.success(request, _("The profile is saved. It holds from the next run on."))
    return redirect("workspace_feed", slug=feed.slug)


def _looked_at(feed: CityFeed, mapping: dict[str, Any] | None) -> dict[str, Any]:
    """What the mapping makes of the last file; nothing where there is none, or the mapping is not JSON."""
    run = newest_file(feed)
    newest = feed.runs.exclude(unmapped={}).order_by("-pk").first()
    beside = {
        "preview": None,
        "has_file": run is not None,
        "unmapped": selectors.unmapped_words(newest) if newest else [],
    }
    if run is None or mapping is None:
        return beside
    try:
        shown = preview(feed, run, mapping)
    except RunError as error:
        return beside | {"problems": _problems(error)}
    return beside | {
        "preview": shown,
        "rows": [
            (row, [reason_words(code) for code in row.refused], [reason_words(code) for code in row.warned])
            for row in shown.rows
        ],
        "unknown": [(one, selectors.FIELD_LABELS.get(one.field, one.field)) for one in shown.unknown],
        "error": reason_words(shown.error) if shown.error else "",
        "missing_columns": shown.error_detail.get("missing", []),
    }


def _problems(error: RunError) -> list[str]:
    problems: Any = error.detail.get("problems", [])
    return [f"{one['where']}: {one['what']}".removeprefix(": ") for one in problems]


def _taken(chosen: str, mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping with the suggestion that was chosen: field, word and code, by tabs."""
    parts = chosen.split("\t")
    return with_word(mapping, name=parts[0], word=parts[1], code=parts[2]) if len(parts) == 3 else mapping


def _written(mapping: dict[str, Any]) -> str:
    return json.dumps(mapping, ensure_ascii=False, indent=2)


@require_safe
@login_required
def trial_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """What the test run found; while it is under way the page asks again."""
    trial = _trial(request, slug, public_id)
    counted = trial.reason_counts.items()
    context = {
        "feed": trial.feed,
        "trial": trial,
        "outcomes": selectors.outcome_counts(trial.outcomes),
        "reasons": sorted(((reason_words(code), rows) for code, rows in counted), key=lambda one: -one[1]),
        "unmapped": selectors.unmapped_words(trial),
        "error": reason_words(trial.error) if trial.error else "",
        "written": _written(trial.mapping),
        "is_new": trial.mapping != trial.feed.profile.mapping,
    }
    return render(request, "workspace/trial.html", context)


@require_safe
@login_required
def trial_receipts(request: HttpRequest, slug: str, public_id: UUID) -> FileResponse:
    """The receipts of a test run, one for every row, as CSV."""
    trial = _trial(request, slug, public_id)
    if not trial.receipts:
        raise Http404
    name = f"{slug}-trial-{trial.pk}-receipts.csv"
    return FileResponse(trial.receipts.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


def _trial(request: HttpRequest, slug: str, public_id: UUID) -> FeedTrial:
    return get_object_or_404(FeedTrial, feed=managed_feed(request, slug), public_id=public_id)
