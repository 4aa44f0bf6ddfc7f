"""Lists of components for tests, as tools write them."""

import json
from collections.abc import Sequence

NPM = (("express", "4.18.0"), ("qs", "6.10.3"), ("lodash", "4.17.20"))


def cyclonedx(
    parts: Sequence[tuple[str, str]] = NPM,
    *,
    kind: str = "npm",
    needs: dict[str, list[str]] | None = None,
    optional: Sequence[str] = (),
    **more: object,
) -> bytes:
    """A CycloneDX list of packages by name and version; `needs` tells who asks for what, "" is the system itself."""
    purls = {name: f"pkg:{kind}/{name}@{version}" for name, version in parts}
    components = [
        {"type": "library", "name": name, "version": version, "bom-ref": purls[name], "purl": purls[name]}
        | ({"scope": "optional"} if name in optional else {})
        for name, version in parts
    ]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"type": "application", "name": "Portale", "version": "1", "bom-ref": "portale"}},
        "components": components,
    }
    if needs is not None:
        refs = purls | {"": "portale"}
        document["dependencies"] = [
            {"ref": refs[origin], "dependsOn": [refs[name] for name in names]} for origin, names in needs.items()
        ]
    return json.dumps(document | more).encode()


def debian(*purls: str) -> bytes:
    """A CycloneDX list of packages of a distribution by their package URLs."""
    components = [
        {"type": "library", "name": purl.partition("@")[0].rpartition("/")[2], "bom-ref": purl, "purl": purl}
        for purl in purls
    ]
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}).encode()
