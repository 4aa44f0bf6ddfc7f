"""Figures that tell of a goal, counted from what is on file for a body as far as the reader may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from commonweal.organisations.models import Body, Visibility
from commonweal.organisations.queries import Viewer
from commonweal.strategy.queries.packs import WordedPack, head_of, in_words, read_pack
from commonweal.strategy.rules.figures import Part, part
from commonweal.usage import queries as usage
from commonweal.usage.models import Contract
from commonweal.usage.queries.claims import in_use, portfolio

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the pack: for which aims it is, and its words by language."""

    id: str
    aims: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def label(self) -> str:
        """What it counts, in the reader's language."""
        return in_words(self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePack(WordedPack):
    """What packs/goal-figures.yaml says."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with what was counted today."""

    figure: Figure
    part: Part


def figures_for(viewer: Viewer, body: Body, aims: set[str], today: date) -> list[Measured]:
    """The figures for these aims, in the order of the pack."""
    wanted = [each for each in figure_pack().figures if aims & set(each.aims)]
    if not wanted:
        return []
    counted = _of_contracts(viewer, body, today) | _of_uses(viewer, body, today) | _of_systems(viewer, body)
    return [Measured(each, counted[each.id]) for each in wanted]


@cache
def figure_pack() -> FigurePack:
    """What holds in this installation."""
    pack = read_pack("goal-figures")
    figures = tuple(Figure(each["id"], tuple(each["aims"]), each["label"]) for each in pack["figures"])
    return FigurePack(**head_of(pack), figures=figures)


def _of_contracts(viewer: Viewer, body: Body, today: date) -> dict[str, Part]:
    contracts = list(usage.contracts(viewer, body).exclude(terminated_on__lt=today))
    caught_from = usage.spending_pack().caught_from
    return {
        "caught_contracts": part(_is_caught(each, caught_from) for each in contracts),
        "exit_known": part(each.exit_cost_cents is not None for each in contracts),
        "cost_known": part(each.yearly_cost_cents is not None for each in contracts),
    }


def _is_caught(contract: Contract, caught_from: float) -> bool | None:
    index: float | None = contract.index  # type: ignore[attr-defined]  # annotated by the query
    return None if index is None else index >= caught_from


def _of_uses(viewer: Viewer, body: Body, today: date) -> dict[str, Part]:
    rows = list(in_use(portfolio(viewer, body)).order_by().values_list("visibility", "since"))
    return {
        "public_uses": part(visibility == Visibility.PUBLIC for visibility, _since in rows),
        "new_uses": part(None if since is None else since > today - YEAR for _visibility, since in rows),
    }


def _of_systems(viewer: Viewer, body: Body) -> dict[str, Part]:
    whole, _by_function = usage.adoption_of(viewer, body)
    said = usage.interfaces(viewer, body).order_by().values_list("is_open", flat=True)
    known = {"yes": True, "no": False}
    return {
        "open_systems": Part(whole.open_count, whole.open_count + whole.closed_count, whole.unknown_count),
        "open_interfaces": part(known.get(each) for each in said),
    }
