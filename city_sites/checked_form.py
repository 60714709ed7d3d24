"""The form of a page in the CMS: before it is submitted or published, its checks are shown and answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, Panel

GOING_OUT = ("action-submit", "action-publish", "action-restart-workflow")
"""Buttons after which a page is on its way to the public. A draft is saved whatever the checks say."""


class CheckedPageForm(WagtailAdminPageForm):
    warnings_seen = forms.BooleanField(
        label=_("I have read the warnings and want the page as it is"), required=False
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if any(name in self.data for name in GOING_OUT):
            self._check()
        return cleaned

    def _check(self) -> None:
        from city_sites.models.base import region_of_page
        from city_sites.services.publishing import findings

        at = self.instance if self.instance.pk else self.parent_page
        found = findings(self._as_written(), region=region_of_page(at))
        for finding in found:
            if finding.stops:
                self.add_error(None, finding.words)
        warnings = [finding.words for finding in found if not finding.stops]
        if warnings and not self.cleaned_data.get("warnings_seen"):
            for words in warnings:
                self.add_error("warnings_seen", words)

    def _as_written(self) -> Any:
        """The page with what the form says, which is put into it only after all checks."""
        page = type(self.instance)()
        for name, value in self.cleaned_data.items():
            if name in {field.name for field in page._meta.fields}:
                setattr(page, name, value)
        return page


class BulletinForm(CheckedPageForm):
    """A public bulletin that is changed states the reason, each time anew."""

    def _check(self) -> None:
        from city_sites.services.corrections import is_corrected

        super()._check()
        before = type(self.instance).objects.filter(pk=self.instance.pk).first()
        if before is None or not is_corrected(before, self._as_written()):
            return
        if self.cleaned_data.get("correction", "") in ("", before.correction):
            self.add_error("correction", _("Say why it is corrected: readers see it beside the old version."))


class ChecksPanel(Panel):
    """The findings about the newest draft, beside its text."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "city_sites/panels/checks.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from city_sites.services.publishing import findings

            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"findings": findings(self.instance)}


def checked(panels: list[Any]) -> list[Panel]:
    """Panels of a page's content with the checks above them and the tick below."""
    return [ChecksPanel(heading=_("Before publishing")), *panels, FieldPanel("warnings_seen")]
