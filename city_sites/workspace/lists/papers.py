"""Papers that employers of a person's regions handed in: those that wait, unless others are asked for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Action
from city_sites.workspace import selectors
from city_sites.workspace.lists.spec import Column, DeskList, Filter
from jobs.enums import RequestRefusal, RequestState
from jobs.models import VerificationRequest
from jobs.words import day_words, place_words

_TONES = {
    RequestState.WAITING: "is-held",
    RequestState.APPROVED: "is-done",
    RequestState.REFUSED: "is-refused",
}


def _what(row: VerificationRequest) -> object:
    """What is asked for; of what was approved it is not kept."""
    if row.state == RequestState.APPROVED:
        return "–"
    return _("Change") if row.employer_id else _("Registration")


PAPERS: DeskList[VerificationRequest] = DeskList(
    name="papers",
    title=_("Papers to check"),
    page="workspace_verifications",
    action=Action.VERIFY_EMPLOYERS,
    rows=selectors.requests_of,
    order=("submitted_at", "pk"),
    subject=str,
    search=("name", "credit_code"),
    search_label=_("Name or social credit code"),
    note=_("Each is decided on its own page, with the papers in view."),
    empty=_("No employer waits for you to check its papers."),
    filters=(
        Filter(
            "state",
            _("State"),
            lambda: [one for one in RequestState.choices if one[0] != RequestState.DRAFT],
            lambda rows, value: rows.filter(state=value),
            default=RequestState.WAITING.value,
        ),
    ),
    columns=(
        Column(
            "name",
            _("Employer"),
            lambda row: row.name,
            link=lambda row: reverse("workspace_verification", args=[row.public_id]),
            is_written=True,
        ),
        Column("city", _("City"), lambda row: place_words(row.region)),
        Column("what", _("What"), _what),
        Column(
            "state",
            _("State"),
            lambda row: row.get_state_display(),
            tone=lambda row: _TONES[RequestState(row.state)],
        ),
        Column(
            "handed_in", _("Handed in"), lambda row: day_words(row.submitted_at) if row.submitted_at else "–"
        ),
        Column("code", _("Social credit code"), lambda row: row.credit_code, is_shown=False),
        Column(
            "decided",
            _("Decided"),
            lambda row: day_words(row.decided_at) if row.decided_at else "–",
            is_shown=False,
        ),
        Column("by", _("Decided by"), lambda row: row.decided_by or "–", is_shown=False),
        Column(
            "why",
            _("Why"),
            lambda row: "、".join(str(RequestRefusal(code).label) for code in row.refusals),
            is_shown=False,
        ),
    ),
)
