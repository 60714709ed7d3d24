"""Emblems of cities: read, made small and written anew, so that only what is seen remains."""

from __future__ import annotations

import io
from typing import BinaryIO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jobs.uploads import is_infected, plain_image

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_PIXELS: Final = 20_000_000
SIDE: Final = 192
"""Pixels of the longer side that are kept: enough for a screen of threefold density."""


def clean_emblem(file: BinaryIO) -> bytes:
    """The image as PNG of at most `SIDE` pixels, with its transparency and without anything else.

    Raises:
        ValidationError: too large, no image (PNG, JPEG, WebP), damaged or infected; in plain words.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The image is larger than 2 MB. Save it smaller."), code="size")
    if is_infected(content):
        raise ValidationError(_("The file contains malware and was not kept."), code="infected")
    unknown = _("This is no image (PNG, JPEG or WebP).")
    plain = plain_image(content, side=SIDE, mode="RGBA", most_pixels=MOST_PIXELS, unknown=unknown)
    written = io.BytesIO()
    plain.save(written, "PNG", optimize=True)
    return written.getvalue()
