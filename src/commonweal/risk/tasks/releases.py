"""The worker's part in distributions: packages of new lists whose release is not stated are named as unclear."""

from procrastinate.contrib.django import app

from commonweal.components.models import Package
from commonweal.journal import actions as journal
from commonweal.journal.models import Event
from commonweal.risk import actions


def _name(event: Event) -> None:
    """Look at what the list names of distributions; a list that has been replaced since has nothing left to look at."""
    found = Package.objects.filter(distribution__contains=":", versions__occurrences__document=int(event.subject_id))
    packages = list(found.values_list("pk", flat=True).distinct())
    if packages:
        actions.name_releases(packages=packages, by=None)


RELEASES = journal.Follower(name="risk.releases", events=frozenset({"components.sbom_received"}), handle=_name)


@app.periodic(cron="* * * * *")
@app.task(name="risk.follow_lists", queueing_lock="risk.follow_lists", pass_context=False)
def follow_lists(timestamp: int) -> None:
    """Name the packages of lists that came, a minute later at most."""
    journal.advance(RELEASES)
