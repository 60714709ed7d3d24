"""The desk where staff below are invited, found, reviewed, and rights are taken back."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEntry, RegionalRole, StaffInvitation
from accounts.services import role_grant
from tests.city_sites.pages import national_home
from tests.city_sites.test_workspace import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE, INVITE, REVIEW = (
    reverse(name) for name in ("workspace_people", "workspace_invite", "workspace_staff_review")
)


@pytest.fixture
def desk(client):
    """A province's supervisor."""
    national_home()
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    return client


def staff(name, role=Role.CITY_EDITOR, region="420100", *, days=0):
    held = role_grant(user=UserFactory(name=name), role=role, region=region, by=None)
    RegionalRole.objects.filter(pk=held.pk).update(granted_at=timezone.now() - dt.timedelta(days=days))
    return held


def text_of(response):
    return response.content.decode()


def test_the_list_is_narrowed_by_right_and_region_and_names_are_found(desk):
    staff("陈一")
    staff("陈二", Role.CITY_FEEDS, "420500")
    staff("陈三", region="440300")
    everybody = text_of(desk.get(PEOPLE))
    assert ("陈一" in everybody, "陈二" in everybody, "陈三" in everybody) == (True, True, False)
    assert "陈二" not in text_of(desk.get(PEOPLE, {"region": "420100"}))
    assert "陈一" not in text_of(desk.get(PEOPLE, {"role": "city_feeds"}))
    assert "没有人" in text_of(desk.get(PEOPLE, {"region": "420600"}))
    found = desk.post(PEOPLE, {"words": "陈"})
    assert ("陈一" in text_of(found), "陈三" in text_of(found)) == (True, False)
    for nobody in ("王", "nobody@example.org", "", "\0"):
        assert desk.post(PEOPLE, {"words": nobody}).status_code == 422


def test_an_invitation_is_sent_shown_sent_again_and_taken_back(desk):
    wrong = {"email": "new@example.org", "role": "city_editor", "region": "420000"}
    assert desk.post(INVITE, wrong).status_code == 422
    assert desk.post(INVITE, {"email": "x"}).status_code == 422
    assert desk.post(INVITE, wrong | {"region": "440300"}).status_code == 422
    sent = desk.post(INVITE, wrong | {"region": "420100"}, follow=True)
    assert text_of(sent).count("new@example.org") >= 2
    act = reverse("workspace_invitation_act", args=[StaffInvitation.objects.get().pk])
    before = StaffInvitation.objects.get().token_hash
    desk.post(act, {"act": "resend"})
    assert StaffInvitation.objects.get().token_hash != before
    desk.post(act, {"act": "take_back"})
    assert StaffInvitation.objects.get().revoked_at
    assert desk.post(act, {"act": "resend"}).status_code == 404
    assert AuditEntry.objects.get(act="staff_invitation_take_back").right == "420000"


def test_a_right_is_taken_back_after_a_reason_is_written(desk):
    held = staff("陈一")
    path = reverse("workspace_role_take_back", args=[held.pk])
    assert "唯一" in text_of(desk.get(path))
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": "调离"}).status_code == 302
    held.refresh_from_db()
    assert held.revoked_at
    assert desk.get(path).status_code == 404
    elsewhere = staff("陈三", region="440300")
    assert (
        desk.post(reverse("workspace_role_take_back", args=[elsewhere.pk]), {"reason": "x"}).status_code
        == 404
    )


def test_the_review_shows_what_is_due_confirms_what_is_ticked_and_gives_it_as_csv(desk):
    old, new = staff("陈一", days=400), staff("=陈二", days=3)
    assert "陈二" not in text_of(desk.get(REVIEW))
    file = desk.get(reverse("workspace_staff_review_file"), {"show": "all"}).content.decode("utf-8-sig")
    assert [row[3] for row in csv.reader(io.StringIO(file))][1:] == ["陈一", "'=陈二"]
    assert "<b>1</b><span>逾期未复核的工作人员权限" in text_of(desk.get("/workspace/"))
    desk.post(REVIEW, {"held": []})
    assert not RegionalRole.objects.exclude(confirmed_at=None).exists()
    desk.post(REVIEW, {"held": [old.pk, "x", 10**14]})
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.confirmed_at is None, new.confirmed_at is None) == (False, True)
    assert "<b>0</b><span>逾期未复核的工作人员权限" in text_of(desk.get("/workspace/"))


def test_the_list_of_a_hundred_takes_few_queries(desk, django_assert_max_num_queries):
    for number in range(20):
        staff(f"陈{number}")
    with django_assert_max_num_queries(25):
        desk.get(PEOPLE)
