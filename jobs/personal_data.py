"""What is held on a person here: as job seeker, as member of employers, as who proved an employer."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import personal_data
from accounts.models import User
from accounts.records import labels_of, record_of
from jobs import citizen_id
from jobs.conversations import held_in_conversations
from jobs.enums import Party, RequestState, UnemploymentState
from jobs.feeds.store import write_outbox
from jobs.models import (
    ConsentCode,
    Invitation,
    JobSeeker,
    Membership,
    Message,
    OutboxTopic,
    Unemployment,
    VerificationRequest,
)
from jobs.services.records import applications_record
from jobs.services.unemployment import unemployment_anonymise
from standards import licences, lists, occupations, regions

NOT_DATA: Final = frozenset({"citizen_id_key", "is_demo", "public_id"})
NAMES: Final = {
    "region": lambda code: _name(regions.region(code)),
    "excluded_regions": lambda code: _name(regions.region(code)),
    "occupation": lambda code: _name(occupations.occupation(code)),
    "wanted": lambda code: _name(occupations.occupation(code)),
    "education": lambda code: _name(lists.education(code)),
    "level": lambda code: _name(lists.education(code)),
    "grade": lambda code: _name(lists.grade(code)),
    "licence": lambda code: _name(licences.licence(code)),
    "licences": lambda code: _name(licences.licence(code)),
}
KEPT: Final = (
    personal_data.Kept(
        _("That somebody applied to a vacancy, when, and what became of it: without name, letter and résumé"),
        _("Records of recruitment must be kept (rules on online recruitment services)."),
        _("three years after the application ended"),
    ),
    personal_data.Kept(
        _("That somebody looked for work in a city, when, and the groups they were counted in"),
        _("Published figures of the labour market must give the same answer when they are computed again."),
        _("for good; nothing in it leads to a person"),
    ),
    personal_data.Kept(
        _("Papers by which an employer proved who it is, with the name of the handler"),
        _("The verification of employers must be provable (rules on online recruitment services)."),
        _("as long as the employer has vacancies here, and three years more"),
    ),
    personal_data.Kept(
        _("That somebody is registered as unemployed and draws benefit"),
        _("The city keeps it as long as benefit may be due (regulations on unemployment insurance)."),
        _("three years after it ended; then days without a name stay for the figures"),
    ),
)


def register() -> None:
    personal_data.register(
        "jobs",
        title=_("Job seeker and member of employers: profile, résumés, applications, memberships"),
        export=held_on,
        erase=erase,
        switched=look_again,
        labels=_labels(),
        kept=KEPT,
    )


def held_on(user: User) -> dict[str, Any]:
    """All that the jobs hold on a person; what is not theirs alone, such as vacancies, is named only."""
    seeker = JobSeeker.objects.filter(user=user).first()
    held: dict[str, Any] = {
        "seeker": _seeker(seeker) if seeker else None,
        "memberships": _records(Membership.objects.filter(user=user)),
        "invitations": _records(Invitation.objects.filter(email__iexact=user.email)),
        "verification_requests": _records(VerificationRequest.objects.filter(submitted_by=user)),
    }
    records = Unemployment.objects.filter(seeker__user=user).order_by("pk")
    held["unemployment"] = [unemployment_record(one) for one in records]
    written = Message.objects.filter(by=user, party=Party.EMPLOYER).order_by("pk")
    held["messages_written"] = [{"at": one.at, "text": one.text} for one in written]
    return {name: records for name, records in held.items() if records}


def erase(user: User) -> None:
    """The profile with all that hangs on it, memberships, invitations, papers that prove nothing yet.

    Of applications a record stays that names nobody.
    """
    look_again(user)
    applications_record(user=user)
    over = Unemployment.objects.filter(seeker__user=user).exclude(state=UnemploymentState.REGISTERED)
    unemployment_anonymise(list(over))
    JobSeeker.objects.filter(user=user).delete()
    Membership.objects.filter(user=user).delete()
    Invitation.objects.filter(email__iexact=user.email).delete()
    ConsentCode.objects.filter(clerk=user).delete()
    open_requests = VerificationRequest.objects.filter(~Q(state=RequestState.APPROVED), submitted_by=user)
    for request in open_requests.prefetch_related("documents"):
        for document in request.documents.all():
            document.file.delete(save=False)
    open_requests.delete()


def look_again(user: User) -> None:
    """Have the index look at the person again: it shows nobody whose account is off or gone."""
    seekers = list(JobSeeker.objects.filter(user=user).values_list("pk", flat=True))
    if seekers:
        write_outbox(seekers, timezone.now(), topic=OutboxTopic.PERSON)


def _seeker(seeker: JobSeeker) -> dict[str, Any]:
    record = record_of(seeker, names=NAMES, without=NOT_DATA)
    record["citizen_id"] = citizen_id.decrypt(seeker.citizen_id) if seeker.citizen_id else ""
    record["conversations"] = held_in_conversations(seeker)
    del record["blocks"]  # also those of employers, who are not named to the person
    return record


def unemployment_record(unemployment: Unemployment) -> dict[str, Any]:
    """All that is held on a person in a registration of unemployment, with benefit and support."""
    record = record_of(unemployment, names=NAMES, without=NOT_DATA | {"seeker", "erased_at"})
    stored = unemployment.citizen_id
    return record | {"citizen_id": citizen_id.decrypt(stored) if stored else ""}


def _records(records: Any) -> list[dict[str, Any]]:
    return [record_of(one, names=NAMES, without=NOT_DATA) for one in records.order_by("pk")]


def _labels() -> dict[str, Any]:
    labels: dict[str, Any] = {"seeker": JobSeeker._meta.verbose_name} | labels_of(JobSeeker, "seeker")
    for name, model in _MODELS.items():
        labels |= {name: model._meta.verbose_name_plural} | labels_of(model, name)
    return _LABELS | labels


def _name(entry: Any) -> str:
    return str(entry.name) if entry else ""


_MODELS: Final = {
    "memberships": Membership,
    "invitations": Invitation,
    "verification_requests": VerificationRequest,
    "unemployment": Unemployment,
}
# Columns and lists that their models have no words for.
_LABELS: Final = {
    "accepted_at": _("Accepted at"),
    "agreed_at": _("Agreed to exchange contact at"),
    "answers": _("Answers"),
    "certificates": _("Certificates"),
    "citizen_id": _("Citizen identity number"),
    "content_type": _("Kind of file"),
    "copy": _("What was sent"),
    "created_at": _("Created at"),
    "day": _("Day"),
    "decided_at": _("Decided at"),
    "documents": _("Papers"),
    "drafts": _("Drafts"),
    "duties": _("Duties"),
    "employer": _("Employer"),
    "employment_types": _("Types of employment"),
    "ended_at": _("Ended at"),
    "events": _("What has happened"),
    "excluded_regions": _("Regions left out"),
    "experience": _("Experience"),
    "expires_at": _("Expires at"),
    "file": _("File"),
    "from_state": _("State before"),
    "grades": _("Grades"),
    "hidden_from": _("Hidden from"),
    "jobs": _("Work"),
    "language": _("Language"),
    "languages": _("Languages"),
    "latitude": _("Latitude"),
    "letter": _("Letter"),
    "is_own": _("Written by you"),
    "licence": _("Licence"),
    "licences": _("Licences"),
    "longitude": _("Longitude"),
    "looks": _("Who looked at the profile"),
    "made_at": _("Made at"),
    "messages": _("Messages"),
    "messages_written": _("Messages written for employers"),
    "note": _("Remark"),
    "occupation": _("Occupation"),
    "pages": _("Number of pages"),
    "place": _("Place in the list"),
    "places": _("Places wished"),
    "question": _("Question"),
    "answer": _("Answer"),
    "recommendations": _("Recommended vacancies"),
    "refusals": _("Reasons for refusal"),
    "resume": _("Résumé"),
    "resumes": _("Résumés"),
    "revoked_at": _("Taken back at"),
    "saved": _("Saved vacancies"),
    "shown_email": _("Mail address shown"),
    "shown_phone": _("Telephone shown"),
    "schools": _("Education"),
    "score": _("Score"),
    "shares_contact": _("Shows the contact"),
    "skills": _("Skills"),
    "state_at": _("In this state since"),
    "submitted_at": _("Sent in at"),
    "to_state": _("State after"),
    "updated_at": _("Changed at"),
    "uploaded_at": _("Uploaded at"),
    "vacancy": _("Vacancy"),
    "wanted": _("Occupations wanted"),
}
