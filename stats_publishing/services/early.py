"""Who may look into a release before it comes out, and who did."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import may
from accounts.services import audit
from stats_publishing.enums import ReleaseState
from stats_publishing.models import EarlyLook, EarlyReader, Release
from stats_publishing.services.datasets import NotPossible


@transaction.atomic
def early_reader_add(*, release: Release, mail: str, office: str, reason: str, by: User) -> EarlyReader:
    """Let somebody with an account look before the release, from `EARLY_ACCESS_HOURS` before it on.

    Raises:
        NotPossible: nobody has this address, or they are on the list already, or the release is out.
    """
    person = User.objects.filter(email__iexact=mail.strip(), is_active=True).first()
    if person is None:
        raise NotPossible(_("Nobody with this mail address has an account."))
    if release.state not in (ReleaseState.PROVISIONAL, ReleaseState.CONFIRMED) or release.is_out():
        raise NotPossible(_("There is nothing to look at early."))
    reader, created = EarlyReader.objects.get_or_create(
        release=release, person=person, revoked_at=None,
        defaults={"office": office, "reason": reason, "granted_by": by, "granted_at": timezone.now()},
    )  # fmt: skip
    if not created:
        raise NotPossible(_("This person is on the list already."))
    audit(
        actor=by, act="early_reader_add", subject=reader, region=release.region, release=release.pk,
        person=person.pk, office=office,
    )  # fmt: skip
    return reader


@transaction.atomic
def early_reader_end(*, reader: EarlyReader, by: User) -> None:
    """Take somebody off the list; doing it again changes nothing."""
    if EarlyReader.objects.filter(pk=reader.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit(
            actor=by, act="early_reader_end", subject=reader, region=reader.release.region,
            release=reader.release_id, person=reader.person_id,
        )  # fmt: skip


def may_look_early(*, person: User, release: Release, now: dt.datetime) -> bool:
    """Whether somebody may see what is not out: who publishes in the region, and the list in its hours."""
    if may(person, Action.PUBLISH_FIGURES, release.region):
        return True
    opens = release.release_at - dt.timedelta(hours=settings.EARLY_ACCESS_HOURS)
    return (
        release.state == ReleaseState.CONFIRMED
        and opens <= now
        and release.early_readers.filter(person=person, revoked_at=None).exists()
    )


@transaction.atomic
def early_look(*, release: Release, person: User) -> EarlyLook:
    """Put on record that somebody looks now."""
    look = EarlyLook.objects.create(release=release, person=person, at=timezone.now())
    audit(actor=person, act="release_look", subject=release, region=release.region)
    return look
