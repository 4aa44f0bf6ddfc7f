"""What the forms of a campaign come to together, worked out from all of them each time, so in no order."""

from collections.abc import Iterable

from commonweal.assessments.models import Campaign, ConflictDecision, Invitation
from commonweal.assessments.rules.merging import Asked, Decision, Said, Standing, merge, standings
from commonweal.assessments.rules.sayings import read_claim, read_said


def merged(invitation: Invitation) -> dict[Asked, Standing]:
    """How each question of a place stands, of which a form said anything."""
    decisions = invitation.decisions.filter(ended_at=None).select_related("invitation")
    return standings(_of_place(_heap(invitation.campaign), invitation.code), _decisions(decisions))


def merged_of(campaign: Campaign) -> dict[Asked, Standing]:
    """How each question of each place stands, of which a form said anything."""
    invited = set(campaign.invitations.filter(withdrawn_at=None).values_list("code", flat=True))
    decisions = ConflictDecision.objects.filter(invitation__campaign=campaign, ended_at=None)
    heap = [said for said in _heap(campaign) if said.place in invited]
    return standings(heap, _decisions(decisions.select_related("invitation")))


def _heap(campaign: Campaign) -> frozenset[Said]:
    forms = campaign.forms.filter(taken_back_at=None).values_list("said", flat=True)
    return merge(*(read_said(rows) for rows in forms))


def _of_place(heap: Iterable[Said], code: str) -> list[Said]:
    return [said for said in heap if said.place == code]


def _decisions(rows: Iterable[ConflictDecision]) -> dict[Asked, Decision]:
    return {
        (row.invitation.code, row.question): Decision(read_claim(row.chosen), frozenset(map(read_claim, row.among)))
        for row in rows
    }
