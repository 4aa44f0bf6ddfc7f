"""Rows of a list held against the register: what each would change, and which codes contradict it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonweal.organisations.documents import BodyRow, RowProblem
from commonweal.organisations.models import Body, BodyName, Identifier, Parent, PopulationCount

# What a new body acts on where the list does not say; a judgement anybody may correct on its page.
TIER_OF_KIND = {"municipality": "local", "region": "regional", "ministry": "national", "government": "national"}


@dataclass(slots=True)
class Change:
    """What a row would do; `body` is None for a new one. `counts` are (year, people, source, people before, source)."""

    row: BodyRow
    body: Body | None
    columns: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    names: list[tuple[str, str, str]] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    counts: list[tuple[int, int, str, int | None, str]] = field(default_factory=list)
    parents: list[tuple[str, str, date | None, date | None]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the body is not in the register."""
        return self.body is None

    @property
    def says_something(self) -> bool:
        """Whether anything would be different afterwards, parents left aside."""
        return self.is_new or bool(self.columns or self.names or self.identifiers or self.counts)


def compare(rows: Sequence[BodyRow], *, taken: set[int] | None = None) -> tuple[list[Change], list[RowProblem]]:
    """What each row would change. `taken` are bodies that earlier rows spoke of; those of these rows are added."""
    known = _known(rows)
    spoken = taken if taken is not None else set()
    changes, problems = [], []
    for row in rows:
        body = known.match(row)
        if sentence := known.contradiction(row, body):
            problems.append(RowProblem(row.line, "", sentence))
        elif body is not None and body.pk in spoken:
            problems.append(RowProblem(row.line, "", _("An earlier row speaks of the same organisation already.")))
        else:
            if body is not None:
                spoken.add(body.pk)
            changes.append(_change(row, body, known))
    return changes, problems


def parents_named(texts: Iterable[str]) -> dict[str, Body]:
    """The bodies that texts name: by URI, by the name in the address of the page, by a name only one body has."""
    wanted = set(texts)
    found: dict[str, Body] = {}
    for column in ("name", "slug", "uri"):
        listed: dict[str, list[Body]] = {}
        for body in Body.objects.filter(**{f"{column}__in": wanted}):
            listed.setdefault(getattr(body, column), []).append(body)
        found |= {text: bodies[0] for text, bodies in listed.items() if len(bodies) == 1}
    return found


def new_parents(pairs: Sequence[tuple[Body, BodyRow]]) -> tuple[list[Parent], list[tuple[BodyRow, str]]]:
    """The parents that rows name and their bodies do not have yet; and (row, text) where nobody is called so."""
    named = parents_named(text for _body, row in pairs for _relation, text, _since, _until in row.parents)
    held = set(
        Parent.objects.filter(body__in=[body.pk for body, row in pairs if row.parents]).values_list(
            "body_id", "parent_id", "relation"
        )
    )
    new: list[Parent] = []
    nobody: list[tuple[BodyRow, str]] = []
    for body, row in pairs:
        for relation, text, since, until in row.parents:
            parent = named.get(text)
            if parent is None or parent.pk == body.pk:
                nobody.append((row, text))
            elif (body.pk, parent.pk, relation) not in held:
                held.add((body.pk, parent.pk, relation))
                new.append(Parent(body=body, parent=parent, relation=relation, since=since, until=until))
    return new, nobody


@dataclass(slots=True)
class _Known:
    """The part of the register that rows speak of."""

    by_uri: dict[str, Body]
    by_pk: dict[int, Body]
    owners: dict[tuple[str, str], int]
    by_lau: dict[tuple[str, str], list[int]]
    # What bodies have, by their ids; plain values, since tens of thousands of objects would take seconds.
    names: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    codes: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    counts: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)

    def match(self, row: BodyRow) -> Body | None:
        """The body a row speaks of: by URI, else (unless the row names its own) by a code."""
        if row.uri in self.by_uri or row.is_named:
            return self.by_uri.get(row.uri)
        pks = {self.owners[key] for key in row.identifiers if key in self.owners}
        pks |= set(self.by_lau.get((row.values.get("country", ""), row.values.get("lau_code", "")), []))
        return self.by_pk[pks.pop()] if len(pks) == 1 else None

    def contradiction(self, row: BodyRow, body: Body | None) -> str:
        """Why the codes of a row cannot be those of its body, or ""."""
        for key in row.identifiers:
            owner = self.owners.get(key)
            if owner is not None and (body is None or owner != body.pk):
                return _("The code %(code)s belongs to another organisation in the register: %(body)s.") % {
                    "code": ":".join(key),
                    "body": self.by_pk[owner],
                }
        return ""


def _known(rows: Sequence[BodyRow]) -> _Known:
    wanted = {key for row in rows for key in row.identifiers}
    listed = Identifier.objects.filter(value__in={value for _scheme, value in wanted})
    owners = {(each.scheme, each.value): each.body_id for each in listed if (each.scheme, each.value) in wanted}
    unnamed = {(row.values.get("country", ""), row.values.get("lau_code", "")) for row in rows if not row.is_named}
    codes = {lau for country, lau in unnamed if country and lau}
    by_lau: dict[tuple[str, str], list[int]] = {}
    if codes:
        for pk, country, lau in Body.objects.filter(lau_code__in=codes).values_list("pk", "country", "lau_code"):
            by_lau.setdefault((country, lau), []).append(pk)
    by_uri = {body.uri: body for body in Body.objects.filter(uri__in=[row.uri for row in rows]).order_by()}
    by_pk = {body.pk: body for body in by_uri.values()}
    others = {*owners.values(), *(pk for pks in by_lau.values() for pk in pks)} - by_pk.keys()
    by_pk |= Body.objects.in_bulk(others) if others else {}
    return _Known(
        by_uri,
        by_pk,
        owners,
        by_lau,
        names=_grouped(BodyName.objects.filter(body__in=by_pk).values_list("body_id", "language", "name")),
        codes=_grouped(Identifier.objects.filter(body__in=by_pk).values_list("body_id", "scheme", "value")),
        counts=_grouped(
            PopulationCount.objects.filter(body__in=by_pk).values_list("body_id", "year", "inhabitants", "source")
        ),
    )


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for pk, *rest in rows:
        groups.setdefault(pk, []).append(tuple(rest))
    return groups


def _change(row: BodyRow, body: Body | None, known: _Known) -> Change:
    if body is None:
        values = {"tier": TIER_OF_KIND.get(row.values["kind"], "none")} | dict(row.values)
        change = Change(row, None, {name: (None, value) for name, value in values.items()})
        change.names, change.identifiers = list(row.names), list(row.identifiers)
        change.counts = [(*count, None, "") for count in row.counts]
        return change
    change = Change(row, body)
    for name, value in row.values.items():
        if getattr(body, name) != value and not (name.startswith("population") and _is_older(row, body)):
            change.columns[name] = (getattr(body, name), value)
    held = known.names.get(body.pk, [])
    main = change.columns.get("name", (None, body.name))[1]
    change.names = [each for each in row.names if (each[0], each[2]) not in held and each[2] != main]
    if "name" in change.columns and (body.language, body.name) not in held:
        change.names.append((body.language, "former", body.name))
    change.identifiers = [each for each in row.identifiers if each not in known.codes.get(body.pk, [])]
    counted = {year: (people, source) for year, people, source in known.counts.get(body.pk, [])}
    for year, people, source in row.counts:
        before = counted.get(year)
        if before is None or before[0] != people or (source and before[1] != source):
            old = before or (None, "")
            change.counts.append((year, people, source or old[1], *old))
    return change


def _is_older(row: BodyRow, body: Body) -> bool:
    """Whether the register has a newer count than the row: the body's own columns are always the newest."""
    return (row.values.get("population_year") or 0) < (body.population_year or 0)
