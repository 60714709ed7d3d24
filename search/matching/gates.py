"""Hard conditions: a pair that breaks one is no match, however well the rest fits.

They hold in both directions: the same gates decide what a person is shown and whom an employer is shown.
That a vacancy is open and its employer verified is what makes it public (`Vacancy.objects.public`), and
nothing else has a document; the last day is looked at again here, since it may have passed since then.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from search.matching.columns import CHINA_AHEAD_DAYS, Flags, PersonColumns, VacancyColumns
from search.matching.features import SUB_MAJOR, Features, within
from standards.licences import before_start_bits


@dataclass(frozen=True, slots=True)
class Gates:
    """For each pair and condition whether it holds.

    consent: the person agreed to be matched. not_hidden: they do not hide from the employer. trade: a wanted
    occupation lies in the same sub-major group at least. licence: what must be held before work begins is
    held. pay: the best pay reaches the lowest that they accept, or is not stated. willing: they would work
    there. valid: the last day has not passed.
    """

    consent: Flags
    not_hidden: Flags
    trade: Flags
    licence: Flags
    pay: Flags
    willing: Flags
    valid: Flags

    @property
    def open(self) -> Flags:
        """Whether all hold."""
        return np.asarray(np.logical_and.reduce([getattr(self, field.name) for field in fields(self)]))


def gates_of(people: PersonColumns, vacancies: VacancyColumns, features: Features, *, day: float) -> Gates:
    """The gates of the pairs on a day (days since 1970), whose features are these."""
    hidden = (people.hidden_from == vacancies.employer[:, None]) & (people.hidden_from > 0)
    excluded = within(people.excluded, people.excluded_width, vacancies.region).any(axis=1)
    with np.errstate(invalid="ignore"):
        pay = ~(vacancies.pay_high < people.pay_floor)
        valid = ~(vacancies.expires < np.floor(day + CHINA_AHEAD_DAYS))
    arrays = np.broadcast_arrays(
        people.findable,
        ~hidden.any(axis=1),
        features.near >= SUB_MAJOR,
        features.licences_missing & before_start_bits() == 0,
        pay,
        (features.place > 0) & ~excluded,
        valid,
    )
    return Gates(*arrays)
