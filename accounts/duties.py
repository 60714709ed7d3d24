"""What waits for staff: each room tells what it knows of, the first page of the workspace shows all of it.

A room registers its duties when it is ready. The page counts each of them by region, in one query or a few.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import within

Counter = Callable[[User, Sequence[str]], Mapping[str, int]]
"""From a person and the codes of regions to how much waits for them there, by the record's own region."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that staff have to do.

    words: what the number counts. action: who has it to do, and sees its list. page: name of the address of
    the list, `query` its filters; it takes `?region=`. seen_with: actions of others who see the list.
    is_late: it should have been done already. order: its place among the others.
    """

    name: str
    words: str | Promise
    action: Action
    count: Counter
    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    is_late: bool = False
    order: int = 100
    seen_with: tuple[Action, ...] = ()

    def address(self, region: str = "") -> str:
        """The list of what is counted, in a region; "" stands for all that the person sees."""
        query = urlencode({**self.query, **({"region": region} if region else {})})
        return f"{reverse(self.page)}?{query}" if query else reverse(self.page)


_DUTIES: dict[str, Duty] = {}


def duty_register(duty: Duty) -> None:
    """Have the first page count a duty."""
    _DUTIES[duty.name] = duty


def duties() -> list[Duty]:
    """All duties in their order."""
    return sorted(_DUTIES.values(), key=lambda duty: (duty.order, duty.name))


def by_region(rows: QuerySet, held: Sequence[str], region: str = "region") -> dict[str, int]:  # type: ignore[type-arg]
    """How many of `rows` lie within the regions held, by the value of the field `region`; one query."""
    found = rows.filter(within(held, region)).order_by().values_list(region).annotate(rows=Count("pk"))
    return dict(found)
