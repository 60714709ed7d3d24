"""Erasure of a person: the account goes off at once, the data some days later, room by room.

What a law makes us keep stays under a number instead of a name (see `Kept` of every room).
"""

from __future__ import annotations

import datetime as dt
import secrets

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.addresses import site_root
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import DataExport, Erasure, RegionalRole, StaffInvitation, User
from accounts.personal_data import Holding, holdings
from accounts.services import audit, role_revoke, sessions_end

log = structlog.get_logger(__name__)

SALT = "accounts.erasure"


@transaction.atomic
def erasure_ask(*, user: User) -> Erasure:
    """Switch an account off and sign the person out everywhere, at once; erase after the cooling time.

    Until then a link in a mail takes it back. Asking again changes nothing.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    under_way = Erasure.objects.filter(user=locked, cancelled_at=None, finished_at=None).first()
    if under_way is not None:
        return under_way
    now = timezone.now()
    erasure = Erasure.objects.create(
        user=locked,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        asked_at=now,
        due_at=now + dt.timedelta(days=settings.ERASURE_COOLING_DAYS),
    )
    _switch(locked, on=False)
    sessions_end(user=locked)
    audit(actor=locked, act="erasure_ask", subject=erasure)
    letter = _asked(erasure)
    transaction.on_commit(lambda: letter_send(letter=letter, to=locked.email))
    return erasure


@transaction.atomic
def erasure_cancel(*, erasure: Erasure) -> bool:
    """Take the wish back: the account is as it was. Whether that was still possible.

    It is not once the first room has begun.
    """
    locked = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if not locked.is_open or locked.done:
        return locked.cancelled_at is not None
    locked.cancelled_at = timezone.now()
    locked.save(update_fields=["cancelled_at"])
    _switch(locked.user, on=True)
    audit(actor=locked.user, act="erasure_cancel", subject=locked)
    return True


def erasure_execute(*, erasure_id: int) -> None:
    """Erase a person, room by room, each in a transaction of its own.

    Killed at any moment it goes on after the last room that was done; done twice it changes nothing. One that
    is not due, or was taken back, is left alone.
    """
    for holding in holdings():
        if not _erase_room(erasure_id, holding):
            return


def erasures_due() -> list[int]:
    """Ids of the wishes whose cooling time is over, those that lost their worker among them."""
    due = Erasure.objects.filter(cancelled_at=None, finished_at=None, due_at__lte=timezone.now())
    return list(due.order_by("due_at").values_list("pk", flat=True))


def cancel_path(erasure: Erasure) -> str:
    return reverse("account_erasure_cancel", args=[signing.dumps(erasure.pk, salt=SALT)])


def erasure_of_token(token: str) -> Erasure | None:
    """The wish that a signed path names; None where the path is not ours."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Erasure.objects.filter(pk=pk).first()


@transaction.atomic
def _erase_room(erasure_id: int, holding: Holding) -> bool:
    """Erase what one room holds, once; whether to go on."""
    erasure = Erasure.objects.select_for_update().filter(pk=erasure_id).first()
    if erasure is None or not erasure.is_open or erasure.due_at > timezone.now():
        return False
    if holding.name in erasure.done:
        return True
    address = erasure.user.email
    holding.erase(erasure.user)
    erasure.done.append(holding.name)
    if holding.name == "accounts":
        erasure.finished_at = timezone.now()
        audit(actor=None, act="erasure_finish", subject=erasure)
        with translation.override(erasure.language):
            letter = _finished()
        transaction.on_commit(lambda: letter_send(letter=letter, to=address))
        log.info("person erased", erasure=erasure.pk)
    erasure.save(update_fields=["done", "finished_at"])
    return True


def account_erase(user: User) -> None:
    """What the accounts themselves hold: everything goes but the row, which stays as a number."""
    for held in RegionalRole.objects.filter(user=user, revoked_at=None):
        role_revoke(held=held, by=None)
    sessions_end(user=user)
    StaffInvitation.objects.filter(email__iexact=user.email).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for export in DataExport.objects.filter(user=user):
        export.file.delete(save=False)
        export.delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.email, user.name = f"erased-{secrets.token_hex(8)}@invalid", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def _switch(user: User, *, on: bool) -> None:
    user.is_active = on
    user.save(update_fields=["is_active"])
    for holding in holdings():
        if holding.switched:
            holding.switched(user)


def _asked(erasure: Erasure) -> Letter:
    return Letter(
        _("Your account is switched off and will be erased"),
        (
            _("You asked us to erase what we hold on you. Your account is off from now on."),
            _("Until %(day)s you can take this back.")
            % {"day": timezone.localtime(erasure.due_at).strftime("%Y-%m-%d %H:%M")},
        ),
        _("Take it back"),
        site_root() + cancel_path(erasure),
        (_("After that it cannot be undone. We write to you once more when it is done."),),
    )


def _finished() -> Letter:
    return Letter(
        _("Your data are erased"),
        (
            _("What we held on you is erased, your account and this mail address included."),
            _("What a law makes us keep stays without your name. This is our last mail to you."),
        ),
    )
