"""Nothing of a page is public a second before its time, all of it a second after, nothing after its end."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Workflow

from accounts.enums import Role
from accounts.practice import practice_begin
from accounts.services import role_grant
from city_sites.models import BulletinPage
from city_sites.models.preview import draft_keep
from city_sites.services import city_provision, city_retire
from city_sites.services.approvals import approval_decide
from city_sites.services.staff import WORKFLOW
from city_sites.tasks import pages_publish_due
from tests.city_sites.pages import WUHAN, add, home_of
from tests.city_sites.test_boundaries import picture
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HOST = {"host": "wuhan.localhost"}
SECRET = "禁发九月供求"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def home(wuhan):
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
    image = picture_of(WUHAN)
    page = add(
        home, BulletinPage, SECRET, live=False, go_live_at=begins, expire_at=begins + dt.timedelta(hours=1),
        attachments=[("document", document)], body=showing(image),
    )  # fmt: skip
    page.save_revision().publish()
    return page


def picture_of(region):
    """A picture of a city with its renditions: one that a page shows, and one of the headless API."""
    own = Collection.objects.get(name__startswith=region)
    image = Image.objects.create(title="现场照片", file=picture(), collection=own)
    for spec in ("width-400", "width-800"):
        image.renditions.create(filter_spec=spec, file=picture(), width=20, height=20)
    return image


def showing(image):
    return f'<p>现场。</p><embed embedtype="image" id="{image.pk}" format="fullwidth" alt="现场"/>'


def files_of(page):
    """Every address at which a file of the page is, by what it is."""
    document, image = page.attachments[0].value, Image.objects.get()
    return {
        "document": document.url,
        "original": image.file.url,
        "rendition": image.renditions.get(filter_spec="width-400").file.url,
    }


def status_of(client, address):
    """Of an answer that may be a file, which is read to its end."""
    answer = client.get(address, headers=HOST)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def seen(client, page):
    """Where the page, its title or one of its files is found by everybody."""
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
    }
    found = {name for name, address in files_of(page).items() if status_of(client, address) == 200}
    for name, address in asked.items():
        answer = client.get(address, headers=HOST)
        if answer.status_code == 200 and (
            SECRET in answer.content.decode() or path in answer.content.decode()
        ):
            found.add(name)
    return found


def test_to_the_second_nothing_before_and_everything_after(client, page):
    everywhere = {
        "page", "list", "feed", "api list", "api page", "api search", "api documents", "document",
        "original", "rendition",
    }  # fmt: skip
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


def test_staff_of_the_city_read_the_files_of_a_draft_and_others_do_not(client, page):
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
        assert {status_of(client, address) for address in files_of(page).values()} == {status}


def test_files_of_a_city_that_practises_or_is_closed_are_at_no_host(client, page):
    with time_machine.travel(page.go_live_at + SECOND, tick=False):
        pages_publish_due()
        page.refresh_from_db()
        city_retire(region=WUHAN)
        for host in ("localhost", "wuhan.localhost"):
            for address in files_of(page).values():
                assert client.get(address, headers={"host": host}).status_code in (301, 404)
        city_provision(region=WUHAN)
        practice_begin(region=WUHAN, by=None)
        for address in files_of(page).values():
            assert client.get(address).status_code == 404


def test_files_of_an_earlier_version_stay_with_it(client, home, page):
    with time_machine.travel(page.go_live_at + SECOND, tick=False):
        pages_publish_due()
        page = BulletinPage.objects.get(pk=page.pk)
        files = files_of(page)
        page.attachments, page.body, page.correction = [], "<p>撤下照片。</p>", "照片有误"
        page.save_revision().publish()
        assert {status_of(client, address) for address in files.values()} == {200}
        BulletinPage.objects.get(pk=page.pk).unpublish()
        assert {status_of(client, address) for address in files.values()} == {404}


def test_a_headless_client_sees_the_files_of_a_draft_by_keys_that_end(client, page):
    token = draft_keep(page.get_latest_revision_as_object())
    draft = client.get(f"/api/cms/preview/{token}/", headers=HOST).json()
    shown = [
        re.search(r'src="http://wuhan.localhost([^"]+)"', draft["body"])[1].replace("&amp;", "&"),
        draft["attachments"][0]["value"]["url"].removeprefix("http://wuhan.localhost"),
    ]
    for address in shown:
        assert status_of(client, address) == 200
        assert status_of(client, address.partition("?")[0]) == 404
        assert status_of(client, address[:-1] + ("x" if address[-1] != "x" else "y")) == 404
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert {status_of(client, address) for address in shown} == {404}


def test_a_public_image_takes_few_queries_and_a_web_server_in_front_sends_it(
    client, home, settings, django_assert_max_num_queries
):
    add(home, BulletinPage, "夜校", body=showing(picture_of(WUHAN)))
    address = Image.objects.get().renditions.get(filter_spec="width-400").file.url
    with django_assert_max_num_queries(5):
        shown = client.get(address)
    assert shown.headers["Cache-Control"] == "private, max-age=300"
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    settings.MEDIA_INTERNAL = "/media-internal/"
    sent = client.get(address)
    assert sent.headers["X-Accel-Redirect"] == address.replace("/media/", "/media-internal/")
    assert (sent.content, sent.headers["Content-Type"]) == (b"", "image/png")
    assert client.get("/media/documents/table.pdf").status_code == 404
    assert client.get("/media/images/..%2Fdocuments%2Ftable.pdf").status_code == 404


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
