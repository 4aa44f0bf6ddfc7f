"""The sources of the demo's catalogue, harvested as any others, and what has changed when they are harvested again."""

from collections.abc import Callable, Mapping, Sequence

from django.utils import timezone

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.actions import Finding
from commonweal.harvest import actions
from commonweal.harvest.actions import SourceDraft
from commonweal.harvest.models import Run, Source
from commonweal.harvest.tasks import harvest
from commonweal.organisations.models import Body, User, Visibility
from commonweal.server.demo import repositories
from commonweal.server.demo.country import COUNTRY
from commonweal.standards import publiccode

BY_LIST = "istituto-geografico"
LADDER = {"private": Visibility.PRIVATE, "body": Visibility.BODY, "network": Visibility.NETWORK}
MIDWAY = 0.5  # no spread of the next harvest: the demo is the same each time
TIMES = 2
NEWS = ("published", "changed", "returned", "broken", "moved", "gone")


def add_all(bodies: Mapping[str, Body]) -> list[Source]:
    """Add a source for each publisher, one for single files and one for a list; those that are there stay."""
    home = repositories.home()
    folders = [name for name in repositories.publishers() if name != BY_LIST]
    drafts = [
        _draft("local_git", home / "repositories" / name, f"Git server of {bodies[name].name}", bodies[name])
        for name in folders
    ]
    drafts.append(_draft("folder", home / "schools", "Network of the schools of Esempia", None))
    drafts.append(_draft("repository_list", home / "list.txt", "List of the geographic institute", bodies[BY_LIST]))
    return [actions.add_source(draft=draft, by=None) for draft in drafts]


def harvest_all(sources: Sequence[Source], report: Callable[[str], None]) -> None:
    """Harvest each source twice, with some time of Esempia in between; what is done is not done again."""
    for time in range(TIMES):
        waiting = [source for source in sources if _finished_runs(source) <= time]
        if waiting:
            count = repositories.write(is_afterwards=time > 0)
            report(f"{count} repositories are written")
        for source in waiting:
            run = harvest(source=source, by=None, chance=MIDWAY)
            if any(getattr(run, name) for name in NEWS):
                report(_summary(run))


def publish_ladder(bodies: Mapping[str, Body], author: User) -> None:
    """Let one author publish an entry for each rung of the ladder below the public one."""
    for name, visibility in LADDER.items():
        content = (repositories.PACKS / "ladder" / f"{name}.yml").read_bytes()
        document, problems = publiccode.read(content)
        finding = Finding(
            source=f"demo:{name}",
            source_name=bodies["borgo"].name,
            precedence=10,
            url=f"https://git.esempia.example/borgo/{name}",
            seen_at=timezone.now(),
            document=document,
            problems=tuple(problems),
            raw=content.decode(),
            licence="CC0-1.0",
            publisher=bodies["borgo"],
            visibility=visibility,
        )
        catalogue.publish(finding=finding, by=author)


def _draft(driver: str, url: object, name: str, publisher: Body | None) -> SourceDraft:
    return SourceDraft(driver=driver, url=str(url), name=name, publisher=publisher, country=COUNTRY, licence="CC0-1.0")


def _finished_runs(source: Source) -> int:
    return Run.objects.filter(source=source, finished_at__isnull=False).count()


def _summary(run: Run) -> str:
    told = ", ".join(f"{count} {words}" for _, words, count in run.counts if count)
    return f"{run.source}: {told or run.get_end_display()}"
