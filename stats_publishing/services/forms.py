"""Forms of returns: loaded from shipped files, drawn up as drafts, published from a period on."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from stats_publishing.enums import FilledBy
from stats_publishing.form_checks import Problem, problems_of
from stats_publishing.form_design import FormDesign
from stats_publishing.methods.balance_rules import Form, RuleError, read_rule
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import FormVersion, ReturnForm
from stats_publishing.services.datasets import NotPossible

SHIPPED: Final = Path(__file__).parents[1] / "data" / "forms"


_NOT_OF_HEADER: Final = frozenset(
    {"design", "made_by", "first_period", "first_day", "published_at", "published_by"}
)


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a form, as it is printed.

    Args:
        valid_until: the last day on which a period may begin; None: without end.
        due_days: days after the period's end, itself not counted.
    """

    table_number: str
    title: str
    authority: str
    approval: str = ""
    valid_until: dt.date | None = None
    due_days: int = 5
    explanation: str = ""


def version_for(form: ReturnForm, period: Period) -> FormVersion | None:
    """The version that a period's return is made on; None where the form is not asked then."""
    version = (
        FormVersion.objects.filter(form=form, first_day__lte=period.start).order_by("-first_day").first()
    )
    if version and version.valid_until and version.valid_until < period.start:
        return None
    return version


def newest_versions() -> QuerySet[FormVersion]:
    """The published version of each form that begins last."""
    return (
        FormVersion.objects.exclude(published_at=None)
        .order_by("form_id", "-first_day")
        .distinct("form_id")
        .select_related("form")
    )


def shapes_on(day: dt.date, *, but: str = "") -> dict[str, Form]:
    """The forms that rules may name on a day, by short name.

    Args:
        but: short name of a form that is left out.
    """
    versions = (
        FormVersion.objects.filter(first_day__lte=day)
        .order_by("form_id", "-first_day")
        .distinct("form_id")
        .select_related("form")
    )
    return {one.form.name: one.content.shape for one in versions if one.form.name != but}


def design_problems(*, form: ReturnForm, design: FormDesign) -> tuple[Problem, ...]:
    """What is wrong with a design for a form, beside the forms that are published."""
    others = {one.form.name: one.content.shape for one in newest_versions() if one.form_id != form.pk}
    return problems_of(design, name=form.name, others=others)


@transaction.atomic
def form_create(
    *, code: str, name: str, period_kind: PeriodKind, filled_by: FilledBy, by: User | None
) -> ReturnForm:
    """A new form, without a version yet.

    Raises:
        ValidationError: the code or the name is taken, or none.
    """
    form = ReturnForm(code=code, name=name, period_kind=period_kind.value, filled_by=filled_by)
    form.full_clean()
    form.save()
    audit(actor=by, act="form_create", subject=form, code=code)
    return form


@transaction.atomic
def form_draft_begin(*, form: ReturnForm, by: User | None, at: dt.datetime) -> FormVersion:
    """The form's draft; where there is none, one that is as the newest version is."""
    ReturnForm.objects.select_for_update().get(pk=form.pk)
    newest = FormVersion.objects.filter(form=form).order_by("-number").first()
    if newest and newest.published_at is None:
        return newest
    draft = FormVersion(
        form=form, number=newest.number + 1 if newest else 1, made_at=at, made_by=by, changed_at=at,
        design={"rows": [], "columns": [], "rules": []},
    )  # fmt: skip
    if newest:
        for name in (*Header.__dataclass_fields__, "design"):
            setattr(draft, name, getattr(newest, name))
    draft.save(force_insert=True)
    audit(actor=by, act="form_draft_begin", subject=draft, form=form.code, number=draft.number)
    return draft


@transaction.atomic
def form_draft_save(
    *, draft: FormVersion, header: Header, design: FormDesign, by: User | None, at: dt.datetime
) -> FormVersion:
    """Keep a draft, also one that is not in order yet.

    Raises:
        NotPossible: it was published meanwhile.
        ValidationError: a part of the head is too long.
    """
    kept = FormVersion.objects.select_for_update().get(pk=draft.pk)
    if kept.published_at:
        raise NotPossible(_("This version is published and stays as it is: begin another."))
    for name in Header.__dataclass_fields__:
        setattr(kept, name, getattr(header, name))
    kept.design, kept.changed_at = design.as_json(), at
    kept.clean_fields(exclude=_NOT_OF_HEADER)
    kept.save()
    audit(actor=by, act="form_draft_save", subject=kept, form=kept.form.code, number=kept.number)
    return kept


@transaction.atomic
def form_draft_discard(*, draft: FormVersion, by: User) -> None:
    """Throw a draft away.

    Raises:
        NotPossible: it was published meanwhile.
    """
    kept = FormVersion.objects.select_for_update().get(pk=draft.pk)
    if kept.published_at:
        raise NotPossible(_("This version is published and stays as it is: begin another."))
    audit(actor=by, act="form_draft_discard", subject=kept, form=kept.form.code, number=kept.number)
    kept.delete()


@transaction.atomic
def form_publish(
    *, draft: FormVersion, first_period: Period, by: User | None, at: dt.datetime
) -> FormVersion:
    """Make a draft the form's version from a period on; from then on it stays as it is.

    Raises:
        NotPossible: the design is not in order, the period is of another kind, or a later version or a
            return of that time is there already.
    """
    kept = FormVersion.objects.select_for_update().select_related("form").get(pk=draft.pk)
    if kept.published_at:
        raise NotPossible(_("This version is published and stays as it is: begin another."))
    if first_period.kind != kept.form.period_kind:
        raise NotPossible(_("%(period)s is no period of this form.") % {"period": first_period})
    if problems := design_problems(form=kept.form, design=kept.content):
        raise NotPossible(_("The form is not in order yet: %(problem)s") % {"problem": problems[0].words})
    if kept.form.versions.filter(first_day__gte=first_period.start).exists():
        raise NotPossible(_("Another version begins then or later."))
    if kept.form.returns.filter(period_start__gte=first_period.start).exists():
        raise NotPossible(_("Returns of that period are open already: choose a later one."))
    if broken := _broken_elsewhere(kept):
        raise NotPossible(
            _("A rule of %(form)s names what would no longer be there: %(rule)s")
            % {"form": broken[0].form.name, "rule": broken[1]}
        )
    kept.first_period, kept.first_day = first_period.code, first_period.start
    kept.published_at, kept.published_by = at, by
    kept.save()
    audit(
        actor=by, act="form_publish", subject=kept, form=kept.form.code, number=kept.number,
        first_period=first_period.code,
    )  # fmt: skip
    return kept


def _broken_elsewhere(draft: FormVersion) -> tuple[FormVersion, str] | None:
    """A rule of another form that could not be read any more beside this version."""
    versions = [one for one in newest_versions() if one.form_id != draft.form_id]
    forms = {one.form.name: one.content.shape for one in versions} | {draft.form.name: draft.content.shape}
    for version in versions:
        for rule in version.content.rules:
            try:
                read_rule(rule.text, forms=forms, own=version.form.name)
            except RuleError:
                return version, rule.text
    return None


def shipped_forms() -> list[Mapping[str, Any]]:
    """The forms that come with the portal, in the order of their files."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.toml"))]


@transaction.atomic
def forms_load(*, on: dt.date, at: dt.datetime) -> list[FormVersion]:
    """Publish the shipped forms that are not there yet, from the period in which `on` lies.

    A form that is there already stays as the national staff made it.

    Returns:
        What was published now.
    """
    published = []
    for data in shipped_forms():
        head = data["form"]
        if ReturnForm.objects.filter(code=head["code"]).exists():
            continue
        form = form_create(
            code=head["code"], name=head["name"], period_kind=PeriodKind(head["period"]),
            filled_by=FilledBy(head.get("filled_by", FilledBy.CITY)), by=None,
        )  # fmt: skip
        draft = form_draft_begin(form=form, by=None, at=at)
        draft = form_draft_save(
            draft=draft, header=Header(**data["header"]), design=FormDesign.of_json(data), by=None, at=at
        )
        period = Period.of(on, PeriodKind(form.period_kind))
        published.append(form_publish(draft=draft, first_period=period, by=None, at=at))
    return published
