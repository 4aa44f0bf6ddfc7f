"""The fields of the editor's form: which value each one holds, what it is called, and help in plain words.

Order and needs follow publiccode.yml 0.7.0; what is not in a section here is still in the YAML beside the form.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """How a value is filled in."""

    TEXT = "text"
    ADDRESS = "address"
    EMAIL = "email"
    LONG = "long"
    LINES = "lines"
    CHOICE = "choice"
    CHECKS = "checks"
    ENTRIES = "entries"


class Need(StrEnum):
    """Whether a field must be filled in."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key under the section's holder, and the vocabulary that its values come from."""

    key: str
    label: str | Promise
    help: str | Promise = ""
    kind: Kind = Kind.TEXT
    need: Need = Need.OPTIONAL
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A list whose items have several keys, such as contacts."""

    path: str
    title: str | Promise
    item: str | Promise
    help: str | Promise
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form."""

    id: str
    title: str | Promise
    help: str | Promise
    fields: tuple[Field, ...] = ()
    groups: tuple[Group, ...] = ()
    is_by_language: bool = False


_NAME = Field("name", _("Name"), need=Need.REQUIRED)
_WHAT_IS_NEEDED = (
    _NAME,
    Field("versionMin", _("Oldest version that works")),
    Field("versionMax", _("Newest version that works")),
    Field("version", _("Only this version")),
    Field("optional", _("Can do without?"), kind=Kind.CHOICE, vocabulary="yes-no"),
)

BASICS = Section(
    "basics",
    _("The basics"),
    _("What the software is called, where its code lies, and how far it is."),
    fields=(
        Field("name", _("Name of the software"), _("As people know it, without a version."), need=Need.REQUIRED),
        Field(
            "url",
            _("Address of the repository"),
            _("Where the source code lies. It must be the address of this repository itself, not of a copy."),
            Kind.ADDRESS,
            Need.REQUIRED,
        ),
        Field(
            "landingURL",
            _("Address of the website"),
            _("Where people who want to use the software should go first."),
            Kind.ADDRESS,
        ),
        Field("developmentStatus", _("How far is it?"), kind=Kind.CHOICE, need=Need.REQUIRED, vocabulary="status"),
        Field(
            "softwareType",
            _("What kind of software is it?"),
            kind=Kind.CHOICE,
            need=Need.REQUIRED,
            vocabulary="software_type",
        ),
        Field(
            "platforms",
            _("Where does it run?"),
            _("Tick at least one, or write another in the empty field."),
            Kind.CHECKS,
            Need.REQUIRED,
            "platform",
        ),
        Field(
            "categories",
            _("What is it for?"),
            _("Tick what fits best; two or three are enough. People find the software under these words."),
            Kind.CHECKS,
            vocabulary="category",
        ),
        Field("softwareVersion", _("Newest version"), _("Such as 2.4.1.")),
        Field("releaseDate", _("When that version came out"), _("Year, month and day, such as 2026-05-01.")),
        Field("logo", _("Logo"), _("The path of a picture in the repository (svg or png), or its web address.")),
        Field("applicationSuite", _("Belongs to the suite"), _("If the software is one part of a larger product.")),
        Field(
            "isBasedOn",
            _("Based on"),
            _("Only for a variant of other software: the address of the original's repository. One on each line."),
            Kind.LINES,
        ),
        Field("roadmap", _("Roadmap"), _("The address of a page that says what comes next."), Kind.ADDRESS),
    ),
)
DESCRIPTION = Section(
    "description",
    _("What it does"),
    _("One description for each language. Write for somebody who decides, not for somebody who programs."),
    is_by_language=True,
    fields=(
        Field("shortDescription", _("In one sentence"), _("At most 150 characters."), need=Need.REQUIRED),
        Field(
            "longDescription",
            _("In a few paragraphs"),
            _("What it does, for whom, and what it replaces: 150 to 10,000 characters. Markdown is allowed."),
            Kind.LONG,
            Need.REQUIRED,
        ),
        Field("features", _("What it can do"), _("One feature on each line."), Kind.LINES, Need.REQUIRED),
        Field("localisedName", _("Name in this language"), _("Only if it is called otherwise in this language.")),
        Field("documentation", _("Handbook"), _("The address of the documentation for users."), Kind.ADDRESS),
        Field("apiDocumentation", _("Documentation of the interface (API)"), kind=Kind.ADDRESS),
        Field(
            "screenshots",
            _("Pictures"),
            _("Paths of pictures in the repository, or their addresses. One on each line."),
            Kind.LINES,
        ),
        Field("videos", _("Videos"), _("Their addresses. One on each line."), Kind.LINES),
        Field("awards", _("Awards"), _("One on each line."), Kind.LINES),
    ),
)
AUDIENCE = Section(
    "audience",
    _("Who it is for"),
    _("It helps others to see whether the software could be something for them."),
    fields=(
        Field("intendedAudience.scope", _("Fields of work"), kind=Kind.CHECKS, vocabulary="scope"),
        Field(
            "intendedAudience.countries",
            _("Made for these countries"),
            _("Only if it follows the law of single countries. Two letters each, such as IT."),
            Kind.ENTRIES,
            vocabulary="country",
        ),
        Field(
            "intendedAudience.unsupportedCountries",
            _("Cannot be used in these countries"),
            kind=Kind.ENTRIES,
            vocabulary="country",
        ),
        Field("usedBy", _("Who uses it"), _("Names of bodies. One on each line."), Kind.LINES),
    ),
)
LEGAL = Section(
    "legal",
    _("Licence and owner"),
    _("What others may do with the software, and who stands behind it."),
    fields=(
        Field(
            "legal.license",
            _("Licence"),
            _("Its short name from the SPDX list, such as EUPL-1.2. It must be the one in the repository."),
            need=Need.REQUIRED,
            vocabulary="licence",
        ),
        Field("legal.mainCopyrightOwner", _("Who holds the copyright"), _("The name of a body or a person.")),
        Field("organisation.name", _("Who publishes it"), _("The name of the public body.")),
        Field(
            "organisation.uri",
            _("Identifier of who publishes it"),
            _("An address that stands for the body, or a register's identifier such as urn:x-italian-pa:c_h501."),
        ),
    ),
    groups=(
        Group(
            "fundedBy",
            _("Who paid for it"),
            _("Funder"),
            "",
            (
                Field("uri", _("Identifier"), _("An address that stands for the body."), need=Need.REQUIRED),
                Field("name", _("Name")),
            ),
        ),
    ),
)
MAINTENANCE = Section(
    "maintenance",
    _("Maintenance and contacts"),
    _("Who looks after the software, and whom to write to."),
    fields=(
        Field(
            "maintenance.type", _("Who looks after it?"), kind=Kind.CHOICE, need=Need.REQUIRED, vocabulary="maintenance"
        ),
    ),
    groups=(
        Group(
            "maintenance.contacts",
            _("Contacts"),
            _("Contact"),
            _("Required when your own staff or a community looks after it. Everyone will be able to read this."),
            (
                _NAME,
                Field("email", _("E-mail address"), kind=Kind.EMAIL),
                Field("phone", _("Telephone")),
                Field("affiliation", _("Works for")),
            ),
        ),
        Group(
            "maintenance.contractors",
            _("Contractors"),
            _("Contractor"),
            _("Required when the software is looked after under a contract, and only then."),
            (
                _NAME,
                Field("until", _("Contract ends on"), _("Such as 2027-12-31."), need=Need.REQUIRED),
                Field("email", _("E-mail address"), kind=Kind.EMAIL),
                Field("website", _("Website"), kind=Kind.ADDRESS),
            ),
        ),
    ),
)
LANGUAGES = Section(
    "languages",
    _("Languages of the software"),
    _("Which languages people can choose when they use the software."),
    fields=(
        Field(
            "localisation.availableLanguages",
            _("It speaks"),
            _("Short codes, such as en, it or pt-BR."),
            Kind.ENTRIES,
            Need.REQUIRED,
            "language",
        ),
        Field(
            "localisation.localisationReady",
            _("Can it be translated without changing its code?"),
            kind=Kind.CHOICE,
            need=Need.REQUIRED,
            vocabulary="yes-no",
        ),
    ),
)
DEPENDENCIES = Section(
    "dependencies",
    _("What it needs"),
    _("Other software and devices that must be there. Libraries that come along need not be named."),
    groups=(
        Group("dependsOn.open", _("Open source software"), _("Software"), "", _WHAT_IS_NEEDED),
        Group("dependsOn.proprietary", _("Software that has to be bought"), _("Software"), "", _WHAT_IS_NEEDED),
        Group("dependsOn.hardware", _("Devices"), _("Device"), "", _WHAT_IS_NEEDED),
    ),
)
TECHNICAL = Section(
    "technical",
    _("Technical"),
    "",
    fields=(
        Field(
            "publiccodeYmlVersion",
            _("Version of the standard"),
            _("Write 0, which stands for the newest. For a file of an older version use Upgrade."),
            need=Need.REQUIRED,
        ),
    ),
    groups=(
        Group(
            "supports",
            _("Laws, standards and platforms it supports"),
            _("Supports"),
            "",
            (
                Field(
                    "id",
                    _("Identifier"),
                    _("An address, a urn: or an alias such as alias:gdpr."),
                    need=Need.REQUIRED,
                    vocabulary="support",
                ),
            ),
        ),
    ),
)
SECTIONS = (BASICS, DESCRIPTION, AUDIENCE, LEGAL, MAINTENANCE, LANGUAGES, DEPENDENCIES, TECHNICAL)
