"""Whether some of the made-up software of Esempia is maintained: small made-up histories, counted as real ones are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.connectors.git_history import Glance, Person
from commonweal.connectors.git_tags import Tag
from commonweal.health import actions
from commonweal.health.actions import ConfirmationDraft, Found
from commonweal.health.actions.screening import state_importance
from commonweal.health.models import Project
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.facts import facts_of
from commonweal.health.rules.tally import Tally, work_of
from commonweal.organisations.models import Body, User
from commonweal.server.demo import forges
from commonweal.usage.actions import UseDraft, state_use

# By name: how many people work on it, and how many days ago was the last commit, the first, and the last release.
HISTORIES: Mapping[str, tuple[int, int, int, int]] = {
    "Mensa Facile": (5, 4, 1500, 35),
    "Segnala Lagoverde": (3, 20, 900, 60),
    "Eventi di Borgo": (1, 12, 700, 200),
    "Volontari": (3, 1000, 3000, 1010),
    "Fax-Gateway": (1, 1900, 3200, 2000),
}
USED_BY_BORGO = ("Volontari", "Fax-Gateway", "Eventi di Borgo")
PLACES = ("lagoverde.example", "borgo.example", "officina-digitale.example")
STEP_DAYS = 9


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User]) -> None:
    """Look at some projects and their hosts, let Borgo confirm its finished one and use what nobody keeps; once.

    The histories are counted last, so that what is said then is what the pages say.
    """
    if Project.objects.exists():
        return
    now = timezone.now()
    for entry in Entry.objects.filter(name__in=HISTORIES, is_copy=False).order_by("name"):
        project = actions.watch_entry(entry=entry, by=None)
        if entry.name == "Volontari":
            until = timezone.localdate() + timedelta(days=300)
            said = ConfirmationDraft(said_by="Ufficio volontariato di Borgo", said_on=timezone.localdate(), until=until)
            actions.confirm_maintained(project=project, draft=said, by=accounts["chiara"])
            actions.declare_stage(project=project, stage="stable", by=accounts["chiara"])
        if entry.name in USED_BY_BORGO:
            state_use(body=bodies["borgo"], draft=UseDraft(entry=entry), by=accounts["chiara"])
        if entry.name == "Fax-Gateway":
            state_importance(body=bodies["borgo"], project=project, level=3, by=accounts["chiara"])
    forges.settle({name: release for name, (*_rest, release) in HISTORIES.items()}, now)
    for project in Project.objects.select_related("entry").order_by("pk"):
        history = HISTORIES[project.entry.name if project.entry else ""]
        actions.record_examination(project=project, found=_found(history, now), by=None)


def _found(history: Sequence[int], now: datetime) -> Found:
    people, last, first, release = history
    packs = health_packs()
    work = work_of(_commits(people, last, first, now), Tally(packs.bots, now), packs.merging, packs.domains)
    tags = [Tag("v1.0.0", "0" * 40, now - timedelta(days=release), is_annotated=True, has_notes=True)]
    facts = facts_of(work, tags, now, names=["README.md", "LICENSE", "publiccode.yml", "CONTRIBUTING.md"])
    return Found("main", f"{people:040x}", "full", facts, now)


def _commits(people: int, last: int, first: int, now: datetime) -> Iterator[Glance]:
    for number, days in enumerate(range(last, first, STEP_DAYS)):
        who = number % people
        author = Person(f"Persona {'ABCDEFG'[who]} Esempio", f"persona{who}@{PLACES[who % len(PLACES)]}")
        yield Glance(is_merge=False, author=author, seconds=int((now - timedelta(days=days)).timestamp()), subject="")
