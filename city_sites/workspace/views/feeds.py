"""Feeds of a city: send a file, set the schedule, issue a push key."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import held_regions, may
from accounts.rights import acting_by
from city_sites.slugs import city_slugs
from city_sites.workspace import selectors
from city_sites.workspace.access import held_by, managed_feed, person
from city_sites.workspace.feed_form import FeedOpenForm
from city_sites.workspace.forms import ScheduleForm, UploadForm
from city_sites.workspace.health import RUNS_SHOWN, health_chart
from city_sites.workspace.lists.feeds import FEEDS
from city_sites.workspace.lists.page import desk_list_page
from city_sites.workspace.services import feed_schedule_set
from jobs.enums import RunState, RunTrigger
from jobs.models import CityFeed
from jobs.services.feeds import feed_open, feed_run_create, push_key_issue

RUNS_ON_FEED = 10


@require_safe
@login_required
def feed_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Feeds with their newest runs."""
    context = {"may_add": bool(held_by(request)[Action.MANAGE_FEEDS])}
    return desk_list_page(request, FEEDS, template="workspace/feeds.html", context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_FEEDS)
def feed_add(request: HttpRequest) -> HttpResponse:
    """Open a feed for a city whose feeds the person keeps; `?region=` names it."""
    by = person(request)
    if not held_regions(by, Action.MANAGE_FEEDS):
        raise Http404
    form = FeedOpenForm(request.POST or None, user=by, initial={"region": request.GET.get("region", "")})
    if form.is_valid():
        try:
            feed = feed_open(slug=city_slugs()[form.cleaned_data["region"]], by=by, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The feed is open. Send its first file."))
            return redirect("workspace_feed", slug=feed.slug)
    is_wrong = request.method == "POST"
    return render(request, "workspace/feed_add.html", {"form": form}, status=422 if is_wrong else 200)


@require_safe
@login_required
def feed_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _feed_page(request, _feed(request, slug))


@require_POST
@login_required
@acting_by(Action.MANAGE_FEEDS)
def feed_upload(request: HttpRequest, slug: str) -> HttpResponse:
    feed = managed_feed(request, slug)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = feed_run_create(
                feed=feed, file=file, file_name=file.name, trigger=RunTrigger.UPLOAD, by=person(request)
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("workspace_run", public_id=run.public_id)
    return _feed_page(request, feed, upload=form, status=422)


@require_POST
@login_required
@acting_by(Action.MANAGE_FEEDS)
def feed_schedule(request: HttpRequest, slug: str) -> HttpResponse:
    feed = managed_feed(request, slug)
    form = ScheduleForm(request.POST, instance=feed)
    if not form.is_valid():
        return _feed_page(request, managed_feed(request, slug), schedule=form, status=422)
    feed_schedule_set(
        feed=feed,
        pull_url=form.cleaned_data["pull_url"],
        pull_every_minutes=form.cleaned_data["pull_every_minutes"],
        by=person(request),
    )
    messages.success(request, _("The schedule is set."))
    return redirect("workspace_feed", slug=slug)


@require_POST
@login_required
@acting_by(Action.MANAGE_FEEDS)
def feed_key(request: HttpRequest, slug: str) -> HttpResponse:
    """Issue a push key and show it this once; the one before stops working."""
    feed = managed_feed(request, slug)
    response = _feed_page(request, feed, new_key=push_key_issue(feed=feed, by=person(request)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _feed(request: HttpRequest, slug: str) -> CityFeed:
    return get_object_or_404(selectors.feeds_of(request.user), slug=slug)


def _feed_page(
    request: HttpRequest,
    feed: CityFeed,
    *,
    upload: UploadForm | None = None,
    schedule: ScheduleForm | None = None,
    new_key: str = "",
    status: int = 200,
) -> HttpResponse:
    runs = selectors.runs_of(person(request)).filter(feed=feed)
    newest = list(runs[:RUNS_SHOWN])
    return render(
        request,
        "workspace/feed.html",
        {
            "feed": feed,
            "may_manage": may(request.user, Action.MANAGE_FEEDS, feed.region),
            "upload": upload or UploadForm(),
            "schedule": schedule or ScheduleForm(instance=feed),
            "new_key": new_key,
            "held": runs.filter(state=RunState.HELD),
            "runs": newest[:RUNS_ON_FEED],
            "health": health_chart(newest),
            "quality": selectors.data_quality(feed),
        },
        status=status,
    )
