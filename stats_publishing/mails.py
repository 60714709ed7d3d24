"""Mails about returns, to who filled them in."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from accounts.enums import Action, Role
from accounts.models import RegionalRole, User
from accounts.permissions import may
from jobs.mails import mail_kind, national_address, write_mail
from stats_publishing.enums import ReturnState
from stats_publishing.models import Return, ReturnMove


@mail_kind("return_decided")
def return_decided_mail(pk: int) -> EmailMultiAlternatives | None:
    """That a return is accepted or sent back; None where nobody is there to be told."""
    moves = ReturnMove.objects.select_related("of__form", "of__version", "of__submitted_by")
    move = moves.filter(pk=pk).first()
    reader = _reader(move.of) if move else None
    if move is None or reader is None:
        return None
    is_back = move.after == ReturnState.SENT_BACK
    return write_mail(
        "return_decided",
        to=reader.email,
        language="",
        subject=_("Sent back: %(title)s") if is_back else _("Accepted: %(title)s"),
        context={
            "title": f"{move.of.form.name} {move.of.place_name} {move.of.period}",
            "move": move,
            "is_back": is_back,
            "link": national_address(move.of.get_absolute_url()),
        },
    )


def _reader(of: Return) -> User | None:
    """Who submitted it and still fills it in; else the region's statistician of longest standing."""
    sender = of.submitted_by
    if sender and sender.is_active and may(sender, Action.FILL_RETURNS, of.region):
        return sender
    held = RegionalRole.objects.filter(
        role=Role.CITY_STATISTICIAN, region=of.region, revoked_at=None, user__is_active=True
    )
    first = held.select_related("user").order_by("pk").first()
    return first.user if first else None
