"""Package manifests in JSON, TOML and XML, and Go's: what a build already knows of its software.

Source: npm package.json; Composer schema; PyPA pyproject.toml metadata (PEP 621, PEP 639) and Poetry's; Cargo
manifest; Maven POM 4.0.0; MSBuild package properties; Go modules reference.
"""

import re
import tomllib
from collections.abc import Mapping
from xml.parsers import expat

from commonweal.standards import repository_url
from commonweal.standards.publiccode.model import Contact, Organisation
from commonweal.standards.publiccode.prefill import said
from commonweal.standards.publiccode.prefill.licence_text import licence_by_name
from commonweal.standards.publiccode.prefill.said import Said

_MOST_ELEMENTS = 50_000
_ADDON_TYPES = ("wordpress-plugin", "wordpress-theme", "drupal-module", "drupal-theme", "typo3-cms-extension")


def npm(content: bytes) -> Said:
    """Read package.json. Never raises."""
    package = said.section(said.json_of(content))
    bugs = said.email(said.section(package, "bugs").get("email"))
    licence = package.get("license", package.get("licenses"))
    return Said(
        name=said.line(package.get("displayName")) or said.line(package.get("productName")),
        repository=_repository(package.get("repository")),
        landing_url=said.web_address(package.get("homepage")),
        version=said.version(package.get("version")),
        licence=said.choice_of_licences([_npm_licence(each) for each in said.items(licence)]),
        summary=said.line(package.get("description")),
        keywords=said.lines(package.get("keywords")),
        contacts=(Contact(email=bugs),) if bugs else (),
    )


def composer(content: bytes) -> Said:
    """Read composer.json. Never raises."""
    package = said.section(said.json_of(content))
    support = said.section(package, "support")
    kind = package.get("type")
    email = said.email(support.get("email"))
    return Said(
        repository=said.web_address(support.get("source")),
        landing_url=said.web_address(package.get("homepage")),
        documentation=said.web_address(support.get("docs")) or said.web_address(support.get("wiki")),
        version=said.version(package.get("version")),
        licence=said.choice_of_licences(package.get("license")),
        summary=said.line(package.get("description")),
        keywords=said.lines(package.get("keywords")),
        software_type="library" if kind == "library" else "addon" if kind in _ADDON_TYPES else None,
        contacts=(Contact(email=email),) if email else (),
    )


def pyproject(content: bytes) -> Said:
    """Read pyproject.toml, the project's table or else Poetry's. Never raises."""
    parsed = _toml(content)
    project = said.section(parsed, "project")
    poetry = said.section(parsed, "tool", "poetry")
    table = project or poetry
    urls = {str(name).lower(): address for name, address in said.section(table, "urls").items()}
    classifiers = said.lines(table.get("classifiers"))
    return Said(
        name=said.line(table.get("name")),
        repository=_repository(
            table.get("repository") or urls.get("repository") or urls.get("source") or urls.get("source code")
        ),
        landing_url=said.web_address(table.get("homepage") or urls.get("homepage")),
        documentation=said.web_address(table.get("documentation") or urls.get("documentation") or urls.get("docs")),
        roadmap=said.web_address(urls.get("roadmap")),
        version=said.version(table.get("version")),
        licence=said.licence(table.get("license")) or said.licence(said.section(table, "license").get("text")),
        summary=said.line(table.get("description")),
        keywords=said.lines(table.get("keywords")),
        platforms=classified(classifiers).platforms,
        languages=classified(classifiers).languages,
        development_status=classified(classifiers).development_status,
        contacts=tuple(contact for each in said.items(table.get("maintainers")) if (contact := _maintainer(each))),
    )


def classified(classifiers: tuple[str, ...]) -> Said:
    """Read what the classifiers of a Python package say."""
    systems = [each for each in classifiers if each.startswith("Operating System :: ")]
    tongues = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("Natural Language :: ")]
    return Said(
        platforms=said.platforms(each.removeprefix("Operating System :: ") for each in systems),
        languages=said.languages(tongues),
        development_status=said.first(said.development_status(each) for each in classifiers),
    )


def cargo(content: bytes) -> Said:
    """Read Cargo.toml. Never raises."""
    parsed = _toml(content)
    package = said.section(parsed, "package") or said.section(parsed, "workspace", "package")
    is_library = "lib" in said.section(parsed) and "bin" not in said.section(parsed)
    return Said(
        name=said.line(package.get("name")),
        repository=_repository(package.get("repository")),
        landing_url=said.web_address(package.get("homepage")),
        documentation=said.web_address(package.get("documentation")),
        version=said.version(package.get("version")),
        licence=said.licence(str(package.get("license", "")).replace("/", " OR ")),
        summary=said.line(package.get("description")),
        keywords=said.lines(package.get("keywords")) + said.lines(package.get("categories")),
        software_type="library" if is_library else None,
    )


def maven(content: bytes) -> Said:
    """Read pom.xml; what is filled in by properties is passed over. Never raises."""
    texts = _elements(content)
    licence = texts.get("project/licenses/license/name"), texts.get("project/licenses/license/url")
    owner = said.line(texts.get("project/organization/name"))
    address = said.web_address(texts.get("project/organization/url"))
    return Said(
        name=said.line(texts.get("project/name")),
        repository=_repository(texts.get("project/scm/url")),
        landing_url=said.web_address(texts.get("project/url")),
        version=said.version(texts.get("project/version")),
        licence=said.first(licence_by_name(each) for each in licence),
        summary=said.line(texts.get("project/description")),
        software_type="standalone/web" if texts.get("project/packaging") == "war" else None,
        organisation=Organisation(uri=address, name=owner) if owner else None,
    )


def dotnet(content: bytes) -> Said:
    """Read a .csproj. Never raises."""
    texts = {path.rpartition("/")[2]: text for path, text in _elements(content).items() if "/PropertyGroup/" in path}
    return Said(
        name=said.line(texts.get("Product")) or said.line(texts.get("Title")),
        repository=_repository(texts.get("RepositoryUrl")),
        landing_url=said.web_address(texts.get("PackageProjectUrl")),
        version=said.version(texts.get("Version")) or said.version(texts.get("VersionPrefix")),
        licence=said.licence(texts.get("PackageLicenseExpression")),
        summary=said.line(texts.get("Description")),
    )


def go(content: bytes) -> Said:
    """Read go.mod: where the module lies. Never raises."""
    found = re.search(r"^module[ \t]+\"?([^\s\"]{1,500})", said.text_of(content), re.MULTILINE)
    path = re.sub(r"/v[0-9]+\Z", "", found[1]) if found else ""
    return Said(repository=_repository(f"https://{path}") if "." in path.split("/", 1)[0] else None)


def _toml(content: bytes) -> Mapping[str, object]:
    try:
        return tomllib.loads(said.text_of(content))
    except (ValueError, RecursionError):
        return {}


def _npm_licence(value: object) -> object:
    return value.get("type") if isinstance(value, Mapping) else value


def _repository(value: object) -> str | None:
    """Give the address of a repository in any spelling that manifests use."""
    value = value.get("url") if isinstance(value, Mapping) else value
    text = said.line(value) or ""
    short = re.match(r"(?:(github|gitlab|bitbucket):)?([\w.-]+/[\w.-]+)\Z", text)
    if short:
        hosts = {"gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
        text = f"https://{hosts.get(short[1] or '', 'github.com')}/{short[2]}"
    return repository_url.canonical(text) if text else None


def _maintainer(value: object) -> Contact | None:
    if isinstance(value, Mapping):
        name, email = said.line(value.get("name")), said.email(value.get("email"))
        return Contact(name=name, email=email) if name and email else None
    return said.named_contact(value)


class _NotPlainError(Exception):
    """The XML has a document type or too much in it."""


def _elements(content: bytes) -> dict[str, str]:
    """Give the first text at each path of an XML document; nothing where it has a document type (bombs)."""
    parser = expat.ParserCreate()
    path: list[str] = []
    texts: dict[str, list[str]] = {}
    seen = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        if seen > _MOST_ELEMENTS:
            raise _NotPlainError
        path.append(name[:100] if len(path) < 8 else "")

    def refuse(*_: object) -> None:
        raise _NotPlainError

    def take(text: str) -> None:
        if len(path) <= 5:
            texts.setdefault("/".join(path), []).append(text)

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = take
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 — the signature is expat's
    except (expat.ExpatError, _NotPlainError, ValueError, LookupError):
        return {}
    joined = {place: "".join(parts).strip() for place, parts in texts.items()}
    return {place: text for place, text in joined.items() if text and "${" not in text and "$(" not in text}
