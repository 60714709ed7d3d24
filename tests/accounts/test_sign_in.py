import pytest
from django.urls import reverse

from portal.services import national_site_ensure
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _national_site():
    national_site_ensure()


def sign_in(client, user, **data):
    return client.post(reverse("sign_in"), {"username": user.email, "password": PASSWORD} | data)


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    response = sign_in(client, UserFactory(), next="/workspace/runs/")
    assert response.headers["Location"] == "/workspace/runs/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example.org/", "//evil.example.org", "javascript:x"])
def test_signing_in_never_leads_to_another_site(client, elsewhere):
    response = sign_in(client, UserFactory(), next=elsewhere)
    assert response.headers["Location"] == reverse("workspace")


def test_a_wrong_password_keeps_the_address_and_says_so_in_the_summary(client):
    user = UserFactory()
    response = sign_in(client, user, password="wrong")
    text = response.content.decode()
    assert response.status_code == 200
    assert "登录没有成功" in text
    assert user.email in text
    assert "wrong" not in text


def test_signing_out_takes_a_post_and_ends_the_session(client):
    client.force_login(UserFactory())
    assert client.get(reverse("sign_out")).status_code == 405
    client.post(reverse("sign_out"))
    assert client.get(reverse("workspace")).status_code == 302
