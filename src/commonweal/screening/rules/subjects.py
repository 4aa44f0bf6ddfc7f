"""What somebody asks about, read from what they pasted: a package URL, an address, or a name with a version.

Source: ECMA-427 (package URLs); the forms "name==1.2" (pip), "name@1.2" (npm) and "type:name@1.2" are those of tools.
"""

import re
from dataclasses import dataclass

from commonweal.standards import pasted_address, purl, repository_url
from commonweal.standards.problems import has_errors
from commonweal.standards.purl import Purl

LONGEST, LONGEST_NAME, LONGEST_VERSION = 2_000, 500, 300
# In which order a name without one is offered.
ECOSYSTEMS = ("npm", "pypi", "maven", "composer", "golang", "cargo", "nuget", "gem")
# NUL and halves of characters: no database stores them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_NAMED = re.compile(
    r"(?P<name>@?[\w.~-]+(?:[/:][\w.~-]+)*?)"
    r"(?:(?:\s*==\s*|\s*@\s*|\s+(?:version\s+)?v?(?=\d))(?P<version>[\w.+:~!-]+))?\Z"
)
_EXTRAS = re.compile(r"\[[\w., -]*\]")
_BARE_VERSION = re.compile(r"v?\d[\w.+-]*\Z")


# How people and tools name a registry; in brackets, before the name or after it.
_REGISTRIES = {
    "npm": "npm", "npmjs": "npm", "yarn": "npm", "pnpm": "npm", "bun": "npm", "pypi": "pypi", "pip": "pypi",
    "maven": "maven", "composer": "composer", "packagist": "composer", "golang": "golang", "go": "golang",
    "cargo": "cargo", "crates.io": "cargo", "nuget": "nuget", "gem": "gem", "rubygems": "gem",
}  # fmt: skip
# What people type to install a package: the command, and the kind of package that it fetches.
_INSTALLS = (
    (re.compile(r"(?:npm|pnpm|yarn|bun)\s+(?:install|i|add)\s+", re.IGNORECASE), "npm"),
    (re.compile(r"(?:(?:python3?\s+-m|uv)\s+)?pipx?3?\s+install\s+", re.IGNORECASE), "pypi"),
    (re.compile(r"(?:uv|poetry)\s+add\s+", re.IGNORECASE), "pypi"),
    (re.compile(r"composer\s+require\s+", re.IGNORECASE), "composer"),
    (re.compile(r"go\s+(?:get|install)\s+", re.IGNORECASE), "golang"),
    (re.compile(r"cargo\s+(?:add|install)\s+", re.IGNORECASE), "cargo"),
    (re.compile(r"gem\s+install\s+", re.IGNORECASE), "gem"),
    (re.compile(r"dotnet\s+add\s+package\s+", re.IGNORECASE), "nuget"),
)  # fmt: skip
_OPTIONS = re.compile(r"(?<=\s)--?[a-zA-Z][\w-]*(?:\s+|\Z)")
_VERSION_OPTIONS = re.compile(r"\s+(?:-v|--version)[\s=]+(?=\S)", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?P<rest>.*\S)\s+\(?(?P<word>[a-zA-Z][\w.]*)\)?\Z")
_FIRST_WORD = re.compile(r"\(?(?P<word>[\w.]+)\)?(?:\s+|:\s*(?!/))(?P<rest>\S.*)\Z")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about. `key` is equal for the same package or repository; each text may be "".

    `version` is as stated, `major` its first number; `url` is the repository's address where it follows from the rest.
    """

    text: str
    key: str
    name: str
    version: str = ""
    purl: str = ""
    url: str = ""

    @property
    def major(self) -> str:
        """The first number of the version, with an epoch left out; "" where it begins with none."""
        found = re.match(r"v?(?:\d+[:!])?(\d+)", self.version)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """What could be meant: package URLs to choose from; none where nothing could be read."""

    choices: tuple[str, ...] = ()


def subject_from(text: str, ecosystem: str = "") -> Subject | Unclear:
    """Read what is asked about.

    >>> subject_from("pypi requests==2.31.0").purl
    'pkg:pypi/requests@2.31.0'
    >>> subject_from("left-pad 1.3.0").choices[0]
    'pkg:npm/left-pad@1.3.0'
    """
    text = " ".join(text.split())
    if len(text) > LONGEST or _UNSTORABLE.search(text):
        return Unclear()
    if text.startswith("pkg:"):
        read, problems = purl.read(text)
        return Unclear() if read is None or has_errors(problems) else _of_package(read, text)
    if "//" in text or text.startswith("git@"):
        return _of_address(text)
    stated, named = _registry(text)
    ecosystem = ecosystem or stated
    found = _NAMED.match(_EXTRAS.sub("", named))
    if found is None:
        return Unclear()
    if ecosystem:
        return _named(ecosystem, found["name"], found["version"] or "", text)
    if "==" in text:
        return _named("pypi", found["name"], found["version"] or "", text)
    choices = [_named(each, found["name"], found["version"] or "", text) for each in ECOSYSTEMS]
    return Unclear(tuple(each.purl for each in choices if isinstance(each, Subject)))


def _registry(text: str) -> tuple[str, str]:
    """Give the kind of package that the text names, "" where it names none, and the rest of it."""
    for command, kind in _INSTALLS:
        found = command.match(text)
        if found:
            return kind, _without_options(text[found.end() :], kind)
    for pattern in (_LAST_WORD, _FIRST_WORD):
        found = pattern.match(text)
        kind = _REGISTRIES.get(found["word"].lower(), "") if found else ""
        if found and kind and not _BARE_VERSION.match(found["rest"]):
            return kind, found["rest"]
    return "", text


def _without_options(text: str, kind: str) -> str:
    """What an install command names; gem and dotnet state the version as an option, composer after a colon."""
    if kind in ("gem", "nuget"):
        text = _VERSION_OPTIONS.sub("@", text)
    if kind == "composer":
        text = text.replace(":", "@")
    return _OPTIONS.sub("", f" {text} ").strip().strip("'\"")


def _named(kind: str, name: str, version: str, text: str) -> Subject | Unclear:
    separator = ":" if kind == "maven" else "/"
    namespace, _, last = name.rpartition(separator)
    written = f"pkg:{kind}/" + (f"{namespace}/" if namespace else "") + last + (f"@{version}" if version else "")
    read, problems = purl.read(written.replace("/@", "/%40"))
    return Unclear() if read is None or has_errors(problems) else _of_package(read, text)


def _of_package(read: Purl, text: str) -> Subject | Unclear:
    written, version = str(read), read.version or ""
    if len(written) > LONGEST or len(read.full_name) > LONGEST_NAME or len(version) > LONGEST_VERSION:
        return Unclear()
    host = _HOSTS.get(read.type)
    url = f"https://{host}/{read.namespace}/{read.name}" if host and read.namespace else ""
    if read.type == "golang" and (read.namespace or "").startswith("github.com/"):
        url = f"https://{read.namespace}/{read.name}"
    kind, name = read.identity
    distribution = read.qualifier("distro") or ""
    key = f"{kind}/{name}" + (f"?{distribution}" if distribution else "")
    return Subject(text, key, read.full_name, version, written, repository_url.canonical(url) or "")


def _of_address(text: str) -> Subject | Unclear:
    pasted = pasted_address.read(text)
    url = repository_url.canonical(pasted.repository) if pasted else None
    key = repository_url.comparison_key(url) if url else None
    if not url or not key or "/" not in key:
        return Unclear()
    return Subject(text, key, key.partition("/")[2][:LONGEST_NAME], "", "", url)
