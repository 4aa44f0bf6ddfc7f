"""Publishing the starter pack, so that a first search finds real software even offline."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction

from commonweal.catalogue import permissions, queries
from commonweal.catalogue.actions.findings import Finding, Publication
from commonweal.catalogue.actions.publishing import publish_many
from commonweal.catalogue.permissions import Permission
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, Tier, User
from commonweal.standards.publiccode import (
    Audience,
    Description,
    Legal,
    Localisation,
    Organisation,
    PublicCode,
)

SOURCE = "pack:starter"
PRECEDENCE = 60
TIERS = {
    "municipality": Tier.LOCAL,
    "region": Tier.REGIONAL,
    "ministry": Tier.NATIONAL,
    "government": Tier.NATIONAL,
    "agency": Tier.NATIONAL,
}


@transaction.atomic
def load_starter(*, by: User | None) -> list[Publication]:
    """Publish what the starter pack knows, and register its publishers; loading it again changes nothing.

    Calls other actions. Raises NotAllowed.
    """
    permissions.require(by, Permission.CURATE)
    pack = queries.read_pack("starter")
    products = pack.get("products", ())
    bodies = _publishers((product["publisher"] for product in products), by)
    seen_at = datetime.combine(
        date.fromisoformat(str(pack.get("version", "2026-01-01")).replace(".", "-")), time(), UTC
    )
    findings = [_finding(product, pack, bodies, seen_at) for product in products]
    return publish_many(findings=findings, by=by)


def _publishers(named: Iterable[Mapping[str, str]], by: User | None) -> dict[str, Body]:
    """The publishers that have a URI and a kind; of one we know already, our knowledge stays."""
    drafts = {item["uri"]: item for item in named if item.get("uri") and item.get("kind")}
    bodies = {body.uri: body for body in Body.objects.filter(uri__in=drafts)}
    for uri, item in drafts.items():
        if uri not in bodies:
            tier = TIERS.get(item["kind"], Tier.NONE)
            draft = organisations.BodyDraft(
                uri=uri, name=item["name"], kind=item["kind"], tier=tier, country=item.get("country", "")
            )
            bodies[uri] = organisations.register_body(draft=draft, by=by)
    return bodies


def _finding(
    product: Mapping[str, Any], pack: Mapping[str, Any], bodies: Mapping[str, Body], seen_at: datetime
) -> Finding:
    publisher = product["publisher"]
    sources = product.get("sources", ())
    return Finding(
        source=SOURCE,
        source_name=str(pack.get("title", "Starter pack")),
        precedence=PRECEDENCE,
        url=product["url"],
        seen_at=seen_at,
        document=_document(product),
        licence=str(pack.get("licence", "")),
        publisher=bodies.get(publisher.get("uri", "")),
        publisher_name=publisher["name"],
        origin_url=sources[0]["url"] if sources else product["url"],
        extra={
            "country": product.get("country", ""),
            "known_public_users": product.get("known_public_users", []),
            "sources": list(sources),
        },
    )


def _document(product: Mapping[str, Any]) -> PublicCode:
    publisher = product["publisher"]
    return PublicCode(
        name=product["name"],
        url=product["url"],
        landing_url=product.get("landing_url"),
        platforms=tuple(product.get("platforms", ())),
        categories=tuple(product.get("categories", ())),
        used_by=tuple(user["name"] for user in product.get("known_public_users", ())),
        development_status=product.get("development_status"),
        software_type=product.get("software_type"),
        organisation=Organisation(publisher.get("uri"), publisher["name"]),
        intended_audience=Audience(scope=tuple(product.get("audience_scopes", ()))),
        description=tuple(
            (language, Description(short_description=text))
            for language, text in product.get("short_description", {}).items()
        ),
        legal=Legal(license=product.get("licence")),
        localisation=Localisation(available_languages=tuple(product.get("languages", ()))),
    )
