"""Who holds what below somebody, who may give it, and taking it back: a level rules those below it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import LEVEL_OF_ROLE, NATION, Action, Role
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import RegionalRole, User
from accounts.permissions import held_regions, may, region_prefix
from accounts.services import role_revoke
from standards import regions

_LEVEL_OF_A_PROVINCE, _LEVEL_OF_THE_NATION = 2, 3


class NotBelow(ValueError):
    """The role is not of a level below that of the person, or not in their region."""


def level_of(region: str) -> int:
    """The level of a right that is held in a region: 3 in the country, else 2."""
    return _LEVEL_OF_THE_NATION if region == NATION else _LEVEL_OF_A_PROVINCE


def fits(role: Role, region: str) -> bool:
    """Whether a role can be held in a region: a supervisor's in a province, a city role in a city."""
    if role == Role.NATIONAL_MANAGER:
        return region == NATION
    if role == Role.PROVINCE_SUPERVISOR:
        return region in {province.code for province in regions.provinces()}
    return regions.is_city(region)


def may_give(user: User, role: Role, region: str) -> bool:
    """Whether the person may give the role in the region, and take it back: it is of a level below theirs."""
    return fits(role, region) and any(
        region.startswith(region_prefix(held)) and LEVEL_OF_ROLE[role] < level_of(held)
        for held in held_regions(user, Action.INVITE_STAFF)
    )


def roles_to_give(user: User) -> list[Role]:
    """The roles that the person may give somewhere."""
    levels = [level_of(held) for held in held_regions(user, Action.INVITE_STAFF)]
    return [role for role in Role if LEVEL_OF_ROLE[role] < max(levels, default=0)]


def roles_below(user: User) -> QuerySet[RegionalRole]:
    """What is held in the levels below, by others, by region."""
    below = Q(pk__in=[])
    for held in held_regions(user, Action.INVITE_STAFF):
        lower = [role for role, level in LEVEL_OF_ROLE.items() if level < level_of(held)]
        below |= Q(region__startswith=region_prefix(held), role__in=lower)
    live = RegionalRole.objects.filter(below, revoked_at=None).exclude(user=user)
    return live.exclude(region="").select_related("user").order_by("region", "role", "pk")


@transaction.atomic
def role_take_back(*, held: RegionalRole, reason: str, by: User) -> None:
    """Take a role of a level below back: rights, groups and sessions end at once; a mail tells the person.

    Raises:
        NotBelow
    """
    if not (may(by, Action.INVITE_STAFF, held.region) and roles_below(by).filter(pk=held.pk).exists()):
        raise NotBelow(f"#{held.pk}")
    role_revoke(held=held, by=by, reason=reason)
    letter = _taken_back(held)
    transaction.on_commit(lambda: letter_send(letter=letter, to=held.user.email))


def region_words(region: str) -> str:
    """A region's full name, or the whole country."""
    return _("the country") if region == NATION else regions.path_name(region) or region


def role_words(role: str, region: str) -> str:
    """A role and where it is held, as a mail names it."""
    return _("%(role)s (%(region)s)") % {"role": Role(role).label, "region": region_words(region)}


def _taken_back(held: RegionalRole) -> Letter:
    return Letter(
        _("A right of yours was taken back"),
        (
            _("You no longer hold this right: %(right)s.") % {"right": role_words(held.role, held.region)},
            _("What you published and decided stays, and so does your account."),
        ),
        below=(_("If this is a mistake, ask the level above yours."),),
    )
