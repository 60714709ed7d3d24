"""Nothing of a page is public a second before its time, all of it a second after, nothing after its end."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, Workflow

from accounts.enums import Role
from accounts.services import role_grant
from city_sites.models import BulletinPage
from city_sites.services.approvals import approval_decide
from city_sites.services.staff import WORKFLOW
from city_sites.tasks import pages_publish_due
from portal.services import national_site_ensure
from tests.city_sites.pages import WUHAN, add, home_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HOST = {"host": "wuhan.localhost"}
SECRET = "禁发九月供求"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def home():
    national_site_ensure()
    return home_of(WUHAN)


@pytest.fixture
def page(home):
    """A bulletin with a document, approved to be public for an hour from some moment on."""
    begins = (timezone.now() + dt.timedelta(hours=1)).replace(microsecond=0)
    document = Document.objects.create(
        title=f"{SECRET} 附表",
        file=ContentFile(b"%PDF-1.7", "table.pdf"),
        collection=Collection.objects.get(name__startswith=WUHAN),
    )
    page = add(
        home, BulletinPage, SECRET, live=False, go_live_at=begins, expire_at=begins + dt.timedelta(hours=1),
        attachments=[("document", document)],
    )  # fmt: skip
    page.save_revision().publish()
    return page


def status_of(client, address):
    """Of an answer that may be a file, which is read to its end."""
    answer = client.get(address, headers=HOST)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def seen(client, page):
    """Where the page, its title or its document is found by everybody."""
    document = page.attachments[0].value
    path = page.get_url().split("localhost")[-1]
    asked = {
        "page": path,
        "list": "/bulletins/",
        "feed": "/feeds/bulletins.rss",
        "api list": "/api/cms/pages/?type=city_sites.BulletinPage&fields=title&limit=20",
        "api page": f"/api/cms/pages/{page.pk}/",
        "api search": f"/api/cms/pages/?search={SECRET}",
        "api documents": "/api/cms/documents/",
        "home": "/",
        "sitemap": "/sitemap-pages.xml",
        "document": document.url,
    }
    found = set()
    for name, address in asked.items():
        if name == "document":
            found |= {name} if status_of(client, address) == 200 else set()
            continue
        answer = client.get(address, headers=HOST)
        if answer.status_code == 200 and (
            SECRET in answer.content.decode() or path in answer.content.decode()
        ):
            found.add(name)
    return found


def test_to_the_second_nothing_before_and_everything_after(client, page):
    everywhere = {"page", "list", "feed", "api list", "api page", "api search", "api documents", "document"}
    for moment, expected in [
        (page.go_live_at - SECOND, set()),
        (page.go_live_at + SECOND, everywhere),
        (page.expire_at - SECOND, everywhere),
        (page.expire_at + SECOND, set()),
    ]:
        with time_machine.travel(moment, tick=False):
            pages_publish_due()
            found = seen(client, page)
            assert found >= expected, moment
            assert expected or not found, moment


def test_staff_of_the_city_read_the_document_of_a_draft_and_others_do_not(client, page):
    document = page.attachments[0].value
    for role, region, status in [
        (Role.CITY_EDITOR, WUHAN, 200),
        (Role.PROVINCE_SUPERVISOR, "420000", 200),
        (Role.CITY_EDITOR, "440300", 404),
        (None, "", 404),
    ]:
        user = UserFactory()
        if role:
            role_grant(user=user, role=role, region=region, by=None)
        client.force_login(user)
        assert status_of(client, document.url) == status


def test_who_approved_what_and_why_stands_in_the_history_and_versions_are_compared(client, home):
    page = add(home, BulletinPage, "夜校通知", live=False, body="<p>周一开课。</p>")
    first = page.save_revision()
    page.body = "<p>周三开课。</p>"
    second = page.save_revision()
    editor, publisher = UserFactory(), UserFactory(name="审批人甲")
    role_grant(user=editor, role=Role.CITY_EDITOR, region=WUHAN, by=None)
    role_grant(user=publisher, role=Role.CITY_PUBLISHER, region=WUHAN, by=None)
    Workflow.objects.get(name=WORKFLOW).start(page, editor)
    state = page.current_workflow_task_state
    approval_decide(state=state, approves=True, comment="已核对日期", by=publisher)
    client.force_login(publisher)
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "审批人甲" in history
    told = client.get(
        reverse("wagtailadmin_pages:workflow_history_detail", args=[page.pk, state.workflow_state_id])
    ).content.decode()
    assert "审批人甲" in told
    assert "已核对日期" in told
    compared = client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    ).content.decode()
    assert "周三" in compared
    assert "周一" in compared
