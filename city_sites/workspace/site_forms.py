"""Forms of the desk of a city's site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from city_sites.emblem import clean_emblem
from city_sites.enums import PresenceState, ServiceKind
from city_sites.models import CitySite, CoverageTarget, Outlet
from city_sites.services.outlet_editing import MOST_BYTES
from city_sites.services.settings import accent_check
from city_sites.workspace.sites import CityRow, with_districts
from jobs.services.wages import wage_before, wage_doubts
from standards import regions
from standards.regions import Region

MOST_ACCOUNTS = 8


class SettingsForm(forms.ModelForm[CitySite]):
    """Settings of a site; accounts in networks are lines "name: account"."""

    social_accounts = forms.CharField(
        label=_("Accounts in social networks"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the network, a colon, the name there."),
    )
    emblem = forms.FileField(
        label=_("Emblem"), required=False, help_text=_("PNG, JPEG or WebP, square, up to 2 MB.")
    )
    remove_emblem = forms.BooleanField(label=_("Take the emblem away"), required=False)

    class Meta:
        model = CitySite
        fields = [
            "name", "accent", "contact_phone", "contact_mail", "address", "opening_hours", "icp_number",
            "police_number",
        ]  # fmt: skip
        help_texts = {
            "accent": _("For the city's mark and the line on top; dark enough to be read on white.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["social_accounts"] = "\n".join(
            f"{network}：{account}" for network, account in self.instance.social_accounts
        )

    def clean_accent(self) -> str:
        accent: str = self.cleaned_data["accent"].lower()
        CitySite._meta.get_field("accent").run_validators(accent)
        try:
            accent_check(accent)
        except ValidationError as error:
            raise ValidationError(error.message_dict["accent"]) from None
        return accent

    def clean_social_accounts(self) -> list[list[str]]:
        pairs = []
        for line in self.cleaned_data["social_accounts"].splitlines():
            network, colon, account = line.replace("：", ":", 1).partition(":")
            if line.strip() and not (colon and network.strip() and account.strip()):
                raise ValidationError(_("Write “%(line)s” as network, colon, name."), params={"line": line})
            if line.strip():
                pairs.append([network.strip(), account.strip()])
        if len(pairs) > MOST_ACCOUNTS:
            raise ValidationError(_("At most %(most)s accounts."), params={"most": MOST_ACCOUNTS})
        return pairs

    def clean_emblem(self) -> bytes | None:
        file: UploadedFile[bytes] | None = self.cleaned_data.get("emblem")
        return clean_emblem(file) if file else None  # type: ignore[arg-type]


class SitesFilter(forms.Form):
    """Which cities the list of sites shows; what is not understood narrows nothing."""

    region = forms.ChoiceField(label=_("Province"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *PresenceState.choices]
    )

    domain = forms.ChoiceField(
        label=_("Own domain"),
        required=False,
        choices=[("", _("all")), ("in_use", _("in use")), ("lost", _("records are missing"))],
    )

    def __init__(self, *args: Any, provinces: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *((one.code, one.short_name) for one in provinces)]

    def apply(self, rows: list[CityRow]) -> list[CityRow]:
        self.full_clean()
        said = self.cleaned_data
        start = said.get("region", "")[:2]
        if regions.is_city(asked := self.data.get("region", "")):  # as the numbers of a city lead here
            start = asked
        rows = [row for row in rows if row.city.code.startswith(start)]
        rows = [row for row in rows if said.get("state", "") in ("", row.state)]
        return [row for row in rows if said.get("domain", "") in ("", row.domain_state, row.domain_use)]


class OutletForm(forms.ModelForm[Outlet]):
    """An outlet of a city; its district is one of the city's."""

    services = forms.MultipleChoiceField(
        label=_("Services"), choices=ServiceKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Outlet
        fields = [
            "number", "name", "region", "street", "address", "lon", "lat", "hours", "telephone", "services",
            "is_open",
        ]  # fmt: skip
        help_texts = {
            "number": _("The city's own; a file that names it again changes this outlet."),
            "lon": _("Degrees, such as 114.31"),
            "lat": _("Degrees, such as 30.59"),
        }

    def __init__(self, *args: Any, city: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = with_districts(city)
        self.fields["region"] = forms.ChoiceField(
            label=_("District"), choices=[(one.code, one.short_name) for one in units]
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if (self.cleaned_data.get("lon") is None) != (self.cleaned_data.get("lat") is None):
            self.add_error("lat", _("Longitude and latitude go together: write both or neither."))
        return cleaned


class OutletFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of outlets"),
        help_text=_("CSV or XLSX with the columns of the sample."),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Split it."))
        return file


class RetireForm(forms.Form):
    """Closing a site: whoever does it writes the city's name in the address, so that it is the right one."""

    link = forms.URLField(
        label=_("Where the city's site is from now on"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Empty: addresses lead to the national directory."),
    )
    slug = forms.CharField(label=_("Name in addresses, to confirm"), max_length=40)

    def __init__(self, *args: Any, city_site: CitySite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.city_site = city_site
        self.fields["slug"].help_text = _("Write %(slug)s.") % {"slug": city_site.slug}

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip()
        if slug != self.city_site.slug:
            raise ValidationError(_("This is not the name of this site in addresses."))
        return slug


class LinkForm(forms.Form):
    link = forms.URLField(
        label=_("Address of the city's own site"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Empty takes the link away. The site is asked regularly whether it answers."),
    )


class TargetForm(forms.ModelForm[CoverageTarget]):
    """A target of coverage: a number of cities or a share, one of the two."""

    class Meta:
        model = CoverageTarget
        fields = ["name", "due_on", "scope", "number", "percent"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"})}
        help_texts = {"percent": _("Instead of a number; rounded up to whole cities.")}


class QueueForm(forms.Form):
    waiting = forms.IntegerField(min_value=0, max_value=999)
    ticket = forms.CharField(max_length=12, required=False)


class WageForm(forms.Form):
    """A minimum wage from a day on; one that looks wrong is kept only if it is said to be right."""

    valid_from = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    region = forms.ChoiceField(label=_("Region"))
    monthly = forms.IntegerField(label=_("Yuan a month"), min_value=1, max_value=99_999)
    is_right = forms.BooleanField(label=_("It is right all the same"), required=False)

    def __init__(self, *args: Any, city: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts: list[str] = []
        choices = [(one.code, one.short_name) for one in with_districts(city)]
        self.fields["region"] = forms.ChoiceField(label=_("Region"), choices=choices)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("valid_from", "region", "monthly")}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            said = self.cleaned_data
            before = wage_before(region=said["region"], day=said["valid_from"])
            self.doubts = wage_doubts(said["monthly"], before)
            if self.doubts and not said["is_right"]:
                self.add_error("is_right", _("Look at the warning and tick this if the amount is right."))
        return cleaned
