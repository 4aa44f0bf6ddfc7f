"""Asking: what each perspective says, the fast lane, a person with a clock, and rulings that answer the next."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.catalogue.rules import address
from commonweal.components.queries import EVERYTHING, NOTHING
from commonweal.health.models import Project
from commonweal.journal.models import Event
from commonweal.licensing.models import PolicyChoice
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from commonweal.organisations.permissions import NotAllowed
from commonweal.organisations.roles import Role
from commonweal.risk.models import AdvisorySource
from commonweal.screening.actions import NotOpen, RulingDraft, RulingUnclear, reopen, request_screening, rule, withdraw
from commonweal.screening.documents.words import SENTENCES, said
from commonweal.screening.models import Request, Ruling
from commonweal.screening.queries.gathering import answer_to
from commonweal.screening.queries.requests import standing_ruling
from commonweal.screening.queries.wanted import Asker, Wanted
from commonweal.screening.rules.reasons import Answer, Colour, Lane, Perspective, Reason
from tests.components.lists import cyclonedx
from tests.components.world import send
from tests.conftest import Cast
from tests.risk.feeds_world import affected, source, take_in, told
from tests.screening.screening_world import (
    APPROVED,
    CONDITIONS,
    EXPLOITED,
    FINE,
    HIT,
    LIGHT,
    REFUSED,
    advisories,
    end_of_life,
    helping,
    wanting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(db: None) -> None:
    """Advisories are read."""
    advisories()


def answer(wanted: Wanted) -> Answer:
    """What everybody may know."""
    return answer_to(wanted, Asker(AnonymousUser(), NOTHING))


def of(found: Answer, perspective: str) -> Reason:
    return next(each for each in found.reasons if each.perspective == perspective)


def listed(url: str) -> None:
    """The catalogue knows it, under the MIT licence."""
    Entry.objects.create(
        url=url, address=address(url), slug="fine", name="Fine", licence="MIT", visibility=Visibility.PUBLIC,
        first_seen_at=timezone.now(), changed_at=timezone.now(),
    )  # fmt: skip


def unruled(cast: Cast, text: str = FINE, **more: object) -> Request:
    """A request that waits, since nobody knows the licence."""
    return request_screening(wanted=wanting(text, **more), body=cast.town, by=cast.chiara)


def test_what_is_fully_known_and_fine_is_green(known: None) -> None:
    end_of_life(900)
    url = "https://github.com/x/fine"
    found = answer(wanting(FINE, licence="MIT", repository=url))

    assert [of(found, each).colour for each in ("licence", "weaknesses", "end_of_life")] == [Colour.GREEN] * 3
    assert of(found, "health").colour is Colour.GREY
    assert (found.colour, found.lane) == (Colour.AMBER, Lane.APPROVE)


def test_a_severe_weakness_is_red_and_says_what_to_take_instead(known: None) -> None:
    found = answer(wanting(HIT, licence="MIT"))

    reason = of(found, "weaknesses")
    assert (found.colour, found.lane) == (Colour.RED, Lane.REFUSE)
    assert (reason.sentence, reason.facts["update"]) == ("weaknesses.stopped_update", "1.3")
    assert said(reason).sentence == (
        "A severe weakness is known in this version (CVE-2031-1). By the advisories read here, take 1.3 instead."
    )
    assert reason.link == "/vulnerabilities/CVE-2031-1"


@pytest.mark.parametrize("licence", ["Apache License, Version 2.0", "Apache-2.0", "Apache 2.0"])
def test_a_licence_is_read_as_people_and_lists_write_it(known: None, licence: str) -> None:
    reason = of(answer(wanting(FINE, licence=licence)), "licence")

    assert (reason.colour, reason.facts["licence"]) == (Colour.GREEN, "Apache-2.0")


def test_a_lesser_weakness_is_amber_and_does_not_hold_it_up(known: None) -> None:
    found = answer(wanting(LIGHT, licence="MIT"))

    assert (of(found, "weaknesses").colour, found.lane) == (Colour.AMBER, Lane.APPROVE)


def test_software_made_to_do_harm_is_refused(known: None) -> None:
    found = answer(wanting(EXPLOITED, licence="MIT"))

    assert of(found, "weaknesses").sentence == "weaknesses.malicious"
    assert found.lane is Lane.REFUSE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pkg:cargo/fine@1.0", "weaknesses.no-advisories-for-this-ecosystem"),
        ("pkg:pypi/fine", "weaknesses.no-version"),
        ("https://github.com/x/fine", "weaknesses.no-package-url"),
    ],
)
def test_what_nobody_can_look_up_is_not_known_and_for_a_person(known: None, text: str, sentence: str) -> None:
    found = answer(wanting(text, licence="MIT"))

    assert (of(found, "weaknesses").sentence, of(found, "weaknesses").colour) == (sentence, Colour.GREY)
    assert (found.colour, found.lane) == (Colour.AMBER, Lane.PERSON)


@pytest.mark.parametrize("text", [FINE, "pkg:pypi/there-is-no-such-package@9.9"])
def test_no_weakness_known_is_green_only_where_all_advisories_are_read(text: str) -> None:
    take_in(source(), told("CVE-2031-9", affected(("introduced", "0"), ("fixed", "0.9"), package="fine")))

    found = answer(wanting(text, licence="MIT"))

    reason = of(found, "weaknesses")
    assert (reason.sentence, reason.colour, found.lane) == ("weaknesses.thinly-covered", Colour.GREY, Lane.PERSON)


def test_advisories_that_were_read_long_ago_make_nothing_green() -> None:
    advisories(days_ago=400)

    found = answer(wanting(FINE, licence="MIT"))

    assert (of(found, "weaknesses").colour, found.lane) == (Colour.GREY, Lane.PERSON)


def test_advisories_of_another_kind_cover_nothing(known: None) -> None:
    take_in(
        AdvisorySource.objects.get(),
        told("CVE-2031-8", affected(("introduced", "0"), package="other", ecosystem="npm")),
    )  # fmt: skip

    found = answer(wanting("pkg:npm/left-pad@1.3.0", licence="MIT"))

    assert (of(found, "weaknesses").sentence, found.lane) == ("weaknesses.thinly-covered", Lane.PERSON)


def test_what_is_known_of_a_thinly_covered_package_is_not_all() -> None:
    take_in(
        source(),
        told("CVE-2031-7", affected(("introduced", "0"), package="mild"), database_specific={"severity": "LOW"}),
    )  # fmt: skip

    found = answer(wanting(LIGHT, licence="MIT"))

    assert {each.sentence for each in found.reasons if each.perspective == "weaknesses"} == {
        "weaknesses.light", "weaknesses.thinly-covered",
    }  # fmt: skip
    assert found.lane is Lane.PERSON


@pytest.mark.parametrize(
    ("days", "colour", "lane"),
    [(-1, Colour.RED, Lane.PERSON), (30, Colour.AMBER, Lane.APPROVE), (900, Colour.GREEN, Lane.APPROVE)],
)
def test_the_end_of_life_counts_by_the_day(known: None, days: int, colour: Colour, lane: Lane) -> None:
    end_of_life(days)

    reason = of(answer(wanting(FINE, licence="MIT")), "end_of_life")

    assert (reason.colour, reason.lane) == (colour, lane)


def test_a_release_beside_the_one_that_ended_is_not_touched(known: None) -> None:
    end_of_life(-1)

    assert of(answer(wanting("pkg:pypi/fine@2.0", licence="MIT")), "end_of_life").colour is Colour.GREY


def test_the_catalogue_says_the_licence_of_what_stands_in_it(known: None, cast: Cast) -> None:
    url = "https://github.com/x/fine"
    listed(url)

    found = of(answer(helping(url)), "licence")

    assert (found.source, found.facts["licence"]) == ("catalogue", "MIT")


def test_who_says_another_licence_than_is_on_file_gets_a_person(known: None, cast: Cast) -> None:
    url = "https://github.com/x/fine"
    listed(url)

    found = answer(helping(url, licence="GPL-3.0-only"))

    assert of(found, "licence").sentence == "licence.disagree"
    assert found.lane is Lane.PERSON


@pytest.mark.parametrize(
    ("licence", "use", "lane"),
    [
        ("MIT", "distributed", Lane.APPROVE),
        ("GPL-3.0-only", "service", Lane.APPROVE),
        ("GPL-3.0-only", "distributed", Lane.PERSON),
        ("AGPL-3.0-only", "service", Lane.PERSON),
        ("AGPL-3.0-only", "development", Lane.APPROVE),
        ("MIT OR AGPL-3.0-only", "service", Lane.APPROVE),
        ("Elastic-2.0", "service", Lane.REFUSE),
        ("whatever I want", "internal", Lane.PERSON),
    ],
)
def test_the_licence_policy_judges_by_use(known: None, licence: str, use: str, lane: Lane) -> None:
    found = answer(wanting(FINE, licence=licence, use=use))

    assert of(found, "licence").lane is lane
    assert any(name.startswith("licence-policy") for name in found.packs)


def test_what_an_organisation_chose_for_itself_counts_before_the_pack(known: None, cast: Cast) -> None:
    PolicyChoice.objects.create(
        body=cast.town, licence="MIT", choice="refused", reason="Not here", by=cast.chiara, chosen_at=timezone.now()
    )  # fmt: skip

    here = answer_to(wanting(FINE, licence="MIT"), Asker(cast.chiara, NOTHING, cast.town))

    assert of(here, "licence").sentence == "licence.own_choice_refuse"
    assert of(answer(wanting(FINE, licence="MIT")), "licence").lane is Lane.APPROVE


@pytest.mark.parametrize(
    ("others", "lane"), [("MIT, Apache-2.0", Lane.APPROVE), ("MIT, Elastic-2.0", Lane.PERSON), ("none", Lane.APPROVE)]
)
def test_code_by_others_is_held_to_the_licence_chosen(others: str, lane: Lane) -> None:
    answers = {
        "licence": "EUPL-1.2", "third_party": others, "secrets": "yes", "personal": "yes", "maintainer": "Team Web",
        "description": "valid",
    }  # fmt: skip
    found = answer(wanting("https://github.com/x/fine", kind="publish", use="", answers=answers))

    assert found.lane is lane


def test_lists_of_systems_tell_a_licence_only_to_those_who_may_see_them(known: None, cast: Cast) -> None:
    from commonweal.usage import actions as usage

    system = usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Portal"), by=None)
    purl = "pkg:pypi/fine@1.0"
    part = {"type": "library", "name": "fine", "version": "1.0", "bom-ref": purl, "purl": purl}
    send(system, cyclonedx([], components=[part | {"licenses": [{"license": {"id": "MIT"}}]}]))

    inside = answer_to(wanting(FINE), Asker(cast.aino, EVERYTHING))
    outside = answer(wanting(FINE))

    assert of(inside, "licence").source == "own_lists"
    assert of(outside, "licence").sentence == "licence.unknown"


def test_a_choice_in_a_list_of_a_system_does_not_swallow_another_licence(known: None, cast: Cast) -> None:
    from commonweal.usage import actions as usage

    system = usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Portal"), by=None)
    purl = "pkg:pypi/fine@1.0"
    part = {"type": "library", "name": "fine", "version": "1.0", "bom-ref": purl, "purl": purl}
    licences = [{"license": {"name": "MIT or Apache-2.0"}}, {"license": {"id": "GPL-3.0-only"}}]
    send(system, cyclonedx([], components=[part | {"licenses": licences}]))

    found = of(answer_to(wanting(FINE), Asker(cast.aino, EVERYTHING)), "licence")

    assert found.facts["licence"] == "(MIT OR Apache-2.0) AND GPL-3.0-only"


def test_a_project_that_nobody_looked_at_is_not_known(known: None) -> None:
    Project.objects.create(url="https://github.com/x/fine")

    reason = of(answer(wanting("https://github.com/x/fine", licence="MIT")), "health")

    assert (reason.colour, reason.sentence) == (Colour.GREY, "health.unknown")


def test_every_sentence_has_its_facts() -> None:
    for key in SENTENCES:
        reason = Reason(Perspective.POLICY, Colour.AMBER, Lane.PERSON, key)

        assert "%(" not in said(reason).sentence


def test_the_fast_lane_approves_at_once_what_the_policy_allows(known: None, cast: Cast) -> None:
    made = request_screening(wanted=wanting(FINE, licence="MIT"), body=cast.town, by=cast.chiara)

    ruling = standing_ruling(made)
    assert ruling is not None
    assert (ruling.how, ruling.decided, ruling.by, made.due_on) == ("fast_lane", APPROVED, None, None)
    assert list(Event.objects.filter(name__startswith="screening.").order_by("pk").values_list("name", flat=True)) == [
        "screening.requested",
        "screening.ruled",
    ]


def test_a_small_fix_to_an_mit_project_is_approved_at_once(cast: Cast) -> None:
    made = request_screening(
        wanted=helping("https://github.com/x/fine", licence="MIT"), body=cast.town, by=cast.chiara
    )  # fmt: skip

    ruling = standing_ruling(made)
    assert ruling is not None
    assert (made.colour, ruling.how, ruling.decided) == ("green", "fast_lane", APPROVED)


def test_what_the_policy_refuses_is_refused_at_once(known: None, cast: Cast) -> None:
    ruling = standing_ruling(request_screening(wanted=wanting(HIT), body=cast.town, by=cast.chiara))

    assert ruling is not None
    assert (ruling.how, ruling.decided) == ("fast_lane", REFUSED)


def test_the_rest_waits_for_a_person_with_a_clock(known: None, cast: Cast) -> None:
    made = unruled(cast)

    assert standing_ruling(made) is None
    assert made.due_on is not None
    assert made.due_on > timezone.localdate()


def test_asked_again_while_it_waits_it_is_the_same(known: None, cast: Cast) -> None:
    assert unruled(cast) == unruled(cast)
    assert Request.objects.count() == 1


def test_the_next_who_asks_gets_the_ruling_that_was_given(known: None, cast: Cast) -> None:
    first = rule(request=unruled(cast), draft=RulingDraft(decided=CONDITIONS, conditions="Only here"), by=cast.chiara)

    made = request_screening(wanted=wanting("pkg:pypi/fine@1.4"), body=cast.town, by=cast.bruno)

    ruling = standing_ruling(made)
    assert ruling is not None
    assert (ruling.how, ruling.earlier, ruling.conditions) == ("earlier", first, "Only here")


@pytest.mark.parametrize(
    ("text", "covers", "days"),
    [("pkg:pypi/fine@2.0", "major", 10), ("pkg:pypi/fine@1.1", "version", 10), (FINE, "all", -1), (FINE, "all", 0)],
)
def test_a_ruling_reaches_no_further_than_it_says(known: None, cast: Cast, text: str, covers: str, days: int) -> None:
    ruling = rule(request=unruled(cast), draft=RulingDraft(decided=APPROVED, covers=covers), by=cast.chiara)
    Ruling.objects.filter(pk=ruling.pk).update(valid_until=timezone.localdate() + timedelta(days=days))

    made = request_screening(wanted=wanting(text), body=cast.town, by=cast.bruno)

    assert (standing_ruling(made) is None) == (days != 0)


@pytest.mark.parametrize(("text", "is_same"), [("pkg:pypi/fine@1.0.0", True), ("pkg:pypi/fine@1.0.1", False)])
def test_a_version_is_the_same_however_it_is_written(known: None, cast: Cast, text: str, is_same: bool) -> None:
    rule(request=unruled(cast), draft=RulingDraft(decided=APPROVED, covers="version"), by=cast.chiara)

    made = request_screening(wanted=wanting(text), body=cast.town, by=cast.bruno)

    assert (standing_ruling(made) is not None) == is_same


def test_a_ruling_about_a_repository_answers_the_next(cast: Cast) -> None:
    wanted = helping("https://github.com/x/fine")
    first = request_screening(wanted=wanted, body=cast.town, by=cast.chiara)
    rule(request=first, draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    ruling = standing_ruling(request_screening(wanted=wanted, body=cast.town, by=cast.bruno))

    assert ruling is not None
    assert ruling.how == "earlier"


def test_a_ruling_of_one_body_answers_no_other(known: None, cast: Cast) -> None:
    draft = organisations.BodyDraft(
        uri="https://esempia.example/id/altrove", name="Altrove", kind="municipality", tier="local", country="XX"
    )
    other = organisations.register_body(draft=draft, by=None)
    rule(request=unruled(cast), draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    assert standing_ruling(request_screening(wanted=wanting(FINE), body=other, by=cast.aino)) is None


def test_a_ruling_for_one_use_answers_no_other(known: None, cast: Cast) -> None:
    rule(request=unruled(cast), draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    assert standing_ruling(unruled(cast, use="distributed")) is None


def test_an_approval_is_not_used_again_once_something_worse_is_known(cast: Cast, known: None) -> None:
    rule(request=unruled(cast, "pkg:pypi/demo@1.4"), draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    ruling = standing_ruling(request_screening(wanted=wanting(HIT), body=cast.town, by=cast.bruno))

    assert ruling is not None
    assert (ruling.how, ruling.decided) == ("fast_lane", REFUSED)


def test_a_refusal_by_a_person_stands_above_the_fast_lane(known: None, cast: Cast) -> None:
    rule(request=unruled(cast), draft=RulingDraft(decided=REFUSED, reason="Ask for the other"), by=cast.chiara)

    ruling = standing_ruling(unruled(cast, licence="MIT"))

    assert ruling is not None
    assert (ruling.how, ruling.decided, ruling.reason) == ("earlier", REFUSED, "Ask for the other")


def test_reopening_ends_the_ruling_and_nobody_gets_it_any_more(known: None, cast: Cast) -> None:
    made = unruled(cast)
    rule(request=made, draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    again = reopen(request=made, by=cast.chiara)

    assert standing_ruling(again) is None
    assert standing_ruling(request_screening(wanted=wanting(FINE), body=cast.town, by=cast.bruno)) is None
    assert Event.objects.filter(name="screening.reopened").count() == 1
    assert Ruling.objects.get().ended_by == cast.chiara


def test_what_is_withdrawn_waits_for_nobody(known: None, cast: Cast) -> None:
    made = withdraw(request=unruled(cast), by=cast.chiara)

    assert made.withdrawn_by == cast.chiara
    with pytest.raises(NotOpen):
        rule(request=made, draft=RulingDraft(decided=APPROVED), by=cast.chiara)
    with pytest.raises(NotOpen):
        withdraw(request=made, by=cast.chiara)


def test_nothing_is_ruled_twice(known: None, cast: Cast) -> None:
    made = unruled(cast)
    rule(request=made, draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    with pytest.raises(NotOpen):
        rule(request=made, draft=RulingDraft(decided=APPROVED), by=cast.chiara)


@pytest.mark.parametrize(
    "draft",
    [
        RulingDraft(decided="maybe"),
        RulingDraft(decided=CONDITIONS),
        RulingDraft(decided=REFUSED),
        RulingDraft(decided=APPROVED, covers="moon"),
        RulingDraft(decided=APPROVED, valid_until=timezone.localdate() - timedelta(days=1)),
    ],
)
def test_a_ruling_that_misses_something_is_refused(known: None, cast: Cast, draft: RulingDraft) -> None:
    made = unruled(cast)

    with pytest.raises(RulingUnclear):
        rule(request=made, draft=draft, by=cast.chiara)


def test_who_asked_without_ruling_may_take_back_but_not_reopen_a_ruling(known: None, cast: Cast) -> None:
    organisations.grant_role(user=cast.dragan, role=Role.MEMBER, body=cast.town, by=cast.aino)
    made = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.dragan)
    rule(request=made, draft=RulingDraft(decided=APPROVED), by=cast.chiara)

    with pytest.raises(NotAllowed):
        reopen(request=made, by=cast.dragan)
