"""Changing how a feed's columns and words are read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services import audit
from jobs.models import CityFeed, FeedProfile


@transaction.atomic
def feed_profile_save(*, feed: CityFeed, mapping: dict[str, Any], by: User) -> FeedProfile:
    """Have the feed read by `mapping` from its next run on.

    A profile that other feeds use as well stays as it is for them: this feed gets a copy of its own, named
    after it.

    Raises:
        ValidationError: the mapping is not valid; its messages say what is wrong where.
    """
    feed = CityFeed.objects.select_for_update(of=("self",)).select_related("profile").get(pk=feed.pk)
    profile = feed.profile
    if profile.feeds.exclude(pk=feed.pk).exists() or profile.name != feed.slug:
        profile = FeedProfile.objects.filter(name=feed.slug).first() or FeedProfile(
            name=feed.slug, description=profile.description
        )
        if profile.pk and profile.feeds.exclude(pk=feed.pk).exists():
            raise ValidationError({"mapping": f"The profile {profile.name} is another feed's."})
    profile.mapping = mapping
    profile.full_clean()
    profile.save()
    if feed.profile_id != profile.pk:
        feed.profile = profile
        feed.save(update_fields=["profile"])
    audit(actor=by, act="feed_profile_save", subject=profile, region=feed.region, feed=feed.slug)
    return profile
