"""The directory as YAML: what is written can be read again and is then the same.

Bodies, offices and claims name each other by their ids, which are the slugs of their pages. A fact that is not known is
left out. A pack may say some things in shorter ways, which are read too: `names` by language, `sources` by id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, TypeVar

import yaml

from commonweal.organisations import queries, rules
from commonweal.organisations.models import Body, Claim, LinkKind, Office
from commonweal.organisations.queries import Viewer

Facts = TypeVar("Facts", "BodyFacts", "OfficeFacts", "ClaimFacts")


class DirectoryUnreadable(ValueError):
    """The text is no directory; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """A body; `other_names` are (language, name, kind), `parents` (id, relation), `became` (id, kind, date)."""

    id: str
    uri: str
    name: str
    kind: str
    language: str = "en"
    tier: str = "none"
    country: str = ""
    region_code: str = ""
    nuts_code: str = ""
    lau_code: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    population_year: int | None = None
    website: str = ""
    mailbox: str = ""
    other_names: tuple[tuple[str, str, str], ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    became: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """An office; `hosts` are (body id, role, part), `other_names` (language, name), `sources` (url, title, dated)."""

    id: str
    name: str
    label: str = ""
    archetype: str = ""
    level: str = ""
    sponsor: str = ""
    serves: str = ""
    goal: str = ""
    budget_kind: str = "unknown"
    country: str = ""
    website: str = ""
    mailbox: str = ""
    active_from: str = ""
    active_to: str = ""
    end_reason: str = ""
    note: str = ""
    in_study: bool = False
    hosts: tuple[tuple[str, str, str], ...] = ()
    other_names: tuple[tuple[str, str], ...] = ()
    services: tuple[str, ...] = ()
    sources: tuple[tuple[str, str, str], ...] = ()
    supports: tuple[str, ...] = ()
    peers_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """A number somebody stated; `supersedes` are the ids of earlier claims it takes the place of."""

    id: str
    subject: str
    statement: str
    value: str
    unit: str
    source_title: str
    qualifier: str = "exactly"
    source_url: str = ""
    source_part: str = ""
    published: str = ""
    about_year: int | None = None
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything the directory holds, in the order of the ids."""

    bodies: tuple[BodyFacts, ...] = ()
    offices: tuple[OfficeFacts, ...] = ()
    claims: tuple[ClaimFacts, ...] = ()


def directory_of(viewer: Viewer) -> Directory:
    """What a viewer may see of the offices, with the bodies they have to do with and every claim."""
    kin = ("names", "links_out__target", "links_in__origin")
    offices = list(queries.offices(viewer).select_related("sponsor").prefetch_related(*kin).order_by("slug"))
    shown = {office.pk for office in offices}
    wanted = {host.body_id for office in offices for host in office.hosts.all()}
    wanted |= {office.sponsor_id for office in offices if office.sponsor_id}
    bodies = queries.with_kin(wanted)
    known = {body.pk for body in bodies}
    return Directory(
        bodies=tuple(_body_facts(body, known) for body in bodies),
        offices=tuple(_office_facts(office, shown) for office in offices),
        claims=tuple(_claim_facts(claim) for claim in queries.claims().prefetch_related("supersedes").order_by("code")),
    )


def directory_yaml(directory: Directory) -> str:
    """The directory as YAML text: one key a line, unknown facts left out, always in the same order."""
    parts = {
        "directory": 1,
        "bodies": [_plain(body) for body in directory.bodies],
        "offices": [_plain(office) for office in directory.offices],
        "claims": [_plain(claim) for claim in directory.claims],
    }
    return yaml.safe_dump(parts, allow_unicode=True, sort_keys=False, width=110)


def read_directory(text: str) -> Directory:
    """The directory that a YAML text holds.

    Raises DirectoryUnreadable.
    """
    try:
        found = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  safe in both cases
    except yaml.YAMLError as error:
        raise DirectoryUnreadable(str(error)) from error
    if not isinstance(found, Mapping):
        raise DirectoryUnreadable("A directory is a mapping with bodies, offices and claims.")
    sources = {source["id"]: source for source in found.get("sources", ()) if "id" in source}
    return Directory(
        bodies=_in_order(_facts(BodyFacts, row) for row in _spell_out_bodies(_rows(found, "bodies"))),
        offices=_in_order(_facts(OfficeFacts, _spell_out_office(row, sources)) for row in _rows(found, "offices")),
        claims=_in_order(_facts(ClaimFacts, _spell_out_claim(row, sources)) for row in _rows(found, "claims")),
    )


def _rows(found: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    rows = found.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("id") for row in rows):
        raise DirectoryUnreadable(f"{key}: a list of mappings, each with an id.")
    return [dict(row) for row in rows]


def _in_order(facts: Iterable[Facts]) -> tuple[Facts, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.id))


def _facts(kind: type[Facts], row: Mapping[str, Any]) -> Facts:
    known = {field.name: field for field in fields(kind)}
    given = {name: _tuples(value) for name, value in row.items() if name in known and value is not None}
    if missing := [name for name, field in known.items() if field.default is MISSING and name not in given]:
        raise DirectoryUnreadable(f"{row['id']}: {', '.join(missing)} is missing.")
    return kind(**given)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list | tuple) else value


def _plain(facts: BodyFacts | OfficeFacts | ClaimFacts) -> dict[str, Any]:
    blank = {field.name: field.default for field in fields(facts)}
    return {name: _lists(value) for name, value in asdict(facts).items() if value != blank[name]}


def _lists(value: Any) -> Any:
    return [_lists(part) for part in value] if isinstance(value, tuple) else value


def _spell_out_body(row: dict[str, Any]) -> dict[str, Any]:
    names = dict(row.pop("names", {}))
    if names:
        row["language"], row["name"] = next(iter(names.items()))
        others = [[language, name, "official"] for language, name in list(names.items())[1:] if name != row["name"]]
        row["other_names"] = [*row.get("other_names", []), *others]
    row["other_names"] = [*row.get("other_names", []), *(["", name, "alias"] for name in row.pop("aliases", []))]
    if isinstance(place := row.get("place"), Mapping):
        row |= {"place": place.get("name", ""), "latitude": place.get("latitude"), "longitude": place.get("longitude")}
    if isinstance(population := row.get("population"), Mapping):
        row |= {"population": population.get("value"), "population_year": population.get("year")}
    if parent := row.pop("parent", None):
        row["parents"] = [*row.get("parents", []), [parent, "administration"]]
    return row


def _spell_out_bodies(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every body spelled out; its `predecessors` became it, at the end of their own time."""
    by_id = {row["id"]: _spell_out_body(row) for row in rows}
    for row in by_id.values():
        for key in row.pop("predecessors", []):
            step = [row["id"], "renaming", str(by_id[key].get("active_to", ""))]
            by_id[key]["became"] = [*by_id[key].get("became", []), step]
    return list(by_id.values())


def _spell_out_office(row: dict[str, Any], sources: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    row["in_study"] = row.pop("study", row.get("in_study", False))
    row["hosts"] = [
        [host["body"], host.get("role", "host"), host.get("part", "")] if isinstance(host, Mapping) else host
        for host in row.get("hosts", [])
    ] + [[body, "co_sponsor", ""] for body in row.pop("sponsors_with", [])]
    others = [[language, name] for language, name in dict(row.pop("names", {})).items()]
    others += [["", name] for name in row.pop("aliases", [])]
    row["other_names"] = [*row.get("other_names", []), *others]
    row["sources"] = [_source(source, sources) if isinstance(source, str) else source for source in row["sources"]]
    row["note"] = " ".join(row.pop(key) for key in ("note", "active_from_note", "archetype_note") if row.get(key))
    for key in ("active_from", "active_to"):
        row[key] = str(row.get(key) or "")
    return row


def _source(key: str, sources: Mapping[str, Mapping[str, str]]) -> list[str]:
    if key not in sources:
        raise DirectoryUnreadable(f"{key}: no source has this id.")
    return [sources[key]["url"], sources[key]["title"], str(sources[key].get("published", ""))]


def _spell_out_claim(row: dict[str, Any], sources: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    if key := row.pop("source", None):
        row["source_url"], row["source_title"], _ = _source(key, sources)
    row["source_part"] = row.pop("where", row.get("source_part", ""))
    row["value"], row["published"] = str(row["value"]), str(row.get("published") or "")
    if isinstance(row.get("supersedes"), str):
        row["supersedes"] = [row["supersedes"]]
    return row


def _body_facts(body: Body, known: set[int]) -> BodyFacts:
    own = {field.name for field in fields(BodyFacts)} - {"id", "other_names", "parents", "became"}
    return BodyFacts(
        id=body.slug,
        **{name: getattr(body, name) for name in own},
        other_names=tuple((name.language, name.name, str(name.kind)) for name in body.names.all()),
        parents=tuple(
            (parent.parent.slug, parent.relation) for parent in body.parents.all() if parent.parent_id in known
        ),
        became=tuple(
            (step.successor.slug, step.kind, step.on.isoformat() if step.on else "")
            for step in body.successions.all()
            if step.successor_id in known
        ),
    )


def _office_facts(office: Office, shown: set[int]) -> OfficeFacts:
    derived = {"id", "sponsor", "active_from", "active_to", "hosts", "other_names", "services", "sources"}
    own = {field.name for field in fields(OfficeFacts)} - derived - {"supports", "peers_with"}
    links = [link for link in office.links_out.all() if link.target_id in shown]
    return OfficeFacts(
        id=office.slug,
        **{name: getattr(office, name) for name in own},
        sponsor=office.sponsor.slug if office.sponsor else "",
        active_from=rules.written_date(office.active_from, office.dates_known_to),
        active_to=rules.written_date(office.active_to, office.dates_known_to),
        hosts=tuple((host.body.slug, str(host.role), host.part) for host in office.hosts.all()),
        other_names=tuple((name.language, name.name) for name in office.names.all()),
        services=tuple(service.line for service in office.services.all()),
        sources=tuple((source.url, source.title, source.dated) for source in office.sources.all()),
        supports=tuple(sorted(link.target.slug for link in links if link.kind == LinkKind.SUPPORTS)),
        peers_with=tuple(sorted(slug for slug in _peers(office, shown) if slug > office.slug)),
    )


def _peers(office: Office, shown: set[int]) -> set[str]:
    """The slugs of those it peers with; a pair is written down at the one whose slug comes first."""
    out = {link.target for link in office.links_out.all() if link.kind == LinkKind.PEERS}
    back = {link.origin for link in office.links_in.all() if link.kind == LinkKind.PEERS}
    return {peer.slug for peer in out | back if peer.pk in shown}


def _claim_facts(claim: Claim) -> ClaimFacts:
    own = ("subject", "statement", "unit", "source_title", "qualifier", "source_url", "source_part", "about_year")
    return ClaimFacts(
        id=claim.code,
        **{name: getattr(claim, name) for name in own},
        value=f"{claim.value.normalize():f}",
        published=rules.written_date(claim.published_on, claim.published_known_to),
        supersedes=tuple(sorted(earlier.code for earlier in claim.supersedes.all())),
    )
