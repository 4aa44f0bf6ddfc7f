"""A VexDocument as CSAF 2.0 of the profile VEX.

Source: OASIS Common Security Advisory Framework 2.0, sections 3 and 4.5, and the mandatory tests of 6.1. A product
stands in one group of each vulnerability: of several statements about it the newest is written.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from commonweal.standards.purl import Purl
from commonweal.standards.sbom.moments import write_moment
from commonweal.standards.sbom.writing.cyclonedx import said
from commonweal.standards.vex import words
from commonweal.standards.vex.csaf_checks import names_several_versions
from commonweal.standards.vex.model import Product, State, Statement, VexDocument
from commonweal.standards.vex.products import is_address
from commonweal.standards.vex.writing.identifiers import author_address, document_uuid

Json = dict[str, Any]

_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,}")
_CPE = re.compile(r"cpe:2\.3:[aho*-](?::[^:\s]+){10}|[cC][pP][eE]:/[AHOaho]?(?::[A-Za-z0-9._~%-]*){0,6}")
_ROLES = ("coordinator", "discoverer", "other", "translator", "user", "vendor")
_SOURCES = (("CVE-", "CVE"), ("GHSA-", "GitHub Security Advisory"))
_GENERIC = "https://cyclonedx.org/capabilities/bomlink/"


def document(found: VexDocument, issued: datetime) -> Json:
    """Give the document as plain values."""
    tree = _Tree()
    vulnerabilities = [
        _vulnerability(name, kept, tree, issued) for name, kept in _by_vulnerability(found.singly()).items()
    ]
    author = found.author or "unknown"
    updated = max([issued, *([found.updated] if found.updated else [])])
    number = str(max(found.revision or 1, 1))
    revisions = [{"date": write_moment(updated), "number": number, "summary": "As it was written."}]
    return said(
        {
            "document": {
                "category": "csaf_vex" if vulnerabilities else "csaf_base",
                "csaf_version": "2.0",
                "title": f"What {author} says of vulnerabilities in products",
                "publisher": {
                    "category": found.role if found.role in _ROLES else "other",
                    "name": author,
                    "namespace": author_address(found),
                },
                "tracking": {
                    "id": " ".join((found.id or document_uuid(found)).split()),
                    "status": "final",
                    "version": number,
                    "initial_release_date": write_moment(issued),
                    "current_release_date": write_moment(updated),
                    "revision_history": revisions,
                },
            },
            "product_tree": tree.written(),
            "vulnerabilities": vulnerabilities,
        }
    )


def _by_vulnerability(statements: Iterable[Statement]) -> dict[str, dict[str, Statement]]:
    """Keep of each vulnerability and product the newest statement; of the same age the later one."""
    kept: dict[str, dict[str, Statement]] = {}
    for statement in statements:
        own = kept.setdefault(statement.vulnerability, {})
        identity = statement.products[0].identity
        before = own.get(identity)
        is_older = before and before.when and statement.when and statement.when < before.when
        if not is_older:
            own[identity] = statement
    return kept


class _Tree:
    """Gives each product an identifier, and each part within a product one as well."""

    def __init__(self) -> None:
        self._identifiers: dict[str, str] = {}
        self._products: list[Json] = []
        self._branches: dict[str, list[Json]] = {}
        self._relationships: list[Json] = []

    def identifier(self, product: Product) -> str:
        """Give the product_id of a product, or of its one part within it."""
        identity = product.identity
        if identity not in self._identifiers:
            inner = [self.identifier(part) for part in product.subcomponents]
            bare = Product(
                product.identifier,
                product.purl,
                product.name,
                product.version,
                product.cpe,
                product.range,
                product.stated_range,
            )
            whole = self.identifier(bare) if inner else None
            own = f"CSAFPID-{len(self._identifiers) + 1:04}"
            self._identifiers[identity] = own
            if whole:
                self._relate(own, inner[0], whole, identity)
            else:
                self._place(product, own)
        return self._identifiers[identity]

    def _relate(self, own: str, part: str, whole: str, name: str) -> None:
        self._relationships.append(
            {
                "category": "default_component_of",
                "full_product_name": {"name": name, "product_id": own},
                "product_reference": part,
                "relates_to_product_reference": whole,
            }
        )

    def _place(self, product: Product, own: str) -> None:
        """Put a product with a name below a branch of its version or range; all others into the list."""
        name = product.name or (str(product.purl) if product.purl else product.cpe or product.identifier)
        version = product.stated_range or product.version
        category = "product_version_range" if product.stated_range else "product_version"
        named = said({"product_id": own, "product_identification_helper": _helper(product)})
        is_plain = product.stated_range or not names_several_versions(version or "")
        if version and is_plain and (product.stated_range or not product.purl or product.name):
            branch = {"category": category, "name": version, "product": {"name": f"{name} {version}", **named}}
            self._branches.setdefault(name, []).append(branch)
        else:
            full_name = f"{name} {version}" if product.name and version else name
            self._products.append({"name": full_name, **named})

    def written(self) -> Json:
        """Give the product tree."""
        return said(
            {
                "branches": [
                    {"category": "product_name", "name": name, "branches": branches}
                    for name, branches in self._branches.items()
                ],
                "full_product_names": self._products,
                "relationships": self._relationships,
            }
        )


def _helper(product: Product) -> Json:
    is_bare = not (product.purl or product.name or product.cpe) and is_address(product.identifier)
    return said(
        {
            "cpe": product.cpe if product.cpe and _CPE.fullmatch(product.cpe) else None,
            "purl": str(_with_version(product.purl, product.version)) if product.purl else None,
            "x_generic_uris": [{"namespace": _GENERIC, "uri": product.identifier}] if is_bare else None,
        }
    )


def _with_version(purl: Purl, version: str | None) -> Purl:
    """Put the version into the package URL: here it may stand nowhere else, and without it all would be meant."""
    return replace(purl, version=version) if version and not purl.version else purl


def _vulnerability(name: str, kept: dict[str, Statement], tree: _Tree, issued: datetime) -> Json:
    groups: dict[str, list[str]] = {}
    flags: list[Json] = []
    threats: list[Json] = []
    remediations: list[Json] = []
    for statement in kept.values():
        identifier = tree.identifier(statement.products[0])
        about = {"date": write_moment(statement.when or issued), "product_ids": [identifier]}
        marks, detail = words.parted(statement.detail)
        groups.setdefault(words.CSAF_STATES.out[statement.state], []).append(identifier)
        if statement.state not in words.CSAF_STATES.same:
            marks.append(statement.state.value)
        if statement.justification:
            flags.append({"label": words.JUSTIFICATIONS.to_theirs(statement.justification, marks), **about})
        text = words.joined(marks, detail)
        is_clear = words.CSAF_STATES.out[statement.state] == "known_not_affected"
        if text is None and is_clear and not statement.justification:
            text = words.NO_REASON
        threats += [{"category": "impact", "details": text, **about}] if text else []
        remediations += [{**each, **about} for each in _remediations(statement)]
    first = next(iter(kept.values()))
    aliases = dict.fromkeys(alias for each in kept.values() for alias in each.aliases)
    others = [*([] if _CVE.fullmatch(name) else [name]), *aliases]
    evidence = dict.fromkeys(address for each in kept.values() for address in each.evidence)
    return said(
        {
            "cve": name if _CVE.fullmatch(name) else None,
            "ids": [{"system_name": _system(each), "text": each} for each in others if each],
            "notes": [{"category": "general", "text": f"How each product stands to {first.vulnerability}."}],
            "product_status": groups,
            "flags": flags,
            "threats": threats,
            "remediations": remediations,
            "references": [{"summary": address, "url": address} for address in evidence],
        }
    )


def _remediations(statement: Statement) -> list[Json]:
    """Give one for each response; advice without a response is a mitigation."""
    found = []
    for response in statement.responses:
        marks, text = words.parted(statement.action)
        category = words.CSAF_RESPONSES.to_theirs(response, marks)
        found.append({"category": category, "details": words.joined(marks, text or words.NO_ACTION)})
    if not found and statement.action:
        found = [{"category": "mitigation", "details": statement.action}]
    if not found and statement.state is State.EXPLOITABLE:
        found = [{"category": "none_available", "details": words.NO_ACTION}]
    return found


def _system(identifier: str) -> str:
    return next((system for start, system in _SOURCES if identifier.startswith(start)), "other")
