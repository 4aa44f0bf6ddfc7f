"""Campaigns for tests: an office that asks towns or countries, and forms as they come back."""

import json
from dataclasses import dataclass
from datetime import date

from commonweal.assessments.actions.campaigns import CampaignDraft, invite, open_campaign
from commonweal.assessments.actions.offline_forms import Received, take_in_form
from commonweal.assessments.models import Campaign, OfflineForm
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, User
from commonweal.organisations.roles import Role
from tests.conftest import Cast

TOWNS = CampaignDraft(
    title="Where our towns stand",
    instrument="organisation",
    is_short=True,
    baseline_on=date(2026, 11, 1),
    closes_on=date(2027, 1, 31),
)
COUNTRIES = CampaignDraft(
    title="Three countries", instrument="enablement", baseline_on=date(2026, 11, 1), closes_on=date(2027, 1, 31)
)


@dataclass
class Office:
    """The office of Esempia with Olga, its editor, and towns that it may ask; Chiara edits for Borgo."""

    cast: Cast
    host: Body
    olga: User
    towns: list[Body]


def office(cast: Cast, *, towns: int = 2) -> Office:
    """See `Office`; Borgo is the first of the towns."""
    host = register("ospo", "Office of Esempia", "agency")
    olga = organisations.open_account(
        username="olga", email="olga@esempia.example", password="olga", display_name="Olga", by=None
    )
    organisations.grant_role(user=olga, role=Role.EDITOR, body=host, by=None)
    others = [register(f"town-{number}", f"Town {number}", "municipality") for number in range(2, towns + 1)]
    return Office(cast, host, olga, [cast.town, *others])


def register(slug: str, name: str, kind: str) -> Body:
    """A body of Esempia."""
    draft = organisations.BodyDraft(
        uri=f"https://esempia.example/id/{slug}", name=name, kind=kind, tier="local", country="XX"
    )
    return organisations.register_body(draft=draft, by=None)


def campaign(of: Office, draft: CampaignDraft = TOWNS) -> Campaign:
    """An open campaign that asks the towns, or Italy, France and Germany."""
    made = open_campaign(host=of.host, draft=draft, by=of.olga)
    invite(campaign=made, places=["IT", "FR", "DE"] if draft.instrument == "enablement" else of.towns, by=of.olga)
    return made


def line(of: Campaign, place: str, question: str, answer: str, **more: object) -> str:
    """An answer as the form in the browser writes it."""
    told = {"campaign": of.key, "place": place, "question": question, "answer": answer, "hand": "h1", "turn": 1}
    return json.dumps(told | more)


def form(*lines: str) -> bytes:
    """A whole file of the browser."""
    return "\n".join([*lines, json.dumps({"end": len(lines)}), ""]).encode()


def take(of: Campaign, content: bytes, by: User, name: str = "answers.jsonl") -> OfflineForm:
    """The form taken in."""
    return take_in_form(campaign=of, file=Received(name, content), by=by)
