"""The profiles that are shipped with the project, as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction

from jobs.feeds.profile import profile_from
from jobs.models import FeedProfile

_FOLDER = Path(__file__).parent / "data" / "profiles"


def shipped_profiles() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, description and mapping of each, by name."""
    for path in sorted(_FOLDER.glob("*.json")):
        content = orjson.loads(path.read_bytes())
        yield path.stem, content["description"], content["mapping"]


@transaction.atomic
def profiles_load(*, force: bool = False) -> dict[str, str]:
    """Create the shipped profiles; one that was edited here stays as it is unless `force`.

    Gives what became of each: created, unchanged, kept or replaced.
    """
    outcome = {}
    for name, description, mapping in shipped_profiles():
        profile_from(mapping)
        profile, created = FeedProfile.objects.get_or_create(
            name=name, defaults={"description": description, "mapping": mapping}
        )
        if created:
            outcome[name] = "created"
        elif profile.mapping == mapping:
            outcome[name] = "unchanged"
        elif force:
            profile.mapping, profile.description = mapping, description
            profile.save()
            outcome[name] = "replaced"
        else:
            outcome[name] = "kept"
    return outcome
