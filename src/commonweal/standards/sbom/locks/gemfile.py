"""Gemfile.lock.

Source: bundler.io, "Gemfile.lock"; packages stand below GEM, GIT and PATH, direct needs below DEPENDENCIES. It does not
tell development from production.
"""

import re

from commonweal.standards import purl
from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import ROOT, Listing
from commonweal.standards.sbom.model import Component, Sbom

_GEM = re.compile(r"    ([^\s(]+) \(([^)]+)\)")
_NEED = re.compile(r"      ([^\s(!]+)(?: \(.*\))?!?")
_DIRECT = re.compile(r"  ([^\s(!]+)(?: \(.*\))?!?")
_SOURCES = ("GEM", "GIT", "PATH", "PLUGIN SOURCE")


def is_gemfile(content: str) -> bool:
    """Say whether this is a lock file of Bundler."""
    return re.search(r"^(GEM|GIT|PATH)\n  remote:", content, re.MULTILINE) is not None and "\nDEPENDENCIES" in content


def read_gemfile(content: str, problems: Problems, limits: Limits) -> Sbom:
    """Give the gems by their names."""
    listing = Listing("Gemfile.lock", "", problems, limits)
    listing.project(None)
    section, current = "", ""
    for line in content.splitlines():
        if line and not line[0].isspace():
            section = line.strip()
        elif section in _SOURCES and (gem := _GEM.fullmatch(line)):
            current = gem.group(1)
            listing.add(_component(current, gem.group(2), section))
        elif section in _SOURCES and current and (need := _NEED.fullmatch(line)):
            listing.graph.join(current, need.group(1))
        elif section == "DEPENDENCIES" and (direct := _DIRECT.fullmatch(line)):
            listing.graph.join(ROOT, direct.group(1))
    return listing.sbom()


def _component(name: str, stated: str, section: str) -> Component:
    version, _, platform = stated.partition("-")
    found, _ = purl.build("gem", None, name, version, qualifiers={"platform": platform} if platform else None)
    return Component(name, name, version, purl=str(found) if found and section == "GEM" else None)
