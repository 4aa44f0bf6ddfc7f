"""What changed from one list of parts to another.

Packages are the same when their package URLs are without versions, else when type, group and name are. Files inside
packages are not compared. Of a package with several versions, equal ones stay and the rest are paired in their order.
"""

from dataclasses import dataclass

from commonweal.standards.sbom.model import Component, Sbom

Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One package in both lists, of which version or licence differ."""

    before: Component
    after: Component

    @property
    def has_new_version(self) -> bool:
        return self.before.version != self.after.version

    @property
    def has_new_licence(self) -> bool:
        return _licences(self.before) != _licences(self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one list has more, less and otherwise than the other; each sorted by name."""

    added: tuple[Component, ...]
    removed: tuple[Component, ...]
    changed: tuple[Change, ...]
    unchanged: int

    @property
    def is_same(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare(before: Sbom, after: Sbom) -> Comparison:
    """Compare the packages of two lists; the subject of a list is not among them."""
    older, newer = _by_identity(before), _by_identity(after)
    added: list[Component] = []
    removed: list[Component] = []
    changed: list[Change] = []
    unchanged = 0
    for identity in sorted(older.keys() | newer.keys()):
        pairs, gone, come = _paired(older.get(identity, []), newer.get(identity, []))
        removed += gone
        added += come
        for pair in pairs:
            if pair.has_new_version or pair.has_new_licence:
                changed.append(pair)
            else:
                unchanged += 1
    return Comparison(tuple(added), tuple(removed), tuple(changed), unchanged)


def identity_of(component: Component) -> Identity:
    """Give what stays the same from version to version."""
    url = component.package_url
    if url is not None:
        return ("purl", *url.identity)
    return (component.type, component.group or "", component.name)


def _by_identity(sbom: Sbom) -> dict[Identity, list[Component]]:
    found: dict[Identity, list[Component]] = {}
    seen: set[tuple[Identity, str | None]] = set()
    for component in sbom.packages:
        identity = identity_of(component)
        # The same version in two places (as npm installs it) is one.
        if (identity, component.version) not in seen:
            seen.add((identity, component.version))
            found.setdefault(identity, []).append(component)
    return found


def _paired(older: list[Component], newer: list[Component]) -> tuple[list[Change], list[Component], list[Component]]:
    """Pair equal versions, then the others in their order; give what is left on both sides."""
    versions = {component.version: component for component in newer}
    pairs = [Change(each, versions[each.version]) for each in older if each.version in versions]
    kept = {pair.before.version for pair in pairs}
    gone = [component for component in older if component.version not in kept]
    come = [component for component in newer if component.version not in kept]
    pairs += [Change(one, other) for one, other in zip(gone, come, strict=False)]
    return pairs, gone[len(come) :], come[len(gone) :]


def _licences(component: Component) -> object:
    return component.licence_expression or tuple(sorted(stated.text for stated in component.licences))
