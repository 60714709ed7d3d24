"""What is held on a person: all of it comes out, all of it goes, and nothing new is forgotten."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.db.models import CASCADE
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import data_exports, erasure, personal_data
from accounts.enums import Role
from accounts.models import AuditEntry, DataExport, Erasure, User
from accounts.retention import retention_run
from accounts.services import role_grant
from jobs.models import JobSeeker, Membership
from jobs.services.seekers import SeekerProfile, seeker_consent, seeker_register
from search.models import SavedSearch
from tests.accounts.conftest import path_in_mail, show_again, sign_in, text_of
from tests.factories import EmployerFactory, UserFactory
from tests.search.alerts.factories import SavedSearchFactory

ROOT = Path(__file__).resolve().parents[2]
STAYS = {
    # Rows of everybody that name a person as their author: the name behind them becomes a number.
    "accounts.RegionalRole.user": "rights are taken back; who held them stays provable",
    "accounts.Erasure.user": "the wish itself: what was done with it",
    "jobs.VerificationRequest.submitted_by": "papers that proved an employer (Kept)",
    # Working state of the CMS: goes with the row of the account, holds nothing but who edits what.
    "wagtailadmin.EditingSession.user": "",
    "wagtailadmin.FormState.user": "",
    "wagtailcore.Comment.user": "",
    "wagtailcore.CommentReply.user": "",
    "wagtailcore.PageSubscription.user": "",
    "wagtailusers.UserProfile.user": "",
}
THEIRS = {"held@example.org", "13800000000", "电工 · 武汉市", "王小明"}
GOES = {
    "account.EmailAddress.user",
    "accounts.DataExport.user",
    "city_sites.Enrolment.user",
    "jobs.ConsentCode.clerk",
    "jobs.JobSeeker.user",
    "jobs.Membership.user",
    "mfa.Authenticator.user",
    "search.SavedSearch.user",
    "usersessions.UserSession.user",
}


@pytest.fixture
def person(national_site, held):
    """Somebody with something in every room, on a portal with its pages."""
    return held


@pytest.fixture
def held(db):
    """Somebody with something in every room. (A test that commits finds no page any more.)"""
    user = UserFactory(email="held@example.org", name="王小明")
    role_grant(user=user, role=Role.CITY_FEEDS, region="420100", by=None)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    profile = SeekerProfile(
        region="420115", education="20", wanted={"6-29-03-07": 100}, experience={"6-29-03-07": 18}
    )
    seeker = seeker_register(profile=profile, user=user, by=user)
    seeker_consent(seeker=seeker, given=True, by=user)
    JobSeeker.objects.filter(pk=seeker.pk).update(phone="13800000000", name="王小明")
    Membership.objects.create(employer=EmployerFactory(), user=user, role="owner", language="zh-hans")
    SavedSearchFactory(user=user, subscriber=None, name="电工 · 武汉市")
    SavedSearchFactory(subscriber__email="held@example.org", name="没有账号时的订阅")
    return user


def held_on(user):
    return json.dumps(personal_data.export_of(user), default=str, ensure_ascii=False)


def cooled():
    return time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=True)


def erased(user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wish = erasure.erasure_ask(user=user)
    with cooled(), django_capture_on_commit_callbacks(execute=True):
        erasure.erasure_execute(erasure_id=wish.pk)
    wish.refresh_from_db()
    return wish


def test_every_relation_to_a_person_was_thought_of():
    """A new model that belongs to people must be erased by its room, or be named here with its reason."""
    found = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in User._meta.get_fields(include_hidden=True)
        if getattr(relation, "on_delete", None) is CASCADE and not relation.related_model._meta.auto_created
    }
    assert found == set(STAYS) | GOES


@pytest.mark.django_db
def test_the_export_holds_what_every_room_holds_and_no_secret(person):
    held = held_on(person)
    for thing in (*THEIRS, "没有账号时的订阅", "6-29-03-07", "江夏区"):
        assert thing in held
    assert person.password not in held
    assert "sealed" not in held
    assert set(personal_data.export_of(person)) == {"accounts", "jobs", "search"}


@pytest.mark.django_db
def test_another_person_s_data_are_in_nobody_else_s_export(person):
    other = held_on(UserFactory(email="other@example.org"))
    for thing in THEIRS:
        assert thing not in other


@pytest.mark.django_db
def test_the_file_is_made_mailed_and_fetched_by_the_person_alone(
    client, person, django_capture_on_commit_callbacks
):
    client.force_login(person)
    assert (
        client.post(reverse("account_data_ask"))
        .headers["Location"]
        .startswith(reverse("account_reauthenticate"))
    )
    show_again(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_data_ask"))
    path = path_in_mail()
    assert mail.outbox[-1].to == [person.email]
    assert person.email not in path
    response = client.get(path)
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    for close in response._resource_closers:  # response.close() would close the test's database as well
        close()
    assert json.loads(archive.read("data.json"))["accounts"]["mail"] == person.email
    page = archive.read("data.html").decode()
    assert "江夏区 (420115)" in page
    assert 'lang="zh-CN"' in page

    stranger = Client()
    assert stranger.get(path).status_code == 302
    stranger.force_login(UserFactory())
    assert stranger.get(path).status_code == 404
    assert client.get(reverse("account_data_file", args=["forged"])).status_code == 404


@pytest.mark.django_db
def test_the_readable_copy_has_words_for_everything_in_the_person_s_language(person):
    for language, forbidden in (("zh-hans", r"[A-Za-z_]{3,}"), ("en", r"_")):
        with translation.override(language):
            export = data_exports.export_ask(user=person)
        data_exports.export_make(export_id=export.pk)
        export.refresh_from_db()
        with export.file.open("rb") as file:
            page = zipfile.ZipFile(file).read("data.html").decode()
        terms = re.findall(r"<dt>(.*?)</dt>", page)
        assert len(terms) > 20
        assert [term for term in terms if re.search(forbidden, term)] == []


@pytest.mark.django_db
def test_the_file_goes_after_seven_days_and_its_link_with_it(client, person):
    export = data_exports.export_ask(user=person)
    data_exports.export_make(export_id=export.pk)
    export.refresh_from_db()
    path, name = data_exports.download_path(export), export.file.name
    with cooled():
        client.force_login(person)
        assert client.get(path).status_code == 404
        assert export.file.storage.exists(name)
        assert retention_run()["exports of personal data"] == 1
    assert not export.file.storage.exists(name)
    assert not DataExport.objects.exists()


@pytest.mark.django_db
def test_while_a_file_is_being_made_there_is_no_second_one(person):
    first = data_exports.export_ask(user=person)
    assert data_exports.export_ask(user=person) == first
    made = []
    for _again in range(2):
        data_exports.export_make(export_id=first.pk)
        first.refresh_from_db()
        made.append((first.file.name, first.ready_at))
    assert made[0] == made[1]


@pytest.mark.django_db
def test_a_file_that_lost_its_worker_is_made_later(person, django_capture_on_commit_callbacks):
    export = data_exports.export_ask(user=person)
    assert data_exports.exports_resume() == 0
    with (
        time_machine.travel(timezone.now() + dt.timedelta(minutes=11)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert data_exports.exports_resume() == 1
    export.refresh_from_db()
    assert export.ready_at


@pytest.mark.django_db
def test_asking_for_erasure_switches_the_account_off_at_once(
    client, person, django_capture_on_commit_callbacks
):
    other_device = Client()
    other_device.force_login(person)
    client.force_login(person)
    show_again(client)
    assert person.email in text_of(client.get(reverse("account_erase")))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_erase"))
    assert client.get(reverse("account")).status_code == 302
    assert other_device.get(reverse("account")).status_code == 302
    assert not UserSession.objects.filter(user=person).exists()
    assert not JobSeeker.objects.findable().exists()
    assert not SavedSearch.objects.active().filter(user=person).exists()
    assert sign_in(client, person).headers["Location"] == reverse("account_inactive")
    assert mail.outbox[-1].to == [person.email]


@pytest.mark.django_db
def test_the_link_of_the_mail_takes_it_back_by_a_button(client, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wish = erasure.erasure_ask(user=person)
    path = path_in_mail()
    assert client.get(path).status_code == 200
    person.refresh_from_db()
    assert not person.is_active
    client.post(path)
    person.refresh_from_db()
    assert person.is_active
    assert JobSeeker.objects.findable().exists()
    with cooled():
        assert erasure.erasures_due() == []
        erasure.erasure_execute(erasure_id=wish.pk)
    assert User.objects.filter(email=person.email).exists()
    assert client.get(path).status_code == 410


@pytest.mark.django_db
def test_nothing_is_erased_before_its_time(person):
    wish = erasure.erasure_ask(user=person)
    erasure.erasure_execute(erasure_id=wish.pk)
    assert "13800000000" in held_on(person)


@pytest.mark.django_db
def test_erasure_leaves_a_number_in_the_trail_and_no_trace_of_the_person(
    person, django_capture_on_commit_callbacks
):
    acts = AuditEntry.objects.filter(actor=person).count()
    email = person.email
    wish = erased(person, django_capture_on_commit_callbacks)
    assert wish.finished_at
    assert mail.outbox[-1].to == [email]
    person.refresh_from_db()
    assert person.email.startswith("erased-")
    assert not person.has_usable_password()
    assert AuditEntry.objects.filter(actor=person).count() >= acts
    for model in (model for model in django_models() if model._meta.managed):
        for row in model._base_manager.values_list():
            assert not THEIRS & {str(value) for value in row}, model
    assert not JobSeeker.objects.filter(user=person).exists()


@pytest.mark.django_db
def test_erasing_twice_changes_nothing(person, django_capture_on_commit_callbacks):
    wish = erased(person, django_capture_on_commit_callbacks)
    person.refresh_from_db()
    before, mails = person.email, len(mail.outbox)
    with cooled(), django_capture_on_commit_callbacks(execute=True):
        erasure.erasure_execute(erasure_id=wish.pk)
    person.refresh_from_db()
    assert person.email == before
    assert len(mail.outbox) == mails
    assert not erasure.erasure_cancel(erasure=wish)


KILLED = """
import os, signal
import django; django.setup()
from accounts import erasure, personal_data
real = personal_data._holdings["search"]
def erase(user):
    real.erase(user)
    os.kill(os.getpid(), signal.SIGKILL)
personal_data.register("search", title="", export=real.export, erase=erase)
erasure.erasure_execute(erasure_id=%d)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_where_it_was(held):
    wish = erasure.erasure_ask(user=held)
    Erasure.objects.filter(pk=wish.pk).update(due_at=timezone.now())
    database = django_settings.DATABASES["default"]
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        f"/{connection.settings_dict['NAME']}"
    )
    killed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED % wish.pk],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    wish.refresh_from_db()
    assert wish.done == ["city_sites", "jobs"]
    assert not JobSeeker.objects.filter(user=held).exists()
    assert SavedSearch.objects.filter(user=held).exists()
    assert not erasure.erasure_cancel(erasure=wish)
    assert erasure.erasures_due() == [wish.pk]
    erasure.erasure_execute(erasure_id=wish.pk)
    wish.refresh_from_db()
    assert wish.done == ["city_sites", "jobs", "search", "accounts"]
    assert not SavedSearch.objects.filter(user=held).exists()


def django_models():
    from django.apps import apps

    return apps.get_models(include_auto_created=True)
