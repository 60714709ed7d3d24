"""A résumé as a file: PDF for printing, plain text for copying elsewhere."""

from __future__ import annotations

from typing import Any, NoReturn

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from PIL import ImageFile

from jobs.resume import in_words

STYLE = "css/resume_sheet.css"


def as_pdf(data: dict[str, Any]) -> bytes:
    """A résumé on A4, in the active language.

    Args:
        data: as `jobs.resume.as_data` gives it, or as an application keeps it.
    """
    from weasyprint import CSS, HTML  # here: it takes half a second that other pages do not need

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # which WeasyPrint sets: uploads that are cut short are refused
    language = "en" if (get_language() or "").startswith("en") else "zh-CN"
    page = render_to_string("jobs/files/resume.html", {"sheet": in_words(data), "language": language})
    document = HTML(string=page, url_fetcher=_nothing)
    made: bytes = document.write_pdf(stylesheets=[CSS(filename=finders.find(STYLE))])
    return made


def as_text(data: dict[str, Any]) -> str:
    """A résumé as lines of plain text, in the active language."""
    sheet = in_words(data)
    lines = [sheet["name"], " ".join(sheet["contact"]), ""]
    lines += [f"{label}: {words}" for label, words in sheet["facts"]]
    if sheet["about"]:
        lines += ["", gettext("About me"), sheet["about"]]
    for title, name in (
        (gettext("Work experience"), "jobs"),
        (gettext("Education and training"), "schools"),
        (gettext("Grades and certificates"), "certificates"),
    ):
        if sheet[name]:
            lines += ["", title]
        for line in sheet[name]:
            lines.append("  ".join(filter(None, (line["when"], line["what"], line["where"]))))
            lines += [f"    {text}" for text in line.get("text", "").splitlines()]
    return "\n".join(lines).strip() + "\n"


def _nothing(*_args: Any, **_options: Any) -> NoReturn:
    """A résumé needs no other file: whatever one names is not fetched."""
    raise ValueError("A résumé fetches nothing.")
