"""What every form of this room looks like: label, hint, error and field, one below the other."""

from __future__ import annotations

from django import forms
from django.forms.renderers import DjangoTemplates


class FieldRenderer(DjangoTemplates):
    """Renders `{{ field.as_field_group }}` by our own template."""

    field_template_name = "jobs/pieces/field.html"


class PlainForm(forms.Form):
    """A form whose fields render themselves; errors stand beside them and in a summary."""

    default_renderer = FieldRenderer

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.use_required_attribute = False
