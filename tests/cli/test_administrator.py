"""Who runs an empty installation: one command opens the account and gives the role."""

import io

import pytest
from django.test import Client

from commonweal.cli.commands import main
from commonweal.organisations.models import RoleAssignment, User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-word-of-esempia"


def call(monkeypatch: pytest.MonkeyPatch, typed: str, *words: str) -> int:
    """Call the command as a program does, which sends the password."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["administrator", *words])


def test_the_first_person_opens_the_way_to_everything_else(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    assert call(monkeypatch, f"{PASSWORD}\n", "greta", "--email", "greta@esempia.example") == 0

    assert client.login(username="greta", password=PASSWORD)
    assert "Enter an organisation" in client.get("/bodies").content.decode()
    assert client.get("/bodies/new").status_code == 200


def test_an_account_that_is_there_keeps_its_password_and_gets_the_role_once(monkeypatch: pytest.MonkeyPatch) -> None:
    call(monkeypatch, f"{PASSWORD}\n", "greta")

    assert call(monkeypatch, "another-word-of-esempia\n", "greta") == 0
    assert User.objects.get(username="greta").check_password(PASSWORD)
    assert RoleAssignment.objects.filter(user__username="greta", ended_at=None).count() == 1


def test_a_password_that_is_too_weak_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "1234\n", "greta") == 1

    assert "at least 12 characters" in capsys.readouterr().err
    assert not User.objects.exists()


def test_who_may_not_enter_one_is_told_who_does(client: Client) -> None:
    text = client.get("/bodies").content.decode()

    assert "No organisation yet" in text
    assert "Whoever runs this site enters the first." in text
    assert "No organisation found" in client.get("/bodies?q=nowhere").content.decode()
