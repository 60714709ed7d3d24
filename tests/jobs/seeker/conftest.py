"""A person who looks for work, signed in."""

from __future__ import annotations

import pytest

from jobs.services import resume_create, resume_update, seeker_contact_set
from tests.city_sites.pages import national_home
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _site(db):
    national_home()


@pytest.fixture
def resume():
    """The first résumé of a person with a name."""
    made = resume_create(user=UserFactory(name="", email="zhou@example.org"))
    seeker_contact_set(
        seeker=made.seeker, name="周敏", phone="13800000000", email="zhou@example.org", by=None
    )
    made.seeker.refresh_from_db()
    return resume_update(resume=made, by=made.seeker.user, wanted=["6-29-03-07"], skills=["电气维修"])


@pytest.fixture
def seeker(resume):
    return resume.seeker


@pytest.fixture
def me(client, seeker):
    client.force_login(seeker.user)
    return client
