"""The product tree of a CSAF document: which product each identifier means.

Source: CSAF 2.0, section 3.2.2 (branches, relationships, product groups); CSAF 2.1 with product paths instead of
relationships and several package URLs for one product.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from commonweal.standards.sbom.found import Path, Problems
from commonweal.standards.sbom.plain import items, mapping, mappings, text, texts
from commonweal.standards.vex import products
from commonweal.standards.vex.model import Product

_TREE: Path = (None, "product_tree")
_MOST_STEPS = 20
_PARTS_OF_NAME = ("vendor", "product_family", "product_name", "product_version", "product_version_range")


@dataclass(frozen=True, slots=True)
class Named:
    """A full product name where it stands, with the branches that lead to it."""

    value: dict[str, Any]
    path: Path
    branches: tuple[tuple[str, str], ...] = ()

    @property
    def identifier(self) -> str | None:
        """Give the product_id."""
        return text(self.value.get("product_id"))


@dataclass(frozen=True, slots=True)
class Combination:
    """A product that is another one within a third."""

    named: Named
    part: str
    whole: str
    others: tuple[str, ...] = ()

    @property
    def made_of(self) -> tuple[str, ...]:
        """Give every identifier that this one is made of."""
        return (self.part, *self.others, self.whole)


def named_products(tree: dict[str, Any]) -> Iterator[Named]:
    """Give every full product name of branches and of the list beside them."""
    for place, value in enumerate(items(tree.get("full_product_names"))):
        if isinstance(value, dict):
            yield Named(value, ((_TREE, "full_product_names"), place))
    waiting: list[tuple[Any, Path, tuple[tuple[str, str], ...]]] = [(tree.get("branches"), (_TREE, "branches"), ())]
    while waiting:
        branches, path, above = waiting.pop()
        for place, branch in enumerate(items(branches)):
            if not isinstance(branch, dict):
                continue
            own = (*above[-_MOST_STEPS:], (text(branch.get("category")) or "", text(branch.get("name")) or ""))
            if isinstance(branch.get("product"), dict):
                yield Named(branch["product"], ((path, place), "product"), own)
            waiting.append((branch.get("branches"), ((path, place), "branches"), own))


def combinations(tree: dict[str, Any]) -> Iterator[Combination]:
    """Give every product made of others: relationships of CSAF 2.0, product paths of 2.1."""
    for place, value in enumerate(items(tree.get("relationships"))):
        path: Path = ((_TREE, "relationships"), place)
        found = mapping(value)
        part, whole = text(found.get("product_reference")), text(found.get("relates_to_product_reference"))
        if part and whole:
            yield Combination(Named(mapping(found.get("full_product_name")), (path, "full_product_name")), part, whole)
    for place, value in enumerate(items(tree.get("product_paths"))):
        path = ((_TREE, "product_paths"), place)
        found = mapping(value)
        first = text(found.get("beginning_product_reference"))
        steps = [ref for each in mappings(found.get("subpaths")) if (ref := text(each.get("next_product_reference")))]
        if first and steps:
            name = Named(mapping(found.get("full_product_name")), (path, "full_product_name"))
            yield Combination(name, first, steps[-1], tuple(steps[:-1][:_MOST_STEPS]))


class ProductTree:
    """Every product of a document by its identifier; several where one product has several package URLs."""

    def __init__(self, tree: dict[str, Any], problems: Problems) -> None:
        self.problems = problems
        self.groups = {
            group: texts(each.get("product_ids") or [])
            for each in mappings(tree.get("product_groups"))
            if (group := text(each.get("group_id")))
        }
        self._direct: dict[str, Named] = {}
        for named in named_products(tree):
            if named.identifier:
                self._direct.setdefault(named.identifier, named)
        self._combined: dict[str, Combination] = {}
        for combination in combinations(tree):
            if combination.named.identifier:
                self._combined.setdefault(combination.named.identifier, combination)
        self._made: dict[str, tuple[Product, ...]] = {}

    def products(self, identifier: str) -> tuple[Product, ...]:
        """Give what an identifier means; one that is defined nowhere stands for itself."""
        if identifier not in self._made:
            combination = self._combined.get(identifier)
            if combination is None or identifier in self._direct:
                self._made[identifier] = self._plain(identifier)
            else:
                self._made[identifier] = self._within(combination)
        return self._made[identifier]

    def _within(self, combination: Combination) -> tuple[Product, ...]:
        """Give the outermost whole with the innermost part; what stands between them only leads there."""
        whole = self._plain(self._end(combination.whole, is_part=False))[0]
        named = combination.named
        parts = _made(named, self.problems) if _addresses(named.value) else ()
        parts = parts or self._plain(self._end(combination.part, is_part=True))
        return (replace(whole, subcomponents=parts),)

    def _end(self, identifier: str, *, is_part: bool) -> str:
        for _ in range(_MOST_STEPS):
            combination = self._combined.get(identifier)
            if combination is None or identifier in self._direct:
                break
            identifier = combination.part if is_part else combination.whole
        return identifier

    def _plain(self, identifier: str) -> tuple[Product, ...]:
        named = self._direct.get(identifier)
        if named is None:
            return (Product(identifier, name=identifier),)
        return _made(named, self.problems)


def _made(named: Named, problems: Problems) -> tuple[Product, ...]:
    helper = mapping(named.value.get("product_identification_helper"))
    full_name = text(named.value.get("name"))
    name, version, stated_range = _branched(named.branches, full_name)
    return tuple(
        products.make(
            named.identifier or "",
            (named.path, "product_identification_helper"),
            problems,
            purl=purl,
            name=name,
            version=version,
            cpe=text(helper.get("cpe")),
            stated_range=stated_range,
        )
        for purl in _addresses(named.value) or (None,)
    )


def _addresses(value: dict[str, Any]) -> tuple[str, ...]:
    helper = mapping(value.get("product_identification_helper"))
    return tuple(dict.fromkeys((*texts(helper.get("purl")), *texts(helper.get("purls") or []))))[:_MOST_STEPS]


def _branched(
    branches: tuple[tuple[str, str], ...], full_name: str | None
) -> tuple[str | None, str | None, str | None]:
    """Give name, version and range as the branches tell them; the full name where they tell more than that."""
    said = dict(branches)
    version, stated_range = said.get("product_version"), said.get("product_version_range")
    product, vendor = said.get("product_name"), said.get("vendor")
    if product is None or any(category not in _PARTS_OF_NAME for category in said):
        return full_name, version, stated_range
    if not (version or stated_range):
        return full_name or product, None, None
    is_named = vendor is None or product.lower().startswith(vendor.lower())
    return product if is_named else f"{vendor} {product}", version, stated_range
