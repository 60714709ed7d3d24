"""Opening a feed: for which city, under which name, and how its first file is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import held_regions, region_prefix, within
from city_sites.services import mainland_cities
from jobs.enums import FeedKind
from jobs.models import FeedProfile
from jobs.profiles import shipped_profiles
from standards import regions


def feed_regions(user: User) -> list[regions.Region]:
    """The cities in which the person keeps feeds."""
    prefixes = tuple(region_prefix(held) for held in held_regions(user, Action.MANAGE_FEEDS))
    return [city for city in mainland_cities() if city.code.startswith(prefixes)]


def profiles_for(user: User) -> QuerySet[FeedProfile]:
    """The profiles that are shipped, and those of feeds that the person keeps."""
    shipped = [name for name, _description, _mapping in shipped_profiles()]
    theirs = within(held_regions(user, Action.MANAGE_FEEDS), "feeds__region")
    found = FeedProfile.objects.filter(Q(name__in=shipped) | Q(feeds__isnull=False) & theirs)
    return FeedProfile.objects.filter(pk__in=found.values("pk")).order_by("name")


class ProfileChoice(forms.ModelChoiceField[FeedProfile]):
    def label_from_instance(self, profile: FeedProfile) -> str:
        return f"{profile.name} · {profile.description}" if profile.description else profile.name


class FeedOpenForm(forms.Form):
    region = forms.ChoiceField(label=_("City"), error_messages={"required": _("Choose a city.")})
    name = forms.CharField(
        label=_("Name"), max_length=100,
        help_text=_("Readers see it as the source of its vacancies, such as 武汉市公共就业服务中心."),
        error_messages={"required": _("Write the name of the source.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What a file holds"), widget=forms.RadioSelect, initial=FeedKind.FULL,
        choices=[
            (FeedKind.FULL, _("All open vacancies: what it does not name is closed")),
            (FeedKind.INCREMENTAL, _("What changed: only what it names is closed")),
        ],
    )  # fmt: skip
    profile = ProfileChoice(
        label=_("How its columns are read at first"), queryset=FeedProfile.objects.none(), empty_label=None,
        help_text=_("You change it once the first file is there, and see what comes of each row."),
    )  # fmt: skip
    vouches_for_employers = forms.BooleanField(
        label=_("The city has checked the licences of these employers"), required=False,
        help_text=_("They are verified on its word, which is recorded. Otherwise staff verify them here."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = [(city.code, city.name) for city in feed_regions(user)]
        region, profile = self.fields["region"], self.fields["profile"]
        assert isinstance(region, forms.ChoiceField)
        assert isinstance(profile, forms.ModelChoiceField)
        region.choices = cities if len(cities) == 1 else [("", ""), *cities]
        profile.queryset = profiles_for(user)
        profile.initial = profile.queryset.filter(name="canonical").first()
