"""All figures of one history, in all time, back from today and back from the last commit (version: facts 1).

Back from today answers whether somebody is there, back from the last commit how the work is spread.

Source: own rule, docs/reference/health.md, "How far back?".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commonweal.connectors.git_tags import Tag
from commonweal.health.rules import counting, files, identities, presence, pulse, releases, tally, words
from commonweal.health.rules.counting import WINDOWS_DAYS, Figures, figures
from commonweal.health.rules.files import FileWork, truck_factor
from commonweal.health.rules.presence import files_there
from commonweal.health.rules.pulse import Pulse, pulse_of
from commonweal.health.rules.tally import Window, Work

VERSION = "facts 1"
# Half a year is what criteria of others ask about.
FROM_TODAY_DAYS = (45, 90, 183, 365)
RULES = (
    identities.VERSION,
    tally.VERSION,
    counting.VERSION,
    releases.VERSION,
    files.VERSION,
    presence.VERSION,
    pulse.VERSION,
    words.VERSION,
    VERSION,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted; windows are 45, 90 and 365 days, from today also 183.

    `merges` and `by_bots` are commits that are in no figure of people; `squashed` and `undated` are among those that
    are. `files` and `truck_factor` are None where none were read.
    """

    merges: int
    by_bots: int
    squashed: int
    undated: int
    people: int
    ever: Figures
    from_today: tuple[Figures, ...]
    from_last_commit: tuple[Figures, ...]
    releases: releases.Releases
    pulse: Pulse
    files: int | None = None
    truck_factor: int | None = None
    presence: Mapping[str, bool] | None = None

    @property
    def last_year(self) -> Figures:
        """The figures of the 365 days before the last commit; of all time where no commit has a moment."""
        return self.from_last_commit[-1] if self.from_last_commit else self.ever


def facts_of(
    work: Work,
    tags: Iterable[Tag],
    now: datetime,
    *,
    owner: frozenset[str] | None = None,
    changed: list[FileWork] | None = None,
    names: Iterable[str] | None = None,
) -> Facts:
    """Count everything; None is what nobody looked for.

    `owner` are the organisations that H20 calls inside, `changed` the files of the head with who changed them, `names`
    those in its two upper floors.
    """
    last = (Window(work.last, days) for days in WINDOWS_DAYS) if work.last else ()
    return Facts(
        merges=work.merges,
        by_bots=work.by_bots,
        squashed=work.squashed,
        undated=work.commits.undated,
        people=len(work.by_person),
        ever=figures(work, None, owner),
        from_today=tuple(figures(work, Window(now, days), owner) for days in FROM_TODAY_DAYS),
        from_last_commit=tuple(figures(work, window, owner) for window in last),
        releases=releases.releases(tags, Window(now, 365)),
        pulse=pulse_of(work, now),
        files=None if changed is None else len(changed),
        truck_factor=None if changed is None else truck_factor(changed),
        presence=files_there(names),
    )
