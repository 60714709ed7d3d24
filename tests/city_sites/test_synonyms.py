"""National staff keep the synonyms of the search in the workspace."""

from __future__ import annotations

from unittest import mock

import pytest
from django.urls import reverse

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from search.client import INDEX_ERRORS
from search.models import Synonym
from search.queries.effect import Effect
from tests.city_sites.pages import national_home
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST, ADD = "workspace_synonyms", "workspace_synonym_add"
EFFECT = "city_sites.workspace.views.synonyms.synonym_effect"


@pytest.fixture(autouse=True)
def _site():
    national_home()
    Synonym.objects.all().delete()


@pytest.fixture
def national(client):
    user = UserFactory()
    role_grant(user=user, role=Role.NATIONAL_MANAGER, region=NATION, by=None)
    client.force_login(user)
    return user


def posted(client, address=None, **values):
    form = {"word": "敲钟", "meanings": "保安，门卫", "is_active": "on", "note": ""} | values
    return client.post(address or reverse(ADD), form)


@pytest.mark.parametrize("role", [Role.CITY_FEEDS, Role.CITY_EDITOR, Role.PROVINCE_SUPERVISOR])
def test_for_city_and_province_staff_the_page_does_not_exist(client, role):
    user = UserFactory()
    role_grant(user=user, role=role, region="420000", by=None)
    client.force_login(user)
    assert client.get(reverse(LIST)).status_code == 404
    assert posted(client).status_code == 404
    assert "synonyms" not in client.get(reverse("workspace")).content.decode()


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(reverse(LIST)).status_code == 302


def test_a_saved_synonym_stands_in_the_list_with_who_made_it(client, national):
    assert posted(client, two_way="on").status_code == 302
    saved = Synonym.objects.get()
    assert (saved.meanings, saved.two_way, saved.changed_by) == (["保安", "门卫"], True, national)
    assert AuditEntry.objects.filter(act="synonym_save", actor=national).count() == 1
    page = client.get(reverse(LIST)).content.decode()
    assert "敲钟" in page
    assert "保安、门卫" in page
    assert national.name in page


def test_a_synonym_can_be_changed_and_switched_off(client, national):
    posted(client)
    saved = Synonym.objects.get()
    address = reverse("workspace_synonym", args=[saved.pk])
    assert 'value="保安，门卫"' in client.get(address).content.decode()
    posted(client, address, meanings="门卫", is_active="")
    saved.refresh_from_db()
    assert (saved.meanings, saved.is_active) == (["门卫"], False)


def test_the_preview_tells_what_would_be_found_and_saves_nothing(client, national):
    with mock.patch(EFFECT, return_value=[Effect("敲钟", 0, 12)]) as effect:
        page = posted(client, preview="1").content.decode()
    assert effect.call_args.kwargs == {"word": "敲钟", "meanings": ["保安", "门卫"], "two_way": False}
    assert "12" in page
    assert 'role="status"' in page
    assert not Synonym.objects.exists()


def test_without_the_index_there_is_no_preview_and_the_page_says_so(client, national):
    with mock.patch(EFFECT, side_effect=INDEX_ERRORS[0]("away")):
        answer = posted(client, preview="1")
    assert answer.status_code == 200
    assert 'role="status"' not in answer.content.decode().split("<h1", 1)[1]


def test_a_word_has_one_synonym(client, national):
    posted(client)
    with mock.patch(EFFECT, return_value=[]):
        answer = posted(client, meanings="店长")
    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.content.decode()
    assert Synonym.objects.get().meanings == ["保安", "门卫"]


@pytest.mark.parametrize(
    "values",
    [
        {"word": ""},
        {"meanings": ""},
        {"meanings": "敲钟"},
        {"meanings": "，".join(f"词{n}" for n in range(30))},
        {"meanings": "长" * 50},
    ],
)
def test_what_cannot_be_saved_is_said_beside_the_field(client, national, values):
    answer = posted(client, **values)
    assert 'class="error-summary"' in answer.content.decode()
    assert not Synonym.objects.exists()


def test_the_list_is_searched_by_word_and_meaning_and_has_an_end(client, national):
    for n in range(60):
        posted(client, word=f"词语{n:02}", meanings="保安")
    posted(client, word="敲钟", meanings="门卫")
    client.get(reverse(LIST))  # shows what was saved
    first = client.get(reverse(LIST)).content.decode()
    assert 'rel="next"' in first
    assert "词语59" not in first
    assert "敲钟" in client.get(reverse(LIST), {"q": "门卫"}).content.decode()
    assert "词语01" not in client.get(reverse(LIST), {"q": "门卫"}).content.decode()
    last_but_one = Synonym.objects.get(word="词语58")
    assert "词语59" in client.get(reverse(LIST), {"after": last_but_one.pk}).content.decode()
