"""Who may do what, and who may see what: every action × every person, every rung × every viewer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from commonweal.drawing.letters import Kind
from commonweal.drawing.letters.plain import file
from commonweal.journal.models import Event
from commonweal.organisations import actions, documents, permissions, queries
from commonweal.organisations.models import (
    Body,
    Identifier,
    ImportBatch,
    Letterhead,
    LinkKind,
    NameKind,
    Office,
    Parent,
    RoleAssignment,
    Succession,
    User,
    Visibility,
)
from commonweal.organisations.permissions import NotAllowed, Permission
from commonweal.organisations.roles import Role

EVERYBODY = (
    "anonymous", "nobody", "supplier", "member", "editor", "stranger", "manager", "curator", "administrator", "left",
)  # fmt: skip
# The installation's administrator and curator; the manager administers Borgo, the editor and the member belong to it.
KEEPERS = {"administrator", "curator"}
OWN_KEEPERS = KEEPERS | {"editor", "manager"}
LETTERHEAD_KEEPERS = {"administrator", "editor", "manager"}


@dataclass(frozen=True)
class World:
    """Two towns, an office, and one account for each kind of person."""

    borgo: Body
    altrove: Body
    office: Office
    people: dict[str, User | AnonymousUser]


@pytest.fixture
def world(db: None) -> World:
    """Everybody but the anonymous visitor has an account; the one who left holds an ended role and is switched off."""
    borgo, altrove = (
        actions.register_body(
            draft=actions.BodyDraft(uri=f"https://w.example/{name}", name=name, kind="municipality"), by=None
        )
        for name in ("Borgo", "Altrove")
    )
    roles = {
        "supplier": (Role.SUPPLIER, borgo),
        "member": (Role.MEMBER, borgo),
        "editor": (Role.EDITOR, borgo),
        "stranger": (Role.EDITOR, altrove),
        "manager": (Role.ADMINISTRATOR, borgo),
        "curator": (Role.CURATOR, None),
        "administrator": (Role.ADMINISTRATOR, None),
        "left": (Role.EDITOR, borgo),
    }
    people: dict[str, User | AnonymousUser] = {"anonymous": AnonymousUser()}
    for name in EVERYBODY[1:]:
        people[name] = account(name)
        if name in roles:
            role, body = roles[name]
            assignment = actions.grant_role(user=people[name], role=role, body=body, by=None)
            if name == "left":
                actions.withdraw_role(assignment=assignment, by=None)
    office = actions.open_office(draft=actions.OfficeDraft(name="Office"), by=None)
    return World(borgo, altrove, office, people)


def keep_letterhead(world: World, by: User | None = None) -> Letterhead:
    return actions.keep_letterhead(body=world.borgo, name="Brief.odt", content=file(Kind.ODT), by=by)


def account(name: str) -> User:
    return actions.open_account(username=name, email=f"{name}@w.example", password=None, display_name=name, by=None)


def draft(name: str, **more: object) -> actions.BodyDraft:
    return actions.BodyDraft(**{"uri": f"https://w.example/{name}", "name": name, "kind": "municipality"} | more)


def assigned(world: World) -> RoleAssignment:
    return RoleAssignment.objects.get(user=world.people["member"])


CLAIM = actions.ClaimDraft(
    code="c", subject="s", statement="s", value=Decimal(1), unit="u", source_title="t", published_on=date(2024, 1, 1)
)


def supersede_claim(by: User) -> None:
    earlier, later = (actions.record_claim(draft=replace(CLAIM, code=code), by=None) for code in ("c1", "c2"))
    actions.supersede_claim(earlier=earlier, later=later, by=by)


def withdraw_verification(world: World, by: User) -> None:
    actions.verify_body(body=world.borgo, method="register", by=None)
    actions.withdraw_verification(body=world.borgo, by=by)


def link_offices(world: World, by: User) -> object:
    other = actions.open_office(draft=actions.OfficeDraft(name="Other"), by=None)
    return actions.link_offices(origin=world.office, target=other, kind=LinkKind.SUPPORTS, by=by)


def part_offices(world: World, by: User) -> object:
    other = actions.open_office(draft=actions.OfficeDraft(name="Other"), by=None)
    link = actions.link_offices(origin=world.office, target=other, kind=LinkKind.PEERS, by=None)
    return actions.part_offices(link=link, by=by)


def succeeded(world: World) -> Succession:
    return actions.succeed_body(
        predecessor=world.borgo, successor=world.altrove, kind="merger", on=date(2024, 1, 1), by=None
    )


def identified(world: World) -> Identifier:
    return actions.identify_body(body=world.borgo, scheme="istat", value="001001", by=None)


def tied(world: World) -> Parent:
    return actions.add_parent(body=world.borgo, parent=world.altrove, relation="membership", since=None, by=None)


def bring(by: User | None) -> ImportBatch:
    return actions.bring_list(content=b"name,kind,website\nNuovo,comune,n.example\n", file_name="x.csv", by=by)


def asked() -> ImportBatch:
    batch = bring(None)
    batch.asked_at = batch.uploaded_at
    return batch


def taken() -> ImportBatch:
    return actions.ask_for_import(batch=bring(None), by=None)


def recorded(by: User, batch: ImportBatch) -> None:
    """Steps that record nothing of their own: the next one records."""
    actions.finish_import(batch=batch, by=by)


ACTIONS: dict[str, tuple[set[str], Callable[[World, User], object]]] = {
    "register_body": (KEEPERS, lambda w, by: actions.register_body(draft=draft("Nuovo"), by=by)),
    "register_body again": (
        KEEPERS | {"editor", "manager"},
        lambda w, by: actions.register_body(draft=draft("Borgo", place="Borgo"), by=by),
    ),
    "register_many": (KEEPERS, lambda w, by: actions.register_many(drafts=[draft("Nuovo")], by=by)),
    "change_body": (
        KEEPERS | {"editor", "manager"},
        lambda w, by: actions.change_body(body=w.borgo, draft=draft("Borgo", place="Borgo"), by=by),
    ),
    "verify_body": (KEEPERS, lambda w, by: actions.verify_body(body=w.borgo, method="register", by=by)),
    "withdraw_verification": (KEEPERS, withdraw_verification),
    "succeed_body": (
        KEEPERS,
        lambda w, by: actions.succeed_body(predecessor=w.borgo, successor=w.altrove, kind="merger", on=None, by=by),
    ),
    "split_body": (
        KEEPERS,
        lambda w, by: actions.split_body(predecessor=w.borgo, successors=[w.altrove], on=None, by=by),
    ),
    "undo_succession": (KEEPERS, lambda w, by: actions.undo_succession(succession=succeeded(w), by=by)),
    "name_body": (
        OWN_KEEPERS,
        lambda w, by: actions.name_body(body=w.borgo, name="B", language="", kind=NameKind.ALIAS, by=by),
    ),
    "identify_body": (
        OWN_KEEPERS,
        lambda w, by: actions.identify_body(body=w.borgo, scheme="istat", value="001001", by=by),
    ),
    "drop_identifier": (OWN_KEEPERS, lambda w, by: actions.drop_identifier(identifier=identified(w), by=by)),
    "count_population": (
        OWN_KEEPERS,
        lambda w, by: actions.count_population(body=w.borgo, year=2024, inhabitants=1, source="", by=by),
    ),
    "add_parent": (
        OWN_KEEPERS,
        lambda w, by: actions.add_parent(body=w.borgo, parent=w.altrove, relation="membership", since=None, by=by),
    ),
    "end_parent": (OWN_KEEPERS, lambda w, by: actions.end_parent(parent=tied(w), on=date(2024, 1, 1), by=by)),
    "bring_list": (KEEPERS, lambda w, by: bring(by)),
    "choose_columns": (
        KEEPERS,
        lambda w, by: actions.choose_columns(batch=bring(None), choices=documents.ListChoices(), by=by),
    ),
    "read_import": (KEEPERS, lambda w, by: recorded(by, actions.read_import(batch=bring(None), by=by))),
    "ask_for_import": (KEEPERS, lambda w, by: actions.ask_for_import(batch=bring(None), by=by)),
    "take_import": (KEEPERS, lambda w, by: actions.take_import(batch=bring(None), by=by)),
    "take_rows": (KEEPERS, lambda w, by: recorded(by, actions.take_rows(batch=bring(None), rows=[], by=by))),
    "tie_rows": (KEEPERS, lambda w, by: recorded(by, actions.tie_rows(batch=bring(None), rows=[], by=by))),
    "finish_import": (KEEPERS, lambda w, by: actions.finish_import(batch=bring(None), by=by)),
    "go_on_with_import": (KEEPERS, lambda w, by: actions.go_on_with_import(batch=asked(), by=by)),
    "ask_for_undo": (KEEPERS, lambda w, by: actions.ask_for_undo(batch=taken(), by=by)),
    "undo_import": (KEEPERS, lambda w, by: actions.undo_import(batch=taken(), by=by)),
    "open_office": (KEEPERS, lambda w, by: actions.open_office(draft=actions.OfficeDraft(name="New"), by=by)),
    "close_office": (
        KEEPERS,
        lambda w, by: actions.close_office(office=w.office, on=date(2024, 1, 1), reason="Ended.", by=by),
    ),
    "link_offices": (KEEPERS, link_offices),
    "part_offices": (KEEPERS, part_offices),
    "record_claim": (KEEPERS, lambda w, by: actions.record_claim(draft=CLAIM, by=by)),
    "supersede_claim": (KEEPERS, lambda w, by: supersede_claim(by)),
    "keep_letterhead": (LETTERHEAD_KEEPERS, keep_letterhead),
    "end_letterhead": (LETTERHEAD_KEEPERS, lambda w, by: actions.end_letterhead(letterhead=keep_letterhead(w), by=by)),
    "open_account": (
        {"administrator"},
        lambda w, by: actions.open_account(username="new", email="", password=None, display_name="", by=by),
    ),
    "grant_role": (
        {"administrator"},
        lambda w, by: actions.grant_role(user=w.people["nobody"], role=Role.CURATOR, body=None, by=by),
    ),
    "grant_role at a body": (
        {"administrator", "manager"},
        lambda w, by: actions.grant_role(user=w.people["nobody"], role=Role.EDITOR, body=w.borgo, by=by),
    ),
    "withdraw_role": (
        {"administrator", "manager"},
        lambda w, by: actions.withdraw_role(assignment=assigned(w), by=by),
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("person", EVERYBODY)
def test_an_action_is_for_those_who_may_and_is_recorded_in_their_name(world: World, action: str, person: str) -> None:
    allowed, call = ACTIONS[action]
    by = world.people[person]

    if person in allowed:
        call(world, by)
        assert Event.objects.filter(by=by).exists()
    else:
        with pytest.raises(NotAllowed, match="You may not"):
            call(world, by)
        assert not Event.objects.filter(by_id=by.pk).exists() or by.pk is None


# The first two call other actions, which ask; the third writes down what somebody did for themselves.
WITHOUT_PERMISSION = {"load_cases", "import_directory", "record_sign_up"}


def test_every_action_is_in_the_matrix() -> None:
    functions = {name for name in actions.__all__ if name[0].islower()} - WITHOUT_PERMISSION

    assert functions == {name.partition(" ")[0] for name in ACTIONS}


def test_every_permission_says_what_it_allows() -> None:
    assert all(str(permission.sentence) for permission in Permission)
    assert all(permission.roles for permission in Permission)


def test_an_account_that_is_switched_off_may_nothing(world: World) -> None:
    curator = world.people["curator"]
    curator.is_active = False

    assert not permissions.allows(curator, Permission.REGISTER_BODY)


def test_a_role_is_granted_once_and_withdrawn_once(world: World) -> None:
    nobody, aino = world.people["nobody"], world.people["administrator"]

    first = actions.grant_role(user=nobody, role=Role.EDITOR, body=world.borgo, by=aino)
    second = actions.grant_role(user=nobody, role=Role.EDITOR, body=world.borgo, by=aino)
    for _ in range(2):
        actions.withdraw_role(assignment=first, by=aino)

    assert first == second
    names = Event.objects.filter(subject_id=str(nobody.pk), subject_type="organisations.user").values_list(
        "name", flat=True
    )
    assert sorted(names) == [
        "organisations.account_opened",
        "organisations.role_granted",
        "organisations.role_withdrawn",
    ]


def test_the_last_administrator_stays(world: World) -> None:
    standing = RoleAssignment.objects.get(user=world.people["administrator"])

    with pytest.raises(actions.LastAdministrator):
        actions.withdraw_role(assignment=standing, by=world.people["administrator"])


# Who sees a record of Borgo on each rung; its author sees it always.
SEES: dict[Visibility, set[str]] = {
    Visibility.PRIVATE: set(),
    Visibility.BODY: {"member", "editor", "manager", "administrator"},
    Visibility.NETWORK: {"member", "editor", "manager", "stranger", "curator", "administrator"},
    Visibility.PUBLIC: set(EVERYBODY),
}


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("viewer", EVERYBODY)
def test_the_ladder_shows_a_record_to_whom_it_should(world: World, visibility: Visibility, viewer: str) -> None:
    record = actions.open_office(
        draft=actions.OfficeDraft(name="Record", visibility=visibility, owner=world.borgo), by=None
    )

    assert queries.offices(world.people[viewer]).filter(pk=record.pk).exists() == (viewer in SEES[visibility])


@pytest.mark.parametrize("visibility", Visibility)
def test_an_author_sees_their_own_record_on_every_rung(world: World, visibility: Visibility) -> None:
    author = world.people["curator"]
    draft = actions.OfficeDraft(name="Record", visibility=visibility, owner=world.borgo)

    record = actions.open_office(draft=draft, by=author)

    assert record in queries.offices(author)


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_a_record_of_no_body_is_not_shown_to_members_of_every_body(world: World, viewer: str) -> None:
    record = actions.open_office(draft=actions.OfficeDraft(name="Record", visibility=Visibility.BODY), by=None)

    assert queries.offices(world.people[viewer]).filter(pk=record.pk).exists() == (viewer == "administrator")


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_a_link_is_shown_only_to_those_who_see_both_ends(world: World, viewer: str) -> None:
    hidden = actions.open_office(
        draft=actions.OfficeDraft(name="Hidden", visibility=Visibility.BODY, owner=world.borgo), by=None
    )
    actions.link_offices(origin=world.office, target=hidden, kind=LinkKind.SUPPORTS, by=None)

    assert queries.links(world.people[viewer]).exists() == (viewer in SEES[Visibility.BODY])
