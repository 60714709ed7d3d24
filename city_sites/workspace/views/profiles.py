"""The profile of a feed: city staff mend how their columns and words are read."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.enums import Action
from accounts.rights import acting_by
from city_sites.workspace import selectors
from city_sites.workspace.access import managed_feed, person
from city_sites.workspace.forms import ProfileForm
from jobs.services.profiles import feed_profile_save


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.MANAGE_FEEDS)
def profile_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The mapping beside the words that the newest run could not read."""
    feed = managed_feed(request, slug)
    written = json.dumps(feed.profile.mapping, ensure_ascii=False, indent=2)
    form = ProfileForm(request.POST or None, initial={"mapping": written})
    if request.method == "POST" and form.is_valid():
        try:
            feed_profile_save(feed=feed, mapping=form.cleaned_data["mapping"], by=person(request))
        except ValidationError as refusal:
            form.add_error("mapping", refusal.messages)
        else:
            messages.success(request, _("The profile is saved. It holds from the next run on."))
            return redirect("workspace_feed", slug=slug)
    newest = feed.runs.exclude(unmapped={}).order_by("-pk").first()
    context = {
        "feed": feed,
        "form": form,
        "copied": feed.profile.name != feed.slug,
        "unmapped": selectors.unmapped_words(newest) if newest else [],
    }
    return render(request, "workspace/profile.html", context, status=422 if form.errors else 200)
