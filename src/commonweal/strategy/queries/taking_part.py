"""Who takes part in an initiative, and what each way allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet

from commonweal.organisations.models import Body
from commonweal.strategy.models import Initiative, Participation
from commonweal.strategy.queries.packs import WordedPack, head_of, in_words, read_pack
from commonweal.strategy.rules.taking_part import VOTE_ON_MONEY, Rights, allows


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPack(WordedPack):
    """What packs/taking-part.yaml says; `labels` are the words of each right by language."""

    rights: tuple[Rights, ...]
    labels: Mapping[str, Mapping[str, str]]

    def rights_of(self, kind: str) -> Rights:
        """What a way allows."""
        return next(each for each in self.rights if each.kind == kind)

    def words_of(self, kind: str) -> list[str]:
        """What a way allows, in the reader's language."""
        return [in_words(self.labels[right]) for right in self.rights_of(kind).may]


@cache
def part_pack() -> PartPack:
    """What holds in this installation."""
    pack = read_pack("taking-part")
    return PartPack(
        **head_of(pack),
        rights=tuple(Rights(each["id"], tuple(each["may"]), bool(each["by_itself"])) for each in pack["kinds"]),
        labels={each["id"]: each["label"] for each in pack["rights"]},
    )


def participations_of(initiative: Initiative) -> QuerySet[Participation]:
    """Who takes part in an initiative now; whoever sees the initiative sees them."""
    found = initiative.participations.filter(ended_at=None)
    return found.select_related("body", "initiative").prefetch_related("body__names")


def participation(pk: int) -> Participation | None:
    """One of them, with its initiative; whoever asks checks that the initiative may be seen."""
    return Participation.objects.select_related("body", "initiative__owner").filter(pk=pk).first()


def votes_on_money(initiative: Initiative, body: Body) -> bool:
    """Whether a body has a vote where an initiative decides on money: a follower has none."""
    kinds = initiative.participations.filter(body=body, ended_at=None).values_list("kind", flat=True)
    return allows(part_pack().rights, kinds, VOTE_ON_MONEY)
