"""Advisories of the Ruby Advisory Database: YAML that names what is safe; everything else is affected.

Source: rubysec/ruby-advisory-db, README "Schema"; RubyGems, `Gem::Requirement` and `Gem::Version#bump`.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from commonweal.standards import cvss, versions
from commonweal.standards.osv.model import Advisory, Affected, Reference
from commonweal.standards.osv.native import END, START, Bound, Stretch, outside, range_of, time_of, within, yaml_record
from commonweal.standards.osv.section import Section, problem
from commonweal.standards.problems import Problem, Severity
from commonweal.standards.purl import build

# The order that versions of the interpreters have in Package URLs of type generic.
_GEM, _ENGINE = "gem", "generic"
_REQUIREMENT = re.compile(r"(~>|>=|<=|>|<|=)?\s*([0-9A-Za-z][0-9A-Za-z.-]*)\Z")
_SCORES = (("cvss_v4", "4.0"), ("cvss_v3", "3.1"), ("cvss_v2", "2.0"))
_SCORE = re.compile(r"(?:10|[0-9])(?:\.[0-9])?\Z")


def read(content: bytes, path: str) -> tuple[Advisory | None, list[Problem]]:
    """Read a file of the database; its name becomes part of the id. Never raises."""
    record, problems = yaml_record(content)
    if record is None:
        return None, problems
    section = Section(record, "", problems)
    gem, engine = section.text("gem"), section.text("engine")
    if not gem and not engine:
        section.report("gem", "An advisory names a gem, or an engine such as ruby or jruby", "osv-required")
        return None, section.problems
    published = time_of(section.text("date"))
    if published is None:
        section.report("date", "An advisory says the day on which it was published", "osv-time")
    scores = dict(_scores(record))
    version, score = next(((version, scores[key]) for key, version in _SCORES if key in scores), ("", None))
    return Advisory(
        id=f"RUBYSEC-{gem or engine}-{PurePosixPath(path).stem}",
        modified=None,
        published=published,
        aliases=tuple(_aliases(section)),
        summary=section.text("title"),
        details=section.text("description"),
        affected=(_affected(section, record),),
        references=tuple(Reference("WEB", url) for url in dict.fromkeys(_addresses(section))),
        database_specific=json.dumps({key: str(value) for key, value in scores.items()}) if scores else "",
        stated_band=cvss.band_of(score, version) if score is not None else cvss.Band.UNKNOWN,
    ), section.problems


def _affected(section: Section, record: dict[str, Any]) -> Affected:
    gem, engine, platform = section.text("gem"), section.text("engine"), section.text("platform")
    order = _GEM if gem else _ENGINE
    safe = []
    for key in ("patched_versions", "unaffected_versions"):
        stated = record.get(key, [])
        for place, requirement in enumerate(stated if isinstance(stated, list) else [stated]):
            stretch = _stretch(order, str(requirement), f"{key}[{place}]", section.problems)
            if stretch is not None:
                safe.append(stretch)
    affected = outside(safe)
    if not affected:
        section.report("", "Every version is said to be safe", "osv-nothing-affected", Severity.WARNING)
    return Affected(
        ecosystem="RubyGems" if gem else "",
        name=gem or engine,
        purl=build(order, None, gem or engine)[0],
        ranges=tuple(range_of(stretch) for stretch in affected),
        ecosystem_specific=json.dumps({"platform": platform}) if platform else "",
    )


def _stretch(order: str, requirement: str, path: str, problems: list[Problem]) -> Stretch | None:
    """Read what a requirement allows; None where it is not understood, so that nothing counts as safe by it."""
    stretches = []
    for part in requirement.split(","):
        match = _REQUIREMENT.match(part.strip())
        found = _part(order, match[1] or "=", match[2]) if match else None
        if found is None:
            problems.append(problem(path, f"{requirement[:80]!r} is no requirement of RubyGems", "osv-requirement"))
            return None
        stretches.append(found)
    return within(stretches)


def _part(order: str, sign: str, version: str) -> Stretch | None:
    key = versions.key(order, version)
    if key is None:
        return None
    before, after = Bound(key, version, is_after=False), Bound(key, version, is_after=True)
    if sign == "~>":
        bumped = _bumped(order, version)
        return None if bumped is None else (before, bumped)
    return {
        "=": (before, after),
        ">": (after, END),
        ">=": (before, END),
        "<": (START, before),
        "<=": (START, after),
    }[sign]


def _bumped(order: str, version: str) -> Bound | None:
    """Give the end of "~> 2.2.1": 2.3, and not its pre-releases, of which 2.3.a comes before all."""
    numbers = []
    for part in re.split(r"[.-]", version):
        if not part.isdigit():
            break
        numbers.append(int(part))
    if not numbers or not versions.key(order, version):
        return None
    numbers = numbers[:-1] or numbers
    text = ".".join(map(str, [*numbers[:-1], numbers[-1] + 1]))
    key = versions.key(order, f"{text}.a")
    return None if key is None else Bound(key, f"{text}.a", is_after=False)


def _aliases(section: Section) -> Iterator[str]:
    for key, prefix in (("cve", "CVE-"), ("ghsa", "GHSA-")):
        text = section.text(key)
        if text:
            yield text if text.startswith(prefix) else prefix + text


def _addresses(section: Section) -> Iterator[str]:
    if url := section.text("url"):
        yield url
    if related := section.inner("related"):
        yield from related.texts("url")


def _scores(record: dict[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """Give the scores that are numbers from 0 to 10; vectors are not written in this database."""
    for key, _ in _SCORES:
        text = str(record.get(key, ""))
        if _SCORE.match(text):
            yield key, Decimal(text)
