"""The text of a quarter's analysis on pages: each number leads to its cell, corrections are marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stats_publishing.members import row_meant
from stats_publishing.methods.periods import PeriodKind
from stats_publishing.methods.wording import REFERENCE, Language, plain, written
from stats_publishing.published import archive
from stats_publishing.quoting import Reader, Reference
from stats_publishing.services.figure_tables import code_of_dataset
from stats_publishing.services.texts import LANGUAGES, published_text, text_of
from stats_publishing.tables import SUPPRESSED, Value

_ENDS: Final = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence whose numbers are links.

    Args:
        is_corrected: a figure in it was corrected since it was written; the new one stands beside the old.
    """

    words: SafeString
    plain: str
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text in a language: paragraphs of sentences."""

    language: Language
    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def is_corrected(self) -> bool:
        return any(sentence.is_corrected for one in self.paragraphs for sentence in one)

    @property
    def joint(self) -> str:
        """What stands between sentences."""
        return " " if self.language == "en" else ""

    @property
    def plain(self) -> str:
        """Without links; paragraphs are parted by an empty line."""
        return "\n\n".join(self.joint.join(each.plain for each in one) for one in self.paragraphs)


def analysis_of(reader: Reader, language: Language | None = None) -> Analysis | None:
    """The text that is published of a reader's release, in a preview as it stands; None where there is none.

    A sentence with a number that is not published is left out: it stands in a table that is not released, was
    made confidential, or is of a version that is still to come.

    Args:
        language: None for that of the person who asks.
    """
    if reader.span.kind != PeriodKind.QUARTER:
        return None
    own: Language = "en" if (get_language() or "").startswith("en") else "zh"
    of = {"region": reader.release.region, "period": reader.span, "language": language or own}
    kept = text_of(**of) if reader.is_preview else published_text(**of)  # type: ignore[arg-type]
    if kept is None:
        return None
    paragraphs = tuple(
        sentences
        for part in kept.text.split("\n\n")
        if (sentences := tuple(one for words in _ENDS.split(part) if (one := _sentence(reader, words))))
    )
    return Analysis(language or own, paragraphs) if paragraphs else None


def analyses_of(reader: Reader) -> dict[str, str]:
    """The text without links in each language that there is one in."""
    found = {language: analysis_of(reader, language) for language in LANGUAGES}
    return {language: one.plain for language, one in found.items() if one}


def _sentence(reader: Reader, text: str) -> Sentence | None:
    if not text.strip():
        return None
    parts: list[str] = []
    end, is_corrected = 0, False
    for found in REFERENCE.finditer(text):
        measure = found["measure"]
        cell = reader.quoted(Reference(code_of_dataset(found["table"]), (found["row"],), measure))
        if cell is None or cell.mark == SUPPRESSED:
            return None
        now = _written(cell.value, measure) or cell.text
        if now != found["text"] and not _was_published(reader, found):
            return None
        parts.append(conditional_escape(text[end : found.start()]))
        parts.append(format_html('<a class="quote-figure" href="{}">{}</a>', cell.address, found["text"]))
        if now != found["text"]:
            is_corrected = True
            parts.append(conditional_escape(_(" (corrected to %(figure)s)") % {"figure": now}))
        end = found.end()
    parts.append(conditional_escape(text[end:]))
    words = mark_safe("".join(parts))  # noqa: S308 — each part is escaped
    return Sentence(words, plain(text), is_corrected)


def _was_published(reader: Reader, found: re.Match[str]) -> bool:
    """Whether a number that is not that of the newest version is that of an earlier one that is out."""
    if reader.is_preview:
        return True
    versions = archive(
        dataset=code_of_dataset(found["table"]), region=reader.release.region, period=reader.release.period
    )
    for version in versions:
        row = row_meant(version.kind, version.figures, (found["row"],))
        value = version.figures.cell(row, found["measure"]) if row else None
        if _written(value, found["measure"]) == found["text"]:
            return True
    return False


def _written(value: Value, measure: str) -> str:
    """A figure as texts write it; "" where there is none."""
    return written(float(value), measure=measure) if isinstance(value, int | float) else ""
