"""A list that came after an advisory and does not say which release of a distribution it is about."""

import pytest
from django.contrib.auth.models import AnonymousUser

from commonweal.components import actions as components
from commonweal.components.models import Channel, SbomDocument
from commonweal.components.queries import EVERYTHING
from commonweal.journal import actions as journal
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body
from commonweal.risk.models import AffectedPackage
from commonweal.risk.queries.answering import Answer, answer
from commonweal.risk.tasks import follow_lists
from commonweal.usage import actions as usage
from tests.components.lists import debian
from tests.risk.feeds_world import affected, source, take_in, told

pytestmark = pytest.mark.django_db


def received(body: Body, *purls: str) -> SbomDocument:
    """Hand in a list for a new system of a body."""
    system = usage.enter_system(body=body, draft=usage.SystemDraft(name=f"System of {purls[0]}"), by=None)
    content = debian(*purls)
    return components.receive_sbom(
        system=system, content=content, file_name="bom.json", part="", channel=Channel.FILE, by=None
    )


def follow() -> int:
    """Let the worker read what is new; give how many rows there are about packages that nobody can judge."""
    journal.number_events()
    follow_lists(timestamp=0)
    return AffectedPackage.objects.filter(is_unclear=True).count()


def asked() -> Answer:
    """Ask for the advisory of curl as everybody."""
    return answer("DSA-1", AnonymousUser(), EVERYTHING)


@pytest.fixture
def borgo() -> Body:
    """A town."""
    draft = organisations.BodyDraft(
        uri="https://w.example/borgo", name="Borgo", kind="municipality", tier="local", country="IT"
    )
    return organisations.register_body(draft=draft, by=None)


@pytest.fixture
def advised() -> None:
    """An advisory on curl of Debian 12."""
    take_in(
        source(), told("DSA-1", affected(("introduced", "0"), ("fixed", "9"), package="curl", ecosystem="Debian:12"))
    )


def test_a_list_without_the_release_is_unclear_before_and_after_the_worker_looked(advised: None, borgo: Body) -> None:
    received(borgo, "pkg:deb/debian/curl@8.0-1")

    before, rows, after = asked(), follow(), asked()

    assert rows == 1
    for given in (before, after):
        assert given.unclear == 1
        assert [each.body for each in given.bodies] == [borgo]


def test_only_packages_of_the_new_list_are_looked_at_and_only_once(advised: None, borgo: Body) -> None:
    received(borgo, "pkg:deb/debian/curl@8.0-1", "pkg:deb/debian/wget@1.0")
    follow()

    received(borgo, "pkg:deb/debian/curl@8.0-1", "pkg:deb/ubuntu/curl@8.0-1")

    assert follow() == follow() == 1


def test_a_stated_release_is_unclear_where_the_advisory_states_none(borgo: Body) -> None:
    take_in(source(), told("DSA-1", affected(("introduced", "0"), ("fixed", "9"), package="curl", ecosystem="Debian")))
    assert follow() == 1

    received(borgo, "pkg:deb/debian/curl@8.0-1?distro=debian-13")

    assert follow() == 2
    assert asked().unclear == 1


def test_another_stated_release_stays_untouched(advised: None, borgo: Body) -> None:
    received(borgo, "pkg:deb/debian/curl@8.0-1?distro=debian-13")

    assert follow() == 0
    assert asked().unclear == 0
