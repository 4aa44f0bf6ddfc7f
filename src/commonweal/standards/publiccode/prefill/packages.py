"""Package descriptions in lines of text: setup.cfg, R's DESCRIPTION, and what a gemspec says in plain words.

Source: setuptools "Configuring setuptools using setup.cfg files"; "Writing R Extensions" 1.1.1 (Debian control form);
RubyGems specification reference. A gemspec is a program: it is not run, only its quoted values are read.
"""

import configparser
import re

from commonweal.standards.publiccode.model import Contact
from commonweal.standards.publiccode.prefill import said
from commonweal.standards.publiccode.prefill.licence_text import licence_by_name
from commonweal.standards.publiccode.prefill.manifests import classified
from commonweal.standards.publiccode.prefill.said import Said

_GEM_VALUE = re.compile(
    r"^[ \t]*\w{1,20}\.(name|version|summary|description|homepage|license|licenses)[ \t]*=[ \t]*\[?[ \t]*"
    r"([\"'])((?:(?!\2)[^\n\\#]){1,2000})\2",
    re.MULTILINE,
)
_R_FIELD = re.compile(r"^([A-Z][A-Za-z/@]{1,40}):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)


def setup_cfg(content: bytes) -> Said:
    """Read the metadata section of setup.cfg. Never raises."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(said.text_of(content))
        metadata = dict(parser.items("metadata"))
    except (configparser.Error, ValueError):
        return Said()
    plain = {key: value for key, value in metadata.items() if value and not value.startswith(("attr:", "file:"))}
    pairs = (each.partition("=") for each in plain.get("project_urls", "").splitlines())
    urls = {name.strip().lower(): address.strip() for name, _, address in pairs}
    of_classifiers = classified(said.lines(plain.get("classifiers", "").splitlines()))
    name, email = said.line(plain.get("maintainer")), said.email(plain.get("maintainer_email"))
    return Said(
        name=said.line(plain.get("name")),
        landing_url=said.web_address(plain.get("url") or plain.get("home_page") or plain.get("home-page")),
        documentation=said.web_address(urls.get("documentation")),
        version=said.version(plain.get("version")),
        licence=said.licence(plain.get("license")),
        summary=said.line(plain.get("description") or plain.get("summary")),
        keywords=said.lines(re.split(r"[,\n]", plain.get("keywords", ""))),
        platforms=of_classifiers.platforms,
        languages=of_classifiers.languages,
        development_status=of_classifiers.development_status,
        contacts=(Contact(name=name, email=email),) if name and email else (),
    )


def r_description(content: bytes) -> Said:
    """Read the DESCRIPTION of an R package; a file of that name without its fields says nothing. Never raises."""
    fields = dict(_R_FIELD.findall(said.text_of(content)[:100_000]))
    if "Package" not in fields:
        return Said()
    addresses = [each for each in re.split(r"[,\s]+", fields.get("URL", "")) if said.web_address(each)]
    maintainer = said.named_contact(fields.get("Maintainer"))
    return Said(
        name=said.line(fields["Package"]),
        landing_url=said.first(addresses),
        version=said.version(fields.get("Version")),
        release_date=said.day(fields.get("Date")),
        licence=licence_by_name(fields.get("License")),
        summary=said.line(fields.get("Title")),
        text=said.paragraphs(fields.get("Description")),
        contacts=(maintainer,) if maintainer else (),
        software_type="library",
    )


def gemspec(content: bytes) -> Said:
    """Read the quoted values of a gemspec. Never raises."""
    found: dict[str, str] = {}
    for key, _, value in _GEM_VALUE.findall(said.text_of(content)[:100_000]):
        found.setdefault(key, value)
    return Said(
        name=said.line(found.get("name")),
        landing_url=said.web_address(found.get("homepage")),
        version=said.version(found.get("version")),
        licence=said.licence(found.get("license") or found.get("licenses")),
        summary=said.line(found.get("summary")),
        text=said.paragraphs(found.get("description")),
    )
