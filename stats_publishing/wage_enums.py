"""States of surveys of wages, what their checks find, and what may be decided of it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyState(models.TextChoices):
    """uploaded → checked → tabulating → tabulated → approved; `MOVES` holds the ways between them."""

    UPLOADED = "uploaded", _("Being read")
    FAILED = "failed", _("Not readable")
    CHECKED = "checked", _("Checked")
    TABULATING = "tabulating", _("Tables being made")
    TABULATED = "tabulated", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    DISCARDED = "discarded", _("Given up")


MOVES: Final = {
    SurveyState.UPLOADED: (SurveyState.CHECKED, SurveyState.FAILED, SurveyState.DISCARDED),
    SurveyState.FAILED: (SurveyState.DISCARDED,),
    SurveyState.CHECKED: (SurveyState.TABULATING, SurveyState.DISCARDED),
    SurveyState.TABULATING: (SurveyState.TABULATED, SurveyState.CHECKED),
    SurveyState.TABULATED: (SurveyState.APPROVED, SurveyState.CHECKED),
    SurveyState.APPROVED: (),
    SurveyState.DISCARDED: (),
}
UNDER_WAY: Final = (SurveyState.UPLOADED, SurveyState.TABULATING)
"""A worker is at it, or will be as soon as one is free."""
LIVE: Final = (
    SurveyState.UPLOADED, SurveyState.CHECKED, SurveyState.TABULATING, SurveyState.TABULATED,
)  # fmt: skip
"""Of these there is one for each region and year."""
COUNTED: Final = (SurveyState.TABULATED, SurveyState.APPROVED)
"""Its findings are decided: the figures of regions above may be made of it."""


class Check(models.TextChoices):
    """What may be wrong with a row; the words say it."""

    UNREADABLE = "unreadable", _("The row cannot be read")
    NO_PAY = "no_pay", _("No pay is stated")
    MONTH_FOR_YEAR = "month_for_year", _("Pay looks like that of one month")
    TWELVE_TIMES = "twelve_times_too_much", _("Pay looks twelve times too high")
    THOUSANDS = "thousands", _("Pay looks stated in thousands of yuan")
    TEN_THOUSANDS = "ten_thousands", _("Pay looks stated in ten thousands of yuan")
    CENTS = "cents", _("Pay looks stated in cents")
    BELOW_MINIMUM = "below_minimum", _("Pay is below the minimum wage for the months worked")
    DUPLICATE = "duplicate", _("The same employee stands in an earlier row")
    UNKNOWN_OCCUPATION = "unknown_occupation", _("The occupation is not known")
    UNKNOWN_INDUSTRY = "unknown_industry", _("The industry is not known")
    UNKNOWN_SIZE = "unknown_size", _("The size of the employer is not known")
    UNKNOWN_EDUCATION = "unknown_education", _("The education is not known")
    UNKNOWN_GRADE = "unknown_grade", _("The grade is not known")
    UNKNOWN_WEIGHT = "unknown_weight", _("The weight is no positive number")


UNIT_CHECKS: Final = (
    Check.MONTH_FOR_YEAR, Check.TWELVE_TIMES, Check.THOUSANDS, Check.TEN_THOUSANDS, Check.CENTS,
)  # fmt: skip


class Decision(models.TextChoices):
    OPEN = "open", _("Not decided")
    ACCEPT = "accept", _("Keep the rows as they are")
    EXCLUDE = "exclude", _("Leave the rows out")
    CORRECT = "correct", _("Correct the pay by the rule")


def decisions_for(check: str) -> tuple[Decision, ...]:
    """What may be decided of a finding: a row without pay counts nowhere, only a wrong unit has a rule."""
    if check in (Check.UNREADABLE, Check.NO_PAY):
        return (Decision.EXCLUDE,)
    if check in UNIT_CHECKS:
        return (Decision.CORRECT, Decision.EXCLUDE, Decision.ACCEPT)
    return (Decision.EXCLUDE, Decision.ACCEPT)
