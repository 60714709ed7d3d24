"""What the pages about staff ask for and show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import staff_review
from accounts.enums import NATION, Action, Role
from accounts.models import RegionalRole, User
from accounts.permissions import held_regions
from accounts.staff import fits, may_give, region_words, roles_below, roles_to_give
from standards import regions

Choices = list[tuple[str, Any]]


def region_choices(user: User) -> Choices:
    """Provinces and their cities in which the person invites staff, the cities by province."""
    held = held_regions(user, Action.INVITE_STAFF)
    found: Choices = []
    for province in regions.provinces():
        if NATION in held or province.code in held:
            cities = [one for one in regions.cities() if regions.is_within(one.code, province.code)]
            units = [province, *(city for city in cities if city != province)]
            found.append((province.short_name, [(unit.code, unit.name) for unit in units]))
    return found


def choose_from(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class StaffFilter(forms.Form):
    """Which rights are listed; what is left empty does not narrow. Names are looked for by a form that is
    posted, so that none stands in an address."""

    role = forms.ChoiceField(label=_("Right"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "role", [("", _("all")), *((r.value, r.label) for r in roles_to_give(user))])
        choose_from(self, "region", [("", _("all")), *region_choices(user)])

    def apply(self, roles: QuerySet[RegionalRole]) -> QuerySet[RegionalRole]:
        """Of a province also what is held in its cities."""
        if self.cleaned_data["role"]:
            roles = roles.filter(role=self.cleaned_data["role"])
        if region := self.cleaned_data["region"]:
            roles = roles.filter(region__startswith=regions.descendant_prefix(region))
        return roles


class ReviewFilter(StaffFilter):
    """The same on the page of the review, which begins with what is due."""

    DUE, ASKED, ALL = "", "asked", "all"
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[(DUE, _("what is due")), (ASKED, _("all that you are asked for")), (ALL, _("all below"))],
    )  # fmt: skip

    field_order = ("show", "role", "region")

    def roles(self, user: User) -> QuerySet[RegionalRole]:
        shown = self.cleaned_data["show"]
        if shown == self.ALL:
            return self.apply(roles_below(user))
        asked = staff_review.asked_of(user)
        if shown == self.ASKED:
            return self.apply(asked)
        return self.apply(staff_review.due(asked, ahead=True))


class FindForm(forms.Form):
    """Somebody by a part of the name or by the whole mail address."""

    words = forms.CharField(
        label=_("Name or mail address"), max_length=254,
        error_messages={"required": _("Write a name or a mail address.")},
    )  # fmt: skip

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].replace("\0", "").strip()
        return words

    @property
    def is_mail(self) -> bool:
        return "@" in self.cleaned_data["words"]

    def apply(self, roles: QuerySet[RegionalRole]) -> QuerySet[RegionalRole]:
        words = self.cleaned_data["words"]
        return roles.filter(Q(user__email__iexact=words) if self.is_mail else Q(user__name__icontains=words))


class InviteForm(forms.Form):
    """An invitation of staff: to whom, to which right, where."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=254,
        help_text=_("The invitation works for this address alone."),
        error_messages={
            "required": _("Write the mail address of the person."),
            "invalid": _("Write a whole mail address, such as name@example.com."),
        },
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Right"), widget=forms.RadioSelect, error_messages={"required": _("Choose a right.")}
    )
    region = forms.ChoiceField(label=_("Region"), error_messages={"required": _("Choose a region.")})

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        choose_from(self, "role", [(role.value, role.label) for role in roles_to_give(user)])
        choose_from(self, "region", [("", ""), *region_choices(user)])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        role, region = self.cleaned_data.get("role"), self.cleaned_data.get("region")
        if role and region and not may_give(self.user, Role(role), region):
            self.add_error("region", self._misfit(Role(role), region))
        return cleaned

    def _misfit(self, role: Role, region: str) -> str:
        if role == Role.PROVINCE_SUPERVISOR:
            return _now("A supervisor is one of a whole province: choose a province.")
        if not fits(role, region):
            return _now("This right is held in a city: choose a city.")
        return _now("You may not give this right here.")


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 3}),
        help_text=_("Such as: has left the office. It stays in the audit trail."),
        error_messages={"required": _("Write the reason: it stays in the audit trail.")},
    )  # fmt: skip


def review_lines(roles: Iterable[RegionalRole]) -> Iterator[list[str]]:
    """The review as a table: who holds what where, since when, when it was confirmed and is due again."""
    yield [
        _now("Region"), _now("Region code"), _now("Right"), _now("Person"), _now("Number"),
        _now("Mail address"), _now("Given at"), _now("Confirmed at"), _now("To be confirmed by"),
    ]  # fmt: skip
    for held in roles:
        yield [
            region_words(held.region),
            held.region,
            str(held.get_role_display()),
            held.user.name,
            str(held.user_id),
            held.user.email,
            f"{timezone.localtime(held.granted_at):%Y-%m-%d}",
            f"{timezone.localtime(held.confirmed_at):%Y-%m-%d}" if held.confirmed_at else "",
            f"{staff_review.due_on(held):%Y-%m-%d}",
        ]
