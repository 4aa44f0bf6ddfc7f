"""Towns whose systems have licences of every kind, for tests of what is judged and who sees it."""

import json

from commonweal.components.models import SbomDocument
from commonweal.usage.models import System
from tests.components.world import SECRET, World, build, send

# Name, version, what the list declares ("" nothing), what a tool only detected.
PARTS = (
    (f"{SECRET}-a", "1.0.0", "MIT", ""),
    (f"{SECRET}-b", "2.0.0", "", ""),
    (f"{SECRET}-c", "1.0.0", "Hauslizenz Sommer", ""),
    (f"{SECRET}-d", "1.0.0", "LicenseRef-Commercial", ""),
    (f"{SECRET}-e", "1.0.0", "AGPL-3.0-only", ""),
    (f"{SECRET}-f", "1.0.0", "JSON", ""),
    (f"{SECRET}-g", "1.0.0", "", "ISC"),
    (f"{SECRET}-h", "1.0.0", "GPL-2.0-only OR MIT", ""),
    ("shared", "1.0.0", "", ""),
)


def licensed(*parts: tuple[str, str, str, str], **more: object) -> bytes:
    """A CycloneDX list with licences, as tools write it."""
    components = []
    for name, version, declared, detected in parts:
        purl = f"pkg:npm/{name}@{version}"
        one: dict[str, object] = {
            "type": "library", "name": name, "version": version, "bom-ref": purl, "purl": purl,
        }  # fmt: skip
        if declared:
            one["licenses"] = [_licence(declared)]
        if detected:
            one["evidence"] = {"licenses": [_licence(detected)]}
        components.append(one)
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components} | more).encode()


def _licence(text: str) -> dict[str, object]:
    return {"expression": text} if " OR " in text else {"license": {"name": text}}


def towns() -> World:
    """Borgo, whose portal has licences of every kind, and the others."""
    world = build()
    world.lists["portale"] = hand_in(world.systems["portale"], *PARTS)
    world.lists["casa"] = hand_in(world.systems["casa"], *PARTS[:2])
    world.lists["altro"] = hand_in(world.systems["altro"], ("shared", "2.0.0", "MIT", ""))
    return world


def hand_in(system: System, *parts: tuple[str, str, str, str]) -> SbomDocument:
    """A list comes in."""
    return send(system, licensed(*parts))
