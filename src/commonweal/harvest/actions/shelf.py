"""The shelf: everything the database knows of the repositories of one page, loaded and saved in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonweal.catalogue.actions import Finding
from commonweal.harvest import rules
from commonweal.harvest.documents import ReadFile, Reading
from commonweal.harvest.models import Component, Repository, Run
from commonweal.organisations.models import Body
from commonweal.standards.publiccode import PublicCode


@dataclass(slots=True)
class Verdict:
    """What becomes of a file that was read: an address to list it at, or a refusal.

    `contested` is the address that another component speaks for instead, where that is the refusal.
    """

    component: Component
    reading: Reading
    file: ReadFile
    outcome: rules.Address | rules.Refusal
    contested: str = ""

    @property
    def address(self) -> rules.Address | None:
        """The address, unless it is refused."""
        return self.outcome if isinstance(self.outcome, rules.Address) else None

    @property
    def refusal(self) -> rules.Refusal | None:
        """The refusal, unless there is an address."""
        return self.outcome if isinstance(self.outcome, rules.Refusal) else None


class Shelf:
    """The repositories of one page with their components; part of `take_page` and used nowhere else."""

    def __init__(self, run: Run, readings: Sequence[Reading]) -> None:
        self.run = run
        self.source = run.source
        # A source that names a repository twice on one page means the same one.
        self.readings = list({reading.repository.url: reading for reading in readings}.values())
        urls = [reading.repository.url for reading in self.readings]
        self.rows = {row.url: row for row in Repository.objects.filter(source=self.source, url__in=urls)}
        uris = {reading.repository.publisher_uri for reading in self.readings} - {""}
        self.bodies = {body.uri: body for body in Body.objects.filter(uri__in=uris)} if uris else {}
        self.components: dict[tuple[int, str], Component] = {}
        self.decided: set[int] = set()

    def save_repositories(self) -> None:
        """Write down which repositories were seen and what is new about them, then load their components."""
        new, read, same = [], [], []
        for reading in self.readings:
            row = self.rows.get(reading.repository.url)
            if row is None:
                row = Repository(source=self.source, url=reading.repository.url, first_run=self.run)
                self.rows[row.url] = row
                new.append(row)
            elif reading.files is None and not reading.failure:
                same.append(row.pk)
            else:
                read.append(row)
            self._describe(row, reading)
        Repository.objects.bulk_create(new)
        columns = (
            "name revision listing_revision facts publisher_name publisher_slug has_metadata is_archived "
            "last_run missing_since moved_to"
        )
        # An upsert writes a page in one plain statement; bulk_update builds a CASE per row and column.
        Repository.objects.bulk_create(
            read, update_conflicts=True, unique_fields=["source", "url"], update_fields=columns.split()
        )
        seen = {"last_run": self.run, "missing_since": None, "moved_to": None}
        if same:
            Repository.objects.filter(pk__in=same).update(**seen)
        known = Component.objects.filter(repository__in=self.rows.values()).select_related("entry", "repository")
        self.components = {(component.repository_id, component.path): component for component in known}

    def removed_components(self) -> list[Component]:
        """Components whose repository was read and no longer holds their file."""
        present = {
            (self.rows[reading.repository.url].pk, file.path)
            for reading in self.readings
            for file in reading.files or ()
        }
        read = {self.rows[each.repository.url].pk for each in self.readings if each.files is not None}
        return [
            component
            for key, component in self.components.items()
            if component.repository_id in read and key not in present
        ]

    def forget(self, components: Iterable[Component]) -> None:
        """Drop the bookkeeping of files that are gone; what they published keeps its own history."""
        gone = [component.pk for component in components]
        if gone:
            Component.objects.filter(pk__in=gone).delete()
        self.components = {key: component for key, component in self.components.items() if component.pk not in gone}

    def verdicts(self) -> list[Verdict]:
        """Decide on every file that was read; where two would speak for one address, one of them does."""
        found = [
            self._verdict(reading, file)
            for reading in self.readings
            for file in reading.files or ()
            if not file.is_unchanged
        ]
        new = [verdict.component for verdict in found if verdict.component.pk is None]
        Component.objects.bulk_create(new)
        for component in new:
            self.components[component.repository_id, component.path] = component
        found += self._settle_contests(found)
        self.decided = {verdict.component.pk for verdict in found}
        return found

    def save_components(self, verdicts: Sequence[Verdict]) -> None:
        """Save what each file speaks for; addresses are freed first, since two files may swap theirs."""
        components = [verdict.component for verdict in verdicts]
        if components:
            Component.objects.filter(pk__in=[component.pk for component in components]).exclude(address="").update(
                address=""
            )
            Component.objects.bulk_create(
                components,
                update_conflicts=True,
                unique_fields=["repository", "path"],
                update_fields=["revision", "is_stale", "address", "entry"],
            )

    def untouched_components(self) -> list[Component]:
        """Components of this page's repositories that no verdict is about."""
        return [component for component in self.components.values() if component.pk not in self.decided]

    def failed_repositories(self) -> set[int]:
        """The page's repositories that could not be read."""
        return {self.rows[reading.repository.url].pk for reading in self.readings if reading.failure}

    def count_without_metadata(self) -> int:
        """How many of the page's repositories hold no metadata file."""
        holding = {repository for repository, _ in self.components}
        return sum(1 for reading in self.readings if not reading.failure and self._row(reading).pk not in holding)

    def finding(self, verdict: Verdict, address: rules.Address, now: datetime) -> Finding:
        """What the catalogue is told of one file."""
        repository, file = verdict.reading.repository, verdict.file
        body = self.body(verdict.reading)
        document = None if verdict.refusal is not None else file.document
        origin = file.url or repository.url
        return Finding(
            source=self.source.key,
            source_name=self.source.name,
            precedence=self.source.precedence,
            url=address.url,
            component_path=address.component_path,
            document=document,
            problems=file.problems,
            raw=file.raw,
            licence=self.source.licence,
            publisher=body,
            publisher_name=body.name if body else self.publisher_name(verdict.reading, file.document),
            extra=dict(verdict.reading.facts),
            origin_url="" if origin.startswith("file:") else origin,
            seen_at=now,
            visibility=self.source.visibility,
        )

    def body(self, reading: Reading) -> Body | None:
        """The body that answers for a repository, where source or list say so."""
        return self.source.publisher or self.bodies.get(reading.repository.publisher_uri)

    def publisher_name(self, reading: Reading, document: PublicCode | None) -> str:
        """The best name of who publishes: the source's word, then the file's, then the account's."""
        body = self.body(reading)
        if body is not None:
            return body.name
        own = reading.repository.publisher
        if document is not None:
            organisation = document.organisation.name if document.organisation else None
            own = own or organisation or document.legal.repo_owner or document.legal.main_copyright_owner or ""
        account = "" if self.source.driver in rules.LOCAL_DRIVERS else reading.repository.owner
        return (own or account or self.source.name)[:300]

    def publisher_slug(self, reading: Reading, name: str) -> str:
        """How the publisher is called in addresses."""
        body = self.body(reading)
        return body.slug if body is not None else rules.slug(name)

    def _row(self, reading: Reading) -> Repository:
        return self.rows[reading.repository.url]

    def _describe(self, row: Repository, reading: Reading) -> None:
        found = reading.repository
        row.last_run, row.missing_since, row.moved_to = self.run, None, None
        row.name, row.is_archived = found.name[:300], found.is_archived
        if reading.failure or reading.files is None:
            return
        # Kept only once the files are read: what could not be read is asked for again.
        row.revision, row.facts = (found.revision or "")[:300], reading.known.facts
        row.listing_revision, row.has_metadata = reading.listing_revision[:300], bool(reading.files)
        document = next((file.document for file in reading.files if file.document is not None), None)
        row.publisher_name = self.publisher_name(reading, document)
        row.publisher_slug = self.publisher_slug(reading, row.publisher_name)

    def _verdict(self, reading: Reading, file: ReadFile) -> Verdict:
        row = self._row(reading)
        component = self.components.get((row.pk, file.path))
        if component is None:
            component = Component(source=self.source, repository=row, path=file.path[:500])
        component.revision, component.is_stale = file.revision[:300], False
        outcome = rules.placed(
            file.document,
            found_at=row.url,
            path=file.path,
            driver=self.source.driver,
            former=[*reading.repository.aliases, *self._former(row)],
        )
        return Verdict(component, reading, file, outcome)

    def _former(self, row: Repository) -> list[str]:
        if row.pk is None or row.first_run_id == self.run.pk:
            return []
        return list(row.moved_from.values_list("url", flat=True))

    def _settle_contests(self, found: Sequence[Verdict]) -> list[Verdict]:
        """Let one component speak for each address; return verdicts on components displaced from outside the page."""
        by_component = {verdict.component.pk: verdict for verdict in found}
        wanted = [verdict.address.key for verdict in found if verdict.address is not None]
        rows = Component.objects.filter(source=self.source, address__in=wanted).select_related("repository", "entry")
        # Who was read on this page and now names another address no longer holds the old one.
        holders = {row.address: row for row in rows if row.pk not in by_component}
        displaced = []
        for verdict in found:
            address = verdict.address
            if address is None:
                continue
            holder = holders.get(address.key)
            if holder is None:
                holders[address.key] = verdict.component
            elif rules.speaks_better(verdict.reading.repository.url, holder.repository.url, address.url):
                holders[address.key] = verdict.component
                displaced.append((holder, verdict, address.key))
            else:
                _refuse(verdict, holder.repository.url, address.key)
        extra = []
        for holder, winner, key in displaced:
            loser = by_component.get(holder.pk)
            if loser is None:
                loser = self._verdict_on_absent(holder, winner)
                extra.append(loser)
            _refuse(loser, winner.reading.repository.url, key)
        return extra

    def _verdict_on_absent(self, holder: Component, winner: Verdict) -> Verdict:
        """A verdict on a component of another page: nothing of it was read now, so it is described by its row."""
        from commonweal.connectors.repositories import Repository as Found

        row = holder.repository
        reading = Reading(Found(url=row.url, name=row.name, owner=row.publisher_name), facts={})
        return Verdict(holder, reading, ReadFile(holder.path, holder.revision), winner.outcome)


def _refuse(verdict: Verdict, speaker_url: str, key: str) -> None:
    """Refuse a file because another speaks for its address; it is read again each time, as the other may go."""
    # Paths of this machine are nobody's business.
    speaker = speaker_url.rpartition("/")[2] if speaker_url.startswith("file:") else speaker_url
    verdict.outcome = rules.Refusal("second", speaker)
    verdict.contested = key
    verdict.component.is_stale = True
