"""A product as the registry of digital public goods takes it, what is missing for that, and what was seen, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from commonweal.assessments.queries.dpg import asset_of
from commonweal.assessments.rules.dpg import goals_in, licences_in
from commonweal.assessments.rules.frozen import Evidence
from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import best_text
from commonweal.standards.licences import read_expression

GOALS, HOW, LICENCE_FILE = "1.1", "1.2", "2.2"

SEEN: dict[str, Promise] = {
    "accepted": _("Its licence is one that the registry accepts for its kind."),
    "not-accepted": _("Its licence is not one that the registry accepts for its kind."),
    "unknown-licence": _("Its licence is not known to us, so nobody can say."),
    "no-licence": _("The catalogue knows no licence of it."),
    "reachable": _("The catalogue has its address. Look whether the licence can be seen there."),
    "unreachable": _("The catalogue cannot reach its address any more."),
    "owner": _("Its metadata name an owner."),
    "no-owner": _("Its metadata name no owner."),
    "docs": _("Its metadata link to documentation."),
    "no-docs": _("Its metadata link to no documentation."),
    "interface": _("Its metadata link to the documentation of an interface. Look whether data can be taken out by it."),
    "no-interface": _("Its metadata name no interface."),
}
MISSING: dict[str, Promise] = {
    "description": _("The product says nothing about itself in its publiccode.yml."),
    "license": _("No licence is known."),
    "organizations": _("No owner is known."),
    "SDGs": _("No goal is named: write the numbers, as 3, 11, into the evidence of question 1.1."),
    "type": _("The registry does not know this kind of thing."),
}


class LicenceOfNominee(Schema):
    """A licence, and where it is shown."""

    spdx: str
    licence_url: str = Field(serialization_alias="licenseURL")


class GoalOfNominee(Schema):
    """A sustainable development goal, and what supports it."""

    number: int = Field(serialization_alias="SDGNumber")
    evidence_text: str | None = Field(default=None, serialization_alias="evidenceText")
    evidence_url: str | None = Field(default=None, serialization_alias="evidenceURL")


class RepositoryOfNominee(Schema):
    """Where the work lies."""

    name: str
    url: str


class OrganisationOfNominee(Schema):
    """Who stands behind it, and as what."""

    name: str
    website: str | None = None
    org_type: str = "owner"


class NomineeDocument(Schema):
    """A nominee in the shape of the registry's schema."""

    name: str
    description: str
    website: str
    licences: list[LicenceOfNominee] = Field(serialization_alias="license")
    goals: list[GoalOfNominee] = Field(serialization_alias="SDGs")
    types: list[str] = Field(serialization_alias="type")
    repositories: list[RepositoryOfNominee]
    organizations: list[OrganisationOfNominee]
    stage: str = "nominee"


@dataclass(frozen=True, slots=True)
class Nominee:
    """The document, and the names of its fields that are still missing."""

    document: NomineeDocument
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the registry's schema is kept to."""
        return not self.missing

    def as_json(self) -> str:
        """The document as the registry takes it."""
        return self.document.model_dump_json(by_alias=True, exclude_none=True, indent=2)


def nominee_of(entry: Entry, evidence: Mapping[str, Sequence[Evidence]]) -> Nominee:
    """Build the nominee from the catalogue, and from the evidence of the answers to the self-check.

    Goals are the numbers in the evidence of question 1.1; how it helps stands in that of 1.2.
    """
    text = best_text(entry, "en")
    asset = asset_of(entry)
    document = NomineeDocument(
        name=text.localised_name or entry.name,
        description=" ".join((text.short_description or text.long_description).split()),
        website=entry.landing_url or entry.url,
        licences=_licences(entry, evidence),
        goals=_goals(evidence),
        types=[asset.value] if asset is not None else [],
        repositories=[RepositoryOfNominee(name=entry.name, url=entry.url)],
        organizations=_organisations(entry),
    )
    fields = {
        "description": document.description,
        "license": document.licences,
        "organizations": document.organizations,
        "SDGs": document.goals,
        "type": document.types,
    }
    return Nominee(document, tuple(name for name, value in fields.items() if not value))


def _licences(entry: Entry, evidence: Mapping[str, Sequence[Evidence]]) -> list[LicenceOfNominee]:
    expression = read_expression(entry.licence)
    if expression is None or not expression.is_known:
        return []
    shown = next((each.url for each in evidence.get(LICENCE_FILE, ()) if each.url), entry.url)
    return [LicenceOfNominee(spdx=name, licence_url=shown) for name in licences_in(expression)]


def _goals(evidence: Mapping[str, Sequence[Evidence]]) -> list[GoalOfNominee]:
    named = goals_in(" ; ".join(each.note for each in evidence.get(GOALS, ())))
    how = evidence.get(HOW, ())
    note = next((each.note for each in how if each.note), None)
    url = next((each.url for each in how if each.url), None)
    return [GoalOfNominee(number=goal, evidence_text=note, evidence_url=url) for goal in named]


def _organisations(entry: Entry) -> list[OrganisationOfNominee]:
    if entry.publisher:
        return [OrganisationOfNominee(name=entry.publisher.name, website=entry.publisher.website or None)]
    return [OrganisationOfNominee(name=entry.publisher_name)] if entry.publisher_name else []
