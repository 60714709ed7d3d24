"""All that is held on a person as one ZIP: `data.json` for machines, `data.html` to read."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import orjson
from django.conf import settings
from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.addresses import site_root
from accounts.letters import Letter
from accounts.mails import letter_send
from accounts.models import DataExport, User
from accounts.personal_data import export_of, holdings
from accounts.readable import Part, part_of
from accounts.services import audit

SALT = "accounts.data_export"
RESUME_AFTER = dt.timedelta(minutes=10)


@transaction.atomic
def export_ask(*, user: User) -> DataExport:
    """Have the file made. While one is being made there is no second one."""
    User.objects.select_for_update().get(pk=user.pk)
    under_way = DataExport.objects.filter(user=user, ready_at=None).first()
    if under_way is not None:
        return under_way
    language = translation.get_language() or settings.LANGUAGE_CODE
    export = DataExport.objects.create(user=user, language=language)
    audit(actor=user, act="export_ask", subject=export)
    _enqueue(export)
    return export


@transaction.atomic
def export_make(*, export_id: int) -> None:
    """Make the file and tell the person. One that is made is left alone, so a task may come twice."""
    export = DataExport.objects.select_for_update().filter(pk=export_id, ready_at=None).first()
    if export is None:
        return
    with translation.override(export.language):
        export.ready_at = timezone.now()
        export.file.save("data.zip", ContentFile(_zip(export.user)), save=False)
        export.save(update_fields=["file", "ready_at"])
        letter, to = _ready(export), export.user.email
    transaction.on_commit(lambda: _tell(letter, to, export.language))


def exports_resume() -> int:
    """Have the files made that lost their worker; how many."""
    waiting = DataExport.objects.filter(ready_at=None, asked_at__lt=timezone.now() - RESUME_AFTER)
    for export in waiting:
        _enqueue(export)
    return len(waiting)


def download_path(export: DataExport) -> str:
    """Path of the file, signed; it opens for the person alone."""
    return reverse("account_data_file", args=[signing.dumps(export.pk, salt=SALT)])


def export_of_token(token: str, user: User) -> DataExport | None:
    """The export that a signed path names, if it is this person's and its time is not over."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=settings.EXPORT_DAYS * 86_400)
    except signing.BadSignature:
        return None
    export = DataExport.objects.filter(pk=pk, user=user).exclude(ready_at=None).exclude(file="").first()
    return export if export and export.expires_at and export.expires_at > timezone.now() else None


def _zip(user: User) -> bytes:
    held = export_of(user)
    made_at = timezone.localtime()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", orjson.dumps({"made_at": made_at} | held, option=orjson.OPT_INDENT_2))
        archive.writestr(
            "data.html",
            render_to_string("accounts/own_data/readable.html", {"parts": _parts(held), "at": made_at}),
        )
    return file.getvalue()


def _parts(held: dict[str, Any]) -> list[Part]:
    return [
        part_of(str(holding.title), held[holding.name], holding.labels)
        for holding in holdings()
        if holding.name in held
    ]


def _ready(export: DataExport) -> Letter:
    return Letter(
        _("Your data are ready"),
        (_("You asked for all that we hold on you. The file is ready; sign in to fetch it."),),
        _("Fetch the file"),
        site_root() + download_path(export),
        (
            _("It stays for %(days)s days, then it is deleted.") % {"days": settings.EXPORT_DAYS},
            _("If it was not you who asked, set a new password at once."),
        ),
    )


def _tell(letter: Letter, to: str, language: str) -> None:
    with translation.override(language):
        letter_send(letter=letter, to=to)


def _enqueue(export: DataExport) -> None:
    from accounts.tasks import export_make as task

    transaction.on_commit(lambda: task.delay(export.pk))
