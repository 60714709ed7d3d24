"""What city sites do when something happens in the rooms below."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import RegionalRole
from city_sites.services.staff import cms_groups_follow


@receiver(post_save, sender=RegionalRole)
def groups_follow_roles(instance: RegionalRole, raw: bool = False, **_kwargs: Any) -> None:
    """A role that is given or taken back changes the groups of the CMS in the same transaction."""
    if not raw:
        cms_groups_follow(user=instance.user)
