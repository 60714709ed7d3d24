"""Why a row was refused or warned about, and why a run failed or waits: codes with words.

Codes are kept for ever in receipts; words may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    ERROR = "error"
    """The row is refused; the version that the portal has stays as it is."""
    RULE = "rule"
    """The row is refused by a rule of law; the version that the portal has is closed."""
    WARNING = "warning"
    """The row is taken in; the city sees what it should mend."""
    RUN = "run"
    """The run failed or waits for a person."""


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    level: Level
    words: str | Promise


_ERRORS = {
    "broken_bytes": _("The row contains bytes that are not text in the file's encoding."),
    "row_malformed": _("The row cannot be read: its quotes or its JSON are broken."),
    "columns_mismatch": _("The row does not have as many columns as the header."),
    "field_too_long": _("A field is longer than 20,000 characters."),
    "id_missing": _("The city's own id is missing."),
    "id_too_long": _("The id is longer than 100 characters."),
    "duplicate_id": _("An earlier row of the same file has this id."),
    "title_missing": _("The title is missing."),
    "region_missing": _("The workplace is missing."),
    "region_unknown": _("The workplace is not a region that the portal knows."),
    "published_out_of_range": _("The day of publication lies in the future or before 2000."),
    "expires_out_of_range": _("The last day lies more than two years ahead or before 2000."),
    "state_unknown": _("The state is neither open nor closed."),
    "close_unknown_id": _("The row closes a vacancy that the portal does not have."),
    # Of sheets that employers upload
    "formula": _("A cell holds a formula: copy the cells and paste them as values."),
    "example_row": _("This is the example of the sample file: take the row out."),
    "same_vacancy_in_file": _("An earlier row is the same vacancy: same title, workplace and pay."),
    "text_too_long": _("A text is too long: title 60, address 200, duties 5,000, contact 60 characters."),
    "benefits_too_many": _("There are more than 12 benefits, or one has more than 20 characters."),
    "number_too_high": _(
        "A number is too high: 9,999 people, 500,000 yuan a month and 24 pays a year are the most."
    ),
    "expires_too_late": _("The last day lies more than 180 days ahead."),
    "public_lacks": _("The vacancy is public, and would lack what a public vacancy needs."),
    "changed_meanwhile": _("The vacancy changed since the file was read: send the row again."),
}
_RULES = {
    "limits_sex": _("The vacancy is limited to one sex."),
    "limits_ethnicity": _("The vacancy is limited by ethnicity."),
    "limits_religion": _("The vacancy is limited by religion."),
    "limits_marriage": _("The vacancy is limited by marriage or childbirth."),
    "limits_hepatitis": _("The vacancy shuts out carriers of hepatitis B."),
    "limits_disability": _("The vacancy shuts out people with disabilities."),
    "limits_household": _("The vacancy is limited by household registration."),
    "under_16": _("The vacancy would employ children under 16."),
    "asks_fee": _("Applicants are asked for a fee or a deposit."),
    "pay_below_minimum": _("The monthly pay is below the minimum wage of the workplace."),
}
_WARNINGS = {
    "text_cut": _("A field was longer than the contract allows and was cut."),
    "employer_missing": _("No employer is named: the vacancy waits and is not public."),
    "employer_unverified": _("The employer is not verified yet: the vacancy waits and is not public."),
    "credit_code_invalid": _("The social credit code is not valid; the employer is known by its name."),
    "employer_type_unknown": _("The employer type is a word that no list knows."),
    "industry_unknown": _("The industry is a word that no list knows."),
    "occupation_unknown": _("The occupation could not be told from the title."),
    "occupation_code_unknown": _("The occupation is neither a code nor a name of the classification."),
    "region_not_stated": _("No workplace is stated: the vacancy is found without a place only."),
    "region_not_recognised": _(
        "The workplace is not a region that the portal knows: found without a place only."
    ),
    "region_from_feed": _("No workplace is stated: the feed's city was taken."),
    "duties_missing": _("The duties are missing."),
    "headcount_default": _("The headcount is not stated: 1 was taken."),
    "headcount_unknown": _("The headcount cannot be read: 1 was taken."),
    "pay_missing": _("The pay is not stated."),
    "pay_unknown": _("The pay cannot be read; its words are kept."),
    "pay_swapped": _("The lowest pay was above the highest; they were put in order."),
    "education_unknown": _("The education is a word that no list knows."),
    "experience_unknown": _("The experience cannot be read; its words are kept."),
    "grade_unknown": _("The grade is a word that no list knows."),
    "employment_type_unknown": _("The employment type is a word that no list knows."),
    "point_invalid": _("The coordinates are not a point in China and were left out."),
    "published_unknown": _("The day of publication cannot be read: the day of arrival was taken."),
    "expires_unknown": _("The last day cannot be read: the default validity was taken."),
    "expires_default": _("No last day is stated: the default validity was taken."),
    "already_expired": _("The vacancy's last day has passed: it is closed."),
    "reopened": _("It was closed and is open again."),
    "closed_by_hand": _("It was closed by hand and stays closed."),
    "pay_partly_below_minimum": _("The lowest pay is below the minimum wage of the workplace."),
    "age_limit": _("An age limit is stated."),
    "looks_limit": _("Height or looks are asked for."),
    "school_limit": _("Only graduates of certain universities are wanted."),
    "bait_words": _("The title makes promises (high pay, guaranteed success)."),
    "pay_in_title": _("The title contains the pay."),
    "contact_in_title": _("The title contains contact details."),
}
_RUN_ERRORS = {
    "file_empty": _("The file has no rows: nothing was closed."),
    "file_too_large": _("The file is larger than the portal accepts."),
    "rows_too_many": _("The file has more rows than a sheet of an employer may have."),
    "file_missing": _("The stored file is gone."),
    "encoding_unknown": _("The file is neither UTF-8 nor GB18030 text."),
    "format_unknown": _("The file is neither NDJSON, JSON, CSV nor XLSX."),
    "columns_missing": _("Columns that the profile names are missing; is the separator or the header new?"),
    "truncated": _("The file ends in mid-row: its rows were read, nothing was closed."),
    "json_broken": _("The JSON is broken: the rows before were read, nothing was closed."),
    "archive_unsafe": _("The XLSX file would unpack to an unsafe size."),
    "archive_broken": _("The XLSX file is damaged."),
    "xml_entities": _("The XLSX file defines XML entities, which are refused."),
    "profile_invalid": _("The feed's profile is not valid."),
    "small_feed": _("The feed has under 80% of the rows of its last good run: nothing was closed."),
    "rows_unidentified": _("Rows without a readable id could be any vacancy: nothing was closed."),
    "interrupted": _("The push was interrupted: send it again, nothing is done twice."),
    "pull_address_refused": _("The address to pull from is private or not HTTP(S)."),
    "pull_redirect_refused": _("The address redirects, which is refused."),
    "pull_status": _("The city's server answered with an error."),
    "pull_timeout": _("The city's server did not answer in time."),
    "pull_failed": _("The city's server could not be read."),
    "internal_error": _("The portal made an error; its staff have been told."),
}

REASONS: dict[str, Reason] = {
    code: Reason(code, level, words)
    for level, group in (
        (Level.ERROR, _ERRORS),
        (Level.RULE, _RULES),
        (Level.WARNING, _WARNINGS),
        (Level.RUN, _RUN_ERRORS),
    )
    for code, words in group.items()
}


def reason_words(code: str) -> str:
    """The words of a reason in the active language; the code itself for one that is no longer used."""
    reason = REASONS.get(code)
    return str(reason.words) if reason else code


def is_error(code: str) -> bool:
    """Whether this reason refuses a row."""
    reason = REASONS.get(code)
    return bool(reason and reason.level in (Level.ERROR, Level.RULE))


class RunError(Exception):
    """What ends a run: `code` is a reason, `detail` the facts shown with it (JSON values)."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
