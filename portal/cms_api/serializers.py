"""How pages, images and documents leave the headless API."""

from __future__ import annotations

from typing import Any, Final

from rest_framework.fields import Field
from wagtail.api.v2.serializers import BaseSerializer, PageSerializer
from wagtail.fields import RichTextField
from wagtail.images.models import SourceImageIOError

from city_sites.rich_text import absolute_html, site_root_of

RENDITIONS: Final = {
    "thumbnail": "fill-160x160",
    "small": "width-400",
    "medium": "width-800",
    "large": "width-1600",
}
"""Sizes of an image by name; a width is never enlarged beyond the original."""


class RichText(Field):
    """Rich text as HTML with whole addresses."""

    def to_representation(self, source: str) -> str:
        return absolute_html(source, self.context)


class Renditions(Field):
    """Address, width, height and alternative text of an image in each size."""

    def get_attribute(self, image: Any) -> Any:
        return image

    def to_representation(self, image: Any) -> dict[str, dict[str, Any]]:
        root, shown = site_root_of(self.context), {}
        for name, spec in RENDITIONS.items():
            try:
                made = image.get_rendition(spec)
            except SourceImageIOError:  # its file is lost
                continue
            shown[name] = {
                "url": whole(made.url, root),
                "width": made.width,
                "height": made.height,
                "alt": made.alt,
            }
        return shown


class FileAddress(Field):
    """The whole address of a file."""

    def get_attribute(self, file: Any) -> Any:
        return file

    def to_representation(self, file: Any) -> str:
        return whole(getattr(file, "url", "") or file.file.url, site_root_of(self.context))


class FileSize(Field):
    """Bytes of a document."""

    def get_attribute(self, document: Any) -> Any:
        return document

    def to_representation(self, document: Any) -> int | None:
        size: int | None = document.get_file_size()
        return size


class HeadlessPageSerializer(PageSerializer):
    """Pages, with their rich text as HTML."""

    serializer_field_mapping = PageSerializer.serializer_field_mapping | {RichTextField: RichText}


class HeadlessImageSerializer(BaseSerializer):
    download_url = FileAddress(read_only=True)
    renditions = Renditions(read_only=True)


class HeadlessDocumentSerializer(BaseSerializer):
    download_url = FileAddress(read_only=True)
    file_size = FileSize(read_only=True)


def whole(address: str, root: str) -> str:
    return address if address.startswith(("http://", "https://")) else root + address
