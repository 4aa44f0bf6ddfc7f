"""How long it takes: the counts and times of the page are those of the event log."""

import csv
import io
from collections import Counter
from datetime import datetime, timedelta
from statistics import median

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.components.queries import EVERYTHING, Scope
from commonweal.journal.models import Event
from commonweal.screening.actions import RulingDraft, reopen, request_screening, rule, withdraw
from commonweal.screening.models import Request, Ruling
from commonweal.screening.queries.figures import figures
from tests.conftest import Cast
from tests.screening.screening_world import APPROVED, FINE, HIT, REFUSED, advisories, helping, wanting

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast) -> list[Request]:
    """Approved and refused by the fast lane, ruled by a person, by an earlier ruling, withdrawn, reopened, waiting."""
    advisories()

    def ask(wanted: object) -> Request:
        return request_screening(wanted=wanted, body=cast.town, by=cast.chiara)

    ruled, taken_back, again = ask(wanting(FINE)), ask(wanting("pkg:pypi/a@1.0")), ask(wanting("pkg:pypi/b@1.0"))
    rule(request=ruled, draft=RulingDraft(decided=APPROVED), by=cast.chiara)
    withdraw(request=taken_back, by=cast.chiara)
    rule(request=again, draft=RulingDraft(decided=REFUSED, reason="No"), by=cast.chiara)
    reopen(request=again, by=cast.chiara)
    rule(request=again, draft=RulingDraft(decided=APPROVED), by=cast.chiara)
    made = [
        ruled, taken_back, again, ask(wanting(FINE)), ask(wanting(HIT)), ask(wanting("pkg:pypi/c@1.0")),
        ask(helping("https://github.com/x/y", licence="MIT")),
    ]  # fmt: skip
    _spread(made)
    return made


def _spread(made: list[Request]) -> None:
    """What a person ruled took hours; the clock of the test stands still otherwise."""
    for number, request in enumerate(made, 1):
        earlier = timezone.now() - timedelta(hours=10 * number)
        request.refresh_from_db()
        first = Ruling.objects.filter(request=request).order_by("at").first()
        Request.objects.filter(pk=request.pk).update(asked_at=earlier)
        if first is not None:
            Ruling.objects.filter(pk=first.pk).update(at=earlier + timedelta(hours=number))


def test_the_funnel_is_that_of_the_event_log(asked: list[Request]) -> None:
    whole, months = figures(EVERYTHING)

    events = list(Event.objects.filter(name__startswith="screening.").order_by("pk"))
    names = Counter(event.name for event in events)
    first: dict[str, str] = {}
    for event in events:
        if event.name == "screening.ruled":
            first.setdefault(event.subject_id, event.data["how"])
    hows = Counter(first.values())
    assert whole.asked == names["screening.requested"] == 7
    assert (whole.fast_lane, whole.earlier, whole.person) == (hows["fast_lane"], hows["earlier"], hows["person"])
    assert whole.withdrawn == names["screening.withdrawn"] == 1
    assert whole.waiting == names["screening.requested"] - len(first) - names["screening.withdrawn"] == 1
    assert sum(each.asked for each in months) == whole.asked


def test_the_parts_sum_to_what_was_asked(asked: list[Request]) -> None:
    whole, months = figures(EVERYTHING)

    for each in (whole, *months):
        assert each.asked == each.fast_lane + each.earlier + each.person + each.withdrawn + each.waiting


def test_the_median_is_that_of_the_first_rulings(asked: list[Request]) -> None:
    whole, _months = figures(EVERYTHING)

    times = []
    for request in Request.objects.all():
        first = request.rulings.order_by("at").first()
        if first is not None:
            times.append((first.at - request.asked_at).total_seconds())
    assert whole.median == median(times)
    assert whole.ninetieth == max(times)


def test_without_changed_clocks_the_times_are_those_of_the_events(cast: Cast) -> None:
    made = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.chiara)
    rule(request=made, draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    whole, _months = figures(EVERYTHING)

    def at(name: str) -> datetime:
        return Event.objects.get(name=name).recorded_at

    took = (at("screening.ruled") - at("screening.requested")).total_seconds()
    assert whole.median == pytest.approx(took, abs=0.5)


def test_figures_are_of_the_scope_alone(asked: list[Request], cast: Cast) -> None:
    inside, _ = figures(Scope(bodies=frozenset({cast.town.pk})))
    outside, rows = figures(Scope(bodies=frozenset({cast.town.pk + 1_000})))

    assert (inside.asked, outside.asked, rows) == (7, 0, [])


def test_the_table_says_what_the_page_says(asked: list[Request], cast: Cast) -> None:
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")

    rows = list(csv.DictReader(io.StringIO(client.get("/screening/figures.csv").content.decode())))
    page = client.get("/screening/figures").content.decode()

    assert sum(int(row["asked"]) for row in rows) == 7
    assert {row["kind"] for row in rows} == {"use", "contribute"}
    assert "half were answered within" in page
