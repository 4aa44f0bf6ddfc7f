"""Bodies: found by any name, entered once, many at a time."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commonweal.journal.models import Event
from commonweal.organisations import actions, queries
from commonweal.organisations.models import Body, BodyName, NameKind
from tests.conftest import Cast


def draft(name: str, **more: object) -> actions.BodyDraft:
    uri = f"https://bodies.example/{name.casefold().replace(' ', '-')}"
    return actions.BodyDraft(**{"uri": uri, "name": name, "kind": "agency"} | more)


def names_found(text: str) -> list[str]:
    return [body.name for body in queries.bodies_named(text)]


@pytest.fixture
def register(db: None) -> None:
    actions.register_body(
        draft=draft(
            "Dutch Tax and Customs Administration", names=[("nl", "Belastingdienst", NameKind.OFFICIAL)], country="NL"
        ),
        by=None,
    )
    actions.register_body(
        draft=draft("France Travail", names=[("fr", "Pôle emploi", NameKind.FORMER)], country="FR"), by=None
    )
    actions.register_body(draft=draft("Borgo", kind="municipality", country="XX"), by=None)
    actions.register_body(draft=draft("Borgo Alto", kind="municipality", country="XX"), by=None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Belastingdienst", "Dutch Tax and Customs Administration"),
        ("belastingdiest", "Dutch Tax and Customs Administration"),  # a letter is missing
        ("Dutch customs", "Dutch Tax and Customs Administration"),
        ("Pôle emploi", "France Travail"),
        ("pole emploi", "France Travail"),
        ("FRANCE TRAVAIL", "France Travail"),
        ("borgo", "Borgo"),
        ("alto borgo", "Borgo Alto"),
    ],
)
def test_a_body_is_found_by_any_of_its_names(register: None, text: str, found: str) -> None:
    assert names_found(text)[0] == found


def test_what_resembles_nothing_finds_nothing(register: None) -> None:
    assert names_found("zzyzx quux") == []


def test_a_name_given_later_finds_the_body_too(register: None) -> None:
    actions.register_body(draft=draft("Borgo", names=[("de", "Burgstadt", NameKind.ALIAS)]), by=None)

    assert names_found("Burgstadt") == ["Borgo"]


def test_registering_again_keeps_what_the_new_draft_does_not_know(db: None) -> None:
    actions.register_body(draft=draft("Borgo", place="Borgo", latitude=45.0, longitude=9.0, population=2000), by=None)

    body = actions.register_body(draft=draft("Borgo", website="https://borgo.example"), by=None)

    assert (body.place, body.population, body.website) == ("Borgo", 2000, "https://borgo.example")


def test_registering_the_same_twice_records_once(db: None) -> None:
    given = draft("Borgo", names=[("de", "Burgstadt", NameKind.ALIAS)])

    first = actions.register_body(draft=given, by=None)
    second = actions.register_body(draft=given, by=None)

    assert first == second
    assert list(Event.objects.filter(subject_id=str(first.pk)).values_list("name", flat=True)) == [
        "organisations.body_registered"
    ]


def test_a_changed_main_name_is_kept_as_a_former_one(cast: Cast) -> None:
    changed = actions.BodyDraft(uri=cast.town.uri, name="Borgonuovo", kind="municipality", tier="local", country="XX")

    actions.change_body(body=cast.town, draft=changed, by=cast.chiara)

    assert names_found("Borgo")[0] == "Borgonuovo"
    assert BodyName.objects.get(body=cast.town).kind == NameKind.FORMER


def test_changing_clears_what_the_draft_leaves_blank(db: None) -> None:
    body = actions.register_body(draft=draft("Borgo", place="Borgo"), by=None)

    assert actions.change_body(body=body, draft=draft("Borgo"), by=None).place == ""


def test_bodies_of_one_name_have_different_addresses(db: None) -> None:
    slugs = [
        actions.register_body(
            draft=draft("Bergen", uri=f"https://bergen.example/{country}", country=country), by=None
        ).slug
        for country in ("NO", "DE", "NL", "NL")
    ] + [actions.register_body(draft=draft("Bergen", uri="https://bergen.example/second", country="NL"), by=None).slug]

    assert slugs == ["bergen", "bergen-de", "bergen-nl", "bergen-nl", "bergen-2"]


def test_a_name_no_address_can_spell_takes_the_end_of_its_uri(db: None) -> None:
    body = actions.register_body(draft=draft("Αθήνα", uri="https://bodies.example/athens"), by=None)

    assert body.slug == "athens"


def test_a_succession_is_never_circular(cast: Cast) -> None:
    heir = actions.register_body(draft=draft("Borgo Unito"), by=None)
    actions.succeed_body(predecessor=cast.town, successor=heir, kind="merger", on=date(2024, 1, 1), by=cast.bruno)

    with pytest.raises(actions.CircularSuccession):
        actions.succeed_body(predecessor=heir, successor=cast.town, kind="renaming", on=None, by=cast.bruno)

    cast.town.refresh_from_db()
    assert cast.town.ended_on == date(2024, 1, 1)
    assert [step.successor for step in queries.succession_of(cast.town)] == [heir]
    assert queries.succession_of(heir) == queries.succession_of(cast.town)


def test_a_body_is_verified_once_and_the_withdrawal_stays_in_the_history(cast: Cast) -> None:
    first = actions.verify_body(body=cast.town, method="register of municipalities", by=cast.bruno)
    again = actions.verify_body(body=cast.town, method="another", by=cast.bruno)
    actions.withdraw_verification(body=cast.town, by=cast.bruno)
    actions.withdraw_verification(body=cast.town, by=cast.bruno)

    assert first == again
    assert not queries.with_verification(Body.objects.all()).get(pk=cast.town.pk).is_verified
    assert cast.town.verifications.count() == 1
    assert Event.objects.filter(name="organisations.verification_withdrawn").count() == 1


def test_many_are_registered_as_one_by_one(db: None) -> None:
    drafts = [
        draft(
            "Dutch Tax and Customs Administration", names=[("nl", "Belastingdienst", NameKind.OFFICIAL)], country="NL"
        ),
        draft("France Travail", names=[("fr", "Pôle emploi", NameKind.FORMER)], country="FR"),
        draft("Borgo", kind="municipality", country="XX"),
        draft("Borgo", uri="https://other.example/borgo", kind="municipality", country="YY"),
    ]
    columns = ("uri", "slug", "name", "sort_name", "folded_names", "country", "names__name")
    before = transaction.savepoint()
    for one in drafts:
        actions.register_body(draft=one, by=None)
    one_by_one = list(Body.objects.order_by("uri").values(*columns))
    transaction.savepoint_rollback(before)

    actions.register_many(drafts=drafts, by=None)

    assert list(Body.objects.order_by("uri").values(*columns)) == one_by_one


def test_many_registered_twice_change_nothing(db: None) -> None:
    town = actions.register_body(draft=draft("Provincia", kind="region"), by=None)
    drafts = [draft(f"Comune {number}", parents=[(town, "territory")]) for number in range(20)]
    first = actions.register_many(drafts=drafts, by=None)
    events = Event.objects.count()

    assert actions.register_many(drafts=[*drafts, drafts[0]], by=None) == [*first, first[0]]
    assert Event.objects.count() == events
    assert queries.children_of(town).count() == 20


def test_many_bring_a_known_body_up_to_date(cast: Cast) -> None:
    known = actions.BodyDraft(uri=cast.town.uri, name="Borgo", kind="municipality", population=2100)

    (body,) = actions.register_many(drafts=[known], by=cast.bruno)

    body.refresh_from_db()
    assert (body.population, body.tier) == (2100, "local")
    assert Event.objects.filter(name="organisations.body_changed", subject_id=str(body.pk)).exists()


@pytest.fixture
def thirty_five_thousand(db: None) -> None:
    """As many as France has communes, in batches of 5,000."""
    for start in range(0, 35_000, 5_000):
        actions.register_many(
            drafts=[
                actions.BodyDraft(
                    uri=f"https://bodies.example/{number}",
                    name=f"Saint-{_word(number)}-sur-{_word(number * 7 + 3)}",
                    kind="municipality",
                    tier="local",
                    country="FR",
                    population=number % 9000,
                )
                for number in range(start, start + 5_000)
            ],
            by=None,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organisations_body")


def _word(number: int) -> str:
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro", "su", "ta", "ve")
    return "".join(syllables[(number // 12**place) % 12] for place in range(4)).title()


def test_the_list_of_35_000_bodies_asks_twice_at_most(thirty_five_thousand: None) -> None:
    actions.register_body(draft=draft("Vaux-en-Pré"), by=None)

    for search in (
        queries.BodySearch(),
        queries.BodySearch(text="vaux en pre"),
        queries.BodySearch(text="Saint"),
        queries.BodySearch(text="saint balafo", country="FR"),
        queries.BodySearch(kind="municipality", tier="local"),
    ):
        with CaptureQueriesContext(connection) as captured:
            page = list(queries.bodies(search)[:50])
        assert page
        assert len(captured) <= 2

    assert names_found("vaux en pre")[0] == "Vaux-en-Pré"
