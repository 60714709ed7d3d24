"""Settings of a city's site."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from city_sites.contrast import LEAST_RATIO, contrast_ratio
from city_sites.models import CitySite, Emblem
from city_sites.services.surrogate import addresses_of_settings, purge

SETTINGS: Final = (
    "name", "accent", "contact_phone", "contact_mail", "address", "opening_hours", "icp_number",
    "police_number", "social_accounts", "client_url",
)  # fmt: skip


@transaction.atomic
def city_settings_save(
    *, city_site: CitySite, values: Mapping[str, Any], by: User, emblem: bytes | None = None
) -> CitySite:
    """Change settings of a city's site; what `values` does not name stays.

    Args:
        values: by name of `SETTINGS`.
        emblem: PNG of `clean_emblem`; b"" takes the emblem away, None leaves it.
    Raises:
        ValidationError: a value is not good; the accent has too little contrast on white.
    """
    locked = CitySite.objects.select_for_update(of=("self",)).get(pk=city_site.pk)
    changed = [name for name in SETTINGS if name in values and getattr(locked, name) != values[name]]
    for name in changed:
        setattr(locked, name, values[name])
    locked.full_clean(validate_unique=False, validate_constraints=False)
    accent_check(locked.accent)
    if emblem is not None:
        Emblem.objects.filter(city_site=locked).delete()
        if emblem:
            Emblem.objects.create(city_site=locked, content=emblem)
        locked.emblem_key = hashlib.sha256(emblem).hexdigest()[:16] if emblem else ""
        changed.append("emblem_key")
    if changed:
        locked.save(update_fields=changed)
        audit(actor=by, act="city_settings_save", subject=locked, region=locked.region, fields=changed)
        if locked.site is not None:
            purge(addresses_of_settings(locked.site))
    return locked


def accent_check(accent: str) -> None:
    """Refuse an accent on which white is not to be read.

    Raises:
        ValidationError: the contrast on white is under 4.5:1; the message says how much it is.
    """
    ratio = contrast_ratio(accent)
    if ratio < LEAST_RATIO:
        shown = number_format(int(ratio * 100) / 100, decimal_pos=2)
        raise ValidationError(
            {
                "accent": _("Its contrast on white is %(ratio)s:1; it needs 4.5:1. Take a darker one.")
                % {"ratio": shown}
            }
        )
