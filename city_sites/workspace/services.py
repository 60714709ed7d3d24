"""Changes that city staff make in the workspace and that no lower room has a service for."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from jobs.models import CityFeed


@transaction.atomic
def feed_schedule_set(*, feed: CityFeed, pull_url: str, pull_every_minutes: int | None, by: User) -> CityFeed:
    """Set where a feed is pulled from and how often; None stops the pulling.

    A new address is read from the start: what is known of the old one's version is forgotten. That private
    addresses may be read was allowed for a host: another one has to be allowed anew.
    """
    locked = CityFeed.objects.select_for_update().get(pk=feed.pk)
    if locked.pull_url != pull_url:
        locked.pull_etag = locked.pull_last_modified = ""
    if _host_of(locked.pull_url) != _host_of(pull_url):
        locked.pull_allow_private = False
    locked.pull_url = pull_url
    locked.pull_every_minutes = pull_every_minutes
    locked.save(
        update_fields=[
            "pull_url", "pull_every_minutes", "pull_etag", "pull_last_modified", "pull_allow_private",
        ]
    )  # fmt: skip
    audit(
        actor=by,
        act="feed_schedule_set",
        subject=locked,
        region=locked.region,
        pull_url=_without_password(pull_url),
        pull_every_minutes=pull_every_minutes,
    )
    return locked


def _host_of(url: str) -> str:
    """Host and port."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _without_password(url: str) -> str:
    """The address as it may stand in the audit trail."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
