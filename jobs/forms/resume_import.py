"""A résumé as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jobs.forms.plain import PlainForm
from jobs.resume_import import Unreadable, draft_of, text_of
from jobs.resume_import.extract import MOST_BYTES
from jobs.uploads import is_infected


class ImportForm(PlainForm):
    """`draft` is what the file says, once the form is valid."""

    file = forms.FileField(
        label=_("Your résumé as a file"),
        help_text=_("Word (DOCX) or PDF, at most 5 MB. It is read here, and the file is not kept."),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    draft: dict[str, Any]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB."))
        content = file.read()
        if is_infected(content):
            raise ValidationError(_("The file contains malware and was not kept."))
        try:
            self.draft = draft_of(text_of(content))
        except Unreadable:
            raise ValidationError(
                _(
                    "No text could be read from the file. It must be a DOCX or PDF with text, not a picture "
                    "and not locked. You can fill in the pages by hand instead."
                )
            ) from None
        return file
