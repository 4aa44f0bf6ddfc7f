"""What the platform can tell of a product before it is proposed as a digital public good."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.assessments.rules.dpg import Asset, is_accepted
from commonweal.catalogue.models import Entry
from commonweal.licensing.queries.listed import licence_named
from commonweal.standards.licences import read_expression
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "dpg-licences.yaml"
ASSETS = {
    "software": Asset.SOFTWARE,
    "research_software": Asset.SOFTWARE,
    "interface": Asset.SOFTWARE,
    "dataset": Asset.DATA,
    "standard": Asset.STANDARD,
    "model": Asset.MODEL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePack(Pack):
    """What packs/dpg-licences.yaml says beside "approved by OSI"."""

    content: frozenset[str]
    data: frozenset[str]


@dataclass(frozen=True, slots=True)
class Check:
    """What is seen of a question: True speaks for yes, False for no, None decides nothing; `key` says what was seen."""

    question: str
    holds: bool | None
    key: str
    detail: str = ""


@cache
def licence_pack() -> LicencePack:
    """The licences accepted in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return LicencePack(**head_of(pack), content=frozenset(pack["content"]), data=frozenset(pack["data"]))


def licence_will_do(licence: str, assets: Collection[Asset]) -> bool | None:
    """Whether a licence is accepted for one of the kinds; None where it is not known or not readable."""
    expression = read_expression(licence)
    if expression is None:
        return None
    return is_accepted(expression, lambda identifier: any(_is_allowed(identifier, asset) for asset in assets))


def asset_of(entry: Entry) -> Asset | None:
    """What the registry calls the kind of an entry; None where it does not know it."""
    return ASSETS.get(entry.kind)


def checks_of(entry: Entry) -> list[Check]:
    """What is seen of an entry, by question of the instrument "dpg"; nothing here is fetched."""
    texts = list(entry.texts.all())
    documentation = next((text.documentation_url for text in texts if text.documentation_url), "")
    interface = next((text.api_documentation_url for text in texts if text.api_documentation_url), "")
    owner = entry.publisher.name if entry.publisher else entry.publisher_name
    return [
        _licence_check(entry),
        Check("2.2", None, "unreachable" if entry.is_broken else "reachable", entry.url),
        Check("3.1", True if owner else None, "owner" if owner else "no-owner", owner),
        Check("5.1", True if documentation else None, "docs" if documentation else "no-docs", documentation),
        Check("6.2", True if interface else None, "interface" if interface else "no-interface", interface),
    ]


def _licence_check(entry: Entry) -> Check:
    asset = asset_of(entry)
    if not entry.licence or asset is None:
        return Check("2.1", None, "no-licence")
    holds = licence_will_do(entry.licence, [asset])
    key = {True: "accepted", False: "not-accepted", None: "unknown-licence"}[holds]
    return Check("2.1", holds, key, entry.licence)


def _is_allowed(identifier: str, asset: Asset) -> bool:
    pack = licence_pack()
    listed = licence_named(identifier)
    by_asset = {
        Asset.SOFTWARE: listed is not None and listed.is_osi_approved,
        Asset.CONTENT: identifier in pack.content,
        Asset.DATA: identifier in pack.data,
    }
    return by_asset[asset] if asset in by_asset else any(by_asset.values())
