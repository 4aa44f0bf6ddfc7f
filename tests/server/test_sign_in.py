"""Signing in: by password, throttled; by the operator's identity provider, without a role unless claims map to one."""

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from commonweal.journal.models import Event
from commonweal.organisations import actions
from commonweal.organisations.models import RoleAssignment, User
from commonweal.organisations.roles import Role
from commonweal.server import identity_provider as configured
from tests.conftest import Cast
from tests.fakes.identity_provider import IdentityProvider, identity_provider

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_attempts_counted(db: None) -> None:
    cache.clear()


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["chiara", "chiara@esempia.example"])
def test_people_sign_in_by_name_or_mail_and_out_again(client: Client, cast: Cast, name: str) -> None:
    client.post(LOGIN, {"login": name, "password": "chiara"})
    assert is_signed_in(client)

    client.post("/accounts/logout/")

    assert not is_signed_in(client)


def test_a_wrong_password_is_refused_and_soon_not_even_tried(client: Client, cast: Cast) -> None:
    for _ in range(6):
        answer = client.post(LOGIN, {"login": "chiara", "password": "wrong"})

    right = client.post(LOGIN, {"login": "chiara", "password": "chiara"})

    assert b"Too many failed login attempts" in answer.content
    assert right.status_code == 200
    assert not is_signed_in(client)


def test_the_pages_of_sign_in_are_there(client: Client) -> None:
    for page in (LOGIN, "/accounts/password/reset/", "/accounts/signup/"):
        assert client.get(page).status_code == 200, page


def test_nobody_signs_up_by_default(client: Client, db: None) -> None:
    given = {"username": "eve", "email": "eve@w.example", "password1": "long-Enough-7", "password2": "long-Enough-7"}

    client.post("/accounts/signup/", given)

    assert not User.objects.filter(username="eve").exists()


def test_nobody_is_sent_to_open_an_account_where_that_is_closed(client: Client, db: None, settings: Any) -> None:
    assert "/accounts/signup/" not in client.get(LOGIN).content.decode()

    settings.SIGN_UP_IS_OPEN = True
    assert "/accounts/signup/" in client.get(LOGIN).content.decode()


def test_where_sign_up_is_open_a_new_account_has_no_role(client: Client, db: None, settings: Any) -> None:
    settings.SIGN_UP_IS_OPEN = True
    given = {"username": "eve", "email": "eve@w.example", "password1": "long-Enough-7", "password2": "long-Enough-7"}

    client.post("/accounts/signup/", given)

    user = User.objects.get(username="eve")
    assert not user.assignments.exists()
    assert Event.objects.filter(name="organisations.account_opened", by=user).count() == 1


@pytest.mark.parametrize("password", ["short-7", "q1w2e3r4t5y6", "elena@w.example"])
def test_a_password_that_is_easily_guessed_is_refused(client: Client, cast: Cast, settings: Any, password: str) -> None:
    settings.SIGN_UP_IS_OPEN = True
    given = {"username": "elena", "email": "elena@w.example", "password1": password, "password2": password}

    answer = client.post("/accounts/signup/", given)

    assert answer.status_code == 200
    assert b"id_password1_error" in answer.content
    assert not User.objects.filter(username="elena").exists()


def test_a_forgotten_password_is_set_anew_by_mail(client: Client, cast: Cast) -> None:
    actions.open_account(username="elena", email="elena@w.example", password=None, display_name="Elena", by=cast.aino)

    client.post("/accounts/password/reset/", {"email": "elena@w.example"})
    (message,) = mail.outbox
    link = next(word for word in message.body.split() if "/password/reset/key/" in word)
    form = client.get(urlsplit(link).path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "long-Enough-7", "password2": "long-Enough-7"})

    assert client.login(username="elena", password="long-Enough-7")


@pytest.fixture
def provider(db: None, settings: Any) -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = configured.provider_settings(
            {
                "COMMONWEAL_OIDC_ISSUER": running.issuer,
                "COMMONWEAL_OIDC_CLIENT_ID": "commonweal",
                "COMMONWEAL_OIDC_CLIENT_SECRET": "secret",
                "COMMONWEAL_OIDC_NAME": "Esempia ID",
            }
        )
        running.person = {"sub": "42", "email": "fatima@esempia.example", "email_verified": True, "name": "Fatima"}
        yield running


def sign_in(client: Client) -> Any:
    """What a browser does: follow us to the provider, and the provider back to us."""
    away = client.get("/accounts/oidc/oidc/login/")
    target = urlsplit(away.headers["Location"])
    connection = HTTPConnection(target.hostname or "", target.port, timeout=5)
    connection.request("GET", f"{target.path}?{target.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}")


def test_the_sign_in_page_names_the_provider(client: Client, provider: IdentityProvider) -> None:
    assert "Esempia ID" in client.get(LOGIN).content.decode()


def test_a_new_person_from_the_provider_gets_an_account_without_a_role(
    client: Client, provider: IdentityProvider
) -> None:
    answer = sign_in(client)

    user = User.objects.get(email="fatima@esempia.example")
    assert answer.status_code == 302
    assert is_signed_in(client)
    assert (str(user), user.has_usable_password(), user.assignments.count()) == ("Fatima", False, 0)
    assert Event.objects.filter(name="organisations.account_opened", by=user).count() == 1


def test_the_same_person_comes_back_to_the_same_account(client: Client, provider: IdentityProvider) -> None:
    sign_in(client)
    client.post("/accounts/logout/")
    provider.person["email"] = "fatima.new@esempia.example"

    sign_in(client)

    assert is_signed_in(client)
    assert User.objects.count() == 1


def test_a_verified_address_leads_to_the_account_that_has_it(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    provider.person["email"] = cast.chiara.email

    sign_in(client)

    assert client.session["_auth_user_id"] == str(cast.chiara.pk)


def test_an_address_nobody_verified_leads_to_no_account(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    provider.person |= {"email": cast.chiara.email, "email_verified": False}

    sign_in(client)

    assert client.session.get("_auth_user_id") != str(cast.chiara.pk)


def test_an_answer_nobody_asked_for_is_refused(client: Client, provider: IdentityProvider) -> None:
    client.get("/accounts/oidc/oidc/login/callback/?code=code-0&state=invented")

    assert not is_signed_in(client)


def test_claims_give_and_take_the_roles_the_operator_mapped(
    client: Client, cast: Cast, provider: IdentityProvider, settings: Any
) -> None:
    settings.OIDC_ROLE_CLAIM, settings.OIDC_ROLES = "groups", "ospo-staff=curator, it=administrator"
    provider.person["groups"] = ["ospo-staff", "everybody"]
    sign_in(client)
    user = User.objects.get(email="fatima@esempia.example")
    actions.grant_role(user=user, role=Role.EDITOR, body=cast.town, by=cast.aino)
    client.post("/accounts/logout/")

    held = set(RoleAssignment.objects.filter(user=user, ended_at=None).values_list("role", flat=True))
    provider.person["groups"] = []
    sign_in(client)

    assert held == {"curator", "editor"}
    assert set(RoleAssignment.objects.filter(user=user, ended_at=None).values_list("role", flat=True)) == {"editor"}


def test_without_an_issuer_there_is_no_provider() -> None:
    assert configured.provider_settings({}) == {}
