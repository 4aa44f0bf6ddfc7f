"""Towns, suppliers and software for tests of claims, and one account for each kind of person."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions
from commonweal.usage.models import UsageClaim
from tests.catalogue.findings import finding

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVERYBODY = (
    "anonymous", "nobody", "supplier", "trader", "member", "editor", "stranger", "curator", "administrator",
)  # fmt: skip
ROLES = {
    "supplier": (Role.SUPPLIER, "ditta"),
    "trader": (Role.EDITOR, "ditta"),
    "member": (Role.MEMBER, "borgo"),
    "editor": (Role.EDITOR, "borgo"),
    "stranger": (Role.EDITOR, "altrove"),
    "curator": (Role.CURATOR, None),
    "administrator": (Role.ADMINISTRATOR, None),
}


@dataclass
class World:
    """Borgo and Altrove in one region, a company, two pieces of software, and everybody."""

    bodies: dict[str, Body] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    people: dict[str, User | AnonymousUser] = field(default_factory=dict)

    def person(self, name: str) -> User:
        """An account that is signed in."""
        person = self.people[name]
        assert isinstance(person, User)
        return person

    def claim(self, body: str = "borgo", entry: str = "mense", **more: object) -> UsageClaim:
        """What a body says itself, on the noon of the story."""
        more.setdefault("visibility", Visibility.PUBLIC)
        draft = actions.UseDraft(entry=self.entries[entry], **more)  # type: ignore[arg-type]
        return actions.state_use(body=self.bodies[body], draft=draft, at=NOON, by=None)


def town(name: str, **more: object) -> Body:
    """A municipality of the Republic, in a region unless the test says otherwise."""
    known = {"kind": "municipality", "tier": "local", "country": "IT", "region_code": "09"} | more
    draft = organisations.BodyDraft(uri=f"https://w.example/{name}", name=name, **known)  # type: ignore[arg-type]
    return organisations.register_body(draft=draft, by=None)


def software(name: str, **more: object) -> Entry:
    """An entry of the catalogue."""
    published = catalogue.publish(finding=finding(name, **more), by=None)
    assert published.entry is not None
    return published.entry


def build() -> World:
    """Everything, made by calling actions."""
    world = World()
    place = {"latitude": 44.0, "longitude": 11.0, "population": 8000, "population_year": 2025}
    world.bodies["borgo"] = town("Borgo", mailbox="comune@borgo.example", **place)
    world.bodies["altrove"] = town("Altrove", **(place | {"latitude": 44.1, "population": 9000}))
    world.bodies["ditta"] = town("Ditta", kind="company", tier="none")
    world.entries["mense"] = software("Mense")
    world.entries["mappe"] = software("Mappe")
    world.people["anonymous"] = AnonymousUser()
    for name in EVERYBODY[1:]:
        world.people[name] = organisations.open_account(
            username=name, email=f"{name}@w.example", password=None, display_name=name, by=None
        )
        if name in ROLES:
            role, place_of = ROLES[name]
            body = world.bodies[place_of] if place_of else None
            organisations.grant_role(user=world.person(name), role=role, body=body, by=None)
    return world
