"""A NOTICE: which parts software has, under which licences, and whose they are.

Source: own form; Apache-2.0, 4(d), and the conditions of MIT and BSD say what it must carry. What is not known is
listed, never dropped. A NOTICE goes with the software into the world, so that it is in English.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from commonweal.standards.licence_kinds import licences_in
from commonweal.standards.licences import is_valid, read_expression

_PAGE = "https://spdx.org/licenses/{}.html"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `expression` "" where nobody stated one that can be read; `stated` what was stated instead.

    `notices` are texts that have to be passed on word for word (Apache's NOTICE files).
    """

    name: str
    version: str = ""
    expression: str = ""
    copyrights: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    url: str = ""
    stated: str = ""

    @property
    def is_known(self) -> bool:
        """Whether all its licences are listed by SPDX or stated by name."""
        return is_valid(self.expression)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a NOTICE says: the known parts and the unknown ones, by name, and every licence with its address or text."""

    title: str
    known: tuple[Part, ...]
    unknown: tuple[Part, ...]
    licences: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]

    @property
    def nameless(self) -> tuple[Part, ...]:
        """The parts of which it names nobody as holder of the rights, by name."""
        nobody = (part for part in (*self.known, *self.unknown) if not part.copyrights and not part.notices)
        return tuple(sorted(nobody, key=_place))

    @property
    def links_texts(self) -> bool:
        """Whether it only says where the text of some licence is."""
        return bool({name for name, _ in self.licences} - {name for name, _ in self.texts})


def notice(title: str, parts: Iterable[Part], texts: Mapping[str, str] | None = None) -> Notice:
    """Put a NOTICE together; `texts` holds the texts of licences that are at hand, by identifier."""
    ordered = sorted(dict.fromkeys(parts), key=_place)
    known = tuple(part for part in ordered if part.is_known)
    names: dict[str, str] = {}
    for part in known:
        expression = read_expression(part.expression)
        for licence in () if expression is None else licences_in(expression):
            for name in filter(None, (licence.identifier, licence.exception)):
                names[name] = "" if "LicenseRef-" in name else _PAGE.format(name)
    at_hand = tuple((name, text) for name, text in sorted((texts or {}).items()) if name in names)
    return Notice(
        title, known, tuple(part for part in ordered if not part.is_known), tuple(sorted(names.items())), at_hand
    )


def as_text(made: Notice) -> str:
    """The NOTICE as plain text, which Markdown shows as well."""
    return "\n".join(_lines(made)) + "\n"


def as_html(made: Notice) -> str:
    """The NOTICE as a piece of HTML, without a head; everything from outside is escaped."""
    return "\n".join(_html(made)) + "\n"


def _lines(made: Notice) -> Iterator[str]:
    yield from (f"# {made.title}", "", f"Parts: {len(made.known) + len(made.unknown)}.")
    if made.links_texts:
        yield from ("", _LINKED)
    if made.unknown:
        yield from ("", f"## Licence not known ({len(made.unknown)})", "", _UNKNOWN, "")
        for part in made.unknown:
            yield f"- {_named(part)}: {_stated(part)}" + (f" <{part.url}>" if part.url else "")
            yield from (f"  - {_one_line(each)}" for each in part.copyrights)
    if made.nameless:
        yield from ("", f"## Authors not named ({len(made.nameless)})", "", _NAMELESS, "")
        yield from (f"- {_named(part)}" for part in made.nameless)
    yield from ("", f"## Parts and their licences ({len(made.known)})", "")
    for part in made.known:
        yield f"- {_named(part)}: {part.expression}" + (f" <{part.url}>" if part.url else "")
        yield from (f"  - {_one_line(each)}" for each in part.copyrights)
    for part in (*made.known, *made.unknown):
        for text in part.notices:
            yield from (
                "",
                f"## Notice of {_named(part)}",
                "",
                *(f"    {line}".rstrip() for line in text.strip().splitlines()),
            )
    yield from ("", "## Licences", "")
    yield from (f"- {name}" + (f" <{address}>" if address else "") for name, address in made.licences)
    for name, text in made.texts:
        yield from ("", f"## Text of {name}", "", *(f"    {line}".rstrip() for line in text.strip().splitlines()))


def _html(made: Notice) -> Iterator[str]:
    yield f"<h1>{escape(made.title)}</h1>"
    if made.links_texts:
        yield f"<p>{_LINKED}</p>"
    if made.unknown:
        yield f"<h2>Licence not known ({len(made.unknown)})</h2><p>{_UNKNOWN}</p><ul>"
        yield from (_item(part, _stated(part)) for part in made.unknown)
        yield "</ul>"
    if made.nameless:
        yield f"<h2>Authors not named ({len(made.nameless)})</h2><p>{_NAMELESS}</p><ul>"
        yield from (f"<li>{escape(_named(part))}</li>" for part in made.nameless)
        yield "</ul>"
    yield f"<h2>Parts and their licences ({len(made.known)})</h2><ul>"
    yield from (_item(part, part.expression) for part in made.known)
    yield "</ul>"
    for part in (*made.known, *made.unknown):
        yield from (f"<h2>Notice of {escape(_named(part))}</h2><pre>{escape(text)}</pre>" for text in part.notices)
    yield "<h2>Licences</h2><ul>"
    yield from (f"<li>{_link(name, address)}</li>" for name, address in made.licences)
    yield "</ul>"
    yield from (f"<h2>Text of {escape(name)}</h2><pre>{escape(text)}</pre>" for name, text in made.texts)


def _item(part: Part, licence: str) -> str:
    copyrights = "".join(f"<li>{escape(_one_line(each))}</li>" for each in part.copyrights)
    inside = f"<ul>{copyrights}</ul>" if copyrights else ""
    return f"<li>{_link(_named(part), part.url)}: {escape(licence)}{inside}</li>"


def _link(text: str, url: str) -> str:
    is_web = url.startswith(("https://", "http://"))
    return f'<a href="{escape(url)}" rel="nofollow">{escape(text)}</a>' if is_web else escape(text)


def _place(part: Part) -> tuple[str, str]:
    return part.name.lower(), part.version


def _named(part: Part) -> str:
    return _one_line(f"{part.name} {part.version}")


def _stated(part: Part) -> str:
    words = _one_line(part.expression or part.stated)
    return f"stated as “{words}”" if words else "nothing stated"


def _one_line(text: str) -> str:
    return " ".join(text.split())


_UNKNOWN = "Of these it is not known here under which licence they may be passed on. Find out before you do."
_NAMELESS = "Of these no copyright line is known here. Most licences ask for it: take it from the part itself."
_LINKED = "The texts of licences are not all included. The list of licences below says where they are to be had."
