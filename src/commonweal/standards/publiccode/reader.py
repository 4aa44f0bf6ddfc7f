"""Bytes of a publiccode.yml to what they say and what is wrong with them.

Source: publiccode.yml 0.7.0 schema.core (yml.publiccode.tools), and the documentation of every older version; every
file is judged by the newest rules, as the reference parser does.
"""

from collections.abc import Iterable
from typing import TypeVar

from commonweal.standards import language, licences
from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode import addresses, checks, vocabularies
from commonweal.standards.publiccode.document import Document, Mapping, Scalar, parse
from commonweal.standards.publiccode.italian import read_italian
from commonweal.standards.publiccode.model import (
    Audience,
    Contact,
    Contractor,
    Dependencies,
    Dependency,
    Description,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
    PublicCode,
)
from commonweal.standards.publiccode.report import Report
from commonweal.standards.publiccode.section import Section

Value = TypeVar("Value")

_SAFE_TO_DROP = "It's safe to drop it"
_DROPPED_TEXTS = ("monochromeLogo",)
_DROPPED_LISTS = ("inputTypes", "outputTypes")


def read(content: bytes) -> tuple[PublicCode | None, list[Problem]]:
    """Understand as much as possible, report all that is wrong, in the order of the file.

    Never raises. None where nothing useful could be understood: no mapping, or neither a name nor a URL.
    """
    return read_document(parse(content))


def read_document(document: Document) -> tuple[PublicCode | None, list[Problem]]:
    """Understand a document that has been parsed already; otherwise as `read`."""
    report = Report(document.problems, document.root, is_complete=document.is_complete)
    if not isinstance(document.root, Mapping):
        if document.root is not None or document.is_complete:
            message = "publiccodeYmlVersion is a required field: the file has no keys"
            report.add("publiccodeYmlVersion", None, message, "not-a-mapping" if document.root else "empty")
        return None, report.problems
    publiccode = _public_code(Section(document.root, "", report), report)
    report.sort()
    return (publiccode if publiccode.name or publiccode.url else None), report.problems


def _public_code(root: Section, report: Report) -> PublicCode:
    version = _version(root)
    for key in _DROPPED_TEXTS + _DROPPED_LISTS:
        _dropped(root, key)
    italian = read_italian(root)
    legal = _legal(root.section("legal"))
    publiccode = PublicCode(
        version=version,
        name=root.text("name", is_required=True),
        application_suite=root.text("applicationSuite"),
        url=root.text("url", addresses.repository_address, is_required=True),
        landing_url=root.text("landingURL", addresses.web_address),
        is_based_on=root.texts("isBasedOn", addresses.repository_address, may_be_single=True),
        software_version=root.text("softwareVersion"),
        release_date=root.date("releaseDate"),
        logo=root.text("logo", addresses.logo),
        platforms=root.texts("platforms", has_items=True),
        categories=root.texts("categories", checks.category),
        used_by=root.texts("usedBy"),
        funded_by=_present(_organisation(section) for section in root.sections("fundedBy")),
        roadmap=root.text("roadmap", addresses.web_address),
        development_status=root.text(
            "developmentStatus", checks.one_of(vocabularies.DEVELOPMENT_STATUSES), is_required=True
        ),
        software_type=root.text("softwareType", checks.one_of(vocabularies.SOFTWARE_TYPES), is_required=True),
        supports=tuple(dict.fromkeys(_supports(root) + italian.supports)),
        organisation=_publisher(root, italian.organisation_uri, legal.repo_owner),
        intended_audience=_audience(root.section("intendedAudience")),
        description=_descriptions(root),
        legal=legal,
        maintenance=_maintenance(root.section("maintenance")),
        localisation=_localisation(root.section("localisation")),
        depends_on=_dependencies(root.section("dependsOn")),
        unknown=report.unknown,
    )
    root.close()
    return publiccode


def _dropped(root: Section, key: str) -> None:
    """Take a key that the standard gave up; what it may hold is still checked."""
    root.deprecate(
        key, "Use 'logo' instead" if key == "monochromeLogo" else _SAFE_TO_DROP, if_text=key in _DROPPED_TEXTS
    )
    root.remember(key)
    if key in _DROPPED_TEXTS:
        root.text(key, addresses.logo)
    else:
        root.texts(key, checks.mime_type)


def _version(root: Section) -> str | None:
    """Take the version: the one text that has to be quoted where it looks like a number."""
    key = "publiccodeYmlVersion"
    node = root.node(key)
    if node is None:
        root.report.add(key, None, "is a required field", "required")
    elif not isinstance(node, Scalar) or node.is_null or node.is_number or node.boolean is not None:
        root.complain(key, "wrong type for this field", "wrong-type")
        if not isinstance(node, Scalar):
            root.keep(key)
    else:
        written = root.place(key)
        if isinstance(written, Scalar) and written.text == key:
            return root.text(key, checks.version)
        root.report.add(key, None, "is a required field", "required")
    return root.text(key)


def _supports(root: Section) -> tuple[str, ...]:
    found = []
    for section in root.sections("supports"):
        if section.is_silent:  # a plain text stands where the standard wants a mapping with an id
            found.append(addresses.supported(section.text("name") or "")[0])
        else:
            found.append(section.text("id", addresses.supported, is_required=True))
            section.close()
    return tuple(item for item in found if item)


def _organisation(section: Section) -> Organisation:
    organisation = Organisation(uri=section.text("uri", addresses.uri, is_required=True), name=section.text("name"))
    section.close()
    return organisation


def _present(found: Iterable[Value]) -> tuple[Value, ...]:
    """Leave out what says nothing, such as the empty item of a list."""
    return tuple(value for value in found if value != type(value)())


def _publisher(root: Section, italian_uri: str | None, repo_owner: str | None) -> Organisation | None:
    """Give the organisation; older files name it in the Italian section and under legal.repoOwner."""
    is_declared = root.has("organisation")
    section = root.section("organisation")
    declared = _organisation(section) if is_declared else Organisation()
    publisher = Organisation(uri=declared.uri or italian_uri, name=declared.name or repo_owner)
    return publisher if publisher.uri or publisher.name else None


def _audience(section: Section) -> Audience:
    audience = Audience(
        countries=section.texts("countries", checks.country),
        unsupported_countries=section.texts("unsupportedCountries", checks.country),
        scope=section.texts("scope", checks.scope),
    )
    section.close()
    return audience


def _descriptions(root: Section) -> tuple[tuple[str, Description], ...]:
    place = root.place("description")
    if not root.has("description"):
        root.require_items("description")
    section = root.section("description")
    names = section.names()
    if not names and not section.is_silent and place != section.place(""):
        root.report.add("description", place, "must contain more than 0 items", "empty-list")
    found: dict[str, Description] = {}
    for key in names:
        if not language.is_valid(key):
            root.report.add("description", place, "must be a valid BCP 47 language", "language")
        tag = language.canonical(key)
        if tag is None:
            section.keep(key)
        else:
            description = _description(section.section(key))
            found.setdefault(tag, description)
    return tuple(found.items())


def _description(section: Section) -> Description:
    section.deprecate("genericName", _SAFE_TO_DROP, if_text=True)
    description = Description(
        localised_name=section.text("localisedName"),
        generic_name=section.text("genericName", checks.length(at_most=35)),
        short_description=section.text("shortDescription", checks.length(at_most=150), is_required=True),
        long_description=section.text("longDescription", checks.length(at_least=150, at_most=10_000), is_required=True),
        documentation=section.text("documentation", addresses.web_address),
        api_documentation=section.text("apiDocumentation", addresses.web_address),
        features=section.texts("features", has_items=True),
        screenshots=section.texts("screenshots", addresses.screenshot),
        videos=section.texts("videos", addresses.video),
        awards=section.texts("awards"),
    )
    section.close()
    return description


def _legal(section: Section) -> Legal:
    section.deprecate("repoOwner", "Use 'organisation.name' instead")
    section.deprecate("authorsFile", _SAFE_TO_DROP)
    place = section.place("license")
    legal = Legal(
        license=section.text("license", checks.licence, is_required=True),
        main_copyright_owner=section.text("mainCopyrightOwner"),
        repo_owner=section.text("repoOwner"),
        authors_file=section.text("authorsFile", addresses.picture),
    )
    if legal.license and licences.openness(legal.license) is licences.Openness.NOT_OPEN:
        message = "is not an open source licence: neither OSI nor FSF lists it as one"
        section.report.add(section.path("license"), place, message, "not-open", Severity.INFO)
    section.close()
    return legal


def _maintenance(section: Section) -> Maintenance:
    written = section.peek("type")
    kind = section.text("type", checks.one_of(vocabularies.MAINTENANCE_TYPES), is_required=True)
    if written == "contract" and not section.has("contractors"):
        section.require("contractors", f' when "type" is "{written}"')
    if written != "contract" and section.has("contractors"):
        section.complain("contractors", 'must not be present unless "type" is "contract"', "not-allowed")
    if written in {"internal", "community"} and not section.has("contacts"):
        section.require("contacts", f' when "type" is "{written}"')
    is_current = written == "contract"
    maintenance = Maintenance(
        type=kind,
        contractors=_present(_contractor(item, is_current=is_current) for item in section.sections("contractors")),
        contacts=_present(_contact(item) for item in section.sections("contacts")),
    )
    section.close()
    return maintenance


def _contractor(section: Section, *, is_current: bool) -> Contractor:
    contractor = Contractor(
        name=section.text("name", is_required=True),
        until=section.date("until", is_required=is_current),
        email=section.text("email", checks.email),
        website=section.text("website", addresses.web_address),
    )
    section.close()
    return contractor


def _contact(section: Section) -> Contact:
    contact = Contact(
        name=section.text("name", is_required=True),
        email=section.text("email", checks.email),
        phone=section.text("phone"),
        affiliation=section.text("affiliation"),
    )
    section.close()
    return contact


def _localisation(section: Section) -> Localisation:
    ready = section.boolean("localisationReady", is_required=True)
    languages = section.texts("availableLanguages", checks.language_tag, is_required=True, has_items=True)
    section.close()
    return Localisation(localisation_ready=ready, available_languages=languages)


def _dependencies(section: Section) -> Dependencies:
    dependencies = Dependencies(
        open=_present(_dependency(item) for item in section.sections("open")),
        proprietary=_present(_dependency(item) for item in section.sections("proprietary")),
        hardware=_present(_dependency(item) for item in section.sections("hardware")),
    )
    section.close()
    return dependencies


def _dependency(section: Section) -> Dependency:
    dependency = Dependency(
        name=section.text("name", is_required=True),
        version_min=section.text("versionMin"),
        version_max=section.text("versionMax"),
        version=section.text("version"),
        optional=section.boolean("optional"),
    )
    section.close()
    return dependency
