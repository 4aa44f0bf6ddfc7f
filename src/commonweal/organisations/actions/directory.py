"""Taking in a whole directory: from a pack, or from another installation."""

from dataclasses import fields
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from commonweal.organisations import rules
from commonweal.organisations.actions.bodies import BodyDraft, register_many, succeed_body
from commonweal.organisations.actions.claims import ClaimDraft, record_claim, supersede_claim
from commonweal.organisations.actions.offices import OfficeDraft, link_offices, open_office
from commonweal.organisations.documents import BodyFacts, ClaimFacts, Directory, OfficeFacts, read_directory
from commonweal.organisations.models import Body, Claim, HostRole, LinkKind, NameKind, Office, User

PACKS = Path(__file__).resolve().parent.parent / "packs"


@transaction.atomic
def load_cases(*, by: User | None) -> list[Office]:
    """Take in the offices of the archetype study, with their bodies and claims; a second time changes nothing.

    Calls other actions. Raises NotAllowed.
    """
    return import_directory(directory=read_directory((PACKS / "ospo-cases.yaml").read_text()), by=by)


@transaction.atomic
def import_directory(*, directory: Directory, by: User | None) -> list[Office]:
    """Take in bodies, offices, their links and claims; what is here already is brought up to date, none is removed.

    Calls other actions. Raises NotAllowed, CircularSupport, CircularSuccession.
    """
    bodies = _register(directory.bodies, by)
    offices = {facts.id: open_office(draft=_office_draft(facts, bodies), by=by) for facts in directory.offices}
    for facts in directory.offices:
        for target in facts.supports:
            link_offices(origin=offices[facts.id], target=offices[target], kind=LinkKind.SUPPORTS, by=by)
        for target in facts.peers_with:
            link_offices(origin=offices[facts.id], target=offices[target], kind=LinkKind.PEERS, by=by)
    _record(directory.claims, by)
    return list(offices.values())


def _register(all_facts: tuple[BodyFacts, ...], by: User | None) -> dict[str, Body]:
    """Register the bodies first without, then with the bodies they belong to; then what became of them."""
    drafts = [_body_draft(facts, {}) for facts in all_facts]
    bodies = {facts.id: body for facts, body in zip(all_facts, register_many(drafts=drafts, by=by), strict=True)}
    register_many(drafts=[_body_draft(facts, bodies) for facts in all_facts if facts.parents], by=by)
    for facts in all_facts:
        for successor, kind, on in facts.became:
            day, _ = rules.read_date(on)
            succeed_body(predecessor=bodies[facts.id], successor=bodies[successor], kind=kind, on=day, by=by)
    return bodies


def _body_draft(facts: BodyFacts, bodies: dict[str, Body]) -> BodyDraft:
    same = {field.name for field in fields(BodyDraft)} & {field.name for field in fields(BodyFacts)}
    return BodyDraft(
        slug=facts.id,
        **{name: getattr(facts, name) for name in same - {"parents"}},
        names=[(language, name, NameKind(kind)) for language, name, kind in facts.other_names],
        parents=[(bodies[parent], relation) for parent, relation in facts.parents if parent in bodies],
    )


def _office_draft(facts: OfficeFacts, bodies: dict[str, Body]) -> OfficeDraft:
    same = {field.name for field in fields(OfficeDraft)} & {field.name for field in fields(OfficeFacts)}
    active_from, known_from = rules.read_date(facts.active_from)
    active_to, known_to = rules.read_date(facts.active_to)
    seats = [bodies[body].country for body, role, _ in facts.hosts if role == HostRole.HOST]
    derived = {"active_from", "active_to", "hosts", "sponsor", "country"}
    return OfficeDraft(
        slug=facts.id,
        **{name: getattr(facts, name) for name in same - derived},
        country=facts.country or (seats[0] if seats else ""),
        sponsor=bodies[facts.sponsor] if facts.sponsor else None,
        active_from=active_from,
        active_to=active_to,
        dates_known_to=known_from if active_from else known_to,
        hosts=[(bodies[body], part) for body, role, part in facts.hosts if role == HostRole.HOST],
        others=[(bodies[body], HostRole(role)) for body, role, _ in facts.hosts if role != HostRole.HOST],
        names=facts.other_names,
    )


def _record(all_facts: tuple[ClaimFacts, ...], by: User | None) -> None:
    kept: dict[str, Claim] = {}
    for facts in all_facts:
        day, known_to = rules.read_date(facts.published)
        draft = ClaimDraft(
            code=facts.id,
            subject=facts.subject,
            statement=facts.statement,
            value=Decimal(facts.value),
            unit=facts.unit,
            qualifier=facts.qualifier,
            source_title=facts.source_title,
            source_url=facts.source_url,
            source_part=facts.source_part,
            published_on=day,
            published_known_to=known_to,
            about_year=facts.about_year,
        )
        kept[facts.id] = record_claim(draft=draft, by=by)
    for facts in all_facts:
        for earlier in facts.supersedes:
            supersede_claim(earlier=kept[earlier], later=kept[facts.id], by=by)
