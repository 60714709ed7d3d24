"""Forms of the desk of wage surveys."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions, may
from standards.industries import section
from standards.places import resolve_place
from standards.regions import city_of
from stats_publishing.methods.wage_survey import SIZES
from stats_publishing.models import WageSurvey
from stats_publishing.models.wages import FIRST_YEAR, LAST_YEAR
from stats_publishing.words import region_words

SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx")
MOST_CELLS: Final = 200


class RegionField(forms.CharField):
    """A place in words or as a code; "" and 全国 are the country."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if text in (NATION, "全国", "国家"):
            return NATION
        code = resolve_place(text).code
        if not code:
            raise forms.ValidationError(_("This is not a place that the portal knows."))
        city = city_of(code)
        return city.code if city else code


class _OfRegion(forms.Form):
    """A form about a region in which the person may do something."""

    action: Action
    region = RegionField(label=_("Region"), max_length=60)
    year = forms.IntegerField(label=_("Year of the pay"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, data: Any = None, files: Any = None, *, user: User) -> None:
        held = held_regions(user, self.action)
        initial = {
            "region": region_words(held[0]) if len(held) == 1 and held[0] != NATION else "",
            "year": timezone.localdate().year - 1,
        }
        super().__init__(data, files, initial=initial)
        self.user = user

    def clean_region(self) -> str:
        region: str = self.cleaned_data["region"]
        if not may(self.user, self.action, region):
            raise forms.ValidationError(_("You have no right to do this in that region."))
        return region


class SurveyForm(_OfRegion):
    action = Action.FILL_RETURNS
    file = forms.FileField(
        label=_("File of the survey"),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(SUFFIXES):
            raise forms.ValidationError(_("Files of this kind are not read. Send CSV or XLSX, not packed."))
        return file


class PoolForm(_OfRegion):
    action = Action.REVIEW_RETURNS

    def clean_region(self) -> str:
        region = super().clean_region()
        if city_of(region) is not None:
            raise forms.ValidationError(
                _("Figures of cities are put together for a province or the country.")
            )
        return region


class WeightsForm(forms.Form):
    """Employees in the region by section of industry and size; a line each, and the tail."""

    tail = forms.TypedChoiceField(
        label=_("High and low level"),
        choices=[(500, _("means of 5 % at either end")), (1000, _("means of 10 % at either end"))],
        coerce=int,
    )
    population = forms.CharField(
        label=_("Employees in the region"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    @classmethod
    def of(cls, survey: WageSurvey) -> WeightsForm:
        lines = "\n".join(",".join(map(str, row)) for row in survey.population)
        return cls(initial={"tail": survey.tail, "population": lines})

    def clean_population(self) -> list[tuple[str, str, int]]:
        text: str = self.cleaned_data["population"]
        lines = [line.strip() for line in text.replace("，", ",").replace("\t", ",").splitlines()]
        rows = [_population_row(line) for line in lines if line]
        if len(rows) > MOST_CELLS or len({row[:2] for row in rows}) < len(rows):
            raise forms.ValidationError(
                _("A section and size stands here twice, or there are too many lines.")
            )
        return rows


def _population_row(line: str) -> tuple[str, str, int]:
    parts = [part.strip() for part in line.split(",")]
    sizes = {**{code: code for code in SIZES}, **{zh: code for code, zh in SIZES.items()}}
    letter = parts[0][:1].upper()
    if len(parts) != 3 or section(letter) is None or parts[1] not in sizes or not parts[2].isdecimal():
        raise forms.ValidationError(
            _("“%(line)s” is not like C,大型,52000: section, size, employees."), params={"line": line[:60]}
        )
    people = int(parts[2])
    if not 0 < people < 10**9:
        raise forms.ValidationError(
            _("“%(line)s” has no such number of employees."), params={"line": line[:60]}
        )
    return letter, sizes[parts[1]], people


class PriceForm(forms.Form):
    region = RegionField(label=_("Region"), max_length=60)
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    index = forms.DecimalField(
        label=_("Index, year before = 100"), min_value=50, max_value=300, max_digits=6, decimal_places=2
    )
    source = forms.CharField(label=_("Source"), max_length=200)
