"""Forms of sheets and templates of vacancies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.forms.employer import LineField
from jobs.forms.plain import PlainForm


class SheetForm(PlainForm):
    """A sheet of vacancies."""

    file = forms.FileField(
        label=_("XLSX or CSV file"),
        help_text=_("At most 5 MB and 1,000 rows. You see what it would do before anything is made."),
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,.csv,text/csv,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
    )


class SheetConfirmForm(PlainForm):
    """What becomes of the new vacancies of a sheet."""

    publishes = forms.ChoiceField(
        label=_("What becomes of the new ones?"),
        choices=[
            ("", _("All are kept as drafts: I look at them first")),
            ("yes", _("Those that lack nothing are public at once, the others are drafts")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["publishes"].needed_later = True  # type: ignore[attr-defined]

    @property
    def wants_public(self) -> bool:
        return bool(self.cleaned_data["publishes"] == "yes")


class TemplateForm(PlainForm):
    """The name of a template."""

    name = LineField(
        label=_("Name of the template"),
        help_text=_("Your members see it, nobody else."),
        max_length=40,
        error_messages={"required": _("Write a name.")},
    )

    def taken(self) -> None:
        """Say that the employer has one of this name."""
        self.add_error("name", _("There is a template of this name: choose another one."))


def template_form(data: Any, name: str) -> TemplateForm:
    return TemplateForm(data or None, initial={"name": name[:40]})
