"""Advisories of FriendsOfPHP: YAML with the affected versions of each branch, as constraints of Composer.

Source: FriendsOfPHP/security-advisories, README "Contributing"; Composer, "Versions and constraints": versions have
four numbers, and a constraint without a stability begins with the development versions of what it names.
"""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from commonweal.standards import versions
from commonweal.standards.osv.model import Advisory, Affected, Range, Reference
from commonweal.standards.osv.native import END, START, Bound, Stretch, range_of, time_of, within, yaml_record
from commonweal.standards.osv.section import Section, problem
from commonweal.standards.problems import Problem
from commonweal.standards.purl import build

_PREFIX = "composer://"
_CONSTRAINT = re.compile(r"(>=|<=|>|<|==?)?\s*v?([0-9][0-9A-Za-z.+_-]*)\Z")
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*\Z")
_ZEROS = re.compile(r"(?:\.0+)+\Z")


def read(content: bytes, path: str) -> tuple[Advisory | None, list[Problem]]:
    """Read a file of the database; its name becomes part of the id. Never raises."""
    record, problems = yaml_record(content)
    if record is None:
        return None, problems
    section = Section(record, "", problems)
    reference = section.text("reference")
    name = reference.removeprefix(_PREFIX)
    if not reference.startswith(_PREFIX) or not name.strip("/"):
        section.report("reference", "An advisory names its package as composer://vendor/package", "osv-required")
        return None, section.problems
    branches = list(_branches(section, record))
    times = [found for _, branch in branches if (found := time_of(str(branch.get("time") or "")))]
    cve, link = section.text("cve"), section.text("link")
    vendor, _, short = name.rpartition("/")
    affected = Affected(
        ecosystem="Packagist",
        name=name,
        purl=build("composer", vendor or None, short)[0],
        ranges=tuple(_ranges(branches, section.problems)),
    )
    return Advisory(
        id=f"FOP-{name.replace('/', '-')}-{PurePosixPath(path).stem}",
        modified=None,
        published=min(times, default=None),
        aliases=(cve,) if cve else (),
        summary=section.text("title"),
        affected=(affected,),
        references=(Reference("WEB", link),) if link else (),
        database_specific=json.dumps({"branches": [branch for branch, _ in branches]}),
    ), section.problems


def _branches(section: Section, record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    stated = record.get("branches")
    if not isinstance(stated, dict) or not stated:
        section.report("branches", "An advisory names the branches that are affected", "osv-required")
        return
    for name, branch in stated.items():
        if isinstance(branch, dict):
            yield name, branch
        else:
            section.report(f"branches.{name}", "A branch has a time and versions", "osv-type")


def _ranges(branches: list[tuple[str, dict[str, Any]]], problems: list[Problem]) -> Iterator[Range]:
    """Give a range for each branch; one whose constraints are not understood begins at 0, so that none is missed."""
    for name, branch in branches:
        stated = branch.get("versions")
        constraints = [stated] if isinstance(stated, str) else stated
        if not isinstance(constraints, list) or not constraints:
            problems.append(problem(f"branches.{name}.versions", "A branch states its versions", "osv-required"))
            continue
        stretches = []
        for place, constraint in enumerate(constraints):
            found = _stretch(str(constraint))
            if found is None:
                message = f"{str(constraint)[:80]!r} is no constraint of Composer"
                problems.append(problem(f"branches.{name}.versions[{place}]", message, "osv-constraint"))
            else:
                stretches.append(found)
        if stretch := within(stretches):
            yield range_of(stretch)


def _stretch(constraint: str) -> Stretch | None:
    match = _CONSTRAINT.match(constraint.strip())
    if match is None:
        return None
    sign, version = match[1] or "=", match[2]
    # Both ends of the versions that Composer takes for the same: 1.2, 1.2.0, 1.2.0.0.
    shortest, longest = version, version
    if _NUMBERS.match(version):
        shortest = _ZEROS.sub("", version)
        longest = version + ".0" * (3 - version.count("."))
    first = shortest + "-dev" if shortest != version or _NUMBERS.match(version) else version
    keys = [versions.key("composer", each) for each in (first, shortest, longest)]
    if None in keys:
        return None
    begins, fixed, after = (
        Bound(key or b"", text, is_after=is_after)
        for key, is_after, text in zip(keys, (False, False, True), (first, shortest, longest), strict=True)
    )
    return {
        "=": (fixed, after),
        "==": (fixed, after),
        ">": (after, END),
        ">=": (begins, END),
        "<": (START, fixed),
        "<=": (START, after),
    }[sign]
