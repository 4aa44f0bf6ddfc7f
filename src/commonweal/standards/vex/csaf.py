"""CSAF 2.0 and 2.1 into a VexDocument: advisories and VEX documents alike.

Sources: OASIS Common Security Advisory Framework 2.0, section 3.2.3 (vulnerabilities) and 4.5 (profile VEX); 2.1.
"""

from datetime import datetime
from typing import Any

from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.plain import LONGEST_TEXT, items, mapping, mappings, text, texts, web_reference
from commonweal.standards.sbom.shapes import check
from commonweal.standards.vex import csaf_checks, words
from commonweal.standards.vex.csaf_products import ProductTree
from commonweal.standards.vex.csaf_shape import document_shape
from commonweal.standards.vex.gathering import MOST_ADDRESSES, Gathering
from commonweal.standards.vex.model import Format, Product, Response, State, Statement, VexDocument

VERSIONS = ("2.0", "2.1")
_Places = tuple[int, ...]
# What is said of a product: its groups, then the places of its flags, threats, remediations and identifiers.
_Said = tuple[tuple[str, ...], _Places, _Places, _Places, _Places]


def is_csaf(document: dict[str, Any]) -> bool:
    """Say whether the document names CSAF as what it is."""
    return "csaf_version" in mapping(document.get("document"))


def read_document(document: dict[str, Any], problems: Problems) -> VexDocument:
    """Give what the document says; what is wrong with it goes to the problems."""
    version = text(mapping(document.get("document")).get("csaf_version")) or ""
    if version not in VERSIONS:
        message = f"{quoted(version)} is no version of CSAF that is known here; it is read as {VERSIONS[-1]}"
        problems.error(((None, "document"), "csaf_version"), message, "unknown-version")
    check(document, document_shape(version), problems)
    csaf_checks.check_document(document, problems)
    return _Reading(document, Gathering(problems)).document(version)


class _Reading:
    """One document on its way in."""

    def __init__(self, document: dict[str, Any], gathering: Gathering) -> None:
        self.written = document
        self.gathering = gathering
        head = mapping(document.get("document"))
        self.publisher = mapping(head.get("publisher"))
        self.tracking = mapping(head.get("tracking"))
        self.author = text(self.publisher.get("name"))
        self.issued = read_moment(self.tracking.get("initial_release_date"))
        self.updated = read_moment(self.tracking.get("current_release_date"))
        self.tree = ProductTree(mapping(document.get("product_tree")), gathering.problems)

    def document(self, version: str) -> VexDocument:
        statements: list[Statement] = []
        for place, each in enumerate(items(self.written.get("vulnerabilities"))):
            if isinstance(each, dict):
                statements += _Vulnerability(self, each, ((None, "vulnerabilities"), place)).statements()
        if not statements:
            message = "the document says of no product how it stands to a vulnerability"
            self.gathering.problems.warning((None, "vulnerabilities"), message, "no-statements")
        revision = (text(self.tracking.get("version")) or "").partition(".")[0]
        return VexDocument(
            format=Format.CSAF,
            version=version,
            id=text(self.tracking.get("id")),
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else None,
            author=self.author,
            role=text(self.publisher.get("category")),
            namespace=text(self.publisher.get("namespace")),
            issued=self.issued,
            updated=self.updated,
            statements=tuple(statements),
        )


class _Vulnerability:
    """One vulnerability with the products in its groups."""

    def __init__(self, reading: _Reading, value: dict[str, Any], path: Path) -> None:
        self.reading = reading
        self.gathering = reading.gathering
        self.value = value
        self.path = path
        self.flags = list(mappings(value.get("flags")))
        self.threats = [each for each in mappings(value.get("threats")) if each.get("category") == "impact"]
        self.remedies = list(mappings(value.get("remediations")))
        self.ids = list(mappings(value.get("ids")))

    def statements(self) -> list[Statement]:
        """Give a statement for all products of which the same is said."""
        groups: dict[str, list[str]] = {}
        status = mapping(self.value.get("product_status"))
        for group in words.CSAF_STATES.back:
            for identifier in texts(status.get(group) or []):
                groups.setdefault(identifier, []).append(group)
        flags, threats, remedies = self.about(self.flags), self.about(self.threats), self.about(self.remedies)
        ids = self.about(self.ids)
        everywhere = tuple(place for place, each in enumerate(self.threats) if not _is_limited(each))[:MOST_ADDRESSES]
        alike: dict[_Said, dict[Product, None]] = {}
        for identifier, own in groups.items():
            said: _Said = (
                tuple(own),
                tuple(flags.get(identifier, ())),
                (*everywhere, *threats.get(identifier, ())),
                tuple(remedies.get(identifier, ())),
                tuple(ids.get(identifier, ())),
            )
            found = self.reading.tree.products(identifier)
            self.gathering.count(1 + sum(1 + len(product.subcomponents) for product in found) + len(everywhere))
            alike.setdefault(said, {}).update(dict.fromkeys(found))
        return [self.statement(said, tuple(found)) for said, found in alike.items()]

    def about(self, values: list[dict[str, Any]]) -> dict[str, list[int]]:
        """Give for each product the places of what is about it."""
        found: dict[str, list[int]] = {}
        for place, each in enumerate(values):
            identifiers = dict.fromkeys(texts(each.get("product_ids") or []))
            for group in texts(each.get("group_ids") or []):
                members = self.reading.tree.groups.get(group, ())
                self.gathering.count(len(members))
                identifiers.update(dict.fromkeys(members))
            self.gathering.count(len(identifiers))
            for identifier in identifiers:
                found.setdefault(identifier, []).append(place)
        return found

    def statement(self, said: _Said, found: tuple[Product, ...]) -> Statement:
        groups, flags, threats, remedies, ids = said
        name, aliases = self.names(ids)
        marks, detail = words.parted(_paragraphs(text(self.threats[place].get("details")) for place in threats))
        state = self.gathering.word(words.CSAF_STATES, groups[0], marks, (self.path, "product_status"))
        reason = next((label for place in flags if (label := text(self.flags[place].get("label")))), None)
        justification = (
            self.gathering.word(words.JUSTIFICATIONS, reason, marks, (self.path, "flags")) if reason else None
        )
        responses, action = self.answer(remedies)
        dates = [self.flags[place] for place in flags] + [self.threats[place] for place in threats]
        dates += [self.remedies[place] for place in remedies]
        stated = [date for each in dates if (date := read_moment(each.get("date")))]
        self.gathering.count(0, len(detail or "") + len(action or ""))
        return Statement(
            vulnerability=name,
            aliases=aliases,
            state=state or State.UNKNOWN,
            products=found,
            justification=justification,
            responses=responses,
            detail=words.joined(marks, detail if detail != words.NO_REASON else None),
            action=action,
            author=self.reading.author,
            issued=self.reading.issued,
            updated=_latest(stated) or self.reading.updated,
            evidence=self.evidence(),
        )

    def answer(self, places: tuple[int, ...]) -> tuple[tuple[Response, ...], str | None]:
        """Give the responses, and what is advised."""
        responses: dict[Response, None] = {}
        marks: list[str] = []
        advice: list[str | None] = []
        for place in places:
            orders, details = words.parted(text(self.remedies[place].get("details")))
            category = text(self.remedies[place].get("category")) or ""
            if details == words.NO_ACTION and category == "none_available" and not orders:
                continue
            if category == "fix_planned":  # of CSAF 2.1; no response of CycloneDX is near it
                orders.append(category)
            else:
                response = self.gathering.word(words.CSAF_RESPONSES, category, orders, (self.path, "remediations"))
                if response is not None:
                    responses[response] = None
            marks += orders
            advice.append(details if details != words.NO_ACTION else None)
        return tuple(responses), words.joined(marks, _paragraphs(advice))

    def names(self, places: _Places) -> tuple[str, tuple[str, ...]]:
        """Give the CVE, else the first identifier for all or these products, else the title; and the others."""
        cve = text(self.value.get("cve"))
        own = [*(each for each in self.ids if not _is_limited(each)), *(self.ids[place] for place in places)]
        others = [name for each in own if (name := text(each.get("text")))]
        title = text(self.value.get("title")) or ""
        name, *aliases = dict.fromkeys([*([cve] if cve else []), *others[:MOST_ADDRESSES]] or [title])
        if not name:
            message = "the vulnerability has neither CVE, nor identifier, nor title"
            self.gathering.problems.warning(self.path, message, "no-vulnerability")
        return name, tuple(aliases)

    def evidence(self) -> tuple[str, ...]:
        addresses = (each.get("url") for each in mappings(items(self.value.get("references"))[:MOST_ADDRESSES]))
        found = (web_reference("other", address) for address in addresses)
        return tuple(dict.fromkeys(reference.url for reference in found if reference))


def _is_limited(value: dict[str, Any]) -> bool:
    return bool(value.get("product_ids") or value.get("group_ids"))


def _paragraphs(stated: Any) -> str | None:
    return "\n\n".join(dict.fromkeys(each for each in stated if each))[:LONGEST_TEXT] or None


def _latest(moments: list[datetime]) -> datetime | None:
    return max(moments, default=None)
