"""pom.xml and build.gradle (what they name themselves), and gradle.lockfile.

Sources: maven.apache.org, "POM Reference" (4.0.0); docs.gradle.org, "Locking Versions" and "Declaring dependencies".
Versions that a parent decides,
and everything needed further on, need a repository to find out: these files are the beginning of a list, not the list.
"""

import re

from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.locks.listing import ROOT, Listing, package_url
from commonweal.standards.sbom.model import Component, Sbom, Scope
from commonweal.standards.sbom.parsing import Element

_PROPERTY = re.compile(r"\$\{([^${}]{1,200})\}")
_LONGEST_VALUE = 300
_WORDS = (
    "api|implementation|compile|compileOnly|compileOnlyApi|runtime|runtimeOnly|providedCompile|providedRuntime|"
    "annotationProcessor|kapt|ksp|developmentOnly|testAndDevelopmentOnly|"
    "test(?:Fixtures)?(?:Api|Implementation|Compile|CompileOnly|Runtime|RuntimeOnly|AnnotationProcessor)|"
    "integrationTestImplementation|androidTestImplementation|debugImplementation"
)
# One way to match only: spaces and brackets before the coordinates belong to what follows, however many there are.
_NEEDED = re.compile(rf"^[ \t]*({_WORDS})[ \t(]([^\n]{{3,300}})$", re.MULTILINE)
_COORDINATES = re.compile(r"""["']([\w.-]+):([\w.-]+)(?::([^"':@\s]+))?[^"']*["']""")
_NAMED = re.compile(r"""\b(group|name|version)\s*[:=]\s*["']([^"']+)["']""")
_NOT_IN_PRODUCTION = re.compile(r"(?i)test|compileOnly|annotationProcessor|kapt|ksp|development|debug")
_LOCKED = re.compile(r"([^\s:#=]+):([^\s:=]+):([^\s:=]+)=(\S*)")


def is_pom(root: Element) -> bool:
    """Say whether the element is a Maven project."""
    return _name(root) == "project" and any(_name(child) in ("modelVersion", "artifactId") for child in root)


def read_pom(root: Element, problems: Problems, limits: Limits) -> Sbom:
    """Give the dependencies that the project names itself; what a parent decides has no version."""
    listing = Listing("pom.xml", _text(root, "modelVersion") or "", problems, limits)
    parent = _child(root, "parent")
    group = _text(root, "groupId") or (_text(parent, "groupId") if parent is not None else None)
    version = _text(root, "version") or (_text(parent, "version") if parent is not None else None)
    values = _properties(root, group, version)
    listing.project(_text(root, "artifactId"), version)
    managed = {
        (_text(each, "groupId"), _text(each, "artifactId")): _text(each, "version")
        for each in _dependencies(_child(root, "dependencyManagement"))
    }
    for dependency in _dependencies(root):
        identity = (_text(dependency, "groupId"), _text(dependency, "artifactId"))
        stated = _text(dependency, "version") or managed.get(identity)
        named, artifact, version = (_resolved(each, values) for each in (*identity, stated))
        component = _component(named, artifact, version, _scope(dependency))
        listing.add(component)
        listing.graph.join(ROOT, component.ref)
    problems.remark(None, "a pom.xml names direct dependencies only; what they need is not listed", "direct-only")
    return listing.sbom()


def _component(group: str | None, artifact: str | None, version: str | None, scope: Scope | None) -> Component:
    known = None if version is None or "${" in version or version[:1] in "[(" else version
    return Component(
        ref=f"{group}:{artifact}",
        name=artifact or "",
        group=group,
        version=known,
        purl=package_url("maven", artifact, known, group)
        if group and artifact and "${" not in group + artifact
        else None,
        scope=scope,
    )


def _scope(dependency: Element) -> Scope | None:
    if _text(dependency, "scope") == "test":
        return Scope.EXCLUDED
    return Scope.OPTIONAL if _text(dependency, "optional") == "true" else Scope.REQUIRED


def _properties(root: Element, group: str | None, version: str | None) -> dict[str, str]:
    found = {_name(each): (each.text or "").strip() for each in _child(root, "properties") or ()}
    own = {"groupId": group, "version": version, "artifactId": _text(root, "artifactId")}
    for key, value in own.items():
        found.update(dict.fromkeys((f"project.{key}", f"pom.{key}"), value or ""))
    return found


def _resolved(text: str | None, values: dict[str, str]) -> str | None:
    """Put in the properties, a few times over; one that grows too long stays as it is."""
    for _ in range(5):
        if text is None or "${" not in text:
            return text
        put_in = _PROPERTY.sub(lambda found: values.get(found.group(1), found.group()), text[:_LONGEST_VALUE])
        if len(put_in) > _LONGEST_VALUE:
            return text
        text = put_in
    return text


def _dependencies(whole: Element | None) -> list[Element]:
    listed = _child(whole, "dependencies") if whole is not None else None
    return [] if listed is None else [each for each in listed if _name(each) == "dependency"]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None)


def _text(element: Element, name: str) -> str | None:
    child = _child(element, name)
    return ((child.text or "").strip() or None) if child is not None else None


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def is_gradle(content: str) -> bool:
    """Say whether this is a lock file of Gradle."""
    return content.startswith("# This is a Gradle generated file")


def read_gradle(content: str, problems: Problems, limits: Limits) -> Sbom:
    """Give the locked modules; what only tests use is excluded."""
    listing = Listing("gradle.lockfile", "", problems, limits)
    for line in content.splitlines():
        found = _LOCKED.fullmatch(line.strip())
        if found:
            group, artifact, version, configurations = found.groups()
            is_test = bool(configurations) and all("test" in each.lower() for each in configurations.split(","))
            component = _component(group, artifact, version, Scope.EXCLUDED if is_test else Scope.REQUIRED)
            listing.add(component)
    return listing.sbom()


def is_gradle_build(content: str) -> bool:
    """Say whether this is a build script of Gradle with dependencies."""
    return re.search(r"^[ \t]*dependencies[ \t]*\{", content, re.MULTILINE) is not None


def read_gradle_build(content: str, problems: Problems, limits: Limits) -> Sbom:
    """Give the dependencies that the script names by their coordinates; variables and catalogues are not followed."""
    listing = Listing("build.gradle", "", problems, limits)
    unread = 0
    for configuration, rest in _NEEDED.findall(content):
        group, artifact, version = _coordinates(rest)
        if group and artifact:
            scope = Scope.EXCLUDED if _NOT_IN_PRODUCTION.search(configuration) else Scope.REQUIRED
            listing.add(_component(group, artifact, None if version and "$" in version else version, scope))
        elif "project" not in rest:
            unread += 1
    if unread:
        message = f"{unread} dependencies are named by a catalogue, a variable or a file, and are not listed"
        problems.warning(None, message, "unread-dependencies")
    problems.remark(None, "a build.gradle names direct dependencies only; what they need is not listed", "direct-only")
    return listing.sbom()


def _coordinates(rest: str) -> tuple[str | None, str | None, str | None]:
    """Give group, name and version, written as one text or by their names."""
    found = _COORDINATES.search(rest)
    if found is not None:
        return found.group(1), found.group(2), found.group(3)
    named = dict(_NAMED.findall(rest))
    return named.get("group"), named.get("name"), named.get("version")
