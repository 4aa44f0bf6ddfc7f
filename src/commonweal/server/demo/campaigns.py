"""Two campaigns of Esempia: forty towns that were asked in short, and the country asked twice, a year apart."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from commonweal.assessments.actions.campaign_letters import AddressDraft, write_addresses
from commonweal.assessments.actions.campaigns import CampaignDraft, invite, open_campaign
from commonweal.assessments.actions.offline_forms import Received, take_in_form
from commonweal.assessments.models import Campaign
from commonweal.assessments.queries.instruments import instruments
from commonweal.organisations.models import Body, User

ASKED = 40
NAMES = {"a": "Rosa, town clerk", "b": "Jean, computing", "c": "Team Digital"}
# Indicators of Esempia at the start and a year later; what stands in one only was not known in the other.
START = {"1.1": "1", "1.6": "no", "4.1": "0", "8.1": "1", "10.1": "no", "13.1": "no", "14.1": "no", "2.1": "?"}
LATER = {**START, "1.1": "2", "4.1": "1", "12.2": "3", "13.1": "yes", "13.2": "14"}


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User], *, today: date) -> None:
    """Open them, and take in what came back; once."""
    if Campaign.objects.exists():
        return
    bruno, host = accounts["bruno"], bodies["ministero"]
    draft = CampaignDraft(
        title="Where our forty largest towns stand", instrument="organisation", is_short=True, baseline_on=today,
        closes_on=today + timedelta(weeks=6), purpose="To learn where the office helps first. Nobody is ranked.",
    )  # fmt: skip
    towns = sorted(
        (each for each in bodies.values() if each.kind == "municipality"), key=lambda each: -(each.population or 0)
    )
    made = open_campaign(host=host, draft=draft, by=bruno)
    invite(campaign=made, places=towns[:ASKED], by=bruno)
    invited = made.invitations.order_by("code")[:12]
    addresses = [AddressDraft(each, f"desk@{each.code}.example") for each in invited]
    write_addresses(campaign=made, drafts=addresses, by=bruno)
    asked = [question.id for question in instruments()["organisation"].of_form(short=True)]
    for start, hand in ((0, "a"), (15, "b")):  # one town is in both and says different things
        answering = list(enumerate(towns))[start : start + 16]
        told = {town.slug: _answers(rank + (start == rank), asked) for rank, town in answering}
        take_in_form(campaign=made, file=_form(made, told, hand), by=bruno)
    draft = replace(draft, title="How Esempia enables open source", instrument="enablement", is_short=False, purpose="")
    before = open_campaign(host=host, draft=replace(draft, baseline_on=today - timedelta(days=365)), by=bruno)
    after = open_campaign(
        host=host, draft=replace(draft, title=f"{draft.title}, a year later", follows=before), by=bruno
    )
    for campaign, answers in ((before, START), (after, LATER)):
        invite(campaign=campaign, places=["XX", "IT", "FR"], by=bruno)
        take_in_form(campaign=campaign, file=_form(campaign, {"XX": answers}, "c"), by=bruno)


def _answers(rank: int, asked: list[str]) -> dict[str, str]:
    """Large towns do more, and everyone has holes."""
    values = {key: max(0, 4 - rank // 8 - (place * 5 + rank) % 4) for place, key in enumerate(asked)}
    return {key: "?" if (place + rank) % 6 == 0 else str(values[key]) for place, key in enumerate(asked)}


def _form(campaign: Campaign, told: Mapping[str, Mapping[str, str]], hand: str) -> Received:
    by = NAMES[hand]
    lines = [
        {"campaign": campaign.key, "place": place, "question": key, "answer": answer, "hand": hand, "turn": 1, "by": by}
        for place, answers in told.items()
        for key, answer in answers.items()
    ]
    content = "\n".join(json.dumps(line) for line in [*lines, {"end": len(lines)}])
    return Received(f"form-{hand}.jsonl", content.encode())
