"""What city sites do when something happens in the rooms below."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from accounts.models import RegionalRole
from city_sites.services import surrogate
from city_sites.services.staff import cms_groups_follow


@receiver(post_save, sender=RegionalRole)
def groups_follow_roles(instance: RegionalRole, raw: bool = False, **_kwargs: Any) -> None:
    """A role that is given or taken back changes the groups of the CMS in the same transaction."""
    if not raw:
        cms_groups_follow(user=instance.user)


@receiver(page_published)
def published_page_is_purged(instance: Page, **_kwargs: Any) -> None:
    """Caches in front forget the page as it was and the lists without it."""
    surrogate.purge(surrogate.addresses_of(instance))


@receiver(page_unpublished)
def unpublished_page_is_purged(instance: Page, **_kwargs: Any) -> None:
    surrogate.purge(surrogate.addresses_of(instance))


@receiver(page_slug_changed)
def renamed_page_is_purged(instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    """Where it and the pages below were, and where they are."""
    before = surrogate.addresses_before(instance, instance_before.url_path, instance.url_path)
    surrogate.purge([*before, *surrogate.addresses_of(instance)])


@receiver(post_page_move)
def moved_page_is_purged(
    instance: Page, url_path_before: str, url_path_after: str, parent_page_before: Page, **_kwargs: Any
) -> None:
    if url_path_before != url_path_after:
        before = surrogate.addresses_before(instance, url_path_before, url_path_after)
        left = surrogate.addresses_of(parent_page_before)
        surrogate.purge([*before, *left, *surrogate.addresses_of(instance)])


def deleted_page_is_purged(instance: Page, **_kwargs: Any) -> None:
    if instance.live:
        surrogate.purge(surrogate.addresses_of(instance))


for model in get_page_models():  # one by one: a receiver for all models would slow every delete down
    pre_delete.connect(deleted_page_is_purged, sender=model, dispatch_uid=f"purge {model._meta.label}")
