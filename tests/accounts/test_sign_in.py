import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.services import role_grant
from tests.accounts.conftest import PASSWORD, path_in_mail, show_again, sign_in, text_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national_site")]
NEW = "staple battery 2026"


def sign_up(client, email="new@example.org", password=PASSWORD):
    return client.post(reverse("account_signup"), {"email": email, "password1": password})


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    assert sign_in(client, UserFactory(), next="/workspace/runs/").headers["Location"] == "/workspace/runs/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example.org/", "//evil.example.org", "javascript:x"])
def test_signing_in_never_leads_to_another_site(client, elsewhere):
    assert sign_in(client, UserFactory(), next=elsewhere).headers["Location"] == reverse("account")


def test_staff_begin_at_their_desk_and_everybody_else_at_their_account(client):
    staff = UserFactory()
    role_grant(user=staff, role=Role.CITY_FEEDS, region="420100", by=None)
    assert sign_in(client, staff).headers["Location"] == reverse("workspace")
    client.post(reverse("sign_out"))
    assert sign_in(client, UserFactory()).headers["Location"] == reverse("account")


def test_an_address_is_known_in_whatever_case_it_is_written(client):
    user = User.objects.create_user("Some.Body@Example.ORG", PASSWORD)
    assert user.email == "some.body@example.org"
    user = UserFactory(email="other@example.org")
    user.email = "OTHER@Example.org"
    assert sign_in(client, user).status_code == 302


def test_a_wrong_password_keeps_the_address_and_says_so_in_the_summary(client):
    user = UserFactory()
    response = sign_in(client, user, password="wrong password")
    text = text_of(response)
    assert response.status_code == 200
    assert "邮箱和密码不相符" in text.split("error-summary")[1]
    assert user.email in text
    assert "wrong password" not in text


def test_signing_out_takes_a_post_and_ends_the_session(client):
    client.force_login(UserFactory())
    assert client.get(reverse("sign_out")).status_code == 200
    assert client.get(reverse("account")).status_code == 200
    client.post(reverse("sign_out"))
    assert client.get(reverse("account")).status_code == 302


def test_an_account_opens_only_once_its_address_is_confirmed_by_pressing_a_button(client):
    response = sign_up(client)
    assert response.headers["Location"] == reverse("account_email_verification_sent")
    path = path_in_mail()
    assert mail.outbox[-1].to == ["new@example.org"]
    user = User.objects.get(email="new@example.org")
    assert sign_in(client, user).headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(path).status_code == 200  # as a scanner of links does
    assert sign_in(client, user).headers["Location"] == reverse("account_email_verification_sent")
    assert client.post(path).headers["Location"] == reverse("sign_in")
    assert sign_in(client, user).headers["Location"] == reverse("account")


def test_a_link_that_is_no_link_of_ours_is_over(client):
    response = client.get(reverse("account_confirm_email", args=["abc:def"]))
    assert "链接已失效" in text_of(response)


def test_a_weak_password_is_refused_beside_its_field(client):
    response = sign_up(client, password="12345")
    assert 'id="id_password1_error"' in text_of(response)
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(client):
    user = UserFactory()
    other = client.__class__()
    other.force_login(user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    path = path_in_mail()
    form = client.get(path).headers["Location"]
    client.post(form, {"password1": NEW})
    assert sign_in(client, user).status_code == 200
    assert sign_in(client, user, password=NEW).status_code == 302
    assert other.get(reverse("account")).status_code == 302
    fresh = client.__class__()
    assert "链接已失效" in text_of(fresh.get(path, follow=True))


def test_changing_the_password_ends_other_sessions_and_tells_by_mail(client):
    user = UserFactory()
    client.force_login(user)
    other = client.__class__()
    other.force_login(user)
    show_again(client)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})
    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    assert mail.outbox[-1].to == [user.email]
    assert "密码" in mail.outbox[-1].subject


def test_a_new_address_takes_the_old_one_s_place_once_it_is_confirmed(client):
    user = UserFactory()
    old = user.email
    client.force_login(user)
    show_again(client)
    client.post(reverse("account_email"), {"email": "newer@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == old
    client.post(path_in_mail(mail.outbox[-1]))
    user.refresh_from_db()
    assert user.email == "newer@example.org"
    assert [message.to for message in mail.outbox[-1:]] == [[old]]


def test_the_cms_has_no_door_of_its_own(client):
    user = UserFactory(is_superuser=True)
    assert client.get("/cms/login/?next=/cms/").headers["Location"] == f"{reverse('sign_in')}?next=/cms/"
    client.post("/cms/login/", {"username": user.email, "password": PASSWORD})
    assert client.get("/cms/").headers["Location"] == f"{reverse('sign_in')}?next=/cms/"
    assert client.get("/cms/password_reset/").headers["Location"] == reverse("account_reset_password")
    assert client.get("/cms/password_reset/confirm/MQ/abc-def/").status_code == 404
    client.force_login(user)
    text = text_of(client.get("/cms/account/"))
    assert 'name="password-old_password"' not in text
    assert 'name="name_email-email"' not in text


def test_every_mail_is_written_in_both_languages(client):
    for language, word in (("zh-hans", "确认邮箱"), ("en", "Confirm the address")):
        client.get("/", {"lang": language})
        sign_up(client, email=f"{language}@example.org")
        message = mail.outbox[-1]
        html = message.alternatives[0].content
        assert word in message.body
        assert word in html
        assert "%(" not in message.body + html


def test_a_password_that_was_hashed_the_old_way_is_hashed_anew_at_the_sign_in(client, settings):
    from portal.settings import accounts as real

    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    user = UserFactory()
    user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    user.save()
    assert sign_in(client, user).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
