"""Software for machines: CodeMeta 3.0 and schema.org, as JSON-LD, from a publiccode.yml.

Source: codemeta.github.io (terms of 3.0 and its crosswalk with publiccode.yml), schema.org SoftwareSourceCode and
SoftwareApplication, repostatus.org for the development status. What was not said is left out; every link is http(s).
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from commonweal.standards import language as languages
from commonweal.standards import licences
from commonweal.standards.publiccode.model import Dependency, Description, Organisation, PublicCode
from commonweal.standards.publiccode.vocabularies import SUPPORTS_ALIASES

CODEMETA_CONTEXT = "https://w3id.org/codemeta/3.0"
SCHEMA_CONTEXT = "https://schema.org"

_REPOSITORY_STATUS = {
    "concept": "https://www.repostatus.org/#concept",
    "development": "https://www.repostatus.org/#wip",
    "beta": "https://www.repostatus.org/#wip",
    "stable": "https://www.repostatus.org/#active",
    "obsolete": "https://www.repostatus.org/#unsupported",
}
_SOURCE_CODE_TYPES = frozenset({"library", "addon", "configurationFiles"})
# schema.org gives these to applications and not to source code.
_APPLICATION_ONLY = frozenset(
    {"applicationCategory", "operatingSystem", "softwareRequirements", "featureList", "softwareHelp", "screenshot"}
)

Json = dict[str, object]


def codemeta(publiccode: PublicCode, *, language: str = "en") -> Json:
    """Give the CodeMeta 3.0 document, described in the language or the nearest one there is."""
    status = _REPOSITORY_STATUS.get(publiccode.development_status or "")
    supports = [_support(item) for item in publiccode.supports]
    return _said(
        {
            "@context": CODEMETA_CONTEXT,
            "type": "SoftwareSourceCode",
            **_described(publiccode, language),
            **_common(publiccode),
            "codeRepository": _link(publiccode.url),
            "developmentStatus": status,
            "targetProduct": publiccode.software_type,
            "relatedLink": _links([publiccode.landing_url, publiccode.roadmap, *supports]),
        }
    )


def schema_org(publiccode: PublicCode, *, language: str = "en") -> Json:
    """Give the schema.org document for a page about the software.

    Libraries, add-ons and configuration files are source code; everything else is an application.
    """
    said = {**_described(publiccode, language), **_common(publiccode)}
    if publiccode.software_type in _SOURCE_CODE_TYPES:
        code = {key: value for key, value in said.items() if key not in _APPLICATION_ONLY}
        repository = _link(publiccode.url)
        return _said({"@context": SCHEMA_CONTEXT, "@type": "SoftwareSourceCode", **code, "codeRepository": repository})
    is_open = licences.openness(publiccode.legal.license or "") is licences.Openness.OPEN
    return _said(
        {
            "@context": SCHEMA_CONTEXT,
            "@type": "SoftwareApplication",
            **said,
            "operatingSystem": ", ".join(publiccode.platforms),
            "isAccessibleForFree": True if is_open else None,
        }
    )


def described_in(publiccode: PublicCode, language: str) -> tuple[str, Description] | None:
    """Choose the description: the language itself, one of the same primary language, English, else the first."""
    by_tag = dict(publiccode.description)
    wanted = (language, languages.primary(language), "en")
    tags = [tag for want in wanted for tag in by_tag if tag == want or languages.primary(tag) == want]
    tag = next(iter([*tags, *by_tag]), None)
    return None if tag is None else (tag, by_tag[tag])


def _described(publiccode: PublicCode, language: str) -> Json:
    chosen = described_in(publiccode, language)
    if chosen is None:
        return {"name": publiccode.name}
    _, text = chosen
    return {
        "name": publiccode.name or text.localised_name,
        "alternateName": text.localised_name if text.localised_name != publiccode.name else None,
        "description": text.long_description or text.short_description,
        "abstract": text.short_description if text.long_description else None,
        "featureList": list(text.features),
        "softwareHelp": _link(text.documentation),
        "screenshot": _links(text.screenshots),
    }


def _common(publiccode: PublicCode) -> Json:
    released = publiccode.release_date.isoformat() if publiccode.release_date else None
    return {
        "url": _link(publiccode.landing_url) or _link(publiccode.url),
        "license": _licence(publiccode.legal.license),
        "softwareVersion": publiccode.software_version,
        "datePublished": released,
        "image": _link(publiccode.logo),
        "isPartOf": publiccode.application_suite,
        "isBasedOn": _links(publiccode.is_based_on),
        "keywords": list(publiccode.categories),
        "applicationCategory": list(publiccode.categories),
        "operatingSystem": list(publiccode.platforms),
        "inLanguage": list(publiccode.localisation.available_languages),
        "softwareRequirements": _requirements(publiccode),
        "publisher": _organisation(publiccode.organisation),
        "copyrightHolder": _named("Organization", publiccode.legal.main_copyright_owner),
        "funder": [_organisation(funder) for funder in publiccode.funded_by],
        "maintainer": [_named("Organization", contractor.name) for contractor in publiccode.maintenance.contractors],
    }


def _requirements(publiccode: PublicCode) -> list[str]:
    needs = publiccode.depends_on
    return [text for need in (*needs.open, *needs.proprietary, *needs.hardware) if (text := _requirement(need))]


def _requirement(dependency: Dependency) -> str | None:
    if not dependency.name:
        return None
    if dependency.version:
        return f"{dependency.name} {dependency.version}"
    least = f" >={dependency.version_min}" if dependency.version_min else ""
    most = f" <={dependency.version_max}" if dependency.version_max else ""
    return dependency.name + least + most


def _licence(text: str | None) -> str | None:
    """Give the SPDX page of a single listed licence, else the expression."""
    expression = licences.read_expression(text or "")
    is_listed = isinstance(expression, licences.Licence) and expression.is_known and not expression.exception
    if is_listed and not str(expression).startswith(("LicenseRef-", "DocumentRef-")):
        return f"https://spdx.org/licenses/{str(expression).removesuffix('+')}"
    return text


def _organisation(organisation: Organisation | None) -> Json | None:
    if organisation is None or not (organisation.name or organisation.uri):
        return None
    link = _link(organisation.uri)
    return _said(
        {
            "@type": "Organization",
            "name": organisation.name,
            "url": link,
            "identifier": None if link else organisation.uri,
        }
    )


def _named(kind: str, name: str | None) -> Json | None:
    return {"@type": kind, "name": name} if name else None


def _support(item: str) -> str | None:
    return SUPPORTS_ALIASES.get(item.removeprefix("alias:")) if item.startswith("alias:") else item


def _links(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(link for text in texts if (link := _link(text))))


def _link(text: str | None) -> str | None:
    """Let only http and https through, even where the value did not come from the reader."""
    try:
        is_web = text is not None and urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).hostname)
    except ValueError:
        return None
    return text if is_web else None


def _said(document: Json) -> Json:
    """Leave out what is absent, also inside lists."""
    kept = {}
    for key, value in document.items():
        found = [item for item in value if item is not None] if isinstance(value, list) else value
        if found not in (None, "", []):
            kept[key] = found
    return kept
