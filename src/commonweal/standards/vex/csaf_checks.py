"""The mandatory tests of CSAF that say whether statements about products can be trusted.

Source: CSAF 2.0 and 2.1, section 6.1: tests 1 to 6, 13, 23, 27.4 to 27.11, 29, 31 to 33. The others are about scores,
languages and the history of the document, and change no statement. Each rule is named for its test: `csaf-6-1-1`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from commonweal.standards import purl
from commonweal.standards.problems import Severity
from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.plain import items, mapping, mappings, text, texts
from commonweal.standards.vex.csaf_products import Combination, Named, combinations, named_products
from commonweal.standards.vex.gathering import Gathering

_TREE: Path = (None, "product_tree")
_VEX = "csaf_vex"
_ADVISORIES = ("csaf_security_advisory", "csaf_deprecated_security_advisory")
_STATES = {
    "first_affected": "affected",
    "known_affected": "affected",
    "last_affected": "affected",
    "known_not_affected": "not affected",
    "first_fixed": "fixed",
    "fixed": "fixed",
    "under_investigation": "under investigation",
    "unknown": "unknown",
}
_ABOUT_PRODUCTS = ("flags", "ids", "involvements", "remediations", "threats", "first_known_exploitation_dates")
_GROUPS_OF_VEX = ("fixed", "known_affected", "known_not_affected", "under_investigation")
_RANGE_WORD = re.compile(r"[<>]|(?<!\S)(?:after|all|before|earlier|later|prior|versions)(?!\S)", re.IGNORECASE)


def check_document(document: dict[str, Any], problems: Problems) -> None:
    """Note what makes statements doubtful."""
    tree = mapping(document.get("product_tree"))
    named = list(named_products(tree))
    combined = list(combinations(tree))
    defined = _defined(named, combined, problems)
    groups = _groups(tree, problems)
    _check_circles(combined, problems)
    _check_names(named, combined, problems)
    for where, identifier in _references_of_tree(tree, combined):
        _know(identifier, defined, where, problems)
    _check_profile(document, problems)
    category = text(mapping(document.get("document")).get("category")) or ""
    gathering = Gathering(problems)
    seen: set[str] = set()
    for place, value in enumerate(items(document.get("vulnerabilities"))):
        if isinstance(value, dict):
            path: Path = ((None, "vulnerabilities"), place)
            cve = text(value.get("cve"))
            if cve in seen:
                _error(problems, (path, "cve"), f"{cve} has another vulnerability of its own", "23")
            seen |= {cve} if cve else set()
            _Checking(value, path, groups, gathering).check(category, defined)


def names_several_versions(name: str) -> bool:
    """Say whether a name is not of one version: `before 2.0` (test 31)."""
    return bool(_RANGE_WORD.search(name))


def _error(problems: Problems, path: Path, message: str, test: str) -> None:
    problems.error(path, message, f"csaf-6-1-{test.replace('.', '-')}")


def _defined(named: list[Named], combined: list[Combination], problems: Problems) -> set[str]:
    defined: set[str] = set()
    for each in (*named, *(combination.named for combination in combined)):
        identifier = each.identifier
        if identifier in defined:
            _error(problems, (each.path, "product_id"), f"the product {quoted(identifier)} is defined twice", "2")
        defined |= {identifier} if identifier else set()
    return defined


def _groups(tree: dict[str, Any], problems: Problems) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for place, value in enumerate(items(tree.get("product_groups"))):
        group = text(mapping(value).get("group_id"))
        if group in groups:
            path: Path = (((_TREE, "product_groups"), place), "group_id")
            _error(problems, path, f"the product group {quoted(group)} is defined twice", "5")
        if group:
            groups.setdefault(group, texts(mapping(value).get("product_ids") or []))
    return groups


def _check_circles(combined: list[Combination], problems: Problems) -> None:
    """Find products that are made of themselves: take away what is made of known things until nothing changes."""
    made_of = {each.named.identifier: set(each.made_of) for each in combined if each.named.identifier}
    needed_by: dict[str, list[str]] = {}
    for whole, parts in made_of.items():
        for part in parts:
            needed_by.setdefault(part, []).append(whole)
    open_parts = {whole: sum(part in made_of for part in parts) for whole, parts in made_of.items()}
    ready = [whole for whole, count in open_parts.items() if count == 0]
    while ready:
        for whole in needed_by.get(ready.pop(), ()):
            open_parts[whole] -= 1
            if open_parts[whole] == 0:
                ready.append(whole)
    for each in combined:
        if open_parts.get(each.named.identifier or "", 0) > 0:
            message = f"the product {quoted(each.named.identifier)} is made of itself"
            _error(problems, (each.named.path, "product_id"), message, "3")


def _check_names(named: list[Named], combined: list[Combination], problems: Problems) -> None:
    for each in (*named, *(combination.named for combination in combined)):
        helper = mapping(each.value.get("product_identification_helper"))
        for address in (*texts(helper.get("purl")), *texts(helper.get("purls") or [])):
            package, noted = purl.read(address)
            # A namespace may be missing, as the tests themselves have it (`pkg:deb/curl`), but not where there is none.
            is_named = package is None or package.namespace is not None
            wrong = next(
                (
                    found
                    for found in noted
                    if found.severity is Severity.ERROR and (is_named or found.rule != "purl-namespace")
                ),
                None,
            )
            if wrong:
                path: Path = (each.path, "product_identification_helper")
                _error(problems, path, f"{quoted(address)} is no good package URL: {wrong.message}", "13")
        category, name = each.branches[-1] if each.branches else ("", "")
        if category == "product_version" and names_several_versions(name):
            message = f"{quoted(name)} names several versions; the branch is then called product_version_range"
            _error(problems, each.path, message, "31")


def _references_of_tree(tree: dict[str, Any], combined: list[Combination]) -> Iterator[tuple[Path, str]]:
    for place, value in enumerate(items(tree.get("product_groups"))):
        for identifier in texts(mapping(value).get("product_ids") or []):
            yield (((_TREE, "product_groups"), place), "product_ids"), identifier
    for each in combined:
        whole_path = each.named.path[0] if each.named.path else None
        for identifier in each.made_of:
            yield whole_path, identifier


def _know(identifier: str, defined: set[str], path: Path, problems: Problems) -> None:
    if identifier not in defined:
        _error(problems, path, f"the product {quoted(identifier)} is defined nowhere in the product tree", "1")


def _check_profile(document: dict[str, Any], problems: Problems) -> None:
    category = mapping(document.get("document")).get("category")
    if category not in (_VEX, *_ADVISORIES):
        return
    for field, test in (("product_tree", "27.4"), ("vulnerabilities", "27.11")):
        if not document.get(field):
            _error(problems, (None, field), f"a document of the category {category} has a {field}", test)


class _Checking:
    """One vulnerability being checked."""

    def __init__(
        self, value: dict[str, Any], path: Path, groups: dict[str, tuple[str, ...]], gathering: Gathering
    ) -> None:
        self.value = value
        self.path = path
        self.groups = groups
        self.gathering = gathering
        self.problems = gathering.problems
        self.status = mapping(value.get("product_status"))

    def check(self, category: str, defined: set[str]) -> None:
        self.check_references(defined)
        self.check_limits()
        self.check_contradictions()
        self.check_flags()
        if category in (_VEX, *_ADVISORIES):
            if not self.value.get("notes"):
                self.error("notes", "each vulnerability has notes that describe it", "27.5")
            if not self.value.get("product_status"):
                self.error("product_status", "each vulnerability says which products it is about", "27.6")
        if category == _VEX:
            self.check_vex()

    def error(self, field: str, message: str, test: str) -> None:
        _error(self.problems, (self.path, field), message, test)

    def check_references(self, defined: set[str]) -> None:
        for group, identifiers in self.status.items():
            for identifier in texts(identifiers or []):
                _know(identifier, defined, ((self.path, "product_status"), group), self.problems)
        for path, value in self.parts("scores", "metrics"):
            for identifier in texts(value.get("products") or []):
                _know(identifier, defined, path, self.problems)
        for path, value in self.parts(*_ABOUT_PRODUCTS):
            for identifier in texts(value.get("product_ids") or []):
                _know(identifier, defined, path, self.problems)
            for group in texts(value.get("group_ids") or []):
                if group not in self.groups:
                    message = f"the product group {quoted(group)} is defined nowhere in the product tree"
                    _error(self.problems, (path, "group_ids"), message, "4")

    def check_limits(self) -> None:
        for field, test in (("remediations", "29"), ("flags", "32")):
            for path, value in self.parts(field):
                if not (value.get("product_ids") or value.get("group_ids")):
                    _error(self.problems, path, "this does not say which products it is about", test)

    def parts(self, *fields: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Give every object of some lists of the vulnerability, with its place."""
        for field in fields:
            for place, each in enumerate(items(self.value.get(field))):
                yield ((self.path, field), place), mapping(each)

    def check_contradictions(self) -> None:
        stands: dict[str, str] = {}
        for group, state in _STATES.items():
            for identifier in texts(self.status.get(group) or []):
                if stands.setdefault(identifier, state) != state:
                    message = f"the product {quoted(identifier)} is said to be {stands[identifier]} and {state}"
                    self.error("product_status", message, "6")

    def check_flags(self) -> None:
        flagged: dict[str, str] = {}
        for each in mappings(self.value.get("flags")):
            label = text(each.get("label")) or ""
            for identifier in self.products([each]):
                if identifier in flagged:
                    message = f"the product {quoted(identifier)} has two flags that say why it is not affected"
                    self.error("flags", message, "33")
                flagged[identifier] = label

    def check_vex(self) -> None:
        if self.status and not any(self.status.get(group) for group in _GROUPS_OF_VEX):
            message = f"a VEX document puts products into one of {', '.join(_GROUPS_OF_VEX)}"
            self.error("product_status", message, "27.7")
        self.check_identifiers()
        impacts = (each for each in mappings(self.value.get("threats")) if each.get("category") == "impact")
        explained = self.products([*mappings(self.value.get("flags")), *impacts])
        for identifier in texts(self.status.get("known_not_affected") or []):
            if identifier not in explained:
                message = f"nothing says why the product {quoted(identifier)} is not affected: a flag, or an impact"
                self.error("product_status", message, "27.9")
        helped = self.products(mappings(self.value.get("remediations")))
        for identifier in texts(self.status.get("known_affected") or []):
            if identifier not in helped:
                message = f"nothing says what to do about the product {quoted(identifier)}, which is affected"
                self.error("product_status", message, "27.10")

    def check_identifiers(self) -> None:
        """Find products for which the vulnerability has no name; since 2.1 a name may be for some products only."""
        names = list(mappings(self.value.get("ids")))
        if self.value.get("cve") or any(not (each.get("product_ids") or each.get("group_ids")) for each in names):
            return
        known = self.products(names)
        listed = [each for group in self.status.values() for each in texts(group or [])]
        nameless = next((each for each in listed if each not in known), None)
        if not names or nameless:
            about = f", which the product {quoted(nameless)} has not" if nameless else ""
            self.error("ids", f"a vulnerability has a CVE or another identifier{about}", "27.8")

    def products(self, values: Iterable[dict[str, Any]]) -> set[str]:
        """Give every product that some of the values are about; a group is gone through once."""
        found: set[str] = set()
        groups: set[str] = set()
        for each in values:
            found.update(texts(each.get("product_ids") or []))
            groups.update(texts(each.get("group_ids") or []))
        for group in groups:
            self.gathering.count(len(self.groups.get(group, ())))
            found.update(self.groups.get(group, ()))
        return found
