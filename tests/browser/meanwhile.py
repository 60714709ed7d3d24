"""What others do on the portal while a test watches a page; called through `Portal.do`."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation

from accounts.models import User
from city_sites.models import BulletinPage
from city_sites.models.preview import draft_keep
from jobs.enums import ApplicationState
from jobs.feeds.store import write_outbox
from jobs.models import Application, Employer, Vacancy
from jobs.services import (
    SeekerProfile,
    application_move,
    application_send,
    resume_create,
    seeker_contact_set,
    seeker_register,
)
from search.alerts import tasks
from search.client import client, read_alias
from search.indexing import outbox_drain
from search.models import SavedSearch
from search.shown import mark_shown
from tests.browser.content import PASSWORD
from tests.factories import VacancyFactory


def alerts_come_due(title: str) -> None:
    """A vacancy came half an hour ago; alerts are due and sent."""
    now = timezone.now()
    vacancy = VacancyFactory(title=title, employer=Employer.objects.order_by("pk").first(), region="420115")
    shown = now - dt.timedelta(minutes=30)
    mark_shown([vacancy.pk], at=shown)
    write_outbox([vacancy.pk], now)
    outbox_drain()
    client().indices.refresh(index=read_alias())
    SavedSearch.objects.active().update(told_until=shown - dt.timedelta(seconds=1), next_run_at=now)
    tasks.alerts_send.apply().get()


def invite(email: str) -> None:
    """Who applied is invited."""
    found = Application.objects.get(seeker__user__email=email)
    application_move(application=found, to=ApplicationState.INVITED, by=None, note="请于周五上午九点面试")


def write_resume(email: str) -> None:
    user = User.objects.get(email=email)
    made = resume_create(user=user)
    seeker_contact_set(seeker=made.seeker, name="李强", phone="", email="", by=user)


def apply(email: str, title: str) -> None:
    """Somebody new applies to an open vacancy that asks about night shifts."""
    with translation.override("zh-hans"):
        user = User.objects.create_user(email, PASSWORD)
        seeker = seeker_register(user=user, profile=SeekerProfile(region="420115"), by=user)
        application_send(
            vacancy=Vacancy.objects.get(title=title, state="open"),
            seeker=seeker,
            by=user,
            copy={"name": "周敏"},
            letter="有三年经验。",
            answers=[{"question": "可以上夜班吗？", "answer": "可以"}],
        )


def keep_draft() -> str:
    """A bulletin of Wuhan is kept as a draft; the token of its preview."""
    page = BulletinPage.objects.filter(region="420100").first()
    page.title, page.body = "还没有发布的标题", "<p>草稿的正文。</p>"
    return draft_keep(page)
