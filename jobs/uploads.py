"""Papers from outside: known by their content, rewritten so that only what is to be seen remains.

An image is decoded and encoded anew (Pillow), so that metadata and whatever was appended stay behind. A
PDF is rebuilt (qpdf by pikepdf) without scripts, actions, forms, attachments and metadata. Both are scanned
before by ClamAV where a daemon is configured.
"""

from __future__ import annotations

import io
import socket
import struct
import warnings
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_PAGES = 20
LONGEST_SIDE = 3_000
"""Pixels that an image keeps at most: enough to read a licence of A3."""
SCAN_TIMEOUT_S = 20
_IMAGES = ("JPEG", "PNG", "WEBP")
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """A paper that is safe to keep and to show: JPEG or PDF."""

    content: bytes
    content_type: str
    suffix: str
    pages: int


def clean_document(file: BinaryIO) -> CleanDocument:
    """Read an uploaded paper and rewrite it.

    Raises:
        ValidationError: too large, not an image or PDF, damaged, locked or infected; in plain words.
    """
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 10 MB. Scan or photograph it smaller."), code="size")
    if is_infected(content):
        raise ValidationError(_("The file contains malware and was not kept."), code="infected")
    head = content[:1024]
    return _clean_pdf(content) if b"%PDF-" in head else _clean_image(content)


def _clean_image(content: bytes) -> CleanDocument:
    unknown = _("This is neither an image (JPEG, PNG, WebP) nor a PDF.")
    plain = plain_image(content, side=LONGEST_SIDE, mode="RGB", most_pixels=MOST_PIXELS, unknown=unknown)
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=88, optimize=True)
    return CleanDocument(written.getvalue(), "image/jpeg", ".jpg", 1)


def plain_image(content: bytes, *, side: int, mode: str, most_pixels: int, unknown: str) -> Image.Image:
    """What is seen of an image and nothing else: upright, of at most `side` pixels.

    Args:
        mode: of Pillow, "RGB" or "RGBA".
        unknown: what is said of content that is no image.
    Raises:
        ValidationError: no image (JPEG, PNG, WebP), damaged, or of more than `most_pixels`; in plain words.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_IMAGES)
            if image.width * image.height > most_pixels:
                raise ValidationError(_("The image has too many pixels. Save it smaller."), code="pixels")
            upright = ImageOps.exif_transpose(image).convert(mode)
    except UnidentifiedImageError:
        raise ValidationError(unknown, code="kind") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_("The image is damaged and cannot be read."), code="damaged") from None
    upright.thumbnail((side, side))
    plain = Image.new(mode, upright.size)
    plain.paste(upright)
    return plain


_KEPT_OF_PAGE = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents")


def _clean_pdf(content: bytes) -> CleanDocument:
    written, pages = plain_pdf(content, most_pages=MOST_PAGES)
    return CleanDocument(written, "application/pdf", ".pdf", pages)


def plain_pdf(content: bytes, *, most_pages: int) -> tuple[bytes, int]:
    """What is seen of a PDF and nothing else, and how many pages it has.

    Raises:
        ValidationError: damaged, locked, without pages, or of more than `most_pages`; in plain words.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as sent, pikepdf.new() as plain:
            if len(sent.pages) > most_pages:
                raise ValidationError(
                    _("The PDF has more than %(most)s pages.") % {"most": most_pages}, code="pages"
                )
            plain.pages.extend(sent.pages)
            for page in plain.pages:
                for key in set(page.obj.keys()) - set(_KEPT_OF_PAGE) - {"/Parent"}:
                    del page.obj[key]
            written = io.BytesIO()
            plain.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            pages = len(plain.pages)
    except pikepdf.PasswordError:
        raise ValidationError(
            _("The PDF is locked by a password. Save it without one."), code="locked"
        ) from None
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, TypeError, RuntimeError):
        raise ValidationError(_("The PDF is damaged and cannot be read."), code="damaged") from None
    if not pages:
        raise ValidationError(_("The PDF has no pages."), code="empty")
    return written.getvalue(), pages


def is_infected(content: bytes) -> bool:
    """Ask ClamAV's daemon (INSTREAM), where `CLAMAV_ADDRESS` names one: "host:port" or the path of a socket.

    Raises:
        ValidationError: the daemon is configured and does not answer; nothing is let through unscanned.
    """
    address = settings.CLAMAV_ADDRESS
    if not address:
        return False
    try:
        answer = _scan(address, content)
    except OSError:
        answer = ""
    if not answer.endswith(("OK", "FOUND")):
        raise ValidationError(
            _("Files cannot be checked for malware just now. Please try again later."), code="unchecked"
        )
    return answer.endswith("FOUND")


def _scan(address: str, content: bytes) -> str:
    host, _colon, port = address.rpartition(":")
    family, target = (socket.AF_INET, (host, int(port))) if port.isdigit() else (socket.AF_UNIX, address)
    with socket.socket(family, socket.SOCK_STREAM) as scanner:
        scanner.settimeout(SCAN_TIMEOUT_S)
        scanner.connect(target)
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            part = content[start : start + _CHUNK]
            scanner.sendall(struct.pack("!L", len(part)) + part)
        scanner.sendall(struct.pack("!L", 0))
        answer = b""
        while part := scanner.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
