"""Towns, a region, a company, and one account for each kind of person, for tests of who sees what."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from commonweal.components import actions
from commonweal.components.models import Channel, SbomDocument
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions as usage
from commonweal.usage.models import System
from tests.components.lists import cyclonedx

ROLES = {
    "supplier": (Role.SUPPLIER, "ditta"),
    "trader": (Role.EDITOR, "ditta"),
    "company_guard": (Role.SECURITY, "ditta"),
    "member": (Role.MEMBER, "borgo"),
    "editor": (Role.EDITOR, "borgo"),
    "guard": (Role.SECURITY, "borgo"),
    "stranger": (Role.EDITOR, "altrove"),
    "other_guard": (Role.SECURITY, "altrove"),
    "overseer": (Role.SECURITY, "regione"),
    "region_editor": (Role.EDITOR, "regione"),
    "parent_guard": (Role.SECURITY, "ministero"),
    "curator": (Role.CURATOR, None),
    "chief": (Role.SECURITY, None),
    "administrator": (Role.ADMINISTRATOR, None),
}
EVERYBODY = ("anonymous", "nobody", *ROLES)
# Who sees what the systems of Borgo are made of, and who may hand in lists there.
SEES = frozenset({"editor", "guard", "overseer", "parent_guard", "chief", "administrator"})
SENDS = frozenset({"editor", "guard", "chief", "administrator"})
AGREES = frozenset({"editor", "administrator"})
SECRET = "segreto"  # in the name of every package that only Borgo runs


@dataclass
class World:
    """Borgo, which the region watches over by agreement and the ministry as its parent; Altrove; a company."""

    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, User | AnonymousUser] = field(default_factory=dict)
    systems: dict[str, System] = field(default_factory=dict)
    lists: dict[str, SbomDocument] = field(default_factory=dict)

    def person(self, name: str) -> User:
        """An account that is signed in."""
        person = self.people[name]
        assert isinstance(person, User)
        return person

    def client(self, name: str) -> Client:
        """A browser in which somebody is signed in, or nobody."""
        client = Client()
        if name != "anonymous":
            client.force_login(self.person(name), backend="django.contrib.auth.backends.ModelBackend")
        return client


def build() -> World:
    """Everything, made by calling actions."""
    world = World()
    for name, kind, parent in (
        ("ministero", "ministry", ""), ("regione", "region", ""), ("borgo", "municipality", "ministero"),
        ("altrove", "municipality", ""), ("ditta", "company", ""),
    ):  # fmt: skip
        parents = [(world.bodies[parent], "administration")] if parent else []
        draft = organisations.BodyDraft(
            uri=f"https://w.example/{name}", name=name.title(), kind=kind, tier="local", country="IT", parents=parents
        )
        world.bodies[name] = organisations.register_body(draft=draft, by=None)
    bodies = world.bodies
    actions.agree_oversight(body=bodies["borgo"], overseer=bodies["regione"], reason="convenzione", by=None)
    world.people["anonymous"] = AnonymousUser()
    for name in EVERYBODY[1:]:
        world.people[name] = organisations.open_account(
            username=name, email=f"{name}@w.example", password=None, display_name=name, by=None
        )
        if name in ROLES:
            role, place = ROLES[name]
            body = world.bodies[place] if place else None
            organisations.grant_role(user=world.person(name), role=role, body=body, by=None)
    for name, body, visibility in (
        ("portale", "borgo", Visibility.PUBLIC),
        ("casa", "borgo", Visibility.BODY),
        ("altro", "altrove", Visibility.BODY),
    ):
        draft = usage.SystemDraft(name=f"Sistema {name}", visibility=visibility, criticality="high")
        world.systems[name] = usage.enter_system(body=world.bodies[body], draft=draft, by=None)
    needs = {"": [f"{SECRET}-a"], f"{SECRET}-a": [f"{SECRET}-b"]}
    parts = [(f"{SECRET}-a", "1.0.0"), (f"{SECRET}-b", "2.0.0"), ("shared", "1.0.0")]
    world.lists["before"] = send(world.systems["portale"], cyclonedx(parts[:2]))
    world.lists["portale"] = send(world.systems["portale"], cyclonedx(parts, needs=needs))
    world.lists["casa"] = send(world.systems["casa"], cyclonedx(parts))
    world.lists["altro"] = send(world.systems["altro"], cyclonedx([("shared", "2.0.0")]))
    return world


def send(system: System, content: bytes, **more: object) -> SbomDocument:
    """Hand in a list."""
    known = {"file_name": "bom.json", "part": "", "channel": Channel.FILE, "by": None} | more
    return actions.receive_sbom(system=system, content=content, **known)  # type: ignore[arg-type]
