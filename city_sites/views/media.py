"""Images of the CMS: for everybody once a public page shows them, before that for those who work on them."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.images.models import Image, Rendition
from wagtail.utils import sendfile_streaming_backend

from city_sites import sending
from city_sites.boundaries import sees_file
from city_sites.draft_files import opens
from city_sites.services.shown_files import is_shown

KEPT_S: Final = 300
"""How long a browser shows an image without asking whether it is still public. Shared caches keep none."""


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """An image in one of its sizes."""
    found = get_object_or_404(Rendition.objects.select_related("image__collection"), file=f"images/{name}")
    return _answer(request, found.image, found.file)


@require_safe
def original(request: HttpRequest, name: str) -> HttpResponseBase:
    """An image as it was uploaded."""
    image = get_object_or_404(Image.objects.select_related("collection"), file=f"original_images/{name}")
    return _answer(request, image, image.file)


def _answer(request: HttpRequest, image: Image, file: FieldFile) -> HttpResponseBase:
    """404 for who may not see the image, whatever they know of its name."""
    if is_shown(image):
        kept = f"private, max-age={KEPT_S}"
    elif opens(request.GET.get("key", ""), request.path) or sees_file(request.user, image):
        kept = "private, no-store"
    else:
        raise Http404
    response = _sent(request, Path(file.path))
    response.headers["Cache-Control"] = kept
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _sent(request: HttpRequest, path: Path) -> HttpResponseBase:
    if not path.is_file():
        raise Http404
    send = sending.sendfile if settings.MEDIA_INTERNAL else sendfile_streaming_backend.sendfile
    response: HttpResponseBase = send(request, str(path))
    response.headers["Content-Type"] = guess_type(path.name)[0] or "application/octet-stream"
    return response
