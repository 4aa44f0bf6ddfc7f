"""Taking back what a list changed, wherever what it wrote still stands as it wrote it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commonweal.organisations.actions._taking import plain, refold, update_many
from commonweal.organisations.models import (
    Body,
    BodyName,
    Identifier,
    ImportBatch,
    ImportedBody,
    Parent,
    PopulationCount,
)

OWN = frozenset({BodyName, Identifier, Parent, PopulationCount, ImportedBody})


def restore(batch: ImportBatch) -> list[Body]:
    """Give changed bodies what they had before; those changed since are left, with the reason. Give the restored."""
    restored: dict[int, ImportedBody] = {}
    bodies: list[Body] = []
    left: list[ImportedBody] = []
    columns: set[str] = set()
    for imported in batch.imported.filter(is_new=False).select_related("body"):
        body = imported.body
        if body is None or _differs(body, imported.after["columns"]):
            imported.kept_because = _("It was changed since.")
            left.append(imported)
            continue
        for name, value in imported.before["columns"].items():
            setattr(body, name, date.fromisoformat(value) if name == "ended_on" and value else value)
        columns |= imported.before["columns"].keys()
        restored[body.pk] = imported
        bodies.append(body)
    update_many(bodies, columns)
    _take_back_kin(restored)
    refold([body for body in bodies if _is_renamed(restored[body.pk])])
    update_many(left, ["kept_because"])
    return bodies


def removable(batch: ImportBatch) -> tuple[list[Body], list[ImportedBody]]:
    """The bodies a list entered that nobody changed and nothing refers to; and the others, with the reason."""
    entered = batch.imported.filter(is_new=True, body__isnull=False)
    listed = {each.body_id: each for each in entered}
    kin = Body.objects.prefetch_related("names", "identifiers", "population_counts", "parents").order_by()
    bodies = {body.pk: body for body in kin.filter(pk__in=entered.values("body_id"))}
    left = {pk: _("It was changed since.") for pk, body in bodies.items() if _is_changed(body, listed[pk].after)}
    left |= dict.fromkeys(_in_use(entered) - left.keys(), _("Something else refers to it by now."))
    # Who has a member, part or place in it that stays, stays too.
    pairs = list(Parent.objects.filter(parent__in=entered.values("body_id")).values_list("parent_id", "body_id"))
    leaving = bodies.keys() - left.keys()
    while kept := {parent for parent, child in pairs if parent in leaving and child not in leaving}:
        left |= dict.fromkeys(kept, _("Something else refers to it by now."))
        leaving -= kept
    for pk, reason in left.items():
        listed[pk].kept_because = reason
    return [bodies[pk] for pk in leaving], [listed[pk] for pk in left]


def remove(batch: ImportBatch) -> None:
    """Take the bodies out that a list entered, but for those that are left, with their names, codes and parents.

    Not by `delete`, which would ask every table that may refer to a body, for each thousand of them, a second time.
    """
    leaving = batch.imported.filter(is_new=True, kept_because="")
    uris, pks = leaving.values("uri"), leaving.filter(body__isnull=False).values("body_id")
    for model in (BodyName, Identifier, PopulationCount, Parent):
        model._default_manager.filter(body__in=pks).delete()
    Parent.objects.filter(parent__in=pks).delete()
    ImportedBody.objects.filter(body__in=pks).exclude(batch=batch).update(body=None)
    leaving.update(body=None)
    gone = Body.objects.filter(uri__in=uris)
    gone._raw_delete(gone.db)  # noqa: SLF001  the one way to delete without asking who refers


def _differs(body: Body, columns: dict[str, Any]) -> bool:
    return any(plain(getattr(body, name)) != value for name, value in columns.items())


def _is_changed(body: Body, after: dict[str, Any]) -> bool:
    names = {(each.language, each.kind, each.name) for each in body.names.all()}
    codes = {(each.scheme, each.value) for each in body.identifiers.all()}
    counts = {(each.year, each.inhabitants) for each in body.population_counts.all()}
    parents = {(each.relation, each.parent_id) for each in body.parents.all()}
    return (
        _differs(body, after["columns"])
        or not names <= _tuples(after["names"])
        or codes != _tuples(after["identifiers"])
        or not counts <= {(year, people) for year, people, _source in after["counts"]}
        or parents != _tuples(after["parents"])
    )


def _tuples(lists: Iterable[Sequence[Any]]) -> set[tuple[Any, ...]]:
    return {tuple(each) for each in lists}


def _in_use(entered: QuerySet[ImportedBody]) -> set[int]:
    """Those of the bodies to which something refers that is no part of a body."""
    used: set[int] = set()
    for relation in Body._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        if model not in OWN:
            rows = model._base_manager.filter(**{f"{column}__in": entered.values("body_id")})  # noqa: SLF001  all rows
            used |= set(rows.values_list(column, flat=True))
    return used


def _is_renamed(imported: ImportedBody) -> bool:
    return bool(imported.after["names"]) or "name" in imported.after["columns"]


def _take_back_kin(restored: Mapping[int, ImportedBody]) -> None:
    """Take names, codes and parents away that a list gave, and give counts back what they were."""
    added = {pk: imported.after for pk, imported in restored.items()}
    named = [pk for pk, after in added.items() if after["names"]]
    names = BodyName.objects.filter(body__in=named)
    gone = [each.pk for each in names if [each.language, each.kind, each.name] in added[each.body_id]["names"]]
    BodyName.objects.filter(pk__in=gone).delete()
    codes = [tuple(code) for after in added.values() for code in after["identifiers"]]
    known = set(codes)
    listed = Identifier.objects.filter(value__in={value for _scheme, value in codes}, body__in=restored)
    gone = [each.pk for each in listed if (each.scheme, each.value) in known]
    Identifier.objects.filter(pk__in=gone).delete()
    tied = [pk for pk, after in added.items() if after["parents"]]
    parents = Parent.objects.filter(body__in=tied)
    gone = [each.pk for each in parents if [each.relation, each.parent_id] in added[each.body_id]["parents"]]
    Parent.objects.filter(pk__in=gone).delete()
    _take_back_counts(restored)


def _take_back_counts(restored: Mapping[int, ImportedBody]) -> None:
    gone, changed = [], []
    counted = [pk for pk, imported in restored.items() if imported.after["counts"]]
    for count in PopulationCount.objects.filter(body__in=counted):
        imported = restored[count.body_id]
        before = {year: (people, source) for year, people, source in imported.before["counts"]}
        if [count.year, count.inhabitants] not in [each[:2] for each in imported.after["counts"]]:
            continue
        people, source = before[count.year]
        if people is None:
            gone.append(count.pk)
        else:
            count.inhabitants, count.source = people, source
            changed.append(count)
    PopulationCount.objects.filter(pk__in=gone).delete()
    update_many(changed, ["inhabitants", "source"])
