"""Forms of the workspace."""

from __future__ import annotations

from typing import Any

import orjson
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from city_sites.workspace.lists.spec import Act
from jobs.enums import RequestRefusal, VerdictReason
from jobs.models import CityFeed
from jobs.services.moderation import doubts

SUFFIXES = (".ndjson", ".jsonl", ".json", ".csv", ".tsv", ".txt", ".xlsx")


class UploadForm(forms.Form):
    """A file of vacancies."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty: nothing was changed."),
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(SUFFIXES):
            raise forms.ValidationError(
                _("Files of this kind are not read. Send NDJSON, JSON, CSV (or tab-separated text) or XLSX.")
            )
        if (file.size or 0) > settings.FEED_MAX_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(most)s are taken. Split it into several."),
                params={
                    "size": filesizeformat(file.size or 0),
                    "most": filesizeformat(settings.FEED_MAX_BYTES),
                },
            )
        return file


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 3}),
        help_text=_("Why, and how you made sure who asks. It stays in the audit trail."),
        error_messages={"required": _("Write the reason: it stays in the audit trail.")},
    )  # fmt: skip


class ProfileForm(forms.Form):
    """How a feed's columns and words are read, as JSON; what it may say is checked by the profile itself."""

    mapping = forms.CharField(label=_("Mapping"), widget=forms.Textarea, max_length=200_000)

    def clean_mapping(self) -> dict[str, Any]:
        try:
            mapping = orjson.loads(self.cleaned_data["mapping"])
        except orjson.JSONDecodeError as error:
            raise forms.ValidationError(
                _("This is not JSON: look at line %(line)s, character %(column)s."),
                params={"line": error.lineno, "column": error.colno},
            ) from error
        if not isinstance(mapping, dict) or not _is_storable(mapping):
            raise forms.ValidationError(_("A mapping is a JSON object: it begins with { and ends with }."))
        return mapping


def _is_storable(value: dict[str, Any]) -> bool:
    """Whether the database takes it: no null characters, and not nested without end."""
    try:
        return b"\\u0000" not in orjson.dumps(value)
    except orjson.JSONEncodeError:
        return False


class ScheduleForm(forms.ModelForm[CityFeed]):
    """Where a feed is pulled from and how often."""

    class Meta:
        model = CityFeed
        fields = ["pull_url", "pull_every_minutes"]

    pull_url = forms.URLField(label=_("Address"), required=False, max_length=500, assume_scheme="https")
    pull_every_minutes = forms.IntegerField(
        label=_("Every how many minutes"), required=False, min_value=15, max_value=7 * 24 * 60
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("pull_every_minutes") and not self.cleaned_data.get("pull_url"):
            self.add_error("pull_url", _("Say where the feed is to be pulled from."))
        return cleaned


class VerificationForm(forms.Form):
    """Why an employer is not verified: reasons that tell it what to do, and words of one's own."""

    refusals = forms.MultipleChoiceField(
        label=_("What is to be mended"),
        choices=RequestRefusal.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one reason.")},
    )
    note = forms.CharField(
        label=_("In your words, needed for another reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if RequestRefusal.OTHER in self.cleaned_data.get("refusals", []) and not self.cleaned_data.get(
            "note"
        ):
            self.add_error("note", _("Write what the other reason is."))
        return cleaned


class ActForm(forms.Form):
    """Why something is done to many rows: a reason to choose and words of one's own, as the act asks for."""

    reason = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect, error_messages={"required": _("Choose a reason.")}
    )
    note = forms.CharField(
        max_length=500, widget=forms.Textarea({"rows": 3}), error_messages={"required": _("Write why.")}
    )

    def __init__(self, data: Any = None, *, act: Act[Any]) -> None:
        super().__init__(data)
        if act.reasons:
            self.fields["reason"].choices = list(act.reasons())  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]
        if act.note:
            self.fields["note"].label = str(act.note)
            self.fields["note"].required = act.note_is_needed
        else:
            del self.fields["note"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("reason") == VerdictReason.OTHER and not self.cleaned_data.get("note"):
            self.add_error("note", _("Write what the other reason is."))
        return cleaned


class VerdictForm(forms.Form):
    """Why a vacancy goes back to its employer: reasons that tell it what to do, and words of one's own."""

    reasons = forms.MultipleChoiceField(
        label=_("What is to be mended"),
        choices=VerdictReason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one reason.")},
    )
    note = forms.CharField(
        label=_("In your words, needed for another reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if VerdictReason.OTHER in self.cleaned_data.get("reasons", []) and not self.cleaned_data.get("note"):
            self.add_error("note", _("Write what the other reason is."))
        return cleaned


class ReviewRuleForm(forms.Form):
    """What stops a vacancy in a region until somebody has looked at it."""

    stops = forms.MultipleChoiceField(
        label=_("Look at vacancies first of which this is true"),
        help_text=_(
            "What the law forbids is refused anyhow. "
            "What is not ticked is public at once, with advice to its employer."
        ),
        choices=doubts,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs_two = forms.BooleanField(
        label=_("Two people decide"),
        help_text=_("The first one proposes, somebody else decides."),
        required=False,
    )
