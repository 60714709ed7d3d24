"""The web server in front sends the files that the portal names to it (`SENDFILE_BACKEND`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse


def sendfile(_request: HttpRequest, filename: str, **_more: Any) -> HttpResponse:
    """An answer without a body: nginx puts the file in its place (`X-Accel-Redirect`)."""
    path = Path(filename).relative_to(default_storage.path("")).as_posix()
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.MEDIA_INTERNAL}{quote(path)}"})
