"""Publishing the packs of software and of alternatives, so that a first search finds real software even offline."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction

from commonweal.catalogue import permissions, queries
from commonweal.catalogue.actions.findings import Finding, Publication
from commonweal.catalogue.actions.products import AlternativeSource, name_product, state_alternative
from commonweal.catalogue.actions.publishing import publish_many
from commonweal.catalogue.models import Alternative, Product
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

SOURCE, ALTERNATIVES = "pack:starter", "pack:alternatives"
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
    seen_at = _day_of(pack)
    findings = [_finding(product, pack, bodies, seen_at) for product in products]
    return publish_many(findings=findings, by=by)


@transaction.atomic
def load_alternatives(*, by: User | None) -> list[Alternative]:
    """Name the products of the pack of alternatives, publish its software, and say what could stand in for what.

    Software of the starter pack that is not loaded is passed over; loading it again changes nothing.
    Calls other actions. Raises NotAllowed.
    """
    permissions.require(by, Permission.CURATE)
    pack, starter = queries.read_pack("alternatives"), queries.read_pack("starter")
    seen_at = _day_of(pack)
    entries = {
        item["id"]: entry
        for item in starter.get("products", ())
        if (entry := queries.find_by_url(item["url"])) is not None
    }
    findings = [replace(_finding(item, pack, {}, seen_at), source=ALTERNATIVES) for item in pack["software"]]
    published = publish_many(findings=findings, by=by)
    entries |= {item["id"]: each.entry for item, each in zip(pack["software"], published, strict=True)}
    return [
        state_alternative(entry=entries[line["software"]], product=product, source=_source(line, pack, seen_at), by=by)
        for row in pack["products"]
        for product in [_product(row, by)]
        for line in row["alternatives"]
        if line["software"] in entries
    ]


def _product(row: Mapping[str, Any], by: User | None) -> Product:
    return name_product(
        name=row["name"],
        vendor_name=row.get("vendor", ""),
        functions=row.get("functions", ()),
        wikidata=row.get("wikidata", ""),
        other_names=row.get("other_names", ()),
        is_listed=True,
        by=by,
    )


def _source(line: Mapping[str, str], pack: Mapping[str, Any], stated_at: datetime) -> AlternativeSource:
    return AlternativeSource(str(pack["title"]), line["source"], stated_at.date(), f"{pack['pack']} {pack['version']}")


def _day_of(pack: Mapping[str, Any]) -> datetime:
    """When a pack was written: its version."""
    written = str(pack.get("version", "2026-01-01")).replace(".", "-")
    return datetime.combine(date.fromisoformat(written), time(), UTC)


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
