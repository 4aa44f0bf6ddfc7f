"""A small town that asks, a city that helps, the association of both, and one who edits for each."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User
from commonweal.organisations.roles import Role
from commonweal.skills.actions import hours, mentoring, mentorships
from commonweal.skills.actions.mentoring import OfferDraft, WantDraft
from commonweal.skills.actions.mentorships import MentorshipDraft
from commonweal.skills.models import HelpOffer, HelpWanted, HourEntry, Mentorship

SKILL, OTHER_SKILL = "read-licence", "write-tender"
SINCE = date(2026, 1, 1)
ROLES = {
    "giver_editor": (Role.EDITOR, "citta"),
    "giver_member": (Role.MEMBER, "citta"),
    "giver_guard": (Role.SECURITY, "citta"),
    "taker_editor": (Role.EDITOR, "borgo"),
    "taker_member": (Role.MEMBER, "borgo"),
    "keeper": (Role.EDITOR, "unione"),
    "stranger": (Role.EDITOR, "altrove"),
    "neighbour": (Role.EDITOR, "vicina"),
    "trader": (Role.EDITOR, "ditta"),
    "supplier": (Role.SUPPLIER, "citta"),
    "curator": (Role.CURATOR, None),
    "administrator": (Role.ADMINISTRATOR, None),
}
EVERYBODY = ("anonymous", "nobody", *ROLES)


@dataclass
class World:
    """Città and Borgo are members of the Unione, so is Vicina; Altrove is not; Ditta is a company."""

    bodies: dict[str, Body]
    people: dict[str, User | AnonymousUser]

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

    def offer(self, body: str = "citta", **known: object) -> HelpOffer:
        """An offer of a body."""
        return mentoring.offer_help(body=self.bodies[body], draft=offer_draft(**known), by=None)

    def want(self, body: str = "borgo", **known: object) -> HelpWanted:
        """What a body asks for."""
        draft = replace(WantDraft(skill=SKILL), **known)  # type: ignore[arg-type]
        return mentoring.ask_for_help(body=self.bodies[body], draft=draft, by=None)

    def proposal(self, **known: object) -> Mentorship:
        """What Borgo proposes to Città, whose offer is made where there is none."""
        offer = HelpOffer.objects.filter(owner=self.bodies["citta"], ended_at=None).first() or self.offer()
        draft = mentorship_draft(**known)
        return mentorships.propose_to_giver(body=self.bodies["borgo"], offer=offer, draft=draft, by=None)

    def agreement(self, **known: object) -> Mentorship:
        """The same, accepted."""
        return mentorships.accept_mentorship(mentorship=self.proposal(**known), by=None)

    def given(self, mentorship: Mentorship, minutes: int = 90, *, confirmed: bool = False) -> HourEntry:
        """Hours within an agreement."""
        entry = hours.give_hours(
            mentorship=mentorship, on=timezone.localdate(), minutes=minutes, what="Read a licence", by=None
        )
        return hours.confirm_hours(entry=entry, by=None) if confirmed else entry


def build() -> World:
    """Everything, made by calling actions."""
    bodies: dict[str, Body] = {}
    for name, kind, population in (
        ("unione", "association", None), ("citta", "municipality", 60_000), ("borgo", "municipality", 2_000),
        ("vicina", "municipality", 2_500), ("altrove", "municipality", None), ("ditta", "company", None),
    ):  # fmt: skip
        parents = [(bodies["unione"], "membership")] if name in ("citta", "borgo", "vicina") else []
        draft = organisations.BodyDraft(
            uri=f"https://w.example/{name}", name=name.title(), kind=kind, tier="local", country="IT", language="it",
            population=population, parents=parents,
        )  # fmt: skip
        bodies[name] = organisations.register_body(draft=draft, by=None)
    people: dict[str, User | AnonymousUser] = {"anonymous": AnonymousUser()}
    for name in EVERYBODY[1:]:
        account = organisations.open_account(
            username=name, email=f"{name}@w.example", password=None, display_name=name, by=None
        )
        people[name] = account
        if name in ROLES:
            role, place = ROLES[name]
            organisations.grant_role(user=account, role=role, body=bodies[place] if place else None, by=None)
    return World(bodies, people)


def offer_draft(**known: object) -> OfferDraft:
    """An offer as most are."""
    until = timezone.localdate() + timedelta(days=100)
    draft = OfferDraft(skill=SKILL, contact="Ufficio digitale", valid_until=until, hours_a_month=4)
    return replace(draft, **known)  # type: ignore[arg-type]


def mentorship_draft(**known: object) -> MentorshipDraft:
    """An agreement as most are."""
    draft = MentorshipDraft(goal="Read licences alone", hours=10, since=SINCE, until=date(2099, 1, 1))
    return replace(draft, **known)  # type: ignore[arg-type]
