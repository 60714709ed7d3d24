"""Who acts for an employer, and that one owner always stays."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AuditEntry
from jobs.enums import EmployerAct, EmployerRole
from jobs.models import Employer, Invitation, Membership
from jobs.permissions import employer_role, may_for_employer
from jobs.services.memberships import (
    MOST_OPEN_INVITATIONS,
    AlreadyMember,
    InvitationOver,
    LastOwner,
    NotInvited,
    TooManyInvitations,
    invitation_accept,
    invitation_of,
    invitation_revoke,
    invitation_send,
    invitation_token,
    membership_end,
    membership_set_role,
)
from jobs.tasks import mail_send
from tests.factories import EmployerFactory, UserFactory
from tests.jobs.employers.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_at_once(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))


@pytest.fixture
def owner():
    return MembershipFactory()


def invite(owner, email="new@example.org", role=EmployerRole.RECRUITER):
    return invitation_send(employer=owner.employer, email=email, role=role, by=owner.user)


def test_an_invitation_is_accepted_once_by_the_person_it_was_sent_to(owner):
    guest = UserFactory(email="New@example.org")
    invitation = invitation_of(invitation_token(invite(owner)))
    membership = invitation_accept(invitation=invitation, by=guest)
    assert employer_role(guest, owner.employer) == membership.role == EmployerRole.RECRUITER
    with pytest.raises(InvitationOver):
        invitation_accept(invitation=invitation, by=guest)
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"invitation_send", "membership_grant"} <= acts


def test_who_was_not_invited_cannot_use_another_s_link(owner):
    with pytest.raises(NotInvited):
        invitation_accept(invitation=invite(owner), by=UserFactory(email="other@example.org"))
    assert Membership.objects.count() == 1


def test_an_invitation_ends_when_taken_back_replaced_or_too_old(owner):
    guest = UserFactory(email="new@example.org")
    first = invite(owner)
    second = invite(owner)
    third = invite(owner, "third@example.org")
    invitation_revoke(invitation=third, by=owner.user)
    Invitation.objects.filter(pk=second.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    for over, person in ((first, guest), (second, guest), (third, UserFactory(email="third@example.org"))):
        with pytest.raises(InvitationOver):
            invitation_accept(invitation=over, by=person)


def test_a_link_that_is_not_ours_is_no_invitation(owner):
    token = invitation_token(invite(owner))
    assert invitation_of(token[:-1] + ("a" if token[-1] != "a" else "b")) is None


def test_a_member_is_not_invited_again_and_there_is_a_bound(owner):
    with pytest.raises(AlreadyMember):
        invite(owner, owner.user.email.upper())
    for number in range(MOST_OPEN_INVITATIONS):
        invite(owner, f"guest{number}@example.org")
    with pytest.raises(TooManyInvitations):
        invite(owner, "one.more@example.org")


@pytest.mark.parametrize(("language", "subject"), [("zh-hans", "邀请"), ("en", "invites you to recruit")])
def test_the_mail_is_in_the_language_of_who_invites_and_its_link_works(
    owner, client, language, subject, django_capture_on_commit_callbacks
):
    with translation.override(language), django_capture_on_commit_callbacks(execute=True):
        invite(owner)
    message = mail.outbox[0]
    assert message.to == ["new@example.org"]
    assert subject in message.subject
    assert owner.employer.name in message.body
    link = next(word for word in message.body.split() if "/employer/invitations/" in word)
    assert link in message.alternatives[0].content
    client.force_login(UserFactory(email="new@example.org"))
    path = link[link.index("/employer/") :]
    assert client.get(path).status_code == 200
    assert Membership.objects.count() == 1  # looking accepts nothing
    assert client.post(path).headers["Location"] == reverse("employer_desk", args=[owner.employer_id])
    assert client.get(path).status_code == 410


def test_no_mail_goes_out_for_an_invitation_that_was_taken_back(owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation_revoke(invitation=invite(owner), by=owner.user)
    assert not mail.outbox


def test_the_last_owner_stays(owner):
    with pytest.raises(LastOwner):
        membership_end(membership=owner, by=owner.user)
    with pytest.raises(LastOwner):
        membership_set_role(membership=owner, role=EmployerRole.VIEWER, by=owner.user)
    other = MembershipFactory(employer=owner.employer)
    membership_set_role(membership=owner, role=EmployerRole.VIEWER, by=other.user)
    membership_end(membership=owner, by=other.user)
    assert employer_role(owner.user, owner.employer) is None


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (EmployerRole.OWNER, set(EmployerAct)),
        (EmployerRole.RECRUITER, {EmployerAct.SEE, EmployerAct.RECRUIT}),
        (EmployerRole.VIEWER, {EmployerAct.SEE}),
    ],
)
def test_a_role_says_what_may_be_done_and_only_in_its_employer(role, acts):
    membership = MembershipFactory(role=role)
    assert {act for act in EmployerAct if may_for_employer(membership.user, act, membership.employer)} == acts
    assert not any(may_for_employer(membership.user, act, EmployerFactory()) for act in EmployerAct)


def test_another_employer_s_desk_does_not_exist(client, owner):
    client.force_login(UserFactory())
    for name in ("employer_desk", "employer_members", "employer_change"):
        assert client.get(reverse(name, args=[owner.employer_id])).status_code == 404


def test_who_only_looks_changes_nothing(client, owner):
    viewer = MembershipFactory(employer=owner.employer, role=EmployerRole.VIEWER)
    client.force_login(viewer.user)
    page = client.get(reverse("employer_members", args=[owner.employer_id]))
    assert page.status_code == 200
    assert owner.user.email not in page.content.decode()
    sent = {"email": "x@example.org", "role": "owner"}
    assert client.post(reverse("employer_members", args=[owner.employer_id]), sent).status_code == 404
    change = reverse("employer_member", args=[owner.employer_id, owner.pk])
    assert client.post(change, {"act": "end"}).status_code == 404
    own = reverse("employer_member", args=[owner.employer_id, viewer.pk])
    assert client.post(own, {"act": "role", "role": "owner"}).status_code == 404
    assert client.post(own, {"act": "end"}).headers["Location"] == reverse("employer_home")
    assert employer_role(viewer.user, owner.employer) is None


def test_an_owner_invites_changes_and_takes_out_on_the_page(client, owner):
    client.force_login(owner.user)
    page = reverse("employer_members", args=[owner.employer_id])
    assert client.post(page, {"email": "nobody", "role": "viewer"}).status_code == 422
    assert client.post(page, {"email": "new@example.org", "role": "viewer"}).status_code == 302
    invitation = Invitation.objects.get()
    revoke = reverse("employer_invitation_revoke", args=[owner.employer_id, invitation.pk])
    assert client.post(revoke).status_code == 302
    member = MembershipFactory(employer=owner.employer, role=EmployerRole.VIEWER)
    change = reverse("employer_member", args=[owner.employer_id, member.pk])
    client.post(change, {"act": "role", "role": "recruiter"})
    member.refresh_from_db()
    assert member.role == EmployerRole.RECRUITER
    stranger = MembershipFactory()
    change = reverse("employer_member", args=[owner.employer_id, stranger.pk])
    assert client.post(change, {"act": "end"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one_behind():
    employer = EmployerFactory()
    owners = [MembershipFactory(employer=employer) for _ in range(2)]
    start, refused = threading.Barrier(2), []

    def leave(membership):
        start.wait()
        try:
            membership_end(membership=membership, by=membership.user)
        except LastOwner:
            refused.append(membership)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[owner]) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Employer.objects.get().memberships.filter(ended_at=None).count() == 1
