"""Forms of these desks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stats_publishing.enums import FilledBy, RowKind, Severity
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models.forms import PERIOD_KINDS
from stats_publishing.services.return_files import MOST_BYTES


class SendBackForm(forms.Form):
    note = forms.CharField(
        label=_("What is to be mended"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewForm(forms.Form):
    code = forms.SlugField(label=_("Code in addresses"), max_length=60)
    name = forms.CharField(
        label=_("Short name"), max_length=40, help_text=_("By it the rules of other forms know it.")
    )
    period_kind = forms.TypedChoiceField(label=_("How often"), choices=PERIOD_KINDS, coerce=PeriodKind)
    filled_by = forms.TypedChoiceField(label=_("By whom"), choices=FilledBy.choices, coerce=FilledBy)


class HeaderForm(forms.Form):
    """The head of a form; its fields are those of `services.forms.Header`."""

    table_number = forms.CharField(label=_("Number of the form (表号)"), max_length=40)
    title = forms.CharField(label=_("Title (表名)"), max_length=100)
    authority = forms.CharField(label=_("Issued by (制定机关)"), max_length=100)
    approval = forms.CharField(label=_("Approval number (批准文号)"), max_length=100, required=False)
    valid_until = forms.DateField(
        label=_("Valid until (有效期)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("No return is asked for later periods."),
    )
    due_days = forms.IntegerField(
        label=_("Days to hand it in"),
        min_value=1,
        max_value=180,
        help_text=_("Counted from the end of the period; a day off moves it to the next working day."),
    )
    explanation = forms.CharField(
        label=_("How to fill it in (填报说明)"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class _Codes(forms.CharField):
    """Codes, separated by spaces or commas."""

    def to_python(self, value: Any) -> Any:
        return tuple(str(value or "").replace(",", " ").replace("，", " ").split())

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, tuple | list) else value


class RowForm(forms.Form):
    """An indicator; its fields are those of `form_design.Row`."""

    code = forms.CharField(
        label=pgettext_lazy("a form", "Code"), max_length=40, help_text=_("Figures are kept by it: it stays.")
    )
    name = forms.CharField(label=_("Indicator"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=RowKind.choices)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    places = forms.IntegerField(
        label=_("Decimal places"), min_value=0, max_value=4, initial=0, required=False
    )
    parent = forms.CharField(label=_("Code of the row above it"), max_length=40, required=False)
    rule = forms.CharField(
        label=_("Computed as"),
        max_length=480,
        required=False,
        help_text=_("Such as 期初 + 新增 - 停止. Empty: it is filled in."),
    )
    closed = _Codes(
        label=_("Not asked in the columns"), required=False, help_text=_("Codes with spaces between them.")
    )
    signed = forms.BooleanField(label=_("May be below 0"), required=False)
    optional = forms.BooleanField(label=_("May be left empty"), required=False)
    counts = forms.CharField(
        label=_("Figure of the portal"),
        max_length=80,
        required=False,
        help_text=_("By which it can be filled in, such as industry/制造业."),
    )
    explanation = forms.CharField(label=_("Explanation"), max_length=300, required=False)

    def clean_places(self) -> int:
        return self.cleaned_data["places"] or 0


class ColumnForm(forms.Form):
    code = forms.CharField(
        label=pgettext_lazy("a form", "Code"), max_length=40, help_text=_("Figures are kept by it: it stays.")
    )
    name = forms.CharField(label=_("Column"), max_length=60)
    sums = _Codes(
        label=_("Sum of the columns"),
        required=False,
        help_text=_("Codes with spaces between them. Empty: it is filled in."),
    )
    counts = forms.CharField(label=_("Figure of the portal"), max_length=80, required=False)


class RuleForm(forms.Form):
    code = forms.CharField(label=pgettext_lazy("a form", "Code"), max_length=40)
    text = forms.CharField(
        label=_("Rule"),
        max_length=500,
        help_text=_("Such as 期初 = 期末@-1, 其中女性[合计] <= 合计[合计] or sum(国有:外商) = 企业."),
    )
    severity = forms.ChoiceField(label=_("If it does not hold"), choices=Severity.choices)
    message = forms.CharField(label=_("What is said then"), max_length=200, required=False)


PART_FORMS: Final[Mapping[str, type[forms.Form]]] = {"row": RowForm, "column": ColumnForm, "rule": RuleForm}


class PublishForm(forms.Form):
    first_period = forms.CharField(
        label=_("From which period on"), max_length=7, help_text=_("Such as 2027-01, 2027Q1 or 2027.")
    )

    def clean_first_period(self) -> Period:
        try:
            return Period.read(self.cleaned_data["first_period"].strip())
        except ValueError as error:
            raise forms.ValidationError(_("Write a period such as 2027-01, 2027Q1 or 2027.")) from error


class ReturnFileForm(forms.Form):
    file = forms.FileField(
        label=_("File (XLSX or CSV)"),
        help_text=_("Laid out as the template. Cells that are empty in it stay as they are."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file
