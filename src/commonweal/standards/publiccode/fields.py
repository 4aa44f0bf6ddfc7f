"""Where each kind of value stands, by pattern ("*" is a language): the table that repair and the schema work from.

Source: publiccode.yml 0.7.0 schema.core.
"""

from commonweal.standards.publiccode import addresses, checks, vocabularies
from commonweal.standards.publiccode.outcomes import Check

# Values that must be a list of texts, and what each text must be.
LISTS: dict[str, Check | None] = {
    "platforms": None,
    "categories": checks.category,
    "usedBy": None,
    "intendedAudience.countries": checks.country,
    "intendedAudience.unsupportedCountries": checks.country,
    "intendedAudience.scope": checks.scope,
    "description.*.features": None,
    "description.*.screenshots": addresses.screenshot,
    "description.*.videos": addresses.video,
    "description.*.awards": None,
    "localisation.availableLanguages": checks.language_tag,
}

# Texts that are more than a text.
TEXTS: dict[str, Check] = {
    "url": addresses.repository_address,
    "landingURL": addresses.web_address,
    "isBasedOn": addresses.repository_address,
    "logo": addresses.logo,
    "roadmap": addresses.web_address,
    "developmentStatus": checks.one_of(vocabularies.DEVELOPMENT_STATUSES),
    "softwareType": checks.one_of(vocabularies.SOFTWARE_TYPES),
    "organisation.uri": addresses.uri,
    "fundedBy.uri": addresses.uri,
    "description.*.documentation": addresses.web_address,
    "description.*.apiDocumentation": addresses.web_address,
    "legal.license": checks.licence,
    "maintenance.type": checks.one_of(vocabularies.MAINTENANCE_TYPES),
    "maintenance.contractors.website": addresses.web_address,
}

DATES = ("releaseDate", "maintenance.contractors.until")

BOOLEANS = (
    "localisation.localisationReady", "dependsOn.open.optional", "dependsOn.proprietary.optional",
    "dependsOn.hardware.optional", "IT.conforme.*", "IT.piattaforme.*", "it.conforme.*", "it.piattaforme.*",
)  # fmt: skip

# The keys of each mapping, to tell a misspelt one.
KEYS: dict[str, tuple[str, ...]] = {
    "": (
        "publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn", "softwareVersion",
        "releaseDate", "logo", "platforms", "categories", "usedBy", "fundedBy", "roadmap", "developmentStatus",
        "softwareType", "supports", "organisation", "intendedAudience", "description", "legal", "maintenance",
        "localisation", "dependsOn",
    ),
    "organisation": ("uri", "name"),
    "fundedBy": ("uri", "name"),
    "supports": ("id",),
    "intendedAudience": ("countries", "unsupportedCountries", "scope"),
    "description.*": (
        "localisedName", "shortDescription", "longDescription", "documentation", "apiDocumentation", "features",
        "screenshots", "videos", "awards",
    ),
    "legal": ("license", "mainCopyrightOwner"),
    "maintenance": ("type", "contractors", "contacts"),
    "maintenance.contractors": ("name", "until", "email", "website"),
    "maintenance.contacts": ("name", "email", "phone", "affiliation"),
    "localisation": ("localisationReady", "availableLanguages"),
    "dependsOn": ("open", "proprietary", "hardware"),
    "dependsOn.open": ("name", "versionMin", "versionMax", "version", "optional"),
    "dependsOn.proprietary": ("name", "versionMin", "versionMax", "version", "optional"),
    "dependsOn.hardware": ("name", "versionMin", "versionMax", "version", "optional"),
}  # fmt: skip
