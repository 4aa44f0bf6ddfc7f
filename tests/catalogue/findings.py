"""Findings as the tests need them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commonweal.catalogue.actions import Finding
from commonweal.standards.publiccode import read

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEMPLATE = """\
publiccodeYmlVersion: "0"
name: {name}
url: {url}
platforms: [web]
categories: [{category}]
developmentStatus: stable
softwareType: standalone/web
description:
  {language}:
    shortDescription: {short}
    longDescription: {short}
    features: [{feature}]
legal: {{license: {licence}}}
maintenance: {{type: internal, contacts: [{{name: Somebody}}]}}
localisation: {{localisationReady: true, availableLanguages: [{language}]}}
"""


def finding(name: str = "Mense facili", *, minutes: int = 0, **changes: Any) -> Finding:
    """A finding of a good file, as a harvest at noon (plus minutes) brings it; `changes` are of the file or finding."""
    url = changes.pop("url", f"https://git.example/borgo/{name.lower().replace(' ', '-')}")
    said = {"name": name, "url": url, "category": "accounting", "language": "it", "licence": "EUPL-1.2"}
    said |= {"short": "Gestione delle mense scolastiche", "feature": "iscrizione dei bambini"}
    said |= {key: changes.pop(key) for key in list(changes) if key in said}
    raw = changes.pop("raw", TEMPLATE.format(**said) + changes.pop("more", ""))
    document, problems = read(raw.encode())
    values = {"source": "harvest:1", "source_name": "Borgo", "precedence": 10, "document": document}
    values |= {"problems": tuple(problems), "raw": raw, "url": url, "seen_at": NOON + timedelta(minutes=minutes)}
    return Finding(**(values | changes))
