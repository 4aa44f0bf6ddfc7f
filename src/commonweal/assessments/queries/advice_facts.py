"""What the advice must know beside answers: what the body says of itself, else what is on file here.

What a body says goes first. Silence of the files is not known, never none. A result may be shown more widely than the
files behind it, so only what everybody may see counts of them, and goals only as widely as they are shown.
"""

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser

from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.advice_packs import advice_pack, mode_pack
from commonweal.assessments.queries.near_me import covering_office
from commonweal.assessments.queries.shared_needs import shared_needs
from commonweal.assessments.rules.instrument import Given
from commonweal.assessments.rules.mode import direction
from commonweal.catalogue.queries import entries_for
from commonweal.health.queries.screening import parts_of
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.strategy.models import Aim
from commonweal.strategy.queries.strategies import standing_strategy
from commonweal.usage.queries.tenancies import seen_tenancies

BACKING = "QA3"  # the answer that says whether the heads of the house stand behind it


def weights_of(viewer: Viewer, assessment: Assessment) -> Mapping[str, float]:
    """What each aim counts that a goal of the strategy of the body serves; any other counts once."""
    strategy = standing_strategy(viewer, assessment.owner) if assessment.owner is not None else None
    if strategy is None or strategy.visibility < assessment.visibility:
        return {}
    aims = strategy.goals.filter(ended_at=None).exclude(aim=Aim.OTHER).values_list("aim", flat=True)
    return dict.fromkeys(aims, advice_pack().pursued)


def facts_of(assessment: Assessment, given: Mapping[str, Given]) -> Mapping[str, float | None]:
    """Every fact that the pack of recommendations asks for; None is not known."""
    body = assessment.owner
    if body is None:
        return {}
    said = {name: float(value) for name, value in assessment.facts.items() if value is not None}
    known: dict[str, float | None] = dict.fromkeys(advice_pack().facts)
    known |= _on_file(body) | said
    if known.get("shared_needs") is None:
        known["shared_needs"] = shared_needs(AnonymousUser(), body)
    if known.get("join_first") is None:
        known["join_first"] = _join_first(body, known.get("capacity"), given)
    return known


def _on_file(body: Body) -> dict[str, float | None]:
    """Give what the files of this installation say; nothing of what they do not."""
    found: dict[str, float | None] = {}
    viewer = AnonymousUser()
    own = entries_for(viewer).filter(publisher=body).count()
    if own:
        found |= {"own_products": float(own), "publishes_code": 1.0}
    if seen_tenancies(viewer).filter(owner=body, left_on=None).exists():
        found["joint_project"] = 1.0
    used = [part for part in parts_of(viewer, body) if part.is_in_use and part.project is not None]
    if used:
        found["flagged_products"] = float(sum(bool(part.flags.raised) for part in used))
    return found


def _join_first(body: Body, capacity: float | None, given: Mapping[str, Given]) -> float | None:
    """Whether the way that fits is to join an office; None where what decides is not known."""
    covering = covering_office(AnonymousUser(), body)
    backing = given.get(BACKING)
    pack = mode_pack()
    factors: dict[str, float | None] = dict.fromkeys(pack.factors)
    factors |= {
        "capacity": capacity,
        "covered": 1.0 if covering is not None else None,
        "backing": backing.value if backing is not None else None,
    }
    way = direction(pack.ways, pack.additions, factors)
    if any(judged.way == "join_first" for judged in way.open_before):
        return None
    return 1.0 if way.chosen == "join_first" else 0.0
