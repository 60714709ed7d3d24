"""How a city stands for the public, from its row."""

from __future__ import annotations

from city_sites.enums import PresenceState
from city_sites.models import CitySite


def shown_state(site: CitySite | None) -> PresenceState:
    """A retired site is for the public what its link makes of it."""
    if site is None:
        return PresenceState.NONE
    if site.state != PresenceState.RETIRED:
        return PresenceState(site.state)
    return PresenceState.LINKED if site.link else PresenceState.NONE
