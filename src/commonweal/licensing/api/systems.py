"""The licences of a system for programs; for those who may see what it is made of, signed in or with a token."""

from typing import Protocol

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from commonweal.components.queries import Scope, system_in
from commonweal.licensing.queries.of_system import LicensedPart, licensed_parts, obligations_of
from commonweal.licensing.queries.policy_pack import policy_pack
from commonweal.licensing.queries.standings import facts_by_system
from commonweal.licensing.queries.uses import judged_as, use_of
from commonweal.licensing.rules.lights import Facts
from commonweal.licensing.views.standing_words import shown
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["licences"])  # who may call is said where it is added to the API
FAULTS = dict.fromkeys((400, 401, 404, 422), ProblemDocument)


class Caller(Protocol):
    """Who calls: a person, or a program with a token."""

    @property
    def scope(self) -> Scope:
        """The bodies whose components they may see."""


class LicensedPartDocument(Schema):
    """A part and its licence.

    `licence` is null where no licence that can be read is known; `stated` is then what lists say. `standing` is
    unknown, refused, look or allowed; `origin` who said it: office, concluded, declared, detected or nobody.
    """

    purl: str
    licence: str | None
    stated: str
    origin: str
    standing: str
    rule: str


class ObligationDocument(Schema):
    """What licences ask of the system, by its name in the pack, and whether somebody has to do something still."""

    obligation: str
    licences: list[str]
    is_open: bool


class SystemLicencesDocument(Schema):
    """The licences of a system. `use` is null where nobody said how it is used; `judged_as` is the use taken then."""

    system: int
    light: str
    reasons: list[str]
    use: str | None
    judged_as: str
    policy: str
    parts: list[LicensedPartDocument]
    obligations: list[ObligationDocument]


@router.get(
    "/systems/{int:pk}/licences",
    response={200: SystemLicencesDocument} | FAULTS,
    summary="Which licences the parts of a system have",
)
def system_licences(request: HttpRequest, pk: int) -> SystemLicencesDocument:
    """What lists of parts say, what offices concluded, and what the policy says to it; those not known first."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    system = system_in(caller.scope, pk)
    if system is None:
        raise Http404
    said = use_of(system)
    use = judged_as(said.use if said else None)
    parts = licensed_parts(caller.scope, system, use)
    light = shown(facts_by_system(caller.scope, [system.pk]).get(system.pk, Facts()))
    return SystemLicencesDocument(
        system=system.pk,
        light=light.colour,
        reasons=[reason.text for reason in light.reasons],
        use=said.use if said else None,
        judged_as=use.value,
        policy=policy_pack().name,
        parts=[_part(part) for part in parts],
        obligations=[
            ObligationDocument(obligation=each.id, licences=list(each.licences), is_open=each.is_open)
            for each in obligations_of(system, parts, use)
        ],
    )


def _part(part: LicensedPart) -> LicensedPartDocument:
    judged = part.judgement
    return LicensedPartDocument(
        purl=part.version.purl,
        licence=judged.expression,
        stated=judged.said.text,
        origin="office" if part.conclusion else judged.said.origin.value,
        standing=judged.standing.value,
        rule=judged.verdict.rule,
    )
