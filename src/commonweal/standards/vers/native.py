"""Ranges as ecosystems and advisories write them, made into VERS.

Sources: node-semver, "Ranges"; PEP 440, "Version specifiers"; Maven POM reference, "Dependency version requirement
specification"; NuGet, "Version ranges"; Composer, "Versions and constraints"; RubyGems, `Gem::Requirement`; Cargo,
"Specifying dependencies"; Dart, "Package dependencies"; Hex and Mix, `Version`; Conan 2, "Version ranges"; Debian
Policy 7.1; nginx security advisories.
"""

import re
from collections.abc import Callable, Iterator

from commonweal.standards import versions
from commonweal.standards.vers.model import Comparator, Constraint, Vers, make
from commonweal.standards.versions.encoding import is_number

LONGEST_RANGE = 5_000

Set = list[Constraint]

_OR = re.compile(r"\s*\|\|?\s*|\s+or\s+")
_SIGNED = re.compile(
    r"(~>|~=|===?|!==?|>=|<=|=>|=<|>>|<<|\^|~|>|<|=)?\s*([^\s,|&<>=!~^()\[\]{}]+[^\s,|&<>=!()\[\]{}]*)"
)
_HYPHEN = re.compile(r"(?<!\S)(\S+)\s+-\s+(\S+)")
_BRACKETS = re.compile(r"([\[(])\s*([^\[\]()]*?)\s*([\])])")
_WILD = re.compile(r"(?:[xX*]|[xX*+]\Z)")
_PARTIAL = re.compile(
    r"[vV=]*([0-9]+)(?:\.([0-9xX*]+))?(?:\.([0-9xX*]+))?(?:\.([0-9xX*]+))?(?:([-+]|(?=[A-Za-z]))(.*))?\Z"
)
_NGINX = re.compile(r"([0-9.]+)(?:(\+)|-([0-9.]+))?\Z")
_ANYTHING = frozenset({"", "*", "x", "X", "any", "latest"})
_SIGNS: dict[str | None, Comparator] = {
    None: Comparator.EQUAL,
    **dict.fromkeys(("=", "==", "==="), Comparator.EQUAL),
    **dict.fromkeys(("!=", "!=="), Comparator.UNEQUAL),
    **dict.fromkeys((">=", "=>"), Comparator.GREATER_OR_EQUAL),
    **dict.fromkeys(("<=", "=<"), Comparator.LESS_OR_EQUAL),
    **dict.fromkeys((">", ">>"), Comparator.GREATER),
    **dict.fromkeys(("<", "<<"), Comparator.LESS),
}
_EQUAL, _LESS, _AT_LEAST = Comparator.EQUAL, Comparator.LESS, Comparator.GREATER_OR_EQUAL
_Expand = Callable[[str | None, str], Set]


def from_native(ecosystem: str, text: str) -> Vers | None:
    """Make a range of what an ecosystem writes; None where it cannot be understood. Never raises.

    >>> str(from_native("npm", "^1.2.9 || 3.x"))
    'vers:npm/>=1.2.9|<2.0.0|>=3.0.0|<4.0.0'
    >>> str(from_native("gem", "~> 2.2.0, != 2.2.1"))
    'vers:gem/>=2.2.0|!=2.2.1|<2.3'
    """
    if len(text) > LONGEST_RANGE or not versions.is_ordered(ecosystem):
        return None
    sets = _READERS.get(ecosystem, _plain)(text.strip())
    if sets is None:
        return None
    narrowed = [each for each in (_narrowed(ecosystem, constraints) for constraints in sets) if each]
    if not narrowed:
        return Vers("none", (Constraint(Comparator.ANY),)) if sets else None
    if any(each == [Constraint(Comparator.ANY)] for each in narrowed):
        return Vers(ecosystem, (Constraint(Comparator.ANY),))
    return make(ecosystem, dict.fromkeys(constraint for each in narrowed for constraint in each))


def _narrowed(ecosystem: str, constraints: Set) -> Set:
    """Keep the narrowest bounds of constraints that must all hold; nothing where none can."""
    keyed = [
        (versions.key(ecosystem, each.version), each) for each in constraints if each.comparator is not Comparator.ANY
    ]
    if not keyed:
        return constraints[:1]
    if any(key is None for key, _ in keyed) or len(keyed) == 1:
        return [each for _, each in keyed]
    known = [(key, each) for key, each in keyed if key is not None]
    lowers = [pair for pair in known if pair[1].comparator in (Comparator.GREATER, _AT_LEAST)]
    uppers = [pair for pair in known if pair[1].comparator in (_LESS, Comparator.LESS_OR_EQUAL)]
    kept = [max(lowers, key=lambda pair: (pair[0], pair[1].comparator is Comparator.GREATER))] if lowers else []
    kept += [min(uppers, key=lambda pair: (pair[0], pair[1].comparator is not _LESS))] if uppers else []
    if len(kept) == 2 and kept[0][0] > kept[1][0]:
        return []
    kept += [pair for pair in known if pair[1].comparator in (_EQUAL, Comparator.UNEQUAL)]
    return [each for _, each in kept]


def _sets(text: str, expand: _Expand, separators: str = r"[\s,&]*") -> list[Set] | None:
    """Read sets of constraints, parted by "||"; None where something else stands between them."""
    between = re.compile(separators)
    sets = []
    for part in _OR.split(text):
        constraints: Set = []
        place = 0
        if part in _ANYTHING:
            constraints = [Constraint(Comparator.ANY)]
            place = len(part)
        while place < len(part):
            match = _SIGNED.match(part, place)
            if match is None:
                return None
            constraints += [Constraint(_AT_LEAST, "")] if match[2] == "and" else expand(match[1], match[2])
            gap = between.match(part, match.end())
            place = gap.end() if gap else match.end()
        sets.append([each for each in constraints if each.version or each.comparator is Comparator.ANY])
    return sets if all(sets) else None


def _plain(text: str) -> list[Set] | None:
    """Comparators and versions: Go, Debian, RPM, Alpine and all that have no signs of their own."""
    return _sets(text, lambda sign, version: [Constraint(_SIGNS.get(sign, _EQUAL), version)])


def _npm(text: str) -> list[Set] | None:
    return _sets(_HYPHEN.sub(_hyphen_bounds, text), _semver_set)


def _cargo(text: str) -> list[Set] | None:
    return _sets(text, lambda sign, version: _semver_set(sign or "^", version))


def _pub(text: str) -> list[Set] | None:
    return _sets(text, lambda sign, version: _semver_set(sign, version) if sign == "^" else _signed(sign, version))


def _composer(text: str) -> list[Set] | None:
    return _sets(_HYPHEN.sub(_hyphen_bounds, text), _composer_set)


def _gem(text: str) -> list[Set] | None:
    return _sets(text, lambda sign, version: _pessimistic(version) if sign == "~>" else _signed(sign, version))


def _pypi(text: str) -> list[Set] | None:
    return _sets(text, _pypi_set)


def _conan(text: str) -> list[Set] | None:
    text = re.sub(r",\s*include_prerelease(?:\s*=\s*\w+)?", "", text).strip(" []")
    return _sets(text, _conan_set) if text not in ("", "*", "*-") else [[Constraint(_AT_LEAST, "0.0.0")]]


def _openssl(text: str) -> list[Set] | None:
    """Lists of versions, as OpenSSL's advisories have them."""
    return [[Constraint(_EQUAL, each.strip())] for each in text.split(",") if each.strip()]


def _nginx(text: str) -> list[Set] | None:
    """Read "0.7.52-0.8.39" as a span and "1.4.1+" as the rest of its branch; odd branches go on without end."""
    sets = []
    for part in text.split(","):
        match = _NGINX.match(part.strip())
        if match is None:
            return None
        low, is_open, high = match.groups()
        if is_open:
            numbers = low.split(".")
            is_stable = len(numbers) < 2 or int(numbers[1][-1:] or "0") % 2 == 0
            end = [Constraint(_LESS, _bumped(numbers, 1) + ".0")] if is_stable else []
            sets.append([Constraint(_AT_LEAST, low), *end])
        elif high:
            sets.append([Constraint(_AT_LEAST, low), Constraint(Comparator.LESS_OR_EQUAL, high)])
        else:
            sets.append([Constraint(_EQUAL, low)])
    return sets


def _maven(text: str) -> list[Set] | None:
    """Intervals in brackets; a version alone is itself."""
    return _intervals(text, _EQUAL)


def _nuget(text: str) -> list[Set] | None:
    """Intervals in brackets; a version alone is the least; "1.*" is a branch."""
    if text.endswith("*") and text[:1] not in ("[", "("):
        return _npm(text)
    return _intervals(text, _AT_LEAST)


def _intervals(text: str, alone: Comparator) -> list[Set] | None:
    if text in _ANYTHING:
        return [[Constraint(Comparator.ANY)]]
    if text[:1] not in ("[", "("):
        return _plain(text) if re.search(r"[<>=|]", text) else [[Constraint(alone, text)]]
    if _BRACKETS.sub("", text).strip(" ,|"):
        return None
    return [_interval(opening, inside, closing) for opening, inside, closing in _BRACKETS.findall(text)]


def _interval(opening: str, inside: str, closing: str) -> Set:
    low, comma, high = (part.strip() for part in inside.partition(","))
    if not comma:
        return [Constraint(_EQUAL, low)]
    found = []
    if low:
        found.append(Constraint(_AT_LEAST if opening == "[" else Comparator.GREATER, low))
    if high:
        found.append(Constraint(Comparator.LESS_OR_EQUAL if closing == "]" else _LESS, high))
    return found or [Constraint(Comparator.ANY)]


def _signed(sign: str | None, version: str) -> Set:
    return [Constraint(_SIGNS.get(sign, _EQUAL), version)]


def _hyphen_bounds(match: re.Match[str]) -> str:
    return f">={match[1]} <={match[2]}"


def _semver_set(sign: str | None, version: str) -> Set:
    """Read "^1.2.3", "~1.2", "1.x", ">=1.2" as node-semver does, missing numbers filled with zeros."""
    match = _PARTIAL.match(version)
    if match is None:
        return [Constraint(Comparator.ANY)] if version in _ANYTHING else _signed(sign, version)
    given = [part for part in match.groups()[:4] if part is not None]
    numbers = list(_until_wild(given))
    if not numbers:
        return [Constraint(Comparator.ANY)]
    suffix = (match[5] or "") + (match[6] or "")
    full = ".".join([*numbers, *["0"] * (3 - len(numbers))]) + suffix
    if sign == "^":
        return [Constraint(_AT_LEAST, full), Constraint(_LESS, _caret(numbers))]
    if sign in ("~", "~>"):
        return [Constraint(_AT_LEAST, full), Constraint(_LESS, _filled(_bumped(numbers, min(len(numbers), 2) - 1)))]
    if len(numbers) >= 3:
        return _signed(sign, full)
    after = _filled(_bumped(numbers, len(numbers) - 1))
    return {
        Comparator.GREATER: [Constraint(_AT_LEAST, after)],
        Comparator.LESS_OR_EQUAL: [Constraint(_LESS, after)],
        Comparator.EQUAL: [Constraint(_AT_LEAST, full), Constraint(_LESS, after)],
    }.get(_SIGNS[sign], _signed(sign, full))


def _composer_set(sign: str | None, version: str) -> Set:
    """As node-semver, but "~1.2" goes up to 2.0, and stability flags do not count."""
    version = version.partition("@")[0]
    if sign == "~" and (match := _PARTIAL.match(version)):
        numbers = list(_until_wild([part for part in match.groups()[:4] if part is not None]))
        upper = _bumped(numbers, max(len(numbers) - 2, 0))
        return [Constraint(_AT_LEAST, version), Constraint(_LESS, upper)]
    if sign == "^" or _WILD.search(version):
        return _semver_set(sign, version)
    return _signed(sign, version)


def _conan_set(sign: str | None, version: str) -> Set:
    version = version.removesuffix("-")
    numbers = version.split("-")[0].split(".")
    if sign in ("^", "~") and all(is_number(part) for part in numbers):
        place = min(len(numbers), 2) - 1
        if sign == "^":
            place = next((index for index, part in enumerate(numbers) if part.strip("0")), len(numbers) - 1)
        return [Constraint(_AT_LEAST, version), Constraint(_LESS, _bumped(numbers, place) + "-")]
    return _signed(sign, version)


def _pypi_set(sign: str | None, version: str) -> Set:
    """Read "~=2.2" and "==1.*"; a branch begins with its first development release."""
    if version.endswith(".*") and sign in (None, "==", "!="):
        numbers = version[:-2].split(".")
        low, high = f"{version[:-2]}.dev0", f"{_bumped(numbers, len(numbers) - 1)}.dev0"
        return (
            [Constraint(_AT_LEAST, low), Constraint(_LESS, high)]
            if sign != "!="
            else [Constraint(Comparator.UNEQUAL, version)]
        )
    if sign == "~=" and (match := re.match(r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)+", version)):
        numbers = match[0].split(".")
        return [Constraint(_AT_LEAST, version), Constraint(_LESS, _bumped(numbers, len(numbers) - 2) + ".dev0")]
    return _signed(sign, version)


def _pessimistic(version: str) -> Set:
    """Read "~> 2.0.8": at least 2.0.8, less than 2.1."""
    numbers = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    parts = numbers[0].split(".") if numbers else []
    if not parts:
        return [Constraint(_EQUAL, version)]
    return [Constraint(_AT_LEAST, version), Constraint(_LESS, _bumped(parts, max(len(parts) - 2, 0)))]


def _until_wild(parts: list[str]) -> Iterator[str]:
    for part in parts:
        if not is_number(part):
            return
        yield part


def _caret(numbers: list[str]) -> str:
    """The first number that is not zero may not change; of zeros alone, the last that is given."""
    place = next((index for index, part in enumerate(numbers) if part.strip("0")), len(numbers) - 1)
    return _filled(_bumped(numbers, place))


def _bumped(numbers: list[str], place: int) -> str:
    """Raise the number at the place by one, and drop those behind it."""
    place = min(place, len(numbers) - 1)
    epoch, bang, last = numbers[place].rpartition("!")
    raised = str(int(last[:1_000] or "0") + 1) if is_number(last) else last
    return ".".join([*numbers[:place], epoch + bang + raised])


def _filled(dotted: str) -> str:
    return dotted + ".0" * (2 - dotted.count("."))


_READERS: dict[str, Callable[[str], list[Set] | None]] = {
    **dict.fromkeys(("npm", "semver", "bitnami", "swift"), _npm),
    "cargo": _cargo,
    "pub": _pub,
    "hex": _gem,
    "gem": _gem,
    "cocoapods": _gem,
    "composer": _composer,
    "pypi": _pypi,
    "conan": _conan,
    "maven": _maven,
    "nuget": _nuget,
    "nginx": _nginx,
    "openssl": _openssl,
}
