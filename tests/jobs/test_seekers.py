"""Job seekers: taken in, changed, shown only by consent; each change is audited and reaches the outbox."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from jobs.enums import PlaceMode
from jobs.models import JobSeeker, OutboxEntry, OutboxTopic
from jobs.services import (
    Place,
    SeekerProfile,
    seeker_consent,
    seeker_hide_from,
    seeker_register,
    seeker_update,
)
from tests.factories import EmployerFactory, UserFactory

pytestmark = pytest.mark.django_db
PROFILE = SeekerProfile(
    region="420100",
    wanted={"6-31-01-03": 100, "6-29-03-00": 50},
    experience={"6-31-01-03": 36},
    grades=(("6-31-01-03", "40"),),
    education="60",
    skills=("PLC",),
    licences=("electrician",),
    pay_wanted=6000,
    pay_floor=5000,
    places=(Place("420100", PlaceMode.COMMUTE, 20), Place("", PlaceMode.MOVE)),
)


def registered(**changes) -> JobSeeker:
    return seeker_register(profile=PROFILE, user=None, by=None, **changes)


def waiting() -> list[int]:
    return list(OutboxEntry.objects.filter(topic=OutboxTopic.PERSON).values_list("key", flat=True))


def test_a_person_is_taken_in_with_everything_and_without_consent():
    clerk = UserFactory()
    seeker = seeker_register(profile=PROFILE, user=None, by=clerk)
    assert {wish.occupation: wish.weight for wish in seeker.wanted.all()} == PROFILE.wanted
    assert [(place.region, place.mode, place.within_km) for place in seeker.places.all()] == [
        ("", "move", None),
        ("420100", "commute", 20),
    ]
    assert not JobSeeker.objects.findable().exists()
    assert waiting() == [seeker.pk]
    assert AuditEntry.objects.get(act="seeker_register").actor == clerk


def test_a_change_replaces_what_was_stated_and_reaches_the_outbox():
    seeker = registered()
    OutboxEntry.objects.all().delete()
    seeker_update(seeker=seeker, profile=SeekerProfile(region="430100", wanted={"4-03-02-01": 80}), by=None)
    seeker.refresh_from_db()
    assert seeker.region == "430100"
    assert [wish.occupation for wish in seeker.wanted.all()] == ["4-03-02-01"]
    assert not seeker.places.exists()
    assert waiting() == [seeker.pk]


def test_consent_is_given_with_its_time_and_taken_back():
    seeker = registered()
    given = seeker_consent(seeker=seeker, given=True, by=None).consent_at
    assert given is not None
    assert seeker_consent(seeker=seeker, given=True, by=None).consent_at == given
    assert JobSeeker.objects.findable().get() == seeker
    assert seeker_consent(seeker=seeker, given=False, by=None).consent_at is None
    assert not JobSeeker.objects.findable().exists()
    assert AuditEntry.objects.filter(act="seeker_consent").count() == 3


def test_an_account_that_is_closed_is_not_findable():
    user = UserFactory()
    seeker = seeker_register(profile=PROFILE, user=user, by=user)
    seeker_consent(seeker=seeker, given=True, by=user)
    user.is_active = False
    user.save()
    assert not JobSeeker.objects.findable().exists()


def test_employers_that_a_person_hides_from_are_replaced_and_named_in_no_audit_line():
    seeker, first, second = registered(), *EmployerFactory.create_batch(2)
    seeker_hide_from(seeker=seeker, employers=[first], by=None)
    seeker_hide_from(seeker=seeker, employers=[second], by=None)
    assert list(seeker.hidden_from.all()) == [second]
    assert all(entry.detail == {} for entry in AuditEntry.objects.filter(act="seeker_hide_from"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"region": "999999"}, "region"),
        ({"wanted": {"9-99": 50}}, "wanted"),
        ({"wanted": {"6-31-01-03": 0}}, "wanted"),
        ({"experience": {"x": 3}}, "experience"),
        ({"grades": (("6-31-01-03", "99"),)}, "grades"),
        ({"education": "99"}, "education"),
        ({"licences": ("magic",)}, "licences"),
        ({"places": (Place("420100", PlaceMode.COMMUTE),)}, "places"),
        ({"places": (Place("420100", PlaceMode.MOVE, 20),)}, "places"),
        ({"places": (Place("420100", PlaceMode.COMMUTE, 7),)}, "places"),
        ({"excluded_regions": ("1",)}, "excluded_regions"),
        ({"pay_wanted": 4000, "pay_floor": 5000}, "pay_floor"),
    ],
)
def test_a_profile_that_no_standard_knows_is_refused_by_field(change, field):
    with pytest.raises(ValidationError) as caught:
        seeker_register(profile=SeekerProfile(**change), user=None, by=None)
    assert list(caught.value.message_dict) == [field]
    assert not JobSeeker.objects.exists()
    assert waiting() == []
