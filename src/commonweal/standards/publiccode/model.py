"""What a publiccode.yml says, as frozen values named as the standard names them (in snake_case).

Source: publiccode.yml 0.7.0, schema.core. An absent scalar is None, an absent list is ().
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commonweal.standards.publiccode import plain


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who publishes or pays: a URI, a name, or both."""

    uri: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom the software was made: ISO 3166-1 alpha-2 countries in upper case, and scopes of the vocabulary."""

    countries: tuple[str, ...] = ()
    unsupported_countries: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What the software is, in one language."""

    localised_name: str | None = None
    generic_name: str | None = None
    short_description: str | None = None
    long_description: str | None = None
    documentation: str | None = None
    api_documentation: str | None = None
    features: tuple[str, ...] = ()
    screenshots: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Legal:
    """The licence as an SPDX expression (canonical where it could be read), and who owns what."""

    license: str | None = None
    main_copyright_owner: str | None = None
    repo_owner: str | None = None
    authors_file: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or desk to write to. Personal data: keep out of public dumps."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Contractor:
    """Who maintains the software under contract, and until when."""

    name: str | None = None
    until: date | None = None
    email: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Maintenance:
    """How the software is maintained."""

    type: str | None = None
    contractors: tuple[Contractor, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Localisation:
    """Which languages the software speaks, as BCP 47 tags; `localisation_ready` is None where nobody said."""

    localisation_ready: bool | None = None
    available_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something the software needs."""

    name: str | None = None
    version_min: str | None = None
    version_max: str | None = None
    version: str | None = None
    optional: bool | None = None


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the software needs, by kind."""

    open: tuple[Dependency, ...] = ()
    proprietary: tuple[Dependency, ...] = ()
    hardware: tuple[Dependency, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicCode:
    """One publiccode.yml.

    Every web address is http or https. `version` is as declared. `unknown` keeps, by dotted path, the keys that this
    model has no place for: unknown ones, `x-` extensions and country sections.
    """

    version: str | None = field(default=None, metadata={"key": "publiccodeYmlVersion"})
    name: str | None = None
    application_suite: str | None = None
    url: str | None = None
    landing_url: str | None = field(default=None, metadata={"key": "landingURL"})
    is_based_on: tuple[str, ...] = ()
    software_version: str | None = None
    release_date: date | None = None
    logo: str | None = None
    platforms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    funded_by: tuple[Organisation, ...] = ()
    roadmap: str | None = None
    development_status: str | None = None
    software_type: str | None = None
    supports: tuple[str, ...] = ()
    organisation: Organisation | None = None
    intended_audience: Audience = Audience()
    description: tuple[tuple[str, Description], ...] = ()
    legal: Legal = Legal()
    maintenance: Maintenance = Maintenance()
    localisation: Localisation = Localisation()
    depends_on: Dependencies = Dependencies()
    unknown: Mapping[str, object] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, object]:
        """Give plain JSON values under the keys of the standard; what is absent is left out."""
        return plain.to_dict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "PublicCode":
        """Give back what `to_dict` stored; keys that are not of this model are passed over."""
        return plain.from_dict(cls, stored)
