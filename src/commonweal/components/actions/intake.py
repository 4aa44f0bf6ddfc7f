"""Receiving and withdrawing lists of what systems are made of."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.components import permissions
from commonweal.components.actions._interning import licence_keys, package_keys, version_keys
from commonweal.components.models import Channel, Occurrence, SbomContent, SbomDocument
from commonweal.components.permissions import Permission
from commonweal.components.rules import contents
from commonweal.components.rules.contents import Part, storable
from commonweal.journal import actions as journal
from commonweal.organisations.models import User, Visibility
from commonweal.standards.problems import Problem, Severity
from commonweal.standards.sbom import Sbom, read
from commonweal.standards.sbom.places import placed
from commonweal.standards.sbom.quality import MEASURES
from commonweal.usage.models import System

MOST_PROBLEMS = 100
# The fastest: a list of a thousand parts takes 4 ms instead of 20, for a tenth more of room.
_COMPRESSION = 1


class SbomUnreadable(Exception):
    """Nothing could be read in the file; `problems` say why. The list that stood before still stands."""

    def __init__(self, message: str, problems: Sequence[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


class SystemNotInUse(Exception):
    """The system has ended, or is gone."""


class SystemIsPrivate(Exception):
    """The system is private to the person who wrote it down."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file as it came."""

    content: bytes
    file_name: str
    digest: str


@transaction.atomic
def receive_sbom(
    *, system: System, content: bytes, file_name: str, part: str, channel: Channel, by: User | None
) -> SbomDocument:
    """Take a list of what a system, or a named part of it, is made of; it replaces the one that stood for the part.

    The same bytes again for the same part change and record nothing. Lists without a component are refused, since an
    empty list looks like one without weaknesses.
    Raises NotAllowed, SystemNotInUse, SystemIsPrivate, SbomUnreadable.
    """
    permissions.require(by, Permission.SEND_SBOM, on=system.owner)
    _require_ready(system)
    part = storable(" ".join(part.split()), 100)
    sent = _Sent(content, storable(PurePath(file_name).name, 300), hashlib.sha256(content).hexdigest())
    standing = _standing(system, part)
    if standing is not None and standing.content_id == sent.digest:
        return standing
    sbom, problems = read(content, file_name)
    if sbom is None or not sbom.packages:
        raise _unreadable(sbom, problems)
    _hold(system)
    standing = _standing(system, part)
    if standing is not None and standing.content_id == sent.digest:
        return standing
    document = _described(sbom, sent, problems)
    document.system, document.part, document.channel, document.received_by = system, part, channel, by
    since = _since(system)
    if standing is not None:
        _replace(standing)
    document.save(force_insert=True)
    _place(document, contents.parts_of(sbom), since)
    data = {
        "system": system.pk,
        "body": system.owner_id,
        "part": part,
        "replaces": standing.pk if standing else None,
        "components": document.counted["components"],
    }
    journal.record("components.sbom_received", subject=document, by=by, data=data)
    return document


@transaction.atomic
def withdraw_sbom(*, document: SbomDocument, by: User | None) -> SbomDocument:
    """Take back a list that stands, so that nothing is known of its part; it stays on file. Raises NotAllowed."""
    system = document.system
    permissions.require(by, Permission.SEND_SBOM, on=system.owner)
    _hold(system)
    document.refresh_from_db(fields=["replaced_at"])
    if document.replaced_at is None:
        _replace(document)
        data = {"system": system.pk, "body": system.owner_id, "part": document.part}
        journal.record("components.sbom_withdrawn", subject=document, by=by, data=data)
    return document


def _require_ready(system: System) -> None:
    """Refuse systems of which nobody could see the list."""
    if system.visibility == Visibility.PRIVATE:
        message = _("Only you see this system. Open it to your organisation first; then its parts can be handed in.")
        raise SystemIsPrivate(message)
    if system.ended_on is not None and system.ended_on <= timezone.localdate():
        raise SystemNotInUse(_("This system is no longer in use, so nothing is kept of what it is made of."))


def _hold(system: System) -> None:
    """Let lists of one system come in one after the other; look again whether it may have any."""
    held = System.objects.select_for_update(no_key=True).filter(pk=system.pk).first()
    if held is None:
        raise SystemNotInUse(_("This system is gone."))
    _require_ready(held)


def _standing(system: System, part: str) -> SbomDocument | None:
    return SbomDocument.objects.filter(system=system, part=part, replaced_at=None).first()


def _unreadable(sbom: Sbom | None, problems: list[Problem]) -> SbomUnreadable:
    if sbom is None:
        return SbomUnreadable(_("This file cannot be read. The list that stood before still stands."), problems)
    empty = Problem("", None, None, Severity.ERROR, "the list names no component", "no-components")
    message = _("This list names no component. The list that stood before still stands.")
    return SbomUnreadable(message, [*problems, empty])


def _described(sbom: Sbom, sent: _Sent, problems: Sequence[Problem]) -> SbomDocument:
    """What the list says of itself, and how good it is."""
    tools = ", ".join(" ".join(filter(None, (tool.name, tool.version))) for tool in sbom.tools)
    shown = placed(sent.content, problems[:MOST_PROBLEMS]) if problems else ()
    return SbomDocument(
        content_id=_kept(sent),
        file_name=sent.file_name,
        format=sbom.format.value,
        format_version=storable(sbom.version, 20),
        encoding=storable(sbom.encoding, 20),
        subject=storable(sbom.subject.name if sbom.subject else sbom.name, 300),
        subject_version=storable(sbom.subject.version if sbom.subject else None, 100),
        subject_purl=contents.subject_purl(sbom),
        tool=storable(tools, 300),
        made_at=sbom.created,
        received_at=timezone.now(),
        counted=contents.counted(sbom),
        quality={name: measure(sbom).is_met for name, measure in MEASURES.items()},
        problems=[_told(problem) for problem in shown],
    )


def _told(problem: Problem) -> dict[str, object]:
    return {
        "path": storable(problem.path, 300),
        "line": problem.line,
        "severity": problem.severity.value,
        "message": storable(problem.message, 500),
    }


def _kept(sent: _Sent) -> str:
    """Keep the bytes, once."""
    if not SbomContent.objects.filter(digest=sent.digest).exists():
        compressed = zlib.compress(sent.content, _COMPRESSION)
        content = SbomContent(digest=sent.digest, compressed=compressed, size=len(sent.content))
        SbomContent.objects.bulk_create([content], ignore_conflicts=True)
    return sent.digest


def _replace(document: SbomDocument) -> None:
    document.replaced_at = timezone.now()
    document.save(update_fields=["replaced_at"])
    Occurrence.objects.filter(document=document).delete()


def _since(system: System) -> dict[int, datetime]:
    """Give since when the system is known to run each version."""
    rows = Occurrence.objects.filter(system=system).values_list("package_version")
    return dict(rows.annotate(first=Min("since")).order_by())


def _place(document: SbomDocument, parts: Sequence[Part], since: Mapping[int, datetime]) -> None:
    """Say in one statement which versions the system runs."""
    packages = package_keys(part.package for part in parts)
    versions = version_keys(parts, packages)
    keys = [versions[packages[part.package.key], part.version] for part in parts]
    licences = licence_keys(parts)
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for key, part in zip(keys, parts, strict=True):
            known = since.get(key, document.received_at)
            licence = None if part.licence is None else licences[part.licence]
            copy.write_row((document.system_id, key, document.pk, part.depth, part.is_optional, part.is_source, known,
                            licence))  # fmt: skip


_COPY = """
COPY components_occurrence
    (system_id, package_version_id, document_id, depth, is_optional, is_source, since, licence_id)
FROM STDIN
"""
