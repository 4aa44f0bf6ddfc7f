"""Who takes part in an initiative: larger ones lead, smaller ones tag along, and who follows votes on no money."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import NotAllowed
from commonweal.strategy import actions
from commonweal.strategy.actions import InitiativeDraft
from commonweal.strategy.models import Initiative, Participation, PartKind
from commonweal.strategy.queries.initiatives import initiatives_for
from commonweal.strategy.queries.packs import read_pack
from commonweal.strategy.queries.taking_part import part_pack, participations_of, votes_on_money
from commonweal.strategy.rules.taking_part import VOTE_ON_MONEY, allows
from tests.conftest import Cast

KINDS = st.lists(st.sampled_from(PartKind.values))


@given(KINDS)
def test_only_who_leads_or_pays_votes_on_money(kinds: list[str]) -> None:
    may = allows(part_pack().rights, kinds, VOTE_ON_MONEY)

    assert may == bool({"lead", "co_fund"} & set(kinds))


def test_the_pack_knows_every_way_in_four_languages() -> None:
    pack = read_pack("taking-part")

    assert [each["id"] for each in pack["kinds"]] == PartKind.values
    assert all(set(each["label"]) == {"en", "it", "fr", "de"} for each in pack["rights"])
    assert {right for each in pack["kinds"] for right in each["may"]} == {each["id"] for each in pack["rights"]}


def _body(kind: str, name: str) -> Body:
    draft = organisations.BodyDraft(
        uri=f"https://{name.lower()}.example/id", name=name, kind=kind, tier="none", country="XX"
    )
    return organisations.register_body(draft=draft, by=None)


def _initiative(cast: Cast) -> Initiative:
    return actions.register_initiative(body=cast.town, draft=InitiativeDraft(title="Rete"), by=cast.chiara)


@pytest.mark.django_db
def test_an_initiative_kept_and_led_by_a_civil_society_organisation_is_accepted(cast: Cast) -> None:
    league = _body("ngo", "Lega")

    initiative = actions.register_initiative(body=league, draft=InitiativeDraft(title="Rete"), by=cast.bruno)
    actions.take_part(initiative=initiative, kind="lead", body=league, by=cast.bruno)

    assert initiatives_for(cast.dragan).get() == initiative
    assert votes_on_money(initiative, league)


@pytest.mark.django_db
def test_a_follower_is_seen_and_has_no_vote_on_money(cast: Cast) -> None:
    initiative, other = _initiative(cast), _body("municipality", "Altrove")
    actions.take_part(initiative=initiative, kind="follow", body=other, by=cast.chiara)
    before = votes_on_money(initiative, other)

    part = actions.take_part(initiative=initiative, kind="co_fund", body=other, by=cast.chiara)

    assert before is False
    assert votes_on_money(initiative, other)
    actions.end_part(participation=part, by=cast.chiara)
    assert not votes_on_money(initiative, other)
    assert Participation.objects.filter(ended_by=cast.chiara).count() == 1


@pytest.mark.django_db
def test_an_organisation_says_of_itself_that_it_follows_but_not_that_it_leads(cast: Cast) -> None:
    draft = InitiativeDraft(title="Altra rete")
    foreign = actions.register_initiative(body=_body("municipality", "Altrove"), draft=draft, by=None)

    part = actions.take_part(initiative=foreign, kind="follow", body=cast.town, by=cast.chiara)

    assert actions.take_part(initiative=foreign, kind="follow", body=cast.town, by=cast.chiara) == part
    for kind in ("lead", "co_fund"):
        with pytest.raises(NotAllowed):
            actions.take_part(initiative=foreign, kind=kind, body=cast.town, by=cast.chiara)
    with pytest.raises(NotAllowed):
        actions.take_part(initiative=foreign, kind="follow", name="Friends of ours", by=cast.chiara)
    actions.end_part(participation=part, by=cast.chiara)
    assert not participations_of(foreign).exists()


@pytest.mark.django_db
def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    initiative = _initiative(cast)

    for kind, name in (("own", "Lega"), ("lead", "  ")):
        with pytest.raises(actions.ParticipantUnclear):
            actions.take_part(initiative=initiative, kind=kind, name=name, by=cast.chiara)


@pytest.mark.django_db
def test_a_clerk_writes_down_who_takes_part_by_name_or_address(cast: Cast, client: Client) -> None:
    initiative, other = _initiative(cast), _body("municipality", "Altrove")
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    for who in ("altrove", "https://c.example/bodies/altrove", "Friends of the library"):
        client.post(f"/initiatives/{initiative.pk}/part", {"who": who, "kind": "follow"})

    page = client.get(f"/initiatives/{initiative.pk}").content.decode()

    assert [(each.body, each.name) for each in participations_of(initiative)] == [
        (other, ""), (None, "Friends of the library"),
    ]  # fmt: skip
    assert "reads everything" in page
    client.post(f"/strategy/parts/{participations_of(initiative)[0].pk}/end")
    assert participations_of(initiative).count() == 1
