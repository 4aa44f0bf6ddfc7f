"""What several sources say of one asset, as one: scalars by precedence, lists by union, each field with its source.

The rule is our own; the idea of precedence with visible alternatives is the SILL's (codegouvfr/catalogi).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from commonweal.catalogue.rules.addresses import name_from_url
from commonweal.standards import licences
from commonweal.standards.publiccode import Description, PublicCode

Json = Any
MOST_IN_A_LIST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source says; a lower precedence wins a field."""

    source: str
    source_name: str
    precedence: int
    seen_at: datetime
    licence: str
    document: PublicCode
    extra: Mapping[str, Json] = field(default_factory=dict)
    publisher_id: int | None = None
    publisher_name: str = ""
    publisher_country: str = ""
    kind: str = "software"
    visibility: int = 3
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """How the asset describes itself in one language."""

    language: str
    localised_name: str = ""
    short_description: str = ""
    long_description: str = ""
    features: tuple[str, ...] = ()
    documentation_url: str = ""
    api_documentation_url: str = ""
    screenshots: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The merge: columns of an entry by name, its texts, its relations (kind, URL), and where each field is from."""

    columns: Mapping[str, Any]
    texts: tuple[Text, ...]
    relations: tuple[tuple[str, str], ...]
    provenance: Mapping[str, Json]


Reading = Callable[[Statement], Any]

SCALARS: Mapping[str, Reading] = {
    "name": lambda said: _clip(said.document.name, 300),
    "landing_url": lambda said: _clip(said.document.landing_url, 1000),
    "logo_url": lambda said: _web(said.extra.get("logo_url")) or _web(said.document.logo),
    "publisher_name": lambda said: _clip(_publisher_name(said), 300),
    "licence": lambda said: _clip(said.document.legal.license, 200),
    "software_type": lambda said: _clip(said.document.software_type, 40),
    "development_status": lambda said: _clip(said.document.development_status, 20),
    "maintenance_type": lambda said: _clip(said.document.maintenance.type, 20),
    "software_version": lambda said: _clip(said.document.software_version, 100),
    "release_date": lambda said: said.document.release_date,
}
LISTS: Mapping[str, Reading] = {
    "categories": lambda said: said.document.categories,
    "scopes": lambda said: said.document.intended_audience.scope,
    "platforms": lambda said: said.document.platforms,
    "languages": lambda said: said.document.localisation.available_languages,
}
LONGEST_ITEM = {"languages": 40}


def merge(statements: Sequence[Statement], url: str) -> Merged:
    """Merge what sources say of the asset at `url`; there is at least one statement."""
    ranked = sorted(statements, key=lambda said: (said.precedence, said.source))
    provenance: dict[str, Json] = {}
    columns: dict[str, Any] = {}
    for name, reading in SCALARS.items():
        columns[name] = _first(name, reading, ranked, provenance)
    for name, reading in LISTS.items():
        columns[name] = _union(name, reading, ranked, provenance)
    texts = _texts(ranked, provenance)
    columns["name"] = columns["name"] or next((text.localised_name for text in texts if text.localised_name), "")
    columns["name"] = columns["name"] or _clip(name_from_url(url), 300)
    columns |= _publisher(ranked)
    columns |= _of_the_host(ranked)
    columns["openness"] = licences.openness(columns["licence"]).value if columns["licence"] else "unknown"
    columns["kind"] = ranked[0].kind
    columns["visibility"] = max(said.visibility for said in ranked)
    columns["is_broken"] = ranked[0].is_broken
    return Merged(columns, texts, _relations(ranked), provenance)


def _first(name: str, reading: Reading, ranked: Sequence[Statement], provenance: dict[str, Json]) -> Any:
    """The first value said, noting who else says what; "" (None for a date) where nobody says anything."""
    winner, value, others = None, None, []
    for said in ranked:
        found = reading(said)
        if not found:
            continue
        if winner is None:
            winner, value = said, found
        elif found != value:
            others.append({"source": said.source, "source_name": said.source_name, "value": _plain(found)})
    if winner is None:
        return None if name == "release_date" else ""
    provenance[name] = _origin(winner, others)
    return value


def _union(name: str, reading: Reading, ranked: Sequence[Statement], provenance: dict[str, Json]) -> list[str]:
    """Everything said, in order of precedence, each once."""
    longest = LONGEST_ITEM.get(name, 80)
    values: dict[str, None] = {}
    sources = []
    for said in ranked:
        found = [item for item in reading(said) if 0 < len(item) <= longest]
        if found:
            sources.append(said)
            values |= dict.fromkeys(found)
    if sources:
        others = [{"source": said.source, "source_name": said.source_name} for said in sources[1:]]
        provenance[name] = _origin(sources[0], others)
    return list(values)[:MOST_IN_A_LIST]


def _origin(said: Statement, alternatives: list[Json]) -> Json:
    origin: dict[str, Json] = {
        "source": said.source,
        "source_name": said.source_name,
        "seen_at": said.seen_at.isoformat(),
        "licence": said.licence,
    }
    return origin | {"alternatives": alternatives} if alternatives else origin


def _publisher(ranked: Sequence[Statement]) -> dict[str, Any]:
    for said in ranked:
        if said.publisher_id is not None:
            return {"publisher_id": said.publisher_id, "country": said.publisher_country}
    countries = (str(said.extra.get("country") or said.publisher_country) for said in ranked)
    country = next((code.upper() for code in countries if len(code) == 2), "")
    return {"publisher_id": None, "country": country}


def _of_the_host(ranked: Sequence[Statement]) -> dict[str, Any]:
    """What hosts know better than documents: whether it is archived, and when it last moved."""
    moments = [moment for said in ranked if (moment := _moment(said.extra.get("last_activity")))]
    told = [said.extra["is_archived"] for said in ranked if said.extra.get("is_archived") is not None]
    return {"last_activity_at": max(moments, default=None), "is_archived": bool(told and told[0])}


def _texts(ranked: Sequence[Statement], provenance: dict[str, Json]) -> tuple[Text, ...]:
    """One text a language: each field from the first source that has it."""
    said_in: dict[str, list[tuple[Statement, Description]]] = {}
    for said in ranked:
        for language, description in said.document.description:
            said_in.setdefault(language[:40], []).append((said, description))
    for language, sayings in said_in.items():
        provenance[f"description.{language}"] = _origin(sayings[0][0], [])
    if not said_in:
        told = next((said for said in ranked if said.extra.get("description")), None)
        if told is not None:
            provenance["description.und"] = _origin(told, [])
            return (Text("und", short_description=str(told.extra["description"])[:1000]),)
    return tuple(_text(language, [found for _, found in sayings]) for language, sayings in said_in.items())


def _text(language: str, found: Sequence[Description]) -> Text:
    def scalar(name: str, longest: int) -> str:
        return next((_clip(value, longest) for one in found if (value := getattr(one, name))), "")

    def items(name: str, longest: int) -> tuple[str, ...]:
        said = next((value for one in found if (value := getattr(one, name))), ())
        return tuple(item for item in said if len(item) <= longest)[:MOST_IN_A_LIST]

    return Text(
        language=language,
        localised_name=scalar("localised_name", 300),
        short_description=scalar("short_description", 2_000) or scalar("generic_name", 300),
        long_description=scalar("long_description", 50_000),
        features=items("features", 2_000),
        documentation_url=scalar("documentation", 1000),
        api_documentation_url=scalar("api_documentation", 1000),
        screenshots=items("screenshots", 1000),
        videos=items("videos", 1000),
        awards=items("awards", 500),
    )


def _relations(ranked: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    """What each document says the asset is based on; whether that makes it a variant depends on the address."""
    found: dict[tuple[str, str], None] = {}
    for said in ranked:
        for origin in said.document.is_based_on:
            found["based_on", origin[:1000]] = None
        if said.document.application_suite:
            found["suite", said.document.application_suite[:1000]] = None
    return tuple(found)


def _publisher_name(said: Statement) -> str:
    organisation = said.document.organisation
    declared = organisation.name if organisation is not None else None
    legal = said.document.legal
    return said.publisher_name or declared or legal.repo_owner or legal.main_copyright_owner or ""


def _clip(value: str | None, longest: int) -> str:
    return (value or "").strip()[:longest].replace("\x00", "")


def _web(value: Json) -> str:
    text = value if isinstance(value, str) else ""
    return text if text.startswith(("https://", "http://")) and len(text) <= 1000 else ""


def _moment(value: Json) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _plain(value: Any) -> Json:
    return value.isoformat() if isinstance(value, date) else value
