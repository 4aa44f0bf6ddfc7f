"""An advisory as a record of the OSV format, from whatever it was read.

Source: OSV schema, "Field Details". Credits and fields that the schema does not name are not kept by the reader.
"""

import json
from datetime import UTC, datetime

from commonweal.standards.osv.model import Advisory, Affected, Range, Score


def written(advisory: Advisory) -> dict[str, object]:
    """Write the record; reading it gives the same advisory again, but for what was wrong with it."""
    record = {
        "schema_version": advisory.schema_version,
        "id": advisory.id,
        "modified": _time(advisory.modified),
        "published": _time(advisory.published),
        "withdrawn": _time(advisory.withdrawn),
        "aliases": list(advisory.aliases),
        "upstream": list(advisory.upstream),
        "related": list(advisory.related),
        "summary": advisory.summary,
        "details": advisory.details,
        "severity": [_score(score) for score in advisory.severities],
        "affected": [_affected(affected) for affected in advisory.affected],
        "references": [{"type": each.type, "url": each.url} for each in advisory.references],
        "database_specific": _specific(advisory.database_specific),
    }
    return _stated(record)


def _affected(affected: Affected) -> dict[str, object]:
    package = _stated(
        {"ecosystem": affected.ecosystem, "name": affected.name, "purl": str(affected.purl) if affected.purl else ""}
    )
    return _stated(
        {
            "package": package,
            "severity": [_score(score) for score in affected.severities],
            "ranges": [_range(each) for each in affected.ranges],
            "versions": list(affected.versions),
            "ecosystem_specific": _specific(affected.ecosystem_specific),
            "database_specific": _specific(affected.database_specific),
        }
    )


def _range(given: Range) -> dict[str, object]:
    events = [{event.kind.value: event.version} for event in given.events]
    return _stated({"type": given.type, "repo": given.repository, "events": events})


def _score(score: Score) -> dict[str, object]:
    return {"type": score.type, "score": score.score}


def _specific(text: str) -> object:
    """Read what a database keeps for itself; NUL and halves of characters are what no database stores."""
    return _storable(json.loads(text)) if text else None


def _storable(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return value


def _time(time: datetime | None) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else ""


def _stated(record: dict[str, object]) -> dict[str, object]:
    """Leave out what is not stated."""
    return {key: value for key, value in record.items() if value not in ("", [], None, {})}
