"""The look into the tables: for a superuser alone, and nothing is changed there."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import CompositePrimaryKey
from django.test import Client
from django.urls import reverse

from commonweal.organisations.models import Body, User
from tests.conftest import Cast

# The administration takes no model whose key has several columns.
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("commonweal.") and not isinstance(model._meta.pk, CompositePrimaryKey)
]


@pytest.fixture
def superuser(client: Client, cast: Cast) -> Client:
    root = User.objects.create_superuser(username="root", email="root@w.example", password="root")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(model: type, page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_is_listed_and_can_not_be_added_to(superuser: Client, model: type) -> None:
    assert superuser.get(address(model, "changelist")).status_code == 200
    assert superuser.get(address(model, "add")).status_code == 403


def test_a_row_is_shown_and_can_not_be_changed(superuser: Client, cast: Cast) -> None:
    page = address(Body, "change", cast.town.pk)

    assert b"Borgo" in superuser.get(page).content
    assert superuser.post(page, {"name": "Other"}).status_code == 403
    assert superuser.post(address(Body, "delete", cast.town.pk), {"post": "yes"}).status_code == 403
    assert Body.objects.get(pk=cast.town.pk).name == "Borgo"


def test_no_password_is_shown(superuser: Client, cast: Cast) -> None:
    page = superuser.get(address(User, "change", cast.chiara.pk)).content.decode()

    assert User.objects.get(pk=cast.chiara.pk).password not in page


@pytest.mark.parametrize("person", ["aino", "dragan"])
def test_others_do_not_come_in(client: Client, cast: Cast, person: str) -> None:
    client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("admin:index")).status_code in {302, 403}


def test_a_visitor_is_sent_to_the_sites_own_sign_in_page(client: Client, db: None) -> None:
    answer = client.get(reverse("admin:login"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert admin.site.is_registered(Body)
