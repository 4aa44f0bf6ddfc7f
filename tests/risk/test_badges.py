"""Badges tell how a system stands, to whoever holds their address and to nobody else."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from commonweal.components import actions as components
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import RoleAssignment
from commonweal.risk.models import Vulnerability
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx
from tests.components.world import send
from tests.conftest import Cast
from tests.risk.feeds_world import affected, source, take_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(cast: Cast) -> System:
    cache.clear()
    return usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Portal"), by=cast.chiara)


@pytest.fixture
def made(cast: Cast, system: System) -> components.MadeToken:
    return components.make_token(body=cast.town, name="Badges", by=cast.chiara)


def addresses(system: System, secret: str) -> dict[str, str]:
    answer = Client().get(f"/api/v1/systems/{system.pk}/badge", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    return {name: "/api/v1/" + address.partition("/api/v1/")[2] for name, address in answer.json().items()}


def test_a_system_of_which_nothing_is_known_is_grey(system: System, made: components.MadeToken) -> None:
    found = addresses(system, made.secret)

    picture, document = Client().get(found["svg"]), Client().get(found["json_address"])

    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert "security: not known" in picture.content.decode()
    assert document.json()["message"] == "not known"
    assert "Portal" not in picture.content.decode() + document.content.decode()


def test_what_is_exploited_shows(system: System, made: components.MadeToken) -> None:
    take_in(source(), told("CVE-2026-1", affected(("introduced", "0"), package="left-pad", ecosystem="npm")))
    Vulnerability.objects.update(exploited_on=date(2026, 3, 1))
    send(system, cyclonedx([("left-pad", "1.3.0")]))

    answer = Client().get(addresses(system, made.secret)["json_address"])

    assert answer.json()["message"] == "urgent"


def test_a_revoked_token_ends_its_badges(cast: Cast, system: System, made: components.MadeToken) -> None:
    found = addresses(system, made.secret)
    components.revoke_token(token=made.token, by=cast.chiara)

    assert [Client().get(address).status_code for address in found.values()] == [404, 404]


def test_a_badge_ends_with_the_role_of_who_made_it(cast: Cast, system: System, made: components.MadeToken) -> None:
    found = addresses(system, made.secret)
    organisations.withdraw_role(assignment=RoleAssignment.objects.get(user=cast.chiara), by=cast.aino)

    assert [Client().get(address).status_code for address in found.values()] == [404, 404]


def test_a_key_opens_its_own_system_alone(cast: Cast, system: System, made: components.MadeToken) -> None:
    other = usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Other"), by=cast.chiara)
    address = addresses(system, made.secret)["svg"]

    assert Client().get(address.replace(f"/{system.pk}/", f"/{other.pk}/")).status_code == 404
    assert Client().get(address[:-1] + ("A" if address[-1] != "A" else "B")).status_code == 404
    assert Client().get(address.partition("?")[0]).status_code == 404
    assert Client().get(address.partition("?")[0] + "?key=.-1").status_code == 404


def test_nobody_without_a_token_of_the_body_gets_an_address(system: System, made: components.MadeToken) -> None:
    def status(pk: int, secret: str = "") -> int:
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        return Client().get(f"/api/v1/systems/{pk}/badge", headers=headers).status_code

    assert status(system.pk) == status(system.pk, "cw_wrong") == 401
    assert status(999_999_999, made.secret) == 404
