"""An editor of one city in the CMS: nothing of another city, of the same province or of another, anywhere.

Every address of the CMS is asked, with the ids of what another city has for every part that takes one.
"""

from __future__ import annotations

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.log_actions import log
from wagtail.models import Collection, Page, Site

from accounts.enums import Role
from city_sites.models import BulletinPage
from portal.services import national_site_ensure
from tests.accounts.test_url_matrix import ROUTES
from tests.city_sites.pages import SHENZHEN, WUHAN, YICHANG, add, home_of
from tests.city_sites.test_workspace import signed_in
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("bare_404"),
    # The library that makes thumbnails leaves closing its temporary file to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SECRETS = {WUHAN: "秘闻 江汉", YICHANG: "秘闻 夷陵", SHENZHEN: "秘闻 鹏城"}
PARTS = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
WORDS = {
    "app_label": "wagtailcore",
    "model_name": "page",
    "action": "delete",
    "content_type_app_name": "city_sites",
    "content_type_model_name": "bulletinpage",
}
SHARED = {"cms/jsi18n/", "cms/sprite/", "cms/logout/"}


def picture():
    written = io.BytesIO()
    Picture.new("RGB", (20, 20), "red").save(written, "PNG")
    return ImageFile(written, "x.png")


@pytest.fixture(scope="module")
def made(file_database):
    """Of each city a site, a page, its author, an image and a document that bear its secret."""
    with file_database():
        national_site_ensure()
        return {region: _made_in(region, secret) for region, secret in SECRETS.items()}


def _made_in(region, secret):
    author = UserFactory(name=f"{secret} 作者")
    home = home_of(region)
    Site.objects.filter(root_page=home).update(site_name=secret)
    page = add(home, BulletinPage, secret, owner=author)
    page.save_revision(user=author, log_action=True).publish()
    page.get_workflow().start(page, author)
    locked = add(home, BulletinPage, secret, locked=True, locked_by=author)
    log(locked, "wagtail.lock", user=author)
    collection = Collection.objects.get(name__startswith=region)
    image = Image.objects.create(title=secret, file=picture(), collection=collection)
    document = Document.objects.create(
        title=secret, file=ContentFile(b"%PDF-1.7", f"{region}.pdf"), collection=collection
    )
    return {"page": page, "image": image, "document": document, "collection": collection}


@pytest.fixture
def cities(made):
    """What was made, read anew; no thumbnail of it is kept yet."""
    cache.clear()
    return {
        region: {kind: type(one).objects.get(pk=one.pk) for kind, one in of.items()}
        for region, of in made.items()
    }


def addresses(of: dict[str, object]) -> list[str]:
    """Every address of the CMS, with the ids of `of` for the parts that take one."""
    kinds = {"images/": "image", "documents/": "document"}
    found = []
    for route in ROUTES:
        if route.startswith("cms/") and route not in SHARED:
            kind = next((kind for part, kind in kinds.items() if part in route), "page")
            values = WORDS | {"key": str(of[kind].pk)}
            text = re.sub(r"[\^$]|\\Z", "", route).replace("\\.", ".")
            found.append("/" + PARTS.sub(lambda part, values=values: _filled(part, values), text))
    return found


def _filled(part, values):
    return values.get(part[1] or part[2], values["key"])


def told(client, path, **query):
    """What an address answers with, as text; "" where it leads elsewhere or does not exist."""
    response = client.get(path, query)
    if response.status_code != 200:
        return ""
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    return response.content.decode("utf-8", "replace")


def leaks(client, made, secret):
    """Addresses, with what is asked of them, that tell the secret of a city."""
    found = []
    for path in addresses(made):
        ids = {"id": made["page"].pk} if "page" in path else {"id": made["image"].pk}
        narrower = ({"q": "秘闻"}, {"collection_id": made["collection"].pk})
        answers = {"": told(client, path), "id": told(client, path, **ids)}
        if answers[""]:
            answers |= {str(query): told(client, path, **query) for query in narrower}
        found += [(path, query) for query, text in answers.items() if secret in unescaped(text)]
    return found


def unescaped(text):
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


@pytest.mark.parametrize(("role", "other"), [(Role.CITY_EDITOR, SHENZHEN), (Role.CITY_PUBLISHER, YICHANG)])
def test_no_address_of_the_cms_tells_anything_of_another_city(client, cities, role, other):
    signed_in(client, role, WUHAN)
    client.raise_request_exception = False
    assert leaks(client, cities[other], SECRETS[other]) == []


def test_a_province_reads_nothing_of_another_province_and_changes_nothing_of_its_own(client, cities):
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    client.raise_request_exception = False
    assert leaks(client, cities[SHENZHEN], SECRETS[SHENZHEN]) == []
    own = cities[WUHAN]["page"]
    assert own.title in told(client, f"/cms/read/{own.pk}/")
    assert own.title in told(client, f"/cms/pages/{own.get_parent().pk}/")
    assert f"/cms/read/{own.pk}/" in told(client, f"/cms/pages/{own.get_parent().pk}/")
    before = {model: model.objects.count() for model in (Page, Image, Document, Collection)}
    for path in addresses(cities[WUHAN]):
        client.post(path, {"title": "改了", "name": "改了"})
    page = Page.objects.get(pk=own.pk)
    assert (page.title, page.live, page.locked) == (own.title, True, False)
    assert {model: model.objects.count() for model in before} == before


def test_an_editor_finds_what_is_the_own_city_s(client, cities):
    """Else the test above would pass for who sees nothing at all."""
    signed_in(client, Role.CITY_EDITOR, WUHAN)
    own = cities[WUHAN]
    page, home = own["page"].pk, own["page"].get_parent().get_parent()
    for path, query in [
        (f"/cms/pages/{page}/edit/", {}),
        (f"/cms/pages/{own['page'].get_parent().pk}/", {}),
        ("/cms/pages/search/", {"q": "秘闻"}),
        (f"/cms/choose-page/{own['page'].get_parent().pk}/", {}),
        ("/cms/choose-page/search/", {"q": "秘闻"}),
        ("/cms/images/", {}),
        ("/cms/images/chooser/", {}),
        (f"/cms/images/{own['image'].pk}/", {}),
        ("/cms/documents/", {}),
        ("/cms/documents/chooser/", {}),
        ("/cms/api/main/images/", {}),
    ]:
        assert SECRETS[WUHAN] in unescaped(told(client, path, **query)), path
    assert home.title in unescaped(told(client, f"/cms/choose-page/{home.get_parent().pk}/"))


def test_acts_on_what_another_city_has_change_nothing(client, cities):
    signed_in(client, Role.CITY_PUBLISHER, WUHAN)
    client.raise_request_exception = False
    before = {model: model.objects.count() for model in (Page, Image, Document, Collection)}
    for other in (YICHANG, SHENZHEN):
        for path in addresses(cities[other]):
            client.post(path, {"title": "改了", "name": "改了"})
        page = Page.objects.get(pk=cities[other]["page"].pk)
        assert (page.title, page.live, page.locked) == (SECRETS[other], True, False)
        assert Image.objects.get(pk=cities[other]["image"].pk).title == SECRETS[other]
    assert {model: model.objects.count() for model in before} == before


def test_the_headless_side_of_a_city_serves_its_own_pages_only(client, cities):
    own = client.get("/api/cms/pages/", headers={"host": "wuhan.localhost"}).json()
    titles = {item["title"] for item in own["items"]}
    assert SECRETS[WUHAN] in titles
    assert not titles & {SECRETS[YICHANG], SECRETS[SHENZHEN]}
    foreign = cities[YICHANG]["page"].pk
    assert client.get(f"/api/cms/pages/{foreign}/", headers={"host": "wuhan.localhost"}).status_code == 404
