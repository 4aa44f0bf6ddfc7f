"""Bytes of a publiccode.yml to what they say and what is wrong with them.

Source: publiccode.yml 0.7.0 schema.core (yml.publiccode.tools), and the documentation of every older version; every
file is judged by the newest rules, as the reference parser does.
"""

from commonweal.standards import language
from commonweal.standards.problems import Problem
from commonweal.standards.publiccode import checks, vocabularies
from commonweal.standards.publiccode.document import Mapping, parse
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
from commonweal.standards.publiccode.section import Report, Section

_SAFE_TO_DROP = "It's safe to drop it"
_DROPPED_KEYS = ("monochromeLogo", "inputTypes", "outputTypes")


def read(content: bytes) -> tuple[PublicCode | None, list[Problem]]:
    """Understand as much as possible, report all that is wrong, in the order of the file.

    Never raises. None where nothing useful could be understood: no mapping, or neither a name nor a URL.
    """
    document = parse(content)
    report = Report(document.problems, is_complete=document.is_complete)
    if not isinstance(document.root, Mapping):
        if document.root is not None:
            report.add("", document.root, "the file is not a mapping of keys to values", "not-a-mapping")
        return None, report.problems
    publiccode = _public_code(Section(document.root, "", report), report)
    report.problems.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
    return (publiccode if publiccode.name or publiccode.url else None), report.problems


def _public_code(root: Section, report: Report) -> PublicCode:
    version = _version(root)
    for key in _DROPPED_KEYS:
        root.deprecate(key, "Use 'logo' instead" if key == "monochromeLogo" else _SAFE_TO_DROP)
        root.keep(key)
    italian = read_italian(root)
    legal = _legal(root.section("legal", is_required=True))
    publiccode = PublicCode(
        version=version,
        name=root.text("name", is_required=True),
        application_suite=root.text("applicationSuite"),
        url=root.text("url", checks.repository_address, is_required=True),
        landing_url=root.text("landingURL", checks.web_address),
        is_based_on=root.texts("isBasedOn", checks.repository_address, may_be_single=True),
        software_version=root.text("softwareVersion"),
        release_date=root.date("releaseDate"),
        logo=root.text("logo", checks.picture),
        platforms=root.texts("platforms", may_be_single=True, is_required=True),
        categories=root.texts("categories", checks.category),
        used_by=root.texts("usedBy"),
        funded_by=tuple(_organisation(section) for section in root.sections("fundedBy")),
        roadmap=root.text("roadmap", checks.web_address),
        development_status=root.text(
            "developmentStatus", checks.one_of(vocabularies.DEVELOPMENT_STATUSES), is_required=True
        ),
        software_type=root.text("softwareType", checks.one_of(vocabularies.SOFTWARE_TYPES), is_required=True),
        supports=tuple(dict.fromkeys(_supports(root) + italian.supports)),
        organisation=_publisher(root, italian.organisation_uri, legal.repo_owner),
        intended_audience=_audience(root.section("intendedAudience")),
        description=_descriptions(root),
        legal=legal,
        maintenance=_maintenance(root.section("maintenance", is_required=True)),
        localisation=_localisation(root.section("localisation", is_required=True)),
        depends_on=_dependencies(root.section("dependsOn")),
        unknown=report.unknown,
    )
    root.close()
    return publiccode


def _version(root: Section) -> str | None:
    key = "publiccodeYmlVersion"
    if root.is_number(key):  # 0.10 would become 0.1
        root.complain(key, "wrong type for this field", "wrong-type")
    return root.text(key, checks.version, is_required=True)


def _supports(root: Section) -> tuple[str, ...]:
    found = []
    for section in root.sections("supports"):
        if section.has("name"):  # a plain text stands where the standard wants a mapping with an id
            found.append(section.text("name", checks.supported))
        found.append(section.text("id", checks.supported, is_required=not found))
        section.close()
    return tuple(item for item in found if item)


def _organisation(section: Section) -> Organisation:
    organisation = Organisation(uri=section.text("uri", checks.uri, is_required=True), name=section.text("name"))
    section.close()
    return organisation


def _publisher(root: Section, italian_uri: str | None, repo_owner: str | None) -> Organisation | None:
    """Give the organisation; older files name it in the Italian section and under legal.repoOwner."""
    declared = _organisation(root.section("organisation")) if root.has("organisation") else Organisation()
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
    section = root.section("description", is_required=True)
    found: dict[str, Description] = {}
    for key in section.names():
        if not language.is_valid(key):
            root.report.add("description", section.place(key), "must be a valid BCP 47 language", "language")
        tag = language.canonical(key)
        if tag is None:
            section.keep(key)
        else:
            description = _description(section.section(key))
            found.setdefault(tag, description)
    return tuple(found.items())


def _description(section: Section) -> Description:
    section.deprecate("genericName", _SAFE_TO_DROP)
    if section.has("freeTags"):
        section.deprecate("freeTags", _SAFE_TO_DROP)
        section.keep("freeTags")
    description = Description(
        localised_name=section.text("localisedName"),
        generic_name=section.text("genericName", checks.length(at_most=35)),
        short_description=section.text("shortDescription", checks.length(at_most=150), is_required=True),
        long_description=section.text("longDescription", checks.length(at_least=150, at_most=10_000), is_required=True),
        documentation=section.text("documentation", checks.web_address),
        api_documentation=section.text("apiDocumentation", checks.web_address),
        features=section.texts("features", is_required=True),
        screenshots=section.texts("screenshots", checks.picture),
        videos=section.texts("videos", checks.web_address),
        awards=section.texts("awards"),
    )
    section.close()
    return description


def _legal(section: Section) -> Legal:
    section.deprecate("repoOwner", "Use 'organisation.name' instead")
    section.deprecate("authorsFile", _SAFE_TO_DROP)
    legal = Legal(
        license=section.text("license", checks.licence, is_required=True),
        main_copyright_owner=section.text("mainCopyrightOwner"),
        repo_owner=section.text("repoOwner"),
        authors_file=section.text("authorsFile", checks.picture),
    )
    section.close()
    return legal


def _maintenance(section: Section) -> Maintenance:
    kind = section.text("type", checks.one_of(vocabularies.MAINTENANCE_TYPES), is_required=True)
    if kind == "contract" and not section.has("contractors"):
        section.require("contractors", f' when "type" is "{kind}"')
    if kind and kind != "contract" and section.has("contractors"):
        section.complain("contractors", 'must not be present unless "type" is "contract"', "not-allowed")
    if kind in {"internal", "community"} and not section.has("contacts"):
        section.require("contacts", f' when "type" is "{kind}"')
    maintenance = Maintenance(
        type=kind,
        contractors=tuple(_contractor(item, is_current=kind == "contract") for item in section.sections("contractors")),
        contacts=tuple(_contact(item) for item in section.sections("contacts")),
    )
    section.close()
    return maintenance


def _contractor(section: Section, *, is_current: bool) -> Contractor:
    contractor = Contractor(
        name=section.text("name", is_required=True),
        until=section.date("until", is_required=is_current),
        email=section.text("email", checks.email),
        website=section.text("website", checks.web_address),
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
    languages = section.texts("availableLanguages", checks.language_tag, is_required=True)
    section.close()
    return Localisation(localisation_ready=ready, available_languages=languages)


def _dependencies(section: Section) -> Dependencies:
    dependencies = Dependencies(
        open=tuple(_dependency(item) for item in section.sections("open")),
        proprietary=tuple(_dependency(item) for item in section.sections("proprietary")),
        hardware=tuple(_dependency(item) for item in section.sections("hardware")),
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
