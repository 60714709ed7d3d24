"""Cities that practise: what is in them is seen by their staff only, and counts nowhere.

This is the one place that says which cities do. Rooms ask it in their queries (`InPractice`), so that nothing
has to be marked when a city begins or ends practising.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import BooleanField, Func
from django.utils import timezone

from accounts.models import PracticeRegion, User
from accounts.permissions import live_now, region_prefix
from accounts.services import audit

TABLE = PracticeRegion._meta.db_table
PREFIXES = f"ARRAY(SELECT prefix::text FROM {TABLE} WHERE until IS NULL)"  # noqa: S608  a name of ours
"""SQL: what the codes of all regions that practise begin with; evaluated once a query."""


class InPractice(Func):
    """Whether a code of a region lies in a city that practises; of no region: false."""

    template = f"(coalesce(%(expressions)s, '') ^@ ANY ({PREFIXES}))"
    output_field = BooleanField()


def practice_prefixes() -> tuple[str, ...]:
    """What the codes of all regions that practise begin with; one query."""
    return tuple(PracticeRegion.objects.filter(until=None).values_list("prefix", flat=True))


def any_practice() -> bool:
    """Whether any region practises or ever did."""
    return PracticeRegion.objects.exists()


def is_in_practice(region: str, prefixes: tuple[str, ...] | None = None) -> bool:
    """Whether a region practises, or lies in one that does; `prefixes` where they are known already."""
    known = practice_prefixes() if prefixes is None else prefixes
    return bool(region) and region.startswith(known)


def is_staff_of(user: User | AnonymousUser, region: str) -> bool:
    """Whether somebody holds any role that reaches a region."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    held = user.regional_roles.filter(live_now()).exclude(region="").values_list("region", flat=True)
    return any(region.startswith(region_prefix(code)) for code in held)


def practice_of(region: str) -> PracticeRegion | None:
    """The time in which a region practises now; None where it does not."""
    return PracticeRegion.objects.filter(region=region, until=None).first()


@transaction.atomic
def practice_begin(*, region: str, by: User | None) -> PracticeRegion:
    """Let a region practise; one that does already goes on.

    What rooms keep of it elsewhere is for the caller to renew (`city_sites.services.practice`).
    """
    row, is_new = PracticeRegion.objects.get_or_create(
        region=region, until=None, defaults={"prefix": region_prefix(region), "since": timezone.now()}
    )
    if is_new:
        audit(actor=by, act="practice_begin", subject=row, region=region)
    return row


@transaction.atomic
def practice_end(*, region: str, by: User | None) -> PracticeRegion | None:
    """End a practice; gives the time that it took, None where there was none."""
    row = PracticeRegion.objects.select_for_update().filter(region=region, until=None).first()
    if row is not None:
        row.until = timezone.now()
        row.save(update_fields=["until"])
        audit(actor=by, act="practice_end", subject=row, region=region, since=row.since)
    return row
